"""Where touchpoints stand around the outcome of journeys that have one."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import R8, R16, R32, RB, VOID, WI64, WI64_3, compiled
from wegmarke.index.kernels.describing import AT_ONCE, CLOSING

ONLY_AFTER = 0
BEFORE = 1
STANDS = BEFORE + (CLOSING | AT_ONCE) + 1
"""Ways in which a touchpoint stands in a journey: after the outcome alone; before it, and from there on by its bits."""


@compiled(VOID(RB, R32, R8, R32, R32, R16, R8, WI64_3, WI64))
def count_around(chosen, journey, second, first, before, code, bits, counts, journeys):
    """Adds to counts (2, touchpoints, STANDS) how often each stands how in journeys of either group, and to journeys.

    chosen: by journey of the partition; the others: see `index.decided`.
    """
    for row in range(len(journey)):
        if not chosen[journey[row]]:
            continue
        group = np.uint64(second[row])
        begin, end = np.uint64(first[row]), np.uint64(first[row + 1])
        until = begin + np.uint64(before[row])
        journeys[group] += 1
        for e in range(begin, until):
            counts[group, np.uint64(code[e]), np.uint64(BEFORE) + np.uint64(bits[e])] += 1
        for e in range(until, end):
            counts[group, np.uint64(code[e]), ONLY_AFTER] += 1
