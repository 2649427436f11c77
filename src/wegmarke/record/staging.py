"""Chunks of a file laid down before they are recorded, by whoever read them: a worker of a cluster, say.

What is laid down is nothing yet. The writer, who alone holds the lock, judges it against the record and moves it in.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.record.chunks import Chunk, distinct
from wegmarke.record.durable import room_or_error
from wegmarke.record.ledger import QuarantineEntry
from wegmarke.record.quarantine import lay_down
from wegmarke.record.recording import HEADS, Extent, in_order_of_rows, write_parquet


@dataclass(frozen=True, slots=True)
class StagedPart:
    """Interactions of a chunk, in order of rows; fulfils `recording.Incoming`. path: where they lie."""

    path: str
    extent: Extent
    source_rows: int

    @property
    def has_ids(self) -> bool:
        """Whether any row declares an id."""
        return self.extent.has_ids

    def heads(self) -> pa.Table:
        """The row, row_id and row_hash of each interaction."""
        return self._read(HEADS)

    def place(self, path: Path, kept: NDArray[np.bool_] | None) -> Extent:
        """Move the file in; where not all are kept, write it anew without the others."""
        if kept is None:
            moved(Path(self.path), path)
            return self.extent
        table = self._read().cast(INTERACTION_SCHEMA).filter(pa.array(kept))
        write_parquet(path, table)
        return Extent.of(table)

    def thinned(self, dropped: NDArray[np.int64]) -> StagedPart | None:
        """The same without the interactions at these places, laid down beside; None where none is left. It speaks of as
        many rows.
        """
        kept = np.ones(self.extent.rows, np.bool_)
        kept[dropped] = False
        if not kept.any():
            return None
        path = Path(self.path).with_name(f"{uuid.uuid4().hex}.parquet")
        return replace(self, path=str(path), extent=self.place(path, kept))

    def _read(self, columns: list[str] | None = None) -> pa.Table:
        try:
            return pq.read_table(self.path, columns=columns, partitioning=None)
        except (OSError, pa.ArrowException) as error:
            raise WegmarkeError("record_broken", what=Path(self.path).name) from error


@dataclass(frozen=True, slots=True)
class Staged:
    """A chunk that was laid down. In rows: read = those of `part` + those of `quarantine` + refused."""

    part: StagedPart | None
    quarantine: QuarantineEntry | None
    """Its name is the path where it lies."""
    read: int
    refused: int
    last_row: int

    def paths(self) -> tuple[Path, ...]:
        """The files that were laid down."""
        named = [] if self.part is None else [self.part.path]
        named += [] if self.quarantine is None else [self.quarantine.name]
        return tuple(map(Path, named))


def moved(laid: Path, path: Path) -> None:
    """Move in a file that was laid down; `record_broken` where it is gone."""
    try:
        with room_or_error(path.parent):
            laid.replace(path)
    except FileNotFoundError as error:
        raise WegmarkeError("record_broken", what=laid.name) from error


def stage(folder: Path, file: int, chunk: Chunk) -> Staged:
    """Lay down a chunk of the file of this number; what is in the folder has names that nothing else has.

    Errors: `disk_full`, `path_unusable`.
    """
    name = f"{file:06d}-{uuid.uuid4().hex}"  # a task that is tried twice lays down twice
    part = quarantine = None
    with room_or_error(folder):
        if chunk.interactions.num_rows:
            path = folder / f"{name}.parquet"
            table = in_order_of_rows(chunk.interactions, file)
            write_parquet(path, table)
            part = StagedPart(str(path), Extent.of(table), len(distinct(table["row"].to_numpy())))
        if chunk.unfit:
            path = folder / f"{name}-unfit.parquet"
            quarantine = replace(lay_down(path, file, chunk.unfit), name=str(path))
    return Staged(part, quarantine, chunk.read, chunk.refused, chunk.last_row)
