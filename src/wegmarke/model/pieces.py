"""Bytes of any length as rows of a table, each of a size that fits every limit on a message; and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pyarrow as pa

PIECE_BYTES: Final = 16 << 20

SCHEMA: Final = pa.schema([("task", pa.int64()), ("piece", pa.int64()), ("pieces", pa.int64()), ("data", pa.binary())])
SPARK_SCHEMA: Final = "task long, piece long, pieces long, data binary"


def in_pieces(task: int, data: bytes) -> Iterator[pa.RecordBatch]:
    """What belongs to a task, one row a batch."""
    pieces = max(-(-len(data) // PIECE_BYTES), 1)
    for piece in range(pieces):
        row = [[task], [piece], [pieces], [data[piece * PIECE_BYTES : (piece + 1) * PIECE_BYTES]]]
        arrays = [pa.array(values, field.type) for values, field in zip(row, SCHEMA, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def put_together(batches: Iterable[pa.RecordBatch]) -> dict[int, bytes | None]:
    """By task, in order, what belongs to it; pieces may come in any order, and more than once. None where one is
    missing.
    """
    found: dict[int, dict[int, bytes]] = {}
    wanted: dict[int, int] = {}
    for batch in batches:
        for task, piece, pieces, data in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            found.setdefault(task, {})[piece] = data
            wanted[task] = pieces
    return {
        task: b"".join(found[task][piece] for piece in range(wanted[task]))
        if len(found[task]) == wanted[task]
        else None
        for task in sorted(found)
    }
