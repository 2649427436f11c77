"""Groups of journeys with an outcome, described up to it, as sums over customers.

A feature is a column; of most features most journeys have none (a touchpoint not visited counts 0). So a journey is
written as the few columns that it has a value in, and only these are looked at when it is added up. What a journey has
or has not, and numbers of contacts, are added in whole numbers, and Σx² over customers as they come: by x (2X + x) it
grows when x is added to X. Seconds are added in floating point, customer by customer.
"""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import (
    R8,
    R16,
    R32,
    R32_2,
    RB,
    RI64,
    VOID,
    W64_3,
    WF64,
    WF64_3,
    WI64_2,
    WI64_3,
    compiled,
    inlined,
    unowning,
)
from wegmarke.index.kernels.describing import (
    CONTACTS,
    DEPARTMENTS,
    EARLY,
    EMPTY,
    FIRST_DEPARTMENT,
    HAD,
    HANDOVERS,
    HAPPENED,
    KINDS,
    LAST_SILENCE,
    LONGEST_SILENCE,
    PROMISED,
    TO_OUTCOME,
)

N, CUSTOMERS, TOTAL, SQUARES, CLUSTERED, PRODUCTS, SIZES = range(7)
OWN = 7
BOTH, FIRST_ALL, ALL_SECOND, SHARED_SIZES = range(4)
SHARED = 4
"""Sums of a group, and of a group with the first one; see `summaries.decided`. Those of a column lie side by side."""
ANYWHERE, BEGAN = range(2)
PLACES = 2
OF_JOURNEYS, OF_EARLY, OF_EMPTY, OF_CUSTOMERS, OF_SIZES, OF_BOTH = range(6)
COUNTS = 6
"""Of each group its journeys, those with an early beginning, with nothing before the outcome, its customers, Σm² over
them, and Σm₁m with the first group: what features that every journey has need besides their sums.
"""
W_TOTAL, W_CLUSTERED, W_PRODUCTS, W_SO_FAR, W_N, W_CUSTOMERS, W_SIZES, W_SQUARES = range(8)
WHOLE = 8
"""Sums in whole numbers. W_SO_FAR: the customer added last (from 1) in the upper half, what it has so far below.
Numbers have W_SQUARES besides; an order, which not every journey has, W_N, W_CUSTOMERS and W_SIZES, and there W_SQUARES
is in how many journeys the customer has had it so far.
"""
BY_BEFORE, BY_FIRST, BY_TIMED, BY_ORDER, BY_COUNTED = range(5)
BY_CODE = 5
"""Of a touchpoint the columns of whether it is met, is met first, of the way to it, its place among those whose order
is compared (-1 where there is none), and whether it counts (0 where it is passed over).
"""

X, M = range(2)
"""What a customer with several journeys has of a column in a group: Σx, and in how many journeys."""
ONCE, ONCE_X, ONCE_XX = range(3)
"""Of all customers with one journey: how many have a column in a group, Σx, Σx²."""
A_FIRST, A_ORDER, A_DEPARTMENT, A_INCIDENT, A_PROMISE, A_NUMBERS, A_SPEEDS, A_TO_TOUCHPOINT, A_TO_DEPARTMENT = range(9)
"""Where the columns of features begin, by place in `at`; touchpoints begin at 0."""

_0, _1, _HALF, _LOW = (np.uint64(n) for n in (0, 1, 32, 0xFFFFFFFF))


@inlined
def _so_far(whole, g, f, stamp):
    """What the customer has of a column so far."""
    cell = np.uint64(whole[g, f, W_SO_FAR])
    return np.int64(cell & _LOW) if cell >> _HALF == stamp else 0


@inlined
def _remember(whole, g, f, stamp, x):
    """Say what the customer has of a column by now."""
    whole[g, f, W_SO_FAR] = np.int64(stamp << _HALF | np.uint64(x))


@inlined
def _write_touchpoints(
    first, before, code, since, row, by_code, timed, pairs, met, had, had_order, orders, spent, seconds
):  # fmt: skip
    """Columns of touchpoints, the first of them, their order and ways to them. Returns how many columns are written to
    had; to had_order with orders; to spent with seconds; and how many touchpoints count.
    """
    n_had, n_order, n_spent, n_met, counted = _0, _0, _0, _0, np.int64(0)
    begin, end = np.uint64(first[row]), np.uint64(first[row]) + np.uint64(before[row])
    while begin < end and by_code[code[begin], BY_COUNTED] == 0:
        begin += _1
    if begin < end:
        begun = np.int64(since[begin])
        column = by_code[np.uint64(code[begin]), BY_FIRST]
        had[_0] = column
        n_had += np.uint64(column >= 0)
        for e in range(begin, end):
            here = np.uint64(code[e])
            counted += by_code[here, BY_COUNTED]
            column, place, way = by_code[here, BY_BEFORE], by_code[here, BY_ORDER], by_code[here, BY_TIMED]
            had[n_had], met[n_met] = column, place
            n_had += np.uint64(column >= 0)
            n_met += np.uint64(place >= 0)
            spent[n_spent], seconds[n_spent] = way, np.float64(np.int64(since[e]) - begun)
            n_spent += np.uint64(timed & (way >= 0))
        for x in range(n_met):
            for y in range(x + _1, n_met):
                column = pairs[np.uint64(met[x]), np.uint64(met[y])]
                had_order[n_order] = column
                orders[n_order] = met[x] < met[y]
                n_order += np.uint64(column >= 0)
    return n_had, n_order, n_spent, counted


@inlined
def _write_others(
    told, row, department, department_since, department_column, timed, at, n_had, n_spent, had, spent, seconds
):  # fmt: skip
    """Columns of departments, ways to them, speeds, incidents and promises; returns how many there are by now."""
    begin, bits = np.uint64(told[row, FIRST_DEPARTMENT]), np.int64(told[row, HAD])
    to_department = at[A_TO_DEPARTMENT] - at[A_DEPARTMENT]
    for e in range(begin, begin + np.uint64(told[row, DEPARTMENTS])):
        here = department_column[np.uint64(department[e])]
        had[n_had] = here
        n_had += np.uint64(here >= 0)
        spent[n_spent], seconds[n_spent] = here + to_department, np.float64(department_since[e])
        n_spent += np.uint64(timed & (here >= 0))
    if bits & (2 * PROMISED - 1):
        for kind in range(KINDS + 1):  # the column of promises is the one behind the last kind
            had[n_had] = at[A_INCIDENT] + kind
            n_had += np.uint64((bits >> kind) & 1)
    contacts = told[row, CONTACTS]
    if timed:
        speeds = at[A_SPEEDS]
        known = np.uint64(contacts > 0 and bits & HAPPENED != 0)
        spent[n_spent], seconds[n_spent] = speeds, np.float64(told[row, TO_OUTCOME])
        n_spent += known
        spent[n_spent], seconds[n_spent] = speeds + 1, np.float64(told[row, LAST_SILENCE])
        n_spent += known
        spent[n_spent], seconds[n_spent] = speeds + 2, np.float64(told[row, LONGEST_SILENCE])
        n_spent += np.uint64(contacts > 1)
    return n_had, n_spent


@inlined
def _add_whole(whole, g, members, stamp, had, n_had, had_order, orders, n_order, numbers, first_number):
    """Add what a journey has, the order in which it does, and its numbers. members: journeys of the customer in the
    group.
    """
    for k in range(n_had):
        f = np.uint64(had[k])
        so_far = _so_far(whole, g, f, stamp)
        whole[g, f, W_TOTAL] += 1
        whole[g, f, W_CLUSTERED] += 2 * so_far + 1
        whole[g, f, W_PRODUCTS] += members
        _remember(whole, g, f, stamp, so_far + 1)
    for place in range(4):
        f, x = np.uint64(first_number + place), numbers[place]
        so_far = _so_far(whole, g, f, stamp)
        whole[g, f, W_TOTAL] += x
        whole[g, f, W_SQUARES] += x * x
        whole[g, f, W_CLUSTERED] += x * (2 * so_far + x)
        whole[g, f, W_PRODUCTS] += x * members
        _remember(whole, g, f, stamp, so_far + x)
    for k in range(n_order):
        f, x = np.uint64(had_order[k]), orders[k]
        known = np.uint64(whole[g, f, W_SO_FAR]) >> _HALF == stamp
        so_far, m = _so_far(whole, g, f, stamp), whole[g, f, W_SQUARES] if known else 0
        whole[g, f, W_N] += 1
        whole[g, f, W_CUSTOMERS] += not known
        whole[g, f, W_TOTAL] += x
        whole[g, f, W_CLUSTERED] += x * (2 * so_far + 1)
        whole[g, f, W_PRODUCTS] += so_far + x * (m + 1)
        whole[g, f, W_SIZES] += 2 * m + 1
        whole[g, f, W_SQUARES] = m + 1
        _remember(whole, g, f, stamp, so_far + x)


@inlined
def _note(noted, n_noted, latest, g, stamp, columns, count):
    """List the columns in which a customer of both groups has something, each once."""
    for k in range(count):
        f = np.uint64(columns[k])
        noted[g, n_noted[g]] = f
        n_noted[g] += np.uint64(latest[g, f] != stamp)
        latest[g, f] = stamp


@inlined
def _share(whole, g, members, stamp, noted, n_noted, at, shared):
    """Add up what a customer of the first group and of this one has in both, but for seconds."""
    order, behind = np.uint64(at[A_ORDER]), np.uint64(at[A_DEPARTMENT])
    for k in range(n_noted[g]):
        f = noted[g, k]
        one, two = _so_far(whole, _0, f, stamp), _so_far(whole, g, f, stamp)
        shared[g, f, BOTH] += one * two
        if order <= f < behind:
            of_one = whole[_0, f, W_SQUARES] if np.uint64(whole[_0, f, W_SO_FAR]) >> _HALF == stamp else 0
            of_two = whole[g, f, W_SQUARES]
            shared[g, f, FIRST_ALL] += one * of_two
            shared[g, f, ALL_SECOND] += of_one * two
            shared[g, f, SHARED_SIZES] += of_one * of_two
        else:
            shared[g, f, ALL_SECOND] += members[0] * two
    for k in range(n_noted[_0]):
        f = noted[_0, k]
        if not order <= f < behind:
            shared[g, f, FIRST_ALL] += _so_far(whole, _0, f, stamp) * members[g]


@inlined
def _add_once(once, g, spent, seconds, n_spent):
    """Add the seconds of the only journey of a customer."""
    for k in range(n_spent):
        f, v = np.uint64(spent[k]), seconds[k]
        once[g, f, ONCE] += 1.0
        once[g, f, ONCE_X] += v
        once[g, f, ONCE_XX] += v * v


@inlined
def _add_seconds(added, touched, n_touched, g, spent, seconds, n_spent, own):
    """Add the seconds of a journey to what its customer has in a group so far."""
    count = n_touched[g]
    for k in range(n_spent):
        f, v = np.uint64(spent[k]), seconds[k]
        m = added[g, f, M]
        touched[g, count] = f
        count += np.uint64(m == 0.0)
        added[g, f, X] += v
        added[g, f, M] = m + 1.0
        own[g, f, SQUARES] += v * v
    n_touched[g] = count


@inlined
def _close_seconds(added, touched, n_touched, g, with_first, own, shared):
    """Add up the seconds of a customer in a group; with_first: it stands in the first group as well."""
    for k in range(n_touched[g]):
        f = touched[g, k]
        a, m = added[g, f, X], added[g, f, M]
        own[g, f, N] += m
        own[g, f, CUSTOMERS] += 1.0
        own[g, f, TOTAL] += a
        own[g, f, CLUSTERED] += a * a
        own[g, f, PRODUCTS] += a * m
        own[g, f, SIZES] += m * m
        if with_first:
            shared[g, f, BOTH] += added[_0, f, X] * a
            shared[g, f, FIRST_ALL] += added[_0, f, X] * m
            shared[g, f, ALL_SECOND] += added[_0, f, M] * a
            shared[g, f, SHARED_SIZES] += added[_0, f, M] * m


@inlined
def _clear(added, touched, n_touched, g):
    """Everything of the group is 0 again then."""
    for k in range(n_touched[g]):
        added[g, touched[g, k], X], added[g, touched[g, k], M] = 0.0, 0.0
    n_touched[g] = _0


@inlined
def _close_once(once, own):
    """Add up the customers with one journey: what they have is what it has."""
    for g in range(len(own)):
        for f in range(own.shape[1]):
            for line in (N, CUSTOMERS, SIZES):
                own[g, f, line] += once[g, f, ONCE]
            for line in (TOTAL, PRODUCTS):
                own[g, f, line] += once[g, f, ONCE_X]
            for line in (SQUARES, CLUSTERED):
                own[g, f, line] += once[g, f, ONCE_XX]


@inlined
def _groups_of(reason_at, reason, pointers, begin, end, reason_group):
    """The bits of the groups beyond the first two that a journey of the second is in, by the reasons noted in it."""
    bits, place, noted = np.int64(0), pointers[0], False
    while place < len(reason_at) and np.int64(reason_at[place]) < begin:
        place += 1
    while place < len(reason_at) and np.int64(reason_at[place]) < end:
        noted = True
        group = reason_group[reason[place]]
        if group >= 0:
            bits |= np.int64(1) << group
        place += 1
    pointers[0] = place
    if not noted and reason_group[0] >= 0:
        bits |= np.int64(1) << reason_group[0]
    return bits


@inlined
def _count_members(members, counts, groups):
    """Count a customer in all groups that it is in."""
    for g in range(groups):
        m = members[g]
        counts[g, OF_JOURNEYS] += m
        counts[g, OF_CUSTOMERS] += m > 0
        counts[g, OF_SIZES] += m * m
        if g:
            counts[g, OF_BOTH] += members[0] * m


_ARGUMENTS = (
    RB, RI64, R32, R8, RI64, R32, R32, R16, R32, R32_2, R16, R32,
    R32, R16, RI64, WI64_2, RI64, WI64_2, RI64, WI64_3, WF64_3, WF64_3, WI64_2, WI64_2,
)  # fmt: skip


@unowning(VOID(*_ARGUMENTS, WF64_3, WF64_3, W64_3, WI64_2, WF64))
def _add_decided(  # long because a customer is walked through once for all that is told of its journeys
    chosen, start, journey, second, customers, first, before, code, since, told, department, department_since,
    reason_at, reason, reason_group, by_code, department_column, pairs, at, whole, own, shared, places, counts,
    added, once, lists, row_lists, seconds,
):  # fmt: skip
    groups = len(counts)
    touched, noted, latest, lengths = lists[0], lists[1], lists[2], lists[3]
    n_touched, n_noted = lengths[0], lengths[1]
    had, had_order, spent, orders, met = row_lists[0], row_lists[1], row_lists[2], row_lists[3], row_lists[4]
    groups_of, members, numbers, pointers = row_lists[5], row_lists[6], row_lists[7], row_lists[8]
    for c in range(len(customers) - 1):
        begin, end = np.uint64(customers[c]), np.uint64(customers[c + 1])
        of_customer = 0
        for row in range(begin, end):
            j = journey[row]
            bits = np.int64(chosen[j]) << np.int64(second[row])
            of_customer += chosen[j]
            members[0] += bits & 1
            members[1] += bits >> 1
            if bits > 1 and groups > 2:
                bits |= _groups_of(reason_at, reason, pointers, start[j], start[j + 1], reason_group)
                for g in range(2, groups):
                    members[g] += (bits >> g) & 1
            groups_of[row - begin] = bits
        if of_customer == 0:
            continue
        stamp, both = np.uint64(c + 1), members[0] > 0 and members[1] > 0
        for row in range(begin, end):
            bits = groups_of[row - begin]
            if bits == 0:
                continue
            events = np.int64(told[row, HAD])
            early = events & EARLY != 0
            n_had, n_order, n_spent, numbers[1] = _write_touchpoints(
                first, before, code, since, row, by_code, not early, pairs, met, had, had_order,
                orders, spent, seconds,
            )  # fmt: skip
            n_had, n_spent = _write_others(
                told, row, department, department_since, department_column, not early, at, n_had, n_spent, had, spent,
                seconds,
            )  # fmt: skip
            numbers[0], numbers[2], numbers[3] = told[row, CONTACTS], told[row, DEPARTMENTS], told[row, HANDOVERS]
            g = _0
            while bits:
                if bits & 1:
                    counts[g, OF_EARLY] += early
                    counts[g, OF_EMPTY] += events & EMPTY != 0
                    _add_whole(
                        whole, g, members[g], stamp, had, n_had, had_order, orders, n_order, numbers, at[A_NUMBERS]
                    )  # fmt: skip
                    if of_customer == 1:
                        _add_once(once, g, spent, seconds, n_spent)
                    else:
                        _add_seconds(added, touched, n_touched, g, spent, seconds, n_spent, own)
                    if both:
                        for k in range(4):
                            met[k] = at[A_NUMBERS] + k
                        _note(noted, n_noted, latest, g, stamp, had, n_had)
                        _note(noted, n_noted, latest, g, stamp, had_order, n_order)
                        _note(noted, n_noted, latest, g, stamp, met, 4)
                    # Those before the outcome are in their columns; behind it stands hardly more than itself.
                    for e in range(np.uint64(first[row]) + np.uint64(before[row]), np.uint64(first[row + _1])):
                        places[g * PLACES + ANYWHERE, code[e]] += 1
                    places[g * PLACES + BEGAN, code[first[row]]] += 1
                bits >>= 1
                g += _1
        in_groups = np.uint64(groups) if members[1] else _1
        _count_members(members, counts, in_groups)
        if of_customer > 1:  # of whom there is one journey nothing is touched
            for g in range(in_groups):
                with_first = g > _0 and members[0] > 0 and members[g] > 0
                _close_seconds(added, touched, n_touched, g, with_first, own, shared)
                if with_first:
                    _share(whole, g, members, stamp, noted, n_noted, at, shared)
            for g in range(in_groups):
                _clear(added, touched, n_touched, g)
                n_noted[g] = _0
        for g in range(in_groups):
            members[g] = 0


@compiled(VOID(*_ARGUMENTS))
def add_decided(
    chosen, start, journey, second, customers, first, before, code, since, told, department, department_since,
    reason_at, reason, reason_group, by_code, department_column, pairs, at, whole, own, shared, places, counts,
):  # fmt: skip
    """Adds to whole (groups, columns, WHOLE), of columns in seconds to own (groups, columns, OWN), to shared (groups,
    columns, SHARED: with the first group), places (groups × PLACES, touchpoint codes; ANYWHERE counts those that are
    not met before the outcome) and counts (groups, COUNTS).

    chosen: by journey of the partition; start: where their contacts begin. journey and so on, told and so on: see
    `index.decided`. Groups from the third on are those of the second with a reason: reason_group gives the group of
    each code of a reason (0: none noted), -1 for none; at most 62. by_code: (codes, BY_CODE). department_column: by
    code. pairs: the column of the order of two of the touchpoints that are compared. at: where columns of features
    begin.
    """
    groups, width, most = len(counts), own.shape[1], 1
    for c in range(len(customers) - 1):
        most = max(most, customers[c + 1] - customers[c])
    added, once = np.zeros((groups, width, 2)), np.zeros((groups, width, 3))
    lists = np.zeros((4, groups, max(width + 1, groups)), np.uint64)
    row_lists, seconds = np.zeros((9, max(width + 16, groups, most)), np.int64), np.empty(width + 16)
    _add_decided(
        chosen, start, journey, second, customers, first, before, code, since, told, department, department_since,
        reason_at, reason, reason_group, by_code, department_column, pairs, at, whole, own, shared, places, counts,
        added, once, lists, row_lists, seconds,
    )  # fmt: skip
    _close_once(once, own)
