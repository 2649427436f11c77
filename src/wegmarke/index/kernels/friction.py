"""What journeys cost the customer, as sums over customers and as counts of values, by group of journeys."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, R8, R16, R32, RB, RI64, VOID, WI64, WI64_2, compiled, inner

CUSTOMERS, JOURNEYS, TOTAL, SQUARES, PRODUCTS, SIZES = range(6)
MOST_VALUES = 256
"""Values from 0 to below this are counted in a table of their own for each group and measure; few are larger."""


@compiled(I64(R32, R16, R16, R32, RB, RI64, I64, WI64))
def find_breaks(seconds, touchpoint, channel, matter, turning, start, within, breaks):
    """Places of the contacts at which customers turned to the company by another channel than the time before in the
    journey, within so many seconds and not known to be about another matter; returns how many. matter: may be empty.
    """
    found = 0
    for j in range(len(start) - 1):
        last = np.int64(-1)
        for i in range(start[j], start[j + 1]):
            if not turning[touchpoint[i]] or channel[i] == 0:
                continue
            if last >= 0 and channel[i] != channel[last] and np.int64(seconds[i]) - np.int64(seconds[last]) <= within:
                same = len(matter) == 0 or matter[i] == matter[last] or matter[i] == 0 or matter[last] == 0
                if same:
                    breaks[found] = i
                    found += 1
            last = i
    return found


@compiled(VOID(R8, RI64, RI64, RI64, RB, WI64_2, WI64_2))
def add_efforts(kind, journey, department, amount, chosen, measured, arose):
    """Adds efforts to measured (journeys, kinds + 1) and, of journeys chosen, to arose (departments + 1, kinds + 1).
    The first column is left to contacts.
    """
    for e in range(len(kind)):
        measured[journey[e], kind[e] + 1] += amount[e]
        if chosen[journey[e]]:
            arose[department[e], kind[e] + 1] += amount[e]


@inner(I64(RI64, R16, R8, I64, I64, I64, WI64, WI64))
def _groups_of(start, department, outcome, j, first_outcome, first_department, stamps, groups):
    """The groups of a journey: all, its outcome, each department that took part; how many. stamps: by department the
    last journey in which it was.
    """
    groups[0], groups[1], count = 0, first_outcome + np.int64(outcome[j]), 2
    if len(department):
        for i in range(start[j], start[j + 1]):
            of = np.int64(department[i])
            if of > 0 and stamps[of] != j:
                stamps[of] = j
                groups[count] = first_department + of - 1
                count += 1
    return count


@compiled(I64(RI64, RI64, R16, R8, RB, WI64_2, I64, I64, WI64_2, WI64_2, WI64, WI64, WI64_2))
def count_friction(
    start, journeys, department, outcome, chosen, measured, first_outcome, first_department, sums, values, large_in,
    large, arose,
):  # fmt: skip
    """Adds to sums (groups × measures, 6) over customers, to values (groups × measures, MOST_VALUES) what is not 0, and
    contacts to arose (departments + 1, measures); returns how many values are larger, of which as many are written as
    there is room for. department: may be empty.
    """
    measures, room, found = measured.shape[1], len(large), 0
    width = len(sums) // measures
    x, m = np.zeros((width, measures), np.int64), np.zeros(width, np.int64)
    whole = np.zeros((width, 6), np.int64)
    touched, groups = np.empty(width, np.int64), np.empty(width + 2, np.int64)
    stamps = np.full(len(arose), -1, np.int64)
    for c in range(len(journeys) - 1):
        n_touched = 0
        for j in range(journeys[c], journeys[c + 1]):
            if not chosen[j]:
                continue
            if len(department):
                for i in range(start[j], start[j + 1]):
                    arose[department[i], 0] += 1
            else:
                arose[0, 0] += start[j + 1] - start[j]
            count = _groups_of(start, department, outcome, j, first_outcome, first_department, stamps, groups)
            for k in range(count):
                g = groups[k]
                if m[g] == 0:
                    touched[n_touched] = g
                    n_touched += 1
                m[g] += 1
                for v in range(measures):
                    value, line = measured[j, v], g * measures + v
                    if value == 0:
                        continue
                    x[g, v] += value
                    if value < MOST_VALUES:
                        values[line, value] += 1
                    else:
                        if found < room:
                            large_in[found], large[found] = line, value
                        found += 1
        for k in range(n_touched):
            g = touched[k]
            whole[g, CUSTOMERS] += 1
            whole[g, JOURNEYS] += m[g]
            whole[g, SIZES] += m[g] * m[g]
            for v in range(measures):
                line, a = g * measures + v, x[g, v]
                if a:
                    sums[line, TOTAL] += a
                    sums[line, SQUARES] += a * a
                    sums[line, PRODUCTS] += a * m[g]
                    x[g, v] = 0
            m[g] = 0
    for g in range(width):
        for v in range(measures):
            for column in (CUSTOMERS, JOURNEYS, SIZES):
                sums[g * measures + v, column] += whole[g, column]
    return found
