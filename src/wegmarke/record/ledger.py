"""The ledger: the one small file that says which files of the record exist. What it does not name is not there."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from wegmarke.errors import WegmarkeError
from wegmarke.record.durable import write_text

LEDGER_VERSION = 1
LEDGER_FILE = "ledger.json"
FileState = Literal["partial", "complete", "retired"]


@dataclass(frozen=True, slots=True)
class GenerationEntry:
    """One meaning of a source: the mapping (its text is kept in the file `mapping`) under which rows were read."""

    source: str
    number: int
    sha256: str
    mapping: str
    since: str


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One imported file. In rows, always: read = accepted + duplicate + quarantined + refused + erased.

    order: the number of the first import of this content; it decides which of two files is the newer, also after the
    file has been read again under another mapping. replaces: the file entry that this one retires once it is complete;
    until then this one does not count. last_row: the last row that is safely in. live_since, retired_at: positions of
    the record. corrections: the file of what persons changed in rows of the quarantine. reading: how doubts of reading
    (day or month first, …) were settled for this file. A file that grows has no size and no sha256 until it is full.
    refused: rows of persons who were erased and must not return.
    erased: rows that were taken out since they had been read. cleaned: hash and size of the copy of the file that was
    kept for reading again, once persons were taken out of it.
    """

    number: int
    source: str
    name: str
    size: int
    sha256: str
    generation: int
    order: int
    state: FileState
    imported_at: str
    last_row: int = 0
    read: int = 0
    accepted: int = 0
    duplicate: int = 0
    quarantined: int = 0
    replaces: int | None = None
    live_since: int = 0
    retired_at: int | None = None
    corrections: str | None = None
    reading: tuple[tuple[str, str], ...] = ()
    refused: int = 0
    erased: int = 0
    cleaned: tuple[str, int] | None = None

    @property
    def accounted(self) -> int:
        """The rows of which it is said what became of them: all that were read."""
        return self.accepted + self.duplicate + self.quarantined + self.refused + self.erased

    @property
    def contents(self) -> frozenset[tuple[str, int]]:
        """Hash and size by which this file is recognised: as it came, and as its kept copy is."""
        came = (self.sha256, self.size)
        return frozenset({came} if self.cleaned is None else {came, self.cleaned})

    @property
    def live(self) -> bool:
        """Whether its interactions count: it is not retired, and not a replacement that is still being written."""
        return self.state == "complete" or (self.state == "partial" and self.replaces is None)

    @property
    def grows(self) -> bool:
        """Whether it is followed while it grows: it is incomplete, and nobody has stopped its import."""
        return self.state == "partial" and not self.sha256


@dataclass(frozen=True, slots=True)
class PartEntry:
    """One Parquet file of interactions.

    first_time, last_time: microseconds since 1970. superseded: the file that lists the rows in it whose place a newer
    row has taken.
    """

    name: str
    file: int
    rows: int
    first_row: int
    last_row: int
    has_ids: bool
    first_time: int
    last_time: int
    position: int
    superseded: str | None = None
    superseded_rows: int = 0


@dataclass(frozen=True, slots=True)
class QuarantineEntry:
    """One Parquet file of unfit rows; reasons: how many rows for each reason."""

    name: str
    file: int
    rows: int
    first_row: int
    last_row: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything the record consists of, at one moment.

    position grows whenever live interactions change; serial grows with every write and names new files; reset is the
    last position at which so much changed that single customers cannot be told (a source was read again under another
    mapping).
    """

    position: int = 0
    serial: int = 0
    reset: int = 0
    generations: tuple[GenerationEntry, ...] = ()
    files: tuple[FileEntry, ...] = ()
    parts: tuple[PartEntry, ...] = ()
    quarantine: tuple[QuarantineEntry, ...] = ()

    def file(self, number: int) -> FileEntry:
        """The imported file of that number."""
        for entry in self.files:
            if entry.number == number:
                return entry
        raise WegmarkeError("record_broken", what=f"file {number}")

    def with_file(self, entry: FileEntry) -> Ledger:
        """The same ledger with this file's entry added, or put in the place of the one of the same number."""
        if any(known.number == entry.number for known in self.files):
            files = tuple(entry if known.number == entry.number else known for known in self.files)
        else:
            files = (*self.files, entry)
        return replace(self, files=files)

    def live_files(self, source: str | None = None) -> tuple[FileEntry, ...]:
        """The files whose interactions count, in order of their first import."""
        live = (entry for entry in self.files if entry.live and source in (None, entry.source))
        return tuple(sorted(live, key=lambda entry: (entry.order, entry.number)))

    def live_parts(self, source: str | None = None) -> tuple[tuple[FileEntry, PartEntry], ...]:
        """The parts of the live files, in order of import and row."""
        by_file: dict[int, list[PartEntry]] = {}
        for part in self.parts:
            by_file.setdefault(part.file, []).append(part)
        return tuple(
            (file, part)
            for file in self.live_files(source)
            for part in sorted(by_file.get(file.number, ()), key=lambda part: (part.first_row, part.position))
        )

    def names(self) -> frozenset[str]:
        """Every file that exists besides the ledger, relative to the record's folder."""
        named = {part.name for part in self.parts} | {part.superseded for part in self.parts if part.superseded}
        named |= {entry.name for entry in self.quarantine} | {entry.mapping for entry in self.generations}
        named |= {entry.corrections for entry in self.files if entry.corrections}
        return frozenset(named)


_LISTS = ("generations", "files", "parts", "quarantine")


def _shallow(entry: Any) -> dict[str, Any]:
    """The fields of an entry as they are: `asdict` looks into each, which takes longer than all else of a writing."""
    return {field.name: getattr(entry, field.name) for field in fields(entry)}


_Entry = TypeVar("_Entry", GenerationEntry, FileEntry, PartEntry, QuarantineEntry)


def write_ledger(folder: Path, ledger: Ledger) -> None:
    """Put this ledger in the place of the one on disk, so that a crash leaves either the one or the other.

    ValueError for one that could not be read again: it must never take the place of a sound one.
    """
    _check(ledger)
    content = {"version": LEDGER_VERSION, **_shallow(ledger)}
    content |= {kind: [_shallow(entry) for entry in content[kind]] for kind in _LISTS}
    write_text(folder / LEDGER_FILE, json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")


def read_ledger(folder: Path) -> Ledger:
    """The ledger on disk.

    `workspace_missing` without a record, `workspace_newer` for a later version, `record_broken` for anything else, also
    for a record whose ledger is gone.
    """
    path = folder / LEDGER_FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if folder.is_dir() and any(folder.iterdir()):  # what lies there is nobody's without it, and must not be lost
            raise WegmarkeError("record_broken", what=LEDGER_FILE) from error
        raise WegmarkeError("workspace_missing", path=str(folder.parent)) from error
    except (OSError, ValueError) as error:
        raise WegmarkeError("record_broken", what=LEDGER_FILE) from error
    version = content.get("version") if isinstance(content, dict) else None
    if not isinstance(version, int) or isinstance(version, bool):
        raise WegmarkeError("record_broken", what=LEDGER_FILE)
    if version > LEDGER_VERSION:
        raise WegmarkeError("workspace_newer", found=version, known=LEDGER_VERSION)
    try:
        ledger = Ledger(
            position=_number(content["position"]),
            serial=_number(content["serial"]),
            reset=_number(content["reset"]),
            generations=_entries(GenerationEntry, content["generations"]),
            files=_entries(FileEntry, content["files"]),
            parts=_entries(PartEntry, content["parts"]),
            quarantine=_entries(QuarantineEntry, content["quarantine"]),
        )
        _check(ledger)
    except (KeyError, TypeError, ValueError) as error:
        raise WegmarkeError("record_broken", what=LEDGER_FILE) from error
    return ledger


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _entries(kind: type[_Entry], found: list[dict[str, Any]]) -> tuple[_Entry, ...]:
    if kind is FileEntry:
        found = [
            {
                **entry,
                "reading": tuple((str(key), str(value)) for key, value in entry["reading"]),
                "cleaned": None if entry.get("cleaned") is None else (str(entry["cleaned"][0]), entry["cleaned"][1]),
            }
            for entry in found
        ]
    if kind is QuarantineEntry:
        found = [
            {**entry, "reasons": tuple((str(reason), _number(n)) for reason, n in entry["reasons"])} for entry in found
        ]
    return tuple(kind(**entry) for entry in found)


def _check(ledger: Ledger) -> None:
    """Refuse a ledger that names files outside its folder, files twice, or rows that do not add up."""
    numbers = {entry.number for entry in ledger.files}
    if len(numbers) != len(ledger.files):
        raise ValueError("files")
    for entry in ledger.files:
        if entry.state not in get_args(FileState) or entry.read != entry.accounted:
            raise ValueError(entry.number)
    owned = [(part.file, part.rows) for part in ledger.parts] + [
        (entry.file, entry.rows) for entry in ledger.quarantine
    ]
    for file, rows in owned:
        if file not in numbers or _number(rows) < 0:
            raise ValueError(file)
    for name in ledger.names():
        if Path(name).is_absolute() or ".." in Path(name).parts or "\\" in name or len(Path(name).parts) != 2:
            raise ValueError(name)
