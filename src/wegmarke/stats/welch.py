"""Means from sums: a mean with Student's t interval, and the difference of two means after Welch.

    mean ± t(n−1) · s / √n,   s² = (Σx² − (Σx)²/n) / (n − 1)
    d ± t(ν) · √(s₁²/n₁ + s₂²/n₂),   ν after Welch and Satterthwaite

Only n, Σx and Σx² are needed, so partitions add up. Elapsed times are skewed: with few observations read the median
beside the mean.

Source: B. L. Welch (1947), The generalization of "Student's" problem when several different population variances are
involved, Biometrika 34, 28-35.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from scipy.special import stdtr, stdtrit

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.intervals import LEVEL, Difference, check_level

ROUNDING: Final = 1e-12
"""Merged float sums are good to about this share of Σx²: a spread below it is rounding, not variation."""

FEWEST: Final = 2
"""A spread needs two observations."""


@dataclass(frozen=True, slots=True)
class Moments:
    """n observations, their sum, and their sum of squares as float64 (integers would overflow with squared seconds)."""

    n: int
    total: float
    squares: float

    def __add__(self, other: Moments) -> Moments:
        return Moments(self.n + other.n, self.total + other.total, self.squares + other.squares)

    @property
    def mean(self) -> float:
        """Σx / n; NaN when there are none."""
        return self.total / self.n if self.n else math.nan

    @property
    def variance(self) -> float:
        """s² with n − 1; 0 when what is left after subtraction is only rounding; NaN below two observations."""
        if self.n < FEWEST:
            return math.nan
        spread = self.squares - self.total * self.mean
        return spread / (self.n - 1) if spread > ROUNDING * self.squares else 0.0


def mean(moments: Moments, level: float = LEVEL) -> Estimate:
    """The mean with its t interval.

    `CannotSay("too_few")` below two observations, `CannotSay("no_variation")` when all are equal.
    """
    check_level(level)
    if moments.n < FEWEST:
        return CannotSay("too_few", moments.n, FEWEST)
    if moments.variance == 0:
        return CannotSay("no_variation", moments.n)
    half = float(stdtrit(moments.n - 1, 0.5 + level / 2)) * math.sqrt(moments.variance / moments.n)
    return Interval(moments.mean, moments.mean - half, moments.mean + half, moments.n, level)


def welch(first: Moments, second: Moments, level: float = LEVEL) -> Difference | CannotSay:
    """First mean minus second mean of independent groups whose variances may differ; `interval.n` sums both groups.

    `CannotSay("too_few")` when a group has less than two observations (n is the smaller group),
    `CannotSay("no_variation")` when neither group varies.
    """
    check_level(level)
    fewer = min(first.n, second.n)
    if fewer < FEWEST:
        return CannotSay("too_few", fewer, FEWEST)
    first_error, second_error = first.variance / first.n, second.variance / second.n
    error = first_error + second_error
    if error == 0:
        return CannotSay("no_variation", first.n + second.n)
    # Shares of the error, not its squares: seconds to the fourth power would overflow long before a share does.
    first_share, second_share = first_error / error, second_error / error
    freedom = 1 / (first_share**2 / (first.n - 1) + second_share**2 / (second.n - 1))
    difference, standard_error = first.mean - second.mean, math.sqrt(error)
    half = float(stdtrit(freedom, 0.5 + level / 2)) * standard_error
    interval = Interval(difference, difference - half, difference + half, first.n + second.n, level)
    return Difference(interval, 2 * float(stdtr(freedom, -abs(difference) / standard_error)))
