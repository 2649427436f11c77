"""JSON lines, or one JSON array, plain or gzip: one object a line or element, nested objects flattened with points.

Numbers keep the digits they are written in. What is no object goes to quarantine. Lists stay one cell, as JSON. `null`
is an empty cell; so is a key that an object does not have.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import numpy as np
import pyarrow as pa

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import ReadOptions
from wegmarke.model.quarantine import Unfit
from wegmarke.sources.batch import REST_OF_LINE, RawBatch, column_names, row_text
from wegmarke.sources.encoding import check_encoding, find_encoding, utf8_blocks
from wegmarke.sources.json_arrays import ArrayCutter, begins_array
from wegmarke.sources.limits import MAX_COLUMNS, MAX_RECORD_BYTES, ROWS_A_BATCH, SAMPLE_BYTES, SAMPLE_ROWS
from wegmarke.sources.stream import ByteStream

_MAX_DEPTH = 20


class JsonLinesReader:
    """An open file of JSON lines, or of one array; a row's number is its line, or its place in the array from 1.

    Later rows may bring keys that `columns` does not name.
    """

    columns_complete = False

    def __init__(self, path: Path, options: ReadOptions, *, batch_rows: int = ROWS_A_BATCH) -> None:
        self._path = path
        self._batch_rows = batch_rows
        with ByteStream(path) as stream:
            sample = stream.read(SAMPLE_BYTES)
            truncated = stream.truncated
        if not sample.strip(b"\0 \r\n\t"):
            raise WegmarkeError("file_truncated" if truncated else "file_empty", file=path.name, row=0)
        found = options.encoding or find_encoding(sample)
        if options.encoding is None and found == "cp1252":
            found = "utf-8"  # as JSON's standard has it; lines that do not decode are set aside
        self._encoding = check_encoding(found, sample, path.name)
        self._is_array = begins_array(sample.decode(self._encoding, "replace"))
        names: dict[str, None] = {}
        looked_at = 0
        for _, text in islice(self._objects(), SAMPLE_ROWS):
            looked_at += 1
            row = read_object(text)
            if not isinstance(row, str):
                names |= dict.fromkeys(row)
        if not names and not truncated and not self._broke_off:
            raise WegmarkeError("header_missing" if looked_at else "file_empty", file=path.name, row=1)
        self.columns = column_names(list(names), path.name)

    def batches(self, after_row: int = 0, columns: Collection[str] | None = None) -> Iterator[RawBatch]:
        """Yield the rows behind `after_row`; at the end `file_truncated` is raised if the file broke off within."""
        table = ObjectTable(self._path.name, columns)
        for number, text in self._objects():
            if number <= after_row:
                continue
            row = read_object(text)
            if isinstance(row, str):
                raw = row_text({REST_OF_LINE: text.decode("utf-8", "backslashreplace")})
                value = text[:1000].decode("utf-8", "backslashreplace")
                table.unreadable.append(Unfit(number, row, "", value, raw))
            else:
                table.add(number, row)
            if table.rows >= self._batch_rows:
                yield table.batch(self._share)
                table = ObjectTable(self._path.name, columns)
        if table.rows:
            yield table.batch(self._share)
        if self._broke_off:
            raise WegmarkeError("file_truncated", file=self._path.name, row=self._last)

    def _objects(self) -> Iterator[tuple[int, bytes]]:
        return self._elements() if self._is_array else self._lines()

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield the filled lines with their numbers; the piece of a line at which the file broke off is none."""
        self._share: float | None = 0.0
        self._broke_off, self._last = False, 0
        number, rest, endless = 0, b"", False
        with ByteStream(self._path) as stream:
            for block in utf8_blocks(stream, self._encoding, SAMPLE_BYTES):
                self._share = stream.share
                lines = (rest + block).split(b"\n")
                rest = lines.pop()
                for line in lines:
                    number += 1
                    self._last = number
                    if line.strip(b"\r \t") and not endless:
                        yield number, line.removesuffix(b"\r")
                    endless = False
                if len(rest) > MAX_RECORD_BYTES:
                    if not endless:
                        yield number + 1, rest[:1000]
                    rest, endless = b"", True
            self._broke_off = stream.truncated
        if rest.strip(b"\r \t") and not self._broke_off and not endless:
            yield number + 1, rest

    def _elements(self) -> Iterator[tuple[int, bytes]]:
        """Yield the elements of the array with their places; an array without an end broke off."""
        self._share = 0.0
        self._broke_off, self._last = False, 0
        cutter = ArrayCutter()
        with ByteStream(self._path) as stream:
            for block in utf8_blocks(stream, self._encoding, SAMPLE_BYTES):
                self._share = stream.share
                for element in cutter.elements(block):
                    self._last += 1
                    yield self._last, element
            self._broke_off = stream.truncated or cutter.is_open
        if cutter.rest and not self._broke_off:
            yield self._last + 1, cutter.rest

    def close(self) -> None:
        """Nothing stays open between batches."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class ObjectTable:
    """Objects gathered column by column; `too_many_columns` beyond the limit."""

    def __init__(self, file: str, wanted: Collection[str] | None) -> None:
        self._file = file
        self._wanted = wanted
        self._columns: dict[str, list[str | None]] = {}
        self._numbers: list[int] = []
        self.unreadable: list[Unfit] = []

    @property
    def rows(self) -> int:
        """Rows so far, unreadable ones too."""
        return len(self._numbers) + len(self.unreadable)

    @property
    def width(self) -> int:
        """Columns so far."""
        return len(self._columns)

    def add(self, number: int, row: dict[str, str | None]) -> None:
        """Add one object under its row number."""
        count = len(self._numbers)
        for name, value in row.items():
            if self._wanted is not None and name not in self._wanted:
                continue
            column = self._columns.get(name)
            if column is None:
                column = self._columns[name] = []
                if len(self._columns) > MAX_COLUMNS:
                    found = len(self._columns)
                    raise WegmarkeError("too_many_columns", file=self._file, columns=found, limit=MAX_COLUMNS)
            if len(column) < count:
                column.extend([None] * (count - len(column)))
            column.append(value)
        self._numbers.append(number)

    def batch(self, done: float | None) -> RawBatch:
        """Give what was gathered; where an object does not have a key, its cell is empty."""
        count = len(self._numbers)
        arrays = [pa.array(cells + [None] * (count - len(cells)), pa.string()) for cells in self._columns.values()]
        names = list(self._columns)
        if not arrays:  # a batch without columns would have no rows
            arrays, names = [pa.nulls(count, pa.string())], ["column_1"]
        columns = pa.RecordBatch.from_arrays(arrays, names=names)
        return RawBatch(columns, np.asarray(self._numbers, np.int64), tuple(self.unreadable), done)


def read_object(written: bytes) -> dict[str, str | None] | Literal["row_broken", "text_undecodable"]:
    """Read one object: its cells, or what is wrong with it."""
    try:
        text = written.decode("utf-8")
    except UnicodeDecodeError:
        return "text_undecodable"
    try:
        value = json.loads(text, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return "row_broken"
    if not isinstance(value, dict):
        return "row_broken"
    row: dict[str, str | None] = {}
    _flatten(value, "", row, 0)
    try:
        "".join([*row, *(cell for cell in row.values() if cell)]).encode()
    except UnicodeEncodeError:  # \ud800 alone is JSON, but no text
        return "text_undecodable"
    return row


def _flatten(value: dict[str, object], before: str, row: dict[str, str | None], depth: int) -> None:
    for key, cell in value.items():
        name = f"{before}{key}"
        if isinstance(cell, dict) and depth < _MAX_DEPTH:
            _flatten(cell, f"{name}.", row, depth + 1)
        elif cell is None or isinstance(cell, str):
            row[name] = cell
        elif isinstance(cell, bool):
            row[name] = "true" if cell else "false"
        else:
            row[name] = json.dumps(cell, ensure_ascii=False)
