"""Where touchpoints stand around the outcome of decided journeys."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import R8, R16, R32, RB, RI64, VOID, WI64_2, compiled

BEFORE, ANYWHERE, CLOSING, AT_ONCE = range(4)
LINES = 4


@compiled(VOID(RI64, R32, R16, R8, R32, RB, RB, RI64, WI64_2))
def count_around(start, seconds, touchpoint, group, decided, happened, chosen, column, counts):
    """Adds to counts (2 × LINES, columns) journeys of either group; see `summaries.around`. group: of each journey 0,
    1, else none. column: of each touchpoint, -1 where it has none.
    """
    before, anywhere = np.full(counts.shape[1], -1, np.int64), np.full(counts.shape[1], -1, np.int64)
    for j in range(len(group)):
        if group[j] > 1 or not chosen[j]:
            continue
        line, begin, end = np.int64(group[j]) * LINES, start[j], start[j + 1]
        until = min(begin + np.int64(decided[j]), end) if happened[j] else end
        ended = seconds[min(until, end - 1)]
        run = begin  # where the run of contacts of the same column begins that goes on so far
        alone = False  # whether that column had not been before the run
        for i in range(begin, until):
            here = column[touchpoint[i]]
            if i == begin or here != column[touchpoint[i - 1]]:
                run = i
                alone = here >= 0 and before[here] != j
            if here >= 0 and before[here] != j:
                before[here] = j
                counts[line + BEFORE, here] += 1
                counts[line + AT_ONCE, here] += happened[j] and seconds[i] == ended
        if until > begin and alone:
            counts[line + CLOSING, column[touchpoint[run]]] += 1
        for i in range(begin, end):
            here = column[touchpoint[i]]
            if here >= 0 and anywhere[here] != j:
                anywhere[here] = j
                counts[line + ANYWHERE, here] += 1
