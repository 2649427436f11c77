"""Two periods side by side, as sums over customers of what each counted in them."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, R8, R16, R32, RB, RI64, VOID, WI64, WI64_2, compiled, inner

TOTAL, CLUSTERED, PRODUCTS, BOTH, FIRST_ALL, ALL_SECOND = 0, 1, 2, 6, 7, 8
LINES = 9
"""Σx, Σx², Σxm of the last period, of the one before in the three behind, and Σx₁x₂, Σx₁m₂, Σm₁x₂; those of a feature
lie side by side.
"""

ACTIVE, BEGUN, DECIDED, NOTED, PROMISED, SAID = range(6)
OF = 6
OF_N, OF_CUSTOMERS, OF_SIZES, OF_BOTH = 0, 1, 2, 6
OF_LINES = 7
"""Of what is counted: journeys with a contact, begun, decided, contacts that are an outcome, promises due, reasons. Of
each Σm, customers, Σm² of the last period, of the one before in the three lines behind, and Σm₁m₂.
"""

B_REACH, B_ENTRY, B_PATH, B_ENDED, B_OUTCOME, B_HAPPENED, B_KEPT, B_REASON = range(8)
"""Where the features of each sort begin, by place in `begins`."""


@inner(I64(RI64, I64))
def _period(cuts, second):
    """0 in the last period, 1 in the one before, else -1."""
    if second < cuts[0] or second >= cuts[2]:
        return -1
    return 0 if second >= cuts[1] else 1


@inner(VOID(WI64_2, WI64, WI64, I64, I64))
def _count(x, touched, n_touched, p, f):
    """Count one more of a feature."""
    if x[f, 0] + x[f, 1] == 0:
        touched[n_touched[0]] = f
        n_touched[0] += 1
    x[f, p] += 1


@inner(VOID(WI64_2, WI64, WI64, WI64_2, RI64, WI64_2, WI64_2))
def _close(x, touched, n_touched, m, of, sums, denominators):
    """Add up a customer. Everything is 0 again then."""
    for k in range(n_touched[0]):
        f = touched[k]
        d = of[f]
        a, b, m_a, m_b = x[f, 0], x[f, 1], m[0, d], m[1, d]
        sums[f, TOTAL] += a
        sums[f, CLUSTERED] += a * a
        sums[f, PRODUCTS] += a * m_a
        sums[f, 3 + TOTAL] += b
        sums[f, 3 + CLUSTERED] += b * b
        sums[f, 3 + PRODUCTS] += b * m_b
        sums[f, BOTH] += a * b
        sums[f, FIRST_ALL] += a * m_b
        sums[f, ALL_SECOND] += m_a * b
        x[f, 0], x[f, 1] = 0, 0
    n_touched[0] = 0
    for d in range(OF):
        if m[0, d] + m[1, d] == 0:
            continue
        for p in range(2):
            denominators[d, 3 * p + OF_N] += m[p, d]
            denominators[d, 3 * p + OF_CUSTOMERS] += m[p, d] > 0
            denominators[d, 3 * p + OF_SIZES] += m[p, d] * m[p, d]
        denominators[d, OF_BOTH] += m[0, d] * m[1, d]
        m[0, d], m[1, d] = 0, 0


@inner(I64(RI64, R8, R32, R32, R32, R32, WI64, I64, RB, I64, RI64, RI64, WI64_2, WI64, WI64, WI64_2))
def _count_events(
    incident_at, incident_kind, incident_seconds, promise_at, promise_due, promise_kept, pointers, end, chosen, j, cuts,
    begins, x, touched, n_touched, m,
):  # fmt: skip
    """Incidents of a journey by when they happened, and promises by when they were due; returns whether there were any
    in either period.
    """
    before = n_touched[0] + m[0, PROMISED] + m[1, PROMISED]
    place = pointers[0]
    while place < len(incident_at) and incident_at[place] < end:
        p = _period(cuts, np.int64(incident_seconds[place])) if chosen[j] else -1
        if p >= 0:
            _count(x, touched, n_touched, p, begins[B_HAPPENED] + incident_kind[place])
        place += 1
    pointers[0] = place
    place = pointers[1]
    while place < len(promise_at) and np.int64(promise_at[place]) < end:
        p = _period(cuts, np.int64(promise_due[place])) if chosen[j] else -1
        if p >= 0:
            m[p, PROMISED] += 1
            if promise_kept[place] > 0 and promise_kept[place] <= promise_due[place]:
                _count(x, touched, n_touched, p, begins[B_KEPT])
        place += 1
    pointers[1] = place
    return n_touched[0] + m[0, PROMISED] + m[1, PROMISED] > before


@inner(I64(RI64, R32, WI64))
def _next_event(incident_at, promise_at, pointers):
    """The contact with which the next incident or promise comes."""
    found = np.int64(1) << 62
    if pointers[0] < len(incident_at):
        found = incident_at[pointers[0]]
    if pointers[1] < len(promise_at):
        found = min(found, np.int64(promise_at[pointers[1]]))
    return found


@compiled(
    VOID(
        RI64, RI64, R32, R16, R16, R8, R32, RB, R32, RB, RI64, R8, R32, R32, R32, R32, R32, R16,
        RI64, RI64, RI64, R8, RI64, WI64_2, WI64_2,
    )
)  # fmt: skip
def compare_periods(  # long because a customer is walked through once for all that is counted
    start, journeys, seconds, touchpoint, entry, outcome, decided, happened, variant, chosen, incident_at,
    incident_kind, incident_seconds, promise_at, promise_due, promise_kept, reason_at, reason,
    cuts, begins, paths, outcomes, of, sums, denominators,
):  # fmt: skip
    """Adds to sums (features, LINES) and denominators (OF, OF_LINES).

    cuts: seconds at which the periods begin, meet and end. begins: where the features of each sort begin. paths:
    variants that are features. outcomes: by touchpoint the outcome that a contact there is, 0 none. of: by feature of
    what it is a share.
    """
    width = len(sums)
    x, touched, n_touched = np.zeros((width, 2), np.int64), np.empty(width, np.int64), np.zeros(1, np.int64)
    m, pointers = np.zeros((2, OF), np.int64), np.zeros(3, np.int64)
    stamps = np.full((2, len(outcomes)), -1, np.int64)
    next_event = _next_event(incident_at, promise_at, pointers)
    for c in range(len(journeys) - 1):
        some = False
        for j in range(journeys[c], journeys[c + 1]):
            begin, end = start[j], start[j + 1]
            if end > next_event:  # most journeys have none in either period, and to ask takes longer than to look
                some |= _count_events(
                    incident_at, incident_kind, incident_seconds, promise_at, promise_due, promise_kept, pointers, end,
                    chosen, j, cuts, begins, x, touched, n_touched, m,
                ) > 0  # fmt: skip
                next_event = _next_event(incident_at, promise_at, pointers)
            if not chosen[j] or np.int64(seconds[end - 1]) < cuts[0] or np.int64(seconds[begin]) >= cuts[2]:
                continue
            active_0, active_1 = 0, 0
            for i in range(begin, end):
                p = _period(cuts, np.int64(seconds[i]))
                if p < 0:
                    continue
                if p == 0:
                    active_0 = 1
                else:
                    active_1 = 1
                t = touchpoint[i]
                if stamps[p, t] != j:
                    stamps[p, t] = j
                    _count(x, touched, n_touched, p, begins[B_REACH] + np.int64(t))
                if outcomes[t]:
                    m[p, NOTED] += 1
                    _count(x, touched, n_touched, p, begins[B_OUTCOME] + np.int64(outcomes[t]) - 1)
            some |= active_0 + active_1 > 0
            m[0, ACTIVE] += active_0
            m[1, ACTIVE] += active_1
            p = _period(cuts, np.int64(seconds[begin]))
            if p >= 0:
                m[p, BEGUN] += 1
                _count(x, touched, n_touched, p, begins[B_ENTRY] + np.int64(entry[j]))
            at = min(begin + np.int64(decided[j]), end - 1) if happened[j] else end - 1
            p = _period(cuts, np.int64(seconds[at])) if outcome[j] else -1
            if p >= 0:
                m[p, DECIDED] += 1
                _count(x, touched, n_touched, p, begins[B_ENDED] + np.int64(outcome[j]) - 1)
                for place in range(len(paths)):
                    if paths[place] == np.int64(variant[j]):
                        _count(x, touched, n_touched, p, begins[B_PATH] + place)
            place = pointers[2]
            while place < len(reason_at) and np.int64(reason_at[place]) < end:
                if np.int64(reason_at[place]) >= begin:
                    p = _period(cuts, np.int64(seconds[reason_at[place]]))
                    if p >= 0:
                        m[p, SAID] += 1
                        _count(x, touched, n_touched, p, begins[B_REASON] + np.int64(reason[place]) - 1)
                place += 1
            pointers[2] = place
        if some:
            _close(x, touched, n_touched, m, of, sums, denominators)
