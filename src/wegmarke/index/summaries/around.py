"""Where touchpoints stand around the outcome of decided journeys: what tells whether they are there because of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels import around as k
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.summaries.decided import grouped

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Around:
    """Two groups of journeys.

    touchpoints: int64 (2, 4, touchpoints): journeys of each group in which the touchpoint stands before the outcome;
    stands anywhere; closes (from its first contact before the outcome on nothing but itself follows until then); stands
    before the outcome for the first time in its very second. journeys: int64 (2): of each group.
    """

    touchpoints: Whole
    journeys: Whole


@dataclass(frozen=True, slots=True)
class CountAround:
    """The journeys chosen that ended with outcome `first` (a place in OUTCOME_NAMES), and those with `second`. codes:
    of the touchpoints.
    """

    selection: Selection
    first: int
    second: int
    codes: tuple[int, ...]

    def zero(self) -> Around:
        """Nothing counted."""
        return Around(np.zeros((2, k.LINES, len(self.codes)), np.int64), np.zeros(2, np.int64))

    def add(self, summary: Around, partition: Partition) -> Around:
        """Count one partition."""
        chosen = self.selection.choose(partition)
        chosen = np.ones(len(partition.outcome), np.bool_) if chosen is None else chosen
        group = grouped(partition, self.first, self.second)
        column = np.full(max(int(partition.touchpoint.max(initial=0)), *self.codes, 0) + 1, -1)
        column[list(self.codes)] = np.arange(len(self.codes))
        here = self.zero()
        told = (
            *(partition.start, partition.seconds, partition.touchpoint.astype(np.uint16, copy=False), group),
            *(partition.decided, partition.outcome_happened, chosen, column),
        )
        k.count_around(*told, here.touchpoints.reshape(2 * k.LINES, -1))
        here.journeys[:] = np.bincount(group[chosen], minlength=2)[:2]
        return self.merge(summary, here)

    def merge(self, first: Around, second: Around) -> Around:
        """Add two summaries."""
        return Around(first.touchpoints + second.touchpoints, first.journeys + second.journeys)
