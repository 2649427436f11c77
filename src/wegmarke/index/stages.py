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
        stages_of = np.zeros(self.touchpoints, np.uint64)
        needed = np.zeros(len(self.codes), np.uint64)
        for stage, codes in enumerate(self.codes):
            for code in codes:
                stages_of[code] |= np.uint64(1 << stage)
                needed[stage] |= np.uint64(1 << (code % 64))
        reached = np.empty(len(partition.outcome), np.uint8)
        window = -1 if self.window_seconds is None else self.window_seconds
        reach = k.reach_8 if partition.touchpoint.dtype == np.uint8 else k.reach_16
        reach(
            partition.touchpoint,
            partition.seconds,
            partition.start,
            partition.visited,
            chosen,
            stages_of,
            needed,
            self.touchpoints <= VISITED_BITS,
            window,
            reached,
            elapsed,
        )
        return reached
