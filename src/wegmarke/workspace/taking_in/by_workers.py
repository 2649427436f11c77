"""What workers of a cluster do with files that are taken in: tell what a file is; read it and lay its chunks down.

Each file is one worker's from its beginning to its end. What is laid down becomes part of the record on the machine
that imports (`on_cluster`), which alone writes there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from wegmarke.errors import WegmarkeError
from wegmarke.index.spark.scattering import received
from wegmarke.index.spark.travelling import Travelling, packed
from wegmarke.model.mapping import Mapping
from wegmarke.record.chunks import Pending
from wegmarke.record.importing import Identity
from wegmarke.record.staging import Staged, stage
from wegmarke.sources.staff import Teams
from wegmarke.workspace.rights.gate import Gate
from wegmarke.workspace.taking_in.rows import RowsOf, Settled

KEPT_PLANS = 4


@dataclass(frozen=True, slots=True)
class ToRead:
    """A file on its way to a worker. place: in the list of what is imported, from 0. identity: what it is. number: in
    the record. mapping: which of the plan's. after_row, reading: where its import goes on, and how doubts were settled.
    """

    place: int
    path: str
    identity: Identity
    number: int
    mapping: int
    after_row: int
    reading: Settled | None


@dataclass(frozen=True, slots=True)
class Laid:
    """A file that was read to its end. reading: how doubts were settled; None where it had no rows."""

    chunks: tuple[Staged, ...]
    reading: Settled | None
    seconds: float


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What all workers of an import know. folder: of the workspace; staging: where chunks are laid down."""

    folder: str
    staging: str
    mappings: tuple[Mapping, ...]
    teams: Teams

    @property
    def place(self) -> Path:
        """The folder of the workspace; `cluster_folder` where this worker does not see it."""
        if not Path(self.staging).is_dir():
            raise WegmarkeError("cluster_folder", folder=self.folder)
        return Path(self.folder)


@lru_cache(KEPT_PLANS)
def _rows_of(plan: bytes, mapping: int) -> RowsOf:
    """Made once for all files of a process."""
    known: ImportPlan = received(plan)
    return RowsOf(known.place, known.mappings[mapping], known.teams, Gate.of(known.place))


@dataclass(frozen=True, slots=True)
class LookAtFiles:
    """What `mapInArrow` calls with the numbers of tasks: tells what each file is. shares: (place, path), as
    `sent`.
    """

    shares: bytes

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """An identity, or an error, for each file."""
        for task in _tasks(batches):
            for place, path in received(self.shares)[task]:
                yield from _told(place, partial(_identity, Path(path)))


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """What `mapInArrow` calls with the numbers of tasks: lays down what each file holds. plan, shares (of `ToRead`): as
    `sent`.
    """

    plan: bytes
    shares: bytes

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """What was `Laid` down of each file, or an error."""
        for task in _tasks(batches):
            for one in received(self.shares)[task]:
                yield from _told(one.place, partial(self._laid, one))

    def _laid(self, one: ToRead) -> Laid:
        began = time.monotonic()
        rows_of, path = _rows_of(self.plan, one.mapping), _seen(Path(one.path))
        one.identity.check(path)
        staging = Path(received(self.plan).staging)
        pending, chunks, reading = Pending(one.after_row), list[Staged](), one.reading

        def lay_down() -> None:
            chunk = pending.chunk()
            if chunk is not None:
                chunks.append(stage(staging, one.number, chunk))
                pending.done()

        for mapped in rows_of.of(path, one.after_row, one.reading):
            reading = rows_of.reading(mapped) if reading is None else reading
            rows_of.give(mapped, pending)
            if pending.full:
                lay_down()
        lay_down()
        return Laid(tuple(chunks), reading, time.monotonic() - began)


def _tasks(batches: Iterable[pa.RecordBatch]) -> Iterator[int]:
    for batch in batches:
        yield from batch.column(0).to_pylist()


def _told(place: int, work: Callable[[], Any]) -> Iterator[pa.RecordBatch]:
    """What comes of it, on its way back. What is wrong with one file is told, and ends nothing."""
    try:
        yield from packed(Travelling(place, work(), 1, place + 1))
    except WegmarkeError as error:
        yield from packed(Travelling(place, None, 1, place + 1, error))


def _identity(path: Path) -> Identity:
    return Identity.of(_seen(path))


def _seen(path: Path) -> Path:
    """The file; `cluster_folder` where this worker does not see its folder."""
    if not path.parent.is_dir():
        raise WegmarkeError("cluster_folder", folder=str(path.parent))
    return path
