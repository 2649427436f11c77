"""Taking persons out of the record: the one exception to "append-only" (DESIGN §9).

Parts, history and quarantine are written anew without the rows in question, under new names; then the ledger is
switched, then the old files are removed. A crash leaves either all of it as it was or all of it done. Rows that stay
keep file and row number, since these are the evidence behind every figure.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.model.quarantine import Unfit
from wegmarke.record.durable import write_text
from wegmarke.record.ledger import FileEntry, Ledger, PartEntry, QuarantineEntry
from wegmarke.record.parts import opened
from wegmarke.record.quarantine import read_corrections, read_quarantine, write_quarantine
from wegmarke.record.recording import write_parquet
from wegmarke.record.store import CORRECTIONS, PARTS, SUPERSEDED, Store
from wegmarke.record.superseded import Superseded, write_superseded

WHO = ("customer_kind", "customer")
DESCRIPTIVE = ("text", "rest", "identifiers")
"""Columns that describe; they are emptied where somebody else's row speaks of the person."""


class Judge(Protocol):
    """Who says which rows are meant."""

    def rows(self, batch: pa.RecordBatch) -> NDArray[np.bool_]:
        """Which rows of a batch with the columns `WHO` are the person's own: they go."""
        ...

    def mentions(self, batch: pa.RecordBatch) -> NDArray[np.bool_]:
        """Which rows of a batch with the columns `DESCRIPTIVE` speak of the person: their descriptive cells go."""
        ...

    def speaks(self, text: str) -> bool:
        """Whether a text speaks of the person."""
        ...


@dataclass(frozen=True, slots=True)
class ErasedRows:
    """What was taken out of the record.

    interactions: contacts of the persons, history included. emptied: contacts of others in which the persons were
    mentioned. quarantined: rows of the quarantine. rows: for each file, the numbers of the rows that are gone.
    """

    interactions: int
    emptied: int
    quarantined: int
    rows: tuple[tuple[int, NDArray[np.int64]], ...]


def erase_rows(store: Store, judge: Judge) -> ErasedRows:
    """Write the record anew without what `judge` names. Errors: `disk_full` (the old state stays), `record_broken`."""
    return Rewriting(store, judge).commit()


class Rewriting:
    """One erasure on its way through the files of the record. What is meant is told by `judged` and `unfit`."""

    def __init__(self, store: Store, judge: Judge) -> None:
        self.store = store
        self._judge = judge
        self.interactions = self.emptied = self.quarantined = 0
        self.gone: Counter[int] = Counter()
        self.gone_rows: dict[int, list[NDArray[np.int64]]] = {}

    def commit(self) -> ErasedRows:
        """Write what is to be and make it the truth, all or nothing."""
        store = self.store
        with store.changing():
            ledger = self._ledger()
            if ledger != store.ledger:
                position = ledger.position + 1
                store.commit(replace(ledger, position=position, reset=position))
        rows = tuple((file, np.unique(np.concatenate(found))) for file, found in sorted(self.gone_rows.items()))
        return ErasedRows(self.interactions, self.emptied, self.quarantined, rows)

    def _ledger(self) -> Ledger:
        """The ledger that names the files as they are to be; the new ones are written."""
        old = self.store.ledger
        parts = [self.part(part, place) for place, part in enumerate(old.parts)]
        accepted = dict(self.gone)
        unfit = [self.unfit(entry) for entry in old.quarantine]
        files = tuple(
            self.file(entry, accepted.get(entry.number, 0), self.gone[entry.number] - accepted.get(entry.number, 0))
            for entry in old.files
        )
        return replace(
            old,
            files=files,
            parts=tuple(part for part in parts if part is not None),
            quarantine=tuple(entry for entry in unfit if entry is not None),
        )

    def part(self, part: PartEntry, place: int) -> PartEntry | None:
        """One file of interactions without those that are meant; None when none is left."""
        with opened(self.store.folder, part) as file:
            own, mentions = self.judged(part, file)
            mentions &= ~own
            if not (own.any() or mentions.any()):
                return part
            table = file.read()
        self.interactions += int(own.sum())
        self.emptied += int(mentions.sum())
        rows = table["row"].to_numpy()
        self.let_go(part.file, np.unique(rows[own]))
        table = _emptied(table, mentions).filter(pa.array(~own))
        return self.rewritten(part, table, own, place) if table.num_rows else None

    def let_go(self, file: int, rows: NDArray[np.int64]) -> None:
        """Note that these rows of a file are gone."""
        self.gone[file] += len(rows)
        self.gone_rows.setdefault(file, []).append(rows)

    def judged(self, part: PartEntry, file: pq.ParquetFile) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which interactions of a part are the persons' own, and which mention them."""
        del part
        present = [name for name in (*WHO, *DESCRIPTIVE) if name in file.schema_arrow.names]
        own, mentions = [np.zeros(0, np.bool_)], [np.zeros(0, np.bool_)]
        for batch in file.iter_batches(columns=present):
            own.append(self._judge.rows(batch.select(list(WHO))))
            mentions.append(self._judge.mentions(batch.select([name for name in present if name in DESCRIPTIVE])))
        return np.concatenate(own), np.concatenate(mentions)

    def rewritten(self, part: PartEntry, table: pa.Table, own: NDArray[np.bool_], place: int) -> PartEntry:
        """Write a part anew under a new name. own: which of its old places are gone."""
        name = self.store.new_name(PARTS, part.file, ".parquet", f"-{place}")
        write_parquet(self.store.folder / name, table)
        masked = self.store.masked(part)
        stays = ~own[masked.at]
        at = (masked.at - np.cumsum(own)[masked.at])[stays].astype(np.uint32)
        vector = None
        if len(at):
            vector = self.store.new_name(SUPERSEDED, part.file, ".parquet", f"-{place}")
            write_superseded(self.store.folder / vector, Superseded(at, masked.position[stays]))
        times = pc.min_max(table["time"])
        return replace(
            part,
            name=name,
            rows=table.num_rows,
            first_row=table["row"][0].as_py(),
            last_row=table["row"][-1].as_py(),
            has_ids=table["row_id"].null_count < table.num_rows,
            first_time=times["min"].value,
            last_time=times["max"].value,
            superseded=vector,
            superseded_rows=len(at),
        )

    def unfit(self, entry: QuarantineEntry) -> QuarantineEntry | None:
        """One file of the quarantine without the rows that are meant; None when none is left."""
        rows = read_quarantine(self.store, entry)
        stay = [row for row in rows if not self._meant(row)]
        if len(stay) == len(rows):
            return entry
        self.quarantined += len(rows) - len(stay)
        kept = {row.row for row in stay}
        self.let_go(entry.file, np.array([row.row for row in rows if row.row not in kept], np.int64))
        return write_quarantine(self.store, entry.file, stay, f"-{entry.first_row}") if stay else None

    def _meant(self, row: Unfit) -> bool:
        return self._judge.speaks(row.raw) or self._judge.speaks(row.value)

    def file(self, entry: FileEntry, accepted: int, quarantined: int) -> FileEntry:
        """The entry of a file with its counts as they are now, its name and its corrections free of the persons."""
        changed = replace(
            entry,
            accepted=entry.accepted - accepted,
            quarantined=entry.quarantined - quarantined,
            erased=entry.erased + accepted + quarantined,
        )
        if self._judge.speaks(entry.name):
            changed = replace(changed, name=f"{entry.number}")
        corrections = read_corrections(self.store, entry)
        stay = {
            row: changes
            for row, changes in corrections.items()
            if not self._judge.speaks(json.dumps(changes, ensure_ascii=False))
        }
        return changed if stay == corrections else replace(changed, corrections=self.noted(entry.number, stay))

    def noted(self, file: int, corrections: Mapping[int, Mapping[str, str]]) -> str | None:
        """Write anew what persons changed in rows of the quarantine of a file; the name of that, None for nothing."""
        if not corrections:
            return None
        name = self.store.new_name(CORRECTIONS, file, ".json")
        content = json.dumps({str(row): changes for row, changes in corrections.items()}, ensure_ascii=False)
        write_text(self.store.folder / name, content)
        return name


def _emptied(table: pa.Table, where: NDArray[np.bool_]) -> pa.Table:
    """The table with its descriptive cells empty in these rows."""
    if not where.any():
        return table
    for name in DESCRIPTIVE:
        if name in table.column_names:
            place = table.column_names.index(name)
            kept = table[name].combine_chunks()
            cells = pc.if_else(pa.array(where), pa.nulls(len(kept), kept.type), kept)
            table = table.set_column(place, table.schema.field(name), cells)
    return table


def known_identifiers(store: Store) -> Iterable[tuple[str, str]]:
    """Every (kind, value) under which an interaction of the record stands, history included; some more than once."""
    for part in store.ledger.parts:
        with opened(store.folder, part) as file:
            table = file.read(columns=list(WHO))
        distinct = table.cast(pa.schema([(name, pa.string()) for name in WHO])).group_by(list(WHO)).aggregate([])
        yield from zip(distinct[WHO[0]].to_pylist(), distinct[WHO[1]].to_pylist(), strict=True)


def rows_of(store: Store, judge: Judge) -> Iterable[tuple[FileEntry, pa.Table, NDArray[np.bool_]]]:
    """The persons' own interactions, part by part, history included, and which of them count now."""
    files = {entry.number: entry for entry in store.ledger.files}
    for part in store.ledger.parts:
        with opened(store.folder, part) as file:
            own = [judge.rows(batch) for batch in file.iter_batches(columns=list(WHO))]
            places = np.flatnonzero(np.concatenate([np.zeros(0, np.bool_), *own]))
            if not len(places):
                continue
            table = file.read().take(pa.array(places))
        names = [name for name in INTERACTION_SCHEMA.names if name in table.column_names]
        live = files[part.file].live & ~np.isin(places, store.masked(part).at)
        yield files[part.file], table.select(names), live
