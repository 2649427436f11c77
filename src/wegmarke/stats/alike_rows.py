"""Rows that are the same, found once: a model on counts of distinct rows is the model on all of them.

Rows are compared by a 64-bit hash, and then whole, so that the answer is exact. Where more than half of the rows are
distinct it does not pay, and every row stands for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_BLOCK: Final = 8192
_PAYS: Final = 0.5
"""The largest share of distinct rows with which counting them pays."""


@dataclass(frozen=True, slots=True)
class Alike:
    """rows: the distinct rows (d, k). own: for each row as it came which of them it is, shape (n,)."""

    rows: NDArray[np.float64]
    own: NDArray[np.int64]

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum over the rows that are the same: shape (d,)."""
        return np.bincount(self.own, values, minlength=len(self.rows)).astype(np.float64)


def alike(rows: NDArray[np.float64]) -> Alike:
    """Find the distinct rows of a matrix (n, k)."""
    hashes = _hashes(rows)
    _, first, own = np.unique(hashes, return_index=True, return_inverse=True)
    own = own.reshape(-1)
    if len(first) <= _PAYS * len(rows):
        distinct = rows[first]
        if _same(rows, distinct, own):
            return Alike(distinct, own)
    return Alike(rows, np.arange(len(rows), dtype=np.int64))


def _hashes(rows: NDArray[np.float64]) -> NDArray[np.uint64]:
    odd = np.random.default_rng(0).integers(2**63, size=rows.shape[1], dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    found = np.empty(len(rows), dtype=np.uint64)
    for begin in range(0, len(rows), _BLOCK):
        here = slice(begin, begin + _BLOCK)
        # Adding 0 makes a negative zero a positive one. Round numbers end with many zero bits, which multiplying would
        # leave at zero: their upper bits are mixed in first.
        bits = (np.ascontiguousarray(rows[here]) + 0.0).view(np.uint64)
        bits ^= (bits >> np.uint64(32)) ^ (bits >> np.uint64(52))
        found[here] = (bits * odd).sum(axis=1, dtype=np.uint64)
    return found


def _same(rows: NDArray[np.float64], distinct: NDArray[np.float64], own: NDArray[np.int64]) -> bool:
    blocks = (slice(begin, begin + _BLOCK) for begin in range(0, len(rows), _BLOCK))
    return all(np.array_equal(rows[here], distinct[own[here]]) for here in blocks)
