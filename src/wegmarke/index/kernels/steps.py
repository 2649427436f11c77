"""Counting steps: how often, how many customers, how much time; all of them one pass over two columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wegmarke.compiled import I64, R8, R16, R32, RB, RI64, VOID, W16, W32, W32_2, WF64, WI64, compiled, inlined, wide

LOG_BUCKETS = 256
"""Elapsed seconds fall into 256 buckets, eight to each doubling: few enough to stay in the second-level cache for
every step in use.
"""

GATHERED_AT_ONCE = 32

_UNIT = np.uint32(1)


@inlined
def log_bucket(seconds):
    """The bucket of an elapsed time in seconds; never falls as the seconds grow (read off a float's exponent and
    first three digits).
    """
    bits = np.float64(np.int64(seconds) + 1).view(np.int64)
    bucket = (bits >> 49) - (1023 << 3)
    return min(bucket, 255)


def least_seconds(bucket: NDArray[np.int64]) -> NDArray[np.int64]:
    """The shortest elapsed time in seconds that falls into each of these buckets, or into one behind it."""
    exponent, eighths = np.divmod(bucket, 8)
    result: NDArray[np.int64] = -(-((8 + eighths) << exponent) // 8) - 1
    return result


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


def _gather(step, seconds, start, journeys, into_step, into_seconds):
    """Lays the steps and seconds of these journeys one behind the other.

    Where few are chosen, each lies in memory of its own that must be waited for. So both ends of some journeys are
    looked at first: those loads wait together, and what they bring is there when it is copied.
    """
    found = 0
    for block in range(0, len(journeys), GATHERED_AT_ONCE):
        some = journeys[block : block + GATHERED_AT_ONCE]
        seen = np.uint32(0)
        for j in some:
            seen ^= seconds[start[j]] ^ seconds[start[j + 1] - 1] ^ step[start[j]]
        into_seconds[found] = seen  # else the compiler would leave the loads out; it is overwritten
        for j in some:
            for i in range(start[j], start[j + 1]):
                into_step[found] = step[i]
                into_seconds[found] = seconds[i]
                found += 1


gather_16 = compiled(VOID(R16, R32, RI64, RI64, W16, W32))(_gather)
gather_32 = wide("step", VOID(R32, R32, RI64, RI64, W32, W32))(_gather)


def _measure(step, seconds, sums, histogram):
    """Sums of elapsed seconds and their log-histogram (E, LOG_BUCKETS) of every step, of whole journeys one behind the
    other.

    Of steps from the start the sums and the buckets are meaningless, but not how many there are in all buckets.
    """
    if len(step) == 0:
        return
    last = seconds[0]
    for i in range(len(step)):
        now = seconds[i]
        code = step[i]
        sums[code] += np.int64(now) - np.int64(last)
        histogram[code, log_bucket(now - last if now >= last else np.uint32(0))] += _UNIT
        last = now


measure_16 = compiled(VOID(R16, R32, WI64, W32_2))(_measure)
measure_32 = wide("step", VOID(R32, R32, WI64, W32_2))(_measure)


@compiled(VOID(W32_2, RI64, RI64, WI64, WI64))
def locate(histogram, steps, ranks, bucket, ahead):
    """For each of these steps the bucket that holds the value of that rank (from 0), and how many lie in buckets before
    it.
    """
    for i in range(len(steps)):
        before = 0
        b = 0
        while b < LOG_BUCKETS - 1 and before + histogram[steps[i], b] <= ranks[i]:
            before += np.int64(histogram[steps[i], b])
            b += 1
        bucket[i] = b
        ahead[i] = before


def _values(step, seconds, low, high, code, value):
    """The elapsed seconds between `low` and `high` of their step (E), both included, and the step's code; returns how
    many. Where low is above high nothing is wanted, as for all steps from the start.
    """
    found = 0
    last = np.uint32(0)
    for i in range(len(step)):
        now = seconds[i]
        taken = step[i]
        elapsed = np.uint32(now - last)
        code[found] = taken
        value[found] = elapsed
        found += np.int64((elapsed >= low[taken]) & (elapsed <= high[taken]))  # no branch: it would be guessed wrongly
        last = now
    return found


values_16 = compiled(I64(R16, R32, R32, R32, W32, W32))(_values)
values_32 = wide("step", I64(R32, R32, R32, R32, W32, W32))(_values)


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
