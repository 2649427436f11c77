"""Source files that lie in the workspace: those waiting in the inbox, and those kept there to be read again.

Text files (CSV, JSON lines, plain or gzip) are written anew with the persons' lines blank, so that the rows of others
keep their numbers and the file can still be read again. Any other file with rows of theirs is removed, and a note
beside it says so.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from collections.abc import Mapping as Mapping_
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.clock import now
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Mapping
from wegmarke.record import FileEntry, Record
from wegmarke.record.durable import aside, sha256_of, sync_folder, write_text
from wegmarke.sources.batch import RawBatch
from wegmarke.sources.mapping import load_mapping, mapping_from_toml
from wegmarke.sources.reading import find_format, open_source
from wegmarke.workspace.rights.person import learn
from wegmarke.workspace.rights.traces import Traces
from wegmarke.workspace.taking_in.inbox import INBOX, REASON

KEPT = (INBOX, "practice/exports", "desk/uploads")
SOURCES = "sources"
NOTE = ".removed.txt"
_GZIP = b"\x1f\x8b"


def clean_kept_files(folder: Path, record: Record, traces: Traces) -> int:
    """Take persons out of the files kept in a workspace; returns how many were written anew or removed."""
    return sum(_clean(folder, path, record, traces) for path in kept_files(folder))


def clean_of_rows(folder: Path, record: Record, gone: Mapping_[int, NDArray[np.int64]]) -> int:
    """Take rows of files of the record (file → their numbers) out of what is kept; returns how many files changed."""
    count = 0
    for path in kept_files(folder):
        content = (sha256_of(path), path.stat().st_size)
        entries = [known for known in record.files if content in known.contents]
        numbers = [gone[known.number] for known in entries if known.number in gone]
        if not numbers:
            continue
        rows, _ = _rows(path, _mapping(folder, path, record, entries[0]), Traces(()))
        old = np.isin(rows, np.concatenate(numbers))
        if not old.any():
            continue
        if find_format(path) in ("csv", "jsonl") and line_by_line(path):
            _blank_lines(path, rows, old)
            for known in entries:
                record.kept_as(known.number, sha256_of(path), path.stat().st_size)
        else:
            remove(path)
        count += 1
    return count


def files_that_speak(folder: Path, record: Record, traces: Traces) -> tuple[str, ...]:
    """The kept files in which the persons stand, by their path in the workspace."""
    found = []
    for path in kept_files(folder):
        if path.name.endswith((REASON, NOTE)):
            continue
        content = (sha256_of(path), path.stat().st_size)
        entry = next((known for known in record.files if content in known.contents), None)
        with suppress(WegmarkeError):
            if _rows(path, _mapping(folder, path, record, entry), traces)[1].any():
                found.append(path.relative_to(folder).as_posix())
    return tuple(found)


def kept_files(folder: Path) -> Iterator[Path]:
    """Every source file that lies in the workspace, and every note beside one."""
    for place in KEPT:
        yield from (path for path in sorted((folder / place).rglob("*")) if path.is_file() and not path.is_symlink())


def _clean(folder: Path, path: Path, record: Record, traces: Traces) -> bool:
    """Whether a file held something of the persons; it does not any more."""
    changed = False
    if path.name.endswith((REASON, NOTE)):
        text = path.read_text("utf-8", "replace")
        if changed := traces.speaks(text):
            write_text(path, traces.redacted(text))
    else:
        content = (sha256_of(path), path.stat().st_size)
        entry = next((known for known in record.files if content in known.contents), None)
        changed = _cleaned(path, _mapping(folder, path, record, entry), traces)
        if changed and path.exists():
            for known in [known for known in record.files if content in known.contents]:
                record.kept_as(known.number, sha256_of(path), path.stat().st_size)
    if path.exists() and traces.speaks(path.name):
        path.rename(path.with_name(traces.redacted(path.name)))
        changed = True
    return changed


def _mapping(folder: Path, path: Path, record: Record, entry: FileEntry | None) -> Mapping | None:
    """What the columns of the file mean, as far as it is known."""
    with suppress(WegmarkeError):
        if entry is not None:
            return mapping_from_toml(record.mapping_text(entry.source, entry.generation))
        return load_mapping(folder / SOURCES / f"{path.parent.name}.toml")
    return None


def _cleaned(path: Path, mapping: Mapping | None, traces: Traces) -> bool:
    try:
        rows, theirs = _rows(path, mapping, traces)
        if not theirs.any():
            return False
        if find_format(path) in ("csv", "jsonl") and line_by_line(path):
            _blank_lines(path, rows, theirs)
        else:
            remove(path)
    except WegmarkeError:  # nobody can read it, so nobody can say whose it is
        if not traces.speaks(path.read_bytes().decode("utf-8", "replace")):
            return False
        remove(path)
    return True


def _rows(path: Path, mapping: Mapping | None, traces: Traces) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The numbers of all rows of the file, ascending, and which of them are the persons' or speak of them."""
    numbers, theirs = [np.zeros(0, np.int64)], [np.zeros(0, np.bool_)]
    with open_source(path, *(() if mapping is None else (mapping.read, mapping.format))) as reader:
        for batch in reader.batches():
            numbers += [batch.row_numbers, np.array([row.row for row in batch.unreadable], np.int64)]
            speaks = np.array([traces.speaks(row.raw) for row in batch.unreadable], np.bool_)
            theirs += [_theirs(batch, mapping, traces), speaks]
    rows, flags = np.concatenate(numbers), np.concatenate(theirs)
    order = np.argsort(rows, kind="stable")
    return rows[order], flags[order]


def _theirs(batch: RawBatch, mapping: Mapping | None, traces: Traces) -> NDArray[np.bool_]:
    columns = batch.columns
    texts = [
        column if pa.types.is_string(column.type) else column.cast(pa.string())
        for column in columns.columns
        if pa.types.is_string(column.type) or pa.types.is_integer(column.type) or pa.types.is_large_string(column.type)
    ]
    names = [f"{place}" for place in range(len(texts))]
    found = (
        traces.mentions(pa.RecordBatch.from_arrays(texts, names=names)) if texts else np.zeros(len(columns), np.bool_)
    )
    for one in mapping.all_identifiers if mapping is not None else ():
        if one.column in columns.schema.names:
            cells = columns.column(one.column).cast(pa.string()).to_pylist()
            learn(filter(None, cells))
            found |= np.array([cell is not None and traces.is_theirs(one.kind, cell) for cell in cells], np.bool_)
    return found


def line_by_line(path: Path) -> bool:
    """Whether the rows of a text file are lines, ended by one byte: no array, no UTF-16."""
    with opened_bytes(path) as file:
        head = file.read(4096)
    return b"\0" not in head and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")


def opened_bytes(path: Path) -> gzip.GzipFile:
    """The bytes of a file, unpacked where it is packed."""
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]  # both read bytes


def _blank_lines(path: Path, rows: NDArray[np.int64], theirs: NDArray[np.bool_]) -> None:
    """Write the file anew; a line belongs to the last row that begins on it or before."""
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    with aside(path) as place, opened_bytes(path) as old, gzip.open(place, "wb") if packed else place.open("wb") as new:
        for number, line in enumerate(old, start=1):
            row = int(np.searchsorted(rows, number, side="right")) - 1
            new.write(re.sub(rb"[^\r\n]", b"", line) if row >= 0 and theirs[row] else line)
    sync_folder(path.parent)


def remove(path: Path) -> None:
    """Remove a file, and say so beside it."""
    path.unlink()
    when = now().isoformat(timespec="seconds")
    write_text(
        path.with_name(f"{path.name}{NOTE}"),
        f"{when}\nRemoved when rows of it were erased or corrected. Export it again if it is to be read again.\n"
        "Entfernt, als Zeilen daraus gelöscht oder berichtigt wurden. "
        "Exportieren Sie sie neu, wenn sie neu eingelesen werden soll.\n",
    )
