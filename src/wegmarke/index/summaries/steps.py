"""Summaries of steps: counts, elapsed time, quantiles in two rounds, distinct journeys and customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels import steps as k
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.stages import Stages
from wegmarke.index.summaries.codes import What, codes_of

NOBODY_CHOSEN = np.zeros(0, np.bool_)
"""Stands for "all journeys" where a kernel takes an optional choice."""


@dataclass(slots=True)
class StepSummary:
    """By step (E): how often it was taken, the sum of elapsed seconds, and the sum of their squares (zeros where not
    asked for).
    """

    counts: NDArray[np.int64]
    seconds: NDArray[np.int64]
    squares: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CountSteps:
    """How often each of `steps` steps was taken by the journeys chosen; with elapsed seconds and their squares if
    asked.
    """

    selection: Selection
    steps: int
    elapsed: bool = True
    squares: bool = False

    def zero(self) -> StepSummary:
        """Nothing counted."""
        return StepSummary(
            np.zeros(self.steps, np.int64), np.zeros(self.steps, np.int64), np.zeros(self.steps, np.float64)
        )

    def add(self, summary: StepSummary, partition: Partition) -> StepSummary:
        """Count one partition."""
        small = partition.step.dtype == np.uint16
        chosen = self.selection.choose(partition)
        if chosen is None and not self.elapsed:
            (k.count_codes_16 if small else k.count_codes_32)(partition.step, summary.counts)
        elif chosen is None:
            count = k.count_elapsed_16 if small else k.count_elapsed_32
            count(partition.step, partition.seconds, summary.counts, summary.seconds)
        else:
            count_of = k.count_elapsed_of_16 if small else k.count_elapsed_of_32
            count_of(partition.step, partition.seconds, partition.start, chosen, summary.counts, summary.seconds)
        if self.squares:
            everyone = np.ones(len(partition.outcome), np.bool_) if chosen is None else chosen
            square = k.sum_squares_of_16 if small else k.sum_squares_of_32
            square(partition.step, partition.seconds, partition.start, everyone, summary.squares)
        return summary

    def merge(self, first: StepSummary, second: StepSummary) -> StepSummary:
        """Add two summaries."""
        return StepSummary(first.counts + second.counts, first.seconds + second.seconds, first.squares + second.squares)


@dataclass(frozen=True, slots=True)
class CountStepsUntilOutcome:
    """How often each of `steps` steps was taken before the outcome, by the journeys chosen; shape (E,)."""

    selection: Selection
    steps: int

    def zero(self) -> NDArray[np.int64]:
        """Nothing counted."""
        return np.zeros(self.steps, np.int64)

    def add(self, summary: NDArray[np.int64], partition: Partition) -> NDArray[np.int64]:
        """Count one partition."""
        chosen = self.selection.choose(partition)
        count = k.count_until_16 if partition.step.dtype == np.uint16 else k.count_until_32
        everyone = NOBODY_CHOSEN if chosen is None else chosen
        count(partition.step, partition.start, partition.decided, everyone, summary)
        return summary

    def merge(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add two summaries."""
        return first + second


@dataclass(slots=True)
class StepMeasures:
    """By step (E): how often, the sum of elapsed seconds, and their log-histogram (E, 256)."""

    counts: NDArray[np.int64]
    seconds: NDArray[np.int64]
    histogram: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class MeasureSteps:
    """Counts, sums and log-histograms of every step in one pass: the first round of an exact quantile."""

    selection: Selection
    steps: int

    def zero(self) -> StepMeasures:
        """Nothing counted."""
        histogram = np.zeros((self.steps, k.LOG_BUCKETS), np.uint32)
        return StepMeasures(np.zeros(self.steps, np.int64), np.zeros(self.steps, np.int64), histogram)

    def add(self, summary: StepMeasures, partition: Partition) -> StepMeasures:
        """Count one partition."""
        small = partition.step.dtype == np.uint16
        chosen = self.selection.choose(partition)
        into = (summary.counts, summary.seconds, summary.histogram)
        if chosen is None:
            (k.measure_16 if small else k.measure_32)(partition.step, partition.seconds, *into)
        else:
            measure = k.measure_of_16 if small else k.measure_of_32
            measure(partition.step, partition.seconds, partition.start, chosen, *into)
        return summary

    def merge(self, first: StepMeasures, second: StepMeasures) -> StepMeasures:
        """Add two summaries."""
        return StepMeasures(
            first.counts + second.counts, first.seconds + second.seconds, first.histogram + second.histogram
        )


@dataclass(frozen=True, slots=True, eq=False)
class StepValues:
    """The elapsed seconds that fall into the wanted buckets: the second round of an exact quantile.

    `slots`, shape (E × 256, flat), names the wanted buckets 0, 1, …; -1 elsewhere. The summary is a list of (slot,
    value) pieces; merging appends, and what is made of it later does not depend on their order.
    """

    selection: Selection
    slots: NDArray[np.int32]

    def zero(self) -> list[tuple[NDArray[np.int32], NDArray[np.uint32]]]:
        """Nothing found."""
        return []

    def add(
        self, summary: list[tuple[NDArray[np.int32], NDArray[np.uint32]]], partition: Partition
    ) -> list[tuple[NDArray[np.int32], NDArray[np.uint32]]]:
        """Collect from one partition."""
        small = partition.step.dtype == np.uint16
        chosen = self.selection.choose(partition)
        slot = np.empty(len(partition.step), np.int32)  # pages that nothing is written to cost nothing
        value = np.empty(len(partition.step), np.uint32)
        if chosen is None:
            n = (k.values_16 if small else k.values_32)(partition.step, partition.seconds, self.slots, slot, value)
        else:
            collect = k.values_of_16 if small else k.values_of_32
            n = collect(partition.step, partition.seconds, partition.start, chosen, self.slots, slot, value)
        summary.append((slot[:n].copy(), value[:n].copy()))
        return summary

    def merge(self, first: Any, second: Any) -> Any:
        """Append."""
        return first + second


@dataclass(slots=True)
class Presence:
    """By code: in how many journeys it occurs (Σx over customers), of how many customers, Σx² and Σxm, where x of a
    customer's m journeys have it. `totals`: Σm (journeys), Σm², and how many customers there are. Enough for shares
    whose intervals know that customers repeat.
    """

    journeys: NDArray[np.int64]
    customers: NDArray[np.int64]
    squares: NDArray[np.int64]
    crosses: NDArray[np.int64]
    totals: NDArray[np.int64]

    def only(self, codes: NDArray[np.int64]) -> Presence:
        """The same for some codes alone, in this order."""
        return Presence(
            self.journeys[codes], self.customers[codes], self.squares[codes], self.crosses[codes], self.totals
        )


@dataclass(frozen=True, slots=True)
class CountPresence:
    """In how many journeys, and of how many customers, each code of a column (or stage of a funnel) occurs."""

    selection: Selection
    what: What
    codes: int
    stages: Stages | None = None

    def zero(self) -> Presence:
        """Nothing counted."""
        journeys, customers, squares, crosses = (np.zeros(self.codes, np.int64) for _ in range(4))
        return Presence(journeys, customers, squares, crosses, np.zeros(3, np.int64))

    def add(self, summary: Presence, partition: Partition) -> Presence:
        """Count one partition."""
        column, start = codes_of(partition, self.what, self.stages)
        count = {1: k.count_presence_8, 2: k.count_presence_16, 4: k.count_presence_32}[column.dtype.itemsize]
        chosen = self.selection.choose(partition)
        everyone = NOBODY_CHOSEN if chosen is None else chosen
        parts = (summary.journeys, summary.customers, summary.squares, summary.crosses, summary.totals)
        count(column, start, partition.journeys, everyone, *parts)
        return summary

    def merge(self, first: Presence, second: Presence) -> Presence:
        """Add two summaries."""
        return Presence(
            first.journeys + second.journeys,
            first.customers + second.customers,
            first.squares + second.squares,
            first.crosses + second.crosses,
            first.totals + second.totals,
        )
