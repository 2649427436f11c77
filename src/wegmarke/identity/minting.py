"""Compiled steps of minting customer numbers: sort by shard, look up or mint, read back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wegmarke.compiled import I64, R8, R16, R64, RI32, RI64, VOID, W8, W16, W64, WI32, WI64, compiled

SHARDS = 256
_SHARD_BITS = np.uint64(56)


def shard_of(hashed: np.uint64) -> int:
    """The shard of an identifier's hash."""
    return int(hashed >> _SHARD_BITS)


def by_shard(hashes: NDArray[np.uint64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The rows in a stable order by shard, and where each shard begins (SHARDS + 1 places)."""
    shards = (hashes >> _SHARD_BITS).astype(np.uint8)
    order = np.argsort(shards, kind="stable").astype(np.int32)  # a radix sort, the numbers being so small
    return order, np.concatenate(([0], np.cumsum(np.bincount(shards, minlength=SHARDS))))


@compiled(I64(R64, R16, RI32, I64, I64, R8, RI32, WI32, W64, W16, WI64, W8, I64, I64, W64))
def mint(hashes, row_kinds, order, first, last, data, offsets, slots, known, kinds, starts, heap, count, shard, out):
    """Look up or mint the identifiers of rows order[first:last], in this order; returns the shard's new count."""
    mask = len(slots) - 1
    for k in range(first, last):
        i = order[k]
        h = hashes[i]
        kind = row_kinds[i]
        a, b = offsets[i], offsets[i + 1]
        place = np.int64(h) & mask
        while True:
            v = slots[place]
            if v < 0:
                slots[place] = count
                known[count] = h
                kinds[count] = kind
                end = starts[count]
                for j in range(a, b):
                    heap[end + j - a] = data[j]
                starts[count + 1] = end + b - a
                v = count
                count += 1
                break
            if known[v] == h and starts[v + 1] - starts[v] == b - a and kinds[v] == kind:
                same = True
                begin = starts[v]
                for j in range(b - a):
                    if heap[begin + j] != data[a + j]:
                        same = False
                        break
                if same:
                    break
            place = (place + 1) & mask
        out[i] = np.uint64(v) * np.uint64(SHARDS) + np.uint64(shard)
    return count


@compiled(VOID(R64, RI32, I64, I64, R8, RI32, RI32, R64, R16, RI64, R8, I64, I64, WI64))
def look_up(hashes, order, first, last, data, offsets, slots, known, kinds, starts, heap, kind, shard, out):
    """The numbers of the identifiers of rows order[first:last], all of one kind; -1 where none was minted."""
    mask = len(slots) - 1
    for k in range(first, last):
        i = order[k]
        h = hashes[i]
        a, b = offsets[i], offsets[i + 1]
        place = np.int64(h) & mask
        out[i] = -1
        while slots[place] >= 0:
            v = slots[place]
            if known[v] == h and starts[v + 1] - starts[v] == b - a and kinds[v] == kind:
                same = True
                begin = starts[v]
                for j in range(b - a):
                    if heap[begin + j] != data[a + j]:
                        same = False
                        break
                if same:
                    out[i] = np.int64(v) * SHARDS + shard
                    break
            place = (place + 1) & mask


@compiled(VOID(R64, I64, WI32))
def rehash(known, count, slots):
    """Fill a larger table with the identifiers known."""
    slots[:] = -1
    mask = len(slots) - 1
    for v in range(count):
        place = np.int64(known[v]) & mask
        while slots[place] >= 0:
            place = (place + 1) & mask
        slots[place] = v


@compiled(VOID(R64, RI64, I64, I64, R16, RI64, RI64, WI64))
def lengths(numbers, order, first, last, kinds, prefix_starts, starts, out):
    """The length in bytes of the identifiers numbers[order[first:last]] of one shard, prefix of their kind included."""
    for k in range(first, last):
        i = order[k]
        v = np.int64(numbers[i] >> np.uint64(8))
        kind = kinds[v]
        out[i] = starts[v + 1] - starts[v] + prefix_starts[kind + 1] - prefix_starts[kind]


@compiled(VOID(R64, RI64, I64, I64, R16, R8, RI64, R8, RI64, RI64, W8))
def texts(numbers, order, first, last, kinds, prefixes, prefix_starts, heap, starts, places, out):
    """The bytes of these identifiers, written at their places."""
    for k in range(first, last):
        i = order[k]
        v = np.int64(numbers[i] >> np.uint64(8))
        at = places[i]
        for j in range(prefix_starts[kinds[v]], prefix_starts[kinds[v] + 1]):
            out[at] = prefixes[j]
            at += 1
        for j in range(starts[v], starts[v + 1]):
            out[at] = heap[j]
            at += 1
