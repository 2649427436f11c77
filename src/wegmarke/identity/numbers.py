"""Customer numbers: every identifier gets a number, minted once and kept for good (DESIGN D3).

An identifier is a value of a kind (`email` `a@b.de`). Equal values of one kind are one customer, in whichever source
they stand. The ledger is append-only; a number never changes and is never given twice.

Numbers are minted in 256 shards by the identifier's hash, so that the partitions of a build, which are made of the same
shards, can mint at once and each shard's table stays in the processor's cache; the number is `position in the shard ×
256 + shard`. What number an identifier gets depends on the order of arrival within its shard alone, never on threads.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.identity.minting import SHARDS, by_shard, lengths, look_up, mint, rehash, shard_of, texts
from wegmarke.identity.places import Places
from wegmarke.model.hashing import hash_identifiers, string_buffers

SEPARATOR = "\x1f"
"""Stands between kind and value where both are one text."""

TOMBSTONE = SEPARATOR
"""Stands in the ledger where an identifier was erased: no kind, no value. Its number is never given again."""

_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class ShardTable:
    """The identifiers of one shard (n). slots: the open-addressed table of their places, -1 where there is none.
    known, kinds: hash and code of the kind of each (n). starts: where the text of each begins in the heap (n + 1).
    """

    slots: NDArray[np.int32]
    known: NDArray[np.uint64]
    kinds: NDArray[np.uint16]
    starts: NDArray[np.int64]
    heap: NDArray[np.uint8]


class _Shard:
    """The identifiers of one shard: a heap of texts, and an open-addressed table of their hashes."""

    __slots__ = ("count", "heap", "kinds", "known", "slots", "starts")

    def __init__(self) -> None:
        self.count = 0
        self.heap = np.empty(1024, np.uint8)
        self.starts = np.zeros(65, np.int64)
        self.known = np.empty(64, np.uint64)
        self.kinds = np.empty(64, np.uint16)
        self.slots = np.full(128, -1, np.int32)

    def make_room(self, rows: int, size: int) -> None:
        """Room for that many more identifiers of that many bytes in all."""
        need = self.count + rows
        if need > len(self.known):
            capacity = max(need, 2 * len(self.known))
            self.known = np.resize(self.known, capacity)
            self.kinds = np.resize(self.kinds, capacity)
            self.starts = np.resize(self.starts, capacity + 1)
        used = int(self.starts[self.count])
        if used + size > len(self.heap):
            self.heap = np.resize(self.heap, max(used + size, 2 * len(self.heap)))
        if 2 * need > len(self.slots):
            self.slots = np.empty(1 << (2 * need - 1).bit_length(), np.int32)
            rehash(self.known, self.count, self.slots)

    def restore(
        self,
        positions: NDArray[np.uint64],
        kinds: NDArray[np.uint16],
        hashes: NDArray[np.uint64],
        texts: pa.StringArray,
    ) -> bool:
        """Put saved identifiers behind those that are here; False where they do not follow on them."""
        if not np.array_equal(positions, np.arange(self.count, self.count + len(texts), dtype=np.uint64)):
            return False
        data, offsets = string_buffers(texts)
        size = int(offsets[-1] - offsets[0])
        self.make_room(len(texts), size)
        begin, here = int(self.starts[self.count]), slice(self.count, self.count + len(texts))
        self.heap[begin : begin + size] = data[offsets[0] : offsets[-1]]
        self.starts[self.count + 1 : self.count + 1 + len(texts)] = begin + (offsets[1:] - offsets[0]).astype(np.int64)
        self.known[here], self.kinds[here] = hashes, kinds
        self.count += len(texts)
        rehash(self.known, self.count, self.slots)
        return True


class CustomerNumbers:
    """The ledger of customer numbers. `CustomerNumbers()` is empty; `load` and `save` keep it in a folder.

    Threads may number at once as long as their identifiers lie in different shards (`shard_of` the first hash).
    """

    def __init__(self) -> None:
        self._shards = [_Shard() for _ in range(SHARDS)]
        self._saved: list[list[int]] = []
        self._kinds: list[str] = []
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return sum(shard.count for shard in self._shards)

    def number(self, kinds: pa.DictionaryArray, values: pa.StringArray) -> NDArray[np.uint64]:
        """The customer number of every row, minting new ones in order. Shapes (rows,) → (rows,); no nulls."""
        out = np.empty(len(values), np.uint64)
        if not len(values):
            return out
        indices = kinds.indices.to_numpy(zero_copy_only=False)
        used = np.bincount(indices, minlength=len(kinds.dictionary)) > 0
        words = kinds.dictionary.to_pylist()
        codes = np.array([self._kind(w) if there else 0 for w, there in zip(words, used, strict=True)], np.uint16)
        self._number(codes[indices], hash_identifiers(kinds, values)[0], values, out)
        return out

    def _kind(self, word: str) -> int:
        with self._lock:
            if word not in self._kinds:
                self._kinds.append(word)
            return self._kinds.index(word)

    def _number(
        self, kinds: NDArray[np.uint16], hashes: NDArray[np.uint64], values: pa.StringArray, out: NDArray[np.uint64]
    ) -> None:
        """The numbers of identifiers, given the codes of their kinds."""
        data, offsets = string_buffers(values)
        order, bounds = by_shard(hashes)
        size_before = np.concatenate(([0], np.cumsum(np.diff(offsets)[order], dtype=np.int64)))
        for s in np.flatnonzero(np.diff(bounds)).tolist():
            first, last = int(bounds[s]), int(bounds[s + 1])
            shard = self._shards[s]
            shard.make_room(last - first, int(size_before[last] - size_before[first]))
            table = (shard.slots, shard.known, shard.kinds, shard.starts, shard.heap, shard.count)
            shard.count = mint(hashes, kinds, order, first, last, data, offsets, *table, s, out)

    def _hashes(self, kind: int, values: pa.StringArray) -> NDArray[np.uint64]:
        one_kind = pa.DictionaryArray.from_arrays(
            pa.array(np.zeros(len(values), np.int32)), pa.array([self._kinds[kind]])
        )
        return hash_identifiers(one_kind, values)[0]

    def look_up(self, kinds: pa.DictionaryArray, values: pa.StringArray) -> NDArray[np.int64]:
        """The number of every row's identifier, -1 where it has none; mints nothing. Shapes (rows,) → (rows,)."""
        out = np.full(len(values), -1, np.int64)
        indices = kinds.indices.to_numpy(zero_copy_only=False)
        for code, word in enumerate(kinds.dictionary.to_pylist()):
            rows = np.flatnonzero(indices == code)
            if word not in self._kinds or not len(rows):
                continue
            kind = self._kinds.index(word)
            some = values.take(pa.array(rows))
            hashes = self._hashes(kind, some)
            data, offsets = string_buffers(some)
            order, bounds = by_shard(hashes)
            part = np.empty(len(rows), np.int64)
            for s in np.flatnonzero(np.diff(bounds)).tolist():
                shard = self._shards[s]
                table = (shard.slots, shard.known, shard.kinds, shard.starts, shard.heap)
                look_up(hashes, order, bounds[s], bounds[s + 1], data, offsets, *table, kind, s, part)
            out[rows] = part
        return out

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of identifiers that have numbers, by code."""
        return tuple(self._kinds)

    def places(self) -> Places:
        """Where each number stands among all there are now."""
        return Places.of([shard.count for shard in self._shards])

    def kind_codes(self) -> NDArray[np.uint16]:
        """The code of each identifier's kind, by place."""
        return np.concatenate([shard.kinds[: shard.count] for shard in self._shards])

    def ages(self) -> NDArray[np.int64]:
        """The age of each identifier, by place: 0 is the oldest, no two are equal. What was saved in an earlier file is
        older; within one the order is that of numbers.
        """
        counts = np.array([*self._saved, [shard.count for shard in self._shards]], np.int64)
        position = np.concatenate([np.arange(shard.count) for shard in self._shards])
        in_shard = np.repeat(np.arange(SHARDS), counts[-1])
        saved_in = np.concatenate(
            [np.searchsorted(counts[:, s], np.arange(counts[-1, s]), side="right") for s in range(SHARDS)]
        )
        ages = np.empty(len(position), np.int64)
        ages[np.lexsort((in_shard, position, saved_in))] = np.arange(len(position))
        return ages

    def ages_among(self, numbers: NDArray[np.uint64]) -> NDArray[np.int64]:
        """As `ages`, of these alone: 0 is the oldest of them; shape (len,)."""
        counts = np.array([*self._saved, [shard.count for shard in self._shards]], np.int64)
        signed = numbers.astype(np.int64)
        in_shard, position = signed & (SHARDS - 1), signed >> 8
        saved_in = (counts[:, in_shard] <= position).sum(axis=0)
        ages = np.empty(len(signed), np.int64)
        ages[np.lexsort((in_shard, position, saved_in))] = np.arange(len(signed))
        return ages

    def find(self, kind: str, value: str) -> int | None:
        """The number of an identifier, or None; mints nothing."""
        if kind not in self._kinds:
            return None
        code = self._kinds.index(kind)
        h = self._hashes(code, pa.array([value]))[0]
        s = shard_of(h)
        shard = self._shards[s]
        wanted = value.encode()
        for v in np.flatnonzero(shard.known[: shard.count] == h):
            text = shard.heap[shard.starts[v] : shard.starts[v + 1]].tobytes()
            if text == wanted and shard.kinds[v] == code:
                return int(v) * SHARDS + s
        return None

    def identifiers(self, numbers: NDArray[np.uint64]) -> pa.StringArray:
        """The identifier of every number, as kind + SEPARATOR + value; shape (len,)."""
        prefix_texts = [(kind + SEPARATOR).encode() for kind in self._kinds]
        prefixes = np.frombuffer(b"".join(prefix_texts), np.uint8)
        prefix_starts = np.concatenate(([0], np.cumsum([len(text) for text in prefix_texts], dtype=np.int64)))
        in_shard = (numbers & np.uint64(SHARDS - 1)).astype(np.uint8)
        order = np.argsort(in_shard, kind="stable")
        bounds = np.searchsorted(in_shard[order], np.arange(SHARDS + 1))
        sizes = np.zeros(len(numbers), np.int64)
        for s, shard in enumerate(self._shards):
            lengths(numbers, order, bounds[s], bounds[s + 1], shard.kinds, prefix_starts, shard.starts, sizes)
        places = np.concatenate(([0], np.cumsum(sizes)))
        out = np.empty(int(places[-1]), np.uint8)
        for s, shard in enumerate(self._shards):
            where = (numbers, order, bounds[s], bounds[s + 1])
            texts(*where, shard.kinds, prefixes, prefix_starts, shard.heap, shard.starts, places, out)
        return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(places.astype(np.int32)), pa.py_buffer(out))

    def tables(self) -> tuple[ShardTable, ...]:
        """What `look_up` and `identifiers` read, shard by shard, to be kept where other machines map it."""
        return tuple(
            ShardTable(
                slots=shard.slots,
                known=shard.known[: shard.count],
                kinds=shard.kinds[: shard.count],
                starts=shard.starts[: shard.count + 1],
                heap=shard.heap[: shard.starts[shard.count]],
            )
            for shard in self._shards
        )

    @classmethod
    def of_tables(cls, kinds: Sequence[str], tables: Sequence[ShardTable]) -> CustomerNumbers:
        """Numbers that can be looked up, and of which none is minted: the tables may be mapped and read-only."""
        result = cls()
        result._kinds = list(kinds)
        for shard, table in zip(result._shards, tables, strict=True):
            shard.count = len(table.known)
            for name in ShardTable.__slots__:
                setattr(shard, name, getattr(table, name))
        return result

    def save(self, folder: Path) -> None:
        """Write what was minted since the last save as one more file beside the others; nothing is rewritten."""
        fresh: list[NDArray[np.uint64]] = []
        for s, shard in enumerate(self._shards):
            positions = np.arange(self._saved[-1][s] if self._saved else 0, shard.count, dtype=np.uint64)
            fresh.append(positions * np.uint64(SHARDS) + np.uint64(s))
        numbers = np.concatenate(fresh)
        if not len(numbers):
            return
        folder.mkdir(parents=True, exist_ok=True)
        taken = [int(path.stem.split("-")[1]) for path in folder.glob("numbers-*.parquet")]
        path = folder / f"numbers-{max(taken, default=0) + 1:06d}.parquet"
        save_numbers(path, pa.array(numbers), self.identifiers(numbers))
        self._saved.append([shard.count for shard in self._shards])

    @classmethod
    def load(cls, folder: Path) -> CustomerNumbers:
        """The ledger as saved; empty when the folder holds none.

        `record_broken` names a file that is damaged, or that does not follow on those before it.
        """
        result = cls()
        for path in sorted(folder.glob("numbers-*.parquet")):
            try:
                with pq.ParquetFile(path) as file:
                    sound = all(result._follows(batch) for batch in file.iter_batches(1_000_000))
            except (OSError, pa.ArrowException, KeyError) as error:
                raise WegmarkeError("record_broken", what=f"{folder.name}/{path.name}") from error
            if not sound:  # one of its forerunners is missing: customers would change their numbers unnoticed
                raise WegmarkeError("record_broken", what=f"{folder.name}/{path.name}")
            result._saved.append([shard.count for shard in result._shards])
        return result

    def _follows(self, batch: pa.RecordBatch) -> bool:
        """Take in saved identifiers, and say whether their numbers follow on those before.

        Each goes to the place that its number names, so that tombstones keep theirs.
        """
        identifiers, numbers = batch.column("identifier"), batch.column("number").to_numpy()
        parts = pc.split_pattern(identifiers, SEPARATOR, max_splits=1)
        kinds, values = pc.list_element(parts, 0).dictionary_encode(), pc.list_element(parts, 1)
        codes = np.array([self._kind(word) for word in kinds.dictionary.to_pylist()], np.uint16)
        kind = codes[kinds.indices.to_numpy()]
        hashes = hash_identifiers(kinds, values)[0]
        erased = pc.equal(identifiers, TOMBSTONE).to_numpy(zero_copy_only=False)
        if not ((hashes >> np.uint64(56) == numbers & np.uint64(SHARDS - 1)) | erased).all():
            return False
        hashes[erased] = numbers[erased] * _SPREAD  # nobody asks for them; equal ones would make a long chain
        in_shard = numbers & np.uint64(SHARDS - 1)
        order = np.argsort(in_shard, kind="stable")
        bounds = np.searchsorted(in_shard[order], np.arange(SHARDS + 1))
        for s in np.flatnonzero(np.diff(bounds)).tolist():
            rows = order[bounds[s] : bounds[s + 1]]
            texts = values.take(pa.array(rows))
            if not self._shards[s].restore(numbers[rows] // np.uint64(SHARDS), kind[rows], hashes[rows], texts):
                return False
        return True


def save_numbers(path: Path, numbers: pa.Array, identifiers: pa.Array) -> None:
    """Write one file of the ledger: aside, forced to the disk, renamed."""
    aside = path.with_suffix(".writing")
    pq.write_table(pa.table({"number": numbers, "identifier": identifiers}), aside, compression="zstd")
    with aside.open("rb+") as handle:
        os.fsync(handle.fileno())
    aside.rename(path)


def split_identifiers(identifiers: Sequence[str]) -> list[tuple[str, str]]:
    """Texts of `CustomerNumbers.identifiers` as (kind, value)."""
    return [(kind, value) for kind, _, value in (text.partition(SEPARATOR) for text in identifiers)]
