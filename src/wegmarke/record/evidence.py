"""From a number back to the source: the rows of a file as they were taken in, found by file and row."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.model.columns import INTERACTION_SCHEMA, completed
from wegmarke.record.ledger import FileEntry, PartEntry
from wegmarke.record.parts import opened
from wegmarke.record.store import Store


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of an imported file, with all that was taken in of it.

    interactions: what it yielded, in `INTERACTION_SCHEMA`, one line an interaction. rest: the columns that the mapping
    did not use, as text. current: False where the file has been read anew since under another mapping, or a newer row
    of the same id counts instead.
    """

    file: FileEntry
    row: int
    interactions: pa.Table
    rest: tuple[tuple[str, str], ...]
    current: bool


def source_rows(store: Store, wanted: Iterable[tuple[int, int]]) -> list[SourceRow]:
    """The full rows for (file, row) pairs, in the order asked for.

    `record_broken` if the record does not hold one of them.

    Only the row groups whose statistics admit a wanted row are read.
    """
    pairs = [(int(file), int(row)) for file, row in wanted]
    rows_of: dict[int, set[int]] = {}
    for file, row in pairs:
        rows_of.setdefault(file, set()).add(row)
    files = {entry.number: entry for entry in store.ledger.files}
    found: dict[tuple[int, int], SourceRow] = {}
    for part in store.ledger.parts:
        rows = np.array(sorted(rows_of.get(part.file, ())), np.int64)
        rows = rows[(rows >= part.first_row) & (rows <= part.last_row)]
        if len(rows):
            for source_row in _rows_of_part(store, files[part.file], part, rows):
                found[part.file, source_row.row] = source_row
    missing = [pair for pair in pairs if pair not in found]
    if missing:
        raise WegmarkeError("record_broken", what=f"file {missing[0][0]}, row {missing[0][1]}")
    return [found[pair] for pair in pairs]


def _rows_of_part(store: Store, file: FileEntry, part: PartEntry, rows: NDArray[np.int64]) -> list[SourceRow]:
    masked = store.masked(part).at
    tables, hidden = [], []
    with opened(store.folder, part) as parquet:
        begin = 0
        for number in range(parquet.num_row_groups):
            group = parquet.metadata.row_group(number)
            if _admits(group, rows):
                in_group = parquet.read_row_group(number, columns=["row"])["row"].to_numpy()
                at = np.flatnonzero(np.isin(in_group, rows))
                if len(at):
                    tables.append(_whole(parquet.read_row_group(number).take(pa.array(at))))
                    hidden.append(np.isin(at + begin, masked))
            begin += group.num_rows
    # Two row groups can share a row's interactions, so rows are told apart only after putting them together.
    return _split(file, pa.concat_tables(tables), np.concatenate(hidden)) if tables else []


def _whole(table: pa.Table) -> pa.Table:
    """All columns of the schema, those too that came into being after the part was written."""
    names = INTERACTION_SCHEMA.names
    return pa.Table.from_batches([completed(batch, names) for batch in table.to_batches()], INTERACTION_SCHEMA)


def _admits(group: pq.RowGroupMetaData, rows: NDArray[np.int64]) -> bool:
    column = INTERACTION_SCHEMA.get_field_index("row")  # no nested column stands before it, so leaves and fields agree
    statistics = group.column(column).statistics
    if statistics is None or not statistics.has_min_max:
        return True
    return bool(((rows >= statistics.min) & (rows <= statistics.max)).any())


def _split(file: FileEntry, table: pa.Table, masked: NDArray[np.bool_]) -> list[SourceRow]:
    """One entry a row; the interactions of a row stand together."""
    rows = table["row"].to_numpy()
    begins = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
    ends = np.append(begins[1:], len(rows))
    return [
        SourceRow(
            file=file,
            row=int(rows[begin]),
            interactions=table.slice(begin, end - begin),
            rest=_rest(table["rest"].slice(begin, end - begin)),
            current=file.live and not masked[begin],
        )
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)
    ]


def _rest(column: pa.ChunkedArray) -> tuple[tuple[str, str], ...]:
    for text in column.to_pylist():
        if text:
            cells = json.loads(text)
            return tuple(
                (str(name), value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
                for name, value in cells.items()
            )
    return ()
