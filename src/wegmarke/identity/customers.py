"""Customers: what the ledger and the record say of who is who, put together, to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.identity.cluster import Cluster
from wegmarke.identity.clusters import NO_PAIRS, Known, Pairs
from wegmarke.identity.kinds import kind_of, normalised
from wegmarke.identity.ledger import Assertion, LinkLedger
from wegmarke.identity.numbers import CustomerNumbers, split_identifiers
from wegmarke.identity.places import Places
from wegmarke.identity.resolution import Earlier, Resolution, as_earlier, renewed, resolved
from wegmarke.identity.rules import DEFAULT_RULES, IdentityRules
from wegmarke.identity.sightings import Sightings
from wegmarke.identity.spark.shares import resolved_on

LinkWhy = Literal["rule", "person", "model"]
LinkState = Literal["holds", "shared", "apart"]


@dataclass(frozen=True, slots=True)
class SeenIn:
    """A source that an identifier was seen in: in how many rows, the first and the last time."""

    source: str
    contacts: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class IdentifierSeen:
    """An identifier of a customer, in the one spelling, as sources wrote it (`raw`: kind and value), and where."""

    number: int
    kind: str
    value: str
    raw: tuple[tuple[str, str], ...]
    seen: tuple[SeenIn, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Why two identifiers are one person's, or why they are not though something speaks for it.

    a, b: the identifiers' numbers. why: a rule (they stood in one row, or they share an identifier and agree in name),
    a person or a model. reason: code (`same_row`, `same_name`) or what was given. weight: rows for a rule, bits for a
    model. state: whether it holds; an identifier of several customers is `shared` and links nothing.
    assertion: the entry of the ledger, None for rules.
    """

    a: int
    b: int
    why: LinkWhy
    reason: str
    weight: float | None
    first: datetime | None
    last: datetime | None
    sources: tuple[str, ...]
    state: LinkState
    assertion: int | None = None


class Customers:
    """Who is who at one moment. Numbers are those of identifiers; a customer's is that of its oldest identifier.

    earlier: what was found before, by the same rules, where that is known; then `told` says of which identifiers the
    sightings have told anything since (numbers). cluster: finds what has to be found anew, in place of this process.
    What is found is the same with and without. Errors: with a cluster, those of `resolved_on`.
    """

    def __init__(
        self,
        numbers: CustomerNumbers,
        sightings: Sightings,
        ledger: LinkLedger,
        rules: IdentityRules = DEFAULT_RULES,
        earlier: Earlier | None = None,
        told: NDArray[np.int64] | None = None,
        cluster: Cluster | None = None,
    ) -> None:
        self.numbers, self.sightings, self.ledger, self.rules = numbers, sightings, ledger, rules
        self.places: Places = numbers.places()
        self._kinds = [kind_of(word, rules) for word in numbers.kinds]
        self._kind = numbers.kind_codes()
        self.all_numbers: NDArray[np.uint64] = self.places.numbers()
        self._pairs = self._placed(sightings.pairs["a"], sightings.pairs["b"])
        self.resolution = self._resolved(earlier, np.zeros(0, np.int64) if told is None else told, cluster)
        self.customer, self.shown = self.resolution.customer, self.resolution.shown

    def _resolved(self, earlier: Earlier | None, told: NDArray[np.int64], cluster: Cluster | None) -> Resolution:
        known = self.known()
        if earlier is None or not self.places.known(earlier.number).all() or earlier.assertions > len(self.ledger):
            anew = resolved if cluster is None else partial(resolved_on, cluster)
            return anew(known, self.numbers.ages())
        then = LinkLedger(self.ledger.assertions[: earlier.assertions]).in_force()
        said = {(one.a, one.b, one.verdict, one.why) for one in then}
        said ^= {(one.a, one.b, one.verdict, one.why) for one in self.ledger.in_force()}
        ends = np.array([end for a, b, *_ in said for end in (a, b)], np.int64)
        changed = np.concatenate([told, ends[self.places.known(ends)]])
        return renewed(
            known,
            lambda some: self.numbers.ages_among(self.all_numbers[some]),
            self.places,
            earlier,
            self.places.of_numbers(changed),
        )

    def as_earlier(self) -> Earlier:
        """What was found, to start from the next time."""
        return as_earlier(self.resolution, self.all_numbers, len(self.ledger))

    def _placed(self, a: pa.ChunkedArray, b: pa.ChunkedArray) -> Pairs:
        if not len(a):
            return NO_PAIRS
        return np.column_stack([self.places.of_numbers(a.to_numpy()), self.places.of_numbers(b.to_numpy())])

    def known(self) -> Known:
        """All by which it is found out who is who."""
        holding = self.ledger.in_force()
        described = self.sightings.described
        return Known(
            kinds=self._kinds,
            kind=self._kind,
            pairs=self._pairs,
            described=described,
            described_at=self.places.of_numbers(described["number"].to_numpy()),
            same=self._asserted([one for one in holding if (one.verdict, one.why) == ("same", "person")]),
            apart=self._asserted([one for one in holding if one.verdict == "apart"]),
            model=self._asserted([one for one in holding if (one.verdict, one.why) == ("same", "model")]),
        )

    def _asserted(self, some: list[Assertion]) -> Pairs:
        if not some:
            return NO_PAIRS
        found = np.array([(one.a, one.b) for one in some], np.int64)
        known = self.places.known(found[:, 0]) & self.places.known(found[:, 1])
        return np.column_stack([self.places.of_numbers(found[known, 0]), self.places.of_numbers(found[known, 1])])

    def __len__(self) -> int:
        """How many customers there are."""
        return len(np.unique(self.customer))

    def of_kind(self, kind: str) -> NDArray[np.bool_]:
        """By place: which identifiers are of this kind."""
        found: NDArray[np.bool_] = np.isin(
            self._kind, [code for code, known in enumerate(self._kinds) if known.name == kind]
        )
        return found

    # asking

    def customers_of(self, numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
        """The customer's number of each identifier's number; shape (len,)."""
        found: NDArray[np.uint64] = self.all_numbers[self.customer[self.places.of_numbers(numbers)]]
        return found

    def number_of(self, kind: str, value: str) -> int | None:
        """The number of the customer with this identifier, in whatever spelling; None for nobody."""
        found = self.identifier_number(kind, value)
        return None if found is None else int(self.customers_of(np.array([found]))[0])

    def number_of_value(self, value: str) -> int | None:
        """The number of the customer with this identifier, of whatever kind; None for nobody, or for more than one."""
        found = {self.number_of(kind, value) for kind in self.numbers.kinds if kind} - {None}
        return found.pop() if len(found) == 1 else None

    def identifier_number(self, kind: str, value: str) -> int | None:
        """The identifier's own number, in whatever spelling; None where it has none."""
        plain = normalised(kind, pa.array([value]), self.rules)[0].as_py() or value
        return self.numbers.find(kind_of(kind, self.rules).name, plain)

    def resolve(self, number: int) -> int:
        """The customer that this number belongs to now: its own, or that of the older one it was merged with."""
        signed = np.array([number], np.int64)
        return int(self.customers_of(signed)[0]) if self.places.known(signed)[0] else number

    def members(self, customer: int) -> NDArray[np.uint64]:
        """The numbers of all identifiers of a customer, the shown one first, then by strength and age."""
        signed = np.array([customer], np.int64)
        if not self.places.known(signed)[0]:
            return np.zeros(0, np.uint64)
        root = self.customer[self.places.of_numbers(signed)[0]]
        at = np.flatnonzero(self.customer == root)
        priority = np.array([kind.priority for kind in self._kinds], np.int64)[self._kind[at]]
        found: NDArray[np.uint64] = self.all_numbers[at[np.lexsort((at, priority))]]
        return found

    def shown_identifier(self, customer: int) -> tuple[str, str] | None:
        """The kind and value by which people know this customer."""
        signed = np.array([customer], np.int64)
        if not self.places.known(signed)[0]:
            return None
        shown = self.all_numbers[self.shown[self.places.of_numbers(signed)]]
        return split_identifiers(self.numbers.identifiers(shown).to_pylist())[0]

    def kinds_and_values(self, numbers: Sequence[int]) -> list[tuple[str, str]]:
        """Kind and value of the identifiers with these numbers."""
        return split_identifiers(self.numbers.identifiers(np.array(numbers, np.uint64)).to_pylist())

    def identifiers_of(self, customer: int) -> tuple[IdentifierSeen, ...]:
        """All identifiers of a customer, the strongest first, with where and when they were seen."""
        members = self.members(customer)
        texts = split_identifiers(self.numbers.identifiers(members).to_pylist())
        wanted = pa.array(members.astype(np.int64))
        seen = self.sightings.seen.filter(pc.is_in(self.sightings.seen["number"], wanted)).to_pylist()
        spelled = self.sightings.spelled.filter(pc.is_in(self.sightings.spelled["number"], wanted)).to_pylist()
        return tuple(
            IdentifierSeen(
                number=number,
                kind=kind,
                value=value,
                raw=tuple((row["kind"], row["value"]) for row in spelled if row["number"] == number)
                or ((kind, value),),
                seen=tuple(
                    SeenIn(row["source"], row["contacts"], row["first"], row["last"])
                    for row in seen
                    if row["number"] == number
                ),
            )
            for number, (kind, value) in zip(members.astype(np.int64).tolist(), texts, strict=True)
        )

    def described(self, customer: int) -> tuple[tuple[str, str], ...]:
        """What describes a customer: kinds (first_name, street, …) and values, each once."""
        wanted = pa.array(self.members(customer).astype(np.int64))
        table = self.sightings.described
        rows = table.filter(pc.is_in(table["number"], wanted)).to_pylist()
        return tuple(sorted({(row["kind"], row["value"]) for row in rows}))

    def links_of(self, customer: int) -> tuple[Link, ...]:
        """Why the identifiers of a customer are one, those of the strongest first, and which others they were met with
        without being joined.
        """
        members = self.places.of_numbers(self.members(customer))
        rank = {int(number): place for place, number in enumerate(self.all_numbers[members])}
        ruled = sorted(
            self._by_rule(members), key=lambda link: sorted(rank.get(end, len(rank)) for end in (link.a, link.b))
        )
        return (*ruled, *self._by_agreement(members), *self._by_ledger(members))

    def _by_rule(self, members: NDArray[np.int64]) -> list[Link]:
        if not len(self._pairs):
            return []
        here = np.isin(self._pairs, members).any(axis=1)
        apart = {(one.a, one.b) for one in self.ledger.in_force() if one.verdict == "apart"}
        rows: dict[tuple[int, int], list[dict[str, Any]]] = {}
        for row in self.sightings.pairs.filter(pa.array(here)).to_pylist():
            rows.setdefault((row["a"], row["b"]), []).append(row)
        return [
            Link(
                a=a,
                b=b,
                why="rule",
                reason="same_row",
                weight=float(sum(row["rows"] for row in some)),
                first=min(row["first"] for row in some),
                last=max(row["last"] for row in some),
                sources=tuple(sorted({row["source"] for row in some})),
                state="apart" if (a, b) in apart else "holds" if self._together(a, b) else "shared",
            )
            for (a, b), some in sorted(rows.items())
        ]

    def _together(self, a: int, b: int) -> bool:
        one, other = self.customers_of(np.array([a, b]))
        return bool(one == other)

    def _by_agreement(self, members: NDArray[np.int64]) -> list[Link]:
        agreed = self.resolution.agreed
        here = agreed[np.isin(agreed, members).any(axis=1)]
        numbers = self.all_numbers[here].astype(np.int64)
        return [
            Link(min(a, b), max(a, b), "rule", "same_name", None, None, None, (), "holds") for a, b in numbers.tolist()
        ]

    def _by_ledger(self, members: NDArray[np.int64]) -> list[Link]:
        numbers = set(self.all_numbers[members].astype(np.int64).tolist())
        return [
            Link(
                a=one.a,
                b=one.b,
                why=one.why,
                reason=one.reason,
                weight=one.weight,
                first=one.time,
                last=one.time,
                sources=(),
                state="apart" if one.verdict == "apart" else "holds" if self._together(one.a, one.b) else "shared",
                assertion=one.id,
            )
            for one in self.ledger.in_force()
            if one.a in numbers or one.b in numbers
        ]
