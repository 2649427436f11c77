"""One change to a person's rows, judged row by row: what the dry run shows and what is done go the same way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.identity.kinds import kind_of
from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.model.mapping import Mapping as SourceMapping
from wegmarke.model.quarantine import Unfit
from wegmarke.record import FileEntry, Record
from wegmarke.sources.batch import RawBatch
from wegmarke.sources.interactions import apply_mapping
from wegmarke.sources.mapping import mapping_from_toml
from wegmarke.workspace.rights.as_read import Recorded, as_read, reading, readings, replaced
from wegmarke.workspace.rights.person import Person
from wegmarke.workspace.rights.traces import Traces
from wegmarke.workspace.taking_in.importing import mapping_of


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be corrected: this column of the source reads so and must read so ("": nothing). source: only there;
    None: in every source, and where the column says who it is, in every column that holds the same kind of identifier.
    """

    field: str
    reads: str
    becomes: str
    source: str | None = None


RowState = Literal["counts", "superseded", "quarantine"]


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A cell that a correction changes: where it stands, what it reads and will read. state: it counts, a newer row has
    taken its place, or it is in quarantine.
    """

    source: str
    file: str
    row: int
    field: str
    old: str
    new: str
    state: RowState


class Changing:
    """One change, judged row by row; fulfils `record.correcting.Corrector`."""

    def __init__(self, record: Record, person: Person, change: Change) -> None:
        """Readings: what the columns say in the person's rows. elsewhere: other columns in which they read so.

        rows_before: for each source, column and wrong reading the first interactions of the rows as they were.
        old_identifiers, new_identifiers: what the rows say of who it is.
        """
        self.traces = Traces([person])
        self.readings: set[str] = set()
        self.elsewhere: set[tuple[str, str]] = set()
        self.old_identifiers: set[tuple[str, str]] = set()
        self.new_identifiers: set[tuple[str, str]] = set()
        self.rows_before: dict[tuple[str, str, str], list[Recorded]] = {}
        self._record, self._change = record, change
        self._kinds = _kinds(record, change)
        self._mappings: dict[int, SourceMapping] = {}
        self._rows: dict[int, set[int]] = {}
        self._found: list[ChangedRow] = []

    # what the record asks

    def rows(self, batch: pa.RecordBatch) -> NDArray[np.bool_]:
        """Which rows are the person's own."""
        return self.traces.rows(batch)

    def mentions(self, batch: pa.RecordBatch) -> NDArray[np.bool_]:
        """None: rows of others stay as they are."""
        return np.zeros(batch.num_rows, np.bool_)

    def speaks(self, text: str) -> bool:
        """Likewise."""
        del text
        return False

    def corrected(self, file: FileEntry, interactions: pa.Table) -> pa.Table | None:
        """The person's interactions in a part as they are to be."""
        mapping = self._mapping(file)
        if self._change.source not in (None, file.source):
            return None
        recorded = interactions.to_pylist()
        raw = as_read(mapping, recorded)
        columns, rows = raw.columns, set[int]()
        for column, wrong in self.meant(mapping).items():
            said = readings(mapping, column, raw.columns)
            self.readings.update(one for one in said if one is not None)
            where = [one == wrong for one in said]
            if any(where):
                if column in mapping.row_id:
                    raise WegmarkeError("correction_row_id", column=column)
                columns = replaced(columns, column, where, self._change.becomes)
                rows |= self._note(file, column, wrong, recorded, raw.row_numbers[where].tolist())
        self._look_elsewhere(mapping, raw.columns)
        if not rows:
            return None
        self._rows.setdefault(file.number, set()).update(rows)
        new = self._remapped(mapping, raw, replace(raw, columns=columns), recorded, rows)
        self.old_identifiers |= {pair for one in recorded if one["row"] in rows for pair in _identifiers(one)}
        self.new_identifiers |= {pair for one in new if one["row"] in rows for pair in _identifiers(one)}
        return pa.Table.from_pylist(new, INTERACTION_SCHEMA)

    def corrected_unfit(self, file: FileEntry, row: Unfit) -> Unfit:
        """A row of the quarantine as it is to be: the person's own, as far as its cells say so."""
        mapping = self._mapping(file)
        cells = _cells(row.raw)
        wrong = self._wrong_cells(mapping, cells)
        named = [(one.kind, cells.get(one.column)) for one in mapping.all_identifiers]
        if not wrong or not any(isinstance(cell, str) and self.traces.is_theirs(kind, cell) for kind, cell in named):
            return row
        self._rows.setdefault(file.number, set()).add(row.row)
        raw = json.dumps(cells | dict.fromkeys(wrong, self._change.becomes), ensure_ascii=False)
        return replace(row, raw=raw, value=self._change.becomes if row.column in wrong else row.value)

    def corrected_changes(self, file: FileEntry, row: int, changes: Mapping[str, str]) -> Mapping[str, str]:
        """What somebody changed in a row of the quarantine that is the person's."""
        if row not in self._rows.get(file.number, ()):
            return changes
        wrong = self._wrong_cells(self._mapping(file), changes)
        return {**changes, **dict.fromkeys(wrong, self._change.becomes)}

    # what is meant

    def meant(self, mapping: SourceMapping) -> dict[str, str]:
        """The columns that are meant in a source, and what each says where it is wrong."""
        if self._change.source not in (None, mapping.source):
            return {}
        same = [one.column for one in mapping.all_identifiers if kind_of(one.kind).name in self._kinds]
        found = {name: reading(mapping, name, self._change.reads) for name in (self._change.field, *same)}
        return {name: wrong for name, wrong in found.items() if wrong is not None}

    def changed(self) -> Iterator[ChangedRow]:
        """Every cell that changes, in order of file and row, those in quarantine last."""
        for meant in self._record.own_rows(self):
            self._found = []
            self.corrected(meant.file, meant.table)
            rows = meant.table["row"].to_numpy()
            for row in self._found:
                counts = bool(meant.counts[rows == row.row].any())
                yield row if counts else replace(row, state="superseded")
        for file, unfit in self._record.unfit_rows():
            if self.corrected_unfit(file, unfit) != unfit:
                cells = _cells(unfit.raw)
                for column in self._wrong_cells(self._mapping(file), cells):
                    yield self._row(file, unfit.row, column, str(cells[column]), "quarantine")

    def _wrong_cells(self, mapping: SourceMapping, cells: Mapping[str, object]) -> list[str]:
        meant = self.meant(mapping)
        return [
            name
            for name, said in cells.items()
            if name in meant and isinstance(said, str) and reading(mapping, name, said) == meant[name]
        ]

    def _mapping(self, file: FileEntry) -> SourceMapping:
        if file.number not in self._mappings:
            self._mappings[file.number] = mapping_of(self._record, file)
        return self._mappings[file.number]

    def _row(self, file: FileEntry, row: int, column: str, old: str, state: RowState) -> ChangedRow:
        return ChangedRow(file.source, file.name, row, column, old, self._change.becomes, state)

    def _note(self, file: FileEntry, column: str, wrong: str, recorded: list[Recorded], rows: list[int]) -> set[int]:
        """Keep what the dry run shows and the ledger is told; the rows again."""
        first = [next(parts) for row, parts in groupby(recorded, key=lambda one: int(one["row"])) if row in rows]
        self.rows_before.setdefault((file.source, column, wrong), []).extend(first)
        self._found += [self._row(file, row, column, self._change.reads, "counts") for row in rows]
        return set(rows)

    def _look_elsewhere(self, mapping: SourceMapping, columns: pa.RecordBatch) -> None:
        others = set(columns.schema.names) - set(self.meant(mapping))
        self.elsewhere |= {
            (mapping.source, name) for name in others if self._change.reads in columns.column(name).to_pylist()
        }

    def _remapped(
        self, mapping: SourceMapping, raw: RawBatch, corrected: RawBatch, recorded: list[Recorded], rows: set[int]
    ) -> list[Recorded]:
        """The interactions with what the mapping makes of the change. Both readings are mapped, and only where they
        differ the new one counts: what cannot be told back exactly stays as it is recorded.
        """
        before, after = apply_mapping(mapping, raw), apply_mapping(mapping, corrected)
        if after.unfit:
            raise WegmarkeError("correction_unfit", column=after.unfit[0].column, value=after.unfit[0].value)
        olds, news = (
            {(one["row"], one["part"]): one for one in found.interactions.to_pylist()} for found in (before, after)
        )
        if olds.keys() != news.keys():  # a contact would come or go: that is more than a correction
            raise WegmarkeError("correction_unfit", column=self._change.field, value=self._change.becomes)
        rests = dict(zip(raw.row_numbers.tolist(), _changes(raw.columns, corrected.columns), strict=True))
        result = []
        for one in recorded:
            if one["row"] in rows:
                new, old = (_as_of(mapping, one, found[one["row"], one["part"]]) for found in (news, olds))
                differing = {name: new[name] for name in _MAPPED if new[name] != old[name]}
                one = {**one, **differing, "rest": _rest(one["rest"], rests[one["row"]])}  # noqa: PLW2901 - as corrected
            result.append(one)
        return result


_MAPPED = tuple(name for name in INTERACTION_SCHEMA.names if name not in ("file", "row", "part", "row_hash", "rest"))


def _as_of(mapping: SourceMapping, recorded: Recorded, mapped: Recorded) -> Recorded:
    """What was mapped just now, as of when the row was read: master data that name no time speak as of then."""
    if mapping.master is None or mapping.master.changed is not None:
        return mapped
    ended = {"end": recorded["time"]} if mapped["end"] == mapped["time"] else {}
    return {**mapped, "time": recorded["time"], **ended}


def _kinds(record: Record, change: Change) -> frozenset[str]:
    """The kinds of identifiers that the column holds in any source: a wrong address is wrong wherever it stands."""
    if change.source is not None:
        return frozenset()
    texts = {record.mapping_text(file.source, file.generation) for file in record.files}
    named = [one for text in texts for one in mapping_from_toml(text).all_identifiers]
    return frozenset(kind_of(one.kind).name for one in named if change.field in (one.column, one.kind))


def _identifiers(one: Recorded) -> set[tuple[str, str]]:
    return {(one["customer_kind"], one["customer"]), *(one["identifiers"] or ())}


def _cells(raw: str) -> dict[str, object]:
    try:
        found = json.loads(raw)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _changes(old: pa.RecordBatch, new: pa.RecordBatch) -> list[dict[str, object]]:
    """For each row the columns that differ, with their new cells."""
    return [
        {name: cell for name, cell in after.items() if before.get(name) != cell}
        for before, after in zip(old.to_pylist(), new.to_pylist(), strict=True)
    ]


def _rest(rest: str | None, changes: Mapping[str, object]) -> str | None:
    """The remaining columns with the changes to those that are among them."""
    cells = _cells(rest or "")
    if cells.keys().isdisjoint(changes):
        return rest
    kept = {name: changes.get(name, cell) for name, cell in cells.items() if changes.get(name, cell) is not None}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else None
