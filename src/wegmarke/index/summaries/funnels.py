"""Summaries of funnels: how many journeys and customers got to each stage, how long each stage took, and what came
after a drop-off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels import funnels as k
from wegmarke.index.kernels.journeys import count_few
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.stages import UNTIMED, Stages
from wegmarke.index.summaries.steps import NOBODY_CHOSEN


@dataclass(slots=True)
class FunnelSummary:
    """Journeys and customers by furthest stage (0 to S); if timed, per stage the seconds from the one before, in
    pieces, and the last touchpoints of journeys by furthest stage, shape (S + 1, touchpoints).
    """

    journeys: NDArray[np.int64]
    customers: NDArray[np.int64]
    seconds: list[list[NDArray[np.uint32]]]
    ended: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CountFunnel:
    """How far the journeys chosen got; `timed` collects the time between stages and where journeys ended."""

    selection: Selection
    stages: Stages
    timed: bool = True

    def zero(self) -> FunnelSummary:
        """Nothing counted."""
        count = len(self.stages.codes)
        ended = np.zeros((count + 1, self.stages.touchpoints), np.int64)
        return FunnelSummary(
            np.zeros(count + 1, np.int64), np.zeros(count + 1, np.int64), [[] for _ in range(count)], ended
        )

    def add(self, summary: FunnelSummary, partition: Partition) -> FunnelSummary:
        """Count one partition."""
        count = len(self.stages.codes)
        chosen = self.selection.choose(partition)
        everyone = NOBODY_CHOSEN if chosen is None else chosen
        elapsed = np.empty((len(partition.outcome), count), np.uint32) if self.timed else UNTIMED
        reached = self.stages.reach(partition, everyone, elapsed)
        journeys = np.zeros(count + 1, np.int64)
        count_few(reached, everyone, journeys)
        summary.journeys += journeys
        if partition.one_journey_each:
            summary.customers += journeys
        else:
            k.count_furthest(reached, partition.journeys, everyone, summary.customers)
        if self.timed:
            for stage in range(1, count):
                seconds = np.empty(len(reached), np.uint32)
                found = k.elapsed_at(reached, elapsed, stage, seconds)
                summary.seconds[stage].append(seconds[:found].copy())
            count_ended = k.count_ended_8 if partition.exit.dtype == np.uint8 else k.count_ended_16
            count_ended(reached, partition.exit, everyone, summary.ended)
        return summary

    def merge(self, first: FunnelSummary, second: FunnelSummary) -> FunnelSummary:
        """Add counts, append times."""
        seconds = [a + b for a, b in zip(first.seconds, second.seconds, strict=True)]
        return FunnelSummary(
            first.journeys + second.journeys, first.customers + second.customers, seconds, first.ended + second.ended
        )
