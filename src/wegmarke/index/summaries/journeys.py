"""Summaries of journeys: totals, outcomes by touchpoint, variants, and which journeys there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels import journeys as k
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.summaries.steps import NOBODY_CHOSEN
from wegmarke.model.settings import OUTCOME_NAMES

OUTCOMES = len(OUTCOME_NAMES)


@dataclass(slots=True)
class Totals:
    """How many interactions, journeys, customers; journeys by outcome (place in OUTCOME_NAMES); first and last
    second (0 if none).
    """

    interactions: int
    journeys: int
    customers: int
    outcomes: NDArray[np.int64]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class CountTotals:
    """What the journeys chosen amount to; `outcomes=False` leaves their outcomes at 0, for who counts them anyway."""

    selection: Selection
    span: bool = False
    outcomes: bool = True

    def zero(self) -> Totals:
        """Nothing counted."""
        return Totals(0, 0, 0, np.zeros(OUTCOMES, np.int64), 0, 0)

    def add(self, summary: Totals, partition: Partition) -> Totals:
        """Count one partition."""
        chosen = self.selection.choose(partition)
        outcomes = np.zeros(OUTCOMES, np.int64)
        if self.outcomes:
            k.count_few(partition.outcome, NOBODY_CHOSEN if chosen is None else chosen, outcomes)
        if chosen is None:
            some = Totals(len(partition.seconds), len(partition.outcome), len(partition.number), outcomes, 0, 0)
        else:
            interactions, journeys = k.count_interactions(chosen, partition.start), int(np.count_nonzero(chosen))
            customers = journeys if partition.one_journey_each else k.count_customers(chosen, partition.journeys)
            some = Totals(interactions, journeys, customers, outcomes, 0, 0)
        if self.span and some.journeys:
            firsts, lasts = partition.first_seconds, partition.last_seconds
            some.first = int(firsts.min() if chosen is None else firsts[chosen].min())
            some.last = int(lasts.max() if chosen is None else lasts[chosen].max())
        return self.merge(summary, some)

    def merge(self, first: Totals, second: Totals) -> Totals:
        """Add two summaries."""
        if not first.journeys or not second.journeys:
            return first if first.journeys else second
        return Totals(
            first.interactions + second.interactions,
            first.journeys + second.journeys,
            first.customers + second.customers,
            first.outcomes + second.outcomes,
            min(first.first, second.first),
            max(first.last, second.last),
        )


Place = Literal["entry", "exit", "before"]


@dataclass(frozen=True, slots=True)
class CountByOutcome:
    """Journeys by outcome and touchpoint at places of the journey (first, last, last before the outcome); shape
    (places, 5, touchpoints).
    """

    selection: Selection
    places: tuple[Place, ...]
    touchpoints: int

    def zero(self) -> NDArray[np.int64]:
        """Nothing counted."""
        return np.zeros((len(self.places), OUTCOMES, self.touchpoints), np.int64)

    def add(self, summary: NDArray[np.int64], partition: Partition) -> NDArray[np.int64]:
        """Count one partition, two places at a time."""
        chosen = self.selection.choose(partition)
        everyone = NOBODY_CHOSEN if chosen is None else chosen
        columns: list[NDArray[Any]] = [getattr(partition, place) for place in self.places]
        count = k.count_by_outcome_8 if columns[0].dtype == np.uint8 else k.count_by_outcome_16
        for i in range(0, len(columns), 2):
            alone = i + 1 == len(columns)
            second = (columns[i][:0], summary[i]) if alone else (columns[i + 1], summary[i + 1])
            count(columns[i], second[0], partition.outcome, everyone, summary[i], second[1])
        return summary

    def merge(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add two summaries."""
        return first + second


WaitPieces = list[tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.uint32]]]


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds to an outcome: from the last interaction before it, and from the first of the journey.

    Only journeys whose outcome is an interaction with something before it. The summary is a list of pieces: outcome ×
    touchpoints + touchpoint before the outcome, seconds from there, seconds from the first interaction.
    """

    selection: Selection
    touchpoints: int

    def zero(self) -> WaitPieces:
        """Nothing found."""
        return []

    def add(self, summary: WaitPieces, partition: Partition) -> WaitPieces:
        """Collect from one partition."""
        chosen = self.selection.choose(partition)
        which = partition.outcome_happened & (partition.decided > 0)
        if chosen is not None:
            which = which & chosen
        at = partition.start[:-1][which] + partition.decided[which]
        seconds = partition.seconds[at] - partition.seconds[at - 1]
        since_start = partition.seconds[at] - partition.first_seconds[which]
        code = partition.outcome[which].astype(np.int64) * self.touchpoints + partition.before[which]
        summary.append((code, seconds, since_start))
        return summary

    def merge(self, first: WaitPieces, second: WaitPieces) -> WaitPieces:
        """Append."""
        return first + second


@dataclass(frozen=True, slots=True)
class CountVariants:
    """Journeys by variant, shape (V,)."""

    selection: Selection
    variants: int

    def zero(self) -> NDArray[np.int64]:
        """Nothing counted."""
        return np.zeros(self.variants, np.int64)

    def add(self, summary: NDArray[np.int64], partition: Partition) -> NDArray[np.int64]:
        """Count one partition."""
        chosen = self.selection.choose(partition)
        k.count_variants(partition.variant, NOBODY_CHOSEN if chosen is None else chosen, summary)
        return summary

    def merge(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add two summaries."""
        first += second
        return first


@dataclass(slots=True)
class VariantSummary:
    """For the variants asked for: journeys by outcome (lines, 5) and customers (lines)."""

    outcomes: NDArray[np.int64]
    customers: NDArray[np.int64]


def lines_of(codes: NDArray[np.int64], variants: int) -> NDArray[np.int32]:
    """The lines of `DescribeVariants` for these variants in this order."""
    line = np.full(variants, -1, np.int32)
    line[codes] = np.arange(len(codes), dtype=np.int32)
    return line


@dataclass(frozen=True, slots=True, eq=False)
class DescribeVariants:
    """Outcomes and customers of some variants: `line` (V) says which line of the summary a variant fills, or -1."""

    selection: Selection
    line: NDArray[np.int32]
    lines: int

    def zero(self) -> VariantSummary:
        """Nothing counted."""
        return VariantSummary(np.zeros((self.lines, OUTCOMES), np.int64), np.zeros(self.lines, np.int64))

    def add(self, summary: VariantSummary, partition: Partition) -> VariantSummary:
        """Count one partition."""
        chosen = self.selection.choose(partition)
        everyone = NOBODY_CHOSEN if chosen is None else chosen
        k.describe_variants(
            partition.variant,
            partition.outcome,
            partition.journeys,
            everyone,
            self.line,
            summary.outcomes,
            summary.customers,
        )
        return summary

    def merge(self, first: VariantSummary, second: VariantSummary) -> VariantSummary:
        """Add two summaries."""
        return VariantSummary(first.outcomes + second.outcomes, first.customers + second.customers)


Found = list[tuple[str, NDArray[np.int64]]]
"""Partition names, and the places of the journeys found there."""


@dataclass(frozen=True, slots=True)
class ChosenJourneys:
    """Which journeys are chosen: a list of (partition name, places of the journeys)."""

    selection: Selection

    def zero(self) -> Found:
        """None."""
        return []

    def add(self, summary: Found, partition: Partition) -> Found:
        """Those of one partition."""
        chosen = self.selection.choose(partition)
        places = np.arange(len(partition.outcome)) if chosen is None else np.flatnonzero(chosen)
        summary.append((partition.name, places))
        return summary

    def merge(self, first: Found, second: Found) -> Found:
        """Append."""
        return first + second
