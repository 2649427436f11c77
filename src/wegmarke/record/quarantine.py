"""What could not be taken in, kept beside the record until somebody corrects it or the mapping."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.model.quarantine import Unfit, UnfitReason
from wegmarke.record.durable import aside, write_text
from wegmarke.record.ledger import FileEntry, QuarantineEntry
from wegmarke.record.store import CORRECTIONS, QUARANTINE, Store

_SCHEMA = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("reason", pa.dictionary(pa.int32(), pa.string()), nullable=False),
        pa.field("column", pa.string(), nullable=False),
        pa.field("value", pa.string(), nullable=False),
        pa.field("raw", pa.string(), nullable=False),
    ]
)
Changes = Mapping[str, str]
_MOST_COLUMNS = 2_000
"""As many as a table may have. Rows that were sent may each have keys of their own; those beyond stay set aside."""


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A row in quarantine: where it stands, why, how it was read, and what a person has changed in it since.

    raw: the row as a JSON object, where the reader could make columns of it.
    """

    file: int
    name: str
    source: str
    row: int
    reason: UnfitReason
    column: str
    value: str
    raw: str
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class QuarantinePage:
    """Some rows in quarantine, and how many there are in all."""

    total: int
    rows: tuple[QuarantinedRow, ...]


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many rows are in quarantine for this reason."""

    reason: UnfitReason
    rows: int


@dataclass(frozen=True, slots=True)
class QuarantineBatch:
    """Rows to be read again, corrections applied.

    Text columns (null where a row has no such column) and their row numbers.
    """

    columns: pa.RecordBatch
    row_numbers: NDArray[np.int64]


def write_quarantine(store: Store, file: int, unfit: Sequence[Unfit], extra: str = "") -> QuarantineEntry:
    """Write unfit rows of one file, in order of rows, one entry a row (the first reason given counts).

    extra: tells the names of several files apart that are written for one commit.
    """
    name = store.new_name(QUARANTINE, file, ".parquet", extra)
    return replace(lay_down(store.folder / name, file, unfit), name=name)


def lay_down(path: Path, file: int, unfit: Sequence[Unfit]) -> QuarantineEntry:
    """The same, to a file of this name."""
    first: dict[int, Unfit] = {}
    for row in unfit:
        first.setdefault(row.row, row)
    rows = sorted(first.values(), key=lambda row: row.row)
    columns = {field.name: [getattr(row, field.name) for row in rows] for field in _SCHEMA}
    table = pa.Table.from_pydict(
        {
            key: [plain(value) if isinstance(value, str) else value for value in values]
            for key, values in columns.items()
        },
        schema=_SCHEMA,
    )
    with aside(path) as written:
        pq.write_table(table, written, compression="zstd")
    reasons = Counter(row.reason for row in rows)
    return QuarantineEntry(path.name, file, len(rows), rows[0].row, rows[-1].row, tuple(sorted(reasons.items())))


def plain(text: str) -> str:
    """Undecodable bytes may stand in a text, or in the name of a file, as lone surrogates.

    What is kept holds UTF-8 only, so they become visible escapes.
    """
    return text.encode("utf-8", "backslashreplace").decode()


def read_quarantine(store: Store, entry: QuarantineEntry) -> tuple[Unfit, ...]:
    """The unfit rows of one file of the quarantine."""
    table = _read(store, entry)
    return tuple(Unfit(**row) for row in table.to_pylist())


def _read(store: Store, entry: QuarantineEntry) -> pa.Table:
    try:
        return pq.read_table(store.folder / entry.name, schema=_SCHEMA)
    except (OSError, pa.ArrowException) as error:
        raise WegmarkeError("record_broken", what=entry.name) from error


def entries_of(
    store: Store, source: str | None = None, file: int | None = None
) -> Iterator[tuple[FileEntry, QuarantineEntry]]:
    """The quarantine of the files that count, in order of import and row."""
    of_file: dict[int, list[QuarantineEntry]] = {}
    for entry in store.ledger.quarantine:
        of_file.setdefault(entry.file, []).append(entry)
    for imported in store.ledger.live_files(source):
        if file in (None, imported.number):
            for entry in sorted(of_file.get(imported.number, ()), key=lambda entry: entry.first_row):
                yield imported, entry


def reason_counts(store: Store, source: str | None = None, file: int | None = None) -> tuple[ReasonCount, ...]:
    """Rows in quarantine by reason, the most frequent first; from the ledger alone."""
    counts: Counter[str] = Counter()
    for _, entry in entries_of(store, source, file):
        counts.update(dict(entry.reasons))
    return tuple(
        ReasonCount(cast("UnfitReason", reason), rows)
        for reason, rows in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def quarantine_page(
    store: Store,
    source: str | None = None,
    file: int | None = None,
    reason: UnfitReason | None = None,
    offset: int = 0,
    limit: int = 50,
) -> QuarantinePage:
    """Rows in quarantine from `offset`, at most `limit`; only the files that hold them are opened."""
    total = 0
    rows: list[QuarantinedRow] = []
    for imported, entry in entries_of(store, source, file):
        here = entry.rows if reason is None else dict(entry.reasons).get(reason, 0)
        skip = max(offset - total, 0)
        total += here
        if skip >= here or len(rows) >= limit:
            continue
        table = _read(store, entry)
        if reason is not None:
            table = table.filter(pc.equal(table["reason"].cast(pa.string()), reason))
        corrections = read_corrections(store, imported)
        found = table.slice(skip, limit - len(rows)).to_pylist()
        rows += [
            QuarantinedRow(
                imported.number,
                imported.name,
                imported.source,
                changes=tuple(corrections.get(row["row"], {}).items()),
                **row,
            )
            for row in found
        ]
    return QuarantinePage(total, tuple(rows))


def read_corrections(store: Store, imported: FileEntry) -> dict[int, dict[str, str]]:
    """What persons have changed in rows of this file: row → column → value."""
    if imported.corrections is None:
        return {}
    try:
        content = json.loads((store.folder / imported.corrections).read_text(encoding="utf-8"))
        return {
            int(row): {str(column): str(value) for column, value in changes.items()} for row, changes in content.items()
        }
    except (OSError, ValueError, AttributeError) as error:
        raise WegmarkeError("record_broken", what=imported.corrections) from error


def correct_rows(store: Store, file: int, changes: Mapping[int, Changes]) -> None:
    """Note what is to be read instead in these rows; `quarantine_unknown_row` if one of them is not in quarantine."""
    imported = next((entry for entry in store.ledger.live_files() if entry.number == file), None)
    missing = set(changes)
    for _, entry in entries_of(store, file=file):
        if missing:
            missing -= set(_read(store, entry)["row"].to_pylist())
    if imported is None or missing:
        raise WegmarkeError("quarantine_unknown_row", file=file, row=min(missing, default=0))
    corrections = read_corrections(store, imported)
    for row, columns in changes.items():
        corrections[row] = {**corrections.get(row, {}), **columns}
    name = store.new_name(CORRECTIONS, file, ".json")
    write_text(
        store.folder / name, json.dumps({str(row): corrections[row] for row in sorted(corrections)}, ensure_ascii=False)
    )
    store.commit(store.ledger.with_file(replace(imported, corrections=name)))


def readable_again(
    unfit: Iterable[Unfit], corrections: Mapping[int, Changes]
) -> tuple[QuarantineBatch | None, tuple[Unfit, ...]]:
    """The rows that can be given to the mapping again, and those that cannot: the reader never made columns of them."""
    numbers: list[int] = []
    rows: list[dict[str, str | None]] = []
    stay: list[Unfit] = []
    names: dict[str, None] = {}
    for row in unfit:
        cells = _cells(row.raw)
        changes = corrections.get(row.row)
        if cells is None and changes is None:
            stay.append(row)
            continue
        whole = {**(cells or {}), **(changes or {})}
        if len(names) + sum(name not in names for name in whole) > _MOST_COLUMNS:
            stay.append(row)
            continue
        names |= dict.fromkeys(whole)
        numbers.append(row.row)
        rows.append(whole)
    if not rows:
        return None, tuple(stay)
    columns = pa.RecordBatch.from_pydict(
        {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
    )
    return QuarantineBatch(columns, np.array(numbers, np.int64)), tuple(stay)


def _cells(raw: str) -> dict[str, str | None] | None:
    try:
        found = json.loads(raw)
    except ValueError:
        return None
    if not isinstance(found, dict) or not found:
        return None
    return {
        str(name): None if value is None else value if isinstance(value, str) else json.dumps(value)
        for name, value in found.items()
    }
