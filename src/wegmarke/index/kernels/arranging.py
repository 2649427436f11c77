"""Compiled steps of the index build: scatter rows to buckets, sort them by customer and time, cut journeys, hash
paths.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from wegmarke.compiled import (
    B1,
    F64,
    I64,
    R8,
    R16,
    R64,
    RI16,
    RI32,
    RI64,
    VOID,
    W8,
    W16,
    W32,
    W64,
    WB,
    WI32,
    WI64,
    compiled,
    inlined,
    wide,
)

BUCKETS = 256
"""Rows are scattered to this many buckets by customer; a partition is a run of buckets."""

ENDS = 0x80
"""Bit of a row's outcome code: the interaction itself is the outcome."""

PATH_SEED = np.uint64(0x9E3779B97F4A7C15)
PATH_PRIME = np.uint64(0xFF51AFD7ED558CCD)
_S32 = np.uint64(32)
_S56 = np.uint64(56)
_SHORT = 24


@inlined
def path_next(path: Any, code: Any) -> Any:
    """The hash of a path with one more touchpoint."""
    x = (path ^ np.uint64(code + 1)) * PATH_PRIME
    return x ^ (x >> _S32)


@compiled(VOID(R64, WI64, WI32))
def scatter(key, bounds, order):
    """A stable order of the rows by bucket, the topmost bits of the key; `bounds` gets BUCKETS + 1 places."""
    bounds[:] = 0
    for i in range(len(key)):
        bounds[(key[i] >> _S56) + np.uint64(1)] += 1
    for b in range(BUCKETS):
        bounds[b + 1] += bounds[b]
    place = bounds[:BUCKETS].copy()
    for i in range(len(key)):
        b = key[i] >> _S56
        order[place[b]] = i
        place[b] += 1


@compiled(VOID(RI32, RI64, RI16, RI32, I64, I64, W64))
def origin(file, row, part, order, row_shift, file_shift, out):
    """Source file, row and part as one number, for the rows in this order."""
    for i in range(len(order)):
        k = order[i]
        number = np.uint64(file[k]) << np.uint64(file_shift) | np.uint64(row[k]) << np.uint64(row_shift)
        out[i] = number | np.uint64(part[k])


@compiled(I64(R64, R64, RI64, WI32, WI32, WI64))
def find_groups(key, check, bounds, found, first, count):
    """Which customer each row belongs to, numbered in order of appearance; returns how many customers there are.

    Rows lie bucket by bucket (`bounds`), and a customer in one of them, so the table stays small. Fills `found` (n),
    and for each customer its first row and how many rows it has.
    """
    most = 0
    for b in range(len(bounds) - 1):
        most = max(most, bounds[b + 1] - bounds[b])
    size = 64
    while size < 2 * most:
        size *= 2
    slots = np.empty(size, np.int32)
    mask = np.uint64(size - 1)
    groups = 0
    for b in range(len(bounds) - 1):
        slots[:] = -1
        for i in range(bounds[b], bounds[b + 1]):
            place = key[i] & mask
            while True:
                g = slots[place]
                if g < 0:
                    slots[place] = groups
                    first[groups] = i
                    count[groups] = 1
                    found[i] = groups
                    groups += 1
                    break
                if key[first[g]] == key[i] and check[first[g]] == check[i]:
                    count[g] += 1
                    found[i] = g
                    break
                place = (place + np.uint64(1)) & mask
    return groups


@compiled(VOID(RI32, RI64, RI64, WI64, WI32))
def place_groups(found, by_number, count, start, order):
    """Rows by customer, customers in the order `by_number`, rows of one customer in order of arrival."""
    groups = len(by_number)
    at = np.empty(groups, np.int64)
    total = 0
    for r in range(groups):
        g = by_number[r]
        start[r] = total
        at[g] = total
        total += count[g]
    start[groups] = total
    for i in range(len(found)):
        g = found[i]
        order[at[g]] = i
        at[g] += 1


@compiled(VOID(RI64, WI32))
def stable_sort(keys, order):
    """Sort `order` by keys[order]; equal keys stay as they stand. Runs of a few by insertion, then merged."""
    n = len(order)
    for a in range(0, n, _SHORT):
        for i in range(a + 1, min(a + _SHORT, n)):
            row = order[i]
            key = keys[row]
            j = i
            while j > a and keys[order[j - 1]] > key:
                order[j] = order[j - 1]
                j -= 1
            order[j] = row
    if n <= _SHORT:
        return
    scratch = np.empty(n, np.int32)
    width = _SHORT
    while width < n:
        for a in range(0, n, 2 * width):
            middle, b = min(a + width, n), min(a + 2 * width, n)
            left, right = a, middle
            for k in range(a, b):
                if left < middle and (right >= b or keys[order[left]] <= keys[order[right]]):
                    scratch[k] = order[left]
                    left += 1
                else:
                    scratch[k] = order[right]
                    right += 1
        order[:] = scratch
        width *= 2


@compiled(VOID(RI64, RI64, WI32, RI64, I64))
def sort_by_time(time, sequence, order, start, customers):
    """Order the rows of each customer by time, then by the given sequence (if there is one), then by arrival."""
    for c in range(customers):
        rows = order[start[c] : start[c + 1]]
        if len(sequence) > 0:
            stable_sort(sequence, rows)
        stable_sort(time, rows)


@compiled(VOID(RI64, WI32, RI64, I64))
def group_by_journey(journey, order, start, customers):
    """Within each customer bring the rows of one journey id together, journeys in the order in which they begin.

    `journey` are the ids' hashes, taken as signed numbers: only whether they are equal matters.
    """
    for c in range(customers):
        rows = order[start[c] : start[c + 1]]
        n = len(rows)
        mixed = False
        for i in range(1, n):
            if journey[rows[i]] != journey[rows[0]]:
                mixed = True
                break
        if not mixed:
            continue
        ids = np.empty(n, np.int64)
        for i in range(n):
            ids[i] = journey[rows[i]]
        by_id = np.arange(n).astype(np.int32)
        stable_sort(ids, by_id)
        begun = np.empty(n, np.int64)
        k = 0
        while k < n:
            m = k
            while m < n and ids[by_id[m]] == ids[by_id[k]]:
                begun[by_id[m]] = by_id[k]
                m += 1
            k = m
        by_begin = np.arange(n).astype(np.int32)
        stable_sort(begun, by_begin)
        part = rows.copy()
        for i in range(n):
            rows[i] = part[by_begin[i]]


@compiled(I64(RI64, R8, R64, RI32, RI64, I64, F64, B1, WI64, WI64))
def cut(time, outcome, journey, order, start, customers, silence, at_outcome, begins, journeys_of):
    """Cut each customer's rows into journeys; `silence` in microseconds, negative: never. Returns how many journeys.

    A journey id rules the cutting off; rows without one are cut by silence and, if asked, after an outcome. `begins`
    gets the first row of every journey and one more, `journeys_of` the first journey of every customer and one more.
    """
    with_ids = len(journey) > 0
    made = 0
    for c in range(customers):
        journeys_of[c] = made
        for i in range(start[c], start[c + 1]):
            row = order[i]
            new = i == start[c]
            if not new:
                last = order[i - 1]
                if with_ids and journey[row] != journey[last]:
                    new = True
                elif not with_ids or journey[row] == 0:
                    if (silence >= 0 and time[row] - time[last] > silence) or (
                        at_outcome and (outcome[last] & ENDS) != 0
                    ):
                        new = True
            if new:
                begins[made] = i
                made += 1
    journeys_of[customers] = made
    begins[made] = start[customers]
    return made


@compiled(VOID(RI64, RI32, W32))
def seconds_in_order(time, order, out):
    """Whole seconds of the rows' microseconds, in this order."""
    for i in range(len(order)):
        out[i] = np.uint32(time[order[i]] // 1_000_000)


def _describe(
    touchpoint,
    outcome_rows,
    order,
    begins,
    journeys,
    nothing,
    outcome,
    decided,
    happened,
    entry,
    last,
    before,
    visited,
    path,
):
    """What is told of each journey: outcome, where it was decided, first and last touchpoint, the set visited, the
    path's hash.
    """
    for j in range(journeys):
        a, b = begins[j], begins[j + 1]
        bits = np.uint64(0)
        x = PATH_SEED
        result = np.uint8(0)
        at = b - a
        event = False
        for i in range(a, b):
            code = touchpoint[i]
            bits |= np.uint64(1) << np.uint64(code & 63)
            x = path_next(x, code)
            o = outcome_rows[order[i]]
            if (o & 0x7F) != 0:
                result = np.uint8(o & 0x7F)
                event = (o & ENDS) != 0
                at = i - a if event else b - a
        outcome[j] = result
        decided[j] = at
        happened[j] = event
        entry[j] = touchpoint[a]
        last[j] = touchpoint[b - 1]
        before[j] = touchpoint[a + at - 1] if at > 0 else nothing
        visited[j] = bits
        path[j] = x


describe_8 = compiled(VOID(R8, R8, RI32, RI64, I64, I64, W8, W32, WB, W8, W8, W8, W64, W64))(_describe)
describe_16 = wide("touchpoint", VOID(R16, R8, RI32, RI64, I64, I64, W8, W32, WB, W16, W16, W16, W64, W64))(_describe)


def _count_pairs(touchpoint, begins, journeys, width, counts):
    """How often each touchpoint follows each other; row 0 is the start, row k + 1 touchpoint k; `counts` has (width
    + 1) × width places.
    """
    for j in range(journeys):
        row = 0
        for i in range(begins[j], begins[j + 1]):
            code = np.int64(touchpoint[i])
            counts[row * width + code] += 1
            row = code + 1


count_pairs_8 = compiled(VOID(R8, RI64, I64, I64, WI64))(_count_pairs)
count_pairs_16 = wide("touchpoint", VOID(R16, RI64, I64, I64, WI64))(_count_pairs)


def _pair_codes(touchpoint, begins, journeys, width, out):
    """The pair of every interaction as one number, row × width + code; for logs of very many touchpoints."""
    for j in range(journeys):
        row = 0
        for i in range(begins[j], begins[j + 1]):
            code = np.int64(touchpoint[i])
            out[i] = row * width + code
            row = code + 1


pair_codes_8 = compiled(VOID(R8, RI64, I64, I64, WI64))(_pair_codes)
pair_codes_16 = wide("touchpoint", VOID(R16, RI64, I64, I64, WI64))(_pair_codes)


@compiled(VOID(RI64, RI64, I64, WI64))
def sum_by_journey(values, begins, journeys, out):
    """The sum of a column over each journey."""
    for j in range(journeys):
        total = 0
        for i in range(begins[j], begins[j + 1]):
            total += values[i]
        out[j] = total
