"""The customers who stayed and were most like those who left, at the moments at which these left."""

from __future__ import annotations

import math

import numpy as np

from wegmarke.compiled import I64, R8, R32, R64, RB, RI64, VOID, W64, WF64, WF64_2, compiled, inner

_DAY = 86_400.0


@inner(VOID(RI64, WF64_2, I64, WF64, WF64_2))
def _narrow(moments, logs, k, distance, window):
    """Whose first contact lies outside cannot be nearer: of the distance, days alone are more. A second and a little
    more is added, since this only saves looking; what is nearer is decided by the distance itself.
    """
    most = distance[k] + 1e-9
    window[k, 0] = np.float64(moments[k]) - _DAY * (math.exp(logs[k, 0] + most) - 1.0) - 1.0
    window[k, 1] = np.float64(moments[k]) - _DAY * (math.exp(logs[k, 0] - most) - 1.0) + 1.0


@compiled(VOID(RI64, RI64, R32, R8, R32, RB, RB, R64, I64, I64, RI64, WF64_2, WF64, W64))
def find_stayed(
    start, journeys, seconds, outcome, decided, happened, live, number, leaving, won, moments, logs, distance, nearest
):
    """Writes for each moment the distance and the number of the nearest customer, infinite and 0 where there is none;
    see `summaries.leaving.FindStayed`. leaving, won: outcomes. live: may be empty. logs: ln(1 + what to be like).
    """
    longest = 1
    for c in range(len(journeys) - 1):
        longest = max(longest, journeys[c + 1] - journeys[c])
    wins = np.empty(longest, np.int64)
    window = np.empty((len(moments), 2))
    window[:, 0], window[:, 1] = -np.inf, np.inf
    for c in range(len(journeys) - 1):
        stayed, n_wins = True, 0
        for j in range(journeys[c], journeys[c + 1]):
            if outcome[j] == leaving or (len(live) and not live[j]):
                stayed = False
                break
            if outcome[j] == won:
                at = min(start[j] + np.int64(decided[j]), start[j + 1] - 1) if happened[j] else start[j + 1] - 1
                wins[n_wins] = np.int64(seconds[at])
                n_wins += 1
        begin, end = start[journeys[c]], start[journeys[c + 1]]
        if not stayed or begin == end:
            continue
        first, last = np.int64(seconds[begin]), np.int64(seconds[begin])
        for i in range(begin + 1, end):  # journeys of one customer may lie beside each other
            first, last = min(first, np.int64(seconds[i])), max(last, np.int64(seconds[i]))
        for k in range(len(moments)):
            t = moments[k]
            if first >= t or last <= t or first < window[k, 0] or first > window[k, 1]:
                continue
            bought = 0
            for w in range(n_wins):
                bought += wins[w] < t
            if (bought > 0) != (logs[k, 2] > 0.0):
                continue
            contacts = 0
            for i in range(begin, end):
                contacts += np.int64(seconds[i]) < t
            found = abs(math.log1p((t - first) / _DAY) - logs[k, 0]) + abs(math.log1p(contacts) - logs[k, 1])
            found += abs(math.log1p(bought) - logs[k, 2])
            if found < distance[k] or (found == distance[k] and number[c] < nearest[k]):
                distance[k], nearest[k] = found, number[c]
                _narrow(moments, logs, k, distance, window)
