"""Customer numbers: every identifier gets a number, minted once and kept for good (DESIGN D3).

An identifier is a value of a kind (`email` `a@b.de`). Equal values of one kind are one customer, in whichever source
they stand. The ledger is append-only; a number never changes and is never given twice.

Numbers are minted in 64 shards by the identifier's hash, so that two threads can mint at once and the tables stay in
the processor's cache; the number is `position in the shard × 64 + shard`. What number an identifier gets depends on
the order of arrival within its shard alone, never on threads.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.identity.minting import SHARDS, by_shard, lengths, mint, rehash, texts
from wegmarke.model.hashing import hash_strings, string_buffers


class _Shard:
    """The identifiers of one shard: a heap of texts and an open-addressed table of their hashes."""

    __slots__ = ("count", "heap", "known", "slots", "starts")

    def __init__(self) -> None:
        self.count = 0
        self.heap = np.empty(1024, np.uint8)
        self.starts = np.zeros(65, np.int64)
        self.known = np.empty(64, np.uint64)
        self.slots = np.full(128, -1, np.int32)

    def make_room(self, rows: int, size: int) -> None:
        """Room for that many more identifiers of that many bytes in all."""
        need = self.count + rows
        if need > len(self.known):
            capacity = max(need, 2 * len(self.known))
            self.known = np.resize(self.known, capacity)
            starts = np.empty(capacity + 1, np.int64)
            starts[: self.count + 1] = self.starts[: self.count + 1]
            self.starts = starts
        used = int(self.starts[self.count])
        if used + size > len(self.heap):
            heap = np.empty(max(used + size, 2 * len(self.heap)), np.uint8)
            heap[:used] = self.heap[:used]
            self.heap = heap
        if 2 * need > len(self.slots):
            self.slots = np.empty(1 << (2 * need - 1).bit_length(), np.int32)
            rehash(self.known, self.count, self.slots)


class CustomerNumbers:
    """The ledger of customer numbers. `CustomerNumbers()` is empty; `load` and `save` keep it in a folder.

    Not for use by two threads at once; it uses `threads` of its own.
    """

    def __init__(self, threads: int | None = None) -> None:
        self._shards = [_Shard() for _ in range(SHARDS)]
        self._saved = [0] * SHARDS
        self._pool = ThreadPoolExecutor(threads or min(os.cpu_count() or 1, 8), thread_name_prefix="numbers")

    def __len__(self) -> int:
        return sum(shard.count for shard in self._shards)

    def number(self, kinds: pa.DictionaryArray, values: pa.StringArray) -> NDArray[np.uint64]:
        """The customer number of every row, minting new ones in order. Shapes (rows,) → (rows,); no nulls."""
        return self._number_texts(_identifiers(kinds, values))

    def _number_texts(self, texts: pa.StringArray) -> NDArray[np.uint64]:
        out = np.empty(len(texts), np.uint64)
        if not len(texts):
            return out
        hashes = hash_strings(texts)
        data, offsets = string_buffers(texts)
        bounds = np.empty(SHARDS + 1, np.int64)
        order = np.empty(len(texts), np.int32)
        by_shard(hashes, bounds, order)
        sizes = np.diff(offsets)[order]
        size_before = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))

        def mint_shard(s: int) -> None:
            first, last = int(bounds[s]), int(bounds[s + 1])
            if first == last:
                return
            shard = self._shards[s]
            shard.make_room(last - first, int(size_before[last] - size_before[first]))
            shard.count = mint(
                hashes,
                order,
                first,
                last,
                data,
                offsets,
                shard.slots,
                shard.known,
                shard.starts,
                shard.heap,
                shard.count,
                s,
                out,
            )

        if len(texts) < 20_000:
            for s in range(SHARDS):
                mint_shard(s)
        else:
            list(self._pool.map(mint_shard, range(SHARDS)))
        return out

    def find(self, kind: str, value: str) -> int | None:
        """The number of an identifier, or None; mints nothing."""
        text = pa.array([f"{kind}\x1f{value}"])
        h = hash_strings(text)[0]
        s = int(h >> np.uint64(58))
        shard = self._shards[s]
        wanted = np.frombuffer(f"{kind}\x1f{value}".encode(), np.uint8)
        for v in np.flatnonzero(shard.known[: shard.count] == h):
            if np.array_equal(shard.heap[shard.starts[v] : shard.starts[v + 1]], wanted):
                return int(v) * SHARDS + s
        return None

    def identifiers(self, numbers: NDArray[np.uint64]) -> pa.StringArray:
        """The identifier of every number, as `kind` + unit separator + `value`; shape (len,)."""
        sizes = np.zeros(len(numbers), np.int64)
        for s, shard in enumerate(self._shards):
            if shard.count:
                lengths(numbers, shard.starts, s, sizes)
        places = np.concatenate(([0], np.cumsum(sizes)))
        out = np.empty(int(places[-1]), np.uint8)
        for s, shard in enumerate(self._shards):
            if shard.count:
                texts(numbers, shard.starts, shard.heap, s, places, out)
        return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(places.astype(np.int32)), pa.py_buffer(out))

    def save(self, folder: Path) -> None:
        """Write what was minted since the last save as one more file beside the others; nothing is rewritten."""
        fresh: list[NDArray[np.uint64]] = []
        for s, shard in enumerate(self._shards):
            positions = np.arange(self._saved[s], shard.count, dtype=np.uint64)
            fresh.append(positions * np.uint64(SHARDS) + np.uint64(s))
        numbers = np.concatenate(fresh)
        if not len(numbers):
            return
        folder.mkdir(parents=True, exist_ok=True)
        taken = [int(path.stem.split("-")[1]) for path in folder.glob("numbers-*.parquet")]
        path = folder / f"numbers-{max(taken, default=0) + 1:06d}.parquet"
        table = pa.table({"number": numbers, "identifier": self.identifiers(numbers)})
        aside = path.with_suffix(".writing")
        pq.write_table(table, aside, compression="zstd")
        with aside.open("rb+") as handle:
            os.fsync(handle.fileno())
        aside.rename(path)
        self._saved = [shard.count for shard in self._shards]

    @classmethod
    def load(cls, folder: Path, threads: int | None = None) -> CustomerNumbers:
        """The ledger as saved; empty when the folder holds none."""
        result = cls(threads)
        for path in sorted(folder.glob("numbers-*.parquet")):
            for batch in pq.ParquetFile(path).iter_batches(1_000_000):
                result._number_texts(batch.column("identifier"))
        result._saved = [shard.count for shard in result._shards]
        return result


def _identifiers(kinds: pa.DictionaryArray, values: pa.StringArray) -> pa.StringArray:
    """Kind and value as one text; the separator cannot stand in a kind."""
    if len(kinds) and len(kinds.dictionary) == 1:
        prefix: object = pa.scalar(f"{kinds.dictionary[0].as_py()}\x1f")
        return pa.compute.binary_join_element_wise(prefix, values, "")
    return pa.compute.binary_join_element_wise(kinds.cast(pa.string()), values, "\x1f")


def split_identifiers(identifiers: Sequence[str]) -> list[tuple[str, str]]:
    """Texts of `CustomerNumbers.identifiers` as (kind, value)."""
    return [(kind, value) for kind, _, value in (text.partition("\x1f") for text in identifiers)]
