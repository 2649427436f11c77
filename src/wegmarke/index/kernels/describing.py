"""Journeys with an outcome, told once for all filters: the touchpoints they meet, and how each was before it."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, R8, R16, R32, RB, RI64, W8, W16, W32, W32_2, compiled, inlined

CLOSING, AT_ONCE = 1, 2
"""Bits of a touchpoint met before the outcome: from its first contact on nothing but itself follows until then; that
contact is of the outcome's very second.
"""

CONTACTS, DEPARTMENTS, HANDOVERS, TO_OUTCOME, LAST_SILENCE, LONGEST_SILENCE, FIRST_DEPARTMENT, HAD = range(8)
OF_ROW = 8
"""What is told of a journey before its outcome: contacts, different departments, handovers; seconds from the first
contact to the outcome, from the last one to it, the longest silence; where its departments begin; and bits.
"""
KINDS = 9
K_BROKEN, K_LATE = 0, 1
"""Incident kinds, places in `INCIDENT_KINDS`; a test says so."""
PROMISED, HAPPENED, EMPTY, EARLY = (1 << KINDS + place for place in range(4))
"""Bits behind those of the kinds of incidents: a promise was given; the outcome is a contact; nothing lies before it;
the journey may have begun before the data do.
"""

_0, _1 = np.uint64(0), np.uint64(1)
"""Lists are written without a branch, the place behind the last as well: what is written there counts only if it is
moved on. What a journey holds cannot be foretold, and to be wrong takes longer than to write in vain.
"""


@compiled(I64(RI64, R32, R16, R32, RB, R32, I64, W32, W32, W16, W32, W8))
def find_met(start, seconds, touchpoint, decided, happened, journey, touchpoints, first, before, code, since, bits):
    """The touchpoints of each of these journeys, each once: those met before the outcome in the order in which they
    were, then the others; returns how many.

    first: where those of each journey begin, and where the last ones end. before: how many of them lie before the
    outcome. code, since (seconds since the journey's first contact), bits: by touchpoint met; room for one more than
    there are contacts. Of those not before the outcome, the last two say nothing.
    """
    stamps = np.full(touchpoints, -1, np.int64)
    found = _0
    for row in range(len(journey)):
        j = np.int64(journey[row])
        begin, end, own = start[j], start[j + 1], found
        until = min(begin + np.int64(decided[j]), end) if happened[j] else end
        begun, ended = seconds[begin], seconds[min(until, end - 1)]
        first[row] = own
        latest, latest_at = found, begin  # the touchpoint met first as the last one, and where that was
        for i in range(begin, until):
            here = touchpoint[i]
            fresh = stamps[here] != row
            stamps[here] = row
            code[found], since[found] = here, seconds[i] - begun
            bits[found] = AT_ONCE * (happened[j] and seconds[i] == ended)
            latest = found if fresh else latest
            latest_at = i if fresh else latest_at
            found += np.uint64(fresh)
        before[row] = found - own
        if until > begin:
            alone = True
            for i in range(latest_at, until):
                alone &= touchpoint[i] == code[latest]
            bits[latest] |= CLOSING * alone
        for i in range(until, end):
            here = touchpoint[i]
            code[found], since[found], bits[found] = here, 0, 0
            found += np.uint64(stamps[here] != row)
            stamps[here] = row
    first[len(journey)] = found
    return np.int64(found)


@inlined
def _contacts(touchpoint, begin, until, passed_over, contacts):
    """The places of the contacts before the outcome that are not passed over; how many."""
    count = _0
    for i in range(begin, until):
        contacts[count] = i
        count += np.uint64(passed_over[touchpoint[i]] == 0)
    return count


@inlined
def _events(
    incident_at, incident_kind, incident_seconds, touchpoint, passed_over, promise_at, promise_due, promise_kept,
    pointers, begin, until, ended,
):  # fmt: skip
    """The bits of kinds of incidents before the outcome, and of what had become of promises by then. pointers: how far
    incidents and promises are read.
    """
    met = np.int64(0)
    place = pointers[0]
    while place < len(incident_at) and incident_at[place] < begin:
        place += 1
    while place < len(incident_at) and incident_at[place] < until:
        if np.int64(incident_seconds[place]) <= ended and passed_over[touchpoint[incident_at[place]]] == 0:
            met |= np.int64(1) << np.int64(incident_kind[place])
        place += 1
    pointers[0] = place
    # A promise that is kept after the outcome was broken when the outcome came: its own incident does not say so.
    met &= ~((np.int64(1) << K_BROKEN) | (np.int64(1) << K_LATE))
    place = pointers[1]
    while place < len(promise_at) and np.int64(promise_at[place]) < begin:
        place += 1
    while place < len(promise_at) and np.int64(promise_at[place]) < until:
        met |= PROMISED
        due, kept = np.int64(promise_due[place]), np.int64(promise_kept[place])
        if kept > 0 and kept <= ended:
            if kept > due:
                met |= np.int64(1) << K_LATE
        elif due < ended:
            met |= np.int64(1) << K_BROKEN
        place += 1
    pointers[1] = place
    return met


@compiled(
    I64(
        RI64, R32, R16, R16, R32, RB, RI64, R8, R32, R32, R32, R32, R8, R32, RB, I64, W32_2, W16, W32,
    )
)  # fmt: skip
def describe_journeys(
    start, seconds, touchpoint, department, decided, happened, incident_at, incident_kind, incident_seconds,
    promise_at, promise_due, promise_kept, passed_over, journey, early, departments, told, of, since,
):  # fmt: skip
    """Describes each of these journeys in told (journeys, OF_ROW); returns how many departments are written.

    department: may be empty. incident_at and so on, promise_at and so on: in rising order of places. passed_over: by
    touchpoint. of: the departments of each journey before its outcome in the order in which it met them; since: seconds
    from the first contact to each; room for one more than there are contacts.
    """
    longest_journey = 0
    for row in range(len(journey)):
        longest_journey = max(longest_journey, start[journey[row] + 1] - start[journey[row]])
    contacts = np.empty(longest_journey + 1, np.uint64)
    stamps = np.full(departments, -1, np.int64)
    pointers = np.zeros(2, np.int64)
    found = _0
    for row in range(len(journey)):
        j = np.int64(journey[row])
        begin, end, own = start[j], start[j + 1], found
        until = min(begin + np.int64(decided[j]), end) if happened[j] else end
        ended = np.int64(seconds[min(until, end - 1)])
        count = _contacts(touchpoint, begin, until, passed_over, contacts)
        begun = np.int64(seconds[contacts[_0]]) if count else ended
        latest = np.int64(seconds[contacts[count - _1]]) if count else ended
        silence, before, handovers, last = np.int64(0), begun, np.int64(0), np.int64(0)
        for r in range(count):
            i = contacts[r]
            now = np.int64(seconds[i])
            silence, before = max(silence, now - before), now
            if len(department):
                here = np.int64(department[i])
                known = here > 0
                handovers += known & (last > 0) & (last != here)
                last = here if known else last
                of[found], since[found] = here, now - begun
                found += np.uint64(known & (stamps[here] != row))
                stamps[here] = row
        events = _events(
            incident_at, incident_kind, incident_seconds, touchpoint, passed_over, promise_at, promise_due,
            promise_kept, pointers, begin, until, ended,
        )  # fmt: skip
        told[row, CONTACTS] = count
        told[row, DEPARTMENTS] = found - own
        told[row, HANDOVERS] = handovers
        told[row, TO_OUTCOME] = ended - begun
        told[row, LAST_SILENCE] = ended - latest
        told[row, LONGEST_SILENCE] = silence
        told[row, FIRST_DEPARTMENT] = own
        nothing = happened[j] and decided[j] == 0
        told[row, HAD] = events | HAPPENED * happened[j] | EMPTY * nothing | EARLY * early[row]
    return np.int64(found)
