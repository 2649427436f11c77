"""Where rows come from: any dataframe, a Parquet file read by columns, or a file of any other format."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
from pyarrow import parquet

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Mapping
from wegmarke.sources.batch import RawBatch
from wegmarke.sources.interactions import needed_columns
from wegmarke.sources.mapping import check_columns
from wegmarke.sources.reading import find_format, open_source

ROWS_A_BATCH = 1 << 20
"""Rows of a typed table that go to the index at once: enough to keep every thread busy, little beside the index."""

Piece = Callable[[], RawBatch]
"""Rows that are read when they are asked for, on whichever thread does so."""


def frame_pieces(data: object, mapping: Mapping) -> Generator[Piece]:
    """The rows of a dataframe of any kind that narwhals knows, eager or lazy; numbered from 1.

    `format_unsupported` when it is none, `mapping_column_missing`.
    """
    wanted = needed_columns(mapping)
    try:
        frame: Any = nw.from_native(data, allow_series=False)
    except TypeError as error:
        kind = f"{type(data).__module__}.{type(data).__qualname__}"
        raise WegmarkeError("format_unsupported", file=kind, format=kind) from error
    names = frame.collect_schema().names()
    check_columns(mapping, names, file=type(data).__name__)
    chosen = frame if wanted is None else frame.select([name for name in names if name in wanted])
    eager = chosen.collect("pyarrow") if isinstance(chosen, nw.LazyFrame) else chosen
    table: pa.Table = eager.to_arrow()
    first = 1
    for batch in table.to_batches(max_chunksize=ROWS_A_BATCH):
        if batch.num_rows:
            numbers = np.arange(first, first + batch.num_rows, dtype=np.int64)
            first += batch.num_rows
            yield _at_hand(RawBatch(batch, numbers, (), (first - 1) / table.num_rows))


def _at_hand(batch: RawBatch) -> Piece:
    return lambda: batch


def file_pieces(path: Path, mapping: Mapping) -> Generator[Piece]:
    """The rows of a file; of a Parquet file just the columns that are needed, names kept as their dictionaries."""
    wanted = needed_columns(mapping)
    if wanted is not None and (mapping.format or find_format(path)) == "parquet":
        schema = parquet.read_schema(path)
        if all(name in schema.names for name in wanted):
            yield from _parquet_pieces(path, mapping, [name for name in schema.names if name in wanted])
            return
    with open_source(path, mapping.read, mapping.format) as reader:
        check_columns(mapping, reader.columns, complete=reader.columns_complete, file=path.name)
        for batch in reader.batches(columns=wanted):
            yield _at_hand(batch)


def _parquet_pieces(path: Path, mapping: Mapping, columns: list[str]) -> Generator[Piece]:
    """Row groups are read by whoever works on them, several at once, unless they are so large that one is enough."""
    part = mapping.interactions[0]
    cells = (part.touchpoint, part.channel, part.department, part.lifecycle, part.outcome)
    names = [cell.column for cell in cells if cell is not None and cell.column in columns]
    with parquet.ParquetFile(path, memory_map=True, read_dictionary=names) as file:
        table = file.metadata
        sizes = [table.row_group(group).num_rows for group in range(table.num_row_groups)]
        if max(sizes, default=0) <= 2 * ROWS_A_BATCH:
            read = partial(_row_groups, path, table, names, columns)
            first = 1
            for groups in _runs(sizes):
                yield partial(read, groups, first)
                first += sum(sizes[group] for group in groups)
            return
        first = 1
        try:
            for batch in file.iter_batches(ROWS_A_BATCH, columns=columns):
                numbers = np.arange(first, first + batch.num_rows, dtype=np.int64)
                first += batch.num_rows
                yield _at_hand(RawBatch(batch, numbers, (), (first - 1) / table.num_rows))
        except (pa.ArrowException, OSError) as error:
            raise WegmarkeError("file_unreadable", file=path.name, row=first, reason=str(error)[:200]) from error


def _runs(sizes: list[int]) -> Generator[list[int]]:
    """The row groups of these sizes in runs of about ROWS_A_BATCH rows."""
    run: list[int] = []
    for group, size in enumerate(sizes):
        if run and sum(sizes[one] for one in run) + size > ROWS_A_BATCH:
            yield run
            run = []
        run.append(group)
    if run:
        yield run


def _row_groups(
    path: Path, table: parquet.FileMetaData, names: list[str], columns: list[str], groups: list[int], first: int
) -> RawBatch:
    """Rows of some row groups; the first of them has the number `first`."""
    try:
        with parquet.ParquetFile(path, metadata=table, memory_map=True, read_dictionary=names) as file:
            rows = file.read_row_groups(groups, columns=columns, use_threads=False)
        whole = rows.unify_dictionaries().combine_chunks()
    except (pa.ArrowException, OSError) as error:
        raise WegmarkeError("file_unreadable", file=path.name, row=first, reason=str(error)[:200]) from error
    batches = whole.to_batches()
    batch = batches[0] if batches else pa.RecordBatch.from_pylist([], whole.schema)
    numbers = np.arange(first, first + batch.num_rows, dtype=np.int64)
    return RawBatch(batch, numbers, (), (first + batch.num_rows - 1) / table.num_rows if table.num_rows else None)
