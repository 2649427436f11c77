"""What a row says of the customer's attributes: one word for each that the mapping names."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.model.mapping import Mapping
from wegmarke.sources.cells import Columns


def attributes_of(mapping: Mapping, columns: Columns) -> pa.Array | None:
    """Give what each row says, as a map from the attribute's name to its word; null where it says nothing.

    An empty cell says nothing: it does not take back what an earlier row said.
    """
    if not mapping.attributes:
        return None
    texts = [columns.text(one.column) for one in mapping.attributes]
    filled: NDArray[np.bool_] = np.column_stack([pc.is_valid(one).to_numpy(zero_copy_only=False) for one in texts])
    counts = filled.sum(axis=1)
    rows, which = np.nonzero(filled)
    offsets = pa.array(np.concatenate(([0], np.cumsum(counts))).astype(np.int32), mask=np.append(counts == 0, False))
    names = pa.array([one.name for one in mapping.attributes], pa.string()).take(pa.array(which))
    words = pa.chunked_array(texts, pa.string()).take(pa.array(which * len(filled) + rows)).combine_chunks()
    return pa.MapArray.from_arrays(offsets, names, words)
