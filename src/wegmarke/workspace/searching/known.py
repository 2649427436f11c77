"""Every identifier by which a customer is known, as search and lists take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.identity.numbers import SEPARATOR
from wegmarke.index.index import Index

KNOWN = pa.schema([("number", pa.uint64()), ("kind", pa.string()), ("value", pa.string())])
"""One identifier of one customer a line. A customer has as many lines as identifiers, names and towns among them."""


def known_in(index: Index) -> Iterator[pa.RecordBatch]:
    """The identifiers that the index holds, of the customers that still have interactions."""
    for partition in index.partitions:
        numbers, identifiers = partition.number, partition.identifier
        if partition.live is not None:
            alive = np.flatnonzero(partition.live[partition.journeys[:-1]])
            numbers, identifiers = numbers[alive], identifiers.take(pa.array(alive))
        parts = pc.split_pattern(identifiers, SEPARATOR, max_splits=1)
        kinds, values = pc.list_element(parts, 0), pc.list_element(parts, 1)
        yield pa.RecordBatch.from_arrays([pa.array(numbers), kinds, values], schema=KNOWN)


def known_of(lines: Iterable[tuple[int, str, str]]) -> pa.RecordBatch:
    """The same from tuples (number, kind, value)."""
    given = list(lines)
    columns = [[line[place] for line in given] for place in range(3)]
    return pa.RecordBatch.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, KNOWN, strict=True)], schema=KNOWN
    )
