"""In how many journeys each touchpoint was visited, where nothing else is asked of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels import visited as k
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.summaries.steps import NOBODY_CHOSEN, CountPresence

_BITS = 64
"""So many touchpoints have a bit of their own in `Partition.visited`."""


@dataclass(frozen=True, slots=True)
class CountVisited:
    """Of the journeys chosen, by code: in how many the touchpoint was visited. codes: how many touchpoints there are.

    The same numbers as `CountPresence` tells, which also adds up what intervals need and reads every contact for it.
    """

    selection: Selection
    codes: int

    def zero(self) -> NDArray[np.int64]:
        """Nothing counted."""
        return np.zeros(self.codes, np.int64)

    def add(self, summary: NDArray[np.int64], partition: Partition) -> NDArray[np.int64]:
        """Count one partition."""
        if self.codes > _BITS:
            of = CountPresence(self.selection, "touchpoint", self.codes)
            return self.merge(summary, of.add(of.zero(), partition).journeys)
        chosen = self.selection.choose(partition)
        found = np.zeros((-(-self.codes // 8), 256), np.int64)
        k.count_bits(partition.visited, NOBODY_CHOSEN if chosen is None else chosen, len(found), found)
        bits = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
        return self.merge(summary, (found @ bits.astype(np.int64)).reshape(-1)[: self.codes])

    def merge(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add two summaries."""
        return first + second
