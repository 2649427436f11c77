"""The folder of the record and its ledger: what exists, and how it changes as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.record.durable import ASIDE, remove_folder, room_or_error, sync_folder
from wegmarke.record.ledger import LEDGER_FILE, FileEntry, Ledger, PartEntry, read_ledger, write_ledger
from wegmarke.record.superseded import NOTHING, Superseded, read_superseded

PARTS = "parts"
SUPERSEDED = "superseded"
QUARANTINE = "quarantine"
CORRECTIONS = "corrections"
MAPPINGS = "mappings"
FOLDERS = (PARTS, SUPERSEDED, QUARANTINE, CORRECTIONS, MAPPINGS)
SCRATCH = "scratch"

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class LivePart:
    """A Parquet file whose interactions count, save those at the places in `masked` (from 0, ascending).

    url: where on object storage it is read instead, where it was lent to a worker that does not see the record.
    """

    path: Path
    entry: PartEntry
    file: FileEntry
    masked: Superseded
    url: str = ""

    @property
    def live_rows(self) -> int:
        """How many interactions of it count."""
        return self.entry.rows - len(self.masked.at)


class Store:
    """The ledger as last read or written, and the way to change it.

    Whoever writes holds the writer's lock of the workspace.
    """

    def __init__(self, folder: Path, *, write: bool) -> None:
        self.folder = folder
        self.write = write
        self.ledger = read_ledger(folder)
        self._masks: dict[str, Superseded] = {}
        self._together = False
        self._dropped: set[str] = set()
        if write:
            self.clean()

    @classmethod
    def create(cls, folder: Path) -> Store:
        """An empty record in a folder that holds none; `workspace_exists` when it does.

        Files without a ledger are not taken for the remains of a crash: `record_broken`.
        """
        if (folder / LEDGER_FILE).exists():
            raise WegmarkeError("workspace_exists", path=folder.name)
        if any(True for name in FOLDERS if (folder / name).is_dir() for _ in (folder / name).iterdir()):
            raise WegmarkeError("record_broken", what=LEDGER_FILE)
        with room_or_error(folder):
            for name in FOLDERS:
                (folder / name).mkdir(parents=True, exist_ok=True)
        write_ledger(folder, Ledger())
        return cls(folder, write=True)

    def clean(self) -> None:
        """Remove what a crash has left: files that the ledger does not name."""
        named = self.ledger.names()
        for folder in FOLDERS:
            (self.folder / folder).mkdir(exist_ok=True)
            for path in (self.folder / folder).iterdir():
                if f"{folder}/{path.name}" not in named:
                    path.unlink()
        for path in self.folder.glob(f"*{ASIDE}"):
            path.unlink()
        scratch = self.folder / SCRATCH
        if scratch.exists():
            for path in scratch.iterdir():
                if path.is_dir():
                    remove_folder(path)
                else:
                    with suppress(OSError):
                        path.unlink()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Write files and commit them in the block; when it fails, what it has written is removed and its room is free.

        The ledger on disk is asked what exists: the block may have failed just after it was replaced.
        """
        self._must_write()
        try:
            yield
        except BaseException:
            with suppress(OSError, WegmarkeError):
                self.refresh()
                self.clean()
            raise

    def _must_write(self) -> None:
        if not self.write:
            raise ValueError("opened for reading only")

    def refresh(self) -> None:
        """Read the ledger again, for readers: a writer may have gone on."""
        self.ledger = read_ledger(self.folder)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is committed in the block becomes true at its end, by one writing of the ledger, or not at all.

        A ledger of ten thousand files takes longer to write than most of these files take to be moved in.
        """
        self._must_write()
        self._together = True
        self._dropped.clear()
        try:
            yield
            self._write(self.ledger, self._dropped)
        except BaseException:
            with suppress(OSError, WegmarkeError):
                self.refresh()
                self.clean()
            raise
        finally:
            self._together = False

    def commit(self, ledger: Ledger) -> None:
        """Make this ledger the truth.

        The files it names are forced to the disk before, those it no longer names are removed after.
        """
        self._must_write()
        ledger = replace(ledger, serial=self.ledger.serial + 1)
        dropped = self.ledger.names() - ledger.names()
        if self._together:
            self._dropped |= dropped
        else:
            self._write(ledger, dropped)
        self.ledger = ledger

    def _write(self, ledger: Ledger, dropped: Iterable[str]) -> None:
        for name in FOLDERS:
            sync_folder(self.folder / name)
        write_ledger(self.folder, ledger)
        for name in dropped:
            self._masks.pop(name, None)
            with suppress(OSError):  # a reader on Windows may hold it open; the next opening for writing removes it
                (self.folder / name).unlink()

    def new_name(self, folder: str, file: int, suffix: str, extra: str = "") -> str:
        """A name that no file of this record has had."""
        return f"{folder}/{file:06d}-{self.ledger.serial + 1:08d}{extra}{suffix}"

    def masked(self, part: PartEntry) -> Superseded:
        """The places of the part that a newer row has taken."""
        if part.superseded is None:
            return NOTHING
        if part.superseded not in self._masks:
            self._masks[part.superseded] = read_superseded(self.folder / part.superseded)
        return self._masks[part.superseded]

    def live_parts(self, source: str | None = None, since: int | None = None) -> tuple[LivePart, ...]:
        """The parts that count, in order of import; with `since` only those that came to count after that position.

        Masks are read here, at once: a writer may replace them later without harm to what was begun.
        """
        for _ in range(_ATTEMPTS):
            try:
                return self._live_parts(source, since)
            except FileNotFoundError:
                if self.write:
                    raise WegmarkeError("record_broken", what=SUPERSEDED) from None
                self.refresh()
        raise WegmarkeError("record_broken", what=SUPERSEDED)

    def _live_parts(self, source: str | None, since: int | None) -> tuple[LivePart, ...]:
        return tuple(
            LivePart(self.folder / part.name, part, file, self.masked(part))
            for file, part in self.ledger.live_parts(source)
            if since is None or max(part.position, file.live_since) > since
        )
