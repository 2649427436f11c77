"""Parts of the record lent to the workers of a cluster: on a disk that all see, or for a while on object storage.

```
<storage>/building/record/parts/<name>, superseded/<name>   as in the record
```

What lies on a storage is read there, columns and pieces that are asked for and no others; nothing of it is kept on the
disk of a worker. A name of the record never has another content, so what is there already is not sent again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.model.progress import Progress, Watcher
from wegmarke.record.ledger import FileEntry, PartEntry
from wegmarke.record.object_storage import StorageFolder, is_address
from wegmarke.record.store import LivePart
from wegmarke.record.superseded import NOTHING, Superseded, read_superseded, superseded_in

BUILDING = "building"
"""The folder of a storage for what is there only while something is built."""

RECORD = f"{BUILDING}/record"
AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class LentPart:
    """A part of the record on its way to a worker. record: the folder of the record, or its address on a storage."""

    record: str
    entry: PartEntry
    file: FileEntry

    def opened(self) -> LivePart:
        """The part as the record has it; the places that do not count are read here. `cluster_folder` where this worker
        does not see the record, `record_broken`; of a storage those of `reaching`.
        """
        if is_address(self.record):
            url, name = self.record, self.entry.name
            return LivePart(Path(name), self.entry, self.file, self._masked(), f"{url}/{name}")
        if not Path(self.record).is_dir():
            raise WegmarkeError("cluster_folder", folder=self.record)
        return LivePart(Path(self.record) / self.entry.name, self.entry, self.file, self._masked())

    def _masked(self) -> Superseded:
        name = self.entry.superseded
        if name is None:
            return NOTHING
        if is_address(self.record):
            with StorageFolder(self.record).opened(name) as file:
                return superseded_in(file, name)
        try:
            return read_superseded(Path(self.record) / name)
        except FileNotFoundError as error:
            raise WegmarkeError("record_broken", what=name) from error


class Lending:
    """Lends parts of the record. storage: the workspace's, "" where workers see the folder of the record."""

    def __init__(self, storage: str, watcher: Watcher) -> None:
        self._place = StorageFolder(f"{storage.rstrip('/')}/{RECORD}") if storage else None
        self._watcher = watcher
        self._there: dict[str, int] | None = None
        """What was put there, once it was looked at."""

    def lent(self, parts: Sequence[LivePart]) -> list[LentPart]:
        """The same parts for workers; those that a storage does not have yet are put there.

        Errors: `import_stopped`, `record_broken`, those of `reaching`.
        """
        if self._place is None:
            return [LentPart(str(folder_of(part).absolute()), part.entry, part.file) for part in parts]
        self._send(self._place, parts)
        return [LentPart(self._place.url, part.entry, part.file) for part in parts]

    def _send(self, place: StorageFolder, parts: Sequence[LivePart]) -> None:
        wanted: dict[str, Path] = {}
        for part in parts:
            wanted |= {name: folder_of(part) / name for name in (part.entry.name, part.entry.superseded) if name}
        if self._there is None:
            self._there = place.sizes()
        missing = {name: path for name, path in wanted.items() if self._there.get(name) != _size(path, name)}
        names = list(missing)
        for first in range(0, len(names), AT_ONCE):
            if self._watcher.stopped():
                raise WegmarkeError("import_stopped")
            self._watcher.report(Progress("send", first / len(names)))
            some = names[first : first + AT_ONCE]
            place.put({name: missing[name] for name in some})
            self._there |= {name: _size(missing[name], name) for name in some}

    def take_back(self) -> None:
        """Remove what was lent from the storage, and what an earlier build left of the record there."""
        if self._place is not None and self._there is not None:
            self._place.remove(self._place.sizes())
            self._there = None


@contextmanager
def lending(storage: str, watcher: Watcher) -> Iterator[Lending]:
    """Lend the record while in here. What cannot be taken back because the storage is gone is left to whoever sweeps
    it (`index.storage.sweep_building`).
    """
    lender = Lending(storage, watcher)
    try:
        yield lender
    finally:
        with suppress(WegmarkeError):
            lender.take_back()


def folder_of(part: LivePart) -> Path:
    """The folder of the record in which a part lies."""
    return part.path.parent.parent


def _size(path: Path, name: str) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise WegmarkeError("record_broken", what=name) from error
