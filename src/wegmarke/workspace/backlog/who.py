"""Whose rows of the record are, many at a time."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.identity.customers import Customers
from wegmarke.identity.naming import different

NOBODY = -1


def numbers_of(customers: Customers, batch: pa.RecordBatch) -> NDArray[np.int64]:
    """Give the customer's number of each row of `customer_kind` and `customer`, shape (rows,).

    NOBODY: it was not resolved yet.
    """
    found = np.full(batch.num_rows, NOBODY, np.int64)
    if not batch.num_rows:
        return found
    kinds = batch.column("customer_kind")
    kinds = kinds if pa.types.is_dictionary(kinds.type) else kinds.dictionary_encode()
    named = different(kinds, batch.column("customer"), customers.numbers, customers.rules, mint=False).numbers
    known = named >= 0
    known[known] = customers.places.known(named[known])
    found[known] = customers.customers_of(named[known]).astype(np.int64)
    return found
