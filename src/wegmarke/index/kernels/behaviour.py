"""What each customer adds to what customers did and what departments did, period by period, as places in one table."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, R8, R16, R32, RB, RI64, VOID, W32, WB_2, WI64, compiled, inner
from wegmarke.index.kernels.leaving import WON

LAGS = 4
NIBBLES = 1 << LAGS
"""What a customer was or did in a period and in the three behind it: one of sixteen."""

MET, MET_LEFT, MET_BOUGHT, PRESENT, BEGINS, ENDS, LEFT, BOUGHT, MORE, ASKED, ANSWERED, DUE, KEPT, SCORED = range(14)
"""Parts of the table, see `summaries.behaviour.Table`."""


@inner(I64(RI64, I64))
def _period(bounds, second):
    """In which period a second lies; -1: in none."""
    low, high = 0, len(bounds)
    while low < high:
        middle = (low + high) >> 1
        if bounds[middle] <= second:
            low = middle + 1
        else:
            high = middle
    return low - 1 if low < len(bounds) else -1


@compiled(I64(RI64, RI64, R32, R16, R16, R8, R8, WB_2, RI64, RI64, I64, WI64, W32, WI64))
def tell_behaviour(
    start, journeys, seconds, touchpoint, department, roles, turning, there, bounds, parts, quick, done, places, ends
):  # fmt: skip
    """Writes, customer by customer from done[0] on, the places in the table that each of them adds one to, until there
    might be no room for the next one; returns how many. Then done says where to go on, and done[1] what room that one
    needs at most. ends: where the places of each customer end, counted from 0.

    department: may be empty. roles: bits of contacts. turning: by touchpoint, whether a customer turns to the company.
    there: whether each customer was one at each bound. parts: where each part of the table begins. quick: seconds
    within which an answer is one.
    """
    periods, most = len(bounds) - 1, np.int64(0)
    for i in range(len(department)):
        most = max(most, np.int64(department[i]))
    cells = (most + 1) * periods
    stamp, present = np.full(cells, -1, np.int64), np.full(periods, -1, np.int64)
    met, won = np.empty(cells, np.int64), np.full(periods, -1, np.int64)
    found = 0
    for c in range(done[0], len(journeys) - 1):
        need = 6 * (start[journeys[c + 1]] - start[journeys[c]]) + 4 * periods
        if found + need > len(places):
            done[0], done[1] = c, need
            return found
        n_met = 0
        for j in range(journeys[c], journeys[c + 1]):
            for i in range(start[j], start[j + 1]):
                p = _period(bounds, np.int64(seconds[i]))
                if p < 0:
                    continue
                cell = (np.int64(department[i]) if len(department) else 0) * periods + p
                if stamp[cell] != c:
                    stamp[cell], met[n_met] = c, cell
                    n_met += 1
                else:
                    places[found] = parts[MORE] + cell
                    found += 1
                if present[p] != c:
                    present[p], places[found] = c, parts[PRESENT] + p
                    found += 1
                if roles[i] & WON:
                    won[p] = c
                if not turning[touchpoint[i]]:
                    continue
                places[found] = parts[ASKED] + cell
                found += 1
                if i + 1 < start[j + 1] and not turning[touchpoint[i + 1]]:
                    if np.int64(seconds[i + 1]) - np.int64(seconds[i]) <= quick:
                        places[found] = parts[ANSWERED] + cell
                        found += 1
        for p in range(periods):
            if not there[c, p]:
                continue
            if p == 0 or not there[c, p - 1]:
                places[found] = parts[BEGINS] + p
                found += 1
            if p + 1 == periods or not there[c, p + 1]:
                places[found] = parts[ENDS] + p
                found += 1
            if not there[c, p + 1]:
                places[found] = parts[LEFT] + p
                found += 1
            if won[p] == c:
                places[found] = parts[BOUGHT] + p
                found += 1
        for k in range(n_met):
            cell = met[k]
            p = cell % periods
            was, left, bought = 0, 0, 0
            for lag in range(min(LAGS, periods - p)):
                if there[c, p + lag]:
                    was |= 1 << lag
                    left |= np.int64(not there[c, p + lag + 1]) << lag
                    bought |= np.int64(won[p + lag] == c) << lag
            places[found] = parts[MET] + cell * NIBBLES + was
            found += 1
            if left:
                places[found] = parts[MET_LEFT] + cell * NIBBLES + left
                found += 1
            if bought:
                places[found] = parts[MET_BOUGHT] + cell * NIBBLES + bought
                found += 1
        ends[c] = found
    done[0] = len(journeys) - 1
    return found


@compiled(VOID(RB, RI64, R32, WI64))
def add_places(chosen, ends, places, table):
    """Adds one to the table at every place of the customers chosen."""
    begin = np.int64(0)
    for c in range(len(ends)):
        if chosen[c]:
            for k in range(begin, ends[c]):
                table[places[k]] += 1
        begin = ends[c]
