"""Exact quantiles of the elapsed time of every step, in two rounds (DESIGN D5).

Round one counts elapsed seconds in 256 logarithmic buckets a step; the counts tell in which bucket each wanted rank
lies. Round two collects the values of just these buckets. Both summaries add up, so the result is exact and does not
depend on the partitioning. The definition is numpy's default (linear interpolation between ranks, Hyndman–Fan 7), as
everywhere in Wegmarke.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels.steps import least_seconds, locate
from wegmarke.index.summaries.steps import KeptRows, StepMeasures, StepValues
from wegmarke.questions.asked import Asked


def step_quantiles(
    asked: Asked,
    quantiles: tuple[float, ...],
    steps: NDArray[np.int64],
    n: NDArray[np.int64],
    measured: StepMeasures,
    kept: KeptRows | None = None,
) -> NDArray[np.float64]:
    """The quantiles of elapsed seconds of the steps between touchpoints with these codes, shape (quantiles, steps).

    n: how often each was taken, at least once. measured, kept: what the first round counted, and the rows it left.
    """
    result = np.empty((len(quantiles), len(steps)))
    for place, quantile in enumerate(quantiles):
        result[place] = _quantile(asked, quantile, steps, n, measured, kept)
    return result


def _quantile(
    asked: Asked,
    quantile: float,
    steps: NDArray[np.int64],
    n: NDArray[np.int64],
    measured: StepMeasures,
    kept: KeptRows | None,
) -> NDArray[np.float64]:
    position = quantile * (n - 1)
    below = np.floor(position).astype(np.int64)
    above = np.minimum(below + 1, n - 1)
    first, last = np.empty_like(steps), np.empty_like(steps)
    ahead, unused = np.empty_like(steps), np.empty_like(steps)
    locate(measured.histogram, steps, below, first, ahead)
    locate(measured.histogram, steps, above, last, unused)
    # Between the bucket of the rank and that of the next one nothing lies, so one span holds just these two buckets.
    low = np.full(len(asked.index.steps), 1, np.uint32)
    high = np.zeros(len(asked.index.steps), np.uint32)
    low[steps] = least_seconds(first)
    high[steps] = least_seconds(last + 1) - 1
    pieces = asked.run(StepValues(asked.selection, low, high, kept))
    keys = np.concatenate([code.astype(np.uint64) << np.uint64(32) | value for code, value in pieces])
    keys.sort()
    begins = np.searchsorted(keys, steps.astype(np.uint64) << np.uint64(32)) - ahead
    found = (keys[begins + rank] & np.uint64(0xFFFFFFFF) for rank in (below, above))
    lower, upper = (values.astype(np.float64) for values in found)
    result: NDArray[np.float64] = lower + (position - below) * (upper - lower)
    return result
