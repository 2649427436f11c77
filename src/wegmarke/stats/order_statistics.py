"""Quantiles: the one definition used everywhere, and an interval from ranks that assumes no distribution.

The q-quantile of n sorted values x₀ ≤ … ≤ xₙ₋₁ is the linear interpolation at position (n−1)·q (Hyndman and Fan's type
7, NumPy's default).

The interval takes two of the values themselves: of n independent values Binomial(n, q) many lie below the true
quantile, so

    low  = the l-th smallest,  l the largest rank with P(B < l) ≤ α/2,
    high = the u-th smallest,  u the smallest rank with P(B ≥ u) ≤ α/2,       B ~ Binomial(n, q), α = 1 − level

covers it with at least `level`. It needs max(log(α/2)/log q, log(α/2)/log(1−q)) values: 6 for the median, 36 for the
90th percentile.

Sources: R. J. Hyndman, Y. Fan (1996), Sample quantiles in statistical packages, American Statistician 50, 361-365; W.
J. Conover (1999), Practical Nonparametric Statistics, 3.2.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr, bdtrc

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.intervals import LEVEL, check_level

HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Position:
    """Where a quantile lies among n sorted values.

    Between index `below` and `above` (from 0), at `fraction` of the way.
    """

    below: int
    above: int
    fraction: float


def quantile_position(n: int, q: float) -> Position:
    """The position of the q-quantile among n ≥ 1 sorted values. ValueError unless n ≥ 1 and 0 ≤ q ≤ 1."""
    if n < 1 or not 0 <= q <= 1:
        message = f"a quantile needs n of at least 1 and q from 0 to 1, not n={n}, q={q}"
        raise ValueError(message)
    exact = (n - 1) * q
    below = math.floor(exact)
    return Position(below, min(below + 1, n - 1), exact - below)


def interpolate(below: float, above: float, fraction: float) -> float:
    """Between two neighbouring values; rounds as NumPy does, so that both give the same number to the last bit."""
    step = above - below
    return below + step * fraction if fraction < HALF else above - step * (1 - fraction)


def interval_ranks(n: int, q: float, level: float = LEVEL) -> tuple[int, int] | CannotSay:
    """The two indices (from 0) among n sorted values that bound the q-quantile.

    `CannotSay("too_few")` with the n it would take. ValueError unless 0 < q < 1.
    """
    check_level(level)
    if not 0 < q < 1:
        raise ValueError(f"an interval of a quantile needs 0 < q < 1, not {q}")
    tail = (1 - level) / 2
    needed = math.ceil(max(math.log(tail) / math.log(q), math.log(tail) / math.log1p(-q)) - 1e-9)
    if n < needed:
        return CannotSay("too_few", n, needed)
    # Both tails are monotone in the rank: halving finds the limits in some twenty steps, whatever n is.
    ranks = range(1, n + 1)
    low = bisect_right(ranks, tail, key=lambda rank: float(bdtr(rank - 1.0, n, q)))
    high = bisect_left(ranks, -tail, key=lambda rank: -float(bdtrc(rank - 1.0, n, q))) + 1
    return low - 1, high - 1


def quantile(values: ArrayLike, q: float, level: float = LEVEL) -> Estimate:
    """The q-quantile of the values (any order) with its interval.

    `CannotSay("too_few")` when there are too few for an interval at this level, `CannotSay("no_variation")` when both
    limits are the same value (so many ties that the interval would have no width).
    """
    given = np.asarray(values, dtype=np.float64)
    ranks = interval_ranks(given.size, q, level)
    if isinstance(ranks, CannotSay):
        return ranks
    place = quantile_position(given.size, q)
    # Only four values need to stand in their place; sorting all of them takes several times as long.
    wanted = (place.below, place.above, *ranks)
    ordered = np.partition(given, sorted(set(wanted)))
    below, above, low, high = (float(ordered[position]) for position in wanted)
    return quantile_interval(interpolate(below, above, place.fraction), low, high, given.size, level)


def quantile_interval(value: float, low: float, high: float, n: int, level: float = LEVEL) -> Estimate:
    """The estimate from a quantile and the two values at `interval_ranks`.

    `CannotSay("no_variation")` when these are equal.
    """
    return Interval(value, low, high, n, level) if low < high else CannotSay("no_variation", n)
