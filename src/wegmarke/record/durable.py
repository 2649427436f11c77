"""Files that a crash cannot leave half written: written aside, forced to the disk, then renamed."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wegmarke.errors import WegmarkeError

ASIDE = ".writing"
"""The suffix of a file that is not there yet; nobody reads it, and opening for writing removes it."""

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EFBIG}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_CHUNK_BYTES = 8 * 1024 * 1024


@contextmanager
def room_or_error(folder: Path) -> Iterator[None]:
    """Turn the system's word for "no room left" into `disk_full`, and for "not here" into `path_unusable`.

    Both name the folder by its last part.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM or "No space left" in str(error):
            raise WegmarkeError("disk_full", folder=folder.name) from error
        if error.errno in _CLOSED:
            raise WegmarkeError("path_unusable", path=folder.name, reason=error.strerror) from error
        raise


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A path to write to; when the block ends well the file is forced to the disk and takes the place of `path`.

    When the block fails, nothing is left and `path` is as it was. The rename itself is made durable by `sync_folder`,
    once for all files of one folder, before anything names them.
    """
    written = path.with_name(path.name + ASIDE)
    try:
        with room_or_error(path.parent):
            yield written
            with written.open("rb+") as handle:
                os.fsync(handle.fileno())
            written.replace(path)
    except BaseException:
        with suppress(OSError):
            written.unlink(missing_ok=True)
        raise


def remove_folder(folder: Path) -> None:
    """Remove a folder into which others may still write: they do not find it under another name, and bring no more.

    On Windows what they hold open stays until the next time.
    """
    gone = folder.with_name(folder.name + ASIDE)
    with suppress(OSError):
        folder.replace(gone)
    for place in (gone, folder):
        shutil.rmtree(place, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Make renames in this folder survive a power cut. Windows has no such call and does it by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with room_or_error(folder):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_text(path: Path, content: str) -> None:
    """Replace a text file as a whole; a crash leaves either the old or the new content."""
    with aside(path) as written:
        written.write_text(content, encoding="utf-8", newline="\n")
    sync_folder(path.parent)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
