"""The difference of two means when customers come back: the customer, not the journey, is the independent unit.

Customer i has mᵢ journeys whose values add up to xᵢ. A group's mean is Σx/Σm, its variance after linearising

    v = G/(G−1) · Σ(xᵢ − x̄·mᵢ)² / (Σm)²,       G = (Σm)²/Σm²

as in `stats.ratio`. Customers who stand in both groups bring a covariance of the same kind, which is taken off:
v = v₁ + v₂ − 2c. The interval is d ± t(ν)·√v with ν after Welch and Satterthwaite from v₁, v₂, G₁ − 1 and G₂ − 1. When
every customer has one journey, in one group, it is Welch's interval exactly.

Sources: as in `stats.ratio` and `stats.welch`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from scipy.special import stdtr, stdtrit

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.intervals import LEVEL, Difference, check_level

FEWEST: Final = 2
ROUNDING: Final = 1e-12
"""Sums of floats are good to about this share of Σx²: a spread below it is rounding."""


@dataclass(frozen=True, slots=True)
class ClusteredSums:
    """Sums over customers: n journeys, Σx, Σx², Σxm, Σm²."""

    n: float
    total: float
    squares: float
    products: float
    sizes: float

    @property
    def mean(self) -> float:
        """Σx / Σm; NaN without journeys."""
        return self.total / self.n if self.n else math.nan

    @property
    def effective(self) -> float:
        """How many customers with equally many journeys would weigh the same."""
        return self.n**2 / self.sizes if self.sizes else 0.0

    @property
    def variance(self) -> float:
        """Of the mean; 0 where what is left is rounding."""
        mean = self.mean
        spread = self.squares - 2 * mean * self.products + mean**2 * self.sizes
        return spread * self.correction / self.n**2 if spread > ROUNDING * self.squares else 0.0

    @property
    def correction(self) -> float:
        """G/(G−1)."""
        return self.effective / (self.effective - 1)


@dataclass(frozen=True, slots=True)
class SharedProducts:
    """Over customers who stand in both groups: Σx₁x₂, Σx₁m₂, Σm₁x₂, Σm₁m₂."""

    both: float = 0.0
    first_all: float = 0.0
    all_second: float = 0.0
    sizes: float = 0.0


def clustered_difference(
    first: ClusteredSums, second: ClusteredSums, shared: SharedProducts = SharedProducts(), level: float = LEVEL
) -> Difference | CannotSay:
    """First mean minus second mean; `interval.n` sums the journeys of both.

    `CannotSay("too_few")` where a group has effectively less than two customers, `CannotSay("no_variation")` where
    nothing varies.
    """
    check_level(level)
    fewer = min(first.effective, second.effective)
    if fewer < FEWEST:
        return CannotSay("too_few", int(fewer), FEWEST)
    n = round(first.n + second.n)
    own = first.variance + second.variance
    product = (
        shared.both
        - second.mean * shared.first_all
        - first.mean * shared.all_second
        + first.mean * second.mean * shared.sizes
    )
    covariance = product * math.sqrt(first.correction * second.correction) / (first.n * second.n)
    variance = own - 2 * covariance
    if own == 0 or variance <= ROUNDING * own:
        return CannotSay("no_variation", n)
    one, two = first.variance / own, second.variance / own
    freedom = 1 / (one**2 / (first.effective - 1) + two**2 / (second.effective - 1))
    difference, error = first.mean - second.mean, math.sqrt(variance)
    half = float(stdtrit(freedom, 0.5 + level / 2)) * error
    interval = Interval(difference, difference - half, difference + half, n, level)
    return Difference(interval, 2 * float(stdtr(freedom, -abs(difference) / error)))
