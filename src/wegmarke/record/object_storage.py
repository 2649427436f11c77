"""Object storage behind its address: fsspec, in this file alone, and what a storage says as errors of ours.

Addresses are those of fsspec (`s3://`, `abfs://`, `gs://`, `file://`); whose credentials open them stands in the
environment, never in a setting. A file is there whole or not at all, as object stores have it.
"""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wegmarke.errors import WegmarkeError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
EXTRAS = {"s3a": "s3", "abfss": "abfs", "az": "abfs", "gcs": "gs"}
"""Which extra of this package brings a storage whose addresses may begin otherwise."""

FOLDERS_OF_THEIR_OWN = ("file", "local", "memory")
"""Where a folder must be made before a file is put there. An object store needs none, and whoever asked it for one
would have to be allowed to see buckets, and would make those that are not there.
"""

AZURE = ("abfs", "abfss", "az")
REMOVED_AT_ONCE = 32
READ_AS_ASKED = "none"
"""What reads Parquet knows which bytes it wants; whoever fetched more ahead would fetch most of it for nothing."""


def is_address(place: str) -> bool:
    """Whether this is an address of a storage, and no path."""
    return "://" in place


def extra_for(url: str) -> str:
    """The extra of this package that brings the storage at this address."""
    scheme = urlsplit(url).scheme
    return EXTRAS.get(scheme, scheme)


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
        raise WegmarkeError("package_missing", package=f"wegmarke[{extra_for(url)}]") from error
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


def make_folder(files: AbstractFileSystem, folder: str) -> None:
    """Make the folder where a storage needs one before a file can be put there."""
    if _speaks(files, FOLDERS_OF_THEIR_OWN):
        files.makedirs(folder, exist_ok=True)


def put_bytes(files: AbstractFileSystem, place: str, content: bytes) -> None:
    """Put a small file. A bucket that is not there is no file that is missing: `storage_unreachable`."""
    with _into_a_bucket(place):
        files.pipe_file(place, content)


def put_file(files: AbstractFileSystem, place: str, path: Path) -> None:
    """Put a file of this machine. Errors as of `put_bytes`."""
    with _into_a_bucket(place):
        files.put_file(str(path), place)


def put_files(files: AbstractFileSystem, paths: Mapping[str, Path]) -> None:
    """Put files, several at a time, by the place where each belongs. Errors as of `put_bytes`."""
    if paths:
        with _into_a_bucket(next(iter(paths))):
            files.put([str(path) for path in paths.values()], [*paths])


def remove_files(files: AbstractFileSystem, places: Collection[str]) -> None:
    """Remove these files, many at a time; FileNotFoundError where one is gone already: the others may still be there.

    Azure is asked file by file: adlfs looks for each one first, one after the other, and when one is gone it keeps to
    itself that another could not be removed.
    """
    if not _speaks(files, AZURE):
        files.rm(sorted(places))
        return
    with ThreadPoolExecutor(REMOVED_AT_ONCE) as threads:
        for done in [threads.submit(files.rm_file, place) for place in sorted(places)]:
            done.result()


def _speaks(files: AbstractFileSystem, protocols: Collection[str]) -> bool:
    spoken = (files.protocol,) if isinstance(files.protocol, str) else files.protocol
    return not set(protocols).isdisjoint(spoken)


@contextmanager
def _into_a_bucket(place: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        if error.filename is not None and Path(error.filename).is_absolute():
            raise  # a file of this machine
        raise OSError(errno.ENODEV, f"There is no bucket {place.partition('/')[0]}") from error


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
                make_folder(files, folder)
            put_files(files, {f"{place}/{name}": path for name, path in contents.items() if isinstance(path, Path)})
            for name, content in contents.items():
                if isinstance(content, bytes):
                    put_bytes(files, f"{place}/{name}", content)

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
                remove_files(files, [f"{place}/{name}" for name in names])
            except FileNotFoundError:
                for name in sorted(self.sizes().keys() & set(names)):
                    remove_files(files, [f"{place}/{name}"])

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
