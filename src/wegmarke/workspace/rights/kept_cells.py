"""Correcting cells in source files that lie in the workspace.

In text files (CSV, JSON lines, plain or gzip) the cell is written anew and every row keeps its line. Any other file in
which the row stands is removed, with a note beside it, as after an erasure.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Mapping
from wegmarke.record import Record
from wegmarke.record.durable import aside, sha256_of, sync_folder
from wegmarke.sources.csv import CsvReader
from wegmarke.sources.reading import find_format, open_source
from wegmarke.sources.records import split_line
from wegmarke.workspace.rights.as_read import readings
from wegmarke.workspace.rights.kept_files import NOTE, kept_files, line_by_line, opened_bytes, remove
from wegmarke.workspace.rights.traces import Traces
from wegmarke.workspace.taking_in.importing import mapping_of
from wegmarke.workspace.taking_in.inbox import REASON

Meant = Callable[[Mapping], dict[str, str]]
"""Which columns are meant under a mapping, and what each says where it is wrong."""

Mend = Callable[[bytes], bytes | None]
"""The lines of one row with the right value; None where that cannot be done in place."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A kept file that a correction concerns. rows: how many of its rows. removed: it cannot be corrected in place."""

    name: str
    rows: int
    removed: bool


@dataclass(frozen=True, slots=True)
class _Concerned:
    """The same with what it takes to do it. field: the column; numbers: of all rows, ascending; chosen: those meant."""

    path: Path
    mapping: Mapping
    field: str
    numbers: NDArray[np.int64]
    chosen: NDArray[np.bool_]


def kept_files_concerned(folder: Path, record: Record, traces: Traces, meant: Meant, value: str) -> Iterator[KeptFile]:
    """The kept files in which the column reads so in a row of the persons."""
    for one in _concerned(folder, record, traces, meant):
        removed = any(line is None for line in _mended(one, value))
        yield KeptFile(one.path.relative_to(folder).as_posix(), int(one.chosen.sum()), removed)


def correct_kept_files(folder: Path, record: Record, traces: Traces, meant: Meant, value: str) -> int:
    """Correct the kept files, or remove them; how many. Doing it twice does no harm."""
    count = 0
    for one in _concerned(folder, record, traces, meant):
        content = (sha256_of(one.path), one.path.stat().st_size)
        if any(line is None for line in _mended(one, value)):
            remove(one.path)
        else:
            _write(one, value)
            for known in [known for known in record.files if content in known.contents]:
                record.kept_as(known.number, sha256_of(one.path), one.path.stat().st_size)
        count += 1
    return count


def _concerned(folder: Path, record: Record, traces: Traces, meant: Meant) -> Iterator[_Concerned]:
    for path in kept_files(folder):
        if path.name.endswith((REASON, NOTE)):
            continue
        content = (sha256_of(path), path.stat().st_size)
        entry = next((known for known in record.files if content in known.contents), None)
        if entry is None:  # it waits to be read, and then the right values take the place of the wrong ones
            continue
        mapping = mapping_of(record, entry)
        for field, wrong in meant(mapping).items():
            with suppress(WegmarkeError):  # nobody can read it any more, so nobody can say what stands in it
                numbers, chosen = _rows(path, mapping, traces, field, wrong)
                if chosen.any():
                    yield _Concerned(path, mapping, field, numbers, chosen)


def _rows(
    path: Path, mapping: Mapping, traces: Traces, field: str, wrong: str
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The numbers of all rows of a file, ascending, and which of them are the persons' and read so."""
    numbers, chosen = [np.zeros(0, np.int64)], [np.zeros(0, np.bool_)]
    with open_source(path, mapping.read, mapping.format) as reader:
        for batch in reader.batches():
            broken = np.array([row.row for row in batch.unreadable], np.int64)
            so = np.array([said == wrong for said in readings(mapping, field, batch.columns)], np.bool_)
            own = np.zeros(len(so), np.bool_)
            for one in mapping.all_identifiers:
                cells = readings(Mapping(mapping.source, "", ()), one.column, batch.columns.filter(so))
                theirs = [cell is not None and traces.is_theirs(one.kind, cell) for cell in cells]
                own[so] |= np.array(theirs, np.bool_)
            numbers += [batch.row_numbers, broken]
            chosen += [so & own, np.zeros(len(broken), np.bool_)]
    rows, flags = np.concatenate(numbers), np.concatenate(chosen)
    order = np.argsort(rows, kind="stable")
    return rows[order], flags[order]


def _write(one: _Concerned, value: str) -> None:
    """Write the file anew with its corrected lines, packed as it was."""
    with one.path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    with aside(one.path) as place, gzip.open(place, "wb") if packed else place.open("wb") as new:
        for line in _mended(one, value):
            new.write(line or b"")
    sync_folder(one.path.parent)


def _mended(one: _Concerned, value: str) -> Iterator[bytes | None]:
    """The file piece by piece, each row that is meant with the right value; None for what cannot be done in place."""
    mend = _mender(one, value)
    if mend is None:
        yield None
        return
    held, of_row = b"", -1
    with opened_bytes(one.path) as file:
        for number, line in enumerate(file, start=1):
            row = int(np.searchsorted(one.numbers, number, side="right")) - 1
            if row != of_row and held:
                yield mend(held)
                held = b""
            of_row = row
            if row >= 0 and one.chosen[row]:
                held += line
            else:
                yield line
    if held:
        yield mend(held)


def _mender(one: _Concerned, value: str) -> Mend | None:
    if not line_by_line(one.path):
        return None
    match find_format(one.path):
        case "jsonl":
            return lambda lines: _mended_object(lines, one.field, value)
        case "csv":
            reader = CsvReader(one.path, one.mapping.read)
            if one.field not in reader.columns or reader.dialect.return_ends_line:
                return None
            place, width = reader.columns.index(one.field), len(reader.columns)
            delimiter, encoding = reader.dialect.delimiter, reader.encoding.removesuffix("-sig")
            return lambda lines: _mended_record(lines, place, width, value, delimiter, encoding)
        case _:
            return None


def _mended_record(lines: bytes, place: int, width: int, value: str, delimiter: str, encoding: str) -> bytes | None:
    """A record of a text table with another cell."""
    try:
        text = lines.decode(encoding)
        record = text.rstrip("\r\n")
        cells = split_line(record, delimiter)
        if cells is None or len(cells) != width:
            return None
        cells[place] = value
        written = delimiter.join(_cell(cell, delimiter) for cell in cells)
        return (written + text[len(record) :]).encode(encoding)
    except UnicodeError:
        return None


def _cell(text: str, delimiter: str) -> str:
    needs_quotes = any(sign in text for sign in (delimiter, '"', "\r", "\n"))
    return '"' + text.replace('"', '""') + '"' if needs_quotes else text


def _mended_object(lines: bytes, field: str, value: str) -> bytes | None:
    """A JSON object with another cell; that of an object within is named by both keys (`a.b`)."""
    text = lines.decode("utf-8", "replace")
    body = text.strip()
    try:
        tree = json.loads(body)
    except ValueError:
        return None
    if not isinstance(tree, dict) or not _set(tree, field, value):
        return None
    return text.replace(body, json.dumps(tree, ensure_ascii=False)).encode()


def _set(tree: dict[str, object], field: str, value: str) -> bool:
    if field in tree:
        tree[field] = value
        return True
    return any(
        isinstance(inner, dict) and field.startswith(f"{key}.") and _set(inner, field[len(key) + 1 :], value)
        for key, inner in tree.items()
    )
