"""Correcting a person's rows (Art. 16 GDPR): what would change, changing it, and going on where that was interrupted.

The correction is entered in the ledger first, with what is meant beside it; then the record is written anew, then the
kept files, then what was derived goes and is built again. Doing it twice does no harm.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.identity.erasing import erase_identifiers, erase_reasons, saved_identifiers
from wegmarke.identity.naming import as_known
from wegmarke.identity.reviewing import forget as forget_pairs
from wegmarke.identity.rules import load_rules
from wegmarke.model.progress import Watcher
from wegmarke.model.settings import JourneySettings
from wegmarke.record import Record
from wegmarke.record.durable import write_text
from wegmarke.workspace import building
from wegmarke.workspace.coding import forget_texts
from wegmarke.workspace.resolving import IDENTITY, forget_derived
from wegmarke.workspace.reviewing import sweep_scratch
from wegmarke.workspace.rights.changing import Change, ChangedRow, Changing
from wegmarke.workspace.rights.consents import carry, hashes_of
from wegmarke.workspace.rights.corrections import (
    RUNNING_FILE,
    Correction,
    note_corrected,
    note_correction,
)
from wegmarke.workspace.rights.erasures import RIGHTS
from wegmarke.workspace.rights.kept_cells import KeptFile, correct_kept_files, kept_files_concerned
from wegmarke.workspace.rights.keyed import KeyedHashes
from wegmarke.workspace.rights.person import Person
from wegmarke.workspace.rights.right_values import RightValue, cell_hash, row_hash

MOST_READINGS = 20


@dataclass(frozen=True, slots=True)
class Answers:
    """Why a correction is made, in which role, and the number of the request it answers."""

    reason: str = ""
    by: str = ""
    request: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What a correction would do. rows: every cell that changes; files: kept source files that would be written anew or
    removed. elsewhere: (source, column) of what else reads so in the person's rows and stays as it is. readings: what
    the column says in their rows, where no row reads as was said.
    """

    rows: tuple[ChangedRow, ...]
    files: tuple[KeptFile, ...]
    elsewhere: tuple[tuple[str, str], ...] = ()
    readings: tuple[str, ...] = ()


def planned(folder: Path, record: Record, person: Person, change: Change) -> Planned:
    """What a correction would do; nothing is changed. `correction_unfit` where a row could not be read with it,
    `correction_row_id` where the column is the id of its rows.
    """
    work = Changing(record, person, change)
    files = kept_files_concerned(folder, record, work.traces, work.meant, change.becomes)
    found = tuple(work.changed())
    said = () if found else tuple(sorted(work.readings))[:MOST_READINGS]
    return Planned(found, tuple(files), tuple(sorted(work.elsewhere)), said)


def correct(
    folder: Path,
    record: Record,
    settings: JourneySettings,
    person: Person,
    change: Change,
    answers: Answers,
    watcher: Watcher,
) -> Correction:
    """Correct a person's rows; the caller holds the writer's lock. Errors: those of `planned`, `correction_nothing`
    where no row reads as was said, `disk_full`, `record_broken`; then do it again.
    """
    work = Changing(record, person, change)
    changed = list(work.changed())
    if not changed:
        raise WegmarkeError("correction_nothing", column=change.field)
    hashes = KeyedHashes.made(folder)
    whole = Person(tuple(dict.fromkeys((*person.identifiers, *work.new_identifiers))))
    entry = Correction(
        number=0,
        at="",
        fields=tuple(sorted({row.field for row in changed})),
        sources=tuple(sorted({row.source for row in changed})),
        rows=len({(row.source, row.file, row.row) for row in changed}),
        hashes=tuple(sorted(hashes_of(whole, hashes))),
        by=answers.by,
        request=answers.request,
    )
    entry = note_correction(folder, entry, _right_values(hashes, work, change, answers.reason))
    meant = {"number": entry.number, "person": person.identifiers, "change": asdict(change)}
    lost = {"lost": sorted(work.old_identifiers - work.new_identifiers), "now": sorted(work.new_identifiers)}
    write_text(folder / RIGHTS / RUNNING_FILE, json.dumps(meant | lost, ensure_ascii=False))
    done = correct_again(folder, record, settings, watcher)
    return entry if done is None else done


def correct_again(folder: Path, record: Record, settings: JourneySettings, watcher: Watcher) -> Correction | None:
    """Go on with a correction that was interrupted; None where none was."""
    try:
        meant = json.loads((folder / RIGHTS / RUNNING_FILE).read_text("utf-8"))
        person, change = Person(_pairs(meant["person"])), Change(**meant["change"])
        lost, new, number = _pairs(meant["lost"]), _pairs(meant["now"]), int(meant["number"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WegmarkeError("record_broken", what=f"{RIGHTS}/{RUNNING_FILE}") from error
    work = Changing(record, person, change)
    record.correct_cells(work)
    forget_texts(folder, record)  # what was said of a text that reads otherwise now was said of another
    correct_kept_files(folder, record, work.traces, work.meant, change.becomes)
    carry(folder, person, Person(new))
    _forget_numbers(folder, record, lost)
    forget_derived(folder)
    if building.manifest_of(folder) is not None:
        building.build(folder, record, settings, watcher, whole=True)
    building.sweep_index(folder)
    entry = note_corrected(folder, number)
    (folder / RIGHTS / RUNNING_FILE).unlink()
    return entry


def is_correcting(folder: Path) -> bool:
    """Whether a correction was begun and is not done."""
    return (folder / RIGHTS / RUNNING_FILE).exists()


def _pairs(found: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(kind), str(value)) for kind, value in found)


def _right_values(hashes: KeyedHashes, work: Changing, change: Change, reason: str) -> Iterator[RightValue]:
    for (source, field, said), rows in work.rows_before.items():
        meant = tuple(sorted({row_hash(hashes, source, row) for row in rows}))
        cell = cell_hash(hashes, source, field, said)
        yield RightValue(0, source, field, cell, meant, change.becomes, reason)


def _forget_numbers(folder: Path, record: Record, lost: Collection[tuple[str, str]]) -> None:
    """Identifiers that stand in no row any more lose their numbers, so that no file holds the wrong value."""
    if not lost:
        return
    rules = load_rules(folder)
    known = {*record.known_identifiers(), *record.further_identifiers()}
    gone = as_known(lost, rules) - as_known(known, rules)
    if not gone:
        return
    place = folder / IDENTITY
    numbers = {number for number, *pair in saved_identifiers(place) if tuple(pair) in gone}
    erase_reasons(place, lambda kind, value: (kind, value) in gone)
    forget_pairs(place, numbers)
    sweep_scratch(folder)
    erase_identifiers(place, lambda kind, value: (kind, value) in gone)
