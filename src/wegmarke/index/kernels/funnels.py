"""Funnels: how far each journey got through ordered stages within a window, and when."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, R8, R16, R32, R64, RB, RI64, VOID, W8, W32, W32_2, WI64, WI64_2, compiled, wide

MOST_STAGES = 16
FOREVER, NEVER = 1 << 40, -(1 << 41)
"""A window that takes in all times, and a beginning that no window reaches."""


@compiled(VOID(R64, RB, R64, W8))
def sieve(visited, chosen, needed, reached):
    """How many stages a journey can have reached at most, by what it visited; `chosen` may be empty: all journeys.

    `needed[s]`: bits of the visited set of which one must be there for stage s. Stage by stage over all journeys,
    because that goes without a branch, and journey by journey most branches would be guessed wrongly.
    """
    journeys = len(reached)
    for j in range(journeys):
        reached[j] = 0
    for s in range(len(needed)):
        bits = needed[s]
        for j in range(journeys):
            reached[j] += np.uint8((reached[j] == s) & ((visited[j] & bits) != 0))
        if s == 0 and len(chosen) > 0:
            for j in range(journeys):
                reached[j] *= np.uint8(chosen[j])


def _reach(touchpoint, seconds, start, left, stage_at, touchpoints, window, reached, elapsed):
    """The furthest stage of the journeys `left` by the sieve, and the seconds from the stage before to each stage when
    it was first reached.

    `stage_at`, layers × touchpoints, flat: the stages a touchpoint counts for, counted from 1, the last first, 0
    where there are no more. The window (seconds; negative: none) runs from the first stage; of several beginnings the
    latest that still leads on counts. An interaction serves one stage of a chain. `reached` (J): how many stages,
    at first at most, then truly; `elapsed` (J, stages), or (0, 0) where nobody asks.

    The interactions that count are first listed, then chained, both without a branch that the processor could guess
    wrongly.
    """
    layers = len(stage_at) // touchpoints
    timed = elapsed.shape[0] > 0
    longest = FOREVER if window < 0 else window
    place = np.empty(len(touchpoint) * layers + 1, np.int32)  # pages that nothing is written to cost nothing
    stage = np.empty(len(touchpoint) * layers + 1, np.uint8)
    # By stage, counted from 1: when the chain that got there began, and when it got there. At 0 stands the interaction
    # itself, where a chain begins: with it the first stage is like any other.
    began = np.empty(MOST_STAGES + 1, np.int64)
    at = np.empty(MOST_STAGES + 1, np.int64)
    for j in left:
        most = np.int64(reached[j])
        found = 0
        if layers == 1:
            for i in range(start[j], start[j + 1]):
                s = np.int64(stage_at[touchpoint[i]])
                place[found] = i
                stage[found] = s
                found += np.int64((s > 0) & (s <= most))
        else:  # the same, but an inner loop of one turn would take longer than all the rest
            for i in range(start[j], start[j + 1]):
                for layer in range(layers):
                    s = np.int64(stage_at[layer * touchpoints + touchpoint[i]])
                    place[found] = i
                    stage[found] = s
                    found += np.int64((s > 0) & (s <= most))
        for s in range(most + 1):
            began[s] = NEVER
        best = 0
        for f in range(found):
            now = np.int64(seconds[place[f]])
            s = np.int64(stage[f])
            began[0] = now
            at[0] = now
            beginning = began[s - 1]
            leads_on = now - beginning <= longest
            if timed and leads_on and s > best:
                elapsed[j, s - 1] = np.uint32(now - at[s - 1])
            began[s] = beginning if leads_on else began[s]
            at[s] = now if leads_on else at[s]
            best = max(best, s if leads_on else 0)
        reached[j] = best


reach_8 = compiled(VOID(R8, R32, RI64, RI64, R8, I64, I64, W8, W32_2))(_reach)
reach_16 = wide("touchpoint", VOID(R16, R32, RI64, RI64, R8, I64, I64, W8, W32_2))(_reach)


@compiled(VOID(R8, RI64, RB, WI64))
def count_furthest(reached, journeys, chosen, of_customers):
    """Customers with a chosen journey, by the furthest stage of these; `chosen` may be empty: all journeys."""
    everyone = len(chosen) == 0
    for c in range(len(journeys) - 1):
        best = -1
        for j in range(journeys[c], journeys[c + 1]):
            if everyone or chosen[j]:
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
