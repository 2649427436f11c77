"""Where touchpoints stand around the outcome of decided journeys: what tells whether they are there because of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.decided import met_in
from wegmarke.index.kernels import around as k
from wegmarke.index.kernels.describing import AT_ONCE, CLOSING
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection

Whole = NDArray[np.int64]
BEFORE, ANYWHERE, CLOSES, MET_AT_ONCE = range(4)
"""Lines of `Around.touchpoints`."""


@dataclass(frozen=True, slots=True)
class Around:
    """Two groups of journeys.

    touchpoints: int64 (2, 4, touchpoints): journeys of each group in which the touchpoint stands before the outcome;
    stands anywhere; closes (from its first contact before the outcome on nothing but itself follows until then); stands
    before the outcome for the first time in its very second. journeys: int64 (2): of each group.
    """

    touchpoints: Whole
    journeys: Whole

    def of(self, places: Sequence[int]) -> Around:
        """The same of the touchpoints at these places."""
        return Around(self.touchpoints[:, :, list(places)], self.journeys)


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
        return Around(np.zeros((2, 4, len(self.codes)), np.int64), np.zeros(2, np.int64))

    def add(self, summary: Around, partition: Partition) -> Around:
        """Count one partition."""
        chosen = self.selection.choose(partition)
        chosen = np.ones(len(partition.outcome), np.bool_) if chosen is None else chosen
        met = met_in(partition, self.first, self.second)
        width = max(int(partition.touchpoint.max(initial=0)), *self.codes, 0) + 1
        counts, journeys = np.zeros((2, width, k.STANDS), np.int64), np.zeros(2, np.int64)
        told = (met.journey, met.second, met.first, met.before, met.code, met.bits)
        k.count_around(chosen, *told, counts, journeys)
        counts = counts[:, list(self.codes)]
        ways = np.arange(k.STANDS)
        before = ways >= k.BEFORE
        bits = np.where(before, ways - k.BEFORE, 0)
        lines = (before, ways >= 0, bits & CLOSING != 0, bits & AT_ONCE != 0)
        here = np.stack([counts[:, :, line].sum(axis=2) for line in lines], axis=1)
        return self.merge(summary, Around(here, journeys))

    def merge(self, first: Around, second: Around) -> Around:
        """Add two summaries."""
        return Around(first.touchpoints + second.touchpoints, first.journeys + second.journeys)
