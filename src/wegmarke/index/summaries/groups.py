"""Journeys by touchpoint and by the group of the customer, for many groups in one walk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels import journeys as k
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.summaries.steps import NOBODY_CHOSEN
from wegmarke.model.attributes import MOST_WORDS

GROUPS: Final = MOST_WORDS + 1
"""Codes of words from 1; 0 is "not known"."""


@dataclass(frozen=True, slots=True)
class CountByGroup:
    """In how many of the journeys chosen each touchpoint stands, by what an attribute first said of the customer; shape
    (attributes, GROUPS, touchpoints). attributes: places in `Index.attributes`.
    """

    selection: Selection
    attributes: tuple[int, ...]
    touchpoints: int

    def zero(self) -> NDArray[np.int64]:
        """Nothing counted."""
        return np.zeros((len(self.attributes), GROUPS, self.touchpoints), np.int64)

    def add(self, summary: NDArray[np.int64], partition: Partition) -> NDArray[np.int64]:
        """Count one partition."""
        chosen = self.selection.choose(partition)
        everyone = NOBODY_CHOSEN if chosen is None else chosen
        touchpoint = partition.touchpoint.astype(np.uint16, copy=False)
        for place, counts in zip(self.attributes, summary, strict=True):
            group = partition.attribute(place, "first")
            k.count_by_group(touchpoint, partition.start, partition.journeys, everyone, group, counts)
        return summary

    def merge(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add two summaries."""
        return first + second
