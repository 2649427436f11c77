"""One file on its way into the record: read, mapped, recorded, with progress, and ready to be stopped at any moment."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from wegmarke.errors import ErrorCode, WegmarkeError
from wegmarke.model.mapping import Mapping
from wegmarke.model.progress import Progress, Watcher
from wegmarke.model.quarantine import Unfit
from wegmarke.record import FileEntry, Import, QuarantineBatch, ReasonCount, Record, RowCounts
from wegmarke.record.quarantine import plain
from wegmarke.sources.mapping import check_columns, mapping_from_toml, mapping_to_toml
from wegmarke.sources.reading import RawBatch, open_source
from wegmarke.sources.staff import NO_TEAMS, Teams
from wegmarke.workspace.rights.gate import Gate
from wegmarke.workspace.rights.right_values import RightValues
from wegmarke.workspace.taking_in.rows import RowsOf, with_reading

GOES_ON: tuple[ErrorCode, ...] = ("import_stopped", "disk_full")
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


@dataclass(frozen=True, slots=True)
class Meant:
    """A file that is to be taken in, the settled mapping of its source, and the generation of that."""

    path: Path
    mapping: Mapping
    generation: int


@dataclass(frozen=True, slots=True)
class NotImported:
    """A file of several that was not taken in, and why; nothing of it is in the record."""

    path: Path
    error: WegmarkeError


def size_of(path: Path) -> int:
    """How many bytes a file has; 0 where the system does not tell, which is said by whoever reads it."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def import_file(record: Record, meant: Meant, watcher: Watcher, gate: Gate, teams: Teams = NO_TEAMS) -> ImportReport:
    """Take in one file. The caller holds the writer's lock.

    A file that cannot be read to its end is not taken in at all: half a file that counts would be counted again when
    the whole one comes. Errors: those of reading and mapping, `file_changed`, `import_stopped`, `disk_full`.
    """
    began = time.monotonic()
    running = record.importing(meant.mapping.source, meant.path, meant.generation)
    resumed = 0 if running.known else running.resume_after_row
    if not running.known:
        rows = RowsOf(record.folder.parent, meant.mapping, teams, gate)
        _take_in(record, running, meant.path, rows, watcher)
    done = Done(meant.path.name, running, running.finish(), resumed, time.monotonic() - began)
    return reported(record, done, watcher, gate, teams)


@dataclass(frozen=True, slots=True)
class Done:
    """An import that is finished: under which name, what it counted, behind which row it had gone on, and how long it
    took.
    """

    name: str
    running: Import
    counts: RowCounts
    resumed: int
    seconds: float


def reported(record: Record, done: Done, watcher: Watcher, gate: Gate, teams: Teams = NO_TEAMS) -> ImportReport:
    """What there is to say of a finished import; what a person corrected once stays corrected."""
    running, counts = done.running, done.counts
    entry = next(entry for entry in record.files if entry.number == running.number)
    if entry.corrections and entry.quarantined and not running.known:
        again = replay(record, watcher, gate, teams, file=entry.number)
        counts = RowCounts(
            counts.read,
            counts.accepted + again.accepted,
            counts.duplicate + again.duplicate,
            counts.quarantined - _left(again),
            counts.refused + again.refused,
        )
    return ImportReport(
        source=entry.source,
        file=running.number,
        name=plain(done.name),
        read=counts.read,
        accepted=counts.accepted,
        duplicate=counts.duplicate,
        quarantined=counts.quarantined,
        refused=counts.refused,
        reasons=record.quarantine_reasons(file=running.number),
        seconds=done.seconds,
        known=running.known,
        resumed_after_row=done.resumed,
        earlier_mapping=earlier_files(record, entry.source, running.generation),
    )


def _left(again: RowCounts) -> int:
    """How many rows have left the quarantine."""
    return again.accepted + again.duplicate + again.refused


def checked_generation(record: Record, path: Path, mapping: Mapping) -> int:
    """The number of the mapping, once the file has been opened and has its columns: a wrong mapping leaves no trace."""
    with open_source(path, mapping.read, mapping.format) as reader:
        check_columns(mapping, reader.columns, complete=reader.columns_complete, file=path.name)
    return record.generation(mapping.source, mapping_to_toml(mapping))


def _take_in(record: Record, running: Import, path: Path, rows_of: RowsOf, watcher: Watcher) -> None:
    rows = 0
    try:
        for mapped in rows_of.of(path, running.resume_after_row, running.reading):
            if watcher.stopped():
                running.commit()
                raise WegmarkeError("import_stopped")
            if running.reading is None:
                running.settle(rows_of.reading(mapped))
            rows_of.give(mapped, running)
            rows += mapped.rows.rows
            watcher.report(Progress("read", mapped.done, rows))
        watcher.report(Progress("record", None, rows))
        running.commit()
    except WegmarkeError as error:
        begun = [entry for entry in record.files if entry.number == running.number and entry.state == "partial"]
        if error.code not in GOES_ON and begun:
            record.discard(running.number)
        raise


def mapping_of(record: Record, entry: FileEntry) -> Mapping:
    """The mapping under which a file was read, with what was settled for it."""
    return with_reading(mapping_from_toml(record.mapping_text(entry.source, entry.generation)), entry.reading)


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
