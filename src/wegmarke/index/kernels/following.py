"""What followed incidents: losses of the same customer afterwards, beside those after other contacts there."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, R8, R16, R32, RB, RI64, VOID, W64, WI64, WI64_2, compiled, inlined, inner, unowning

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
HAVING, WITH_IT, OWN, LOST_WITH, LOST_OWN = range(5)
"""Of a customer and a line: journeys with such an incident; contacts with one that were watched after it; contacts with
one that were watched anyway; after how many of the first, and of the second, the customer was lost.
"""


@inner(I64(WI64, I64, I64))
def _next_after(losses, count, second):
    """The first of the rising seconds that is later, or -1."""
    for k in range(count):
        if losses[k] > second:
            return losses[k]
    return -1


@inner(I64(RI64, RI64, R32, R8, R32, RB, R8, I64, WI64))
def _losses(start, journeys, seconds, outcome, decided, happened, losing, c, losses):
    """When the customer was lost, rising; how often."""
    count = 0
    for j in range(journeys[c], journeys[c + 1]):
        if losing[outcome[j]]:
            last = start[j + 1] - 1
            at = min(start[j] + np.int64(decided[j]), last) if happened[j] else last
            losses[count] = np.int64(seconds[at])
            count += 1
    if count > 1:
        losses[:count].sort()
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
def _close_touchpoints(met, n_met, here, lost, once, by_touchpoint):
    """Add up a customer's visits. Everything of them is 0 again then."""
    for k in range(n_met):
        t = met[k]
        visited, contacts, x = np.int64(here[t] & _LOW), np.int64(here[t] >> _HALF), lost[t]
        here[t], lost[t] = _0, 0
        if visited == 1 and contacts <= 1:
            once[t, contacts + x] += 1
            continue
        by_touchpoint[t, AT_VISITORS] += 1
        by_touchpoint[t, AT_VISITED] += visited
        by_touchpoint[t, AT_VISITED_SQUARES] += visited * visited
        by_touchpoint[t, AT_CUSTOMERS] += contacts > 0
        by_touchpoint[t, AT_CONTACTS] += contacts
        by_touchpoint[t, AT_SQUARES] += contacts * contacts
        if x:
            by_touchpoint[t, AT_LOST] += x
            by_touchpoint[t, AT_LOST_SQUARES] += x * x
            by_touchpoint[t, AT_PRODUCTS] += x * contacts


@inner(VOID(WI64_2, WI64_2))
def _add_once(once, by_touchpoint):
    """Add the customers who visited a touchpoint in one journey, and were watched there once at most: by touchpoint
    those not watched, those watched and not lost, those lost.
    """
    for t in range(len(once)):
        everybody = once[t, 0] + once[t, 1] + once[t, 2]
        for column in (AT_VISITORS, AT_VISITED, AT_VISITED_SQUARES):
            by_touchpoint[t, column] += everybody
        for column in (AT_CUSTOMERS, AT_CONTACTS, AT_SQUARES):
            by_touchpoint[t, column] += once[t, 1] + once[t, 2]
        for column in (AT_LOST, AT_LOST_SQUARES, AT_PRODUCTS):
            by_touchpoint[t, column] += once[t, 2]


_ARGUMENTS = (RI64, RI64, R32, R16, RB, R8, R32, RB, R8, RI64, R32, R8, R32, I64, I64, WI64_2, WI64_2)


@unowning(I64(*_ARGUMENTS, W64, W64, WI64, WI64_2, WI64, WI64_2, WI64, W64, WI64))
def _count_following(
    start, journeys, seconds, touchpoint, chosen, outcome, decided, happened, losing, at, journey, kind, when, within,
    end, by_touchpoint, by_line, here, met, lost, once, stamp, own_lines, line_stamp, seen, losses,
):  # fmt: skip
    width = len(by_touchpoint)
    place, incidents, all_losses, last_watched = _0, np.uint64(len(at)), 0, end - within
    for c in range(len(journeys) - 1):
        count, n_met, n_seen = -1, _0, _0
        for j in range(np.uint64(journeys[c]), np.uint64(journeys[c + 1])):
            if not chosen[j]:
                continue
            begin, stop, this = np.uint64(start[j]), np.uint64(start[j + _1]), np.int64(j)
            if count < 0:
                count = _losses(start, journeys, seconds, outcome, decided, happened, losing, c, losses)
                all_losses += count
            ended = np.int64(seconds[stop - _1]) <= last_watched
            # Without a branch: whether a touchpoint comes again cannot be foretold.
            for i in range(begin, stop):
                t = np.uint64(touchpoint[i])
                before = here[t]
                met[n_met] = t
                n_met += np.uint64(before == _0)
                watched = np.uint64(ended or np.int64(seconds[i]) <= last_watched)
                here[t] = before + np.uint64(stamp[t] != this) + (watched << _HALF)
                stamp[t] = this
            if count:
                for i in range(begin, stop):
                    now = np.int64(seconds[i])
                    if now <= last_watched:
                        after = _next_after(losses, count, now)
                        lost[touchpoint[i]] += after >= 0 and after <= now + within
        end_of_customer = start[journeys[c + 1]]
        while place < incidents and at[place] < end_of_customer:
            this, i = np.int64(journey[place]), at[place]
            if chosen[this]:
                line, now = np.uint64(kind[place] * width + touchpoint[i]), np.int64(seconds[i])
                if line_stamp[line] != this:
                    line_stamp[line] = this
                    seen[n_seen] = line
                    n_seen += np.uint64(own_lines[line, HAVING] == 0)
                    own_lines[line, HAVING] += 1
                after = _next_after(losses, count, now) if count else np.int64(-1)
                if now <= last_watched:
                    own_lines[line, OWN] += 1
                    own_lines[line, LOST_OWN] += after >= 0 and after <= now + within
                since = max(now, np.int64(when[place]))
                if since <= last_watched and not (after >= 0 and after <= since):
                    own_lines[line, WITH_IT] += 1
                    own_lines[line, LOST_WITH] += after >= 0 and after <= since + within
            place += _1
        _close_lines(seen, n_seen, own_lines, here, lost, count, by_line)
        _close_touchpoints(met, n_met, here, lost, once, by_touchpoint)
    return all_losses


@compiled(I64(*_ARGUMENTS))
def count_following(
    start, journeys, seconds, touchpoint, chosen, outcome, decided, happened, losing, at, journey, kind, when, within,
    end, by_touchpoint, by_line,
):  # fmt: skip
    """Adds to the sums by touchpoint and by line (kind × touchpoints + touchpoint); returns how often customers with a
    chosen journey were lost.

    chosen: one for each journey. losing: of each outcome whether the customer is lost by it. at, journey, kind, when:
    incidents in rising order of `at`. A contact is watched if the data go on for `within` seconds after it; with an
    incident, after the later of contact and incident, and only if the customer was not lost in between.
    """
    width, lines, most = len(by_touchpoint), len(by_line), 1
    for c in range(len(journeys) - 1):
        most = max(most, journeys[c + 1] - journeys[c])
    here, met = np.zeros(width, np.uint64), np.zeros(width + 1, np.uint64)
    lost, once, stamp = np.zeros(width, np.int64), np.zeros((width, 3), np.int64), np.full(width, -1, np.int64)
    own_lines, line_stamp = np.zeros((lines, 5), np.int64), np.full(lines, -1, np.int64)
    all_losses = _count_following(
        start, journeys, seconds, touchpoint, chosen, outcome, decided, happened, losing, at, journey, kind, when,
        within, end, by_touchpoint, by_line, here, met, lost, once, stamp, own_lines, line_stamp,
        np.zeros(lines + 1, np.uint64), np.empty(most, np.int64),
    )  # fmt: skip
    _add_once(once, by_touchpoint)
    return all_losses


N, JOURNEYS_WITH, CUSTOMERS_WITH, _LAST_JOURNEY, _LAST_CUSTOMER = range(5)
COUNTED = 5
"""Of a group of incidents: how many, in how many journeys, of how many customers; and the last ones, while counting."""


@inlined
def _count_one(counts, group, j, c):
    """Count an incident; those of a journey and of a customer come one behind the other."""
    counts[group, N] += 1
    if counts[group, _LAST_JOURNEY] != j + 1:
        counts[group, _LAST_JOURNEY] = j + 1
        counts[group, JOURNEYS_WITH] += 1
        if counts[group, _LAST_CUSTOMER] != c + 1:
            counts[group, _LAST_CUSTOMER] = c + 1
            counts[group, CUSTOMERS_WITH] += 1


@compiled(I64(R16, R16, RB, RI64, R32, R32, R8, R32, RB, I64, I64, I64, WI64_2, WI64, WI64))
def count_incidents(
    touchpoint, department, chosen, at, journey, customer, kind, when, still, kinds, touchpoints, departments, counts,
    since, codes,
):  # fmt: skip
    """Counts the incidents of the journeys chosen, first all, then those that are open, into counts (2 × groups,
    COUNTED), all 0 before: a group for all, then one for each kind, each line (kind × touchpoints + touchpoint), each
    kind and department (kind × (departments + 1) + department). since: by line, the earliest time of one that is open.
    codes: of each incident line × (departments + 1) + department; returns how many. department: may be empty.
    """
    found, groups = 0, len(counts) // 2
    first_line = 1 + kinds
    first_department = first_line + kinds * touchpoints
    for place in range(len(at)):
        j, c = np.int64(journey[place]), np.int64(customer[place])
        if not chosen[j]:
            continue
        i, of = at[place], np.int64(kind[place])
        line = of * touchpoints + np.int64(touchpoint[i])
        by = np.int64(department[i]) if len(department) else np.int64(0)
        for opened in range(1 + still[place]):
            first = opened * groups
            _count_one(counts, first, j, c)
            _count_one(counts, first + 1 + of, j, c)
            _count_one(counts, first + first_line + line, j, c)
            _count_one(counts, first + first_department + of * (departments + 1) + by, j, c)
        if still[place]:
            since[line] = min(since[line], np.int64(when[place]))
        codes[found] = line * (departments + 1) + by
        found += 1
    return found
