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
    RB,
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
_SIGN = np.int64(np.iinfo(np.int64).min)
_SHORT = 24
_SMALL_BIN = 96


@inlined
def path_next(path: Any, code: Any) -> Any:
    """The hash of a path with one more touchpoint."""
    x = (path ^ np.uint64(code + 1)) * PATH_PRIME
    return x ^ (x >> _S32)


@compiled(
    VOID(R64, R64, RI64, RI32, R16, R8, RI32, R8, RB, R64, WI64, WI32, W64, W64, WI64, W16, W8, W64),
)
def scatter(
    key,
    check,
    time,
    word,
    code_of,
    outcome_of,
    outcome_word,
    meaning,
    ends,
    origin,
    bounds,
    order,
    keys,
    checks,
    times,
    touchpoints,
    outcomes,
    origins,
):
    """The rows in a stable order by bucket, the topmost bits of the key; `bounds` gets BUCKETS + 1 places.

    A row's touchpoint is a word with its code and the outcome that it means (0: none); its own outcome is a word with a
    meaning. `outcome_word` and `ends` may be empty: no row has an outcome, none is one.
    """
    count = len(key)
    for b in range(BUCKETS + 1):
        bounds[b] = 0
    for i in range(count):
        bounds[(key[i] >> _S56) + np.uint64(1)] += 1
    place = np.empty(BUCKETS, np.int64)
    for b in range(BUCKETS):
        place[b] = bounds[b]
        bounds[b + 1] += bounds[b]
    to = np.empty(count, np.int32)
    for i in range(count):
        b = key[i] >> _S56
        to[i] = place[b]
        place[b] += 1
    # Column by column: the 256 places that are written to at a time then lie in the processor's cache.
    for i in range(count):
        order[to[i]] = i
    for i in range(count):
        keys[to[i]] = key[i]
    for i in range(count):
        checks[to[i]] = check[i]
    for i in range(count):
        times[to[i]] = time[i]
    for i in range(count):
        origins[to[i]] = origin[i]
    with_outcome, with_ends = len(outcome_word) > 0, len(ends) > 0
    for i in range(count):
        w = word[i]
        touchpoints[to[i]] = code_of[w]
        result = outcome_of[w]
        if result != 0:
            result |= ENDS
        elif with_outcome:
            result = meaning[outcome_word[i]]
            if with_ends and result != 0 and ends[i]:
                result |= ENDS
        outcomes[to[i]] = result


@compiled(VOID(WI64, WI32, I64, I64))
def sort_pairs(keys, order, first, last):
    """Sort both by keys[first:last]; equal keys stay as they stand. Runs of a few by insertion, then merged."""
    for a in range((last - first + _SHORT - 1) // _SHORT):
        begin = first + a * _SHORT
        for i in range(begin + 1, min(begin + _SHORT, last)):
            key, row = keys[i], order[i]
            j = i
            while j > begin and keys[j - 1] > key:
                keys[j], order[j] = keys[j - 1], order[j - 1]
                j -= 1
            keys[j], order[j] = key, row
    n = last - first
    if n <= _SHORT:
        return
    other_keys, other_order = np.empty(n, np.int64), np.empty(n, np.int32)
    width = _SHORT
    while width < n:
        a = first
        while a + width < last:
            middle, b = a + width, min(a + 2 * width, last)
            if keys[middle - 1] > keys[middle]:
                left, right, k = a, middle, 0
                while left < middle and right < b:
                    if keys[left] <= keys[right]:
                        other_keys[k], other_order[k] = keys[left], order[left]
                        left += 1
                    else:
                        other_keys[k], other_order[k] = keys[right], order[right]
                        right += 1
                    k += 1
                while left < middle:  # what is left on the right already stands where it belongs
                    other_keys[k], other_order[k] = keys[left], order[left]
                    left += 1
                    k += 1
                for m in range(k):
                    keys[a + m], order[a + m] = other_keys[m], other_order[m]
            a += 2 * width
        width *= 2


@compiled(VOID(RI64, WI32, I64, I64, WI64, I64))
def sort_rows(values, order, first, last, keys, flip):
    """Sort order[first:last] by values[order] ^ flip; rows of equal values stay as they stand. `keys` is scratch."""
    for i in range(first, last):
        keys[i] = values[order[i]] ^ flip
    sort_pairs(keys, order, first, last)


@compiled(I64(RI64, RI64, RI64, RI64, WI32, I64, I64, WI64, WI64, I64))
def _sort_bin(key, check, time, sequence, order, first, last, keys, begin, customers):
    """Sort one bin and note where its customers begin; returns how many there are by now."""
    one = True
    for i in range(first + 1, last):
        one = one and key[order[i]] == key[order[first]]
    if not one:
        # The topmost bits are the same in a bin, so that signed numbers stand in the order of unsigned ones.
        sort_rows(key, order, first, last, keys, 0)
    a = first
    while a < last:
        z = a + 1
        alike = True
        while z < last and (one or key[order[z]] == key[order[a]]):
            alike = alike and check[order[z]] == check[order[a]]
            z += 1
        if not alike:  # two customers share the first hash
            sort_rows(check, order, a, z, keys, _SIGN)
            z = a + 1
            while check[order[z]] == check[order[a]]:
                z += 1
        if len(sequence) > 0:
            sort_rows(sequence, order, a, z, keys, 0)
        sort_rows(time, order, a, z, keys, 0)
        begin[customers] = a
        customers += 1
        a = z
    return customers


@compiled(I64(RI64, RI64, RI64, RI64, RI64, I64, WI32, WI64))
def sort_by_customer(key, check, time, sequence, bounds, bits, order, begin):
    """Order rows by customer, then time, then the given sequence (if there is one), then arrival; returns how many
    customers there are. `begin` gets the place in `order` of the first row of each, and one more.

    Rows lie bucket by bucket (`bounds`) in order of arrival, and a customer in one bucket; `key` and `check` are the
    hashes of its identifier, taken as signed numbers. Customers come in the order of their hashes. A bucket is split
    by the next `bits` of the key into bins. The rows of a small bin are compared each with each: that takes no
    branches, which cost more than comparisons.
    """
    shift, mask = 56 - bits, (1 << bits) - 1
    ends = np.empty(mask + 1, np.int64)
    scratch = np.empty(len(order), np.int64)
    who, when, rows = np.empty(_SMALL_BIN, np.int64), np.empty(_SMALL_BIN, np.int64), np.empty(_SMALL_BIN, np.int32)
    customers = 0
    for b in range(len(bounds) - 1):
        a = bounds[b]
        for k in range(mask + 1):
            ends[k] = 0
        for i in range(a, bounds[b + 1]):
            ends[(key[i] >> shift) & mask] += 1
        total = a
        for k in range(mask + 1):
            total += ends[k]
            ends[k] = total - ends[k]
        for i in range(a, bounds[b + 1]):
            k = (key[i] >> shift) & mask
            order[ends[k]] = i
            ends[k] += 1
        for k in range(mask + 1):
            n = ends[k] - a
            known = customers
            plain = n <= _SMALL_BIN and len(sequence) == 0
            if plain:
                for i in range(n):
                    row = order[a + i]
                    rows[i], who[i], when[i] = row, key[row], time[row]
                for i in range(n):
                    x, y = who[i], when[i]
                    rank = a
                    for j in range(n):
                        earlier = (when[j] < y) | ((when[j] == y) & (j < i))
                        rank += np.int64((who[j] < x) | ((who[j] == x) & earlier))
                    order[rank] = rows[i]
                for i in range(a, a + n):
                    if i == a or key[order[i]] != key[order[i - 1]]:
                        begin[known] = i
                        known += 1
                    elif check[order[i]] != check[order[i - 1]]:
                        plain = False  # two customers share the first hash
            if not plain:
                if n <= _SMALL_BIN and len(sequence) == 0:
                    for i in range(n):
                        order[a + i] = rows[i]
                known = _sort_bin(key, check, time, sequence, order, a, ends[k], scratch, begin, customers)
            customers = known
            a = ends[k]
    begin[customers] = len(order)
    return customers


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
        ids, begun, place = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int32)
        for i in range(n):
            ids[i] = journey[rows[i]]
            place[i] = i
        sort_pairs(ids, place, 0, n)
        k = 0
        while k < n:
            m = k
            while m < n and ids[m] == ids[k]:
                begun[place[m]] = place[k]
                m += 1
            k = m
        for i in range(n):
            place[i] = rows[i]
        sort_pairs(begun, place, 0, n)
        for i in range(n):
            rows[i] = place[i]


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


def _lay_out(time, word, origin, order, code_of, touchpoint, seconds, origins):
    """Touchpoint codes, whole seconds of the rows' microseconds, and origins of the rows in this order."""
    for i in range(len(order)):
        row = order[i]
        touchpoint[i] = code_of[word[row]]
        seconds[i] = np.uint32(time[row] // 1_000_000)
        origins[i] = origin[row]


lay_out_8 = compiled(VOID(RI64, R16, R64, RI32, R8, W8, W32, W64))(_lay_out)
lay_out_16 = wide("touchpoint", VOID(RI64, R16, R64, RI32, R16, W16, W32, W64))(_lay_out)


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
    width,
    pairs,
):
    """What is told of each journey: outcome, where it was decided, first and last touchpoint, the set visited, the
    path's hash. And how often each touchpoint follows each other: row 0 is the start, row k + 1 touchpoint k; `pairs`
    has (width + 1) × width places, or none.
    """
    counting = len(pairs) > 0
    for j in range(journeys):
        a, b = begins[j], begins[j + 1]
        bits = np.uint64(0)
        x = PATH_SEED
        result = np.uint8(0)
        at = b - a
        event = False
        row = np.int64(0)
        for i in range(a, b):
            code = touchpoint[i]
            if counting:
                pairs[row + code] += 1
                row = (np.int64(code) + 1) * width
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


describe_8 = compiled(VOID(R8, R8, RI32, RI64, I64, I64, W8, W32, WB, W8, W8, W8, W64, W64, I64, WI64))(_describe)
describe_16 = wide("touchpoint", VOID(R16, R8, RI32, RI64, I64, I64, W8, W32, WB, W16, W16, W16, W64, W64, I64, WI64))(
    _describe
)


@compiled(VOID(R8, RI64, I64, I64, R16, W16))
def step_codes(touchpoint, begins, journeys, width, table, out):
    """The step code of every interaction, looked up by its pair (row × width + code)."""
    for j in range(journeys):
        row = np.int64(0)
        for i in range(begins[j], begins[j + 1]):
            code = np.int64(touchpoint[i])
            out[i] = table[row * width + code]
            row = code + 1


def _pair_codes(touchpoint, begins, journeys, width, out):
    """The pair of every interaction as one number, row × width + code; for logs of very many touchpoints."""
    for j in range(journeys):
        row = 0
        for i in range(begins[j], begins[j + 1]):
            code = np.int64(touchpoint[i])
            out[i] = row * width + code
            row = code + 1


pair_codes_16 = wide("touchpoint", VOID(R16, RI64, I64, I64, WI64))(_pair_codes)
