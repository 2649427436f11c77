"""Products of tall matrices, a block of rows at a time.

A block stays in the processor's cache, and its product is too small to be shared out among threads. Threads that wait
for each other many times cost up to fifty times the work where cores are busy with something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_NUMBERS: Final = 9000
"""So many numbers make a block."""


def blocks(rows: Floats) -> Iterator[slice]:
    """The blocks of a matrix (n, k), in order."""
    size = max(_NUMBERS // max(rows.shape[1], 1), 1)
    return (slice(begin, begin + size) for begin in range(0, len(rows), size))


def times(rows: Floats, vector: Floats) -> Floats:
    """The product rows · vector: shape (n,)."""
    found = np.empty(len(rows))
    for here in blocks(rows):
        found[here] = rows[here] @ vector
    return found


def crossed(one: Floats, other: Floats) -> Floats:
    """The product oneᵀ · other, of matrices (n, k) and (n, m): shape (k, m)."""
    found = np.zeros((one.shape[1], other.shape[1]))
    for here in blocks(one):
        found += one[here].T @ other[here]
    return found
