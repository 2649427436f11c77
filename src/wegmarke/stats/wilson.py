"""The share of a count, with Wilson's score interval.

    (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n),   p = successes / n

It keeps close to its level for small n and for shares near 0 and 1, where p ± z·se fails, and never has zero width. It
takes the observations as independent; where customers come back, use `wegmarke.stats.ratio`.

Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209-212.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegmarke.model.finding import Estimate
from wegmarke.stats.intervals import (
    LEVEL,
    IntervalArray,
    counts_within,
    normal_quantile,
)


def wilson(successes: int, n: int, level: float = LEVEL) -> Estimate:
    """The share successes / n with its interval; `CannotSay("empty_group")` when n is 0.

    ValueError unless 0 ≤ successes ≤ n and 0 < level < 1.
    """
    return wilson_array(successes, n, level).at(0)


def wilson_array(successes: ArrayLike, n: ArrayLike, level: float = LEVEL) -> IntervalArray:
    """The same for many groups at once: arrays (or one number) of successes and of observations, shape (groups,).

    Where n is 0 value, low and high are NaN.
    """
    counted, total = counts_within(successes, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = counted / total
        low, high = score_limits(share, total.astype(np.float64), normal_quantile(level))
    return IntervalArray(share, low, high, total, level)


def score_limits(
    share: NDArray[np.float64], n: NDArray[np.float64], z: NDArray[np.float64] | float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper limit for shares out of n observations (n may be an effective size, a fraction).

    NaN where n is 0.
    """
    z_squared = np.square(z)
    scale = 1 + z_squared / n
    centre = (share + z_squared / (2 * n)) / scale
    half = z / scale * np.sqrt(share * (1 - share) / n + z_squared / (4 * np.square(n)))
    # The limits of 0 of n and n of n are 0 and 1; rounding must not leave them a hair beside.
    low = np.where(share == 0, np.where(n > 0, 0.0, np.nan), np.maximum(centre - half, 0))
    high = np.where(share == 1, np.where(n > 0, 1.0, np.nan), np.minimum(centre + half, 1))
    return low, high
