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


@inner(I64(R16, I64, I64, I64, I64, WI64, WI64, WI64_2))
def _departments_of(department, begin, end, j, first_department, stamps, groups, arose):
    """Write the groups of the departments that took part in a journey behind its first; how many are written then.
    stamps: by department the last journey in which it was.
    """
    count = 1
    for i in range(begin, end):
        of = np.int64(department[i])
        arose[of, 0] += 1
        if of > 0 and stamps[of] != j:
            stamps[of] = j
            groups[count] = first_department + of - 1
            count += 1
    return count


@inner(I64(I64, I64, I64, WI64, WI64))
def _note(line, value, found, large_in, large):
    """Note a value that the tables do not hold; how many there are now."""
    if found < len(large):
        large_in[found], large[found] = line, value
    return found + 1


@inner(VOID(WI64_2, WI64, I64, WI64_2, WI64_2))
def _close(x, m, g, sums, whole):
    """Add up a customer in a group. Everything of it is 0 again then."""
    measures = x.shape[1]
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


@compiled(I64(RI64, RI64, R16, R8, RB, R8, RI64, RI64, RI64, I64, I64, I64, I64, WI64_2, WI64_2, WI64, WI64, WI64_2))
def count_friction(
    start, journeys, department, outcome, chosen, effort_kind, effort_journey, effort_department, effort_amount, waited,
    hour, first_outcome, first_department, sums, values, large_in, large, arose,
):  # fmt: skip
    """Adds to sums (groups × measures, 6) over customers, to values (groups × measures, MOST_VALUES) how often each but
    0 is there, and contacts and efforts to arose (departments + 1, measures); returns how many values are larger, of
    which as many are written as there is room for. Groups are all journeys (0), those of each outcome, then those of
    each department.

    department: may be empty. effort_*: efforts in order of journeys; measures are contacts, then efforts by kind, of
    which the measure `waited` is told in whole hours (of so many seconds).
    """
    measures, found, e = arose.shape[1], 0, 0
    width = len(sums) // measures
    x, m = np.zeros((width, measures), np.int64), np.zeros(width, np.int64)
    whole = np.zeros((width, 6), np.int64)
    touched, groups = np.empty(width, np.int64), np.empty(width + 1, np.int64)
    stamps = np.full(len(arose), -1, np.int64)
    measured, some = np.zeros(measures, np.int64), np.empty(measures, np.int64)
    for c in range(len(journeys) - 1):
        n_touched = 0
        for j in range(journeys[c], journeys[c + 1]):
            begin, end = start[j], start[j + 1]
            if not chosen[j]:
                while e < len(effort_kind) and effort_journey[e] == j:
                    e += 1
                continue
            measured[0], measured[1:] = end - begin, 0
            while e < len(effort_kind) and effort_journey[e] == j:
                v = np.int64(effort_kind[e]) + 1
                measured[v] += effort_amount[e]
                arose[effort_department[e], v] += effort_amount[e]
                e += 1
            measured[waited] //= hour
            n_some = 0
            for v in range(measures):
                if measured[v]:
                    some[n_some] = v
                    n_some += 1
            groups[0], count = first_outcome + np.int64(outcome[j]), 1
            if len(department):
                count = _departments_of(department, begin, end, j, first_department, stamps, groups, arose)
            else:
                arose[0, 0] += end - begin
            for k in range(count):
                g = groups[k]
                if m[g] == 0:
                    touched[n_touched] = g
                    n_touched += 1
                m[g] += 1
                for s in range(n_some):
                    v = some[s]
                    value, line = measured[v], g * measures + v
                    x[g, v] += value
                    if value < MOST_VALUES:
                        values[line, value] += 1
                    else:
                        found = _note(line, value, found, large_in, large)
                        if k == 0:
                            found = _note(v, value, found, large_in, large)
        # All journeys are those of all outcomes.
        for k in range(n_touched):
            g = touched[k]
            if g < first_department:
                m[0] += m[g]
                for v in range(measures):
                    x[0, v] += x[g, v]
        if n_touched:
            _close(x, m, 0, sums, whole)
        for k in range(n_touched):
            _close(x, m, touched[k], sums, whole)
    for g in range(first_outcome, first_department):
        for v in range(measures):
            for value in range(MOST_VALUES):
                values[v, value] += values[g * measures + v, value]
    for g in range(width):
        for v in range(measures):
            for column in (CUSTOMERS, JOURNEYS, SIZES):
                sums[g * measures + v, column] += whole[g, column]
    return found
