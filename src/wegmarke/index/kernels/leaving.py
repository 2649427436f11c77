"""What contacts are for staying and leaving, and with which contact each customer left first."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, R8, R16, R32, RB, RI64, VOID, W8, WB_2, WI64, compiled

WON, LEFT = 1, 2
"""Bits of what a contact is; the others are of `index.moments`."""


@compiled(VOID(R16, RI64, R8, R32, RB, R8, R8, W8))
def tell_roles(touchpoint, start, outcome, decided, happened, by_touchpoint, by_outcome, roles):
    """Writes the bits of every contact: those of its touchpoint, and of the outcome of which it is the contact."""
    for i in range(len(touchpoint)):
        roles[i] = by_touchpoint[touchpoint[i]]
    for j in range(len(outcome)):
        bits = by_outcome[outcome[j]]
        if bits:
            last = start[j + 1] - 1
            at = min(start[j] + np.int64(decided[j]), last) if happened[j] else last
            roles[at] |= bits


@compiled(I64(RI64, RI64, R32, R8, I64, WI64))
def find_leaving(start, journeys, seconds, roles, bought_once, at):
    """Writes for each customer who left the place of the contact with which they did so first, in order of customers;
    returns how many. See `summaries.losses.leaving_contacts`.
    """
    found = 0
    for c in range(len(journeys) - 1):
        begin, end = start[journeys[c]], start[journeys[c + 1]]
        leaves = False
        for i in range(begin, end):
            leaves |= roles[i] & LEFT != 0
        if not leaves:
            continue
        entry = np.int64(1) << 62
        for i in range(begin, end):
            if bought_once == 0 or roles[i] & WON:
                entry = min(entry, np.int64(seconds[i]))
        # Who left without a purchase on record was a customer before the records began: any time of leaving counts.
        first, anyhow = np.int64(-1), np.int64(-1)
        for i in range(begin, end):
            if roles[i] & LEFT:
                if anyhow < 0 or seconds[i] < seconds[anyhow]:
                    anyhow = i
                if np.int64(seconds[i]) > entry and (first < 0 or seconds[i] < seconds[first]):
                    first = i
        at[found] = first if first >= 0 else anyhow
        found += 1
    return found


@compiled(VOID(RI64, RI64, R32, R8, I64, RI64, WB_2))
def tell_standing(start, journeys, seconds, roles, bought_once, bounds, there):
    """Writes whether each customer was one at each bound; see `summaries.standing`. Of purchase and leaving in the same
    second leaving is the later.
    """
    latest, left = np.empty(len(bounds), np.int64), np.empty(len(bounds), np.int64)
    for c in range(len(journeys) - 1):
        latest[:], left[:] = -1, 0
        first = np.int64(1) << 62
        for i in range(start[journeys[c]], start[journeys[c + 1]]):
            now = np.int64(seconds[i])
            first = min(first, now)
            if roles[i] & (WON | LEFT):
                leaves = np.int64(roles[i] & LEFT != 0)
                for b in range(len(bounds)):
                    if now < bounds[b] and (now > latest[b] or (now == latest[b] and leaves)):
                        latest[b], left[b] = now, leaves
        for b in range(len(bounds)):
            known = latest[b] >= 0 if bought_once else first < bounds[b]
            there[c, b] = known and left[b] == 0
