"""Rows that a source told more than once, each time otherwise: all their versions, oldest first.

The record never rewrites. Where a source declares the id of a row, a later row of the same id counts instead of the
earlier one, which stays (`record.matching`). Here both are read again, side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.model.columns import INTERACTION_SCHEMA, completed
from wegmarke.record.matching import ORDER_SHIFT
from wegmarke.record.parts import opened
from wegmarke.record.reading import BATCH_ROWS
from wegmarke.record.store import LivePart, Store

OF_ROW = ("file", "row", "part", "row_id", "customer_kind", "customer")
VERSION_SCHEMA = pa.schema(
    [pa.field("source", pa.string()), pa.field("rank", pa.int64()), pa.field("counts", pa.bool_())]
)
"""What stands beside the columns of an interaction: its source, its place among the versions, whether it counts."""


def versions(store: Store, columns: Sequence[str]) -> pa.Table:
    """All versions of interactions whose row was told more than once with another content.

    Columns: those of `VERSION_SCHEMA`, `OF_ROW`, and those asked for; ordered by source, id, part and rank. Files that
    were read again under another mapping are one telling, by their latest reading.
    """
    names = (*OF_ROW, *columns)
    parts = store.live_parts()
    earlier = [table for part in parts if len(part.masked.at) for table in _rows(part, names, part.masked.at)]
    schema = pa.schema([*VERSION_SCHEMA, *(INTERACTION_SCHEMA.field(name) for name in names)])
    if not earlier:
        return schema.empty_table()
    found = [*earlier]
    for source in {part.file.source for part in parts if len(part.masked.at)}:
        ids = pa.concat_tables([one for one in earlier if one["source"][0].as_py() == source])["row_id"]
        wanted = pc.unique(ids.drop_null())
        for part in parts:
            if part.file.source == source and part.entry.has_ids:
                found += _rows(part, names, None, wanted)
    together = pa.concat_tables(found).combine_chunks()
    order = pc.sort_indices(together, sort_keys=[(name, "ascending") for name in ("source", "row_id", "part", "rank")])
    return together.take(order)


def _rows(
    part: LivePart, names: Sequence[str], places: NDArray[np.uint32] | None, wanted: pa.Array | None = None
) -> Iterator[pa.Table]:
    """The interactions of a part at these places, or those that count and whose id is wanted."""
    with opened(part.path.parent.parent, part.entry) as file:
        begin = 0
        for batch in file.iter_batches(BATCH_ROWS, columns=[n for n in names if n in file.schema_arrow.names]):
            end = begin + batch.num_rows
            masked = np.zeros(batch.num_rows, np.bool_)
            low, high = np.searchsorted(part.masked.at, (begin, end))
            masked[part.masked.at[low:high].astype(np.int64) - begin] = True
            begin = end
            chosen = masked if places is not None else ~masked & _among(batch, wanted)
            if chosen.any():
                yield _told(completed(batch.filter(pa.array(chosen)), names), part, counts=places is None)


def _among(batch: pa.RecordBatch, wanted: pa.Array | None) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.is_in(batch.column("row_id"), wanted).to_numpy(zero_copy_only=False)
    return found


def _told(batch: pa.RecordBatch, part: LivePart, *, counts: bool) -> pa.Table:
    rank = (np.int64(part.file.order) << ORDER_SHIFT) + batch.column("row").to_numpy()
    table = pa.table(
        {
            "source": pa.array([part.file.source] * batch.num_rows, pa.string()),
            "rank": pa.array(rank),
            "counts": pa.array(np.full(batch.num_rows, counts)),
        }
    )
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        field = INTERACTION_SCHEMA.field(name)
        plain = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        table = table.append_column(name, column.cast(plain))
    return table
