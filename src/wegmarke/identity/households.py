"""Who likely lives together: customers at one address who bear one family name or share an identifier.

A household groups customers and merges nobody; no history moves for it. It follows from the rows that name an address
and from what was met with several (see `clusters`), so it is the same in whatever order they came, and gone when they
are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.identity.customers import Customers
from wegmarke.identity.kinds import kind_of
from wegmarke.identity.naming import ACCOUNT, NOBODY

TieReason = Literal["family_name", "shared"]


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties a customer to the household: the family name at the address, or an identifier (kind, value) that others
    at the address were met with too. rows: of this customer, in these sources, from the first to the last.
    """

    reason: TieReason
    kind: str
    value: str
    rows: int
    sources: tuple[str, ...]
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """A customer of a household, by number. first, last: when rows named the address of it."""

    number: int
    ties: tuple[Tie, ...]
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Household:
    """Customers who likely live together, the oldest first, whose number is the household's."""

    number: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class _Met:
    """Lines of `sightings.PAIRS` in which a customer (owner) was met with an identifier that is not theirs."""

    owner: NDArray[np.int64]
    identifier: NDArray[np.int64]
    line: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Shared:
    """Identifiers that are not theirs with whom they were met. rows: in which both stood, by customer and identifier.
    named: kind and value; owner: the customer to whom the identifier came.
    """

    rows: dict[int, dict[int, list[dict[str, Any]]]]
    named: dict[int, tuple[str, str]]
    owner: dict[int, int]


class Households:
    """The households among all customers, by the rules of these."""

    def __init__(self, customers: Customers) -> None:
        self.customers = customers
        self._lived = customers.sightings.lived
        numbers = self._lived["number"].to_numpy()
        coded = self._lived["address"].combine_chunks().dictionary_encode()
        rank = np.empty(len(coded.dictionary), np.int64)  # addresses by alphabet, whichever came first
        rank[pc.sort_indices(coded.dictionary).to_numpy()] = np.arange(len(rank))
        self._owner = customers.customers_of(numbers).astype(np.int64)
        self._address: NDArray[np.int64] = rank[coded.indices.to_numpy()]
        self._last = self._lived["last"].cast(pa.int64()).to_numpy()
        nobody = customers.of_kind(NOBODY) | customers.of_kind(ACCOUNT)  # rows that name nobody, and companies
        self._counts: NDArray[np.bool_] = ~nobody[customers.shown[customers.places.of_numbers(numbers)]]
        self._sharing = self._met_with_several()

    def _met_with_several(self) -> _Met:
        """Identifiers that rows name beside a customer whose they are not: those that several share."""
        customers, pairs = self.customers, self.customers.sightings.pairs
        kinds = {kind_of(word, customers.rules).name for word in customers.rules.household.shared}
        codes = [code for code, word in enumerate(customers.numbers.kinds) if word in kinds]
        may = np.isin(customers.numbers.kind_codes(), codes)
        ends = (pairs["a"].to_numpy(), pairs["b"].to_numpy())
        pieces = []
        for one, other in (ends, ends[::-1]):
            owner = customers.customers_of(other).astype(np.int64)
            apart = customers.customers_of(one).astype(np.int64) != owner
            lines = np.flatnonzero(apart & may[customers.places.of_numbers(one)])
            pieces.append((owner[lines], one[lines], lines))
        return _Met(*(np.concatenate(column) for column in zip(*pieces, strict=True)))

    def of(self, customer: int) -> Household | None:
        """The household of the customer with this number; None for who lives alone, or of whom it is not known."""
        theirs = np.flatnonzero((self._owner == customer) & self._counts)
        if not len(theirs):
            return None
        present = theirs[np.lexsort((self._address[theirs], -self._last[theirs]))[0]]
        there = self._counts & (self._address == self._address[present])
        lines = np.flatnonzero(self._counts & np.isin(self._owner, self._owner[there]))
        return next((one for one in self._among(lines) if customer in {m.number for m in one.members}), None)

    def all(self) -> tuple[Household, ...]:
        """All households, by their numbers."""
        return tuple(sorted(self._among(np.flatnonzero(self._counts)), key=lambda one: one.number))

    def numbers(self) -> dict[int, int]:
        """The household's number of each customer who has one."""
        return {member.number: one.number for one in self.all() for member in one.members}

    def _among(self, lines: NDArray[np.int64]) -> list[Household]:
        """The households of the customers to whom these lines belong; all lines of each customer are among them.

        A customer lives where the latest row says; of two that are equally late, at the first by alphabet.
        """
        order = lines[np.lexsort((self._address[lines], -self._last[lines], self._owner[lines]))]
        owner, address = self._owner[order], self._address[order]
        firsts = np.flatnonzero(np.diff(owner, prepend=-1))
        owners, home = owner[firsts], address[firsts]
        at_home = address == home[np.searchsorted(owners, owner)]
        _, which, counts = np.unique(home, return_inverse=True, return_counts=True)
        several = (counts > 1) & (counts <= self.customers.rules.household.most_customers)
        few = owners[several[which]]
        here = np.sort(order[at_home & np.isin(owner, few)])
        shared, ages = self._shared(few), self.customers.numbers.ages_among(few.astype(np.uint64)).tolist()
        age = dict(zip(few.tolist(), ages, strict=True))
        rows = self._lived.take(pa.array(here)).to_pylist()
        at: defaultdict[int, defaultdict[int, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
        for place, who, row in zip(self._address[here].tolist(), self._owner[here].tolist(), rows, strict=True):
            at[place][who].append(row)
        return [one for people in at.values() for one in self._at_one_address(people, shared, age)]

    def _shared(self, owners: NDArray[np.int64]) -> _Shared:
        found: defaultdict[int, dict[int, list[dict[str, Any]]]] = defaultdict(dict)
        which = np.flatnonzero(np.isin(self._sharing.owner, owners))
        who, identifiers = self._sharing.owner[which].tolist(), self._sharing.identifier[which].tolist()
        rows = self.customers.sightings.pairs.take(pa.array(self._sharing.line[which])).to_pylist()
        for owner, identifier, row in zip(who, identifiers, rows, strict=True):
            found[owner].setdefault(identifier, []).append(row)
        some = sorted(set(identifiers))
        whose = self.customers.customers_of(np.array(some, np.int64)).tolist()
        return _Shared(
            found,
            dict(zip(some, self.customers.kinds_and_values(some), strict=True)),
            dict(zip(some, whose, strict=True)),
        )

    def _at_one_address(
        self, people: dict[int, list[dict[str, Any]]], shared: _Shared, age: dict[int, int]
    ) -> list[Household]:
        """The households of the customers at one address, given each one's lines there."""
        ties: defaultdict[int, list[Tie]] = defaultdict(list)
        together: list[set[int]] = []
        if self.customers.rules.household.family_name:
            for name in sorted({row["family"] for rows in people.values() for row in rows} - {""}):
                bearing = {who: [row for row in rows if row["family"] == name] for who, rows in people.items()}
                together.append(_tied(ties, "family_name", "last_name", name, bearing))
        used = {one for who in people for one in shared.rows.get(who, {})}
        for identifier in sorted(used, key=lambda one: shared.named[one]):
            if shared.owner[identifier] not in people:
                using = {who: shared.rows.get(who, {}).get(identifier, []) for who in people}
                together.append(_tied(ties, "shared", *shared.named[identifier], using))
        groups = [sorted(group, key=lambda who: age[who]) for group in _components(together) if group]
        return [_household(group, people, ties) for group in groups]


def _household(
    oldest_first: list[int], people: dict[int, list[dict[str, Any]]], ties: dict[int, list[Tie]]
) -> Household:
    members = tuple(
        Member(
            number=who,
            ties=tuple(ties[who]),
            first=min(row["first"] for row in people[who]),
            last=max(row["last"] for row in people[who]),
        )
        for who in oldest_first
    )
    return Household(oldest_first[0], members)


def _tied(
    ties: defaultdict[int, list[Tie]],
    reason: TieReason,
    kind: str,
    value: str,
    rows_of: dict[int, list[dict[str, Any]]],
) -> set[int]:
    """Note what ties those who have rows of this, where they are more than one; returns them."""
    tied = {who: rows for who, rows in rows_of.items() if rows}
    if len(tied) < 2:
        return set()
    for who, rows in tied.items():
        ties[who].append(
            Tie(
                reason=reason,
                kind=kind,
                value=value,
                rows=sum(row["rows"] for row in rows),
                sources=tuple(sorted({row["source"] for row in rows})),
                first=min(row["first"] for row in rows),
                last=max(row["last"] for row in rows),
            )
        )
    return set(tied)


def _components(groups: Iterable[set[int]]) -> list[set[int]]:
    """Groups that have somebody in common, as one."""
    found: list[set[int]] = []
    for group in groups:
        apart = [one for one in found if not one & group]
        joined = set(group).union(*(one for one in found if one & group))
        found = [*apart, joined]
    return found
