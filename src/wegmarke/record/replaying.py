"""Giving rows in quarantine to the mapping again, after a correction or because the reader has learnt something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.model.quarantine import Unfit
from wegmarke.record.chunks import distinct
from wegmarke.record.counts import RowCounts
from wegmarke.record.ledger import FileEntry, QuarantineEntry
from wegmarke.record.quarantine import (
    QuarantineBatch,
    entries_of,
    read_corrections,
    read_quarantine,
    readable_again,
    write_quarantine,
)
from wegmarke.record.recording import record_chunk
from wegmarke.record.store import Store

ReadAgain = Callable[[FileEntry, QuarantineBatch], tuple[pa.RecordBatch, tuple[Unfit, ...]]]
"""What the mapping makes of rows that are read again.

Interactions in `INTERACTION_SCHEMA`, and the rows that are still unfit.
"""

Refuses = Callable[[pa.RecordBatch], NDArray[np.bool_]]
"""Which interactions are those of persons who were erased and must not return."""


def replay(
    store: Store,
    read_again: ReadAgain,
    source: str | None = None,
    file: int | None = None,
    refuses: Refuses | None = None,
) -> RowCounts:
    """Read the quarantine of some files again. Rows that pass leave it, the others stay with their new reason.

    Each chunk of the quarantine is committed by itself. The counts: rows read again, and what became of them; a row
    that passes takes the place in time of its file, so that a newer row of the same id still counts before it.
    """
    total = RowCounts()
    for imported, entry in list(entries_of(store, source, file)):
        total += _replay_chunk(store, store.ledger.file(imported.number), entry, read_again, refuses)
    return total


def _replay_chunk(
    store: Store, imported: FileEntry, entry: QuarantineEntry, read_again: ReadAgain, refuses: Refuses | None
) -> RowCounts:
    unfit = read_quarantine(store, entry)
    batch, stay = readable_again(unfit, read_corrections(store, imported))
    if batch is None:
        return RowCounts(entry.rows, 0, 0, entry.rows)
    interactions, refused = read_again(imported, batch)
    numbers = {row.row for row in refused}
    passed = distinct(interactions["row"].to_numpy())
    if len(passed) + len(numbers) != len(batch.row_numbers) or not numbers.isdisjoint(passed.tolist()):
        raise ValueError(
            f"{len(batch.row_numbers)} rows read again, {len(passed)} with interactions, {len(numbers)} unfit"
        )

    n_refused = 0
    if refuses is not None and interactions.num_rows:
        gone = refuses(interactions)
        n_refused = len(distinct(interactions["row"].to_numpy()[gone]))
        interactions = interactions.filter(pa.array(~gone))
    raw = {row.row: row.raw for row in unfit}  # as read from the file; corrections stay beside it, never in it
    remaining = [*stay, *(replace(row, raw=raw[row.row]) for row in refused)]
    with store.changing():
        ledger, counts = record_chunk(store, imported, pa.Table.from_batches([interactions], INTERACTION_SCHEMA))
        renewed = (write_quarantine(store, imported.number, remaining),) if remaining else ()
        quarantine = tuple(known for known in ledger.quarantine if known.name != entry.name) + renewed
        imported = replace(
            imported,
            accepted=imported.accepted + counts.accepted,
            duplicate=imported.duplicate + counts.duplicate,
            quarantined=imported.quarantined - counts.read - n_refused,
            refused=imported.refused + n_refused,
        )
        store.commit(replace(ledger, quarantine=quarantine).with_file(imported))
    return counts + RowCounts(len(remaining) + n_refused, 0, 0, len(remaining), n_refused)
