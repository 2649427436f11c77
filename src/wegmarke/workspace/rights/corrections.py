"""The ledger of corrections: what was corrected when, for which request; keyed hashes and names of columns alone.

The right values are in `right_values`, and go with the person; this ledger stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from wegmarke.clock import now
from wegmarke.errors import WegmarkeError
from wegmarke.record.durable import room_or_error, write_text
from wegmarke.workspace.rights.consents import hashes_of
from wegmarke.workspace.rights.erasures import RIGHTS
from wegmarke.workspace.rights.keyed import KeyedHashes
from wegmarke.workspace.rights.person import Person
from wegmarke.workspace.rights.register import Erasing, Exporting, Extract, Part, enter
from wegmarke.workspace.rights.right_values import VALUES_FILE, RightValue, read_right_values, write_right_values

CORRECTIONS_FILE = "corrections.json"
RUNNING_FILE = "correcting.json"
"""Whose rows are being corrected, in plain text, while that runs: a record half done cannot say any more."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction.

    fields: the columns. sources: where they stood. rows: how many rows changed. hashes: of the person's identifiers,
    keyed. by: the role that did it. request: the number of the request it answers. done: False while it runs.
    """

    number: int
    at: str
    fields: tuple[str, ...]
    sources: tuple[str, ...]
    rows: int
    hashes: tuple[str, ...]
    by: str = ""
    request: int | None = None
    done: bool = False


def read_corrections(folder: Path) -> tuple[Correction, ...]:
    """The ledger of the workspace in this folder, in order; `record_broken` for a damaged one."""
    try:
        content = json.loads((folder / RIGHTS / CORRECTIONS_FILE).read_text("utf-8"))
        return tuple(
            Correction(**{**one, **{name: tuple(one[name]) for name in ("fields", "sources", "hashes")}})
            for one in content["corrections"]
        )
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WegmarkeError("record_broken", what=f"{RIGHTS}/{CORRECTIONS_FILE}") from error


def note_correction(folder: Path, correction: Correction, values: Iterable[RightValue]) -> Correction:
    """Enter a correction before anything is changed; it gets the next number. The values first: a ledger that names
    them finds them.
    """
    known = [entry for entry in read_corrections(folder) if entry.done]  # one that never began is not one
    number = max((entry.number for entry in known), default=0) + 1
    kept = [value for value in read_right_values(folder) if value.number < number]
    write_right_values(folder, [*kept, *(replace(value, number=number) for value in values)])
    entry = replace(correction, number=number, at=now().isoformat(timespec="seconds"))
    _write(folder, [*known, entry])
    return entry


def note_corrected(folder: Path, number: int) -> Correction:
    """Enter that a correction is done."""
    known = [replace(entry, done=entry.done or entry.number == number) for entry in read_corrections(folder)]
    _write(folder, known)
    return next(entry for entry in known if entry.number == number)


def _write(folder: Path, corrections: Iterable[Correction]) -> None:
    with room_or_error(folder):
        (folder / RIGHTS).mkdir(exist_ok=True)
    content = {"version": 1, "corrections": [asdict(entry) for entry in corrections]}
    write_text(folder / RIGHTS / CORRECTIONS_FILE, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def _theirs(folder: Path, persons: Iterable[Person]) -> Iterator[Correction]:
    known = read_corrections(folder)
    if known:
        hashes = KeyedHashes.of(folder)
        meant = frozenset().union(*(hashes_of(person, hashes) for person in persons))
        yield from (entry for entry in known if not meant.isdisjoint(entry.hashes))


def _export(exporting: Exporting) -> Iterable[Extract]:
    entries = {entry.number: entry for entry in _theirs(exporting.folder, [exporting.person])}
    lines: list[dict[str, object]] = [
        {"at": entry.at, "source": one.source, "column": one.field, "corrected": one.value, "reason": one.reason}
        for one in read_right_values(exporting.folder)
        if (entry := entries.get(one.number)) is not None
    ]
    yield Extract("corrections", tuple(lines))


def _erase(erasing: Erasing) -> int:
    """The right values go, and every reason; that something was corrected stays in the ledger."""
    gone = {entry.number for entry in _theirs(erasing.folder, erasing.persons)}
    values = read_right_values(erasing.folder)
    kept = [value for value in values if value.number not in gone]
    if len(kept) < len(values):
        write_right_values(erasing.folder, kept)
    return len(values) - len(kept)


_PLACES = tuple(f"{RIGHTS}/{name}" for name in (CORRECTIONS_FILE, VALUES_FILE, RUNNING_FILE))
enter(Part("corrections", _PLACES, _erase, _export))
