"""A build on the machine that builds: what it lays out for workers, what it brings home, what it leaves of itself.

The folder of the workspace stays the truth. Where workers share a disk with it all lies there already. Else what they
are to have is put on the storage of the workspace, and partitions that they put there are fetched before the manifest
is switched; from the storage all that was for the build alone goes with its end, however it ends.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.index.layout import new_name
from wegmarke.index.spark.ground import Ground, SharedDisk, ThroughStorage
from wegmarke.index.storage import BEGUN, WHOLE, address_of
from wegmarke.model.progress import Progress, Watcher
from wegmarke.record.durable import sync_folder
from wegmarke.record.lending import BUILDING
from wegmarke.record.object_storage import StorageFolder

Files = Mapping[str, int]
"""How large the files of a partition are, by name."""

AT_ONCE = 16


class Site:
    """Where one build works. folder: of the index; storage: the workspace's, "" where workers see the folder.

    name: with which the names of its partitions begin. spill: a folder on this machine for what workers are to have.
    """

    def __init__(self, folder: Path, storage: str, watcher: Watcher) -> None:
        self.folder, self.name = folder.absolute(), new_name()
        self.spill = self.folder / f"spill-{self.name}"
        self._watcher = watcher
        self._storage = bool(storage)
        self._lent: set[str] = set()
        if storage:
            ground = ThroughStorage(address_of(storage, self.folder), f"{storage.rstrip('/')}/{BUILDING}/{self.name}")
            self._building, self._copy = StorageFolder(ground.building), StorageFolder(ground.index)
            self.ground: Ground = ground
        else:
            self.ground = SharedDisk(str(self.folder), str(self.spill))

    def lend(self) -> None:
        """Let workers have the folders that were laid out in the spill folder since. Errors: `import_stopped`, those
        of `reaching`.
        """
        for folder in sorted(self.spill.iterdir()) if self._storage else ():
            if folder.is_dir() and folder.name not in self._lent:
                names = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
                self._put({f"parts/{folder.name}/{name}": path for name, path in sorted(names.items())}, 1)
                whole = "\n".join(sorted(names)).encode()
                self._building.put({f"parts/{folder.name}/{WHOLE}": whole})
                self._lent.add(folder.name)

    def lend_files(self, names: Sequence[str]) -> None:
        """Let workers have these files of the spill folder. Errors: as `lend`."""
        if self._storage:
            self._put({name: self.spill / name for name in names}, AT_ONCE)

    def _put(self, contents: Mapping[str, Path], at_once: int) -> None:
        names = list(contents)
        for first in range(0, len(names), at_once):
            self._go_on(Progress("send", first / len(names)))
            self._building.put({name: contents[name] for name in names[first : first + at_once]})

    def bring_home(self, parts: Mapping[str, Files]) -> None:
        """See that the partitions lie in the folder of the index, for good, as workers wrote them: by name their files.

        Errors: `cluster_folder` where this machine does not see them, `cluster_lost` where a file is not as it was
        written, `disk_full`, `import_stopped`, those of `reaching`.
        """
        for number, (name, files) in enumerate(parts.items()):
            place = self.folder / "parts" / name
            if self._storage:
                self._go_on(Progress("fetch", number / len(parts)))
                self._copy.fetch({f"parts/{name}/{file}": place / file for file in files})
                _to_the_disk(place)
            found = {path.name: path.stat().st_size for path in place.iterdir()} if place.is_dir() else {}
            if not self._storage and not found.keys() >= files.keys():
                raise WegmarkeError("cluster_folder", folder=str(self.folder))
            if found != files:
                raise WegmarkeError("cluster_lost", found=sum(found.values()), wanted=sum(files.values()))
        if self._storage and parts:
            sync_folder(self.folder / "parts")

    def _go_on(self, progress: Progress) -> None:
        if self._watcher.stopped():
            raise WegmarkeError("import_stopped")
        self._watcher.report(progress)

    def begin(self) -> None:
        """Say on the storage that this build is at work."""
        if self._storage:
            self._building.put({BEGUN: b""})

    def end(self, *, failed: bool) -> None:
        """Take back what was for this build alone, and what it wrote if it failed."""
        shutil.rmtree(self.spill, ignore_errors=True)
        if failed:
            for place in (self.folder / "parts").glob(f"{self.name}-*"):
                shutil.rmtree(place, ignore_errors=True)
        if self._storage:
            with suppress(WegmarkeError):  # a storage that is gone; the next build sweeps it, an erasure does too
                self._building.remove((BEGUN,))  # tasks that are still at work write no more partitions
                if failed:
                    written = [name for name in self._copy.sizes() if name.startswith(f"parts/{self.name}-")]
                    self._copy.remove(written)
                self._building.remove(self._building.sizes())  # last: what is left says that there is more to sweep


@contextmanager
def site_of(folder: Path, storage: str, watcher: Watcher) -> Iterator[Site]:
    """The site of one build; nothing is left of a build that failed. Workers may run as another user of the same
    group.
    """
    site = Site(folder, storage, watcher)
    site.spill.mkdir()
    failed = True
    try:
        site.begin()
        yield site
        failed = False
    finally:
        site.end(failed=failed)


def _to_the_disk(place: Path) -> None:
    for path in place.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    sync_folder(place)
