"""Groups of decided journeys, described up to their outcome, as sums over customers.

A feature is a column; of most features most journeys have none (a touchpoint not visited counts 0). So a journey is
written as the few columns that it has a value in, and only these are looked at when it is added up.
"""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, R8, R16, R32, RB, RI64, VOID, WF64_3, WI64_2, compiled, inlined

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

X, M = range(2)
"""What a customer with several journeys has of a column in a group: Σx, and in how many journeys."""
ONCE, ONCE_X, ONCE_XX = range(3)
"""Of all customers with one journey: how many have a column in a group, Σx, Σx²."""
A_FIRST, A_ORDER, A_DEPARTMENT, A_INCIDENT, A_PROMISE, A_NUMBERS, A_SPEEDS, A_TO_TOUCHPOINT, A_TO_DEPARTMENT = range(9)
"""Where the columns of features begin, by place in `at`; touchpoints begin at 0."""
KINDS = 9
K_BROKEN, K_LATE = 0, 1
"""Incident kinds, places in `INCIDENT_KINDS`; a test says so."""

_0, _1, _2 = (np.uint64(n) for n in (0, 1, 2))
"""Lists are written without a branch, the place behind the last as well: what is written there counts only if it is
moved on. What a journey holds cannot be foretold, and to be wrong takes longer than to write in vain.
"""


@inlined
def _rows(touchpoint, begin, until, passed_over, rows):
    """The places of the contacts before the outcome that are not passed over; how many."""
    count = _0
    for i in range(begin, until):
        rows[count] = i
        count += np.uint64(passed_over[touchpoint[i]] == 0)
    return count


@inlined
def _describe_places(
    seconds, touchpoint, department, rows, count, j, column, ordered, timed_at, department_column, at, timed, met,
    stamps, value, columns,
):  # fmt: skip
    """Columns of touchpoints, their order, departments, numbers and ways to each; returns how many columns are written.

    met: what is compared in pairs, in the order in which the journey has it. stamps: the last journey in which each
    touchpoint code was, then each department code.
    """
    found, n_met, touchpoints, departments, handovers = _0, _0, 0, 0, 0
    begun = np.int64(seconds[rows[_0]]) if count else 0
    codes, last = len(column), np.int64(0)
    size = ordered[0]  # how many are compared in pairs; behind it the place of each column among them, or -1
    for r in range(count):
        i = rows[r]
        code, since = touchpoint[i], np.float64(np.int64(seconds[i]) - begun)
        fresh, here = stamps[code] != j, max(column[code], 0)
        stamps[code] = j
        touchpoints += fresh
        fresh &= column[code] >= 0
        columns[found], value[found] = here, 1.0
        found += np.uint64(fresh)
        columns[found], value[found] = at[A_TO_TOUCHPOINT] + timed_at[here], since
        found += np.uint64(fresh & timed & (timed_at[here] >= 0))
        met[n_met] = ordered[1 + here]
        n_met += np.uint64(fresh & (ordered[1 + here] >= 0) & (size > 1))
        if len(department):
            of = np.int64(department[i])
            known, here = of > 0, department_column[of]
            handovers += known & (last > 0) & (last != of)
            last = of if known else last
            fresh = known & (stamps[codes + of] != j)
            stamps[codes + of] = j
            departments += fresh
            fresh &= here >= 0
            columns[found], value[found] = at[A_DEPARTMENT] + here, 1.0
            found += np.uint64(fresh)
            columns[found], value[found] = at[A_TO_DEPARTMENT] + here, since
            found += np.uint64(fresh & timed)
    if count and column[touchpoint[rows[_0]]] >= 0:
        columns[found], value[found] = at[A_FIRST] + column[touchpoint[rows[_0]]], 1.0
        found += _1
    for x in range(n_met):
        for y in range(x + _1, n_met):
            a, b = min(met[x], met[y]), max(met[x], met[y])
            columns[found] = at[A_ORDER] + a * (2 * size - a - 1) // 2 + b - a - 1
            value[found] = np.float64(a == met[x])
            found += _1
    numbers = (np.int64(count), touchpoints, departments, handovers)
    for place in range(4):
        columns[found], value[found] = at[A_NUMBERS] + place, np.float64(numbers[place])
        found += np.uint64(numbers[place] > 0)
    return found


@inlined
def _describe_speed(seconds, rows, count, happened, ended, at, value, columns, found):
    """Seconds from the first contact to the outcome, from the last one to it, and the longest silence between."""
    if count and happened:
        columns[found], value[found] = at[A_SPEEDS], np.float64(ended - np.int64(seconds[rows[_0]]))
        found += _1
        columns[found], value[found] = at[A_SPEEDS] + 1, np.float64(ended - np.int64(seconds[rows[count - _1]]))
        found += _1
    longest = np.int64(0)
    for r in range(_1, count):
        longest = max(longest, np.int64(seconds[rows[r]]) - np.int64(seconds[rows[r - _1]]))
    columns[found], value[found] = at[A_SPEEDS] + 2, np.float64(longest)
    found += np.uint64(count > _1)
    return found


@inlined
def _describe_events(
    incident_at, incident_kind, incident_seconds, touchpoint, passed_over, promise_at, promise_due, promise_kept,
    pointers, end, until, ended, at, value, columns, found,
):  # fmt: skip
    """Kinds of incidents before the outcome, and what had become of promises by then. pointers: how far incidents and
    promises are read; they are read up to the end of the journey.
    """
    met, given = np.int64(0), False
    late_or_broken = (np.int64(1) << K_BROKEN) | (np.int64(1) << K_LATE)
    place = pointers[0]
    while place < len(incident_at) and incident_at[place] < end:
        i = incident_at[place]
        if i < until and np.int64(incident_seconds[place]) <= ended and passed_over[touchpoint[i]] == 0:
            met |= np.int64(1) << np.int64(incident_kind[place])
        place += 1
    pointers[0] = place
    met &= ~late_or_broken  # one that is kept after the outcome was broken when the outcome came
    place = pointers[1]
    while place < len(promise_at) and np.int64(promise_at[place]) < end:
        if np.int64(promise_at[place]) < until:
            given = True
            due, kept = np.int64(promise_due[place]), np.int64(promise_kept[place])
            if kept > 0 and kept <= ended:
                if kept > due:
                    met |= np.int64(1) << K_LATE
            elif due < ended:
                met |= np.int64(1) << K_BROKEN
        place += 1
    pointers[1] = place
    for kind in range(KINDS):
        columns[found], value[found] = at[A_INCIDENT] + kind, 1.0
        found += np.uint64((met >> kind) & 1)
    columns[found], value[found] = at[A_PROMISE], 1.0
    found += np.uint64(given)
    return found


@inlined
def _add_once(once, g, columns, found, value):
    """Add the only journey of a customer."""
    for k in range(found):
        f, v = np.uint64(columns[k]), value[k]
        once[g, f, ONCE] += 1.0
        once[g, f, ONCE_X] += v
        once[g, f, ONCE_XX] += v * v


@inlined
def _add(added, touched, n_touched, g, columns, found, value, own):
    """Add a journey to what its customer has in a group so far."""
    count = n_touched[g]
    for k in range(found):
        f, v = np.uint64(columns[k]), value[k]
        m = added[g, f, M]
        touched[g, count] = f
        count += np.uint64(m == 0.0)
        added[g, f, X] += v
        added[g, f, M] = m + 1.0
        own[g, f, SQUARES] += v * v
    n_touched[g] = count


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
def _close(added, touched, n_touched, members, sometimes, own, shared, counts):
    """Add up a customer; members: journeys in each group. Everything is 0 again then."""
    groups = len(members)
    for g in range(groups):
        if members[g] == 0:
            continue
        size = np.float64(members[g])
        for k in range(n_touched[g]):
            f = touched[g, k]
            a, m = added[g, f, X], added[g, f, M]
            of = m if sometimes[f] else size
            own[g, f, N] += m
            own[g, f, CUSTOMERS] += 1.0
            own[g, f, TOTAL] += a
            own[g, f, CLUSTERED] += a * a
            own[g, f, PRODUCTS] += a * of
            own[g, f, SIZES] += m * m
            if g and members[0]:
                of_first = added[0, f, M] if sometimes[f] else np.float64(members[0])
                shared[g, f, BOTH] += added[0, f, X] * a
                shared[g, f, ALL_SECOND] += of_first * a
                if sometimes[f]:
                    shared[g, f, FIRST_ALL] += added[0, f, X] * m
                    shared[g, f, SHARED_SIZES] += of_first * m
        if g and members[0]:
            for k in range(n_touched[0]):
                f = touched[0, k]
                if sometimes[f] == 0:
                    shared[g, f, FIRST_ALL] += added[0, f, X] * size
        counts[g, OF_CUSTOMERS] += 1
        counts[g, OF_SIZES] += members[g] * members[g]
        if g:
            counts[g, OF_BOTH] += members[0] * members[g]
    for g in range(groups):
        for k in range(n_touched[g]):
            added[g, touched[g, k], X], added[g, touched[g, k], M] = 0.0, 0.0
        n_touched[g] = _0
        members[g] = 0


@inlined
def _groups_of(reason_at, reason, pointers, end, outcome, reason_group):
    """The bits of the groups beyond the first two that a lost journey is in, by the reasons noted in it. Reasons are
    read up to the end of the journey.
    """
    bits, place, noted = np.int64(0), pointers[2], False
    while place < len(reason_at) and np.int64(reason_at[place]) < end:
        noted = True
        group = reason_group[reason[place]]
        if group >= 0:
            bits |= np.int64(1) << group
        place += 1
    pointers[2] = place
    if not noted and reason_group[0] >= 0:
        bits |= np.int64(1) << reason_group[0]
    return bits if outcome == 1 else np.int64(0)


@compiled(
    VOID(
        RI64, RI64, R32, R16, R16, R16, R8, R32, RB, RB, RI64, R8, R32, R32, R32, R32, R32, R16,
        R8, RI64, RI64, RI64, RI64, RI64, RI64, RI64, I64, WF64_3, WF64_3, WI64_2, WI64_2,
    )
)  # fmt: skip
def describe_decided(  # long because a customer is walked through once for all that is told of each journey
    start, journeys, seconds, touchpoint, department, entry, outcome, decided, happened, chosen, incident_at,
    incident_kind, incident_seconds, promise_at, promise_due, promise_kept, reason_at, reason,
    passed_over, column, ordered, timed_at, department_column, reason_group, at, sometimes, begun_after, own, shared,
    places, counts,
):  # fmt: skip
    """Adds to own (groups, columns, OWN), shared (groups, columns, SHARED: with the first group), places (groups ×
    PLACES, touchpoints) and counts (groups, COUNTS). Of columns that always have a meaning what counts tell is another
    thing: there N, CUSTOMERS and SIZES are of journeys that have the feature, and SHARED_SIZES is left out.

    outcome: of each journey 0 first group, 1 second, else none. Groups from the third on are those of the second with a
    reason: reason_group gives the group of each code of a reason (0: none noted), -1 for none; at most 62. touchpoint,
    entry: codes. department: may be empty. passed_over, column: by touchpoint code. ordered: how many columns are
    compared in pairs, then the place of each column among them. timed_at: by column. at: where columns of features
    begin. sometimes: by column whether it may have no meaning. begun_after: a first journey begun before is early.
    """
    groups, width = len(counts), own.shape[1]
    added, once = np.zeros((groups, width, 2)), np.zeros((groups, width, 3))
    touched, n_touched = np.zeros((groups, width + 1), np.uint64), np.zeros(groups, np.uint64)
    members = np.zeros(groups, np.int64)
    longest = 1
    for j in range(len(outcome)):
        longest = max(longest, start[j + 1] - start[j])
    rows = np.empty(longest + 1, np.uint64)
    stamps = np.full(len(column) + len(department_column), -1, np.int64)
    anywhere_stamp, anywhere = np.full(width + 1, -1, np.int64), np.zeros(width + 1, np.int64)
    met = np.zeros(width + 1, np.int64)
    value, columns = np.empty(2 * width + 16), np.empty(2 * width + 16, np.int64)
    pointers = np.zeros(3, np.int64)
    for c in range(len(journeys) - 1):
        of_customer = 0
        for j in range(journeys[c], journeys[c + 1]):
            of_customer += outcome[j] <= 1 and chosen[j]
        for j in range(journeys[c], journeys[c + 1]):
            begin, end = start[j], start[j + 1]
            bits = _groups_of(reason_at, reason, pointers, end, outcome[j], reason_group)
            if outcome[j] > 1 or not chosen[j]:
                while pointers[0] < len(incident_at) and incident_at[pointers[0]] < end:
                    pointers[0] += 1
                while pointers[1] < len(promise_at) and np.int64(promise_at[pointers[1]]) < end:
                    pointers[1] += 1
                continue
            bits |= np.int64(1) << np.int64(outcome[j])
            until = min(begin + np.int64(decided[j]), end) if happened[j] else end
            ended = np.int64(seconds[min(until, end - 1) if happened[j] else end - 1])
            early = j == journeys[c] and np.int64(seconds[begin]) < begun_after
            count = _rows(touchpoint, begin, until, passed_over, rows)
            found = _describe_places(
                seconds, touchpoint, department, rows, count, j, column, ordered, timed_at, department_column, at,
                not early, met, stamps, value, columns,
            )  # fmt: skip
            if not early:
                found = _describe_speed(seconds, rows, count, happened[j], ended, at, value, columns, found)
            found = _describe_events(
                incident_at, incident_kind, incident_seconds, touchpoint, passed_over, promise_at, promise_due,
                promise_kept, pointers, end, until, ended, at, value, columns, found,
            )  # fmt: skip
            n_anywhere = _0
            for i in range(begin, end):
                here = column[touchpoint[i]]
                spot = here if here >= 0 else width
                anywhere[n_anywhere] = here
                n_anywhere += np.uint64((here >= 0) & (anywhere_stamp[spot] != j))
                anywhere_stamp[spot] = j
            for g in range(groups):
                if not (bits >> g) & 1:
                    continue
                members[g] += 1
                counts[g, OF_JOURNEYS] += 1
                counts[g, OF_EARLY] += early
                counts[g, OF_EMPTY] += happened[j] and decided[j] == 0
                if of_customer == 1:
                    _add_once(once, g, columns, found, value)
                else:
                    _add(added, touched, n_touched, g, columns, found, value, own)
                for k in range(n_anywhere):
                    places[g * PLACES + ANYWHERE, anywhere[k]] += 1
                if column[entry[j]] >= 0:
                    places[g * PLACES + BEGAN, column[entry[j]]] += 1
        if of_customer:  # of whom there is one journey nothing is touched
            _close(added, touched, n_touched, members, sometimes, own, shared, counts)
    _close_once(once, own)
