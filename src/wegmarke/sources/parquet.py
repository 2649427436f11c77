"""Parquet: typed columns as they are, a row group at a time, only the columns that are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import parquet

from wegmarke.errors import WegmarkeError
from wegmarke.model.quarantine import Unfit
from wegmarke.sources.batch import RawBatch, column_names, row_text, rows_after
from wegmarke.sources.limits import ROWS_A_BATCH


class ParquetReader:
    """An open Parquet file; a row's number is its place in the file, from 1.

    Structures are flattened with points (address.city); lists stay one cell. Errors: `file_missing`, `file_unreadable`,
    `file_truncated` (Parquet ends with its own table of contents: without it nothing of the file can be read),
    `too_many_columns`.
    """

    columns_complete = True

    def __init__(self, path: Path, *, batch_rows: int = ROWS_A_BATCH) -> None:
        self._path = path
        self._batch_rows = batch_rows
        try:
            self._file = parquet.ParquetFile(path, memory_map=True)
        except FileNotFoundError as error:
            raise WegmarkeError("file_missing", file=str(path)) from error
        except (pa.ArrowInvalid, OSError) as error:
            reason = str(error)[:200]
            if isinstance(error, pa.ArrowInvalid):
                raise WegmarkeError("file_truncated", file=path.name, row=0, reason=reason) from error
            raise WegmarkeError("file_unreadable", file=path.name, reason=reason) from error
        try:
            names = _flat(self._file.schema_arrow)
            self.columns = column_names(names, path.name)
        except WegmarkeError:
            self._file.close()
            raise

    def batches(self, after_row: int = 0, columns: Collection[str] | None = None) -> Iterator[RawBatch]:
        """Yield the rows behind `after_row`; row groups before it are not read."""
        total = self._file.metadata.num_rows
        first = 0
        groups: list[int] = []
        for group in range(self._file.metadata.num_row_groups):
            rows = self._file.metadata.row_group(group).num_rows
            if not groups and first + rows <= after_row:
                first += rows
                continue
            groups.append(group)
        names = self._file.schema_arrow.names
        top = None if columns is None else [name for name in names if _touched(name, columns)]
        try:
            for batch in self._file.iter_batches(self._batch_rows, row_groups=groups, columns=top):
                numbers = np.arange(first + 1, first + batch.num_rows + 1, dtype=np.int64)
                first += batch.num_rows
                flat, numbers, unreadable = _decodable(_flattened(batch), numbers)
                if columns is not None:
                    flat = flat.select([name for name in flat.schema.names if name in columns])
                raw = rows_after(RawBatch(flat, numbers, unreadable, first / total if total else None), after_row)
                if raw.rows:
                    yield raw
        except (pa.ArrowException, OSError) as error:
            raise WegmarkeError("file_unreadable", file=self._path.name, row=first, reason=str(error)[:200]) from error

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _decodable(
    batch: pa.RecordBatch, numbers: NDArray[np.int64]
) -> tuple[pa.RecordBatch, NDArray[np.int64], tuple[Unfit, ...]]:
    """Set aside the rows whose text is no UTF-8: Parquet says that it is, but not every writer cares."""
    try:
        batch.validate(full=True)
    except pa.ArrowInvalid:
        wrong: dict[int, str] = {}
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            wrong |= dict.fromkeys(_undecodable_rows(column), name)
        if not wrong:
            raise
        kept = np.ones(batch.num_rows, np.bool_)
        kept[list(wrong)] = False
        unreadable = tuple(_unfit(batch, row, int(numbers[row]), name) for row, name in sorted(wrong.items()))
        return batch.filter(pa.array(kept)), numbers[kept], unreadable
    return batch, numbers, ()


def _undecodable_rows(column: pa.Array) -> list[int]:
    # A dictionary that is no UTF-8 is refused by Arrow as the file is read.
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return []
    found: list[int] = []
    for row, value in enumerate(column.cast(pa.large_binary()).to_pylist()):
        try:
            (value or b"").decode("utf-8")
        except UnicodeDecodeError:
            found.append(row)
    return found


def _unfit(batch: pa.RecordBatch, row: int, number: int, name: str) -> Unfit:
    cells: dict[str, object] = {}
    for each, column in zip(batch.schema.names, batch.columns, strict=True):
        cell = column.slice(row, 1)
        if pa.types.is_string(cell.type) or pa.types.is_large_string(cell.type):
            value = cell.cast(pa.large_binary())[0].as_py()
            cells[each] = (value or b"").decode("utf-8", "backslashreplace")
        else:
            cells[each] = str(cell[0].as_py())
    return Unfit(number, "text_undecodable", name, str(cells[name])[:1000], row_text(cells))


def _touched(name: str, columns: Collection[str]) -> bool:
    return name in columns or any(column.startswith(f"{name}.") for column in columns)


def _flat(schema: pa.Schema) -> list[str]:
    empty = pa.RecordBatch.from_arrays([pa.nulls(0, field.type) for field in schema], schema=schema)
    return list(_flattened(empty).schema.names)


def _flattened(batch: pa.RecordBatch) -> pa.RecordBatch:
    if not any(pa.types.is_struct(field.type) for field in batch.schema):
        return batch
    table = pa.Table.from_batches([batch])
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    arrays = [column.combine_chunks() for column in table.columns]
    return pa.RecordBatch.from_arrays(arrays, names=table.schema.names)
