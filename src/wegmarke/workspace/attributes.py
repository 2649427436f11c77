"""What the record tells of customer attributes: interactions and master data alike."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from wegmarke.model.columns import ATTRIBUTE_COLUMNS
from wegmarke.record import Record
from wegmarke.record.reading import holds, live_batches


def attribute_batches(record: Record) -> Iterator[pa.RecordBatch]:
    """All live rows of those parts that tell of any attribute; most sources tell of none, and are not read."""
    for part in record.parts():
        if holds(part, "attributes"):
            yield from live_batches((part,), ATTRIBUTE_COLUMNS)
