"""Rows of one file on their way in, cut into chunks: so many are held in memory, and become safe together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.model.quarantine import Unfit

CHUNK_INTERACTIONS = 1_000_000
CHUNK_BYTES = 256 * 1024 * 1024
CHUNK_UNFIT = 100_000
_UNFIT_BYTES = 500  # what an unfit row costs in memory, about, besides its text


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows that follow each other in one file: what they yielded, what was unfit, how many rows were read, how many of
    them refused, and the number of the last one.
    """

    interactions: pa.Table
    unfit: tuple[Unfit, ...]
    read: int
    refused: int
    last_row: int


class Pending:
    """Rows of one file that were read and are not safe yet."""

    def __init__(self, last_row: int = 0) -> None:
        """last_row: the last one that was dealt with before."""
        self._last_row = last_row
        self._batches: list[pa.RecordBatch] = []
        self._unfit: list[Unfit] = []
        self._read = self._refused = self._interactions = self._bytes = 0

    def append(
        self, interactions: pa.RecordBatch, unfit: Sequence[Unfit], rows_read: int, refused: Sequence[int] = ()
    ) -> None:
        """Take the next rows: what they yielded, what was unfit, how many rows that were, and which were refused.

        Every row is either in `interactions` or in `unfit` or a number in `refused`, and stands behind all rows
        appended before; ValueError otherwise.
        """
        if not interactions.schema.equals(INTERACTION_SCHEMA):
            interactions = interactions.cast(INTERACTION_SCHEMA)
        rows = distinct(interactions["row"].to_numpy())
        unfit_rows = distinct(np.array([row.row for row in unfit], np.int64))
        refused_rows = distinct(np.array(refused, np.int64))
        kinds = (rows, unfit_rows, refused_rows)
        if sum(map(len, kinds)) != rows_read or len(np.unique(np.concatenate(kinds))) != rows_read:
            raise ValueError(
                f"{rows_read} rows read, {len(rows)} with interactions, {len(unfit_rows)} unfit, "
                f"{len(refused_rows)} refused"
            )
        if rows_read == 0:
            return
        first = min(int(found[0]) for found in kinds if len(found))
        if first <= self._last_row:
            raise ValueError(f"row {first} after row {self._last_row}")
        self._last_row = max(int(found[-1]) for found in kinds if len(found))
        self._refused += len(refused_rows)
        self._batches.append(interactions)
        self._unfit.extend(unfit)
        self._read += rows_read
        self._interactions += interactions.num_rows
        self._bytes += interactions.nbytes + sum(_UNFIT_BYTES + len(row.raw) for row in unfit)

    @property
    def full(self) -> bool:
        """Whether there is as much as one chunk may have."""
        many = self._interactions >= CHUNK_INTERACTIONS or len(self._unfit) >= CHUNK_UNFIT
        return many or self._bytes >= CHUNK_BYTES

    def chunk(self) -> Chunk | None:
        """All of them; None where there are none."""
        if not self._read:
            return None
        table = pa.Table.from_batches(self._batches, INTERACTION_SCHEMA)
        return Chunk(table, tuple(self._unfit), self._read, self._refused, self._last_row)

    def done(self) -> None:
        """They are safe; those that follow begin the next chunk."""
        self._batches, self._unfit = [], []
        self._read = self._refused = self._interactions = self._bytes = 0


def distinct(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Distinct row numbers, ascending. They mostly come in order, and then no search is needed."""
    if (rows[1:] < rows[:-1]).any():
        rows = np.sort(rows)
    begins = np.ones(len(rows), np.bool_)
    begins[1:] = rows[1:] != rows[:-1]
    return rows[begins]
