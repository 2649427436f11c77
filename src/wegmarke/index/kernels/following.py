"""What followed incidents: losses of the same customer afterwards, beside those after other contacts there."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, R8, R16, R32, RB, RI64, VOID, WI64, WI64_2, compiled, inner

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


@inner(I64(WI64_2, I64, I64, I64, I64))
def _add_squares(sums, line, first, x, m):
    """Add a customer's x of m: one customer more where there is any, x, m, x², xm, m²."""
    sums[line, first] += m > 0
    sums[line, first + 1] += x
    sums[line, first + 2] += m
    sums[line, first + 3] += x * x
    sums[line, first + 4] += x * m
    sums[line, first + 5] += m * m
    return 0


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


@compiled(I64(RI64, RI64, R32, R16, RB, R8, R32, RB, R8, RI64, R8, R32, I64, I64, WI64_2, WI64_2))
def count_following(
    start, journeys, seconds, touchpoint, chosen, outcome, decided, happened, losing, at, kind, when, within, end,
    by_touchpoint, by_line,
):  # fmt: skip
    """Adds to the sums by touchpoint and by line (kind × touchpoints + touchpoint); returns how often customers with a
    chosen journey were lost.

    chosen: one for each journey. losing: of each outcome whether the customer is lost by it. at, kind, when: incidents
    in rising order of `at`. A contact is watched if the data go on for `within` seconds after it; with an incident,
    after the later of contact and incident, and only if the customer was not lost in between.
    """
    width = len(by_touchpoint)
    visited, contacts, lost = np.zeros(width, np.int64), np.zeros(width, np.int64), np.zeros(width, np.int64)
    once = np.zeros((width, 3), np.int64)
    stamp = np.full(width, -1, np.int64)
    met = np.empty(width, np.int64)
    lines = len(by_line)
    having, with_it, lost_with, own, lost_own = (
        np.zeros(lines, np.int64),
        np.zeros(lines, np.int64),
        np.zeros(lines, np.int64),
        np.zeros(lines, np.int64),
        np.zeros(lines, np.int64),
    )
    line_stamp = np.full(lines, -1, np.int64)
    seen = np.empty(lines, np.int64)
    most = 1
    for c in range(len(journeys) - 1):
        most = max(most, journeys[c + 1] - journeys[c])
    losses = np.empty(most, np.int64)
    place, all_losses = 0, 0
    for c in range(len(journeys) - 1):
        count = -1
        n_met, n_seen = 0, 0
        for j in range(journeys[c], journeys[c + 1]):
            if not chosen[j]:
                while place < len(at) and at[place] < start[j + 1]:
                    place += 1
                continue
            if count < 0:
                count = _losses(start, journeys, seconds, outcome, decided, happened, losing, c, losses)
                all_losses += count
            for i in range(start[j], start[j + 1]):
                t, now = touchpoint[i], np.int64(seconds[i])
                if stamp[t] != j:
                    stamp[t] = j
                    if visited[t] == 0:
                        met[n_met] = t
                        n_met += 1
                    visited[t] += 1
                watched, after, lost_here = now + within <= end, np.int64(-1), False
                contacts[t] += watched
                if count:
                    after = _next_after(losses, count, now)
                    lost_here = after >= 0 and after <= now + within
                    lost[t] += watched and lost_here
                while place < len(at) and at[place] == i:
                    line = kind[place] * width + t
                    if line_stamp[line] != j:
                        line_stamp[line] = j
                        if having[line] == 0:
                            seen[n_seen] = line
                            n_seen += 1
                        having[line] += 1
                    if watched:
                        own[line] += 1
                        lost_own[line] += lost_here
                    since = max(now, np.int64(when[place]))
                    if since + within <= end and not (after >= 0 and after <= since):
                        with_it[line] += 1
                        lost_with[line] += after >= 0 and after <= since + within
                    place += 1
        for k in range(n_seen):
            line = seen[k]
            t = line % width
            by_line[line, JOURNEYS] += having[line]
            by_line[line, JOURNEY_SQUARES] += having[line] * having[line]
            by_line[line, JOURNEY_PRODUCTS] += having[line] * visited[t]
            x, m = lost_with[line], with_it[line]
            other_x, other_m = lost[t] - lost_own[line], contacts[t] - own[line]
            _add_squares(by_line, line, CUSTOMERS, x, m)
            _add_squares(by_line, line, LESS_CUSTOMERS, other_x, other_m)
            by_line[line, LESS_CUSTOMERS] -= contacts[t] > 0
            by_line[line, LESS_LOST] -= lost[t]
            by_line[line, LESS_CONTACTS] -= contacts[t]
            by_line[line, LESS_LOST_SQUARES] -= lost[t] * lost[t]
            by_line[line, LESS_PRODUCTS] -= lost[t] * contacts[t]
            by_line[line, LESS_SQUARES] -= contacts[t] * contacts[t]
            by_line[line, BOTH_LOST] += x * other_x
            by_line[line, LOST_CONTACTS] += x * other_m
            by_line[line, CONTACTS_LOST] += m * other_x
            by_line[line, BOTH_CONTACTS] += m * other_m
            having[line], with_it[line], lost_with[line], own[line], lost_own[line] = 0, 0, 0, 0, 0
        for k in range(n_met):
            t = met[k]
            if visited[t] == 1 and contacts[t] <= 1:
                once[t, contacts[t] + lost[t]] += 1
                visited[t], contacts[t], lost[t] = 0, 0, 0
                continue
            by_touchpoint[t, AT_VISITORS] += 1
            by_touchpoint[t, AT_VISITED] += visited[t]
            by_touchpoint[t, AT_VISITED_SQUARES] += visited[t] * visited[t]
            _add_squares(by_touchpoint, t, AT_CUSTOMERS, lost[t], contacts[t])
            visited[t], contacts[t], lost[t] = 0, 0, 0
    _add_once(once, by_touchpoint)
    return all_losses


N, JOURNEYS_WITH, CUSTOMERS_WITH, _LAST_JOURNEY, _LAST_CUSTOMER = range(5)
COUNTED = 5
"""Of a group of incidents: how many, in how many journeys, of how many customers; and the last ones, while counting."""


@inner(VOID(WI64_2, I64, I64, I64))
def _count_one(counts, group, j, c):
    """Count an incident; those of a journey and of a customer come one behind the other."""
    counts[group, N] += 1
    if counts[group, _LAST_JOURNEY] != j + 1:
        counts[group, _LAST_JOURNEY] = j + 1
        counts[group, JOURNEYS_WITH] += 1
        if counts[group, _LAST_CUSTOMER] != c + 1:
            counts[group, _LAST_CUSTOMER] = c + 1
            counts[group, CUSTOMERS_WITH] += 1


@compiled(I64(RI64, RI64, R16, R16, RB, RI64, R8, R32, RB, I64, I64, I64, WI64_2, WI64, WI64))
def count_incidents(
    start, journeys, touchpoint, department, chosen, at, kind, when, still, kinds, touchpoints, departments, counts,
    since, codes,
):  # fmt: skip
    """Counts the incidents of the journeys chosen, first all, then those that are open, into counts (2 × groups,
    COUNTED), all 0 before: a group for all, then one for each kind, each line (kind × touchpoints + touchpoint), each
    kind and department (kind × (departments + 1) + department). since: by line, the earliest time of one that is open.
    codes: of each incident line × (departments + 1) + department; returns how many. department: may be empty.
    """
    j, c, found, groups = 0, 0, 0, len(counts) // 2
    first_line = 1 + kinds
    first_department = first_line + kinds * touchpoints
    for place in range(len(at)):
        i = at[place]
        while start[j + 1] <= i:
            j += 1
        if not chosen[j]:
            continue
        while journeys[c + 1] <= j:
            c += 1
        of = np.int64(kind[place])
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
