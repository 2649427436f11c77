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


@inner(I64(WI64, R32, R16, R32, R32, I64, I64))
def _repeats(order, seconds, touchpoint, matter, roles, p, within):
    """Whether the contact at p of the order comes again to the same touchpoint about the same matter; where no matter
    is noted, only one where customers ask.
    """
    i = order[p]
    about = matter[i] if len(matter) else np.uint32(0)
    if about == 0 and (roles[touchpoint[i]] & ASKING) == 0:
        return 0
    q = p - 1
    while q >= 0 and np.int64(seconds[i]) - np.int64(seconds[order[q]]) <= within:
        e = order[q]
        if touchpoint[e] == touchpoint[i] and (matter[e] if len(matter) else np.uint32(0)) == about:
            return 1
        q -= 1
    return 0


@inner(I64(WI64, R32, R16, R16, R32, R32, I64, I64))
def _goes_back_and_forth(order, seconds, touchpoint, department, matter, roles, p, within):
    """Whether with this contact a matter that the customer asked or complained about has gone from one department to
    another, back, and there again.
    """
    i = order[p]
    if len(matter) == 0 or len(department) == 0 or matter[i] == 0 or department[i] == 0:
        return 0
    changes, latest, q = 0, department[i], p - 1
    here, other = department[i], np.uint16(0)
    asked = roles[touchpoint[i]] & (ASKING | COMPLAINT)
    while q >= 0 and np.int64(seconds[i]) - np.int64(seconds[order[q]]) <= within:
        e = order[q]
        q -= 1
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


@compiled(I64(RI64, RI64, R32, R16, R16, R32, R32, RI64, RI64, W32, W8, W32, W8))
def find_incidents(start, journeys, seconds, touchpoint, department, matter, roles, limits, waits, at, kind, when, on):
    """Complaints, failures, repeated contacts, ping-pong, dunning after a complaint and long waits of all customers;
    returns how many there are, of which as many are written as there is room for.

    limits: seconds of repeating, of ping-pong and of dunning (negative: not looked for), the second until when the data
    tell, and bits of the kinds wanted. waits: seconds of each rule of waiting. department, matter: may be empty. on: 1
    where a wait goes on.
    """
    found = 0
    room = len(at)
    order = np.empty(_most_contacts(start, journeys), np.int64)
    marks = np.empty(8, np.int64)
    for c in range(len(journeys) - 1):
        n = _in_time(start, journeys, seconds, c, order)
        last_complaint = np.int64(-1) << 40
        for p in range(n):
            i = order[p]
            role, now, count = roles[touchpoint[i]], np.int64(seconds[i]), 0
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
            if limits[0] >= 0 and _repeats(order, seconds, touchpoint, matter, roles, p, limits[0]):
                marks[count] = K_REPEATED
                count += 1
            if limits[1] >= 0 and _goes_back_and_forth(
                order, seconds, touchpoint, department, matter, roles, p, limits[1]
            ):
                marks[count] = K_PING_PONG
                count += 1
            for k in range(count):
                if (limits[4] >> marks[k]) & 1:
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


@compiled(I64(RI64, RI64, R32, R16, R32, R32, W32))
def find_open_complaints(start, journeys, seconds, touchpoint, matter, roles, at):
    """Places of the complaints that nothing settled; returns how many. `at` has room for every contact.

    A settlement settles the complaint about the same matter; where there is none such, the oldest that is open.
    """
    found = 0
    order = np.empty(_most_contacts(start, journeys), np.int64)
    for c in range(len(journeys) - 1):
        first = found
        for p in range(_in_time(start, journeys, seconds, c, order)):
            i = order[p]
            role = roles[touchpoint[i]]
            if role & COMPLAINT:
                at[found] = i
                found += 1
            elif (role & SETTLED) and found > first:
                settled = first
                about = matter[i] if len(matter) else np.uint32(0)
                if about:
                    for k in range(first, found):
                        if matter[at[k]] == about:
                            settled = k
                            break
                for k in range(settled, found - 1):
                    at[k] = at[k + 1]
                found -= 1
    return found
