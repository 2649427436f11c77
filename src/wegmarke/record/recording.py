"""Writing one chunk of mapped rows.

The part, what it supersedes and what is unfit, named by a ledger that is yet to be committed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

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
_COMPRESSION_LEVEL = 1  # twice as fast to write as 3 and hardly larger on such columns
_DELTA = {"row": "DELTA_BINARY_PACKED", "time": "DELTA_BINARY_PACKED"}
_DICTIONARY = [
    *("file", "part", "customer_kind", "customer", "account", "touchpoint", "channel", "department"),
    *("lifecycle", "journey", "matter", "outcome", "currency"),
    *("identifiers.key_value.key", "identifiers.key_value.value"),
    *("consents.key_value.key", "consents.key_value.value"),
    *("attributes.key_value.key", "attributes.key_value.value"),
]


def record_chunk(store: Store, entry: FileEntry, interactions: pa.Table) -> tuple[Ledger, RowCounts]:
    """Write the interactions of some rows of one file; what comes back is not true until it is committed.

    The counts are of rows: those accepted, and those that were known already.
    """
    ledger = store.ledger
    if interactions.num_rows == 0:
        return ledger, RowCounts()
    table = _in_order_of_rows(interactions, entry.number)
    rows = table["row"].to_numpy()
    begins = np.ones(len(rows), np.bool_)
    begins[1:] = rows[1:] != rows[:-1]
    row_of = np.cumsum(begins) - 1
    n_rows = int(begins.sum())

    matched, declared = _matched(store, entry, table, begins)
    duplicate, masked = np.zeros(n_rows, np.bool_), np.zeros(n_rows, np.bool_)
    duplicate[declared], masked[declared] = matched.duplicate, matched.masked
    kept = table.filter(pa.array(~duplicate[row_of])) if duplicate.any() else table
    counts = RowCounts(n_rows, n_rows - int(duplicate.sum()), int(duplicate.sum()), 0)

    position = ledger.position + 1
    changed = False
    if kept.num_rows:
        masked_here = np.flatnonzero(masked[row_of][~duplicate[row_of]])
        part = _write_part(store, entry, kept, position, masked_here)
        ledger = replace(ledger, parts=(*ledger.parts, part))
        changed = len(masked_here) < kept.num_rows
    if matched.supersedes:
        ledger = mask(store, ledger, matched.supersedes, position)
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


def _in_order_of_rows(interactions: pa.Table, file: int) -> pa.Table:
    table = interactions.set_column(
        0, INTERACTION_SCHEMA.field("file"), pa.repeat(pa.scalar(file, pa.int32()), len(interactions))
    )
    rows, parts = table["row"].to_numpy(), table["part"].to_numpy()
    ascending = (rows[1:] > rows[:-1]) | ((rows[1:] == rows[:-1]) & (parts[1:] > parts[:-1]))
    return table if ascending.all() else table.take(pa.array(np.lexsort((parts, rows))))


def _matched(
    store: Store, entry: FileEntry, table: pa.Table, begins: NDArray[np.bool_]
) -> tuple[Matched, NDArray[np.int64]]:
    """How the rows that declare an id stand to what is known, and which of the chunk's rows these are."""
    first = pa.array(np.flatnonzero(begins))
    row_id = table["row_id"].take(first).combine_chunks()
    declared = np.flatnonzero(row_id.is_valid().to_numpy(zero_copy_only=False))
    if not len(declared):
        return Matched(np.empty(0, np.bool_), np.empty(0, np.bool_), {}), declared
    hashes = table["row_hash"].take(first).combine_chunks().fill_null(0).to_numpy()
    incoming = IncomingRows(
        row_id.take(pa.array(declared)), hashes[declared], table["row"].take(first).to_numpy()[declared]
    )
    parts = _comparable(store, entry)
    superseded = {part.name: store.masked(part) for part in parts}
    files = {file.number: file for file in store.ledger.files}
    return match(store.folder, incoming, entry, parts, files, superseded), declared


def _comparable(store: Store, entry: FileEntry) -> Sequence[PartEntry]:
    """The parts with ids that rows of this file can follow.

    A replacement does not count yet, so it can only follow itself.
    """
    if entry.live:
        return [part.entry for part in store.live_parts(entry.source) if part.entry.has_ids]
    return [part for part in store.ledger.parts if part.file == entry.number and part.has_ids]


def _write_part(store: Store, entry: FileEntry, table: pa.Table, position: int, masked: NDArray[np.int64]) -> PartEntry:
    name = store.new_name(PARTS, entry.number, ".parquet")
    write_parquet(store.folder / name, table)
    vector = None
    if len(masked):
        vector = store.new_name(SUPERSEDED, entry.number, ".parquet")
        write_superseded(store.folder / vector, NOTHING.adding(masked, position))
    rows, times = table["row"], pc.min_max(table["time"])
    return PartEntry(
        name=name,
        file=entry.number,
        rows=table.num_rows,
        first_row=rows[0].as_py(),
        last_row=rows[-1].as_py(),
        has_ids=table["row_id"].null_count < table.num_rows,
        first_time=times["min"].value,
        last_time=times["max"].value,
        position=position,
        superseded=vector,
        superseded_rows=len(masked),
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
