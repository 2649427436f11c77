"""Sums over customers who stand in both of two groups of journeys: what the correlation of two shares needs
(`stats.ratio.SharedSums`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels import shared as k
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.stages import Stages
from wegmarke.index.summaries.codes import What, codes_of


@dataclass(slots=True)
class Shared:
    """With x of a customer's m journeys in each group having the code: by code Σ x₁x₂, Σ x₁m₂, Σ m₁x₂; and Σ m₁m₂
    over customers.
    """

    both: NDArray[np.int64]
    first_all: NDArray[np.int64]
    all_second: NDArray[np.int64]
    totals: int


@dataclass(frozen=True, slots=True)
class CountShared:
    """The products of two groups over the customers who stand in both."""

    first: Selection
    second: Selection
    what: What
    codes: int
    stages: Stages | None = None

    def zero(self) -> Shared:
        """Nobody."""
        both, first_all, all_second = (np.zeros(self.codes, np.int64) for _ in range(3))
        return Shared(both, first_all, all_second, 0)

    def add(self, summary: Shared, partition: Partition) -> Shared:
        """Count one partition."""
        column, start = codes_of(partition, self.what, self.stages)
        codes = column.astype(np.uint32, copy=False)  # cheaper than three variants to compile
        groups = [selection.choose(partition) for selection in (self.first, self.second)]
        one, two = (np.ones(len(partition.outcome), np.bool_) if group is None else group for group in groups)
        parts = (summary.both, summary.first_all, summary.all_second)
        summary.totals += k.count_shared(codes, start, partition.journeys, one, two, *parts)
        return summary

    def merge(self, first: Shared, second: Shared) -> Shared:
        """Add two summaries."""
        return Shared(
            first.both + second.both,
            first.first_all + second.first_all,
            first.all_second + second.all_second,
            first.totals + second.totals,
        )
