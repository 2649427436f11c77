"""Snapshots of customers: what their history was just before a moment, and what became of them after it."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import F64, I64, R8, R16, R32, R64, RB, RI64, U64, VOID, W8, WF64_2, WI64, compiled, inner

KINDS = 9
WEEK, RECENT, BEFORE, LONG_AGO = 7 * 86_400, 30 * 86_400, 90 * 86_400, 365 * 86_400
"""Incidents are counted in the last 30 days, in the 60 days before these, and in the rest of a year."""

F_TENURE, F_CUSTOMER_FOR, F_CONTACTS_30, F_CONTACTS_90, F_CONTACTS_365 = 0, 1, 2, 3, 4
F_WINS, F_SINCE_WIN, F_SINCE_CONTACT, F_SETTLED, F_MONEY = 5, 6, 7, 8, 9
F_ASKED_30, F_ASKED_90, F_INCIDENTS_7, F_INCIDENTS_90 = 10, 11, 12, 13
F_INCIDENTS = 14
FEATURES = F_INCIDENTS + 3 * KINDS
"""Columns of a history; from F_INCIDENTS on, incidents by kind in the last 30 days, then before, then long ago."""

_LOGS = np.array([np.log1p(count) for count in range(64)])

O_LEFT, O_WON = 1, 2
"""Bits of what came after: left within the horizon, bought again within it."""


@inner(F64(U64, I64))
def _drawn(number, k):
    """A number from 0 to 1, the same for this customer and period however the index is divided (splitmix64)."""
    z = number + np.uint64(0x9E3779B97F4A7C15) * (np.uint64(k) + np.uint64(1))
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return np.float64(z >> np.uint64(11)) / 9007199254740992.0


@compiled(VOID(WF64_2, RI64, WF64_2))
def lay_out(rows, place, table):
    """Write each row to its place in the table."""
    for r in range(len(rows)):
        for f in range(rows.shape[1]):
            table[place[r], f] = rows[r, f]


@inner(F64(I64))
def _log(count):
    """ln(1 + count); most counts are small, and looked up."""
    return _LOGS[count] if count < len(_LOGS) else np.log1p(count)


@inner(VOID(WI64, I64, R32, R8, I64, WI64, WI64, I64, I64, I64, RI64, WI64, WF64_2, I64))
def _history(order, p, seconds, role, t, wins, settled, n_wins, n_settled, first, amounts, incidents, out, line):
    """Describe the history of the contacts before place p of the order, as of second t. incidents: pairs of second and
    kind, as one number each, in order of time.
    """
    for f in range(out.shape[1]):
        out[line, f] = 0.0
    out[line, F_TENURE] = np.log1p((t - first) / 86_400.0)
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
    out[line, F_CONTACTS_30], out[line, F_CONTACTS_90] = _log(c30), _log(c90)
    out[line, F_CONTACTS_365] = _log(c365)
    if money:
        out[line, F_MONEY] = np.log1p(money / 100.0)
    out[line, F_ASKED_30], out[line, F_ASKED_90] = _log(asked_30), _log(asked_90)
    if p > 0:
        out[line, F_SINCE_CONTACT] = np.log1p((t - np.int64(seconds[order[p - 1]])) / 86_400.0)
    won, last = 0, first
    for w in range(n_wins):
        if wins[w] < t:
            won += 1
            last = wins[w]
    out[line, F_WINS] = _log(won)
    out[line, F_SINCE_WIN] = np.log1p((t - last) / 86_400.0)
    if n_wins and wins[0] < t:
        out[line, F_CUSTOMER_FOR] = np.log1p((t - wins[0]) / 86_400.0)
    for s in range(n_settled):
        age = t - settled[s]
        if 0 < age <= BEFORE:
            out[line, F_SETTLED] = 1.0
    for k in range(len(incidents)):
        when, kind = incidents[k] >> 8, incidents[k] & 255
        age = t - when
        if age <= 0:
            break
        out[line, F_INCIDENTS_7] += age <= WEEK
        out[line, F_INCIDENTS_90] += age <= BEFORE
        if age <= RECENT:
            out[line, F_INCIDENTS + kind] += 1.0
        elif age <= BEFORE:
            out[line, F_INCIDENTS + KINDS + kind] += 1.0
        elif age <= LONG_AGO:
            out[line, F_INCIDENTS + 2 * KINDS + kind] += 1.0


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
        RI64, RI64, R32, R64, R16, R32, R8, RB, RI64, RI64, R8, R32, RI64, RI64,
        WI64, WI64, WI64, W8, WI64, W8, WI64, WF64_2,
    )
)  # fmt: skip
def take_snapshots(
    start, journeys, seconds, number, touchpoint, matter, role, chosen, amounts, incident_at, incident_kind,
    incident_seconds, wanted, limits, done, customer, when, after, left_at, bad, place, features,
):  # fmt: skip
    """Take the snapshots of the customers from done[0] on, whose incidents begin at done[1], until there might be no
    room for those of the next one; returns how many. Then done says where to go on, and done[2] how many that one may
    have.

    touchpoint, matter: of every contact; matter may be empty. role: of every contact 1 won, 2 left, 4 settles a
    complaint, 8 asked or complained (bits). chosen: the journeys asked for (J). amounts: of every contact, or empty.
    incident_*: in order of contacts. wanted: by touchpoint its place among those whose visits are moments, or -1.
    limits: 0 second until when the data tell, 1 horizon, 2 lead, 3 washout, 4 every so many seconds a moment is drawn,
    5 whether only those who once bought are customers, 6 of a million customers how many take part, 7 whether moments
    are drawn, 8 whether the history ends before the first contact about the matter of the visit, not before the visit,
    9 whether moments drawn lie evenly from the day on which somebody became a customer, 10 of a million moments drawn
    after which nobody left how many are taken, 11 which kinds of incidents come with a visit (bits).
    customer: place in the partition. when: second. after: bits. left_at: second in which the customer left, or -1. bad:
    1 where an incident came with the visit. place: of the visit, or -1.
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
                if fresh and t > entry and chosen[journey_of[i - lo]]:
                    customer[found], when[found], place[found] = c, t, i
                    bad[found], known = 0, t
                    for e in range(begin_incident, first_incident):
                        if incident_at[e] == i and (limits[11] >> np.int64(incident_kind[e])) & 1:
                            bad[found] = 1
                            known = min(known, np.int64(incident_seconds[e]))
                    if limits[8] and len(matter) and matter[i]:
                        for q in range(p):
                            if matter[order[q]] == matter[i]:
                                known = min(known, np.int64(seconds[order[q]]))
                                break
                    known = max(known, first)  # a promise may have been due before anything is told
                    after[found], left_at[found] = _after(t, gone, horizon, wins, n_wins), gone
                    _history(
                        order, p, seconds, role, known, wins, settled, n_wins, n_settled, first, amounts, pairs,
                        features, found,
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
                if p == 0 or not chosen[journey_of[order[p - 1] - lo]]:
                    continue
                customer[found], when[found], place[found], bad[found] = c, t, -1, 0
                after[found], left_at[found] = _after(t, gone, horizon, wins, n_wins), gone
                _history(
                    order, p, seconds, role, t, wins, settled, n_wins, n_settled, first, amounts, pairs, features, found
                )
                found += 1
    done[0] = len(journeys) - 1
    return found
