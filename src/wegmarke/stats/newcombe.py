"""The difference of two independent shares, with Newcombe's hybrid score interval and the score test.

With Wilson's limits (l₁, u₁) and (l₂, u₂) of both shares and d = p₁ − p₂ the interval is

    d − √((p₁ − l₁)² + (u₂ − p₂)²)   …   d + √((u₁ − p₁)² + (p₂ − l₂)²)

and the test is z = d / √(p(1−p)(1/n₁ + 1/n₂)) with the pooled share p (Pearson's chi-squared without continuity
correction). Interval and test are two methods: right at the border one may say "different" and the other not.

Where the same customers stand behind several observations, use `wegmarke.stats.ratio.ratio_difference`.

Source: R. G. Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in
Medicine 17, 873-890 (method 10).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from wegmarke.model.finding import CannotSay
from wegmarke.stats.intervals import (
    LEVEL,
    Difference,
    DifferenceArray,
    IntervalArray,
    counts_within,
    normal_quantile,
)
from wegmarke.stats.wilson import score_limits


def newcombe(
    first_successes: int,
    first_n: int,
    second_successes: int,
    second_n: int,
    level: float = LEVEL,
) -> Difference | CannotSay:
    """First share minus second share; `CannotSay("empty_group")` when either group is empty.

    When nobody or everybody succeeded in both groups there is an interval but no test: the p-value is
    `CannotSay("no_variation")`. `interval.n` is the sum of both groups. ValueError unless 0 ≤ successes ≤ n.
    """
    return newcombe_array(first_successes, first_n, second_successes, second_n, level).at(0)


def newcombe_array(
    first_successes: ArrayLike,
    first_n: ArrayLike,
    second_successes: ArrayLike,
    second_n: ArrayLike,
    level: float = LEVEL,
) -> DifferenceArray:
    """The same for many pairs at once, arrays of shape (pairs,); NaN where nothing can be said."""
    first_counted, first_total, second_counted, second_total = np.broadcast_arrays(
        *counts_within(first_successes, first_n),
        *counts_within(second_successes, second_n),
    )
    n1, n2 = first_total.astype(np.float64), second_total.astype(np.float64)
    z = normal_quantile(level)
    with np.errstate(invalid="ignore", divide="ignore"):
        p1, p2 = first_counted / n1, second_counted / n2
        low1, high1 = score_limits(p1, n1, z)
        low2, high2 = score_limits(p2, n2, z)
        difference = p1 - p2
        low = difference - np.hypot(p1 - low1, high2 - p2)
        high = difference + np.hypot(high1 - p1, p2 - low2)
        pooled = (first_counted + second_counted) / (n1 + n2)
        standard_error = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
        p_value = np.where(standard_error > 0, 2 * ndtr(-np.abs(difference) / standard_error), np.nan)
    empty = (first_total == 0) | (second_total == 0)
    low, high = (
        np.where(empty, np.nan, np.maximum(low, -1)),
        np.where(empty, np.nan, np.minimum(high, 1)),
    )
    return DifferenceArray(IntervalArray(difference, low, high, first_total + second_total, level), p_value)
