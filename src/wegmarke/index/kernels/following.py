"""What followed incidents: losses of the same customer afterwards, beside those after other contacts there."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import (
    I64,
    R8,
    R16,
    R32,
    RB,
    RI64,
    VOID,
    W8,
    W16,
    W32,
    W64,
    WI64,
    WI64_2,
    WI64_3,
    compiled,
    inlined,
    unowning,
)

AT_VISITORS, AT_VISITED, AT_VISITED_SQUARES = 0, 1, 2
AT_CUSTOMERS, AT_LOST, AT_CONTACTS, AT_LOST_SQUARES, AT_PRODUCTS, AT_SQUARES = range(3, 9)
AT_COLUMNS = 9
"""Sums by touchpoint, over customers: who visited it, in how many journeys, and their squares; then of contacts there
that were watched for the whole time: customers, contacts after which the customer was lost, contacts, squares and
products.
"""

JOURNEYS, JOURNEY_SQUARES, JOURNEY_PRODUCTS = 0, 1, 2
CUSTOMERS, LOST, CONTACTS, LOST_SQUARES, PRODUCTS, SQUARES = range(3, 9)
LESS_CUSTOMERS, LESS_LOST, LESS_CONTACTS, LESS_LOST_SQUARES, LESS_PRODUCTS, LESS_SQUARES = range(9, 15)
BOTH_LOST, LOST_CONTACTS, CONTACTS_LOST, BOTH_CONTACTS = range(15, 19)
LINE_COLUMNS = 19
"""Sums by kind and touchpoint, over customers: journeys with such an incident, their squares, and products with the
journeys that visited; contacts with such an incident likewise; what the sums of the touchpoint have less without these
contacts; products of a customer's contacts with and without it.
"""


_0, _1, _HALF, _LOW = (np.uint64(n) for n in (0, 1, 32, 0xFFFFFFFF))
"""Places are unsigned: of a signed one the compiled code asks whether it counts from the end."""
_FEW = 5
"""Customers who were in fewer journeys at a touchpoint, and watched there after fewer contacts, are counted by both."""
HAVING, WITH_IT, OWN, LOST_WITH, LOST_OWN = range(5)
"""Of a customer and a line: journeys with such an incident; contacts with one that were watched after it; contacts with
one that were watched anyway; after how many of the first, and of the second, the customer was lost.
"""


@unowning(I64(WI64, I64, I64))
def _next_after(losses, count, second):
    """The first of the rising seconds that is later, or -1."""
    for k in range(count):
        if losses[k] > second:
            return losses[k]
    return -1


@unowning(I64(RI64, RI64, R32, R8, R32, RB, R8, I64, WI64))
def _losses(start, journeys, seconds, outcome, decided, happened, losing, c, losses):
    """When the customer was lost, rising; how often."""
    count = 0
    for j in range(journeys[c], journeys[c + 1]):
        if losing[outcome[j]]:
            last = start[j + 1] - 1
            at = min(start[j] + np.int64(decided[j]), last) if happened[j] else last
            when, place = np.int64(seconds[at]), count
            while place and losses[place - 1] > when:  # journeys with numbers of their own may overlap
                losses[place] = losses[place - 1]
                place -= 1
            losses[place] = when
            count += 1
    return count


@inlined
def _close_lines(seen, n_seen, own_lines, here, lost, losses, by_line):
    """Add up the lines of a customer's incidents. Everything of them is 0 again then. losses: how often the customer
    was lost; who never was has 0 in all that is said of it.
    """
    for k in range(n_seen):
        line = seen[k]
        t = line % np.uint64(len(here))
        having, m, own = own_lines[line, HAVING], own_lines[line, WITH_IT], own_lines[line, OWN]
        visited, contacts = np.int64(here[t] & _LOW), np.int64(here[t] >> _HALF)
        other_m = contacts - own
        by_line[line, JOURNEYS] += having
        by_line[line, JOURNEY_SQUARES] += having * having
        by_line[line, JOURNEY_PRODUCTS] += having * visited
        by_line[line, CUSTOMERS] += m > 0
        by_line[line, CONTACTS] += m
        by_line[line, SQUARES] += m * m
        by_line[line, LESS_CUSTOMERS] += np.int64(other_m > 0) - np.int64(contacts > 0)
        by_line[line, LESS_CONTACTS] -= own
        by_line[line, LESS_SQUARES] += other_m * other_m - contacts * contacts
        by_line[line, BOTH_CONTACTS] += m * other_m
        if losses:
            x, all_x = own_lines[line, LOST_WITH], lost[t]
            other_x = all_x - own_lines[line, LOST_OWN]
            by_line[line, LOST] += x
            by_line[line, LOST_SQUARES] += x * x
            by_line[line, PRODUCTS] += x * m
            by_line[line, LESS_LOST] += other_x - all_x
            by_line[line, LESS_LOST_SQUARES] += other_x * other_x - all_x * all_x
            by_line[line, LESS_PRODUCTS] += other_x * other_m - all_x * contacts
            by_line[line, BOTH_LOST] += x * other_x
            by_line[line, LOST_CONTACTS] += x * other_m
            by_line[line, CONTACTS_LOST] += m * other_x
        own_lines[line, :] = 0


@inlined
def _close_touchpoints(met, n_met, here, lost, losses, few, by_touchpoint):
    """Add up a customer's visits. Everything of them is 0 again then."""
    for k in range(n_met):
        t = met[k]
        visited, contacts = here[t] & _LOW, here[t] >> _HALF
        here[t] = _0
        if losses == 0 and visited < _FEW and contacts < _FEW:
            few[t, visited, contacts] += 1
            continue
        visits, watched, x = np.int64(visited), np.int64(contacts), lost[t]
        lost[t] = 0
        by_touchpoint[t, AT_VISITORS] += 1
        by_touchpoint[t, AT_VISITED] += visits
        by_touchpoint[t, AT_VISITED_SQUARES] += visits * visits
        by_touchpoint[t, AT_CUSTOMERS] += watched > 0
        by_touchpoint[t, AT_LOST] += x
        by_touchpoint[t, AT_CONTACTS] += watched
        by_touchpoint[t, AT_LOST_SQUARES] += x * x
        by_touchpoint[t, AT_PRODUCTS] += x * watched
        by_touchpoint[t, AT_SQUARES] += watched * watched


@inlined
def _add_few(few, by_touchpoint):
    """Add the customers who were never lost and visited a touchpoint in few journeys, by touchpoint, in how many, and
    how many of their contacts there were watched.
    """
    for t in range(few.shape[0]):
        for visited in range(few.shape[1]):
            for contacts in range(few.shape[2]):
                customers = few[t, visited, contacts]
                by_touchpoint[t, AT_VISITORS] += customers
                by_touchpoint[t, AT_VISITED] += customers * visited
                by_touchpoint[t, AT_VISITED_SQUARES] += customers * visited * visited
                by_touchpoint[t, AT_CUSTOMERS] += customers * (contacts > 0)
                by_touchpoint[t, AT_CONTACTS] += customers * contacts
                by_touchpoint[t, AT_SQUARES] += customers * contacts * contacts


@compiled(VOID(RI64, RI64, R32, R16, R8, R32, RB, R8, I64, I64, I64, W32, W16, W32, W32, W32, WI64))
def find_watched(
    start, journeys, seconds, touchpoint, outcome, decided, happened, losing, within, end, touchpoints, first, code,
    watched, lost, losses_of, written,
):  # fmt: skip
    """The touchpoints of each journey, each once, with the contacts there that were watched, and for customers who were
    ever lost those after which they were. See `index.following`. written: how many touchpoints, and how many in lost.

    losing: of each outcome whether the customer is lost by it. A contact is watched if the data go on for `within`
    seconds after it. code, watched, lost: room for one more than there are contacts.
    """
    # Of each touchpoint the journey (from 1) in which it was last in the upper half, and its place there.
    places, counted, most = np.zeros(touchpoints, np.uint64), np.zeros(touchpoints, np.uint64), 1
    for c in range(len(journeys) - 1):
        most = max(most, journeys[c + 1] - journeys[c])
    losses = np.empty(most, np.int64)
    found, n_lost, last_watched = _0, _0, end - within
    for c in range(len(journeys) - 1):
        count, own = _losses(start, journeys, seconds, outcome, decided, happened, losing, c, losses), found
        losses_of[c] = count
        # Without a branch at the end of a journey, which cannot be foretold; none is without a contact.
        j, behind, journey_at = np.uint64(journeys[c]) - _1, np.uint64(journeys[c]), found
        for i in range(np.uint64(start[journeys[c]]), np.uint64(start[journeys[c + 1]])):
            begins = np.uint64(i == np.uint64(start[behind]))
            j, behind, journey_at = j + begins, behind + begins, found if begins else journey_at
            first[j] = journey_at
            here = np.uint64(touchpoint[i])
            cell = places[here]
            fresh = cell >> _HALF != behind
            place = found if fresh else cell & _LOW
            so_far = (_0 if fresh else counted[here]) + np.uint64(np.int64(seconds[i]) <= last_watched)
            places[here], counted[here] = behind << _HALF | place, so_far
            code[place], watched[place] = here, so_far
            found += np.uint64(fresh)
        if count:
            lost[n_lost : n_lost + found - own] = 0
            for j in range(np.uint64(journeys[c]), np.uint64(journeys[c + 1])):
                for i in range(start[j], start[j + _1]):
                    now, place = np.int64(seconds[i]), np.uint64(first[j])
                    while code[place] != touchpoint[i]:
                        place += _1
                    after = _next_after(losses, count, now)
                    is_lost = now <= last_watched and after >= 0 and after <= now + within
                    lost[n_lost + place - own] += is_lost
            n_lost += found - own
    first[len(first) - 1] = found
    written[0], written[1] = found, n_lost


CONTACT_WATCHED, LOST_AFTER_CONTACT, INCIDENT_WATCHED, LOST_AFTER_INCIDENT = 1, 2, 4, 8
"""Bits of an incident. What follows is watched after the contact, and after the later of contact and incident if the
customer was not lost in between.
"""


@compiled(VOID(RI64, RI64, R32, R8, R32, RB, R8, R32, RI64, R32, R32, I64, I64, W8))
def find_aftermath(
    start, journeys, seconds, outcome, decided, happened, losing, losses_of, at, customer, when, within, end, bits
):  # fmt: skip
    """What followed each incident, as bits. losses_of: how often each customer was lost. at, customer, when: incidents
    in rising order of `at`.
    """
    most = 1
    for c in range(len(journeys) - 1):
        most = max(most, journeys[c + 1] - journeys[c])
    losses, count, last, last_watched = np.empty(most, np.int64), np.int64(0), np.int64(-1), end - within
    for place in range(len(at)):
        c, now = np.int64(customer[place]), np.int64(seconds[at[place]])
        if c != last:
            count, last = np.int64(losses_of[c]), c
            if count:
                _losses(start, journeys, seconds, outcome, decided, happened, losing, c, losses)
        after = _next_after(losses, count, now) if count else np.int64(-1)
        since, told = max(now, np.int64(when[place])), 0
        if now <= last_watched:
            told |= CONTACT_WATCHED
            if after >= 0 and after <= now + within:
                told |= LOST_AFTER_CONTACT
        if since <= last_watched and not (after >= 0 and after <= since):
            told |= INCIDENT_WATCHED
            if after >= 0 and after <= since + within:
                told |= LOST_AFTER_INCIDENT
        bits[place] = told


_ARGUMENTS = (RI64, RB, R32, R16, R32, R32, R32, R32, R8, R16, R8, WI64_2, WI64_2)


@unowning(I64(*_ARGUMENTS, W64, W64, WI64, WI64_3, WI64_2, WI64, W64))
def _count_following(
    journeys, chosen, first, code, watched, lost_of, losses_of, journey, kind, touchpoint, bits, by_touchpoint,
    by_line, here, met, lost, few, own_lines, line_stamp, seen,
):  # fmt: skip
    width = np.uint64(len(by_touchpoint))
    place, incidents, n_lost, all_losses = _0, np.uint64(len(journey)), _0, np.int64(0)
    for c in range(len(journeys) - 1):
        n_met, n_seen, losses = _0, _0, np.int64(losses_of[c])
        somebody = False
        j, behind = np.uint64(journeys[c]), np.uint64(journeys[c + 1])
        own = np.uint64(first[j])
        while j < behind:
            if not chosen[j]:
                j += _1
                continue
            somebody, begin = True, np.uint64(first[j])
            while j < behind and chosen[j]:  # journeys lie side by side, and so do their touchpoints
                j += _1
            stop = np.uint64(first[j])
            # Without a branch: whether a touchpoint comes again cannot be foretold.
            for e in range(begin, stop):
                t = np.uint64(code[e])
                before = here[t]
                met[n_met] = t
                n_met += np.uint64(before == _0)
                here[t] = before + _1 + (np.uint64(watched[e]) << _HALF)
            if losses:
                for e in range(begin, stop):
                    lost[np.uint64(code[e])] += lost_of[n_lost + e - own]
        if losses:
            n_lost += np.uint64(first[behind]) - own
        while place < incidents and np.uint64(journey[place]) < behind:
            this = np.uint64(journey[place])
            if chosen[this]:
                line, told = np.uint64(kind[place]) * width + np.uint64(touchpoint[place]), np.int64(bits[place])
                fresh = line_stamp[line] != np.int64(this)
                line_stamp[line] = np.int64(this)
                having = own_lines[line, HAVING]
                seen[n_seen] = line
                n_seen += np.uint64(having == 0)
                own_lines[line, HAVING] = having + fresh
                own_lines[line, OWN] += told & 1
                own_lines[line, WITH_IT] += (told >> 2) & 1
                if losses:
                    own_lines[line, LOST_OWN] += (told >> 1) & 1
                    own_lines[line, LOST_WITH] += told >> 3
            place += _1
        if somebody:
            all_losses += losses
            _close_lines(seen, n_seen, own_lines, here, lost, losses, by_line)
            _close_touchpoints(met, n_met, here, lost, losses, few, by_touchpoint)
    return all_losses


@compiled(I64(*_ARGUMENTS))
def count_following(
    journeys, chosen, first, code, watched, lost_of, losses_of, journey, kind, touchpoint, bits, by_touchpoint, by_line,
):  # fmt: skip
    """Adds to the sums by touchpoint and by line (kind × touchpoints + touchpoint); returns how often customers with a
    chosen journey were lost.

    chosen: one for each journey. first, code, watched, lost_of, losses_of: see `index.following`, Watched. journey,
    kind, touchpoint, bits: of incidents in rising order of journeys.
    """
    width, lines = len(by_touchpoint), len(by_line)
    here, met, lost = np.zeros(width, np.uint64), np.zeros(width + 1, np.uint64), np.zeros(width, np.int64)
    few = np.zeros((width, _FEW, _FEW), np.int64)
    all_losses = _count_following(
        journeys, chosen, first, code, watched, lost_of, losses_of, journey, kind, touchpoint, bits, by_touchpoint,
        by_line, here, met, lost, few, np.zeros((lines, 5), np.int64), np.full(lines, -1, np.int64),
        np.zeros(lines + 1, np.uint64),
    )  # fmt: skip
    _add_few(few, by_touchpoint)
    return all_losses


N, JOURNEYS_WITH, CUSTOMERS_WITH, _LAST_JOURNEY, _LAST_CUSTOMER = range(5)
COUNTED = 5
"""Of a group of incidents: how many, in how many journeys, of how many customers; and the last ones, while counting."""


@inlined
def _count_one(counts, group, j, c):
    """Count an incident; those of a journey and of a customer come one behind the other. Without a branch: neither can
    be foretold.
    """
    counts[group, N] += 1
    counts[group, JOURNEYS_WITH] += counts[group, _LAST_JOURNEY] != j
    counts[group, _LAST_JOURNEY] = j
    counts[group, CUSTOMERS_WITH] += counts[group, _LAST_CUSTOMER] != c
    counts[group, _LAST_CUSTOMER] = c


_TO_COUNT = (R16, R16, RB, R32, R32, R8, R32, RB, I64, I64, I64, WI64_2, WI64, WI64)


@unowning(I64(*_TO_COUNT))
def _count_incidents(
    touchpoint, department, chosen, journey, customer, kind, when, still, kinds, touchpoints, departments, counts,
    since, codes,
):  # fmt: skip
    found, groups, by = _0, np.uint64(len(counts) // 2), np.uint64(departments + 1)
    first_line = np.uint64(1 + kinds)
    first_department = first_line + np.uint64(kinds * touchpoints)
    for place in range(len(journey)):
        if not chosen[np.uint64(journey[place])]:
            continue
        j, c = np.int64(journey[place]) + 1, np.int64(customer[place]) + 1
        of = np.uint64(kind[place])
        line = of * np.uint64(touchpoints) + np.uint64(touchpoint[place])
        own = np.uint64(department[place])
        _count_one(counts, _0, j, c)
        _count_one(counts, _1 + of, j, c)
        _count_one(counts, first_line + line, j, c)
        _count_one(counts, first_department + of * by + own, j, c)
        if still[place]:
            _count_one(counts, groups, j, c)
            _count_one(counts, groups + _1 + of, j, c)
            _count_one(counts, groups + first_line + line, j, c)
            _count_one(counts, groups + first_department + of * by + own, j, c)
            since[line] = min(since[line], np.int64(when[place]))
        codes[found] = line * by + own
        found += _1
    return np.int64(found)


@compiled(I64(*_TO_COUNT))
def count_incidents(
    touchpoint, department, chosen, journey, customer, kind, when, still, kinds, touchpoints, departments, counts,
    since, codes,
):  # fmt: skip
    """Counts the incidents of the journeys chosen, first all, then those that are open, into counts (2 × groups,
    COUNTED), all 0 before: a group for all, then one for each kind, each line (kind × touchpoints + touchpoint), each
    kind and department (kind × (departments + 1) + department). since: by line, the earliest time of one that is open.
    codes: of each incident line × (departments + 1) + department; returns how many.
    """
    return _count_incidents(
        touchpoint, department, chosen, journey, customer, kind, when, still, kinds, touchpoints, departments, counts,
        since, codes,
    )  # fmt: skip
