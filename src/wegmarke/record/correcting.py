"""Correcting cells of rows that are in the record: the other exception to "append-only" (DESIGN §9).

The same way through the files as an erasure: parts and quarantine are written anew under new names, then the ledger is
switched, then the old files go. Every row keeps its place, its file and its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.model.columns import INTERACTION_SCHEMA, completed
from wegmarke.model.quarantine import Unfit
from wegmarke.record.erasing import WHO, Judge, Rewriting
from wegmarke.record.ledger import FileEntry, PartEntry, QuarantineEntry
from wegmarke.record.parts import opened
from wegmarke.record.quarantine import entries_of, read_corrections, read_quarantine, write_quarantine
from wegmarke.record.store import Store


class Corrector(Judge, Protocol):
    """Who says which rows are meant, and how they are to read. Asked twice, it says the same."""

    def corrected(self, file: FileEntry, interactions: pa.Table) -> pa.Table | None:
        """Interactions of the persons' own rows, in `INTERACTION_SCHEMA`, as they are to be; None: as they are."""
        ...

    def corrected_unfit(self, file: FileEntry, row: Unfit) -> Unfit:
        """A row of the quarantine as it is to be."""
        ...

    def corrected_changes(self, file: FileEntry, row: int, changes: Mapping[str, str]) -> Mapping[str, str]:
        """What somebody changed in a row of the quarantine, as it is to be. Asked after all interactions."""
        ...


@dataclass(frozen=True, slots=True)
class Meant:
    """The persons' own interactions in one part. table: whole, in `INTERACTION_SCHEMA`. at: their places, from 0.
    counts: which of them count now.
    """

    file: FileEntry
    table: pa.Table
    at: NDArray[np.int64]
    counts: NDArray[np.bool_]


def own_rows(store: Store, judge: Judge) -> Iterator[Meant]:
    """The persons' own interactions part by part, history included."""
    for part in store.ledger.parts:
        found = _own(store, judge, part)
        if found is not None:
            yield found


def _own(store: Store, judge: Judge, part: PartEntry) -> Meant | None:
    file_entry = store.ledger.file(part.file)
    with opened(store.folder, part) as file:
        own = [judge.rows(batch) for batch in file.iter_batches(columns=list(WHO))]
        at = np.flatnonzero(np.concatenate([np.zeros(0, np.bool_), *own]))
        if not len(at):
            return None
        table = _whole(file.read().take(pa.array(at)))
    return Meant(file_entry, table, at, file_entry.live & ~np.isin(at, store.masked(part).at))


def _whole(table: pa.Table) -> pa.Table:
    """All columns of the schema, those too that came into being after the part was written."""
    names = INTERACTION_SCHEMA.names
    return pa.Table.from_batches([completed(batch, names) for batch in table.to_batches()], INTERACTION_SCHEMA)


def unfit_rows(store: Store) -> Iterator[tuple[FileEntry, Unfit]]:
    """Every row of the quarantine with its file."""
    for file, entry in entries_of(store):
        for row in read_quarantine(store, entry):
            yield file, row


def correct_cells(store: Store, corrector: Corrector) -> int:
    """Write the record anew as `corrector` says, all or nothing; returns how many interactions and rows changed.

    Errors: `disk_full` (the old state stays), `record_broken`, and what `corrector` raises.
    """
    work = _Correcting(store, corrector)
    work.commit()
    return work.interactions + work.quarantined


class _Correcting(Rewriting):
    """A correction on its way through the files."""

    def __init__(self, store: Store, corrector: Corrector) -> None:
        super().__init__(store, corrector)
        self._corrector = corrector

    def part(self, part: PartEntry, place: int) -> PartEntry:
        """One file of interactions as it is to be."""
        meant = _own(self.store, self._corrector, part)
        changed = None if meant is None else self._corrector.corrected(meant.file, meant.table)
        if meant is None or changed is None:
            return part
        self.interactions += changed.num_rows
        with opened(self.store.folder, part) as file:
            table = _whole(file.read())
        order = np.arange(table.num_rows)
        order[meant.at] = table.num_rows + np.arange(changed.num_rows)
        table = pa.concat_tables([table, changed]).unify_dictionaries().take(pa.array(order))
        return self.rewritten(part, table, np.zeros(len(order), np.bool_), place)

    def unfit(self, entry: QuarantineEntry) -> QuarantineEntry | None:
        """One file of the quarantine as it is to be."""
        file = self.store.ledger.file(entry.file)
        rows = read_quarantine(self.store, entry)
        corrected = [self._corrector.corrected_unfit(file, row) for row in rows]
        count = sum(new != old for new, old in zip(corrected, rows, strict=True))
        if not count:
            return entry
        self.quarantined += count
        return write_quarantine(self.store, entry.file, corrected, f"-{entry.first_row}")

    def file(self, entry: FileEntry, accepted: int, quarantined: int) -> FileEntry:
        """The entry of a file; no row goes, so its counts stay."""
        del accepted, quarantined
        known = read_corrections(self.store, entry)
        changes = {row: dict(self._corrector.corrected_changes(entry, row, said)) for row, said in known.items()}
        return entry if changes == known else replace(entry, corrections=self.noted(entry.number, changes))


def further_identifiers(store: Store) -> Iterator[tuple[str, str]]:
    """Every (kind, value) that rows name besides the one they stand under, history included; some more than once."""
    for part in store.ledger.parts:
        with opened(store.folder, part) as file:
            if "identifiers" not in file.schema_arrow.names:
                continue
            maps = file.read(columns=["identifiers"])["identifiers"].combine_chunks()
        pairs = pa.table({"kind": maps.keys, "value": maps.items}).group_by(["kind", "value"]).aggregate([])
        yield from zip(pairs["kind"].to_pylist(), pairs["value"].to_pylist(), strict=True)
