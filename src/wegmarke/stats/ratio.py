"""A share of journeys when customers come back: the customer, not the journey, is the independent unit.

Customer i has mᵢ journeys, of which xᵢ count. The share is p = Σx/Σm, its variance after linearising

    v = G/(G−1) · Σ(xᵢ − p·mᵢ)² / (Σm)²,       G = (Σm)²/Σm²

where G is the effective number of customers (a few with very many journeys count for less). The design effect
v·Σm/(p(1−p)) is itself estimated badly when few customers stand on one side, and too small most often. It is therefore
drawn towards its value if each customer always did the same, Σm²/Σm, which weighs 1 against k = G·min(p, 1−p); for
shares of 0 and 1, where no variance can be seen, only that is left. Customers more regular than chance are not
rewarded: the design effect is at least 1. The interval is Wilson's with Σm / (design effect) observations and t(G−1) in
place of z. When every customer has one journey it is Wilson's interval exactly.

Coverage at the nominal 95 percent, by simulation over 10 to 1,000 customers, shares from 0.01 to 0.5 and correlations
within a customer up to 0.7: 94 to 100 percent (without the drawing towards: down to 83).

Sources: L. Kish (1965), Survey Sampling, 6.5 (ratio mean); E. L. Korn, B. I. Graubard (1998), Confidence intervals for
proportions with small expected number of positive counts, Survey Methodology 24, 193-201; N. Dean, M. Pagano (2015),
Evaluating confidence interval methods for binomial proportions in clustered surveys, Journal of Survey Statistics and
Methodology 3, 484-503; for differences: G. Y. Zou, A. Donner (2008), Construction of confidence limits about effect
measures, Statistics in Medicine 27, 1693-1702 (MOVER).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import stdtr, stdtrit

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.intervals import LEVEL, Difference, check_level
from wegmarke.stats.newcombe import newcombe
from wegmarke.stats.wilson import score_limits, wilson

ROUNDING: Final = 1e-12
"""An interval narrower than this has no width but for rounding."""

FEWEST: Final = 2
"""What customers differ in can be seen from two on."""


@dataclass(frozen=True, slots=True)
class CustomerSums:
    """Sums over customers, x = journeys that count, m = journeys: integers, so that partitions add up exactly."""

    customers: int
    counted: int
    journeys: int
    counted_squares: int
    products: int
    journeys_squares: int

    def __add__(self, other: CustomerSums) -> CustomerSums:
        return CustomerSums(
            self.customers + other.customers,
            self.counted + other.counted,
            self.journeys + other.journeys,
            self.counted_squares + other.counted_squares,
            self.products + other.products,
            self.journeys_squares + other.journeys_squares,
        )

    @property
    def once_each(self) -> bool:
        """Whether every customer has exactly one journey."""
        return self.journeys == self.customers

    @property
    def effective_customers(self) -> float:
        """Kish's (Σm)²/Σm²: how many customers with equally many journeys would weigh the same.

        NaN when there are none.
        """
        return self.journeys**2 / self.journeys_squares if self.journeys_squares else math.nan

    def variance(self, share: float) -> float:
        """The linearised variance of the share around `share`, with the correction for few customers."""
        spread = self.counted_squares - 2 * share * self.products + share**2 * self.journeys_squares
        return max(spread, 0.0) * self.correction / self.journeys**2

    @property
    def correction(self) -> float:
        """G/(G−1) for few customers; infinite for one."""
        effective = self.effective_customers
        return effective / (effective - 1) if effective > 1 else math.inf


@dataclass(frozen=True, slots=True)
class SharedSums:
    """Sums over the customers that stand in both groups of a difference, of products first × second.

    counted_journeys is Σ x₁·m₂, journeys_counted Σ m₁·x₂: they give the correlation of the two shares.
    """

    counted_counted: int = 0
    counted_journeys: int = 0
    journeys_counted: int = 0
    journeys_journeys: int = 0

    def __add__(self, other: SharedSums) -> SharedSums:
        return SharedSums(
            self.counted_counted + other.counted_counted,
            self.counted_journeys + other.counted_journeys,
            self.journeys_counted + other.journeys_counted,
            self.journeys_journeys + other.journeys_journeys,
        )

    def product(self, first_share: float, second_share: float) -> float:
        """Σ (x₁ − p₁m₁)(x₂ − p₂m₂) over customers."""
        return (
            self.counted_counted
            - second_share * self.counted_journeys
            - first_share * self.journeys_counted
            + first_share * second_share * self.journeys_journeys
        )


NOBODY_SHARED: Final = SharedSums()


def ratio(sums: CustomerSums, level: float = LEVEL) -> Estimate:
    """The share of journeys that count, with its interval; `n` is the number of journeys.

    `CannotSay("empty_group")` without journeys; `CannotSay("too_few")`, n customers, when customers come back but one
    of them has so many of the journeys that effectively less than two customers are left. ValueError when the sums
    contradict each other.
    """
    check_level(level)
    _check(sums)
    if sums.once_each:
        return wilson(sums.counted, sums.journeys, level)
    if sums.effective_customers < FEWEST:
        return CannotSay("too_few", sums.customers, max(FEWEST, sums.customers + 1))
    share = sums.counted / sums.journeys
    t = float(stdtrit(sums.effective_customers - 1, 0.5 + level / 2))
    size = sums.journeys / _design_effect(sums, share)
    low, high = score_limits(np.array([share]), np.array([size]), t)
    return Interval(share, float(low[0]), float(high[0]), sums.journeys, level)


def ratio_difference(
    first: CustomerSums,
    second: CustomerSums,
    shared: SharedSums = NOBODY_SHARED,
    level: float = LEVEL,
) -> Difference | CannotSay:
    """First share minus second share, where customers may have several journeys and stand in both groups.

    Interval: Zou and Donner's MOVER on the limits of `ratio`, with the correlation that `shared` gives. Test: the
    difference against its linearised standard error under one common share, t with G₁ + G₂ − 2 degrees of freedom. With
    one journey a customer and nobody shared both are Newcombe's. `CannotSay` as in `ratio`, for either group; the
    p-value is `CannotSay("no_variation")` when nothing varies.
    """
    if first.once_each and second.once_each and shared == NOBODY_SHARED:
        return newcombe(first.counted, first.journeys, second.counted, second.journeys, level)
    one, two = ratio(first, level), ratio(second, level)
    if isinstance(one, CannotSay):
        return one
    if isinstance(two, CannotSay):
        return two
    fewer = min(first.effective_customers, second.effective_customers)
    if fewer < FEWEST:
        return CannotSay("too_few", min(first.customers, second.customers), FEWEST)
    correlation = _correlation(first, second, shared, one.value, two.value)
    difference = one.value - two.value
    low = difference - _combined(one.value - one.low, two.high - two.value, correlation)
    high = difference + _combined(one.high - one.value, two.value - two.low, correlation)
    n = first.journeys + second.journeys
    if high - low <= ROUNDING:
        # The same customers did the same in both groups: the difference is known, but nothing tells how sure it is.
        return CannotSay("no_variation", n)
    interval = Interval(difference, max(low, -1.0), min(high, 1.0), n, level)
    return Difference(interval, _p_value(first, second, shared, difference))


def _check(sums: CustomerSums) -> None:
    possible = (
        0 <= sums.counted <= sums.journeys
        and sums.customers <= sums.journeys
        and sums.counted_squares <= sums.products <= sums.journeys_squares
    )
    if not possible:
        raise ValueError(f"these sums cannot come from customers with at least one journey each: {sums}")


def _design_effect(sums: CustomerSums, share: float) -> float:
    """How many times more journeys it takes than if they were independent; at least 1."""
    as_one = sums.journeys_squares / sums.journeys
    if share in {0.0, 1.0}:
        return as_one
    seen = max(sums.variance(share) * sums.journeys / (share * (1 - share)), 1.0)
    weight = sums.effective_customers * min(share, 1 - share)
    return (weight * seen + max(as_one, seen)) / (weight + 1)


def _correlation(
    first: CustomerSums,
    second: CustomerSums,
    shared: SharedSums,
    first_share: float,
    second_share: float,
) -> float:
    spread = math.sqrt(first.variance(first_share) * second.variance(second_share))
    if spread == 0:
        return 0.0
    return max(-1.0, min(1.0, _covariance(first, second, shared, first_share, second_share) / spread))


def _covariance(
    first: CustomerSums, second: CustomerSums, shared: SharedSums, first_share: float, second_share: float
) -> float:
    """Corrected for few customers as both variances are, so that a group's covariance with itself is its variance."""
    correction = math.sqrt(first.correction * second.correction)
    return shared.product(first_share, second_share) * correction / (first.journeys * second.journeys)


def _combined(one: float, two: float, correlation: float) -> float:
    return math.sqrt(max(one**2 + two**2 - 2 * correlation * one * two, 0.0))


def _p_value(first: CustomerSums, second: CustomerSums, shared: SharedSums, difference: float) -> float | CannotSay:
    journeys = first.journeys + second.journeys
    common = (first.counted + second.counted) / journeys
    own = first.variance(common) + second.variance(common)
    variance = own - 2 * _covariance(first, second, shared, common, common)
    if variance <= ROUNDING * own:
        return CannotSay("no_variation", journeys)
    freedom = first.effective_customers + second.effective_customers - 2
    return 2 * float(stdtr(freedom, -abs(difference) / math.sqrt(variance)))
