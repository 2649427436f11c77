"""What workers do with the record in a build: find its words, then code its rows and share them out by customer.

The same code as on one machine (`index/rows.py`) on parts of the record, each where it lies.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.coming_columns import column_of
from wegmarke.index.rows import Numberer, Rows, WordsMet
from wegmarke.index.spark.ground import Ground
from wegmarke.index.spark.slices import SCHEMA, sliced
from wegmarke.index.spark.travelling import Travelling, packed
from wegmarke.model.attributes import Attribute
from wegmarke.model.settings import JourneySettings
from wegmarke.model.shares import shared_out
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.record import LivePart
from wegmarke.record.lending import LentPart

KEPT_PLANS = 2
ROWS_A_SLICE = 8_192
"""A chunk has about so many rows for each partition where there are few, so that no slice is large."""

LARGEST_CHUNK = 1 << 18
PLACES_A_PART = 1 << 20

TOLD = -1
"""In the place of a partition: what is told of the rows besides."""

WORD_COLUMNS = ("touchpoint", "channel", "department", "lifecycle", "stated_reason", "scores")
"""Columns whose words are coded, and what says which rows count."""

MAY_BE_MISSING = ("channel", "department", "matter", "value_minor", "journey")
"""A partition has these columns where any row of the index has a value in them, be it in another partition."""


class Reading(Numberer, Protocol):
    """How workers read the record: a small value that travels to them. `number` mints nothing; all are known."""

    def words(self, part: LivePart, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The rows of a part that the index takes, with these columns and `WORD_COLUMNS` at least."""
        ...

    def batches(self, part: LivePart) -> Iterator[pa.RecordBatch]:
        """The same rows, each under its customer, with the columns that `Rows` takes."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the record on its way to a worker, and its number in the build, from 0."""

    number: int
    part: LentPart


@dataclass(frozen=True, slots=True)
class Found:
    """The words of a part, and which columns that may be missing have a value in it."""

    words: WordsMet
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted while rows are coded."""

    rows: int
    with_ids: int
    other_currencies: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What all workers of a build know. bits: there are 2^bits partitions. recoded: the code in the index of every
    touchpoint, by its code in `touchpoints`, as they were met. ground: where partitions lie, and what passes from one
    to another; build: with which names of partitions begin. columns: those of `MAY_BE_MISSING` that are not.
    attributes: of customers, whose codes are laid out.
    """

    settings: JourneySettings
    reading: Reading
    touchpoints: tuple[Touchpoint, ...]
    channels: tuple[str, ...]
    departments: tuple[str, ...]
    scales: tuple[str, ...]
    reasons: tuple[str, ...]
    columns: frozenset[str]
    recoded: NDArray[np.uint16]
    bits: int
    ground: Ground
    build: str
    attributes: tuple[Attribute, ...]


def sent(value: Any) -> bytes:
    """What all tasks know, as it travels with each."""
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)


@lru_cache(KEPT_PLANS)
def received(data: bytes) -> Any:
    """The same, once for all tasks of a process."""
    return pickle.loads(zlib.decompress(data))  # noqa: S301 - made by this program on the machine that builds


Shares = tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class FindWords:
    """What `mapInArrow` calls with the numbers of tasks. settings, reading, shares: as `sent`."""

    settings: bytes
    reading: bytes
    shares: bytes

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """What was `Found` in each part; of a task in which one goes wrong the others are left."""
        for batch in batches:
            for task in batch.column(0).to_pylist():
                there: set[str] = set()
                for piece in received(self.shares)[task]:
                    found = self._found(piece, there)
                    yield from packed(found)
                    if found.error is not None:
                        break

    def _found(self, piece: Piece, there: set[str]) -> Travelling:
        """there: the columns that this task has found already; they need not be read again, and are added to."""
        reading: Reading = received(self.reading)
        try:
            rows = Rows(received(self.settings))
            unread = [name for name in MAY_BE_MISSING if name not in there]
            for batch in reading.words(piece.part.opened(), unread):
                for entered in rows.enter(batch):
                    there.update(name for name in unread if column_of(entered.batch, name) is not None)
            return Travelling(piece.number, Found(rows.words_met(), frozenset(there)), 1, piece.number + 1)
        except WegmarkeError as error:
            return Travelling(piece.number, None, 0, 0, error)


@dataclass(frozen=True, slots=True)
class ScatterRows:
    """What `mapInArrow` calls with the numbers of tasks: codes rows and shares them out by partition.

    Yields slices in the columns of `slices.SCHEMA`, and under TOLD what was `Counted`, or the error.
    """

    plan: bytes
    shares: bytes

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The slices of every part; of a task in which one goes wrong the others are left."""
        for batch in batches:
            for task in batch.column(0).to_pylist():
                for piece in received(self.shares)[task]:
                    if (yield from self._scattered(piece)):
                        break

    def _scattered(self, piece: Piece) -> Generator[pa.RecordBatch, None, bool]:
        """Returns whether something went wrong."""
        plan: Plan = received(self.plan)
        words = (plan.touchpoints, plan.channels, plan.departments, plan.scales, plan.reasons)
        rows, place = Rows(plan.settings, *words), piece.number * PLACES_A_PART
        at_once = min(LARGEST_CHUNK, ROWS_A_SLICE << plan.bits)
        told: Counted | WegmarkeError
        try:
            for batch in plan.reading.batches(piece.part.opened()):
                for first in range(0, len(batch), at_once):
                    for entered in rows.enter(batch.slice(first, at_once)):
                        found = list(sliced(rows.scattered(entered), plan.bits))
                        yield _batch([p for p, _ in found], place, [data for _, data in found])
                        place += 1
            told = Counted(rows.count, rows.with_ids, rows.other_currencies)
        except WegmarkeError as error:
            told = error
        yield from told_rows(piece.number, told)
        return isinstance(told, WegmarkeError)


def told_rows(number: int, told: Counted | WegmarkeError) -> Iterator[pa.RecordBatch]:
    """What is told of a part, on the way of its slices."""
    error = told if isinstance(told, WegmarkeError) else None
    one = Travelling(number, None if error else told, 0 if error else 1, 0 if error else number + 1, error)
    for batch in packed(one):
        yield _batch([TOLD], number, batch.column("data").to_pylist())


def _batch(partitions: list[int], place: int, data: list[bytes]) -> pa.RecordBatch:
    places = np.full(len(partitions), place, np.int64)
    arrays = [pa.array(partitions, pa.int64()), pa.array(places), pa.array(data, pa.binary())]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def pieces_shared(parts: Sequence[LentPart], most: int) -> Shares:
    """The parts of the record in shares of about as many rows; a share's parts in order."""
    shares = shared_out([part.entry.rows for part in parts], most)
    return tuple(tuple(Piece(number, parts[number]) for number in share) for share in shares)
