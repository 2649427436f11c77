"""Who the accounts are: name, trade, place, size, what stands there, and how they are disposed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.parameters import AccountParameters
from wegmarke.simulation.accounts.purposes import Draws
from wegmarke.simulation.accounts.trades import TRADES
from wegmarke.simulation.lives.randomness import fill_bits
from wegmarke.simulation.words import places
from wegmarke.simulation.words.persons import FOREIGN_LAST, GERMAN_LAST
from wegmarke.simulation.words.phrases import Phrases
from wegmarke.simulation.words.picking import Bits, Weighted, derived, ranked, weighted
from wegmarke.simulation.words.products import PRODUCTS, Product
from wegmarke.simulation.words.spelling import plain
from wegmarke.simulation.words.trades import HOUSES

REGIONS = ("Nord", "West", "Mitte", "Süd", "Ost")
_REGION_OF_STATE = {
    **dict.fromkeys(("HB", "HH", "NI", "SH", "MV"), 0),
    "NW": 1,
    **dict.fromkeys(("HE", "RP", "SL", "TH"), 2),
    **dict.fromkeys(("BW", "BY"), 3),
    **dict.fromkeys(("BE", "BB", "SN", "ST"), 4),
}
_NUMBER = re.compile(r" \d+ ?[a-z]?$")
_PRODUCT = {product.number: product for product in PRODUCTS}
_STEP = 41_231
_NUMBERS = 59_999  # a prime: multiplying by the step permutes the numbers below it
_SECOND = 30_000

_TRADE = weighted((trade.german, trade.weight) for trade in TRADES)
_NAMES = tuple(Phrases.of(trade.names) for trade in TRADES)
_FORMS = tuple(weighted(trade.forms) for trade in TRADES)
_HOUSES = ranked(HOUSES, head=20)
_OWNERS = Weighted(
    GERMAN_LAST.values + FOREIGN_LAST.values,
    tuple(8 * weight for weight in GERMAN_LAST.weights) + FOREIGN_LAST.weights,
)


@dataclass(frozen=True, slots=True)
class Firm:
    """An account. trade: place in TRADES; state, region: places in STATES, REGIONS. machines: what stands there, with
    how many of each. sensitivity: to prices, 0 to 1; expectation: 0.6 to 1.4, multiplies harm. arrival: day on which a
    need arises, -1 for a customer from before. renewal: day of the year, from the first day, on which the contract of a
    customer from before ends. discount_percent: on list prices. twice_day: from which day on parts of the CRM write the
    second number; -1: there is none.
    """

    account: int
    number: str
    second_number: str
    twice_day: int
    name: str
    host: str
    trade: int
    street: str
    postal_code: str
    town: str
    state: int
    region: int
    area: str
    subscriber: str
    employees: int
    sites: int
    machines: tuple[tuple[Product, int], ...]
    sensitivity: float
    expectation: float
    arrival: int
    renewal: int
    discount_percent: int

    @property
    def machine_count(self) -> int:
        """How many machines stand at all sites."""
        return sum(count for _, count in self.machines)

    @property
    def month_cents(self) -> int:
        """What the framework contract costs a month: service for every machine, less the more there are."""
        each = 3_900 if self.machine_count <= 20 else 3_300
        return self.machine_count * each * (100 - self.discount_percent) // 100


def account_number(place: int) -> str:
    """The number of an account: five digits as accounting gives them to debtors, in no order that tells anything."""
    return str(10_000 + place * _STEP % _NUMBERS)


def firms(parameters: AccountParameters, accounts: int, seed: int) -> list[Firm]:
    """All accounts."""
    random_town, random_name = _bits(seed, accounts, p.TOWN), _bits(seed, accounts, p.NAMES)
    town = places.TOWN.pick(random_town)
    trade = _TRADE.pick(derived(random_name, 0))
    short, form = _names(trade, town, random_name)
    address = places.addresses(town, derived(random_town, 1))
    phone = places.landline_phones(town, np.arange(accounts, dtype=np.uint64))
    shorts = _apart(short.to_pylist(), address.street.to_pylist())
    names = [f"{one} {of}".strip() for one, of in zip(shorts, form.to_pylist(), strict=True)]
    columns = (address.street, address.postal_code, address.town, phone.area, phone.subscriber)
    texts = [names, shorts, *(column.to_pylist() for column in columns)]
    hosts = _hosts(texts[1], plain(address.town, "-").to_pylist())
    states = address.state.tolist()
    return [
        _firm(
            parameters,
            Draws(seed, place),
            place,
            int(trade[place]),
            (hosts[place], int(states[place])),
            [column[place] for column in texts],
        )
        for place in range(accounts)
    ]


def _twice_day(parameters: AccountParameters, draws: Draws) -> int:
    if not draws.happens(parameters.twice, p.TWICE):
        return -1
    return draws.below(max(parameters.days // 2, 1), p.TWICE, 1)


def _firm(
    parameters: AccountParameters, draws: Draws, place: int, trade: int, where: tuple[str, int], texts: list[str]
) -> Firm:
    """An account: what it is called and where it is, its size and machines, and what moves it."""
    of, (host, state) = TRADES[trade], where
    low, high = of.sites
    # Most are small: the smallest of three draws.
    sites = low + min(draws.below(high - low + 1, p.SITES, k) for k in range(3))
    least, most = of.employees
    kinds = 1 + draws.below(3, p.MACHINES)
    each = draws.between(*of.often, p.MACHINES, 1)
    existing = draws.happens(parameters.existing_share, p.EXISTING)
    return Firm(
        account=place,
        number=account_number(place),
        second_number=account_number(place + _SECOND),
        twice_day=_twice_day(parameters, draws),
        name=texts[0],
        host=host,
        trade=trade,
        street=texts[2],
        postal_code=texts[3],
        town=texts[4],
        state=state,
        region=_REGION_OF_STATE[places.STATES[state]],
        area=texts[5],
        subscriber=texts[6],
        employees=least + min(draws.below(most - least + 1, p.SIZE, k) for k in range(2)),
        sites=sites,
        machines=tuple(
            (_PRODUCT[number], max(sites * each // (rank + 1) // kinds, 1))
            for rank, number in enumerate(of.machines[:kinds])
        ),
        sensitivity=draws.share(p.SENSITIVITY),
        expectation=0.6 + 0.4 * (draws.share(p.EXPECTATION) + draws.share(p.EXPECTATION, 1)),
        arrival=-1 if existing else draws.below(max(parameters.days - 20, 1), p.ARRIVAL),
        renewal=draws.below(365, p.RENEWAL_DAY),
        discount_percent=(0, 5, 8, 10, 12, 15)[draws.below(6, p.DISCOUNT)],
    )


def _names(trade: NDArray[np.int64], town: NDArray[np.int64], random: Bits) -> tuple[pa.StringArray, pa.StringArray]:
    """The names without legal form, and the legal forms."""
    given = {
        "last": _OWNERS.texts(_OWNERS.pick(derived(random, 1))),
        "other": _OWNERS.texts(_OWNERS.pick(derived(random, 2))),
        "house": _HOUSES.texts(_HOUSES.pick(derived(random, 3))),
        "street": places.STREET.texts(places.STREET.pick(derived(random, 4))),
        "town": pc.replace_substring_regex(places.TOWN.texts(town), r"(?: \(|/| am | an | im | vor ).*$", ""),
    }
    order, shorts, forms = [], [], []
    for place, phrases in enumerate(_NAMES):
        rows = np.flatnonzero(trade == place)
        if not len(rows):
            continue
        order.append(rows)
        here = {slot: column.take(pa.array(rows)) for slot, column in given.items()}
        shorts.append(phrases.filled(phrases.table.pick(derived(random[rows], 5)), here))
        forms.append(_FORMS[place].texts(_FORMS[place].pick(derived(random[rows], 6))))
    back = pa.array(np.argsort(np.concatenate(order), kind="stable"))
    return pa.concat_arrays(shorts).take(back), pa.concat_arrays(forms).take(back)


def _apart(names: list[str], streets: list[str]) -> list[str]:
    """The names; of those that are there already, the street tells them apart, as people do who speak of them."""
    taken: set[str] = set()
    apart = []
    for name, street in zip(names, streets, strict=True):
        told = name if name not in taken else f"{name} {_NUMBER.sub('', street)}"
        taken.add(told)
        apart.append(told)
    return apart


def _hosts(shorts: list[str], towns: list[str]) -> list[str]:
    """A host for every account, no two alike: the name, with the town or a number where the name was taken."""
    taken: set[str] = set()
    hosts = []
    for name, town in zip(plain(pa.array(shorts, pa.string()), "-").to_pylist(), towns, strict=True):
        wanted = [name, name if name.endswith(town) else f"{name}-{town}"]
        host = next((one for one in wanted if one not in taken), None)
        number = 2
        while host is None:
            host, number = (None if f"{wanted[1]}{number}" in taken else f"{wanted[1]}{number}"), number + 1
        taken.add(host)
        hosts.append(f"{host}.example")
    return hosts


def _bits(seed: int, accounts: int, purpose: int) -> Bits:
    """64 bits for this purpose for each account."""
    out = np.empty(accounts, np.uint64)
    fill_bits(np.uint64(seed), 0, purpose, out)
    return out
