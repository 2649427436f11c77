"""Interactions on their way into the index: Arrow batches become coded NumPy columns, scattered by customer."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.kernels.arranging import BUCKETS, ENDS, origin, scatter
from wegmarke.index.layout import ORIGIN_PART_BITS, ORIGIN_ROW_BITS
from wegmarke.model.hashing import hash_identifiers, hash_strings
from wegmarke.model.settings import OUTCOME_NAMES, JourneySettings
from wegmarke.model.touchpoint import Touchpoint, mint_keys

MOST_TOUCHPOINTS = 0xFFFE
MOST_WORDS = 0xFFFE
SLICE_ROWS = 1 << 18
"""Rows are taken in this many at a time: what is looked at together then lies in the processor's cache."""


class Numberer(Protocol):
    """Who gives customers their numbers: the ledger of identity."""

    def number(self, kinds: pa.DictionaryArray, values: pa.StringArray) -> NDArray[np.uint64]:
        """The customer number of every row, minting new ones. Threads ask at once, each for hashes of its own
        (`model.hashing.hash_identifiers`, the topmost eight bits of the first).
        """
        ...


@dataclass(slots=True)
class Words:
    """A column's words and their codes, in order of appearance."""

    column: str = ""
    words: list[str] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)

    def code(self, word: str) -> int:
        """The code of a word, a new one if need be; `too_many_codes` past 65,534."""
        found = self.codes.get(word)
        if found is None:
            if len(self.words) >= MOST_WORDS:
                raise WegmarkeError("too_many_codes", what=self.column, limit=MOST_WORDS)
            found = self.codes[word] = len(self.words)
            self.words.append(word)
        return found


@dataclass(frozen=True, slots=True)
class Chunk:
    """The rows of some batches, ordered by bucket; `bounds` says where each bucket begins. Columns of which no row
    has a value are None.

    key, check: the hashes of the customer's identifier. place: number of the chunk << 32 | place in `customers` and
    `kinds`, which are the identifiers as they came.
    """

    bounds: NDArray[np.int64]
    key: NDArray[np.uint64]
    check: NDArray[np.uint64]
    place: NDArray[np.uint64]
    kinds: pa.DictionaryArray
    customers: pa.StringArray
    time: NDArray[np.int64]
    touchpoint: NDArray[np.uint16]
    outcome: NDArray[np.uint8]
    origin: NDArray[np.uint64]
    sequence: NDArray[np.int64] | None
    channel: NDArray[np.uint16] | None
    department: NDArray[np.uint16] | None
    value: NDArray[np.int64] | None
    journey: NDArray[np.uint64] | None
    journey_label: pa.StringArray | None


class Rows:
    """Takes batches in the order of the record and holds them coded and scattered; spills to disk beyond `budget`
    bytes.
    """

    def __init__(
        self,
        settings: JourneySettings,
        touchpoints: tuple[Touchpoint, ...] = (),
        channels: Iterable[str] = (),
        departments: Iterable[str] = (),
        budget: int = 4 << 30,
        spill: Path | None = None,
    ) -> None:
        self.settings = settings
        self.touchpoints = touchpoints
        self._settled = touchpoints
        self._touchpoint_codes = {touchpoint.label: code for code, touchpoint in enumerate(touchpoints)}
        self._channels, self._departments = Words("channel"), Words("department")
        for word in channels:
            self._channels.code(word)
        for word in departments:
            self._departments.code(word)
        self.chunks: list[Chunk] = []
        self.count = 0
        self.with_ids = 0
        self.other_currencies = 0
        self.left_out_by_lifecycle = 0
        self._by_value = {
            value.casefold(): OUTCOME_NAMES.index(rule.outcome) for rule in settings.outcomes for value in rule.values
        }
        self._by_touchpoint = {
            name: OUTCOME_NAMES.index(rule.outcome) for rule in settings.outcomes for name in rule.touchpoints
        }
        self._touchpoint_outcome = np.zeros(0, np.uint8)
        self._budget, self._spill = budget, spill

    @property
    def channels(self) -> tuple[str, ...]:
        """The words of the channel column by code, from 1 (0 is none)."""
        return tuple(self._channels.words)

    @property
    def departments(self) -> tuple[str, ...]:
        """The words of the department column by code, from 1 (0 is none)."""
        return tuple(self._departments.words)

    def add(self, batch: pa.RecordBatch) -> None:
        """Take in a batch with the columns of `INDEX_COLUMNS`; those that may be null may be missing."""
        for first in range(0, len(batch), SLICE_ROWS):
            self._add(self._of_lifecycle(batch.slice(first, SLICE_ROWS)))

    def _add(self, batch: pa.RecordBatch) -> None:
        if not len(batch):
            return
        touchpoint = self._touchpoint_column(batch.column("touchpoint"))
        outcome = self._outcome_column(batch, touchpoint)
        kinds, customers = _dictionary(batch.column("customer_kind")), _text(batch.column("customer"))
        key, check = hash_identifiers(kinds, customers)
        bounds = np.empty(BUCKETS + 1, np.int64)
        order = np.empty(len(batch), np.int32)
        scatter(key, bounds, order)
        journeys = _column(batch, "journey")
        if journeys is not None:
            self.with_ids += len(batch) - journeys.null_count
        chunk = Chunk(
            bounds=bounds,
            key=key[order],
            check=check[order],
            place=order.astype(np.uint64) | np.uint64(len(self.chunks) << 32),
            kinds=kinds,
            customers=customers,
            time=_int64(batch.column("time"))[order],
            touchpoint=touchpoint[order],
            outcome=outcome[order],
            origin=_origin(batch, order),
            sequence=_optional(_column(batch, "sequence"), order),
            channel=self._word_column(_column(batch, "channel"), self._channels, order),
            department=self._word_column(_column(batch, "department"), self._departments, order),
            value=self._value_column(batch, order),
            journey=_journey_hashes(journeys)[order] if journeys is not None else None,
            journey_label=_text(journeys).take(pa.array(order)) if journeys is not None else None,
        )
        self.count += len(batch)
        self.chunks.append(self._within_budget(chunk))

    def settle(self) -> NDArray[np.uint16]:
        """Order the touchpoints that were new by label, so that neither their codes nor their keys depend on the
        order of rows; returns the code of each by the code that the chunks hold.
        """
        labels = [touchpoint.label for touchpoint in self.touchpoints]
        known = len(self._settled)
        self.touchpoints = mint_keys(sorted(labels[known:]), self._settled)
        place = {touchpoint.label: code for code, touchpoint in enumerate(self.touchpoints)}
        return np.array([place[label] for label in labels], np.uint16)

    def _of_lifecycle(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        wanted, column = self.settings.lifecycle, _column(batch, "lifecycle")
        if wanted is None or column is None:
            return batch
        lower = pc.utf8_lower(column.cast(pa.string()))
        known = pa.array([word.lower() for word in wanted], pa.string())
        kept = batch.filter(pc.or_kleene(pc.is_null(column), pc.is_in(lower, known)))
        self.left_out_by_lifecycle += len(batch) - len(kept)
        return kept

    def _touchpoint_column(self, column: pa.Array) -> NDArray[np.uint16]:
        coded = _dictionary(column)
        used = np.zeros(len(coded.dictionary), np.bool_)
        indices = coded.indices.to_numpy(zero_copy_only=False)
        used[indices] = True
        labels = coded.dictionary.to_pylist()
        new = [
            label
            for label, is_used in zip(labels, used, strict=True)
            if is_used and label not in self._touchpoint_codes
        ]
        if new:
            self.touchpoints = mint_keys(new, self.touchpoints)
            if len(self.touchpoints) > MOST_TOUCHPOINTS:
                raise WegmarkeError("too_many_codes", what="touchpoint", limit=MOST_TOUCHPOINTS)
            self._touchpoint_codes = {touchpoint.label: code for code, touchpoint in enumerate(self.touchpoints)}
        if len(self._touchpoint_outcome) != len(self.touchpoints):
            self._touchpoint_outcome = np.array(
                [self._by_touchpoint.get(t.key, self._by_touchpoint.get(t.label, 0)) for t in self.touchpoints],
                np.uint8,
            )
        codes = np.array([self._touchpoint_codes.get(label, 0) for label in labels], np.uint16)
        result: NDArray[np.uint16] = codes[indices]
        return result

    def _outcome_column(self, batch: pa.RecordBatch, touchpoint: NDArray[np.uint16]) -> NDArray[np.uint8]:
        column = _column(batch, "outcome")
        if column is None:
            result = np.zeros(len(batch), np.uint8)
        else:
            coded = _dictionary(column)
            meaning = np.array(
                [self._by_value.get(str(word).casefold(), 0) for word in coded.dictionary.to_pylist()] + [0], np.uint8
            )
            indices = coded.indices.fill_null(len(meaning) - 1).to_numpy(zero_copy_only=False)
            result = meaning[indices]
            ends = _column(batch, "ends")
            if ends is not None:
                result[ends.to_numpy(zero_copy_only=False) & (result != 0)] |= ENDS
        by_touchpoint = self._touchpoint_outcome[touchpoint] if self._touchpoint_outcome.any() else None
        if by_touchpoint is not None:
            result = np.where(by_touchpoint != 0, by_touchpoint | ENDS, result).astype(np.uint8)
        return result

    @staticmethod
    def _word_column(column: pa.Array | None, words: Words, order: NDArray[np.int32]) -> NDArray[np.uint16] | None:
        if column is None:
            return None
        coded = _dictionary(column)
        codes = np.array([words.code(word) + 1 for word in coded.dictionary.to_pylist()] + [0], np.uint16)
        indices = coded.indices.fill_null(len(codes) - 1).to_numpy(zero_copy_only=False)
        result: NDArray[np.uint16] = codes[indices][order]
        return result

    def _value_column(self, batch: pa.RecordBatch, order: NDArray[np.int32]) -> NDArray[np.int64] | None:
        column, currency = _column(batch, "value_minor"), _column(batch, "currency")
        if column is None:
            return None
        if currency is None:
            currency = pa.nulls(len(batch), pa.string())
        ours = pc.fill_null(pc.equal(currency.cast(pa.string()), self.settings.currency), fill_value=True)
        foreign = pc.and_(pc.invert(ours), pc.is_valid(column))
        self.other_currencies += int(pc.sum(foreign.cast(pa.int64())).as_py() or 0)
        amount = pc.if_else(ours, pc.fill_null(column, 0), 0).to_numpy(zero_copy_only=False)
        result: NDArray[np.int64] = amount.astype(np.int64)[order]
        return result

    def _within_budget(self, chunk: Chunk) -> Chunk:
        if self._spill is None or self.count * 56 < self._budget:
            return chunk
        columns: dict[str, object] = {}
        for name in Chunk.__slots__:
            column = getattr(chunk, name)
            if isinstance(column, np.ndarray) and name != "bounds":
                with tempfile.NamedTemporaryFile(dir=self._spill, suffix=".npy", delete=False) as handle:
                    np.save(handle, column)
                columns[name] = np.load(handle.name, mmap_mode="r")
            else:
                columns[name] = column
        return Chunk(**columns)  # type: ignore[arg-type]


def _column(batch: pa.RecordBatch, name: str) -> pa.Array | None:
    """A column that may be missing; None too where it holds nothing but nulls."""
    place = batch.schema.get_field_index(name)
    if place < 0:
        return None
    column = batch.column(place)
    return None if column.null_count == len(column) else column


def _dictionary(column: pa.Array) -> pa.DictionaryArray:
    if pa.types.is_dictionary(column.type):
        return column
    return column.cast(pa.string()).dictionary_encode()


def _text(column: pa.Array) -> pa.StringArray:
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def _int64(column: pa.Array) -> NDArray[np.int64]:
    result: NDArray[np.int64] = column.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return result


def _optional(column: pa.Array | None, order: NDArray[np.int32]) -> NDArray[np.int64] | None:
    if column is None:
        return None
    result: NDArray[np.int64] = pc.fill_null(column.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)[order]
    return result


def _origin(batch: pa.RecordBatch, order: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Source file, row and part of the rows in this order, as one number each."""
    out = np.empty(len(batch), np.uint64)
    columns = [batch.column(name).to_numpy(zero_copy_only=False) for name in ("file", "row", "part")]
    file, row, part = (
        column.astype(kind, copy=False) for column, kind in zip(columns, (np.int32, np.int64, np.int16), strict=True)
    )
    origin(file, row, part, order, ORIGIN_PART_BITS, ORIGIN_PART_BITS + ORIGIN_ROW_BITS, out)
    return out


def _journey_hashes(column: pa.Array) -> NDArray[np.uint64]:
    """The hash of the journey id, never 0; 0 where there is none."""
    hashes = hash_strings(_text(column))
    hashes[hashes == 0] = 1
    if column.null_count:
        hashes[column.is_null().to_numpy(zero_copy_only=False)] = 0
    return hashes
