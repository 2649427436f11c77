"""Counting steps: how often, how many customers, how much time; all of them one pass over two columns."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import (
    I64,
    R8,
    R16,
    R32,
    RB,
    RI32,
    RI64,
    VOID,
    W32,
    W32_2,
    WF64,
    WI32,
    WI64,
    compiled,
    inlined,
    wide,
)

LOG_BUCKETS = 256
"""Elapsed seconds fall into 256 buckets, eight to each doubling: few enough to stay in the second-level cache for
every step in use.
"""

_UNIT = np.uint32(1)


@inlined
def log_bucket(seconds):
    """The bucket of an elapsed time in seconds; never falls as the seconds grow (read off a float's exponent and
    first three digits).
    """
    bits = np.float64(np.int64(seconds) + 1).view(np.int64)
    bucket = (bits >> 49) - (1023 << 3)
    return min(bucket, 255)


def _count_codes(codes, counts):
    """How often each code occurs."""
    for i in range(len(codes)):
        counts[codes[i]] += 1


count_codes_16 = compiled(VOID(R16, WI64))(_count_codes)
count_codes_32 = wide("step", VOID(R32, WI64))(_count_codes)


def _count_until(step, start, decided, chosen, counts):
    """How often each step was taken before the outcome; `chosen` may be empty: all journeys."""
    everyone = len(chosen) == 0
    for j in range(len(decided)):
        if everyone or chosen[j]:
            for i in range(start[j], start[j] + decided[j]):
                counts[step[i]] += 1


count_until_16 = compiled(VOID(R16, RI64, R32, RB, WI64))(_count_until)
count_until_32 = wide("step", VOID(R32, RI64, R32, RB, WI64))(_count_until)


def _count_elapsed(step, seconds, counts, sums):
    """Counts and sums of elapsed seconds of every step. At the first interaction of a journey the sum is meaningless
    (step from the start).
    """
    if len(step) == 0:
        return
    last = seconds[0]
    for i in range(len(step)):
        now = seconds[i]
        code = step[i]
        counts[code] += 1
        sums[code] += np.int64(now) - np.int64(last)
        last = now


count_elapsed_16 = compiled(VOID(R16, R32, WI64, WI64))(_count_elapsed)
count_elapsed_32 = wide("step", VOID(R32, R32, WI64, WI64))(_count_elapsed)


def _count_elapsed_of(step, seconds, start, chosen, counts, sums):
    """The same for the journeys chosen."""
    for j in range(len(chosen)):
        if chosen[j]:
            a = start[j]
            last = seconds[a]
            for i in range(a, start[j + 1]):
                now = seconds[i]
                code = step[i]
                counts[code] += 1
                sums[code] += np.int64(now) - np.int64(last)
                last = now


count_elapsed_of_16 = compiled(VOID(R16, R32, RI64, RB, WI64, WI64))(_count_elapsed_of)
count_elapsed_of_32 = wide("step", VOID(R32, R32, RI64, RB, WI64, WI64))(_count_elapsed_of)


def _sum_squares_of(step, seconds, start, chosen, squares):
    """Sums of squared elapsed seconds, in float64 (integers would overflow), for intervals of means."""
    for j in range(len(chosen)):
        if chosen[j]:
            a = start[j]
            last = seconds[a]
            for i in range(a + 1, start[j + 1]):
                now = seconds[i]
                elapsed = np.float64(np.int64(now) - np.int64(last))
                squares[step[i]] += elapsed * elapsed
                last = now


sum_squares_of_16 = compiled(VOID(R16, R32, RI64, RB, WF64))(_sum_squares_of)
sum_squares_of_32 = wide("step", VOID(R32, R32, RI64, RB, WF64))(_sum_squares_of)


def _measure(step, seconds, counts, sums, histogram):
    """Counts, sums of elapsed seconds and their log-histogram (E, LOG_BUCKETS) of every step.

    Sums and histogram of steps from the start are meaningless.
    """
    if len(step) == 0:
        return
    last = seconds[0]
    for i in range(len(step)):
        now = seconds[i]
        code = step[i]
        counts[code] += 1
        sums[code] += np.int64(now) - np.int64(last)
        histogram[code, log_bucket(now - last if now >= last else np.uint32(0))] += _UNIT
        last = now


measure_16 = compiled(VOID(R16, R32, WI64, WI64, W32_2))(_measure)
measure_32 = wide("step", VOID(R32, R32, WI64, WI64, W32_2))(_measure)


def _measure_of(step, seconds, start, chosen, counts, sums, histogram):
    """The same for the journeys chosen."""
    for j in range(len(chosen)):
        if chosen[j]:
            a = start[j]
            counts[step[a]] += 1
            last = seconds[a]
            for i in range(a + 1, start[j + 1]):
                now = seconds[i]
                code = step[i]
                counts[code] += 1
                sums[code] += np.int64(now) - np.int64(last)
                histogram[code, log_bucket(now - last)] += _UNIT
                last = now


measure_of_16 = compiled(VOID(R16, R32, RI64, RB, WI64, WI64, W32_2))(_measure_of)
measure_of_32 = wide("step", VOID(R32, R32, RI64, RB, WI64, WI64, W32_2))(_measure_of)


def _values(step, seconds, slots, slot, value):
    """The elapsed seconds that fall into a wanted bucket: `slots` (E × LOG_BUCKETS, flat) names it or is -1. Returns
    how many.
    """
    found = 0
    last = np.uint32(0)
    for i in range(len(step)):
        now = seconds[i]
        elapsed = now - last if now >= last else np.uint32(0)
        wanted = slots[np.int64(step[i]) * LOG_BUCKETS + log_bucket(elapsed)]
        if wanted >= 0:
            slot[found] = wanted
            value[found] = elapsed
            found += 1
        last = now
    return found


values_16 = compiled(I64(R16, R32, RI32, WI32, W32))(_values)
values_32 = wide("step", I64(R32, R32, RI32, WI32, W32))(_values)


def _values_of(step, seconds, start, chosen, slots, slot, value):
    """The same for the journeys chosen."""
    found = 0
    for j in range(len(chosen)):
        if chosen[j]:
            a = start[j]
            last = seconds[a]
            for i in range(a + 1, start[j + 1]):
                now = seconds[i]
                elapsed = now - last
                wanted = slots[np.int64(step[i]) * LOG_BUCKETS + log_bucket(elapsed)]
                if wanted >= 0:
                    slot[found] = wanted
                    value[found] = elapsed
                    found += 1
                last = now
    return found


values_of_16 = compiled(I64(R16, R32, RI64, RB, RI32, WI32, W32))(_values_of)
values_of_32 = wide("step", I64(R32, R32, RI64, RB, RI32, WI32, W32))(_values_of)


def _count_presence(codes, start, journeys, chosen, in_journeys, of_customers, squares, crosses, totals):
    """In how many journeys and of how many customers each code occurs, with what clusters of customers need.

    With x of a customer's m chosen journeys having the code: `in_journeys` Σx, `of_customers` Σ[x > 0], `squares`
    Σx², `crosses` Σxm; `totals` gets Σm, Σm² and the number of customers. `chosen` may be empty: all journeys.
    """
    everyone = len(chosen) == 0
    seen_journey = np.full(len(in_journeys), -1, np.int64)
    seen_customer = np.full(len(in_journeys), -1, np.int64)
    have = np.zeros(len(in_journeys), np.int64)
    for c in range(len(journeys) - 1):
        m = 0
        for j in range(journeys[c], journeys[c + 1]):
            if everyone or chosen[j]:
                m += 1
        if m == 0:
            continue
        totals[0] += m
        totals[1] += m * m
        totals[2] += 1
        for j in range(journeys[c], journeys[c + 1]):
            if everyone or chosen[j]:
                for i in range(start[j], start[j + 1]):
                    code = np.int64(codes[i])
                    if code < len(in_journeys) and seen_journey[code] != j:
                        seen_journey[code] = j
                        in_journeys[code] += 1
                        if seen_customer[code] != c:
                            seen_customer[code] = c
                            of_customers[code] += 1
                            have[code] = 0
                        squares[code] += 2 * have[code] + 1
                        crosses[code] += m
                        have[code] += 1


count_presence_8 = compiled(VOID(R8, RI64, RI64, RB, WI64, WI64, WI64, WI64, WI64))(_count_presence)
count_presence_16 = compiled(VOID(R16, RI64, RI64, RB, WI64, WI64, WI64, WI64, WI64))(_count_presence)
count_presence_32 = compiled(VOID(R32, RI64, RI64, RB, WI64, WI64, WI64, WI64, WI64))(_count_presence)
