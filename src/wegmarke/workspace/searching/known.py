"""Every identifier by which a customer is known, as search and lists take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.identity.customers import Customers
from wegmarke.identity.numbers import SEPARATOR
from wegmarke.index.index import Index

KNOWN = pa.schema([("number", pa.uint64()), ("kind", pa.string()), ("value", pa.string())])
"""One identifier of one customer a line. A customer has as many lines as identifiers, names and towns among them."""


def known_in(index: Index, customers: Customers | None = None) -> Iterator[pa.RecordBatch]:
    """The identifiers that customers are shown by in the index, of those who still have interactions; and with
    `customers` all others that lead to them, however sources wrote them, and what describes them.
    """
    for partition in index.partitions:
        numbers, identifiers = partition.number, partition.identifier
        if partition.live is not None:
            alive = np.flatnonzero(partition.live[partition.journeys[:-1]])
            numbers, identifiers = numbers[alive], identifiers.take(pa.array(alive))
        yield _split(numbers, identifiers)
    if customers is not None and len(customers.all_numbers):
        every = customers.all_numbers
        yield _split(customers.customers_of(every.astype(np.int64)), customers.numbers.identifiers(every))
        for table in (customers.sightings.spelled, customers.sightings.described):
            for batch in table.to_batches():
                numbers = customers.customers_of(batch.column("number").to_numpy())
                columns = [pa.array(numbers), batch.column("kind"), batch.column("value")]
                yield pa.RecordBatch.from_arrays(columns, schema=KNOWN)


def known_of(lines: Iterable[tuple[int, str, str]]) -> pa.RecordBatch:
    """The same from tuples (number, kind, value)."""
    given = list(lines)
    columns = [[line[place] for line in given] for place in range(3)]
    return pa.RecordBatch.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, KNOWN, strict=True)], schema=KNOWN
    )


def _split(numbers: NDArray[np.uint64], identifiers: pa.StringArray) -> pa.RecordBatch:
    parts = pc.split_pattern(identifiers, SEPARATOR, max_splits=1)
    kinds, values = pc.list_element(parts, 0), pc.list_element(parts, 1)
    return pa.RecordBatch.from_arrays([pa.array(numbers), kinds, values], schema=KNOWN)
