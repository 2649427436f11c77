"""Taking in one file, chunk by chunk.

Each chunk is safe once committed, so that an import can be stopped and repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from wegmarke.clock import now
from wegmarke.errors import WegmarkeError
from wegmarke.model.quarantine import Unfit
from wegmarke.record.chunks import Chunk, Pending
from wegmarke.record.counts import RowCounts
from wegmarke.record.durable import sha256_of
from wegmarke.record.ledger import FileEntry, Ledger, QuarantineEntry
from wegmarke.record.quarantine import plain, write_quarantine
from wegmarke.record.recording import Judged, record_chunk, record_incoming
from wegmarke.record.retiring import discard, replaced
from wegmarke.record.staging import Staged, moved
from wegmarke.record.store import QUARANTINE, Store

_NOT_YET = 0


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file is, wherever it lies: its content. `modified` only tells whether it changes while it is read."""

    name: str
    size: int
    sha256: str
    modified: int

    @classmethod
    def of(cls, path: Path) -> Identity:
        """Look at a file; `file_missing` if it is not there, `file_changed` if somebody is writing to it."""
        try:
            before = path.stat()
            identity = cls(plain(path.name), before.st_size, sha256_of(path), before.st_mtime_ns)
        except FileNotFoundError as error:
            raise WegmarkeError("file_missing", file=path.name) from error
        except OSError as error:
            raise WegmarkeError("file_unreadable", file=path.name) from error
        identity.check(path)
        return identity

    def is_of(self, entry: FileEntry) -> bool:
        """Whether this file of the record has that content."""
        return self.sha256 in (entry.sha256, *(entry.cleaned or ())) and (self.sha256, self.size) in entry.contents

    def check(self, path: Path) -> None:
        """`file_changed` unless the file still has the size and time it had."""
        try:
            found = path.stat()
        except OSError as error:
            raise WegmarkeError("file_changed", file=self.name) from error
        if (found.st_size, found.st_mtime_ns) != (self.size, self.modified):
            raise WegmarkeError("file_changed", file=self.name)


@dataclass(frozen=True, slots=True)
class Growing:
    """What a file is that still grows: its name, which its source never gives again. Only lines are ever added."""

    name: str

    def check(self, path: Path) -> None:
        """`file_changed` if it is not there any more; that it has grown is no change."""
        if not path.exists():
            raise WegmarkeError("file_changed", file=self.name)


class Import:
    """One file on its way in: `append` what the mapping made of its rows, in order of rows, then `finish`.

    Chunks commit themselves when they are full; what has not been committed when the process ends is read again the
    next time, from `resume_after_row`. `known` says that this content is in the record already under this mapping:
    there is nothing to append, and `counts` gives all its rows as duplicates.
    """

    def __init__(
        self, store: Store, entry: FileEntry, path: Path, identity: Identity | Growing, number: int = _NOT_YET
    ) -> None:
        """number: the one that it is to get, where that was settled before; it is nobody's yet."""
        self._store = store
        self._entry = entry
        self._path = path
        self._identity = identity
        self._reserved = number
        self._pending = Pending(entry.last_row)
        self._settled = entry.number != _NOT_YET
        self.known = entry.state == "complete"
        self.counts = RowCounts(entry.read, 0, entry.read, 0) if self.known else RowCounts()
        """Rows of this run that are safely in."""

    @property
    def number(self) -> int:
        """The number of the file in the record, from 1; 0 until something of it has been committed."""
        return self._entry.number

    @property
    def replaces(self) -> int | None:
        """The number of the earlier reading whose place it takes; before that it does not count."""
        return self._entry.replaces

    @property
    def generation(self) -> int:
        """Under which mapping of its source it is read."""
        return self._entry.generation

    @property
    def reading(self) -> tuple[tuple[str, str], ...] | None:
        """How doubts of reading (day or month first, …) were settled for this file; None before it was noted."""
        return self._entry.reading if self._settled else None

    def settle(self, reading: tuple[tuple[str, str], ...]) -> None:
        """Note how doubts of reading were settled, for when the import goes on and for rows in quarantine."""
        self._entry = replace(self._entry, reading=reading)
        self._settled = True

    @property
    def resume_after_row(self) -> int:
        """The last row that is safely in (0: none); reading goes on behind it."""
        return self._entry.last_row

    def append(
        self, interactions: pa.RecordBatch, unfit: Sequence[Unfit], rows_read: int, refused: Sequence[int] = ()
    ) -> None:
        """Take the next rows: what they yielded, what was unfit, how many rows that were, and which were refused.

        Every row is either in `interactions` or in `unfit` or a number in `refused`, and stands behind all rows
        appended before; ValueError otherwise.
        """
        if self.known:
            raise ValueError(self._entry.name)
        self._pending.append(interactions, unfit, rows_read, refused)
        if self._pending.full:
            self.commit()

    def commit(self) -> None:
        """Make safe what was appended so far.

        Fails with `file_changed` (nothing of the file stays) or `disk_full` (the old state stays).
        """
        chunk = self._pending.chunk()
        if chunk is None:
            return
        self._check_unchanged()
        self._enter()
        with self._store.changing():
            quarantine = None
            ledger, counts = record_chunk(self._store, self._entry, chunk.interactions)
            if chunk.unfit:
                quarantine = write_quarantine(self._store, self._entry.number, chunk.unfit)
            self._recorded(ledger, counts, quarantine, chunk)
        self._pending.done()

    def take(self, staged: Staged, judged: Judged | None = None) -> str | None:
        """Make safe the next chunk, which was laid down under the number that this import was given.

        judged: what becomes of its interactions, where that was found out before. The name of the part that was made of
        them, if any are kept. Errors as of `commit`; ValueError where it does not follow.
        """
        if staged.last_row <= self._entry.last_row:
            raise ValueError(f"row {staged.last_row} after row {self._entry.last_row}")
        self._check_unchanged()
        self._enter()
        with self._store.changing():
            ledger, counts, quarantine = self._store.ledger, RowCounts(), None
            if staged.part is not None:
                ledger, counts = record_incoming(self._store, self._entry, staged.part, judged)
            if staged.quarantine is not None:
                name = self._store.new_name(QUARANTINE, self._entry.number, ".parquet")
                moved(Path(staged.quarantine.name), self._store.folder / name)
                quarantine = replace(staged.quarantine, name=name)
            made = ledger.parts[len(self._store.ledger.parts) :]
            self._recorded(ledger, counts, quarantine, staged)
        return made[0].name if made else None

    def _recorded(
        self, ledger: Ledger, counts: RowCounts, quarantine: QuarantineEntry | None, chunk: Chunk | Staged
    ) -> None:
        """Commit a chunk whose files are written."""
        if quarantine is not None:
            ledger = replace(ledger, quarantine=(*ledger.quarantine, quarantine))
            counts += RowCounts(quarantine.rows, 0, 0, quarantine.rows)
        counts += RowCounts(chunk.refused, refused=chunk.refused)
        if counts.read != chunk.read:
            raise ValueError(f"{chunk.read} rows read, {counts.read} recorded")
        entry = replace(
            self._entry,
            last_row=chunk.last_row,
            read=self._entry.read + counts.read,
            accepted=self._entry.accepted + counts.accepted,
            duplicate=self._entry.duplicate + counts.duplicate,
            quarantined=self._entry.quarantined + counts.quarantined,
            refused=self._entry.refused + counts.refused,
        )
        self._store.commit(ledger.with_file(entry))
        self._entry = self._store.ledger.file(entry.number)
        self.counts += counts

    def finish(self) -> RowCounts:
        """Commit the rest and call the file complete; a replacement takes the place of the entry it replaces.

        The counts of this run.
        """
        if self.known:
            return self.counts
        self.commit()
        self._check_unchanged()
        self._enter()
        entry = replace(self._entry, state="complete", imported_at=_timestamp())
        if isinstance(self._identity, Growing):  # full by now, and from here on known by its content like any other
            identity = Identity.of(self._path)
            entry = replace(entry, size=identity.size, sha256=identity.sha256)
        ledger = self._store.ledger.with_file(entry)
        with self._store.changing():
            self._store.commit(ledger if entry.replaces is None else replaced(self._store, ledger, entry))
        self._entry = self._store.ledger.file(entry.number)
        return self.counts

    def _enter(self) -> None:
        """Give the file its number, now that there is something to say about it.

        The ledger gets it with the next commit.
        """
        if self._entry.number == _NOT_YET:
            number = self._reserved or next_number(self._store.ledger)
            self._entry = replace(self._entry, number=number, order=self._entry.order or number)

    def _check_unchanged(self) -> None:
        try:
            self._identity.check(self._path)
        except WegmarkeError:
            if isinstance(self._identity, Identity) and self._entry in self._store.ledger.files:
                discard(self._store, self._entry.number)
            raise


def next_number(ledger: Ledger) -> int:
    """The number of the file that comes next."""
    return max((known.number for known in ledger.files), default=0) + 1


def begin_import(
    store: Store, source: str, path: Path, generation: int, identity: Identity | None = None, number: int = _NOT_YET
) -> Import:
    """Begin, resume or recognise the import of a file. Nothing is written before the first commit.

    identity: what the file is, where somebody has looked. number: the one that it is to get, should it be new.
    """
    identity = identity or Identity.of(path)
    same = [entry for entry in store.ledger.files if entry.source == source and identity.is_of(entry)]
    entry = next((known for known in same if known.generation == generation and known.state != "retired"), None)
    if entry is None:
        for other in [known for known in same if known.state == "partial" and not known.live]:
            discard(store, other.number)  # begun under a mapping that has been given up since
        current = next((known for known in same if known.live), None)
        entry = FileEntry(
            number=_NOT_YET,
            source=source,
            name=identity.name,
            size=current.size if current else identity.size,
            sha256=current.sha256 if current else identity.sha256,
            generation=generation,
            order=min((known.order for known in same), default=_NOT_YET),
            state="partial",
            imported_at=_timestamp(),
            replaces=current.number if current else None,
            corrections=current.corrections if current else None,
            cleaned=current.cleaned if current else None,
        )
    return Import(store, entry, path, identity, number)


def follow(store: Store, source: str, path: Path, generation: int) -> Import:
    """Begin to take in a file that grows, or go on with it behind the last line that is in (`resume_after_row`).

    The generation is that under which it was begun, whatever is given now; `finish` once it is full.
    """
    found = [entry for entry in store.ledger.files if (entry.source, entry.name) == (source, path.name)]
    entry = next((known for known in found if known.live), None)
    if entry is None:
        entry = FileEntry(
            number=_NOT_YET,
            source=source,
            name=path.name,
            size=0,
            sha256="",
            generation=generation,
            order=_NOT_YET,
            state="partial",
            imported_at=_timestamp(),
        )
    elif entry.grows:
        entry = replace(entry, imported_at=_timestamp())
    return Import(store, entry, path, Growing(path.name))


def _timestamp() -> str:
    return now().isoformat(timespec="seconds")
