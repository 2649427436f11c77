"""What journeys cost the customer, as sums over customers and as counts of values, by group of journeys."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import (
    I64,
    R8,
    R16,
    R32,
    R64,
    RB,
    RI64,
    VOID,
    W16,
    W32,
    W64,
    WI64,
    WI64_2,
    compiled,
    inlined,
    unowning,
)

CUSTOMERS, JOURNEYS, TOTAL, SQUARES, PRODUCTS, SIZES = range(6)
MEASURES = 6
"""How many measures there are. Those of a journey lie two in a word of 64 bits, so that one addition adds both: a
customer's contacts, and all else that is measured, stay below 2³².
"""
MOST_VALUES, MOST_HOURS = 256, 4096
"""Values from 1 to below this, hours of waiting besides from there to below that, are counted in tables; few are
larger.
"""

_WORDS = 3
_0, _1, _2, _M, _W, _EVERY = (np.uint64(n) for n in (0, 1, 2, MEASURES, _WORDS, _WORDS + 1))
_LOW, _HIGH, _VALUES = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(MOST_VALUES)
"""Places are unsigned: of a signed one the compiled code asks whether it counts from the end."""


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


@compiled(I64(RI64, R16, R8, R32, R32, I64, I64, W32, WI64, W16, W32))
def measure_journeys(
    start, department, effort_kind, effort_journey, effort_amount, waited, hour, measured, begins, code, contacts
):
    """Writes what each journey measures (journeys × MEASURES, 0 before: contacts, then efforts by kind, `waited` in
    whole hours of so many seconds), where the departments of each begin, and of these the code (0: none) and how many
    contacts it had; returns how many.

    department: may be empty; then no contact has any. effort_*: in order of journeys.
    """
    most = np.int64(0)
    for i in range(len(department)):
        most = max(most, np.int64(department[i]))
    stamps, place = np.full(most + 1, -1, np.int64), np.zeros(most + 1, np.int64)
    found, e = 0, 0
    for j in range(len(start) - 1):
        begins[j], seconds = found, np.int64(0)
        measured[j * MEASURES] = start[j + 1] - start[j]
        while e < len(effort_kind) and np.int64(effort_journey[e]) == j:
            v = np.int64(effort_kind[e]) + 1
            if v == waited:
                seconds += np.int64(effort_amount[e])
            else:
                measured[j * MEASURES + v] += effort_amount[e]
            e += 1
        measured[j * MEASURES + waited] = seconds // hour
        if len(department) == 0:
            code[found], contacts[found] = 0, start[j + 1] - start[j]
            found += 1
            continue
        for i in range(start[j], start[j + 1]):
            of = department[i]
            if stamps[of] != j:
                stamps[of], place[of] = j, found
                code[found], contacts[found] = of, 0
                found += 1
            contacts[place[of]] += 1
    begins[len(start) - 1] = found
    return found


@compiled(VOID(RB, R8, R32, R16, R32, WI64_2))
def count_arising(chosen, kind, journey, department, amount, arose):
    """Adds the efforts of the journeys chosen to arose (departments + 1, MEASURES)."""
    for e in range(len(kind)):
        arose[department[e], np.uint64(kind[e]) + _1] += np.int64(amount[e]) * chosen[journey[e]]


@inlined
def _add(sums, line, a, m):
    """Add what a customer's m journeys of a group measure."""
    sums[line, TOTAL] += a
    sums[line, SQUARES] += a * a
    sums[line, PRODUCTS] += a * m


@inlined
def _close(x, g, m, sums, whole):
    """Add up a customer in a group. Everything of it is 0 again then; of most words most are 0 anyway."""
    word, line = g * _EVERY, g * _M
    whole[g, CUSTOMERS] += 1
    whole[g, JOURNEYS] += m
    whole[g, SIZES] += m * m
    for _ in range(_WORDS):
        both = x[word]
        if both:
            x[word] = 0
            _add(sums, line, np.int64(both & _LOW), m)
            _add(sums, line + _1, np.int64(both >> _HIGH), m)
        word += _1
        line += _2


@inlined
def _cells(measured, j, cells):
    """Write the cells in the tables of values that a journey counts in; how many, and whether a value has none."""
    count, beyond = _0, False
    for v in range(_M):
        value = np.uint64(measured[j * _M + v])
        cells[count] = v * _VALUES + value
        count += np.uint64((value > _0) & (value < _VALUES))
        beyond |= value >= _VALUES
    return count, beyond


@inlined
def _count_large(measured, j, g, once, waited, first_department, found, sums, hours, large_in, large):
    """Count the values of a journey that the tables of values do not hold; how many are noted now."""
    for v in range(_M):
        value = np.uint64(measured[j * _M + v])
        if value < _VALUES:
            continue
        if once:
            _add(sums, g * _M + v, np.int64(value), 1)
        if once and g < first_department:
            _add(sums, v, np.int64(value), 1)
        if v == waited and value < MOST_HOURS:
            hours[g, value] += 1
        else:
            large_in[found], large[found] = g * _M + v, value
            found += 1
    return found


@inlined
def _close_once(once, whole, first_outcome, first_department, sums, values):
    """Add up the customers with one journey each: they measure what it does. All journeys are those of all outcomes."""
    for g in range(first_outcome, len(whole)):
        everywhere = g < first_department
        if everywhere:
            for column in (CUSTOMERS, JOURNEYS, SIZES):
                whole[0, column] += once[g, 0]
        for column in (CUSTOMERS, JOURNEYS, SIZES):
            whole[g, column] += once[g, 0]
        for cell in range(1, values.shape[1]):
            n, a = once[g, cell], cell % MOST_VALUES
            if n:
                values[g, cell] += n
                for of in range(1 + everywhere):
                    line = g * MEASURES * (1 - of) + cell // MOST_VALUES
                    sums[line, TOTAL] += n * a
                    sums[line, SQUARES] += n * a * a
                    sums[line, PRODUCTS] += n * a


_ARGUMENTS = (RI64, R8, RB, R32, RI64, R16, R32, I64, I64, I64, WI64_2, WI64_2, WI64_2, WI64, WI64, WI64_2)


@unowning(I64(*_ARGUMENTS, R64, W64, WI64_2, WI64_2, W64, W64))
def _count_friction(
    journeys, outcome, chosen, measured, begins, code, contacts, waited, first_outcome, first_department,
    sums, values, hours, large_in, large, arose, words, x, whole, once, touched, cells,
):  # fmt: skip
    found = 0
    for c in range(len(journeys) - 1):
        of_customer, n_touched = 0, _0
        for j in range(journeys[c], journeys[c + 1]):
            of_customer += chosen[j]
        if of_customer == 0:
            continue
        alone = of_customer == 1
        for j in range(np.uint64(journeys[c]), np.uint64(journeys[c + 1])):
            if not chosen[j]:
                continue
            first, second, third = words[j * _W], words[j * _W + _1], words[j * _W + _2]
            if not alone:
                x[_0] += first
                x[_1] += second
                x[_2] += third
            n_cells, beyond = _cells(measured, j, cells)
            g, member, end = np.uint64(first_outcome) + np.uint64(outcome[j]), begins[j], begins[j + _1]
            while True:
                if alone:
                    once[g, 0] += 1
                    for k in range(n_cells):
                        once[g, cells[k]] += 1
                else:
                    word = g * _EVERY
                    touched[n_touched] = g
                    n_touched += np.uint64(x[word + _EVERY - _1] == 0)
                    x[word] += first
                    x[word + _1] += second
                    x[word + _2] += third
                    x[word + _EVERY - _1] += _1
                    for k in range(n_cells):
                        values[g, cells[k]] += 1
                if beyond:
                    found = _count_large(
                        measured, j, g, alone, waited, first_department, found, sums, hours, large_in, large
                    )  # fmt: skip
                while member < end and code[member] == 0:
                    arose[0, 0] += contacts[member]
                    member += 1
                if member == end:
                    break
                arose[code[member], 0] += contacts[member]
                g = np.uint64(first_department) + np.uint64(code[member]) - _1
                member += 1
        if not alone:
            _close(x, _0, of_customer, sums, whole)
            for k in range(n_touched):
                g = touched[k]
                m = np.int64(x[g * _EVERY + _EVERY - _1])
                x[g * _EVERY + _EVERY - _1] = 0
                _close(x, g, m, sums, whole)
    return found


@compiled(I64(*_ARGUMENTS))
def count_friction(
    journeys, outcome, chosen, measured, begins, code, contacts, waited, first_outcome, first_department,
    sums, values, hours, large_in, large, arose,
):  # fmt: skip
    """Adds to sums (groups × MEASURES, 6) over customers; to values (groups, MEASURES × MOST_VALUES) how often each but
    0 is there, to hours (groups, MOST_HOURS) how often larger ones of `waited` are; contacts to arose (departments + 1,
    MEASURES). Notes still larger values and in what they are (group × MEASURES + measure); returns how many. Groups are
    all journeys (0; of these no value is counted: they are those of all outcomes), those of each outcome, then those of
    each department. measured, begins, code, contacts: see `measure_journeys`.
    """
    width = len(values)
    x = np.zeros(width * (_WORDS + 1), np.uint64)
    whole, once = np.zeros((width, 6), np.int64), np.zeros((width, MEASURES * MOST_VALUES), np.int64)
    found = _count_friction(
        journeys, outcome, chosen, measured, begins, code, contacts, waited, first_outcome, first_department,
        sums, values, hours, large_in, large, arose, measured.view(np.uint64), x, whole, once,
        np.zeros(width + 1, np.uint64), np.zeros(MEASURES + 1, np.uint64),
    )  # fmt: skip
    _close_once(once, whole, first_outcome, first_department, sums, values)
    for line in range(len(sums)):
        for column in (CUSTOMERS, JOURNEYS, SIZES):
            sums[line, column] += whole[line // MEASURES, column]
    return found
