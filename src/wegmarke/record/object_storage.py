"""Object storage behind its address: fsspec, in this file alone, and what a storage says as errors of ours.

Addresses are those of fsspec (`s3://`, `abfs://`, `gs://`, `file://`); whose credentials open them stands in the
environment, never in a setting. A file is there whole or not at all, as object stores have it.
"""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wegmarke.errors import WegmarkeError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
READ_AS_ASKED = "none"
"""What reads Parquet knows which bytes it wants; whoever fetched more ahead would fetch most of it for nothing."""


def is_address(place: str) -> bool:
    """Whether this is an address of a storage, and no path."""
    return "://" in place


@contextmanager
def reaching(url: str) -> Iterator[None]:
    """What a storage says, as errors that a person can act upon: `storage_unreachable`, `storage_behind` (a file is not
    there), `package_missing`; and `disk_full`, of this machine, while something is fetched.
    """
    try:
        yield
    except WegmarkeError:
        raise
    except ImportError as error:
        raise WegmarkeError("package_missing", package=f"wegmarke[{urlsplit(url).scheme}]") from error
    except FileNotFoundError as error:
        raise WegmarkeError("storage_behind", url=url, file=error.filename) from error
    except Exception as error:
        reason = (str(error) or type(error).__name__).splitlines()[0][:300]
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise WegmarkeError("disk_full", folder=url, reason=reason) from error
        raise WegmarkeError("storage_unreachable", url=url, reason=reason) from error


def reached(url: str) -> tuple[AbstractFileSystem, str]:
    """The storage, and where in it the address leads, without a slash at its end."""
    from fsspec.core import url_to_fs  # noqa: PLC0415 - only where a workspace names a storage

    files, place = url_to_fs(url, use_listings_cache=False)
    return files, place.rstrip("/")


def sizes(files: AbstractFileSystem, place: str) -> dict[str, int]:
    """How large every file below is, by its name from there."""
    try:
        found = files.find(place, detail=True)
    except FileNotFoundError:
        return {}
    return {str(name).removeprefix(f"{place}/"): int(told["size"]) for name, told in found.items()}


class StorageFolder:
    """A folder of a storage. Names are relative to it, with slashes. Errors of all that it does: those of
    `reaching`.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def sizes(self) -> dict[str, int]:
        """How large every file is, by name; empty where there is no such folder."""
        with reaching(self.url):
            return sizes(*reached(self.url))

    def has(self, name: str) -> bool:
        """Whether there is that file, asked of the storage each time."""
        with reaching(self.url):
            files, place = reached(self.url)
            return bool(files.exists(f"{place}/{name}"))

    def read(self, name: str) -> bytes:
        """A small file."""
        with reaching(self.url), _naming(name):
            files, place = reached(self.url)
            content: bytes = files.cat_file(f"{place}/{name}")
            return content

    def put(self, contents: Mapping[str, Path | bytes]) -> None:
        """Put these files, several at a time; their order is not kept."""
        with reaching(self.url):
            files, place = reached(self.url)
            for folder in sorted({f"{place}/{name}".rpartition("/")[0] for name in contents}):
                files.makedirs(folder, exist_ok=True)
            paths = {name: content for name, content in contents.items() if isinstance(content, Path)}
            if paths:
                files.put([str(path) for path in paths.values()], [f"{place}/{name}" for name in paths])
            for name, content in contents.items():
                if isinstance(content, bytes):
                    files.pipe_file(f"{place}/{name}", content)

    def fetch(self, wanted: Mapping[str, Path]) -> None:
        """Fetch these files to those places, several at a time."""
        if not wanted:
            return
        with reaching(self.url):
            files, place = reached(self.url)
            for folder in {path.parent for path in wanted.values()}:
                folder.mkdir(parents=True, exist_ok=True)
            with _naming(", ".join(wanted) if len(wanted) == 1 else ""):
                files.get([f"{place}/{name}" for name in wanted], [str(path) for path in wanted.values()])

    def remove(self, names: Collection[str]) -> None:
        """Remove these files; who removes what is gone already is not told."""
        if not names:
            return
        with reaching(self.url):
            files, place = reached(self.url)
            try:
                files.rm([f"{place}/{name}" for name in sorted(names)])
            except FileNotFoundError:
                for name in sorted(self.sizes().keys() & set(names)):
                    files.rm([f"{place}/{name}"])

    @contextmanager
    def opened(self, name: str) -> Iterator[Any]:
        """A file to be read from any place in it, as far as it is asked for. What goes wrong while it is read is told
        likewise.
        """
        with reaching(self.url):
            files, place = reached(self.url)
            with _naming(name):
                file = files.open(f"{place}/{name}", "rb", cache_type=READ_AS_ASKED)
            with file:
                yield file


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Say which file is not there; not every store does."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileNotFoundError(errno.ENOENT, "", name or error.filename) from error
