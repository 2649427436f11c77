"""Critical events among the contacts of each customer, and who kept a promise."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, R16, R32, RI64, VOID, W8, W32, WI64, compiled, inner

COMPLAINT, FAILURE, DUNNING, ASKING = 1, 2, 4, 8
FIRST_WAIT = 4
"""Roles of touchpoints, as bits; from this bit on, two for each rule of waiting: where it begins and where it ends."""
SETTLED = 1 << 30
"""A complaint is settled here."""

K_REPEATED, K_WAIT, K_COMPLAINT, K_FAILURE, K_PING_PONG, K_DUNNED = 2, 3, 4, 6, 7, 8
"""Places in `INCIDENT_KINDS`; a test says so."""


MATTER_CHAINS = 64
"""Contacts of a customer are chained by touchpoint, and by the matter's number modulo this: so looking back passes over
what cannot be about the same.
"""


@inner(I64(WI64, R32, R16, R32, R32, WI64, I64, I64))
def _repeats(order, seconds, touchpoint, matter, roles, earlier, p, within):
    """Whether the contact at p of the order comes again to the same touchpoint about the same matter; where no matter
    is noted, only one where customers ask. earlier: of each place the one before it at the same touchpoint, or -1.
    """
    i = order[p]
    about = matter[i] if len(matter) else np.uint32(0)
    if about == 0 and (roles[touchpoint[i]] & ASKING) == 0:
        return 0
    q = earlier[p]
    while q >= 0 and np.int64(seconds[i]) - np.int64(seconds[order[q]]) <= within:
        if (matter[order[q]] if len(matter) else np.uint32(0)) == about:
            return 1
        q = earlier[q]
    return 0


@inner(I64(WI64, R32, R16, R16, R32, R32, WI64, I64, I64))
def _goes_back_and_forth(order, seconds, touchpoint, department, matter, roles, earlier, p, within):
    """Whether with this contact a matter that the customer asked or complained about has gone from one department to
    another, back, and there again. earlier: of each place the one before it that may be about the same matter, or -1.
    """
    i = order[p]
    if len(matter) == 0 or len(department) == 0 or matter[i] == 0 or department[i] == 0:
        return 0
    changes, latest, q = 0, department[i], earlier[p]
    here, other = department[i], np.uint16(0)
    asked = roles[touchpoint[i]] & (ASKING | COMPLAINT)
    while q >= 0 and np.int64(seconds[i]) - np.int64(seconds[order[q]]) <= within:
        e = order[q]
        q = earlier[q]
        if matter[e] != matter[i] or department[e] == 0:
            continue
        asked |= roles[touchpoint[e]] & (ASKING | COMPLAINT)
        if department[e] == latest:
            if changes == 0:
                return 0  # nothing changed with this contact
            continue
        changes += 1
        latest = department[e]
        if changes == 1:
            other = latest
        elif (changes == 2 and latest != here) or (changes == 3 and latest != other):
            return 0
        if changes == 3:
            return 1 if asked else 0
    return 0


@inner(I64(RI64, RI64, R32, I64, WI64))
def _in_time(start, journeys, seconds, c, order):
    """The places of a customer's contacts in order of time; how many there are. Journeys with numbers of their own may
    overlap.
    """
    lo, hi = start[journeys[c]], start[journeys[c + 1]]
    sorted_already = True
    for p in range(hi - lo):
        order[p] = lo + p
        if p and seconds[lo + p] < seconds[lo + p - 1]:
            sorted_already = False
    if not sorted_already:
        order[: hi - lo] = lo + np.argsort(seconds[lo:hi], kind="mergesort")
    return hi - lo


@inner(I64(RI64, RI64))
def _most_contacts(start, journeys):
    """How many contacts the customer with the most has."""
    most = 0
    for c in range(len(journeys) - 1):
        most = max(most, start[journeys[c + 1]] - start[journeys[c]])
    return most


@inner(I64(WI64, WI64, I64, R32, WI64, I64, I64))
def _settle(unsettled, entries, count, matter, order, p, has_matter):
    """Take from the open complaints the one that the contact at p of the order settles: the one about the same matter;
    where there is none such, the oldest. Returns how many stay open.
    """
    settled = 0
    about = matter[order[p]] if has_matter else np.uint32(0)
    if about:
        for k in range(count):
            if matter[unsettled[k]] == about:
                settled = k
                break
    for k in range(settled, count - 1):
        unsettled[k], entries[k] = unsettled[k + 1], entries[k + 1]
    return count - 1


@inner(VOID(W32, W8, W32, W8, I64, I64))
def _sort_by_place(at, kind, when, on, first, last):
    """Bring what was found of a customer into the order of contacts, then of kinds; it nearly is."""
    for k in range(first + 1, last):
        a, b, c, d = at[k], kind[k], when[k], on[k]
        m = k - 1
        while m >= first and (at[m] > a or (at[m] == a and kind[m] > b)):
            at[m + 1], kind[m + 1], when[m + 1], on[m + 1] = at[m], kind[m], when[m], on[m]
            m -= 1
        at[m + 1], kind[m + 1], when[m + 1], on[m + 1] = a, b, c, d


@compiled(I64(RI64, RI64, R32, R16, R16, R32, R32, RI64, RI64, W32, W8, W32, W8))
def find_incidents(start, journeys, seconds, touchpoint, department, matter, roles, limits, waits, at, kind, when, on):
    """Complaints, failures, repeated contacts, ping-pong, dunning after a complaint and long waits of all customers, in
    the order of contacts and kinds; returns how many there are, of which as many are written as there is room for.

    limits: seconds of repeating, of ping-pong and of dunning (negative: not looked for), the second until when the data
    tell, and bits of the kinds wanted. waits: seconds of each rule of waiting. department, matter: may be empty. on: 1
    where a wait goes on, or nothing settled a complaint.
    """
    found, room = 0, len(at)
    has_matter, pings = len(matter) > 0, limits[1] >= 0 and len(matter) > 0 and len(department) > 0
    most = _most_contacts(start, journeys)
    order, same_place, same_matter = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    last_at, last_about = np.full(len(roles), -1, np.int64), np.full(MATTER_CHAINS, -1, np.int64)
    unsettled, entries = np.empty(most, np.int64), np.empty(most, np.int64)
    marks = np.empty(8, np.int64)
    for c in range(len(journeys) - 1):
        n = _in_time(start, journeys, seconds, c, order)
        last_complaint, first, still_open = np.int64(-1) << 40, found, 0
        for p in range(n):
            i = order[p]
            t = touchpoint[i]
            role, count = roles[t], 0
            about = matter[i] if has_matter else np.uint32(0)
            same_place[p] = last_at[t]
            last_at[t] = p
            if about and pings:
                bucket = about % MATTER_CHAINS
                same_matter[p] = last_about[bucket]
                last_about[bucket] = p
            if role == 0 and about == 0:
                continue
            now = np.int64(seconds[i])
            if role & COMPLAINT:
                marks[count] = K_COMPLAINT
                count += 1
            if role & FAILURE:
                marks[count] = K_FAILURE
                count += 1
            if (role & DUNNING) and now - last_complaint <= limits[2]:
                marks[count] = K_DUNNED
                count += 1
            if role & COMPLAINT:
                last_complaint = now
            elif (role & SETTLED) and still_open:
                still_open = _settle(unsettled, entries, still_open, matter, order, p, has_matter)
            if limits[0] >= 0 and _repeats(order, seconds, touchpoint, matter, roles, same_place, p, limits[0]):
                marks[count] = K_REPEATED
                count += 1
            if (about and pings) and _goes_back_and_forth(
                order, seconds, touchpoint, department, matter, roles, same_matter, p, limits[1]
            ):
                marks[count] = K_PING_PONG
                count += 1
            for k in range(count):
                if (limits[4] >> marks[k]) & 1:
                    if marks[k] == K_COMPLAINT:
                        unsettled[still_open], entries[still_open] = i, found
                        still_open += 1
                    if found < room:
                        at[found], kind[found], when[found], on[found] = i, marks[k], seconds[i], 0
                    found += 1
            if (limits[4] >> K_WAIT) & 1:
                for w in range(len(waits)):
                    if (role >> (FIRST_WAIT + 2 * w)) & 1:
                        place = np.int64(-1)
                        for q in range(p + 1, n):
                            e = order[q]
                            same = len(matter) == 0 or matter[e] == matter[i] or matter[e] == 0 or matter[i] == 0
                            if same and (roles[touchpoint[e]] >> (FIRST_WAIT + 2 * w + 1)) & 1:
                                place = e
                                break
                        until = limits[3] if place < 0 else np.int64(seconds[place])
                        if until - now > waits[w]:
                            if found < room:
                                at[found] = i if place < 0 else place
                                kind[found], when[found] = K_WAIT, now + waits[w]
                                on[found] = place < 0
                            found += 1
        for k in range(still_open):
            if entries[k] < room:
                on[entries[k]] = 1
        for p in range(n):
            last_at[touchpoint[order[p]]] = -1
            if pings:
                last_about[matter[order[p]] % MATTER_CHAINS] = -1
        if found <= room:
            _sort_by_place(at, kind, when, on, first, found)
    return found


@compiled(VOID(RI64, RI64, R32, R32, R32, R32, WI64))
def find_keepers(start, journeys, seconds, matter, promise_at, promise_kept, keeper):
    """For each promise the contact with which it was kept: the one of the customer about the same matter at that time,
    other than the promise itself; else where it was given. matter may be empty.
    """
    c = np.int64(0)
    for k in range(len(promise_at)):
        i = np.int64(promise_at[k])
        keeper[k] = i
        if promise_kept[k] == 0 or len(matter) == 0 or matter[i] == 0:
            continue
        while start[journeys[c + 1]] <= i:
            c += 1
        for e in range(start[journeys[c]], start[journeys[c + 1]]):
            near = abs(np.int64(seconds[e]) - np.int64(promise_kept[k])) <= 1
            if near and matter[e] == matter[i]:
                keeper[k] = e
                if e != i:
                    break
