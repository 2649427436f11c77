"""Summaries of steps: counts, elapsed time, quantiles in two rounds, distinct journeys and customers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels import steps as k
from wegmarke.index.kernels.journeys import count_interactions
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


Rows = tuple[NDArray[np.unsignedinteger], NDArray[np.uint32]]
"""Steps and seconds of whole journeys, one behind the other."""

KeptRows = dict[str, tuple[NDArray[np.bool_], Rows]]
"""By the name of the partition: which journeys were chosen, and their rows. Under the same name other journeys may
count later, on a worker that knows the question still.
"""

MOST_KEPT = 1 << 24
"""Rows of so many interactions (a hundred megabytes) are kept from the first round of a question to its second."""


def rows_of(partition: Partition, selection: Selection, kept: KeptRows | None = None) -> Rows:
    """Steps and seconds of the journeys chosen. What had to be laid together is put into `kept`, and found there."""
    chosen = selection.choose(partition)
    if chosen is None:
        return partition.step, partition.seconds
    known = None if kept is None else kept.get(partition.name)
    rows = None if known is None or known[0] is not chosen else known[1]
    if rows is None:
        n = count_interactions(chosen, partition.start)
        rows = np.empty(n, partition.step.dtype), np.empty(n, np.uint32)
        gather = k.gather_16 if partition.step.dtype == np.uint16 else k.gather_32
        gather(partition.step, partition.seconds, partition.start, np.flatnonzero(chosen), *rows)
        if kept is not None:
            kept[partition.name] = chosen, rows
    return rows


@dataclass(slots=True)
class StepMeasures:
    """By step (E): the sum of elapsed seconds, and their log-histogram (E, 256)."""

    seconds: NDArray[np.int64]
    histogram: NDArray[np.uint32]

    def counts(self) -> NDArray[np.int64]:
        """How often each step was taken (E)."""
        result: NDArray[np.int64] = self.histogram.sum(axis=1, dtype=np.int64)
        return result


@dataclass(frozen=True, slots=True, eq=False)
class MeasureSteps:
    """Counts, sums and log-histograms of every step in one pass: the first round of an exact quantile.

    `kept`: where the rows of the journeys chosen are left for the second round, or None. It belongs to one question.
    """

    selection: Selection
    steps: int
    kept: KeptRows | None = None

    def zero(self) -> StepMeasures:
        """Nothing counted."""
        return StepMeasures(np.zeros(self.steps, np.int64), np.zeros((self.steps, k.LOG_BUCKETS), np.uint32))

    def add(self, summary: StepMeasures, partition: Partition) -> StepMeasures:
        """Count one partition."""
        step, seconds = rows_of(partition, self.selection, self.kept)
        measure = k.measure_16 if step.dtype == np.uint16 else k.measure_32
        measure(step, seconds, summary.seconds, summary.histogram)
        return summary

    def merge(self, first: StepMeasures, second: StepMeasures) -> StepMeasures:
        """Add two summaries."""
        first.seconds += second.seconds
        first.histogram += second.histogram
        return first


Values = list[tuple[NDArray[np.uint32], NDArray[np.uint32]]]


@dataclass(frozen=True, slots=True, eq=False)
class StepValues:
    """The elapsed seconds of every step between two limits: the second round of an exact quantile.

    low, high: shape (E,), both included; low above high where nothing is wanted, as for all steps from the start. The
    summary is a list of (step, value) pieces; merging appends, and what is made of it later does not depend on their
    order. `kept`: the rows that the first round left.
    """

    selection: Selection
    low: NDArray[np.uint32]
    high: NDArray[np.uint32]
    kept: KeptRows | None = None

    def zero(self) -> Values:
        """Nothing found."""
        return []

    def add(self, summary: Values, partition: Partition) -> Values:
        """Collect from one partition."""
        step, seconds = rows_of(partition, self.selection, self.kept)
        code, value = np.empty(len(step), np.uint32), np.empty(len(step), np.uint32)
        collect = k.values_16 if step.dtype == np.uint16 else k.values_32
        n = collect(step, seconds, self.low, self.high, code, value)  # pages that nothing is written to cost nothing
        summary.append((code[:n].copy(), value[:n].copy()))
        return summary

    def merge(self, first: Values, second: Values) -> Values:
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
