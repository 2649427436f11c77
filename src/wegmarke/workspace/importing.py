"""One file on its way into the record: read, mapped, recorded, with progress, and ready to be stopped at any moment."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

import numpy as np
import pyarrow as pa

from wegmarke.errors import ErrorCode, WegmarkeError
from wegmarke.model.ahead import ahead
from wegmarke.model.mapping import Mapping
from wegmarke.model.progress import Progress, Watcher
from wegmarke.model.quarantine import Unfit
from wegmarke.record import FileEntry, Import, QuarantineBatch, ReasonCount, Record, RowCounts
from wegmarke.sources.interactions import MappedBatch
from wegmarke.sources.mapping import check_columns, mapping_from_toml, mapping_to_toml
from wegmarke.sources.reading import RawBatch, open_source
from wegmarke.sources.settling import settle
from wegmarke.sources.staff import NO_TEAMS, Teams
from wegmarke.workspace.rights.gate import Gate
from wegmarke.workspace.rights.right_values import RightValues

_GOES_ON: tuple[ErrorCode, ...] = ("import_stopped", "disk_full")
"""After these what is in stays in, and the same import goes on later. After any other the file itself is at fault."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. In rows, always: read = accepted + duplicate + quarantined + refused.

    refused: rows of persons who were erased and must not return; nothing of them was kept. reasons: why rows of this
    file are in quarantine. known: the content was in the record already, nothing was done.
    resumed_after_row: the rows up to here came in an earlier, stopped import and are not counted again (0: none).
    earlier_mapping: the names of files of this source that were read under another mapping than the present one.
    """

    source: str
    file: int
    name: str
    read: int
    accepted: int
    duplicate: int
    quarantined: int
    reasons: tuple[ReasonCount, ...]
    seconds: float
    known: bool = False
    resumed_after_row: int = 0
    earlier_mapping: tuple[str, ...] = ()
    refused: int = 0


def settled(mapping: Mapping, time_zone: str) -> Mapping:
    """The mapping with the workspace's time zone where it names none.

    What a time meant when a row was read must not change with a later setting of the workspace.
    """
    if mapping.read.time_zone is not None:
        return mapping
    return replace(mapping, read=replace(mapping.read, time_zone=time_zone))


def import_file(
    record: Record, path: Path, mapping: Mapping, generation: int, watcher: Watcher, gate: Gate, teams: Teams = NO_TEAMS
) -> ImportReport:
    """Take in one file under a settled mapping and its generation. The caller holds the writer's lock.

    A file that cannot be read to its end is not taken in at all: half a file that counts would be counted again when
    the whole one comes. Errors: those of reading and mapping, `file_changed`, `import_stopped`, `disk_full`.
    """
    began = time.monotonic()
    source = mapping.source
    running = record.importing(source, path, generation)
    resumed = 0 if running.known else running.resume_after_row
    if not running.known:
        _take_in(record, running, path, mapping, watcher, gate, teams)
    counts = running.finish()
    entry = next(entry for entry in record.files if entry.number == running.number)
    if entry.corrections and entry.quarantined and not running.known:
        again = replay(record, watcher, gate, teams, file=entry.number)  # what a person corrected once stays corrected
        read = counts.read
        counts = RowCounts(
            read,
            counts.accepted + again.accepted,
            counts.duplicate + again.duplicate,
            counts.quarantined - _left(again),
            counts.refused + again.refused,
        )
    return ImportReport(
        source=source,
        file=running.number,
        name=path.name,
        read=counts.read,
        accepted=counts.accepted,
        duplicate=counts.duplicate,
        quarantined=counts.quarantined,
        refused=counts.refused,
        reasons=record.quarantine_reasons(file=running.number),
        seconds=time.monotonic() - began,
        known=running.known,
        resumed_after_row=resumed,
        earlier_mapping=earlier_files(record, source, generation),
    )


def _left(again: RowCounts) -> int:
    """How many rows have left the quarantine."""
    return again.accepted + again.duplicate + again.refused


def checked_generation(record: Record, path: Path, mapping: Mapping) -> int:
    """The number of the mapping, once the file has been opened and has its columns: a wrong mapping leaves no trace."""
    with open_source(path, mapping.read, mapping.format) as reader:
        check_columns(mapping, reader.columns, complete=reader.columns_complete, file=path.name)
    return record.generation(mapping.source, mapping_to_toml(mapping))


def _take_in(
    record: Record, running: Import, path: Path, mapping: Mapping, watcher: Watcher, gate: Gate, teams: Teams
) -> None:
    rows = 0
    right = RightValues(record.folder.parent, mapping.source)
    meant = None if running.reading is None else _with_reading(mapping, running.reading)
    try:
        with open_source(path, mapping.read, mapping.format) as reader:
            for raw in ahead(reader.batches(after_row=running.resume_after_row)):
                if watcher.stopped():
                    running.commit()
                    raise WegmarkeError("import_stopped")
                if meant is None:
                    meant = settle(mapping, raw)
                    running.settle(_reading(mapping, meant))
                mapped = right.mapped(meant, raw, teams)
                append(running, mapped, meant, gate)
                rows += mapped.rows
                watcher.report(Progress("read", raw.done, rows))
        watcher.report(Progress("record", None, rows))
        running.commit()
    except WegmarkeError as error:
        begun = [entry for entry in record.files if entry.number == running.number and entry.state == "partial"]
        if error.code not in _GOES_ON and begun:
            record.discard(running.number)
        raise


def append(running: Import, mapped: MappedBatch, mapping: Mapping, gate: Gate) -> frozenset[int]:
    """Record what was read, less the rows of those who were erased; the numbers of these."""
    refused = gate.refused_rows(mapped.interactions, mapped.unfit, mapping)
    if not refused:
        running.append(mapped.interactions, mapped.unfit, mapped.rows)
        return refused
    stays = ~np.isin(mapped.interactions["row"].to_numpy(), list(refused))
    unfit = [row for row in mapped.unfit if row.row not in refused]
    running.append(mapped.interactions.filter(pa.array(stays)), unfit, mapped.rows, sorted(refused))
    return refused


def _reading(mapping: Mapping, meant: Mapping) -> tuple[tuple[str, str], ...]:
    """What was settled for this file, of what the mapping leaves open."""
    found = {"date_order": meant.read.date_order, "decimal": meant.read.decimal}
    return tuple((name, value) for name, value in found.items() if value and getattr(mapping.read, name) is None)


def _with_reading(mapping: Mapping, reading: tuple[tuple[str, str], ...]) -> Mapping:
    """The mapping as it was settled for a file."""
    found = dict(reading)
    date_order = cast("Literal['dmy', 'mdy', 'ymd'] | None", found.get("date_order", mapping.read.date_order))
    decimal = cast("Literal[',', '.'] | None", found.get("decimal", mapping.read.decimal))
    return replace(mapping, read=replace(mapping.read, date_order=date_order, decimal=decimal))


def mapping_of(record: Record, entry: FileEntry) -> Mapping:
    """The mapping under which a file was read, with what was settled for it."""
    return _with_reading(mapping_from_toml(record.mapping_text(entry.source, entry.generation)), entry.reading)


def earlier_files(record: Record, source: str, generation: int) -> tuple[str, ...]:
    """The files of a source that count as another generation of its mapping read them."""
    return tuple(
        entry.name for entry in record.files if entry.live and entry.source == source and entry.generation != generation
    )


def replay(
    record: Record,
    watcher: Watcher,
    gate: Gate,
    teams: Teams = NO_TEAMS,
    source: str | None = None,
    file: int | None = None,
) -> RowCounts:
    """Give rows in quarantine to the mapping again under which their file was read, corrections applied.

    Chunks already done stay done when the watcher wishes to stop (`import_stopped`).
    """
    mappings: dict[int, Mapping] = {}
    rows = 0

    def read_again(entry: FileEntry, batch: QuarantineBatch) -> tuple[pa.RecordBatch, tuple[Unfit, ...]]:
        nonlocal rows
        if watcher.stopped():
            raise WegmarkeError("import_stopped")
        if entry.number not in mappings:
            mappings[entry.number] = mapping_of(record, entry)
        right = RightValues(record.folder.parent, entry.source)
        mapped = right.mapped(mappings[entry.number], RawBatch(batch.columns, batch.row_numbers), teams)
        rows += mapped.rows
        watcher.report(Progress("read", None, rows))
        return mapped.interactions, mapped.unfit

    return record.replay(read_again, source, file, gate.refuses_rows if gate else None)
