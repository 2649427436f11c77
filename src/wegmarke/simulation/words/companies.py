"""Business customers: companies with trades and names, and the people there who buy, use, decide and approve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.words.persons import FOREIGN_LAST, GERMAN_LAST
from wegmarke.simulation.words.phrases import Phrases
from wegmarke.simulation.words.picking import Bits, Codes, Weighted, derived, happens, ranked, weighted
from wegmarke.simulation.words.places import STREET, TOWN
from wegmarke.simulation.words.spelling import plain
from wegmarke.simulation.words.trades import BUYING_ROLES, HOUSES, JOB_TITLES, SECTORS


@dataclass(frozen=True, slots=True)
class Companies:
    """Companies: name with legal form, the place of their sector in SECTORS, host of website and e-mail."""

    name: pa.StringArray
    sector: NDArray[np.int64]
    host: pa.StringArray


SECTOR = weighted((sector.key, sector.weight) for sector in SECTORS)
"""Sectors in proportion to how many customers are of them."""

_OWNERS = Weighted(
    GERMAN_LAST.values + FOREIGN_LAST.values,
    tuple(8 * weight for weight in GERMAN_LAST.weights) + FOREIGN_LAST.weights,
)
_TOWN_IN_HOST_PPM = 650_000
_NAMES = tuple(Phrases.of(sector.names) for sector in SECTORS)
_FORMS = tuple(weighted(sector.legal_forms) for sector in SECTORS)
_HOUSES = ranked(HOUSES, head=20)
_TITLES = tuple(ranked(tuple(male for male, _ in titles), head=3) for titles in JOB_TITLES)
_TITLES_OF_WOMEN = tuple(ranked(tuple(female for _, female in titles), head=3) for titles in JOB_TITLES)
_CONTACT_LOCAL = Phrases.of(("{first}.{last}", "{f}.{last}", "{last}"), (10, 6, 3))
_LEGAL = r" (?:GmbH|AG|KG|OHG|GbR|e\. K\.|e\. V\.|gGmbH|UG|mbB|PartG|SE|eG|& Co\.|\(haftungsbeschränkt\)).*$"


def companies(town: Codes, bits: Bits) -> Companies:
    """A company in each of these towns (places in TOWN)."""
    sector = SECTOR.pick(derived(bits, 0))
    given = {
        "last": _OWNERS.texts(_OWNERS.pick(derived(bits, 1))),
        "other": _OWNERS.texts(_OWNERS.pick(derived(bits, 2))),
        "house": _HOUSES.texts(_HOUSES.pick(derived(bits, 3))),
        "street": STREET.texts(STREET.pick(derived(bits, 4))),
        "town": pc.replace_substring_regex(TOWN.texts(town), r"(?: \(|/| am | an | im | vor ).*$", ""),
    }
    order: list[NDArray[np.int64]] = []
    names: list[pa.StringArray] = []
    for place, phrases in enumerate(_NAMES):
        rows = np.flatnonzero(sector == place)
        order.append(rows)
        indices = pa.array(rows)
        given_here = {slot: column.take(indices) for slot, column in given.items()}
        name = phrases.filled(phrases.table.pick(derived(bits[rows], 5)), given_here)
        form = _FORMS[place].texts(_FORMS[place].pick(derived(bits[rows], 6)))
        names.append(pc.utf8_rtrim_whitespace(pc.binary_join_element_wise(name, form, " ")))
    back = pa.array(np.argsort(np.concatenate(order), kind="stable"))
    name = pa.concat_arrays(names).take(back)
    return Companies(name, sector, _hosts(name, given["town"], derived(bits, 7)))


def _hosts(name: pa.StringArray, town: pa.StringArray, bits: Bits) -> pa.StringArray:
    """The name without its legal form, for most with the town, because the shorter one was taken."""
    short = plain(pc.replace_substring_regex(name, _LEGAL, ""), "-").to_pylist()
    places = plain(town, "-").to_pylist()
    longer = happens(bits, _TOWN_IN_HOST_PPM).tolist()
    return pa.array(
        [
            f"{host}-{place}.example" if more and not host.endswith(place) else f"{host}.example"
            for host, place, more in zip(short, places, longer, strict=True)
        ],
        pa.string(),
    )


def contact_emails(first: pa.StringArray, last: pa.StringArray, host: pa.StringArray, bits: Bits) -> pa.StringArray:
    """The address of a person at a company; all at one host follow one pattern when their bits are the company's."""
    plain_first = plain(first)
    given = {"first": plain_first, "last": plain(last), "f": pc.utf8_slice_codeunits(plain_first, 0, 1)}
    local = _CONTACT_LOCAL.filled(_CONTACT_LOCAL.table.pick(bits), given)
    return pc.binary_join_element_wise(local, host, "@")


def job_titles(role: Codes, female: NDArray[np.bool_], bits: Bits) -> pa.StringArray:
    """The German job title of a person in a buying role (a place in BUYING_ROLES)."""
    tables: list[Weighted] = []
    codes = np.zeros(len(bits), np.int64)
    for place in range(len(BUYING_ROLES)):
        for of_sex, table in ((~female, _TITLES[place]), (female, _TITLES_OF_WOMEN[place])):
            where = (role == place) & of_sex
            codes[where] = table.pick(bits[where]) + sum(len(earlier) for earlier in tables)
            tables.append(table)
    return pa.concat_arrays([table.words for table in tables]).take(pa.array(codes))
