"""Places: the numbers of identifiers, which have gaps, counted through without any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.identity.minting import SHARDS


@dataclass(frozen=True, slots=True)
class Places:
    """Place of a number among all there are: shard after shard, so that arrays by place have no holes.

    begins: the place at which each shard begins, and their end (SHARDS + 1).
    """

    begins: NDArray[np.int64]

    @classmethod
    def of(cls, counts: Sequence[int]) -> Places:
        """Of so many numbers in each shard."""
        return cls(np.concatenate(([0], np.cumsum(counts, dtype=np.int64))))

    def __len__(self) -> int:
        return int(self.begins[-1])

    def of_numbers(self, numbers: NDArray[np.uint64] | NDArray[np.int64]) -> NDArray[np.int64]:
        """The place of each number."""
        signed = numbers.astype(np.int64)
        found: NDArray[np.int64] = self.begins[signed & (SHARDS - 1)] + (signed >> 8)
        return found

    def known(self, numbers: NDArray[np.uint64] | NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of these are numbers that were given."""
        signed = numbers.astype(np.int64)
        shard = signed & (SHARDS - 1)
        found: NDArray[np.bool_] = (signed >= 0) & (signed >> 8 < self.begins[shard + 1] - self.begins[shard])
        return found

    def numbers(self) -> NDArray[np.uint64]:
        """The number at each place."""
        sizes = np.diff(self.begins)
        position = np.arange(len(self)) - np.repeat(self.begins[:-1], sizes)
        return (position * SHARDS + np.repeat(np.arange(SHARDS), sizes)).astype(np.uint64)
