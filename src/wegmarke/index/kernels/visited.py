"""Counting journeys by touchpoints visited: one pass over journeys instead of one over contacts."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, R64, RB, VOID, WI64_2, compiled


@compiled(VOID(R64, RB, I64, WI64_2))
def count_bits(visited, chosen, wanted, found):
    """How often each value of each of the first bytes of `visited` occurs in the journeys chosen (all, where empty).

    Values of bytes, not bits: a journey is added up eight touchpoints at a time.
    """
    everyone = len(chosen) == 0
    for j in range(len(visited)):
        if everyone or chosen[j]:
            bits = visited[j]
            for byte in range(wanted):
                found[byte, np.int64((bits >> np.uint64(8 * byte)) & np.uint64(255))] += 1
