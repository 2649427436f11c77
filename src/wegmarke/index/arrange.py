"""From scattered rows to the arrays of one partition: sort, cut, describe. What needs the whole log (step and
variant codes) comes later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.index.dictionaries import StepTable
from wegmarke.index.kernels import arranging as k
from wegmarke.index.noted import NO_SCORE, Noted, noted_in
from wegmarke.index.partition import NO_TOUCHPOINT_8, NO_TOUCHPOINT_16
from wegmarke.index.rows import Chunk, Numberer
from wegmarke.model.settings import JourneySettings

SMALL_CODES = 254
"""Up to this many touchpoints a code takes one byte; 255 is "none"."""

DENSE_PAIRS = 1024
"""Up to this many touchpoints pairs are counted in a square table, beyond it by sorting."""

SEPARATOR = "\x1f"
"""Stands between kind and value of an identifier where both are one text."""

BIN_ROWS = 8
"""About so many rows at most are to share the bits of the key by which a bucket is split."""

NO_ROWS_64 = np.zeros(0, np.int64)
NO_IDS = np.zeros(0, np.uint64)


@dataclass(frozen=True, slots=True)
class Arranged:
    """A partition before its steps and variants are coded. Columns as in `Partition`; `path` is the hash of each
    journey's path (J), `pairs` and `pair_counts` the pairs (row × width + code, see `kernels.arranging`) that occur
    and how often.
    """

    columns: dict[str, NDArray[Any]]
    journeys_columns: dict[str, Any]
    start: NDArray[np.int64]
    customers: NDArray[np.int64]
    number: NDArray[np.uint64]
    identifier: pa.StringArray
    path: NDArray[np.uint64]
    pairs: NDArray[np.int64]
    pair_counts: NDArray[np.int64]
    noted: Noted


def touchpoint_type(touchpoints: int) -> type[np.uint8 | np.uint16]:
    """One byte a code as long as it will do, else two."""
    return np.uint8 if touchpoints <= SMALL_CODES else np.uint16


class Gathered:
    """The rows of some buckets from all chunks, bucket by bucket and within each in order of arrival."""

    def __init__(self, chunks: Sequence[Chunk], first: int, last: int) -> None:
        self.chunks = chunks
        bounds = np.array([chunk.bounds[first : last + 1] for chunk in chunks], np.int64).reshape(-1, last - first + 1)
        sizes = np.diff(bounds).T
        buckets, chunk_of = np.nonzero(sizes)
        self._chunk_of, self._start_of = chunk_of, bounds[chunk_of, buckets]
        ends = bounds[chunk_of, buckets + 1]
        self._parts = [
            (chunks[number], slice(start, stop))
            for number, start, stop in zip(chunk_of.tolist(), self._start_of.tolist(), ends.tolist(), strict=True)
        ]
        self.bounds = np.concatenate(([0], np.cumsum(sizes.sum(axis=1), dtype=np.int64)))

    def __len__(self) -> int:
        return int(self.bounds[-1])

    def certain(self, name: str) -> NDArray[Any]:
        """A column that every chunk has."""
        return np.concatenate([getattr(chunk, name)[part] for chunk, part in self._parts])

    def possible(self, name: str, kind: type[np.generic]) -> NDArray[Any] | None:
        """A column that some chunks may have: zeros where one has not, None where none has."""
        if all(getattr(chunk, name) is None for chunk in self.chunks):
            return None
        columns = [(getattr(chunk, name), part) for chunk, part in self._parts]
        return np.concatenate(
            [np.zeros(part.stop - part.start, kind) if column is None else column[part] for column, part in columns]
        )

    def noted(self, order: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
        """What is noted in some of the rows, by name, the rows in this order."""
        names = sorted({name for chunk in self.chunks for name in chunk.noted})
        return {name: self._noted(name)[order] for name in names}

    def _noted(self, name: str) -> NDArray[Any]:
        kind = next(chunk.noted[name].dtype for chunk in self.chunks if name in chunk.noted)
        none = NO_SCORE if np.issubdtype(kind, np.floating) else 0
        return np.concatenate(
            [
                chunk.noted[name][part] if name in chunk.noted else np.full(part.stop - part.start, none, kind)
                for chunk, part in self._parts
            ]
        )

    def journey_labels(self) -> pa.StringArray:
        """The journey ids, null where there is none."""
        columns = [(chunk.journey_label, part) for chunk, part in self._parts]
        return pa.concat_arrays(
            [
                pa.nulls(part.stop - part.start, pa.string()) if column is None else column[part.start : part.stop]
                for column, part in columns
            ]
        )

    def identifiers(self, rows: NDArray[np.int32]) -> tuple[pa.DictionaryArray, pa.StringArray]:
        """Kinds and values of the customers of these rows."""
        begins = np.cumsum([0, *(part.stop - part.start for _, part in self._parts)])
        part_of = np.searchsorted(begins, rows, side="right") - 1
        order = np.argsort(self._chunk_of[part_of], kind="stable")
        starts = np.flatnonzero(np.diff(self._chunk_of[part_of[order]], prepend=-1))
        back = np.empty(len(order), np.int64)
        back[order] = np.arange(len(order))
        kinds, values = [], []
        for some in np.split(order, starts[1:]):
            chunk = self.chunks[self._chunk_of[part_of[some[0]]]]
            inside = rows[some] - begins[part_of[some]] + self._start_of[part_of[some]]
            wanted = pa.array(chunk.place[inside])
            kinds.append(_kinds(chunk.kinds, wanted))
            values.append(chunk.customers.take(wanted).cast(pa.string()))
        taken = pa.array(back)
        return pa.concat_arrays(kinds).take(taken).dictionary_encode(), pa.concat_arrays(values).take(taken)


def _kinds(kinds: pa.DictionaryArray, rows: pa.Array) -> pa.StringArray:
    """The kinds of these rows as text."""
    if len(kinds.dictionary) == 1:
        return pa.repeat(kinds.dictionary[0], len(rows))
    return kinds.take(rows).cast(pa.string())


def arrange(
    chunks: Sequence[Chunk],
    first: int,
    last: int,
    recoded: NDArray[np.uint16],
    settings: JourneySettings,
    numberer: Numberer,
) -> Arranged | None:
    """The partition of buckets first to last - 1; None when no customer falls there. `recoded` gives every
    touchpoint of the chunks its code in the index.
    """
    width = max(len(recoded), 1)
    rows = Gathered(chunks, first, last)
    n = len(rows)
    if n == 0:
        return None
    time, outcome_rows = rows.certain("time"), rows.certain("outcome")
    sequence, journey = rows.possible("sequence", np.int64), rows.possible("journey", np.uint64)
    ids = NO_IDS if journey is None else journey
    order, begin = _by_customer(rows, time, NO_ROWS_64 if sequence is None else sequence)
    count = len(begin) - 1
    if journey is not None:
        k.group_by_journey(ids.view(np.int64), order, begin, count)
    begins, journeys_of = np.empty(n + 1, np.int64), np.empty(count + 1, np.int64)
    silence = -1.0 if settings.silence_days is None else settings.silence_days * 86_400e6
    made = k.cut(time, outcome_rows, ids, order, begin, count, silence, settings.cut_at_outcome, begins, journeys_of)
    begins = begins[: made + 1].copy()
    columns, noted = _interaction_columns(rows, order, recoded, time), rows.noted(order)
    if "matter" in noted:
        columns["matter"] = noted["matter"]
    counts = np.zeros((width + 1) * width if width <= DENSE_PAIRS else 0, np.int64)
    journeys_columns, path = _describe(columns["touchpoint"], outcome_rows, order, begins, width, counts)
    value = rows.possible("value", np.int64)
    amount = None if value is None else value[order]
    if amount is not None:
        journeys_columns["value"] = np.add.reduceat(amount, begins[:-1])
    if journey is not None:
        journeys_columns["label"] = rows.journey_labels().take(pa.array(order[begins[:-1]]))
    pairs, pair_counts = _pairs(columns["touchpoint"], begins, width, counts)
    kinds, values = rows.identifiers(order[begin[:-1]])
    return Arranged(
        columns=columns,
        journeys_columns=journeys_columns,
        start=begins,
        customers=journeys_of,
        number=numberer.number(kinds, values),
        identifier=pc.binary_join_element_wise(kinds.cast(pa.string()), values, SEPARATOR),
        path=path,
        pairs=pairs,
        pair_counts=pair_counts,
        noted=noted_in(noted, amount),
    )


def _interaction_columns(
    rows: Gathered, order: NDArray[np.int32], recoded: NDArray[np.uint16], time: NDArray[np.int64]
) -> dict[str, NDArray[Any]]:
    """The columns of interactions in their final order."""
    kind = touchpoint_type(len(recoded))
    columns: dict[str, NDArray[Any]] = {
        "touchpoint": np.empty(len(order), kind),
        "seconds": np.empty(len(order), np.uint32),
        "origin": np.empty(len(order), np.uint64),
    }
    lay_out = k.lay_out_8 if kind is np.uint8 else k.lay_out_16
    come = (time, rows.certain("touchpoint"), rows.certain("origin"))
    lay_out(*come, order, recoded.astype(kind), *columns.values())
    for name in ("channel", "department"):
        values = rows.possible(name, np.uint16)
        if values is not None:
            columns[name] = values[order]
    return columns


def _by_customer(
    rows: Gathered, time: NDArray[np.int64], sequence: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The order of the rows by customer, time, sequence and arrival, and where the rows of each customer begin.

    Customers lie in the order of their identifiers' hashes, which does not depend on the order of rows.
    """
    key, check = rows.certain("key").view(np.int64), rows.certain("check").view(np.int64)
    order, begin = np.empty(len(rows), np.int32), np.empty(len(rows) + 1, np.int64)
    bits = min(int(np.diff(rows.bounds).max() // BIN_ROWS).bit_length(), 16)
    customers = k.sort_by_customer(key, check, time, sequence, rows.bounds, bits, order, begin)
    return order, begin[: customers + 1].copy()


def _describe(
    touchpoint: NDArray[Any],
    outcome_rows: NDArray[np.uint8],
    order: NDArray[np.int32],
    begins: NDArray[np.int64],
    width: int,
    counts: NDArray[np.int64],
) -> tuple[dict[str, Any], NDArray[np.uint64]]:
    """What is told of each journey, and the hash of its path; counts pairs besides, unless there are too many."""
    small, made = touchpoint.dtype == np.uint8, len(begins) - 1
    nothing = NO_TOUCHPOINT_8 if small else NO_TOUCHPOINT_16
    result: dict[str, Any] = {
        "outcome": np.empty(made, np.uint8),
        "decided": np.empty(made, np.uint32),
        "outcome_happened": np.empty(made, np.bool_),
        "entry": np.empty(made, touchpoint.dtype),
        "exit": np.empty(made, touchpoint.dtype),
        "before": np.empty(made, touchpoint.dtype),
        "visited": np.empty(made, np.uint64),
    }
    path = np.empty(made, np.uint64)
    describe = k.describe_8 if small else k.describe_16
    describe(touchpoint, outcome_rows, order, begins, made, nothing, *result.values(), path, width, counts)
    return result, path


def _pairs(
    touchpoint: NDArray[Any], begins: NDArray[np.int64], width: int, counts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs that occur and how often, from the square table if there is one."""
    if len(counts):
        pairs = np.flatnonzero(counts)
        return pairs, counts[pairs]
    codes = np.empty(len(touchpoint), np.int64)
    k.pair_codes_16(touchpoint, begins, len(begins) - 1, width, codes)
    unique, found = np.unique(codes, return_counts=True)
    return unique, found


def step_codes(
    touchpoint: NDArray[Any], begins: NDArray[np.int64], table: StepTable, kind: type[np.uint16 | np.uint32]
) -> NDArray[np.uint16 | np.uint32]:
    """The step code of every interaction, shape (N,). All steps are in the table."""
    journeys = len(begins) - 1
    if touchpoint.dtype == np.uint8:  # 254 touchpoints make 64,770 steps at most: their codes are never wide
        codes = np.empty(len(touchpoint), np.uint16)
        k.step_codes(touchpoint, begins, journeys, table.width, table.dense(np.uint16), codes)
        return codes
    pairs = np.empty(len(touchpoint), np.int64)
    k.pair_codes_16(touchpoint, begins, journeys, table.width, pairs)
    return table.codes(pairs, kind)
