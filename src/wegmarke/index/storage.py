"""A copy of the index on object storage, from which the workers of a cluster take the partitions they are asked about.

```
<url>/manifest.json         the copy's one switch: put last, as a whole; names what belongs to the index
<url>/parts/<name>/…        as in the folder (`index/layout.py`); a name never has another content
<url>/parts/<name>/whole    put after the others: which files the partition has
<url>/shared/<name>.arrow
```

The folder of the workspace stays the truth: a copy that was not finished is finished by the next build, and until its
manifest is put, the copy is the version before. Addresses are those of fsspec (`s3://`, `abfs://`, `gs://`, `file://`);
whose credentials open them stands in the environment, never in a setting.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import platformdirs

from wegmarke.errors import WegmarkeError
from wegmarke.index.layout import Manifest, PartitionEntry, new_name
from wegmarke.model.progress import Progress, Watcher

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

MANIFEST = "manifest.json"
WHOLE = "whole"
CACHE, CACHE_GIB = "WEGMARKE_CACHE", "WEGMARKE_CACHE_GIB"
USUAL_GIB = 20.0
_LIVE = "live-"


def check_storage(url: str) -> None:
    """`workspace_setting` unless this is the address of a storage, without a word of credentials."""
    place = urlsplit(url)
    if "://" not in url or not (place.netloc or place.path.strip("/")) or place.password is not None:
        raise WegmarkeError("workspace_setting", setting="storage", value=place.scheme, expected=["s3://bucket/folder"])


def address_of(storage: str, folder: Path) -> str:
    """Where the copy of an index lies on the workspace's storage: under the name of its folder."""
    return f"{storage.rstrip('/')}/{folder.name}"


@contextmanager
def _reaching(url: str) -> Iterator[None]:
    """What a storage says, as errors that a person can act upon."""
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
        raise WegmarkeError("storage_unreachable", url=url, reason=reason) from error


def _reached(url: str) -> tuple[AbstractFileSystem, str]:
    from fsspec.core import url_to_fs  # noqa: PLC0415 - only where a workspace names a storage

    files, place = url_to_fs(url, use_listings_cache=False)
    return files, place.rstrip("/")


# writing


def publish(
    folder: Path, manifest: Manifest, url: str, watcher: Watcher, *, at_once: bool = False, trusting: bool = False
) -> int:
    """Bring the copy up to the folder's index and switch it over; returns how many files were sent.

    What neither this version nor the one before names is removed: whoever still asks the version before finds its
    files until the next build, unless they are to go `at_once`, as after somebody was erased. `trusting`: a copy of
    this version is believed to be whole; else a file that was lost is sent again. Errors:
    `storage_unreachable`, `package_missing`, `import_stopped`.
    """
    with _reaching(url):
        files, place = _reached(url)
        before = _manifest_there(files, place)
        if before.get("version") == manifest.version and trusting and not at_once:
            return 0
        there = _there(files, place)
        wanted = dict(_wanted(folder, manifest))
        sending = _missing(wanted, there)
        for sent, name in enumerate(sending):
            if watcher.stopped():
                raise WegmarkeError("import_stopped")
            _put(files, f"{place}/{name}", wanted[name])
            watcher.report(Progress("write", (sent + 1) / len(sending)))
        if before.get("version") == manifest.version and not at_once:
            return len(sending)  # what the version before needs stays
        files.pipe_file(f"{place}/{MANIFEST}", (folder / MANIFEST).read_bytes())
        _remove(files, place, set(there) - set(wanted) - {MANIFEST}, {} if at_once else before)
    return len(sending)


def missing(folder: Path, manifest: Manifest, url: str) -> list[str]:
    """The files that the copy lacks of this index, relative to it. Errors: `storage_unreachable`, `package_missing`."""
    with _reaching(url):
        files, place = _reached(url)
        return _missing(dict(_wanted(folder, manifest)), _there(files, place))


def _missing(wanted: Mapping[str, Path | bytes], there: Mapping[str, int]) -> list[str]:
    return [name for name, content in wanted.items() if there.get(name) != _size(content)]


def _there(files: AbstractFileSystem, place: str) -> dict[str, int]:
    return {name.removeprefix(f"{place}/"): size for name, size in _sizes(files, place)}


def _put(files: AbstractFileSystem, place: str, content: Path | bytes) -> None:
    files.makedirs(place.rpartition("/")[0], exist_ok=True)
    if isinstance(content, bytes):
        files.pipe_file(place, content)
    else:
        files.put_file(str(content), place)


def _size(content: Path | bytes) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _manifest_there(files: AbstractFileSystem, place: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(files.cat_file(f"{place}/{MANIFEST}"))
    except (FileNotFoundError, ValueError):
        return {}
    return found


def _sizes(files: AbstractFileSystem, place: str) -> Iterator[tuple[str, int]]:
    try:
        found = files.find(place, detail=True)
    except FileNotFoundError:
        return
    for name, told in found.items():
        yield str(name), int(told["size"])


def _wanted(folder: Path, manifest: Manifest) -> Iterator[tuple[str, Path | bytes]]:
    """The files that this version consists of, relative to the folder, in the order in which they are sent."""
    for name in (manifest.steps, manifest.variants):
        yield f"shared/{name}", folder / "shared" / name
    for entry in manifest.partitions:
        place = folder / "parts" / entry.name
        names = sorted(path.name for path in place.iterdir() if not path.name.startswith(_LIVE))
        for name in (*names, *([entry.live] if entry.live else [])):
            yield f"parts/{entry.name}/{name}", place / name
        yield f"parts/{entry.name}/{WHOLE}", "\n".join(names).encode()


def _remove(files: AbstractFileSystem, place: str, further: set[str], before: dict[str, Any]) -> None:
    """What the version before does not name either."""
    lives = {entry["name"]: entry.get("live") for entry in before.get("partitions", ())}
    shared = {f"shared/{before.get(name)}" for name in ("steps", "variants")}

    def named(name: str) -> bool:
        kind, _, rest = name.partition("/")
        part, _, file = rest.partition("/")
        if kind == "shared":
            return name in shared
        return kind == "parts" and part in lives and (not file.startswith(_LIVE) or file == lives[part])

    gone = [f"{place}/{name}" for name in sorted(further) if not named(name)]
    if gone:
        files.rm(gone)


# reading


def _folder_of(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Cache:
    """Partitions of storages on the disk of this machine, shared by all its processes; the one not asked for longest
    goes first once they need more than `most_bytes`. What a process has open stays on the disk until it lets go.
    """

    folder: Path
    most_bytes: int

    @classmethod
    def here(cls) -> Cache:
        """In the folder and of the size that the environment says (WEGMARKE_CACHE, WEGMARKE_CACHE_GIB)."""
        given = os.environ.get(CACHE)
        folder = Path(given) if given else Path(platformdirs.user_cache_dir("wegmarke")) / "partitions"
        return cls(folder, int(float(os.environ.get(CACHE_GIB, "") or USUAL_GIB) * (1 << 30)))

    def fetched(self, url: str, entry: PartitionEntry) -> Path:
        """A folder in which the partition lies whole. `storage_behind` where the copy does not have it."""
        root = self.folder / _folder_of(url)
        there = root / "parts" / entry.name
        if not (there / WHOLE).exists() or (entry.live is not None and not (there / entry.live).exists()):
            with _reaching(url):
                _fetch(f"{url}/parts/{entry.name}", entry, there)
            self._make_room(there)
        with contextlib.suppress(OSError):
            os.utime(there / WHOLE)
        return root

    def forget(self, url: str, entry: PartitionEntry) -> None:
        """Fetch that partition anew when it is wanted next."""
        shutil.rmtree(self.folder / _folder_of(url) / "parts" / entry.name, ignore_errors=True)

    def keep_only(self, url: str, names: Collection[str]) -> None:
        """Remove what belongs to earlier versions of that index, in which people may stand who were erased since."""
        for place in (self.folder / _folder_of(url) / "parts").glob("*"):
            if place.name not in names:
                shutil.rmtree(place, ignore_errors=True)

    def _make_room(self, keep: Path) -> None:
        """Another process may do the same; what is gone already is no error."""
        found = []
        for place in self.folder.glob("*/parts/*"):
            with contextlib.suppress(OSError):
                size = sum(path.stat().st_size for path in place.iterdir())
                stamp = place / WHOLE
                used = stamp.stat().st_mtime if stamp.exists() else time.time()
                found.append((used, size, place))
        total = sum(size for _, size, _ in found)
        for _, size, place in sorted(found, key=lambda one: one[0]):
            if total <= self.most_bytes:
                return
            if place != keep:
                shutil.rmtree(place, ignore_errors=True)
                total -= size


def _fetch(url: str, entry: PartitionEntry, there: Path) -> None:
    """What is missing here of a partition that lies whole over there."""
    files, place = _reached(url)
    with _naming(entry, WHOLE):
        names = files.cat_file(f"{place}/{WHOLE}").decode().splitlines()
    there.mkdir(parents=True, exist_ok=True)
    for name in (*names, *([entry.live] if entry.live else [])):
        if not (there / name).exists():
            aside = there / f"{name}-{new_name()}.writing"
            with _naming(entry, name):
                files.get_file(f"{place}/{name}", str(aside))
            aside.replace(there / name)
    (there / WHOLE).touch()


@contextmanager
def _naming(entry: PartitionEntry, name: str) -> Iterator[None]:
    """Say which file is not there; not every store does."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileNotFoundError(errno.ENOENT, "", f"parts/{entry.name}/{name}") from error
