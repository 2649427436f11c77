"""The watched folder: what a nightly job drops into `inbox/<source>/` is taken in by itself."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wegmarke.clock import now
from wegmarke.errors import ErrorCode, WegmarkeError
from wegmarke.text import error_sentence
from wegmarke.workspace.taking_in.importing import ImportReport

INBOX = "inbox"
DONE = "done"
FAILED = "failed"
REASON = ".reason.txt"
SETTLE_SECONDS = 5.0

_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".writing", ".swp", ".lock")
_LATER: tuple[ErrorCode, ...] = ("workspace_locked", "disk_full", "import_stopped", "file_changed", "file_missing")
"""Not the file's fault: it stays where it is, and its turn comes again."""


@dataclass(frozen=True, slots=True)
class InboxFile:
    """What became of one file of the inbox: its report, or the error for which it lies in `inbox/failed`."""

    source: str
    name: str
    report: ImportReport | None
    error: WegmarkeError | None


class Inbox:
    """Takes files once they are stable: unchanged in size and time since an earlier look, `settle_seconds` ago.

    Names that begin with a dot or end like a download that is not finished are passed over; the job renames such a file
    when it is complete.
    """

    def __init__(
        self,
        folder: Path,
        take: Callable[[str, Path], ImportReport],
        settle_seconds: float = SETTLE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder / INBOX
        self._take = take
        self._settle_seconds = settle_seconds
        self._clock = clock
        self._seen: dict[Path, tuple[tuple[int, int, int], float]] = {}

    def look(self) -> tuple[InboxFile, ...]:
        """Take in what is stable by now, oldest first; one file's error does not keep the others."""
        outcomes = []
        for path in self._stable():
            outcome = self._taken(path.parent.name, path)
            if outcome is not None:
                outcomes.append(outcome)
                self._seen.pop(path, None)
        return tuple(outcomes)

    def _stable(self) -> list[Path]:
        current = self._clock()
        found: dict[Path, tuple[tuple[int, int, int], float]] = {}
        for path, signature in waiting(self._folder):
            before = self._seen.get(path)
            since = before[1] if before is not None and before[0] == signature else current
            found[path] = (signature, since)
        self._seen = found
        stable = [path for path, (_, since) in found.items() if current - since >= self._settle_seconds]
        return sorted(stable, key=lambda path: (found[path][0][1], path.name))

    def _taken(self, source: str, path: Path) -> InboxFile | None:
        try:
            report = self._take(source, path)
        except WegmarkeError as error:
            if error.code in _LATER:
                return None
            self._put_away(path, FAILED, error)
            return InboxFile(source, path.name, None, error)
        self._put_away(path, DONE)
        return InboxFile(source, path.name, report, None)

    def _put_away(self, path: Path, where: str, error: WegmarkeError | None = None) -> None:
        folder = self._folder / where / path.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        target = _free(folder, path.name)
        if error is not None:
            when = now().isoformat(timespec="seconds")
            sentences = "\n".join(error_sentence(error, language) for language in ("en", "de"))
            (folder / f"{target.name}{REASON}").write_text(f"{when} {error.code}\n{sentences}\n", encoding="utf-8")
        path.replace(target)


def waiting(inbox: Path) -> Iterator[tuple[Path, tuple[int, int, int]]]:
    """The files that lie in the folders of sources, each with size, time and number on the disk."""
    if not inbox.is_dir():
        return
    for folder in sorted(inbox.iterdir()):
        if folder.name in (DONE, FAILED) or folder.name.startswith(".") or not folder.is_dir() or folder.is_symlink():
            continue
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") or path.name.lower().endswith(_UNFINISHED) or path.is_symlink():
                continue
            try:
                status = path.stat()
            except OSError:
                continue  # taken away between the two looks
            if path.is_file():
                yield path, (status.st_size, status.st_mtime_ns, status.st_ino)


def _free(folder: Path, name: str) -> Path:
    """A path in the folder that nobody has: after `export.csv` comes `export-2.csv`."""
    path, number = folder / name, 1
    while os.path.lexists(path) or os.path.lexists(folder / f"{path.name}{REASON}"):
        number += 1
        stem, dot, suffix = name.partition(".")
        path = folder / f"{stem}-{number}{dot}{suffix}"
    return path
