"""The ways to the outcome as a chain, customers dealt into groups, and what the usual heuristics give out."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import R8, R16, R32, RB, RI64, VOID, WF64, WI64, WI64_3, compiled

DECAY_HALVES_SECONDS = 7 * 24 * 3600
"""Time decay: a contact counts half of one that was seven days later."""

FIRST_PART = 0.4
LAST_PART = 0.4

WON = 1
"""The place of "won" in `model.settings.OUTCOME_NAMES`; a test holds it to that."""


def _count_ways(
    codes,
    seconds,
    start,
    decided,
    outcome,
    journeys,
    group,
    chosen,
    chain,
    won_with,
    first,
    last,
    linear,
    decay,
    position,
):
    """Adds to `chain` (groups, K + 1, K + 2) the steps of every way, to the group of its customer: row K is the start,
    column K won, K + 1 not won.

    Of journeys that were won: `won_with` (K) those in which a code occurs at all; `first` (K) where they begin, `last`
    (K) where the way to the outcome ends; `linear`, `decay`, `position` (K) one win for each way, shared out. `chosen`
    may be empty: all.
    """
    everyone = len(chosen) == 0
    size, longest = len(won_with), np.int64(0)
    for j in range(len(decided)):
        longest = max(longest, np.int64(decided[j]))
    seen, halved = np.full(size, -1, np.int64), np.empty(longest, np.float64)
    for c in range(len(journeys) - 1):
        g = np.int64(group[c])
        for j in range(journeys[c], journeys[c + 1]):
            if not everyone and not chosen[j]:
                continue
            a, n = start[j], np.int64(decided[j])
            before = size
            for i in range(a, a + n):
                code = np.int64(codes[i])
                chain[g, before, code] += 1
                before = code
            won = outcome[j] == WON
            chain[g, before, size if won else size + 1] += 1
            if not won:
                continue
            for i in range(a, start[j + 1]):
                code = np.int64(codes[i])
                if seen[code] != j:
                    seen[code] = j
                    won_with[code] += 1
            first[codes[a]] += 1
            if n == 0:
                continue
            last[codes[a + n - 1]] += 1
            # The parts are relative to each other, so the age counts from the last contact: nothing gets too small.
            last_at = np.int64(seconds[a + n - 1])
            whole = 0.0
            for i in range(a, a + n):
                halved[i - a] = 2.0 ** ((np.int64(seconds[i]) - last_at) / DECAY_HALVES_SECONDS)
                whole += halved[i - a]
            for i in range(a, a + n):
                linear[codes[i]] += 1.0 / n
                decay[codes[i]] += halved[i - a] / whole
            if n <= 2:
                position[codes[a]] += 1.0 / n
                if n == 2:
                    position[codes[a + 1]] += 0.5
                continue
            position[codes[a]] += FIRST_PART
            position[codes[a + n - 1]] += LAST_PART
            for i in range(a + 1, a + n - 1):
                position[codes[i]] += (1.0 - FIRST_PART - LAST_PART) / (n - 2)


def _signature(codes):
    return VOID(codes, R32, RI64, R32, R8, RI64, R8, RB, WI64_3, WI64, WI64, WI64, WF64, WF64, WF64)


count_ways = compiled(_signature(R8), _signature(R16))(_count_ways)
