"""What became of promises, by group, as counts and as sums over customers."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, R8, RI64, VOID, WI64_2, compiled, inner

KEPT, OPEN, STATES = 0, 3, 4
"""Places in `PROMISE_STATES`, and how many there are; a test says so."""
CUSTOMERS, KEPT_SQUARES, PRODUCTS, SQUARES = range(4)


@inner(VOID(WI64_2, I64, I64, I64))
def _close(sums, g, x, m):
    """Add up a customer."""
    sums[g, CUSTOMERS] += m > 0
    sums[g, KEPT_SQUARES] += x * x
    sums[g, PRODUCTS] += x * m
    sums[g, SQUARES] += m * m


@compiled(VOID(RI64, WI64_2, R8, RI64, RI64, WI64_2, WI64_2, WI64_2))
def count_promises(line, groups, state, journey, customer, promises, journeys, sums):
    """Adds by group: promises by state (groups, STATES); journeys with one of each state and with any (groups, STATES +
    1); sums over customers (groups, 4) of promises kept (x) and no longer open (m): how many have m > 0, Σx², Σxm, Σm².

    line: of each promise; groups (groupings, lines): the group of each line in each grouping. Promises lie in order of
    customers and of their journeys.
    """
    size = len(promises)
    seen = np.full((size, STATES + 1), -1, np.int64)
    owner, x, m = np.full(size, -1, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    for p in range(len(line)):
        s = np.int64(state[p])
        for grouping in range(len(groups)):
            g = groups[grouping, line[p]]
            promises[g, s] += 1
            if seen[g, s] != journey[p]:
                seen[g, s] = journey[p]
                journeys[g, s] += 1
            if seen[g, STATES] != journey[p]:
                seen[g, STATES] = journey[p]
                journeys[g, STATES] += 1
            if s == OPEN:
                continue
            if owner[g] != customer[p]:
                _close(sums, g, x[g], m[g])
                owner[g], x[g], m[g] = customer[p], 0, 0
            x[g] += s == KEPT
            m[g] += 1
    for g in range(size):
        _close(sums, g, x[g], m[g])
