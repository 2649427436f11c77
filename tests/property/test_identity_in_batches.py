"""Who is who, found batch by batch, is the same as found at once from everything, to the byte and after every batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from wegmarke.identity.customers import Customers
from wegmarke.identity.ledger import LinkLedger
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.identity.resolution import Earlier
from wegmarke.identity.rules import IdentityRules, KindRule
from wegmarke.identity.shares import Sharing, found
from wegmarke.identity.sightings import DESCRIBED, PAIRS, SEEN, SPELLED, Sightings

KINDS = ("customer_number", "email", "phone", "cookie")
IDENTIFIERS = [(kind, f"{kind[0]}{i}") for kind in KINDS for i in range(5)]
NAMES = ("lena kunz", "jan kunz")
WHEN = datetime(2026, 1, 1, tzinfo=UTC)
RULES = (
    IdentityRules(),
    IdentityRules(kinds=(KindRule("email", most_shared=1, most_per_customer=2), KindRule("cookie", most_shared=2))),
)

identifier = st.sampled_from(IDENTIFIERS)
two = st.tuples(identifier, identifier).filter(lambda pair: pair[0] != pair[1])
row = st.tuples(st.just("row"), two, st.sampled_from([None, *NAMES]))
saying = st.tuples(st.sampled_from(["same", "apart", "model"]), two, st.none())
taking_back = st.tuples(st.just("withdraw"), st.integers(0, 5), st.none())
erasing = st.tuples(st.just("erase"), st.integers(0, 20), st.none())
ruling = st.tuples(st.just("rules"), st.integers(0, 1), st.none())
step = st.one_of(row, row, row, row, row, saying, taking_back, erasing, ruling)
Step = tuple[str, Any, str | None]


@dataclass
class Company:
    """What is known, told step by step; `earlier` is what the last batch found, None where all is to be found anew."""

    numbers: CustomerNumbers = field(default_factory=CustomerNumbers)
    ledger: LinkLedger = field(default_factory=LinkLedger)
    rules: IdentityRules = RULES[0]
    rows: list[tuple[int, int, str | None]] = field(default_factory=list)
    told: int = 0
    sightings: Sightings | None = None
    earlier: Earlier | None = None
    kept: int = 0

    def number(self, who: tuple[str, str]) -> int:
        kind = pa.array([who[0]]).dictionary_encode()
        return int(self.numbers.number(kind, pa.array([who[1]]))[0])

    def take(self, what: str, about: Any, name: str | None) -> None:
        if what == "row":
            a, b = (self.number(one) for one in about)
            self.rows.append((a, b, name))
        elif what in ("same", "model", "apart"):
            a, b = (self.number(one) for one in about)
            if what == "apart":
                self.ledger.assert_apart(a, b)
            else:
                self.ledger.assert_link(a, b, "model" if what == "model" else "person")
        elif what == "withdraw":
            said = [one.id for one in self.ledger.assertions if one.verdict != "withdrawn"]
            if said:
                self.ledger.withdraw(said[about % len(said)])
        elif what == "erase":
            if self.rows:
                del self.rows[about % len(self.rows)]
            self.earlier, self.sightings = None, None  # the record was not only added to
        else:
            self.rules, self.earlier, self.sightings = RULES[about], None, None

    def found(self) -> Customers:
        """As a build finds it: from the state of the last, where that fits."""
        if self.sightings is None or self.earlier is None:
            self.sightings = sightings(self.rows)
            customers = Customers(self.numbers, self.sightings, self.ledger, self.rules)
        else:
            more = sightings(self.rows[self.told :])
            self.sightings = self.sightings.with_more(more)
            customers = Customers(self.numbers, self.sightings, self.ledger, self.rules, self.earlier, more.told())
        self.told, self.earlier = len(self.rows), customers.as_earlier()
        return customers


def sightings(rows: Sequence[tuple[int, int, str | None]]) -> Sightings:
    """What these rows say, added up by hand."""
    seen: dict[int, int] = {}
    pairs: dict[tuple[int, int], int] = {}
    for a, b, _ in rows:
        seen[a], seen[b] = seen.get(a, 0) + 1, seen.get(b, 0) + 1
        pairs[min(a, b), max(a, b)] = pairs.get((min(a, b), max(a, b)), 0) + 1
    described = sorted({(a, "name", name) for a, _, name in rows if name})
    return Sightings(
        _table([(a, "crm", count, WHEN, WHEN) for a, count in sorted(seen.items())], SEEN),
        _table([(a, b, "crm", count, WHEN, WHEN) for (a, b), count in sorted(pairs.items())], PAIRS),
        _table(described, DESCRIBED),
        SPELLED.empty_table(),
    )


def _table(lines: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(schema.names, line, strict=True)) for line in lines], schema)


def batches(steps: Sequence[Step], cuts: frozenset[int]) -> Iterator[Sequence[Step]]:
    begin = 0
    for end in [*sorted(cut for cut in cuts if 0 < cut < len(steps)), len(steps)]:
        yield steps[begin:end]
        begin = end


def check(company: Company, some: Sequence[Step]) -> None:
    """Take a batch, and compare what is found with what is found anew."""
    for one in some:
        company.take(*one)
    found = company.found()
    whole = sightings(company.rows)
    anew = Customers(company.numbers, whole, company.ledger, company.rules)
    for name in ("seen", "pairs", "described", "spelled"):
        assert getattr(found.sightings, name).equals(getattr(whole, name)), name
    for name in ("customer", "shown", "agreed", "crowd"):
        one, other = getattr(found.resolution, name), getattr(anew.resolution, name)
        assert one.dtype == other.dtype
        assert one.tobytes() == other.tobytes(), name


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(step, max_size=40), each=st.integers(1, 12))
def test_in_shares_and_at_once_are_the_same(steps: list[Step], each: int) -> None:
    """Shares are found in any order, and may be asked for again."""
    company = Company()
    for one in steps:
        company.take(*one)
    whole = Customers(company.numbers, sightings(company.rows), company.ledger, company.rules)
    sharing = Sharing(whole.known(), company.numbers.ages(), each)
    expected = whole.resolution
    assert sharing.count <= max(len(expected.customer) // 2, 0)  # whoever hangs together with nobody is in none
    together = sharing.put_together(found(sharing.share(number)) for number in reversed(range(sharing.count)))
    for name in ("customer", "shown", "agreed", "crowd"):
        one, other = getattr(together, name), getattr(expected, name)
        assert one.dtype == other.dtype
        assert one.tobytes() == other.tobytes(), name


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(step, max_size=40), cuts=st.frozensets(st.integers(1, 39), max_size=8))
def test_in_batches_and_at_once_are_the_same(steps: list[Step], cuts: frozenset[int]) -> None:
    company = Company()
    for some in batches(steps, cuts):
        check(company, some)


CN, MAIL, COOKIE = [("customer_number", f"c{i}") for i in range(6)], ("email", "e0"), ("cookie", "c0")


def test_a_limit_that_is_crossed_and_left_again() -> None:
    """An address that three of one name share makes one of them; of four it joins nobody, until two of them are one."""
    company = Company()
    crowd = []
    for some in (
        [("row", (CN[i], MAIL), NAMES[0]) for i in range(3)],
        [("row", (CN[3], MAIL), NAMES[0])],  # crosses the limit, and parts the three it does not name
        [("same", (CN[0], CN[1]), None)],  # three again
        [("withdraw", 0, None)],
        [("erase", 3, None)],
    ):
        check(company, some)
        resolution = company.found().resolution
        crowd.append((bool(resolution.crowd.any()), len(set(resolution.customer.tolist()))))
    # the number of the erased row stays, as somebody by himself
    assert crowd == [(False, 1), (True, 5), (False, 1), (True, 5), (False, 2)]


def test_a_crowds_next_contact_concerns_nobody_else() -> None:
    """The tablet of a branch, on which everybody signs in, does not make one region of its customers."""
    company = Company()
    check(company, [("row", (who, COOKIE), None) for who in CN[:5]])
    customers = company.found()
    before = customers.resolution.customer
    assert customers.resolution.crowd.sum() == 1
    check(company, [("row", (CN[5], COOKIE), None)])
    assert len(set(company.found().resolution.customer.tolist())) == len(before) + 1


def test_another_ledger_than_that_of_the_state_is_found_anew() -> None:
    company = Company()
    check(company, [("same", (CN[0], CN[1]), None)])
    company.ledger = LinkLedger()
    check(company, [("row", (CN[2], COOKIE), None)])
    assert len(set(company.found().resolution.customer.tolist())) == 3
