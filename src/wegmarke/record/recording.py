"""Writing one chunk of mapped rows.

The part, what it supersedes and what is unfit, named by a ledger that is yet to be committed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.record.counts import RowCounts
from wegmarke.record.durable import aside
from wegmarke.record.ledger import FileEntry, Ledger, PartEntry
from wegmarke.record.matching import IncomingRows, Matched, match
from wegmarke.record.store import PARTS, SUPERSEDED, Store
from wegmarke.record.superseded import NOTHING, write_superseded

ROW_GROUP = 256 * 1024
HEADS: Final = ["row", "row_id", "row_hash"]
"""Columns that say which rows follow which."""

_COMPRESSION_LEVEL = 1  # twice as fast to write as 3 and hardly larger on such columns
_DELTA = {"row": "DELTA_BINARY_PACKED", "time": "DELTA_BINARY_PACKED"}
_DICTIONARY = [
    *("file", "part", "customer_kind", "customer", "account", "touchpoint", "channel", "department"),
    *("lifecycle", "journey", "matter", "outcome", "currency"),
    *("identifiers.key_value.key", "identifiers.key_value.value"),
    *("consents.key_value.key", "consents.key_value.value"),
    *("attributes.key_value.key", "attributes.key_value.value"),
]


class Incoming(Protocol):
    """Interactions of one file, in order of rows, that are to be recorded; in memory, or laid down before."""

    @property
    def has_ids(self) -> bool:
        """Whether any row declares an id."""
        ...

    @property
    def source_rows(self) -> int:
        """Of how many rows they are."""
        ...

    def heads(self) -> pa.Table:
        """The row, row_id and row_hash of each."""
        ...

    def place(self, path: Path, kept: NDArray[np.bool_] | None) -> Extent:
        """Make the file of a part of them, or of those that are kept."""
        ...


@dataclass(frozen=True, slots=True)
class Extent:
    """What a part says of itself; see `PartEntry`."""

    rows: int
    first_row: int
    last_row: int
    has_ids: bool
    first_time: int
    last_time: int

    @classmethod
    def of(cls, table: pa.Table) -> Extent:
        """Of interactions in order of rows."""
        rows, times = table["row"], pc.min_max(table["time"])
        return cls(
            rows=table.num_rows,
            first_row=rows[0].as_py(),
            last_row=rows[-1].as_py(),
            has_ids=table["row_id"].null_count < table.num_rows,
            first_time=times["min"].value,
            last_time=times["max"].value,
        )


@dataclass(frozen=True, slots=True)
class InMemory:
    """Interactions in order of rows."""

    table: pa.Table

    @property
    def has_ids(self) -> bool:
        """See `Incoming`."""
        return bool(self.table["row_id"].null_count < self.table.num_rows)

    @property
    def source_rows(self) -> int:
        """See `Incoming`."""
        return int(_begins(self.table["row"].to_numpy()).sum())

    def heads(self) -> pa.Table:
        """See `Incoming`."""
        return self.table.select(HEADS)

    def place(self, path: Path, kept: NDArray[np.bool_] | None) -> Extent:
        """See `Incoming`."""
        table = self.table if kept is None else self.table.filter(pa.array(kept))
        write_parquet(path, table)
        return Extent.of(table)


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of the interactions of a chunk: which are kept (None: all), which places of those do not count, how
    many rows are known already, and which places of other parts, by their names, they take.
    """

    kept: NDArray[np.bool_] | None
    masked: NDArray[np.int64]
    duplicates: int
    supersedes: Mapping[str, NDArray[np.int64]]


ALL_NEW = Judged(None, np.empty(0, np.int64), 0, {})


def record_chunk(store: Store, entry: FileEntry, interactions: pa.Table) -> tuple[Ledger, RowCounts]:
    """Write the interactions of some rows of one file; what comes back is not true until it is committed.

    The counts are of rows: those accepted, and those that were known already.
    """
    if interactions.num_rows == 0:
        return store.ledger, RowCounts()
    return record_incoming(store, entry, InMemory(in_order_of_rows(interactions, entry.number)))


def record_incoming(
    store: Store, entry: FileEntry, incoming: Incoming, judged: Judged | None = None
) -> tuple[Ledger, RowCounts]:
    """The same of interactions in order of rows, of which there is at least one. judged: where that was done before."""
    ledger = store.ledger
    if judged is None:
        judged = _judged(store, entry, incoming) if incoming.has_ids else ALL_NEW
    n_rows = incoming.source_rows
    counts = RowCounts(n_rows, n_rows - judged.duplicates, judged.duplicates, 0)

    position = ledger.position + 1
    changed = False
    if judged.kept is None or judged.kept.any():
        part = _place_part(store, entry, incoming, position, judged)
        ledger = replace(ledger, parts=(*ledger.parts, part))
        changed = len(judged.masked) < part.rows
    if judged.supersedes:
        ledger = mask(store, ledger, judged.supersedes, position)
        changed = True
    if changed and entry.live:
        ledger = replace(ledger, position=position)
    return ledger, counts


def mask(store: Store, ledger: Ledger, places: Mapping[str, NDArray[np.int64]], position: int) -> Ledger:
    """The ledger with further places of parts masked; the lists are written under new names."""
    parts = []
    for number, part in enumerate(ledger.parts):
        if part.name not in places:
            parts.append(part)
            continue
        superseded = store.masked(part).adding(places[part.name], position)
        name = store.new_name(SUPERSEDED, part.file, ".parquet", f"-{number}")
        write_superseded(store.folder / name, superseded)
        parts.append(replace(part, superseded=name, superseded_rows=len(superseded.at)))
    return replace(ledger, parts=tuple(parts))


def in_order_of_rows(interactions: pa.Table, file: int) -> pa.Table:
    """The interactions as those of the file of this number, in order of row and part."""
    table = interactions.set_column(
        0, INTERACTION_SCHEMA.field("file"), pa.repeat(pa.scalar(file, pa.int32()), len(interactions))
    )
    rows, parts = table["row"].to_numpy(), table["part"].to_numpy()
    ascending = (rows[1:] > rows[:-1]) | ((rows[1:] == rows[:-1]) & (parts[1:] > parts[:-1]))
    return table if ascending.all() else table.take(pa.array(np.lexsort((parts, rows))))


def _begins(rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where another row begins."""
    begins = np.ones(len(rows), np.bool_)
    begins[1:] = rows[1:] != rows[:-1]
    return begins


def _judged(store: Store, entry: FileEntry, incoming: Incoming) -> Judged:
    """How the interactions stand to what is known."""
    heads = incoming.heads()
    begins = _begins(heads["row"].to_numpy())
    matched, declared = _matched(store, entry, heads, begins)
    row_of, n_rows = np.cumsum(begins) - 1, int(begins.sum())
    duplicate, masked = np.zeros(n_rows, np.bool_), np.zeros(n_rows, np.bool_)
    duplicate[declared], masked[declared] = matched.duplicate, matched.masked
    kept = ~duplicate[row_of]
    return Judged(
        kept=None if kept.all() else kept,
        masked=np.flatnonzero(masked[row_of][kept]),
        duplicates=int(duplicate.sum()),
        supersedes=matched.supersedes,
    )


def _matched(
    store: Store, entry: FileEntry, heads: pa.Table, begins: NDArray[np.bool_]
) -> tuple[Matched, NDArray[np.int64]]:
    """How the rows that declare an id stand to what is known, and which of the chunk's rows these are."""
    first = pa.array(np.flatnonzero(begins))
    row_id = heads["row_id"].take(first).combine_chunks()
    declared = np.flatnonzero(row_id.is_valid().to_numpy(zero_copy_only=False))
    hashes = heads["row_hash"].take(first).combine_chunks().fill_null(0).to_numpy()
    rows = IncomingRows(
        row_id.take(pa.array(declared)), hashes[declared], heads["row"].take(first).to_numpy()[declared]
    )
    parts = _comparable(store, entry)
    superseded = {part.name: store.masked(part) for part in parts}
    files = {file.number: file for file in store.ledger.files}
    return match(store.folder, rows, entry, parts, files, superseded), declared


def _comparable(store: Store, entry: FileEntry) -> Sequence[PartEntry]:
    """The parts with ids that rows of this file can follow.

    A replacement does not count yet, so it can only follow itself.
    """
    if entry.live:
        return [part.entry for part in store.live_parts(entry.source) if part.entry.has_ids]
    return [part for part in store.ledger.parts if part.file == entry.number and part.has_ids]


def _place_part(store: Store, entry: FileEntry, incoming: Incoming, position: int, judged: Judged) -> PartEntry:
    name = store.new_name(PARTS, entry.number, ".parquet")
    extent = incoming.place(store.folder / name, judged.kept)
    vector = None
    if len(judged.masked):
        vector = store.new_name(SUPERSEDED, entry.number, ".parquet")
        write_superseded(store.folder / vector, NOTHING.adding(judged.masked, position))
    return PartEntry(
        name=name,
        file=entry.number,
        rows=extent.rows,
        first_row=extent.first_row,
        last_row=extent.last_row,
        has_ids=extent.has_ids,
        first_time=extent.first_time,
        last_time=extent.last_time,
        position=position,
        superseded=vector,
        superseded_rows=len(judged.masked),
    )


def write_parquet(path: Path, table: pa.Table) -> None:
    """Write interactions as a part: forced to the disk and in place once it is whole."""
    with aside(path) as written:
        pq.write_table(
            table.unify_dictionaries(),
            written,
            compression="zstd",
            compression_level=_COMPRESSION_LEVEL,
            row_group_size=ROW_GROUP,
            use_dictionary=_DICTIONARY,
            column_encoding=_DELTA,
        )
