"""CSV and its kin (tab, semicolon, pipe), plain or gzip, in any encoding: all columns are text.

Two paths. A block of some megabytes whose quotes are well formed is cut at a line end and read by Arrow. A block that
holds anything else (stray quotes, zero bytes, bytes that do not decode, lone carriage returns, ragged records over
several lines) goes record by record through `records`. Both give the same rows; the careful one says what is wrong with
those that it cannot give. Nothing is converted here, so "NA", "null" and leading zeros stay as they are. Blank lines,
and lines of nothing but empty cells, are no rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import ReadOptions
from wegmarke.model.quarantine import Unfit
from wegmarke.sources.batch import RawBatch, broken, rows_after, text_batch
from wegmarke.sources.dialect import Dialect, find_dialect
from wegmarke.sources.encoding import check_encoding, find_encoding, utf8_blocks
from wegmarke.sources.limits import BLOCK_BYTES, MAX_CELL_BYTES, MAX_RECORD_BYTES, SAMPLE_BYTES
from wegmarke.sources.records import naive_split, records
from wegmarke.sources.stream import ByteStream

_NEWLINE, _RETURN, _QUOTE = 10, 13, 34


@dataclass(frozen=True, slots=True)
class _Block:
    """What one block gave: rows, how many bytes and lines were used up."""

    batch: RawBatch
    used: int
    lines: int


class CsvReader:
    """An open text table.

    Errors: `file_empty`, `header_missing`, `encoding_wrong`, `too_many_columns`, `file_truncated`.
    """

    columns_complete = True

    def __init__(self, path: Path, options: ReadOptions, *, block_bytes: int = BLOCK_BYTES) -> None:
        self._path = path
        self._block_bytes = block_bytes
        with ByteStream(path) as stream:
            sample = stream.read(SAMPLE_BYTES)
            whole = not stream.truncated and not stream.read(1)
            truncated = stream.truncated
        if not sample.strip(b"\0 \r\n\t"):
            raise WegmarkeError("file_truncated" if truncated else "file_empty", file=path.name, row=0)
        if options.encoding:
            self.encoding = check_encoding(options.encoding, sample, path.name)
        else:
            self.encoding = find_encoding(sample)
        self.dialect: Dialect = find_dialect(path, self.encoding, options, whole=whole)
        self.columns = self.dialect.columns

    def batches(self, after_row: int = 0, columns: Collection[str] | None = None) -> Iterator[RawBatch]:
        """Yield the rows behind `after_row`; at the end `file_truncated` is raised if the file broke off within."""
        wanted = self.columns if columns is None else tuple(name for name in self.columns if name in columns)
        with ByteStream(self._path) as stream:
            line, rest, skip = 1, b"", self.dialect.header_lines
            final, discarding = False, False
            blocks = utf8_blocks(stream, self.encoding, self._block_bytes)
            while not final:
                block = next(blocks, b"")
                final = not block
                data = self._one_newline(rest + block)
                if discarding:  # the end of a line beyond all measure
                    cut = data.find(b"\n") + 1
                    discarding = cut == 0
                    data = b"" if discarding else data[cut:]
                    line += cut > 0
                while skip and (cut := data.find(b"\n") + 1 or (len(data) if final else 0)):
                    data, skip, line = data[cut:], skip - 1, line + 1
                if skip or not data:
                    rest = data
                    continue
                part = self._block(data, line, wanted, final=final and not stream.truncated)
                rest, line = data[part.used :], line + part.lines
                batch = RawBatch(part.batch.columns, part.batch.row_numbers, part.batch.unreadable, stream.share)
                if len(rest) > MAX_RECORD_BYTES and rest.find(b"\n") < 0:
                    batch = self._with_endless_line(batch, rest, line)
                    rest, discarding = b"", True
                batch = rows_after(batch, after_row)
                if batch.rows:
                    yield batch
            stream.check_complete(line - 1)

    def _with_endless_line(self, batch: RawBatch, rest: bytes, line: int) -> RawBatch:
        text = rest[:MAX_CELL_BYTES].decode("utf-8", "replace")
        unfit = broken(line, "cell_too_long", self.columns, [text], text)
        return RawBatch(batch.columns, batch.row_numbers, (*batch.unreadable, unfit), batch.done)

    def _one_newline(self, data: bytes) -> bytes:
        return data.replace(b"\r", b"\n") if self.dialect.return_ends_line else data

    def _block(self, data: bytes, line: int, wanted: tuple[str, ...], *, final: bool) -> _Block:
        ends = _record_ends(data, self.dialect.delimiter, final=final) if _plain(data, final=final) else None
        if ends is not None:
            fast = self._fast(data, line, wanted, ends)
            if fast is not None:
                return fast
        return self._careful(data, line, wanted, final=final)

    def _fast(self, data: bytes, line: int, wanted: tuple[str, ...], ends: _Ends) -> _Block | None:
        """Read well-formed records with Arrow; None: something does not add up, read them with care."""
        if ends.used == 0:
            return _Block(text_batch(wanted, [], []), 0, 0)
        starts = np.concatenate(([0], ends.newlines[:-1] + 1)) if len(ends.newlines) else np.zeros(1, np.int64)
        numbers = np.concatenate(([0], ends.lines[:-1])) + line if len(ends.lines) else np.array([line])
        bytes_ = np.frombuffer(data, np.uint8)
        lengths = ends.newlines - starts
        blank = (lengths == 0) | ((lengths == 1) & (bytes_[np.minimum(starts, len(data) - 1)] == _RETURN))
        numbers = numbers[~blank]
        table, bad = _arrow_read(data[: ends.used], self.dialect.delimiter, self.columns, wanted, quoted=ends.quoted)
        if table is None or table.num_rows + len(bad) != len(numbers):
            return None
        if any("\n" in text for _, text in bad):
            return None
        unreadable = tuple(
            broken(int(numbers[at]), "row_broken", self.columns, naive_split(text, self.dialect.delimiter), text)
            for at, text in bad
            if text.strip(" \t\r" + self.dialect.delimiter)
        )
        numbers = np.delete(numbers, [at for at, _ in bad])
        batch, numbers = _without_empty_rows(table, numbers)
        used_lines = int(ends.lines[-1])
        return _Block(RawBatch(batch, numbers.astype(np.int64), unreadable), ends.used, used_lines)

    def _careful(self, data: bytes, line: int, wanted: tuple[str, ...], *, final: bool) -> _Block:
        text = data.decode("utf-8", "surrogateescape")
        rows: list[list[str]] = []
        numbers: list[int] = []
        unreadable: list[Unfit] = []
        places = [self.columns.index(name) for name in wanted]
        end, lines = 0, 0
        for record in records(text, self.dialect.delimiter, len(self.columns), final=final):
            end, lines = record.end, record.line + record.lines
            number = line + record.line
            cells = record.cells
            if not record.text.strip(" \t\r" + self.dialect.delimiter):
                continue
            if not _decodable(record.text):
                readable = record.text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
                cells = naive_split(readable, self.dialect.delimiter)
                unreadable.append(broken(number, "text_undecodable", self.columns, cells, readable))
            elif cells is None or len(cells) != len(self.columns) or "\0" in record.text:
                shown = naive_split(record.text, self.dialect.delimiter) if cells is None else cells
                unreadable.append(broken(number, "row_broken", self.columns, shown, record.text))
            elif any(cells):
                rows.append([cells[place] for place in places])
                numbers.append(number)
        used = len(data) if end == len(text) else len(data) - len(text[end:].encode("utf-8", "surrogateescape"))
        batch = text_batch(wanted, rows, numbers)
        return _Block(RawBatch(batch.columns, batch.row_numbers, tuple(unreadable)), used, lines)

    def close(self) -> None:
        """Nothing stays open between batches."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class _Ends:
    """Where records end.

    Byte of the newline of each (or the end of the data), lines up to and with it, and bytes used in all.
    """

    newlines: NDArray[np.int64]
    lines: NDArray[np.int64]
    used: int
    quoted: bool


def _plain(data: bytes, *, final: bool) -> bool:
    """Say whether the block is UTF-8 without zero bytes and without carriage returns that end no line.

    Behind the last line end a letter may be cut in two by the block's end; that part is read with the next block.
    """
    checked = data if final else data[: data.rfind(b"\n") + 1]
    if b"\0" in checked or checked.count(b"\r") != checked.count(b"\r\n"):
        return False
    if checked.isascii():
        return True
    try:
        checked.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _record_ends(data: bytes, delimiter: str, *, final: bool) -> _Ends | None:
    """Find where records end; None: the quotes are not well formed, or a record goes on beyond all measure.

    Quotes are well formed if each odd one stands behind a delimiter, a line end or a quote, and each even one before
    such. Then a newline ends a record exactly where the number of quotes before it is even.
    """
    view = np.frombuffer(data, np.uint8)
    newlines = np.flatnonzero(view == _NEWLINE)
    quoted = b'"' in data
    lines = np.arange(1, len(newlines) + 1, dtype=np.int64)
    last_open = False
    if quoted:
        quotes = np.flatnonzero(view == _QUOTE)
        border = (view == ord(delimiter)) | (view == _NEWLINE) | (view == _QUOTE) | (view == _RETURN)
        opening, closing = quotes[0::2], quotes[1::2]
        before = np.where(opening > 0, border[opening - 1], True)  # noqa: FBT003
        after = np.where(closing + 1 < len(view), border[np.minimum(closing + 1, len(view) - 1)], True)  # noqa: FBT003
        if not (before.all() and after.all()):
            return None
        ends_record = np.searchsorted(quotes, newlines) % 2 == 0
        last_open = len(quotes) % 2 == 1
        newlines, lines = newlines[ends_record], lines[ends_record]
    used = int(newlines[-1]) + 1 if len(newlines) else 0
    if len(data) - used > MAX_RECORD_BYTES or (final and last_open):
        return None
    if final and used < len(data):
        newlines = np.append(newlines, len(data))
        lines = np.append(lines, int((view == _NEWLINE).sum()) + 1)
        used = len(data)
    return _Ends(newlines, lines, used, quoted)


def _arrow_read(
    data: bytes, delimiter: str, columns: tuple[str, ...], wanted: tuple[str, ...], *, quoted: bool
) -> tuple[pa.RecordBatch | None, list[tuple[int, str]]]:
    """Read records as text; beside it the ones with a wrong number of cells.

    Their position among the records, and their text.
    """
    bad: list[tuple[int, str]] = []

    def set_aside(row: arrow_csv.InvalidRow) -> str:
        bad.append(((row.number or 0) - 1, row.text))
        return "skip"

    def read(*, threads: bool) -> pa.Table:
        bad.clear()
        return arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(
                use_threads=threads, column_names=list(columns), block_size=(4 << 20) if threads else len(data) + 1
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if quoted else False,
                newlines_in_values=quoted,
                invalid_row_handler=set_aside,
            ),
            convert_options=arrow_csv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(columns, pa.string()),
                include_columns=list(wanted),
                null_values=[],
                strings_can_be_null=False,
            ),
        )

    try:
        table = read(threads=True)
        if bad:  # only without threads does Arrow number the rows
            table = read(threads=False)
    except pa.ArrowInvalid:
        return None, []
    batches = table.combine_chunks().to_batches()
    if not batches:
        return text_batch(wanted, [], []).columns, bad
    return batches[0], bad


def _without_empty_rows(batch: pa.RecordBatch, numbers: NDArray[np.int64]) -> tuple[pa.RecordBatch, NDArray[np.int64]]:
    """Leave out rows all of whose cells are empty; the first column tells at once that most are not."""
    empty: NDArray[np.bool_] | None = None
    for column in batch.columns:
        here = pc.equal(pc.binary_length(column), 0).to_numpy(zero_copy_only=False)
        empty = here if empty is None else empty & here
        if not empty.any():
            return batch, numbers
    if empty is None:
        return batch, numbers
    return batch.filter(pa.array(~empty)), numbers[~empty]


def _decodable(text: str) -> bool:
    """Say whether no byte of the text failed to decode (such stand as lone surrogates)."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
