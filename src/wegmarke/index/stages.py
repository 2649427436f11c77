"""The stages of a funnel, in codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels import funnels as k
from wegmarke.index.partition import Partition

VISITED_BITS = 64
"""Up to this many touchpoints the visited set of a journey is exact."""

EVERY_JOURNEY = np.zeros(0, np.bool_)
"""Stands for "all journeys" where a kernel takes an optional choice."""

UNTIMED = np.zeros((0, 0), np.uint32)


@dataclass(frozen=True, slots=True)
class Stages:
    """Ordered stages as sets of touchpoint codes, and the window in seconds from the first of them (None: no limit)."""

    codes: tuple[tuple[int, ...], ...]
    window_seconds: int | None
    touchpoints: int

    def reach(
        self, partition: Partition, chosen: NDArray[np.bool_], elapsed: NDArray[np.uint32] = UNTIMED
    ) -> NDArray[np.uint8]:
        """How many stages each journey reached, shape (J,); 0 for journeys not chosen. An empty choice is all."""
        needed = np.zeros(len(self.codes), np.uint64)
        for stage, codes in enumerate(self.codes):
            for code in codes:
                needed[stage] |= np.uint64(1 << (code % 64))
        reached = np.empty(len(partition.outcome), np.uint8)
        k.sieve(partition.visited, chosen, needed, reached)
        # Where the visited set is exact, who lacks the second stage need not be looked at.
        left = np.flatnonzero(reached >= (2 if self.touchpoints <= VISITED_BITS else 1))
        window = -1 if self.window_seconds is None else self.window_seconds
        reach = k.reach_8 if partition.touchpoint.dtype == np.uint8 else k.reach_16
        columns = (partition.touchpoint, partition.seconds, partition.start)
        reach(*columns, left, self._stage_at(), self.touchpoints, window, reached, elapsed)
        return reached

    def _stage_at(self) -> NDArray[np.uint8]:
        """For each touchpoint the stages it counts for, from 1, the last first, then zeros; layer by layer, flat."""
        stages: list[list[int]] = [[] for _ in range(self.touchpoints)]
        for stage in range(len(self.codes), 0, -1):
            for code in set(self.codes[stage - 1]):
                stages[code].append(stage)
        layers = np.zeros((max(map(len, stages)), self.touchpoints), np.uint8)
        for code, found in enumerate(stages):
            layers[: len(found), code] = found
        return layers.ravel()
