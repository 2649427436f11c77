"""What is unfit in a batch, collected column by column: for each row the first fault found."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.model.quarantine import Unfit, UnfitReason
from wegmarke.sources.batch import row_text
from wegmarke.sources.limits import MAX_CELL_BYTES
from wegmarke.sources.texts import as_text

_SHOWN = 1000


class Faults:
    """The faults of one batch's rows; the first one that is marked on a row is the one that is told."""

    def __init__(self, rows: int) -> None:
        self._which = np.zeros(rows, np.int32)
        self._kinds: list[tuple[UnfitReason, str]] = []

    def mark(self, rows: NDArray[np.bool_], reason: UnfitReason, column: str) -> None:
        """Mark the rows of the mask that have no fault yet."""
        if rows.any():
            self._kinds.append((reason, column))
            self._which[rows & (self._which == 0)] = len(self._kinds)

    @property
    def fit(self) -> NDArray[np.bool_]:
        """The rows without a fault."""
        none: NDArray[np.bool_] = self._which == 0
        return none

    def unfit(
        self, columns: pa.RecordBatch, row_numbers: NDArray[np.int64], drop: Collection[str]
    ) -> tuple[Unfit, ...]:
        """Tell each faulty row with column, value and the whole row, without the columns that are never stored."""
        places = np.flatnonzero(self._which)
        if not len(places):
            return ()
        kept = [name for name in columns.schema.names if name not in drop]
        rows = columns.select(kept).take(pa.array(places))
        texts = {name: as_text(rows.column(name)).to_pylist() for name in kept}
        found: list[Unfit] = []
        for at, place in enumerate(places.tolist()):
            reason, column = self._kinds[self._which[place] - 1]
            row = {name: texts[name][at] or "" for name in kept}
            value = row.get(column, "")[:_SHOWN]
            found.append(Unfit(int(row_numbers[place]), reason, column, value, row_text(row)))
        return tuple(found)


def too_long(columns: pa.RecordBatch) -> list[tuple[str, NDArray[np.bool_]]]:
    """Find the columns that hold a cell beyond `MAX_CELL_BYTES`, with the rows."""
    found: list[tuple[str, NDArray[np.bool_]]] = []
    for name, column in zip(columns.schema.names, columns.columns, strict=True):
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)) or not len(column):
            continue
        if column.nbytes <= MAX_CELL_BYTES:
            continue
        offsets = pc.fill_null(pc.binary_length(column), 0).to_numpy(zero_copy_only=False)
        if offsets.max() > MAX_CELL_BYTES:
            found.append((name, offsets > MAX_CELL_BYTES))
    return found
