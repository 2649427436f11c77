"""What every reader yields: columns as read, with the number of the row that each came from."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.model.quarantine import Unfit, UnfitReason
from wegmarke.sources.limits import MAX_COLUMNS, MAX_RAW_CHARACTERS

REST_OF_LINE = "_rest_of_line"
"""Key in `Unfit.raw` for what stood in a broken line behind its last column."""


@dataclass(frozen=True, slots=True)
class RawBatch:
    """Rows as read, before any meaning.

    columns: text for CSV and JSON lines, typed where the format is. row_numbers: for each row, the row as a person
    counts it: the line of the record's first line in a text file, the row of the sheet, the ordinal of row or event
    (from 1) in Parquet and XES. unreadable: rows that could not be made into columns, with their reason. done: share of
    the file read so far, if known.
    """

    columns: pa.RecordBatch
    row_numbers: NDArray[np.int64]
    unreadable: tuple[Unfit, ...] = ()
    done: float | None = None

    @property
    def rows(self) -> int:
        """Rows read: those with columns and the unreadable ones."""
        return int(self.columns.num_rows) + len(self.unreadable)


class Reader(Protocol):
    """An open file. `columns` are the names found at its beginning.

    If `columns_complete` is false, later rows may bring more.
    """

    columns: tuple[str, ...]
    columns_complete: bool

    def batches(self, after_row: int = 0, columns: Collection[str] | None = None) -> Iterator[RawBatch]:
        """Yield the rows whose number is greater than `after_row`, in the order of the file; the named columns only."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def row_text(row: Mapping[str, object]) -> str:
    """Give a row as it goes to quarantine: a JSON object, cut where it is beyond all measure."""
    text = json.dumps(row, ensure_ascii=False, default=str)
    if len(text) <= MAX_RAW_CHARACTERS:
        return text
    share = max(40, MAX_RAW_CHARACTERS // (2 * max(1, len(row))))
    return json.dumps({key[:200]: str(value)[:share] for key, value in row.items()}, ensure_ascii=False)


def broken(row: int, reason: UnfitReason, columns: Sequence[str], cells: Sequence[str], value: str) -> Unfit:
    """Set a row aside whose cells do not fit the columns.

    As many as there are go under their names, the others under `REST_OF_LINE`.
    """
    raw: dict[str, object] = dict(zip(columns, cells, strict=False))
    if len(cells) > len(columns):
        raw[REST_OF_LINE] = list(cells[len(columns) :])
    return Unfit(row=row, reason=reason, column="", value=value[:1000], raw=row_text(raw))


def text_batch(columns: Sequence[str], rows: Sequence[Sequence[str | None]], row_numbers: Sequence[int]) -> RawBatch:
    """Make a batch of text from rows: used by the careful paths, and to replay corrected rows from quarantine."""
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    arrays = [pa.array(cell, pa.string()) for cell in cells]
    return RawBatch(pa.RecordBatch.from_arrays(arrays, names=list(columns)), np.asarray(row_numbers, np.int64))


def rows_after(batch: RawBatch, after_row: int) -> RawBatch:
    """Leave out the rows up to `after_row`."""
    if after_row <= 0:
        return batch
    unreadable = tuple(unfit for unfit in batch.unreadable if unfit.row > after_row)
    first = int(np.searchsorted(batch.row_numbers, after_row, side="right"))
    return RawBatch(batch.columns.slice(first), batch.row_numbers[first:], unreadable, batch.done)


def column_names(header: Sequence[str], file: str) -> tuple[str, ...]:
    """Name the columns: trimmed; an empty name becomes `column_3`, a repeated one `name_2`; too many are refused."""
    if len(header) > MAX_COLUMNS:
        raise WegmarkeError("too_many_columns", file=file, columns=len(header), limit=MAX_COLUMNS)
    names: list[str] = []
    taken: set[str] = set()
    for number, cell in enumerate(header, start=1):
        wanted = cell.replace("\x00", "").lstrip("\ufeff").strip() or f"column_{number}"
        name, again = wanted, 2
        while name in taken:
            name, again = f"{wanted}_{again}", again + 1
        taken.add(name)
        names.append(name)
    return tuple(names)
