"""Files on their way in: streamed from the browser into the workspace, or lying in its inbox, until they are imported.

An upload never passes through memory as a whole and never through another disk: it is written where it will be read.
Each upload has a folder of its own, `desk/uploads/<place>/`; the place `inbox` means files that lie loose in `inbox/`.
"""

from __future__ import annotations

import errno
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from wegmarke.errors import WegmarkeError
from wegmarke.workspace.taking_in.inbox import DONE, INBOX

UPLOADS = "uploads"
PART = ".part"
UPLOAD_LIMIT_BYTES = 32 << 30
"""A request may bring this much. Larger files are put into the inbox folder, where nothing is copied."""

SPARE_BYTES = 512 << 20
"""So much of the disk stays free: the record and the desk must be able to go on."""

FORGOTTEN_AFTER_SECONDS = 30 * 24 * 3600
_PLACE = re.compile(r"[A-Za-z0-9_-]{16,40}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that is in the workspace and not imported yet."""

    place: str
    name: str
    size: int


def uploads_folder() -> Path:
    """Return where uploads lie."""
    folder: Path = settings.OPTIONS.folder / UPLOADS
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def folder_of(place: str) -> Path:
    """Return the folder of a place; `file_missing` for a place that cannot be."""
    if place == INBOX:
        return Path(settings.WORKSPACE) / INBOX
    if not _PLACE.fullmatch(place):
        raise WegmarkeError("file_missing", file=place)
    return uploads_folder() / place


def locate(place: str, name: str) -> Path:
    """Return the file of that name in a place; `file_missing` when it is not there (any more)."""
    path = folder_of(place) / name
    if Path(name).name != name or path.is_symlink() or not path.is_file():
        raise WegmarkeError("file_missing", file=name)
    return path


def files_in(place: str) -> tuple[WaitingFile, ...]:
    """Return the complete files of a place by name."""
    folder = folder_of(place)
    if not folder.is_dir():
        return ()
    found = (path for path in sorted(folder.iterdir()) if path.is_file() and not path.is_symlink())
    return tuple(
        WaitingFile(place, path.name, path.stat().st_size)
        for path in found
        if path.suffix != PART and not path.name.startswith(".")
    )


def waiting_files() -> tuple[WaitingFile, ...]:
    """Return all files that wait to be imported: uploads, then those lying loose in the inbox."""
    places = [path.name for path in sorted(uploads_folder().iterdir()) if path.is_dir()]
    return tuple(file for place in [*places, INBOX] for file in files_in(place))


def discard(place: str, name: str) -> None:
    """Delete an uploaded file. What lies in the inbox was put there by others and stays."""
    if place == INBOX:
        raise WegmarkeError("file_missing", file=name)
    locate(place, name).unlink()
    _tidy(place)


def keep(place: str, name: str, source: str) -> Path:
    """Put an imported file to those of its source, in `inbox/done/`, from where it can be read again."""
    path = locate(place, name)
    folder = Path(settings.WORKSPACE) / INBOX / DONE / source
    folder.mkdir(parents=True, exist_ok=True)
    target = _free(folder, name)
    path.replace(target)
    _tidy(place)
    return target


def kept_files(source: str) -> tuple[Path, ...]:
    """Return the files of a source that can be read again, the latest first."""
    folder = Path(settings.WORKSPACE) / INBOX / DONE / source
    if Path(source).name != source or not folder.is_dir():
        return ()
    found = [path for path in folder.iterdir() if path.is_file() and not path.is_symlink()]
    return tuple(sorted(found, key=lambda path: (-path.stat().st_mtime_ns, path.name)))


def _tidy(place: str) -> None:
    if place != INBOX and folder_of(place).is_dir() and not any(folder_of(place).iterdir()):
        folder_of(place).rmdir()


def _free(folder: Path, name: str) -> Path:
    path, number = folder / name, 1
    while path.exists():
        number += 1
        stem, dot, suffix = name.partition(".")
        path = folder / f"{stem}-{number}{dot}{suffix}"
    return path


def sweep_uploads() -> None:
    """Remove what an interrupted upload left, and uploads nobody has come back to for a month."""
    oldest = time.time() - FORGOTTEN_AFTER_SECONDS
    for folder in uploads_folder().iterdir():
        if not folder.is_dir():
            continue
        for path in folder.iterdir():
            if path.suffix == PART or path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()


def safe_name(name: str) -> str:
    """Return a file name as it may stand on any disk; its endings stay, since they tell the format."""
    plain = _CONTROL.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    while len(plain.encode()) > 180:
        plain = plain[1:]
    return plain or "file"


class ToWorkspace(FileUploadHandler):
    """Writes the files of a form straight into a place of their own; `finished` names those that are complete."""

    chunk_size = 1 << 20

    def __init__(self, request: HttpRequest | None = None) -> None:
        """Choose a place nobody can guess."""
        super().__init__(request)
        self.place = secrets.token_urlsafe(18)
        self.finished: list[str] = []
        self._file: IO[bytes] | None = None
        self._path = Path()
        self._written = 0

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse at once what is too large for the limit or the disk."""
        if content_length > UPLOAD_LIMIT_BYTES:
            raise WegmarkeError("file_too_large", file="", size=content_length, limit=UPLOAD_LIMIT_BYTES)
        if content_length > shutil.disk_usage(uploads_folder()).free - SPARE_BYTES:
            raise WegmarkeError("disk_full", folder=UPLOADS)

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Open a file for what comes."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        folder = uploads_folder() / self.place
        folder.mkdir(mode=0o700, exist_ok=True)
        self._path = _free(folder, safe_name(self.file_name or ""))
        self._written = 0
        self._file = self._path.with_name(self._path.name + PART).open("wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write; nothing is handed on to other handlers, nothing is kept in memory."""
        if self._file is None:
            return
        self._written += len(raw_data)
        if self._written > UPLOAD_LIMIT_BYTES:
            self._break_off()
            raise WegmarkeError("file_too_large", file=self._path.name, limit=UPLOAD_LIMIT_BYTES)
        try:
            self._file.write(raw_data)
        except OSError as error:
            self._no_room(error)

    def file_complete(self, file_size: int) -> None:
        """Give the file its name, now that all of it is there."""
        if self._file is None:
            return
        part = Path(self._file.name)
        try:
            self._file.close()
        except OSError as error:
            self._no_room(error)
        self._file = None
        part.replace(self._path)
        self.finished.append(self._path.name)

    def upload_interrupted(self) -> None:
        """Leave nothing half-written behind."""
        self._break_off()

    def _no_room(self, error: OSError) -> NoReturn:
        self._break_off()
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise WegmarkeError("disk_full", folder=UPLOADS) from error
        raise error

    def _break_off(self) -> None:
        if self._file is not None:
            self._file.close()
            Path(self._file.name).unlink(missing_ok=True)
            self._file = None
            _tidy(self.place)


def batches_of(place: str, name: str) -> Iterator[str]:
    """Name the other files of the same upload."""
    yield from (file.name for file in files_in(place) if place != INBOX and file.name != name)
