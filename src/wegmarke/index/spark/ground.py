"""Where the files of a build lie that pass between machines: on a disk that all see, or on object storage.

```
on a disk:   <index>/spill-<build>/<folder>/…, <partition>.journeys.npy, …       partitions in <index>/parts
on storage:  <storage>/building/<build>/begun                                    as long as the build is at work
             <storage>/building/<build>/parts/<folder>/…                         what workers map, with its `whole`
             <storage>/building/<build>/<partition>.journeys.npy, …              what goes from task to task
             <storage>/<index>/parts/<partition>/…                               where the copy of the index has them
```

A worker writes on a disk of its own (TMPDIR) and puts what it wrote in its place when it is whole. A task may run
twice, or die: a partition has a name that only one attempt knows.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from wegmarke.errors import WegmarkeError
from wegmarke.index.layout import new_name
from wegmarke.index.storage import BEGUN, WHOLE, Cache
from wegmarke.record.object_storage import NO_ROOM, StorageFolder

T = TypeVar("T")
TRIES = 3


class Ground(Protocol):
    """What workers know of it: a small value that travels to them, and is no other build's."""

    def __hash__(self) -> int:
        """For what is kept while a build lasts."""
        ...

    def placing(self, name: str) -> AbstractContextManager[Path]:
        """A folder to write files of the partition `name` in; they are in their place when the block ends well.

        Errors: `cluster_folder`, `disk_full`; of a storage those of `reaching`, and `import_stopped` for a task that
        comes when its build is over.
        """
        ...

    def placed(self, name: str, files: Sequence[str]) -> AbstractContextManager[Path]:
        """A folder in which these files of a partition lie."""
        ...

    def complete(self, name: str, files: Sequence[str]) -> None:
        """Say that the partition has these files and no others."""
        ...

    def keeping(self, file: str) -> AbstractContextManager[Path]:
        """A path to write what a later task needs; it is kept when the block ends well."""
        ...

    def kept(self, files: Sequence[str]) -> AbstractContextManager[Path]:
        """A folder in which these files lie that were kept. `cluster_folder`, those of `reaching`."""
        ...

    def laid_out(self, what: str) -> Path:
        """The folder of that name that the machine that builds laid out, to be mapped. `cluster_folder`, those of
        `reaching`.
        """
        ...

    def forget(self) -> None:
        """Remove from this worker what was laid out."""
        ...


def opened_on(ground: Ground, what: str, open_folder: Callable[[Path], T]) -> T:
    """What is made of a folder that was laid out. Another process may make room in the cache of this worker at the same
    time; then it is fetched again.
    """
    for _ in range(TRIES - 1):
        with suppress(FileNotFoundError):
            return open_folder(ground.laid_out(what))
    return open_folder(ground.laid_out(what))


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="wegmarke-", ignore_cleanup_errors=True) as place:
        yield Path(place)


@dataclass(frozen=True, slots=True)
class SharedDisk:
    """The folder of the index and the spill folder in it, under paths that all machines have."""

    folder: str
    spill: str

    @property
    def _place(self) -> Path:
        if not Path(self.spill).is_dir():
            raise WegmarkeError("cluster_folder", folder=self.folder)
        return Path(self.spill)

    @contextmanager
    def placing(self, name: str) -> Iterator[Path]:
        """See `Ground`."""
        aside, place = self._place / f"{name}-{new_name()}", Path(self.folder) / "parts" / name
        try:
            place.mkdir(exist_ok=True)
            aside.mkdir()
        except OSError as error:
            if error.errno in NO_ROOM:
                raise WegmarkeError("disk_full", folder=self.folder, reason=str(error)) from error
            raise WegmarkeError("cluster_folder", folder=self.folder, reason=error.strerror) from error
        with self._room():
            yield aside
            for path in aside.iterdir():
                path.replace(place / path.name)
            aside.rmdir()

    @contextmanager
    def placed(self, name: str, files: Sequence[str]) -> Iterator[Path]:
        """See `Ground`."""
        del files  # they lie where they are
        yield Path(self.folder) / "parts" / name

    def complete(self, name: str, files: Sequence[str]) -> None:
        """The manifest says so."""

    @contextmanager
    def keeping(self, file: str) -> Iterator[Path]:
        """See `Ground`."""
        with self._room():
            yield self._place / file

    @contextmanager
    def kept(self, files: Sequence[str]) -> Iterator[Path]:
        """See `Ground`."""
        if not all((self._place / file).exists() for file in files):
            raise WegmarkeError("cluster_folder", folder=self.folder)
        yield self._place

    def laid_out(self, what: str) -> Path:
        """See `Ground`."""
        return self._place / what

    def forget(self) -> None:
        """Nothing is the worker's own."""

    @contextmanager
    def _room(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise WegmarkeError("disk_full", folder=self.folder, reason=str(error)) from error


@dataclass(frozen=True, slots=True)
class ThroughStorage:
    """Addresses: index of the copy of the index, building of what is there while this build is at work."""

    index: str
    building: str

    @contextmanager
    def placing(self, name: str) -> Iterator[Path]:
        """See `Ground`."""
        with self._written() as folder:
            yield folder
            if not StorageFolder(self.building).has(BEGUN):
                raise WegmarkeError("import_stopped")  # nobody waits for it, and it would be swept by nobody
            StorageFolder(self.index).put({f"parts/{name}/{path.name}": path for path in sorted(folder.iterdir())})

    @contextmanager
    def placed(self, name: str, files: Sequence[str]) -> Iterator[Path]:
        """See `Ground`."""
        with _scratch() as folder:
            StorageFolder(self.index).fetch({f"parts/{name}/{file}": folder / file for file in files})
            yield folder

    def complete(self, name: str, files: Sequence[str]) -> None:
        """See `Ground`."""
        StorageFolder(self.index).put({f"parts/{name}/{WHOLE}": "\n".join(sorted(files)).encode()})

    @contextmanager
    def keeping(self, file: str) -> Iterator[Path]:
        """See `Ground`."""
        with self._written() as folder:
            yield folder / file
            StorageFolder(self.building).put({file: folder / file})

    @contextmanager
    def kept(self, files: Sequence[str]) -> Iterator[Path]:
        """See `Ground`."""
        with _scratch() as folder:
            StorageFolder(self.building).fetch({file: folder / file for file in files})
            yield folder

    def laid_out(self, what: str) -> Path:
        """See `Ground`."""
        return Cache.here().laid_out(self.building, what)

    def forget(self) -> None:
        """See `Ground`."""
        Cache.here().forget_build(self.building)

    @contextmanager
    def _written(self) -> Iterator[Path]:
        try:
            with _scratch() as folder:
                yield folder
        except OSError as error:
            raise WegmarkeError("disk_full", folder=tempfile.gettempdir(), reason=str(error)) from error
