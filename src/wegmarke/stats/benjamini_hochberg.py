"""Many tests at once: Benjamini and Hochberg's control of the false discovery rate, as adjusted p-values.

    q₍ᵢ₎ = min over j ≥ i of  m · p₍ⱼ₎ / j,   at most 1

Keeping what has q ≤ 0.05 keeps, among all that is kept, the expected share of false discoveries at or below 5 percent
(for independent or positively dependent tests).

Source: Y. Benjamini, Y. Hochberg (1995), Controlling the false discovery rate, JRSS B 57, 289-300.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p_values: ArrayLike) -> NDArray[np.float64]:
    """q-values in the order and shape of the p-values.

    NaN is a test that could not be made: it stays NaN and does not count among the m tests. ValueError when a p-value
    lies outside 0 … 1.
    """
    p = np.asarray(p_values, dtype=np.float64)
    made = ~np.isnan(p)
    tested = p[made]
    if bool(np.any((tested < 0) | (tested > 1))):
        raise ValueError("p-values must lie between 0 and 1")
    order = np.argsort(tested, kind="stable")
    scaled = tested[order] * (tested.size / np.arange(1, tested.size + 1))
    adjusted = np.empty_like(tested)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    q = np.full(p.shape, np.nan)
    q[made] = adjusted
    return q
