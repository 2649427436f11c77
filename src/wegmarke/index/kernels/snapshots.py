"""Snapshots of customers: what their history was just before a moment, and what became of them after it."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import (
    F64,
    I64,
    R8,
    R8_2,
    R16,
    R32,
    R32_2,
    R64,
    RF64_2,
    RI64,
    U64,
    VOID,
    W8,
    W8_2,
    W32,
    W32_2,
    W64,
    WB,
    WF64_2,
    WI64,
    compiled,
    inner,
)

KINDS = 9
WEEK, RECENT, BEFORE, LONG_AGO = 7 * 86_400, 30 * 86_400, 90 * 86_400, 365 * 86_400
"""Incidents are counted in the last 30 days, in the 60 days before these, and in the rest of a year."""

A_TENURE, A_CUSTOMER_FOR, A_SINCE_WIN, A_SINCE_CONTACT, A_MONEY = 0, 1, 2, 3, 4
AGES = 5
"""Of a history: logarithms of days and of money, one column each."""
C_CONTACTS_30, C_CONTACTS_90, C_CONTACTS_365, C_WINS, C_ASKED_30, C_ASKED_90 = 0, 1, 2, 3, 4, 5
COUNTS = 6
"""Of a history: what is counted and can be many; told as ln(1 + count)."""
M_SETTLED, M_INCIDENTS_7, M_INCIDENTS_90, M_INCIDENTS = 0, 1, 2, 3
MARKS = M_INCIDENTS + 3 * KINDS
"""Of a history: what is counted and seldom many, at most 255; from M_INCIDENTS on, incidents by kind in the last 30
days, then before, then long ago.
"""
FEATURES = AGES + COUNTS + MARKS

_LOGS = np.array([np.log1p(count) for count in range(64)])
_MOST = 255
NEVER = 0xFFFFFFFF
"""The second in which somebody left who never did."""

NO_VISIT = 0xFFFFFFFF
"""The touchpoint of a moment that was drawn."""
O_LEFT, O_WON, O_BAD = 1, 2, 4
"""Bits of what came after: left within the horizon, bought again within it; and of the moment itself: an incident came
with the visit.
"""


@inner(F64(U64, I64))
def _drawn(number, k):
    """A number from 0 to 1, the same for this customer and period however the index is divided (splitmix64)."""
    z = number + np.uint64(0x9E3779B97F4A7C15) * (np.uint64(k) + np.uint64(1))
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return np.float64(z >> np.uint64(11)) / 9007199254740992.0


@inner(F64(I64))
def _log(count):
    """ln(1 + count); most counts are small, and looked up."""
    return _LOGS[count] if count < len(_LOGS) else np.log1p(count)


@inner(VOID(W8_2, I64, I64))
def _mark(marks, line, column):
    """One more."""
    if marks[line, column] < _MOST:
        marks[line, column] += np.uint8(1)


@inner(VOID(WI64, I64, R32, R8, I64, WI64, WI64, I64, I64, I64, RI64, WI64, WF64_2, W32_2, W8_2, I64))
def _history(
    order, p, seconds, role, t, wins, settled, n_wins, n_settled, first, amounts, incidents, ages, counts, marks, line
):  # fmt: skip
    """Describe the history of the contacts before place p of the order, as of second t. incidents: pairs of second and
    kind, as one number each, in order of time.
    """
    ages[line, :] = 0.0
    marks[line, :] = 0
    ages[line, A_TENURE] = np.log1p((t - first) / 86_400.0)
    while p > 0 and np.int64(seconds[order[p - 1]]) >= t:
        p -= 1
    c30, c90, c365, asked_30, asked_90, q = 0, 0, 0, 0, 0, p - 1
    money = np.int64(0)
    while q >= 0:
        age = t - np.int64(seconds[order[q]])
        if age > LONG_AGO:
            break
        c365 += 1
        c90 += age <= BEFORE
        c30 += age <= RECENT
        if role[order[q]] & 8:
            asked_90 += age <= BEFORE
            asked_30 += age <= RECENT
        if len(amounts):
            money += max(amounts[order[q]], 0)
        q -= 1
    counts[line, C_CONTACTS_30], counts[line, C_CONTACTS_90], counts[line, C_CONTACTS_365] = c30, c90, c365
    if money:
        ages[line, A_MONEY] = np.log1p(money / 100.0)
    counts[line, C_ASKED_30], counts[line, C_ASKED_90] = asked_30, asked_90
    if p > 0:
        ages[line, A_SINCE_CONTACT] = np.log1p((t - np.int64(seconds[order[p - 1]])) / 86_400.0)
    won, last = 0, first
    for w in range(n_wins):
        if wins[w] < t:
            won += 1
            last = wins[w]
    counts[line, C_WINS] = won
    ages[line, A_SINCE_WIN] = np.log1p((t - last) / 86_400.0)
    if n_wins and wins[0] < t:
        ages[line, A_CUSTOMER_FOR] = np.log1p((t - wins[0]) / 86_400.0)
    for s in range(n_settled):
        age = t - settled[s]
        if 0 < age <= BEFORE:
            marks[line, M_SETTLED] = 1
    for k in range(len(incidents)):
        when, kind = incidents[k] >> 8, incidents[k] & 255
        age = t - when
        if age <= 0:
            break
        if age <= WEEK:
            _mark(marks, line, M_INCIDENTS_7)
        if age <= BEFORE:
            _mark(marks, line, M_INCIDENTS_90)
        if age <= RECENT:
            _mark(marks, line, M_INCIDENTS + kind)
        elif age <= BEFORE:
            _mark(marks, line, M_INCIDENTS + KINDS + kind)
        elif age <= LONG_AGO:
            _mark(marks, line, M_INCIDENTS + 2 * KINDS + kind)


@inner(I64(I64, I64, I64, WI64, I64))
def _after(t, gone, horizon, wins, n_wins):
    """Bits of what came after a moment."""
    bits = O_LEFT if gone >= 0 and gone - t <= horizon else 0
    for w in range(n_wins):
        if wins[w] > t and wins[w] - t <= horizon:
            bits |= O_WON
    return bits


@compiled(
    I64(
        RI64, RI64, R32, R64, R16, R32, R8, RI64, RI64, R8, R32, RI64, RI64,
        WI64, W64, W32, W32, W32, W32, W8, WF64_2, W32_2, W8_2,
    )
)  # fmt: skip
def take_snapshots(
    start, journeys, seconds, number, touchpoint, matter, role, amounts, incident_at, incident_kind,
    incident_seconds, wanted, limits, done, customer, when, journey, visited, left_at, after, ages, counts, marks,
):  # fmt: skip
    """Take the snapshots of the customers from done[0] on, whose incidents begin at done[1], until there might be no
    room for those of the next one; returns how many. Then done says where to go on, and done[2] how many that one may
    have.

    touchpoint, matter: of every contact; matter may be empty. role: of every contact 1 won, 2 left, 4 settles a
    complaint, 8 asked or complained (bits). amounts: of every contact, or empty.
    incident_*: in order of contacts. wanted: by touchpoint its place among those whose visits are moments, or -1.
    limits: 0 second until when the data tell, 1 horizon, 2 lead, 3 washout, 4 every so many seconds a moment is drawn,
    5 whether only those who once bought are customers, 6 of a million customers how many take part, 7 whether moments
    are drawn, 8 whether the history ends before the first contact about the matter of the visit, not before the visit,
    9 whether moments drawn lie evenly from the day on which somebody became a customer, 10 of a million moments drawn
    after which nobody left how many are taken, 11 which kinds of incidents come with a visit (bits).
    Of each snapshot: customer: the permanent number. when: second. journey: in which it lies, by place. visited: code
    of the touchpoint, or NO_VISIT. left_at: second in which the customer left, or NEVER. after: bits. ages, counts,
    marks: the history, see above.
    """
    found, room = 0, len(customer)
    longest = 0
    for c in range(len(journeys) - 1):
        longest = max(longest, start[journeys[c + 1]] - start[journeys[c]])
    order, wins, settled = np.empty(longest, np.int64), np.empty(longest, np.int64), np.empty(longest, np.int64)
    journey_of = np.empty(longest, np.int64)
    end, horizon, lead, washout, every = limits[0], limits[1], limits[2], limits[3], limits[4]
    last_visit = np.full(len(wanted), np.int64(-1) << 40)
    first_incident = done[1]
    for c in range(done[0], len(journeys) - 1):
        lo, hi = start[journeys[c]], start[journeys[c + 1]]
        n = hi - lo
        begin_incident = first_incident
        while first_incident < len(incident_at) and incident_at[first_incident] < hi:
            first_incident += 1
        if np.int64(_drawn(number[c], 977) * 1_000_000) >= limits[6]:
            continue
        in_order = True
        for j in range(journeys[c], journeys[c + 1]):
            for i in range(start[j], start[j + 1]):
                order[i - lo] = i
                journey_of[i - lo] = j
                if i > lo and seconds[i] < seconds[i - 1]:
                    in_order = False
        if not in_order:
            order[:n] = lo + np.argsort(seconds[lo:hi], kind="mergesort")
        n_wins, n_settled, gone = 0, 0, np.int64(-1)
        first = np.int64(seconds[order[0]])
        entry = first if limits[5] == 0 else np.int64(-1)
        for p in range(n):
            i = order[p]
            if role[i] & 1:
                if entry < 0:
                    entry = np.int64(seconds[i])
                wins[n_wins] = np.int64(seconds[i])
                n_wins += 1
            if role[i] & 2 and entry >= 0 and gone < 0 and np.int64(seconds[i]) > entry:
                gone = np.int64(seconds[i])
            if role[i] & 4:
                settled[n_settled] = np.int64(seconds[i])
                n_settled += 1
        if entry < 0:
            continue
        until = end - horizon  # later moments have not been watched for long enough
        if gone >= 0:
            until = min(until, gone - lead - 1)  # whoever leaves within the lead had decided by then
        most = n if limits[7] == 0 else max((until - entry) // every + 1, 0)
        if found + most > room:
            done[0], done[1], done[2] = c, begin_incident, most
            return found
        pairs = np.empty(first_incident - begin_incident, np.int64)
        for k in range(len(pairs)):
            e = begin_incident + k
            pairs[k] = (np.int64(incident_seconds[e]) << 8) | np.int64(incident_kind[e])
        pairs.sort()
        if limits[7] == 0:
            last_visit[:] = np.int64(-1) << 40
            for p in range(n):
                i = order[p]
                t = np.int64(seconds[i])
                if t > until:
                    break
                w = wanted[touchpoint[i]]
                if w < 0:
                    continue
                fresh = t - last_visit[w] > washout
                last_visit[w] = t
                if fresh and t > entry:
                    customer[found], when[found], visited[found] = number[c], t, touchpoint[i]
                    journey[found] = journey_of[i - lo]
                    bad, known = 0, t
                    for e in range(begin_incident, first_incident):
                        if incident_at[e] == i and (limits[11] >> np.int64(incident_kind[e])) & 1:
                            bad = O_BAD
                            known = min(known, np.int64(incident_seconds[e]))
                    if limits[8] and len(matter) and matter[i]:
                        for q in range(p):
                            if matter[order[q]] == matter[i]:
                                known = min(known, np.int64(seconds[order[q]]))
                                break
                    known = max(known, first)  # a promise may have been due before anything is told
                    after[found] = _after(t, gone, horizon, wins, n_wins) | bad
                    left_at[found] = NEVER if gone < 0 else gone
                    _history(
                        order, p, seconds, role, known, wins, settled, n_wins, n_settled, first, amounts, pairs,
                        ages, counts, marks, found,
                    )  # fmt: skip
                    found += 1
        else:
            k, p = 0, 0
            while entry + k * every <= until:
                t = entry + (k * every if limits[9] else np.int64((k + _drawn(number[c], k)) * every))
                taken = _drawn(number[c], k + 500_000) * 1_000_000 < limits[10]
                k += 1
                if t > until:
                    break
                if not taken and not (gone >= 0 and gone - t <= horizon):
                    continue
                while p < n and np.int64(seconds[order[p]]) < t:
                    p += 1
                if p == 0:
                    continue
                customer[found], when[found], visited[found] = number[c], t, NO_VISIT
                journey[found] = journey_of[order[p - 1] - lo]
                after[found] = _after(t, gone, horizon, wins, n_wins)
                left_at[found] = NEVER if gone < 0 else gone
                _history(
                    order, p, seconds, role, t, wins, settled, n_wins, n_settled, first, amounts, pairs,
                    ages, counts, marks, found,
                )  # fmt: skip
                found += 1
    done[0] = len(journeys) - 1
    return found


@compiled(VOID(R64, R32, R32, R32, R8, RI64, RI64, W64, WI64, WI64, WI64, WB, WB, WB))
def lay_lines(
    customer, when, visited, left_at, after, row, place, customers, seconds, touchpoint, left_when, left, won, bad
):  # fmt: skip
    """Write these rows of what was taken to their places in a table; touchpoint and left_when are -1 where none is."""
    for r in range(len(row)):
        i, to = row[r], place[r]
        customers[to] = customer[i]
        seconds[to] = when[i]
        touchpoint[to] = -1 if visited[i] == NO_VISIT else np.int64(visited[i])
        left_when[to] = -1 if left_at[i] == NEVER else np.int64(left_at[i])
        left[to], won[to], bad[to] = after[i] & O_LEFT != 0, after[i] & O_WON != 0, after[i] & O_BAD != 0


@compiled(VOID(RF64_2, R32_2, R8_2, RI64, RI64, RI64, RI64, RI64, WF64_2))
def lay_histories(ages, counts, marks, row, place, stored, column, many, table):
    """Write the histories of these rows to their places in a table, run by run of columns that lie side by side.

    stored: where each run begins: ages first, then counts, then marks. column: where it goes. many: how long it is; no
    run goes over from one of the three to the next.
    """
    for r in range(len(row)):
        i, to = row[r], place[r]
        for run in range(len(stored)):
            begin, at = stored[run], column[run]
            if begin >= AGES + COUNTS:
                begin -= AGES + COUNTS
                for f in range(many[run]):
                    table[to, at + f] = marks[i, begin + f]
            elif begin >= AGES:
                begin -= AGES
                for f in range(many[run]):
                    table[to, at + f] = _log(np.int64(counts[i, begin + f]))
            else:
                for f in range(many[run]):
                    table[to, at + f] = ages[i, begin + f]
