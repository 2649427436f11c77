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
from wegmarke.model.pieces import in_pieces, put_together


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
    yield from in_pieces(one.task, pickle.dumps((one.summary, one.folded, one.places, error), pickle.HIGHEST_PROTOCOL))


def unpacked(batches: Iterable[pa.RecordBatch]) -> list[Travelling]:
    """What tasks found, in the order of the tasks; pieces may come in any order. `cluster_lost` where a piece is
    missing.
    """
    found = put_together(batches)
    whole = {task: data for task, data in found.items() if data is not None}
    if len(whole) < len(found):
        raise WegmarkeError("cluster_lost", found=len(whole), wanted=len(found))
    return [_read(task, data) for task, data in whole.items()]


def _read(task: int, data: bytes) -> Travelling:
    summary, folded, places, error = pickle.loads(data)  # noqa: S301 - of the company's own cluster, see above
    return Travelling(task, summary, folded, places, None if error is None else WegmarkeError(error[0], **error[1]))
