"""Funnels: how far each journey got through ordered stages within a window, and when."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import B1, I64, R8, R16, R32, R64, RB, RI64, VOID, W8, W32, W32_2, WI64, WI64_2, compiled, wide

MOST_STAGES = 16


def _reach(touchpoint, seconds, start, visited, chosen, stages_of, needed, exact, window, reached, elapsed):
    """The furthest stage of each journey, and the seconds from the stage before to each stage when it was first
    reached.

    `stages_of[code]`: bit s is set where the touchpoint counts for stage s. `needed[s]`: bits of the visited set of
    which one must be there for stage s. The window (seconds; negative: none) runs from the first stage; of several
    beginnings the latest that still leads on counts. An interaction serves one stage of a chain. `reached` (J): how
    many stages; `elapsed` (J, stages), or (0, 0) where nobody asks. `exact`: the visited set is no sieve but the truth,
    so who lacks the second stage need not be looked at.
    """
    count = len(needed)
    anchor = np.empty(MOST_STAGES, np.int64)
    at = np.empty(MOST_STAGES, np.int64)
    everyone = len(chosen) == 0
    timed = elapsed.shape[0] > 0
    for j in range(len(start) - 1):
        reached[j] = 0
        if not everyone and not chosen[j]:
            continue
        bits = visited[j]
        most = 0
        while most < count and (bits & needed[most]) != 0:
            most += 1
        if most == 0:
            continue
        if most == 1 and exact:
            reached[j] = 1
            continue
        best = 0
        for s in range(most):
            anchor[s] = -1
        for i in range(start[j], start[j + 1]):
            stages = stages_of[touchpoint[i]]
            if stages == 0:
                continue
            now = np.int64(seconds[i])
            for s in range(most - 1, 0, -1):
                if (
                    (stages >> np.uint64(s)) & np.uint64(1)
                    and anchor[s - 1] >= 0
                    and (window < 0 or now - anchor[s - 1] <= window)
                ):
                    anchor[s] = anchor[s - 1]
                    at[s] = now
                    if s + 1 > best:
                        best = s + 1
                        if timed:
                            elapsed[j, s] = np.uint32(now - at[s - 1])
            if stages & np.uint64(1):
                anchor[0] = now
                at[0] = now
                if best == 0:
                    best = 1
            if best == most:
                break
        reached[j] = best


reach_8 = compiled(VOID(R8, R32, RI64, R64, RB, R64, R64, B1, I64, W8, W32_2))(_reach)
reach_16 = wide("touchpoint", VOID(R16, R32, RI64, R64, RB, R64, R64, B1, I64, W8, W32_2))(_reach)


@compiled(VOID(R8, RI64, RB, WI64, WI64))
def count_reached(reached, journeys, chosen, of_journeys, of_customers):
    """The chosen journeys, and their customers, by the furthest stage; `chosen` may be empty: all journeys."""
    everyone = len(chosen) == 0
    for c in range(len(journeys) - 1):
        best = -1
        for j in range(journeys[c], journeys[c + 1]):
            if everyone or chosen[j]:
                of_journeys[reached[j]] += 1
                best = max(best, np.int64(reached[j]))
        if best >= 0:
            of_customers[best] += 1


@compiled(I64(R8, W32_2, I64, W32))
def elapsed_at(reached, elapsed, stage, out):
    """The seconds to a stage of the journeys that reached it; returns how many."""
    found = 0
    for j in range(len(reached)):
        if reached[j] > stage:
            out[found] = elapsed[j, stage]
            found += 1
    return found


def _count_ended(reached, last, chosen, counts):
    """Last touchpoints of journeys by furthest stage; `chosen` may be empty: all journeys."""
    everyone = len(chosen) == 0
    for j in range(len(reached)):
        if everyone or chosen[j]:
            counts[reached[j], last[j]] += 1


count_ended_8 = compiled(VOID(R8, R8, RB, WI64_2))(_count_ended)
count_ended_16 = wide("touchpoint", VOID(R8, R16, RB, WI64_2))(_count_ended)
