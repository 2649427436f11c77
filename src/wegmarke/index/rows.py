"""Interactions on their way into the index: Arrow batches become coded NumPy columns, scattered by customer."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.coming_columns import (
    coded,
    codes_of,
    column_of,
    dictionary_of,
    id_hashes,
    in_order,
    indices_of,
    int64_of,
    optional,
    origin_of,
    text_of,
)
from wegmarke.index.kernels.arranging import BUCKETS, scatter
from wegmarke.index.noted import Scores, matters, promises_of, score_column, scores_of
from wegmarke.index.words import Words
from wegmarke.model.hashing import hash_identifiers
from wegmarke.model.settings import OUTCOME_NAMES, JourneySettings
from wegmarke.model.touchpoint import Touchpoint, mint_keys

MOST_TOUCHPOINTS = 0xFFFE
MOST_SCALES = 32
MOST_REASONS = 4_000
OTHER_REASON = "…"
"""Stands for every further stated reason once so many are known: a column of free text is no list of reasons."""
SLICE_ROWS = 1 << 20
"""Rows are taken in at most this many at a time."""

NO_WORDS = np.zeros(0, np.int32)
NO_MARKS = np.zeros(0, np.bool_)


class Numberer(Protocol):
    """Who gives customers their numbers: the ledger of identity."""

    def number(self, kinds: pa.DictionaryArray, values: pa.StringArray) -> NDArray[np.uint64]:
        """The customer number of every row, minting new ones. Threads ask at once, each for hashes of its own
        (`model.hashing.hash_identifiers`, the topmost eight bits of the first).
        """
        ...


@dataclass(frozen=True, slots=True)
class Chunk:
    """The rows of some batches, ordered by bucket; `bounds` says where each bucket begins. Columns of which no row
    has a value are None.

    key, check: the hashes of the customer's identifier. place: of each row in `customers` and `kinds`, which are the
    identifiers as they came (whole numbers where the source has such). noted: what few rows have, by name
    (`index.noted`).
    """

    bounds: NDArray[np.int64]
    key: NDArray[np.uint64]
    check: NDArray[np.uint64]
    place: NDArray[np.int32]
    kinds: pa.DictionaryArray
    customers: pa.StringArray | pa.Int64Array
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
    noted: Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Entered:
    """Rows that have been entered: their words have codes now. What remains can be done on any thread.

    code_of, outcome_of, earns_of: by the place of the word in the dictionary of touchpoints. channel_of, department_of:
    likewise, and one more for rows without. count: the rows entered so far, these included.
    """

    batch: pa.RecordBatch
    touchpoint: pa.DictionaryArray
    code_of: NDArray[np.uint16]
    outcome_of: NDArray[np.uint8]
    earns_of: NDArray[np.bool_]
    channel: pa.DictionaryArray | None
    channel_of: NDArray[np.uint16]
    department: pa.DictionaryArray | None
    department_of: NDArray[np.uint16]
    reason: pa.DictionaryArray | None
    reason_of: NDArray[np.uint16]
    scores: Scores | None
    count: int


@dataclass(frozen=True, slots=True)
class WordsMet:
    """What some rows are coded with, in order of appearance, and how many rows they are (see `Rows`)."""

    touchpoints: tuple[str, ...]
    channels: tuple[str, ...]
    departments: tuple[str, ...]
    scales: tuple[str, ...]
    reasons: tuple[str, ...]
    count: int
    left_out_by_lifecycle: int


class Rows:
    """Takes batches in the order of the record and holds them coded and scattered; spills to disk beyond `budget`
    bytes.

    `enter` is called in the order of the record; `scattered` on any thread; its chunks go to `chunks` in that order.
    """

    def __init__(
        self,
        settings: JourneySettings,
        touchpoints: tuple[Touchpoint, ...] = (),
        channels: Iterable[str] = (),
        departments: Iterable[str] = (),
        scales: Iterable[str] = (),
        reasons: Iterable[str] = (),
        budget: int = 4 << 30,
        spill: Path | None = None,
    ) -> None:
        self.settings = settings
        self.touchpoints = touchpoints
        self._settled = touchpoints
        self._touchpoint_codes = {touchpoint.label: code for code, touchpoint in enumerate(touchpoints)}
        self._channels, self._departments = Words("channel"), Words("department")
        self._scales, self._reasons = Words("scores", MOST_SCALES), Words("reason", MOST_REASONS + 1)
        known = (self._channels, channels), (self._departments, departments)
        for column, words in (*known, (self._scales, scales), (self._reasons, reasons)):
            for word in words:
                column.code(word)
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
        self._touchpoint_earns = np.zeros(0, np.bool_)
        self._budget, self._spill = budget, spill
        self._lock = threading.Lock()

    @property
    def channels(self) -> tuple[str, ...]:
        """The words of the channel column by code, from 1 (0 is none)."""
        return tuple(self._channels.words)

    @property
    def departments(self) -> tuple[str, ...]:
        """The words of the department column by code, from 1 (0 is none)."""
        return tuple(self._departments.words)

    @property
    def scales(self) -> tuple[str, ...]:
        """The scales of scores by code, from 0."""
        return tuple(self._scales.words)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons stated by code, from 1 (0 is none)."""
        return tuple(self._reasons.words)

    def enter(self, batch: pa.RecordBatch) -> Iterator[Entered]:
        """Take in a batch with the columns of `INDEX_COLUMNS`; those that may be null, file, part and ends may be
        missing. Its words get their codes, in order of appearance.
        """
        for first in range(0, len(batch), SLICE_ROWS):
            rows = self._of_lifecycle(batch.slice(first, SLICE_ROWS))
            if len(rows):
                yield self._enter(rows)

    def _enter(self, batch: pa.RecordBatch) -> Entered:
        touchpoint = dictionary_of(batch.column("touchpoint"))
        code_of = self._touchpoint_codes_of(touchpoint)
        channel, department, reason = (
            coded(column_of(batch, name)) for name in ("channel", "department", "stated_reason")
        )
        journeys = column_of(batch, "journey")
        if journeys is not None:
            self.with_ids += len(batch) - journeys.null_count
        self.count += len(batch)
        return Entered(
            batch=batch,
            touchpoint=touchpoint,
            code_of=code_of,
            outcome_of=self._touchpoint_outcome[code_of],
            earns_of=self._touchpoint_earns[code_of],
            channel=channel,
            channel_of=codes_of(channel, self._channels),
            department=department,
            department_of=codes_of(department, self._departments),
            reason=reason,
            reason_of=self._reason_codes(reason),
            scores=scores_of(column_of(batch, "scores"), self._scales.code),
            count=self.count,
        )

    def scattered(self, rows: Entered) -> Chunk:
        """Hash, code and scatter rows that have been entered."""
        batch, count = rows.batch, len(rows.batch)
        kinds, customers = dictionary_of(batch.column("customer_kind")), batch.column("customer")
        if not pa.types.is_int64(customers.type):
            customers = text_of(customers)
        key, check = hash_identifiers(kinds, customers)
        word, meaning, ends = self._outcomes(batch)
        bounds, order = np.empty(BUCKETS + 1, np.int64), np.empty(count, np.int32)
        columns: dict[str, NDArray[Any]] = {
            "key": np.empty(count, np.uint64),
            "check": np.empty(count, np.uint64),
            "time": np.empty(count, np.int64),
            "touchpoint": np.empty(count, np.uint16),
            "outcome": np.empty(count, np.uint8),
            "origin": np.empty(count, np.uint64),
        }
        told = (indices_of(rows.touchpoint), rows.code_of, rows.outcome_of, word, meaning, ends)
        scatter(key, check, int64_of(batch.column("time")), *told, origin_of(batch), bounds, order, *columns.values())
        journeys = column_of(batch, "journey")
        chunk = Chunk(
            bounds=bounds,
            place=order,
            kinds=kinds,
            customers=customers,
            sequence=optional(column_of(batch, "sequence"), order),
            channel=in_order(rows.channel, rows.channel_of, order),
            department=in_order(rows.department, rows.department_of, order),
            value=self._value_column(rows, order),
            journey=id_hashes(journeys)[order] if journeys is not None else None,
            journey_label=text_of(journeys).take(pa.array(order)) if journeys is not None else None,
            noted=self._noted(rows, order),
            **columns,
        )
        return self._within_budget(chunk, rows.count)

    def words_met(self) -> WordsMet:
        """The words of the rows entered, for one who takes in those of many."""
        return WordsMet(
            touchpoints=tuple(touchpoint.label for touchpoint in self.touchpoints),
            channels=self.channels,
            departments=self.departments,
            scales=self.scales,
            reasons=self.reasons,
            count=self.count,
            left_out_by_lifecycle=self.left_out_by_lifecycle,
        )

    def meet(self, told: WordsMet) -> None:
        """Know the words of rows that were entered elsewhere, as if they had been entered here: called in the order of
        the record, it gives the codes that `enter` gives.
        """
        self._know_touchpoints([label for label in told.touchpoints if label not in self._touchpoint_codes])
        for column, words in ((self._channels, told.channels), (self._departments, told.departments)):
            for word in words:
                column.code(word)
        for scale in told.scales:
            self._scales.code(scale)
        for reason in told.reasons:
            self._reason_code(reason)
        self.count += told.count
        self.left_out_by_lifecycle += told.left_out_by_lifecycle

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
        wanted, column = self.settings.lifecycle, column_of(batch, "lifecycle")
        if wanted is None or column is None:
            return batch
        lower = pc.utf8_lower(column.cast(pa.string()))
        known = pa.array([word.lower() for word in wanted], pa.string())
        kept = batch.filter(pc.or_kleene(pc.is_null(column), pc.is_in(lower, known)))
        self.left_out_by_lifecycle += len(batch) - len(kept)
        return kept

    def _touchpoint_codes_of(self, column: pa.DictionaryArray) -> NDArray[np.uint16]:
        """The codes of a dictionary's words. Words that no row has, and that are not known, get none."""
        labels = column.dictionary.to_pylist()
        new = [place for place, label in enumerate(labels) if label not in self._touchpoint_codes]
        if new:
            used = np.zeros(len(labels), np.bool_)
            used[indices_of(column)] = True
            new = [place for place in new if used[place]]
        self._know_touchpoints([labels[place] for place in new])
        if len(self._touchpoint_outcome) != len(self.touchpoints):
            self._touchpoint_outcome = np.array(
                [self._by_touchpoint.get(t.key, self._by_touchpoint.get(t.label, 0)) for t in self.touchpoints],
                np.uint8,
            )
            wanted = self.settings.revenue
            self._touchpoint_earns = np.array(
                [wanted is None or t.key in wanted or t.label in wanted for t in self.touchpoints], np.bool_
            )
        return np.array([self._touchpoint_codes.get(label, 0) for label in labels], np.uint16)

    def _know_touchpoints(self, new: Sequence[str]) -> None:
        """Give codes to touchpoints that have none."""
        if new:
            self.touchpoints = mint_keys(list(new), self.touchpoints)
            if len(self.touchpoints) > MOST_TOUCHPOINTS:
                raise WegmarkeError("too_many_codes", what="touchpoint", limit=MOST_TOUCHPOINTS)
            self._touchpoint_codes = {touchpoint.label: code for code, touchpoint in enumerate(self.touchpoints)}

    def _reason_codes(self, column: pa.DictionaryArray | None) -> NDArray[np.uint16]:
        """As `_codes`; reasons beyond the most that are told apart are one."""
        if column is None:
            return np.zeros(1, np.uint16)
        return np.array([*(self._reason_code(word) + 1 for word in column.dictionary.to_pylist()), 0], np.uint16)

    def _reason_code(self, word: str) -> int:
        full = word not in self._reasons.codes and len(self._reasons.words) >= MOST_REASONS
        return self._reasons.code(OTHER_REASON if full else word)

    def _noted(self, rows: Entered, order: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
        """What few rows have, in the order of the chunk; only what at least one has."""
        batch = rows.batch
        found: dict[str, NDArray[Any]] = {}
        matter = column_of(batch, "matter")
        if matter is not None:
            found["matter"] = matters(id_hashes(matter))[order]
        due = column_of(batch, "promise_due")
        if due is not None:
            kept = column_of(batch, "promise_kept")
            by, done = promises_of(due, pa.nulls(len(due), due.type) if kept is None else kept, self.settings.time_zone)
            found["promise_due"], found["promise_kept"] = by[order], done[order]
        reason = in_order(rows.reason, rows.reason_of, order)
        if reason is not None:
            found["reason"] = reason
        if rows.scores is not None:
            found |= {score_column(scale): values[order] for scale, values in rows.scores.columns()}
        return found

    def _outcomes(self, batch: pa.RecordBatch) -> tuple[NDArray[np.int32], NDArray[np.uint8], NDArray[np.bool_]]:
        """The word of each row's outcome, what each word means, and which rows are the outcome itself; the first and
        the last may be empty.
        """
        column = column_of(batch, "outcome")
        if column is None:
            return NO_WORDS, np.zeros(1, np.uint8), NO_MARKS
        coded = dictionary_of(column)
        words = [self._by_value.get(str(word).casefold(), 0) for word in coded.dictionary.to_pylist()]
        ends = column_of(batch, "ends")
        marks = NO_MARKS if ends is None else ends.to_numpy(zero_copy_only=False)
        return indices_of(coded), np.array([*words, 0], np.uint8), marks

    def _value_column(self, rows: Entered, order: NDArray[np.int32]) -> NDArray[np.int64] | None:
        """The amounts that are revenue, in minor units of the currency of the settings; 0 where there is none."""
        batch = rows.batch
        column, currency = column_of(batch, "value_minor"), column_of(batch, "currency")
        if column is None:
            return None
        if currency is None:
            currency = pa.nulls(len(batch), pa.string())
        ours = pc.fill_null(pc.equal(currency.cast(pa.string()), self.settings.currency), fill_value=True)
        foreign = pc.and_(pc.invert(ours), pc.is_valid(column))
        with self._lock:
            self.other_currencies += int(pc.sum(foreign.cast(pa.int64())).as_py() or 0)
        amount = pc.if_else(ours, pc.fill_null(column, 0), 0).to_numpy(zero_copy_only=False)
        if not rows.earns_of.all():
            amount = amount * rows.earns_of[indices_of(rows.touchpoint)]
        result: NDArray[np.int64] = amount.astype(np.int64)[order]
        return result

    def _within_budget(self, chunk: Chunk, count: int) -> Chunk:
        """The chunk with which `count` rows have been taken in, on disk where memory is to hold no more."""
        width = 56 + sum(column.itemsize for column in chunk.noted.values())
        if self._spill is None or count * width < self._budget:
            return chunk
        columns: dict[str, object] = {}
        for name in Chunk.__slots__:
            column = getattr(chunk, name)
            if isinstance(column, np.ndarray) and name != "bounds":
                columns[name] = _on_disk(column, self._spill)
            else:
                columns[name] = column
        columns["noted"] = {name: _on_disk(column, self._spill) for name, column in chunk.noted.items()}
        return Chunk(**columns)  # type: ignore[arg-type]


def _on_disk(column: NDArray[Any], folder: Path) -> NDArray[Any]:
    """The same column, in a file."""
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".npy", delete=False) as handle:
        np.save(handle, column)
    mapped: NDArray[Any] = np.load(handle.name, mmap_mode="r")
    return mapped
