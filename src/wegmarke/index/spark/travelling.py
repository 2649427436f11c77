"""How summaries travel between workers and this machine: as pickles in pieces, each a row of an Arrow table.

Pickles are read only from the cluster that the workspace names, which runs code of this machine anyway.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from wegmarke.errors import WegmarkeError

PIECE_BYTES = 16 << 20
"""A row is no larger, so that the largest summary fits every limit on a message."""

SCHEMA = pa.schema([("task", pa.int64()), ("piece", pa.int64()), ("pieces", pa.int64()), ("data", pa.binary())])
SPARK_SCHEMA = "task long, piece long, pieces long, data binary"


@dataclass(frozen=True, slots=True)
class Travelling:
    """What a task found. folded: how many partitions its summary holds; places: the sum of their places in the index,
    from 1. Together both say that every partition was counted once. error: what went wrong instead.
    """

    task: int
    summary: Any
    folded: int
    places: int
    error: WegmarkeError | None = None


def packed(one: Travelling) -> Iterator[pa.RecordBatch]:
    """As rows, one a batch."""
    error = None if one.error is None else (one.error.code, one.error.details)
    data = pickle.dumps((one.summary, one.folded, one.places, error), pickle.HIGHEST_PROTOCOL)
    pieces = max(-(-len(data) // PIECE_BYTES), 1)
    for piece in range(pieces):
        some = data[piece * PIECE_BYTES : (piece + 1) * PIECE_BYTES]
        row = [[one.task], [piece], [pieces], [some]]
        arrays = [pa.array(values, field.type) for values, field in zip(row, SCHEMA, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def unpacked(batches: Iterable[pa.RecordBatch]) -> list[Travelling]:
    """What tasks found, in the order of the tasks; pieces may come in any order. `cluster_lost` where a piece is
    missing.
    """
    found: dict[int, dict[int, bytes]] = {}
    wanted: dict[int, int] = {}
    for batch in batches:
        for task, piece, pieces, data in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            found.setdefault(task, {})[piece] = data
            wanted[task] = pieces
    return [_read(task, found[task], wanted[task]) for task in sorted(found)]


def _read(task: int, pieces: dict[int, bytes], wanted: int) -> Travelling:
    if len(pieces) != wanted:
        raise WegmarkeError("cluster_lost", found=len(pieces), wanted=wanted)
    data = b"".join(pieces[place] for place in range(wanted))
    summary, folded, places, error = pickle.loads(data)  # noqa: S301 - of the company's own cluster, see above
    return Travelling(task, summary, folded, places, None if error is None else WegmarkeError(error[0], **error[1]))
