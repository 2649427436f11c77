"""A copy of the index on object storage, from which the workers of a cluster take the partitions they are asked about.

```
<url>/manifest.json         the copy's one switch: put last, as a whole; names what belongs to the index
<url>/parts/<name>/…        as in the folder (`index/layout.py`); a name never has another content
<url>/parts/<name>/whole    put after the others: which files the partition has
<url>/shared/<name>.arrow
<storage>/building/…        while an index is built on a cluster (`index/spark/ground.py`, `record/lending.py`)
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
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

import platformdirs

from wegmarke.errors import WegmarkeError
from wegmarke.index.layout import Manifest, PartitionEntry, new_name
from wegmarke.model.progress import Progress, Watcher
from wegmarke.record.lending import BUILDING, RECORD
from wegmarke.record.object_storage import (
    StorageFolder,
    make_folder,
    put_bytes,
    put_file,
    reached,
    reaching,
    remove_files,
    sizes,
)

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

MANIFEST = "manifest.json"
WHOLE = "whole"
CACHE, CACHE_GIB = "WEGMARKE_CACHE", "WEGMARKE_CACHE_GIB"
USUAL_GIB = 20.0
_LIVE = "live-"
OF_BUILD = "of-build"
"""In the cache of a worker: of which build this is, by its address."""

BEGUN = "begun"
"""On the storage as long as a build is at work there."""


def check_storage(url: str) -> None:
    """`workspace_setting` unless this is the address of a storage, without a word of credentials."""
    place = urlsplit(url)
    if "://" not in url or not (place.netloc or place.path.strip("/")) or place.password is not None:
        raise WegmarkeError("workspace_setting", setting="storage", value=place.scheme, expected=["s3://bucket/folder"])


def address_of(storage: str, folder: Path) -> str:
    """Where the copy of an index lies on the workspace's storage: under the name of its folder."""
    return f"{storage.rstrip('/')}/{folder.name}"


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
    with reaching(url):
        files, place = reached(url)
        before = _manifest_there(files, place)
        if before.get("version") == manifest.version and trusting and not at_once:
            return 0
        there = sizes(files, place)
        wanted = dict(_wanted(folder, manifest))
        sending = _missing(wanted, there)
        for sent, name in enumerate(sending):
            if watcher.stopped():
                raise WegmarkeError("import_stopped")
            _put(files, f"{place}/{name}", wanted[name])
            watcher.report(Progress("write", (sent + 1) / len(sending)))
        if before.get("version") == manifest.version and not at_once:
            return len(sending)  # what the version before needs stays
        put_bytes(files, f"{place}/{MANIFEST}", (folder / MANIFEST).read_bytes())
        _remove(files, place, set(there) - set(wanted) - {MANIFEST}, {} if at_once else before)
    return len(sending)


def missing(folder: Path, manifest: Manifest, url: str) -> list[str]:
    """The files that the copy lacks of this index, relative to it. Errors: `storage_unreachable`, `package_missing`."""
    with reaching(url):
        files, place = reached(url)
        return _missing(dict(_wanted(folder, manifest)), sizes(files, place))


def _missing(wanted: Mapping[str, Path | bytes], there: Mapping[str, int]) -> list[str]:
    return [name for name, content in wanted.items() if there.get(name) != _size(content)]


def _put(files: AbstractFileSystem, place: str, content: Path | bytes) -> None:
    make_folder(files, place.rpartition("/")[0])
    if isinstance(content, bytes):
        put_bytes(files, place, content)
    else:
        put_file(files, place, content)


def _size(content: Path | bytes) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _manifest_there(files: AbstractFileSystem, place: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(files.cat_file(f"{place}/{MANIFEST}"))
    except (FileNotFoundError, ValueError):
        return {}
    return found


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
        remove_files(files, gone)


# reading

if sys.platform == "win32":

    def _wait_for(lock: IO[str]) -> None:
        """Every process fetches for itself."""

else:
    import fcntl

    def _wait_for(lock: IO[str]) -> None:
        """Until no other process of this machine holds it; it is let go when it is closed."""
        fcntl.flock(lock, fcntl.LOCK_EX)


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
        self._whole(url, entry.name, [entry.live] if entry.live else [])
        return self.folder / _folder_of(url)

    def laid_out(self, url: str, name: str) -> Path:
        """The folder of that name that a build laid out for its workers, whole. What earlier builds laid out goes.
        `storage_behind` where the build is over.
        """
        root = self.folder / _folder_of(url)
        if not (root / OF_BUILD).exists():
            self.drop_ended_builds()
            root.mkdir(parents=True, exist_ok=True)
            (root / OF_BUILD).write_text(url, "utf-8")
        with (root / f"{name}.lock").open("w") as lock:
            _wait_for(lock)  # it may be large: one process fetches it for all
            return self._whole(url, name, [])

    def forget_build(self, url: str) -> None:
        """Remove what that build laid out. Who has it mapped keeps it until letting go."""
        shutil.rmtree(self.folder / _folder_of(url), ignore_errors=True)

    def drop_ended_builds(self) -> None:
        """Remove what builds laid out that are over: who is who as it was then. A storage that cannot be reached is
        asked again the next time.
        """
        for mark in self.folder.glob(f"*/{OF_BUILD}"):
            with contextlib.suppress(WegmarkeError, OSError):
                if not StorageFolder(mark.read_text("utf-8")).has(BEGUN):
                    shutil.rmtree(mark.parent, ignore_errors=True)

    def _whole(self, url: str, name: str, further: Collection[str]) -> Path:
        there = self.folder / _folder_of(url) / "parts" / name
        if not (there / WHOLE).exists() or not all((there / one).exists() for one in further):
            with reaching(url):
                _fetch(f"{url}/parts/{name}", name, further, there)
            self._make_room(there)
        with contextlib.suppress(OSError):
            os.utime(there / WHOLE)
        return there

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
                size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
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


def _fetch(url: str, part: str, further: Collection[str], there: Path) -> None:
    """What is missing here of a folder that lies whole over there, and of what was put there since."""
    files, place = reached(url)
    with _naming(part, WHOLE):
        names = files.cat_file(f"{place}/{WHOLE}").decode().splitlines()
    for name in (*names, *further):
        if ".." in Path(name).parts or Path(name).is_absolute():
            raise ValueError(name)  # whoever may write to the storage writes nowhere else on this machine
        if not (there / name).exists():
            (there / name).parent.mkdir(parents=True, exist_ok=True)
            aside = there / f"{name}-{new_name()}.writing"
            with _naming(part, name):
                files.get_file(f"{place}/{name}", str(aside))
            aside.replace(there / name)
    (there / WHOLE).touch()


@contextmanager
def _naming(part: str, name: str) -> Iterator[None]:
    """Say which file is not there; not every store does."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileNotFoundError(errno.ENOENT, "", f"parts/{part}/{name}") from error


# what is there only while something is built


def sweep_building(storage: str, named: Mapping[str, Collection[str]]) -> None:
    """Remove from the workspace's storage what a build has left there that was killed: parts of the record, who is
    who, and partitions that nobody names. named: by folder of an index, which partitions belong to it. Not while a
    build runs. Errors: those of `reaching`.
    """
    place = StorageFolder(f"{storage.rstrip('/')}/{BUILDING}")
    left = place.sizes()
    place.remove([name for name in left if name.endswith(f"/{BEGUN}")])  # a cluster may still be at work for it
    builds = {name.partition("/")[0] for name in left} - {RECORD.rpartition("/")[2]}
    for index, names in named.items() if builds else ():
        parts = StorageFolder(f"{storage.rstrip('/')}/{index}/parts")
        parts.remove([name for name in parts.sizes() if _left_by(builds, name) and name.partition("/")[0] not in names])
    place.remove(left)  # last: it says what was to be removed


def _left_by(builds: Collection[str], name: str) -> bool:
    """Whether a file of a partition was written by one of these builds, with whose names those of partitions begin."""
    return name.partition("/")[0].partition("-")[0] in builds
