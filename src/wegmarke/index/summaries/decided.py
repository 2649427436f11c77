"""Two groups of decided journeys, described up to their outcome by sums: what their difference needs, and no more.

Customers are the units: with x the sum of a feature over a customer's journeys of a group and m how many of them have
it, the sums over customers are those of `stats.ratio.CustomerSums` and, where a customer stands in both groups, of
`SharedSums`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks, incidents_in
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.summaries.before_outcome import Before, Features, before_outcome

Floats = NDArray[np.float64]

GROUP_SUMS: Final = ("n", "customers", "total", "squares", "clustered", "products", "sizes")
SHARED_SUMS: Final = ("both", "first_all", "all_second", "sizes")
_SUMS: Final = 2 * len(GROUP_SUMS) + len(SHARED_SUMS)
_CELLS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class Decided:
    """Sums by feature, all arrays flat.

    sums: float64 (sums, features): those of the first group, of the second (`GROUP_SUMS`: n journeys that have it,
    customers, Σx and Σx² over journeys, Σx², Σxm, Σm² over customers), and over customers of both (`SHARED_SUMS`:
    Σx₁x₂, Σx₁m₂, Σm₁x₂, Σm₁m₂). places: int64 (2, 4, touchpoints): journeys of each group in which the touchpoint
    stands anywhere, begins, closes, comes in the very second of the outcome. journeys: int64 (2, 3): of each group; of
    them begun before the data or at their edge; with nothing before the outcome.
    """

    sums: Floats
    places: NDArray[np.int64]
    journeys: NDArray[np.int64]

    def table(self) -> Floats:
        """The sums, a line each: first group, second group, both; shape (sums, features)."""
        return self.sums.reshape(_SUMS, -1)


@dataclass(frozen=True, slots=True, eq=False)
class DescribeDecided:
    """The journeys chosen that ended with outcome `first` (a place in OUTCOME_NAMES), and those with `second`.

    begun_after: the first journey of a customer that begins before this second may have begun before the data do; its
    speed is not told. reason: of the second group only journeys in which this stated reason is noted (0: in which none
    is); None: all.
    """

    selection: Selection
    first: int
    second: int
    features: Features
    marks: IncidentMarks
    begun_after: int = 0
    reason: int | None = None

    def zero(self) -> Decided:
        """Nothing described."""
        width = len(self.features.columns)
        touchpoints = len(self.features.touchpoints)
        return Decided(np.zeros(_SUMS * width), np.zeros(8 * touchpoints, np.int64), np.zeros(6, np.int64))

    def add(self, summary: Decided, partition: Partition) -> Decided:
        """Describe one partition, so many customers at a time that memory stays small."""
        journeys = self._journeys(partition)
        if not len(journeys):
            return summary
        found = incidents_in(partition, self.marks)
        customer = np.searchsorted(partition.journeys, journeys, side="right") - 1
        early = (partition.seconds[partition.start[journeys]] < self.begun_after) & (
            partition.journeys[customer] == journeys
        )
        for some in _pieces(customer, max(1, _CELLS_AT_ONCE // len(self.features.columns))):
            told = before_outcome(partition, journeys[some], ~early[some], self.features, found)
            second = partition.outcome[journeys[some]] == self.second
            empty = partition.outcome_happened[journeys[some]] & (partition.decided[journeys[some]] == 0)
            summary = self.merge(summary, _described(told, second, customer[some], early[some], empty))
        return summary

    def merge(self, first: Decided, second: Decided) -> Decided:
        """Add two summaries."""
        return Decided(first.sums + second.sums, first.places + second.places, first.journeys + second.journeys)

    def _journeys(self, partition: Partition) -> NDArray[np.int64]:
        chosen = self.selection.choose(partition)
        second = partition.outcome == self.second
        if self.reason is not None:
            second &= _with_reason(partition, self.reason)
        wanted = (partition.outcome == self.first) | second
        return np.flatnonzero(wanted if chosen is None else wanted & chosen)


@dataclass(frozen=True, slots=True)
class CountReasons:
    """Journeys of one outcome by stated reason; place 0 counts those in which none is noted. A journey with several
    counts with each.
    """

    selection: Selection
    outcome: int
    reasons: int

    def zero(self) -> NDArray[np.int64]:
        """Nothing counted."""
        return np.zeros(self.reasons + 1, np.int64)

    def add(self, summary: NDArray[np.int64], partition: Partition) -> NDArray[np.int64]:
        """Count one partition."""
        chosen = self.selection.choose(partition)
        wanted = partition.outcome == self.outcome
        wanted = wanted if chosen is None else wanted & chosen
        noted = partition.noted
        own = np.searchsorted(partition.start, noted.reason_at, side="right") - 1
        here = wanted[own] if len(own) else np.zeros(0, np.bool_)
        pairs = np.unique(own[here] * (self.reasons + 1) + noted.reason[here])
        counts = np.bincount(pairs % (self.reasons + 1), minlength=self.reasons + 1)
        counts[0] = int(np.count_nonzero(wanted)) - len(np.unique(own[here]))
        return summary + counts

    def merge(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add two summaries."""
        return first + second


def _with_reason(partition: Partition, reason: int) -> NDArray[np.bool_]:
    noted = partition.noted
    at = noted.reason_at if reason == 0 else noted.reason_at[noted.reason == reason]
    told = np.zeros(len(partition.outcome), np.bool_)
    told[np.searchsorted(partition.start, at, side="right") - 1] = True
    return ~told if reason == 0 else told


def _pieces(customer: NDArray[np.int64], most: int) -> Iterator[slice]:
    """Slices of journeys that end where a customer ends, of about so many journeys."""
    begin = 0
    while begin < len(customer):
        end = min(begin + most, len(customer))
        if end < len(customer):
            end = max(int(np.searchsorted(customer, customer[end])), begin + 1)
            end = int(np.searchsorted(customer, customer[end - 1], side="right"))
        yield slice(begin, end)
        begin = end


def _described(
    told: Before,
    second: NDArray[np.bool_],
    customer: NDArray[np.int64],
    early: NDArray[np.bool_],
    empty: NDArray[np.bool_],
) -> Decided:
    begins = np.flatnonzero(np.diff(customer, prepend=customer[0] - 1))
    known = ~np.isnan(told.table)
    values = np.where(known, told.table, 0.0)
    lines: list[Floats] = []
    clustered = []
    for group in (~second, second):
        here = known & group[:, None]
        some = np.where(here, values, 0.0)
        x, m = (np.add.reduceat(part, begins, axis=0) for part in (some, here.astype(np.float64)))
        clustered.append((x, m))
        lines += [m.sum(axis=0), (m > 0).sum(axis=0).astype(np.float64), x.sum(axis=0), (some * some).sum(axis=0)]
        lines += [(x * x).sum(axis=0), (x * m).sum(axis=0), (m * m).sum(axis=0)]
    (x1, m1), (x2, m2) = clustered
    lines += [(x1 * x2).sum(axis=0), (x1 * m2).sum(axis=0), (m1 * x2).sum(axis=0), (m1 * m2).sum(axis=0)]
    places = [
        part[group].sum(axis=0)
        for group in (~second, second)
        for part in (told.anywhere, told.began, told.closing, told.at_once)
    ]
    journeys = [np.count_nonzero(group & part) for group in (~second, second) for part in (group, early, empty)]
    return Decided(np.concatenate(lines), np.concatenate(places).astype(np.int64), np.array(journeys, np.int64))
