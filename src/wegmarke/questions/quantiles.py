"""Exact quantiles of the elapsed time of every step, in two rounds (DESIGN D5).

Round one counts elapsed seconds in 256 logarithmic buckets a step; the counts tell in which bucket each wanted rank
lies. Round two collects the values of just these buckets. Both summaries add up, so the result is exact and does not
depend on the partitioning. The definition is numpy's default (linear interpolation between ranks, Hyndman–Fan 7), as
everywhere in Wegmarke.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels.steps import LOG_BUCKETS
from wegmarke.index.summaries.steps import StepValues
from wegmarke.questions.asked import Asked


def step_quantiles(
    asked: Asked, quantiles: tuple[float, ...], steps: NDArray[np.int64], histogram: NDArray[np.uint32]
) -> NDArray[np.float64]:
    """The quantiles of elapsed seconds of the steps with these codes, shape (quantiles, steps); NaN where a step was
    never taken. `histogram`: the first round's log-histograms of these steps, shape (steps, 256).
    """
    result = np.full((len(quantiles), len(steps)), np.nan)
    if not quantiles or not len(steps):
        return result
    below = np.cumsum(histogram, axis=1, dtype=np.int64)
    n = below[:, -1]
    taken = n > 0
    position = np.asarray(quantiles)[:, None] * np.maximum(n - 1, 0)[None, :]
    low = np.floor(position).astype(np.int64)
    ranks = np.stack([low, np.minimum(low + 1, np.maximum(n - 1, 0))])  # (2, quantiles, steps)
    bucket = np.empty(ranks.shape, np.int64)
    for place in np.ndindex(ranks.shape[:2]):
        bucket[place] = (below > ranks[place][:, None]).argmax(axis=1)
    pairs = np.arange(len(steps)) * LOG_BUCKETS + bucket
    wanted, slot_of = np.unique(pairs[:, :, taken], return_inverse=True)
    slots = np.full(len(asked.index.steps) * LOG_BUCKETS, -1, np.int32)
    slots[steps[wanted // LOG_BUCKETS] * LOG_BUCKETS + wanted % LOG_BUCKETS] = np.arange(len(wanted))
    pieces = asked.run(StepValues(asked.selection, slots))
    keys = (
        np.concatenate([slot.astype(np.uint64) << np.uint64(32) | value for slot, value in pieces])
        if pieces
        else np.zeros(0, np.uint64)
    )
    keys.sort()
    begins = np.searchsorted(keys, np.arange(len(wanted), dtype=np.uint64) << np.uint64(32))
    ahead = (below - histogram).ravel()[wanted]  # how many values of the step lie in earlier buckets
    slot_of = slot_of.reshape(2, len(quantiles), int(taken.sum()))
    found = keys[begins[slot_of] + ranks[:, :, taken] - ahead[slot_of]] & np.uint64(0xFFFFFFFF)
    fraction = (position - low)[:, taken]
    first, second = found[0].astype(np.float64), found[1].astype(np.float64)
    result[:, taken] = first + fraction * (second - first)
    return result
