"""Which rows of a part a newer row has taken the place of.

A small sorted list beside the part, so that history stays where it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.record.durable import aside

_SCHEMA = pa.schema([pa.field("at", pa.uint32(), nullable=False), pa.field("position", pa.int64(), nullable=False)])


@dataclass(frozen=True, slots=True)
class Superseded:
    """Masked places of one part.

    at: places, counted from 0, ascending, uint32. position: since which position of the record each is masked, int64.
    """

    at: NDArray[np.uint32]
    position: NDArray[np.int64]

    def adding(self, at: NDArray[np.int64], position: int) -> Superseded:
        """The same list with further places masked at `position`; what is masked already keeps its position."""
        new = np.setdiff1d(at.astype(np.uint32), self.at)
        places = np.concatenate([self.at, new])
        positions = np.concatenate([self.position, np.full(len(new), position, np.int64)])
        order = np.argsort(places, kind="stable")
        return Superseded(places[order], positions[order])


NOTHING = Superseded(np.empty(0, np.uint32), np.empty(0, np.int64))


def write_superseded(path: Path, superseded: Superseded) -> None:
    """Write the list as a file of its own; lists are never changed, a longer one gets a new name."""
    table = pa.table([pa.array(superseded.at), pa.array(superseded.position)], schema=_SCHEMA)
    with aside(path) as written:
        pq.write_table(
            table,
            written,
            compression="zstd",
            column_encoding=dict.fromkeys(_SCHEMA.names, "DELTA_BINARY_PACKED"),
            use_dictionary=False,
        )


def read_superseded(path: Path) -> Superseded:
    """Read the list.

    FileNotFoundError when a later one has taken its place meanwhile, `record_broken` when it is damaged.
    """
    try:
        table = pq.read_table(path, schema=_SCHEMA)
    except FileNotFoundError:
        raise
    except (OSError, pa.ArrowException) as error:
        raise WegmarkeError("record_broken", what=path.name) from error
    return _superseded(table)


def superseded_in(file: Any, name: str) -> Superseded:
    """The list in an open file of that name. `record_broken` when it is damaged; what the file raises goes through."""
    try:
        table = pq.read_table(file, schema=_SCHEMA)
    except pa.ArrowException as error:
        raise WegmarkeError("record_broken", what=name) from error
    return _superseded(table)


def _superseded(table: pa.Table) -> Superseded:
    return Superseded(table["at"].to_numpy(), table["position"].to_numpy())
