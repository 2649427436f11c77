"""What can be counted in journeys: the codes of a column, and where each journey's codes begin."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.partition import Partition
from wegmarke.index.stages import EVERY_JOURNEY, Stages

What = Literal["step", "touchpoint", "entry", "exit", "before", "variant", "stage"]


def codes_of(
    partition: Partition, what: What, stages: Stages | None = None
) -> tuple[NDArray[np.unsignedinteger], NDArray[np.int64]]:
    """The codes, and for each journey the place of its first one, and one more.

    Steps and touchpoints: one for each interaction. Entry, exit, before, variant: one for each journey. Stage: those
    that the journey reached in the funnel `stages`, from 0.
    """
    if what == "stage":
        if stages is None:
            raise ValueError("a stage is a stage of a funnel")
        reached = stages.reach(partition, EVERY_JOURNEY)
        start = np.concatenate(([0], np.cumsum(reached, dtype=np.int64)))
        codes = np.arange(int(start[-1])) - np.repeat(start[:-1], reached)
        return codes.astype(np.uint8), start
    column: NDArray[Any] = getattr(partition, what)
    return column, partition.start if what in {"step", "touchpoint"} else np.arange(len(column) + 1)
