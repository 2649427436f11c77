"""Sums of products that must not lose a digit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_MOST = 2**63 - 1


def exact_dot(first: NDArray[np.int64], second: NDArray[np.int64]) -> int:
    """Σ first × second as a whole number, however large: squares of cents have more digits than 64 bits hold."""
    if not len(first):
        return 0
    most = [max(abs(int(one.min())), abs(int(one.max()))) for one in (first, second)]
    at_once = _MOST // max(most[0] * most[1], 1)
    if not at_once:
        return int(first.astype(object) @ second.astype(object))
    return sum(
        int(first[begin : begin + at_once] @ second[begin : begin + at_once]) for begin in range(0, len(first), at_once)
    )
