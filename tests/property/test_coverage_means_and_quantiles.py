"""Intervals of means, their differences and quantiles cover the truth as often as they claim; seeds are fixed."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom, lognorm

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.order_statistics import interval_ranks, quantile
from wegmarke.stats.welch import Moments, mean, welch

AT_LEAST = 0.93
DRAWS = 3000
CHANCE = 3 * math.sqrt(AT_LEAST * (1 - AT_LEAST) / DRAWS)


def moments(values: NDArray[np.float64]) -> Moments:
    return Moments(len(values), float(values.sum()), float(np.square(values).sum()))


@pytest.mark.parametrize(("n1", "n2", "spread"), [(5, 5, 1.0), (8, 40, 4.0), (60, 15, 0.3), (200, 300, 2.0)])
def test_welch_covers(n1: int, n2: int, spread: float) -> None:
    drawn = np.random.default_rng([n1, n2])
    covered = rejected = 0
    for _ in range(DRAWS):
        difference = welch(moments(drawn.normal(7, 1, n1)), moments(drawn.normal(7, spread, n2)))
        assert not isinstance(difference, CannotSay)
        assert isinstance(difference.p_value, float)
        covered += difference.interval.low <= 0 <= difference.interval.high
        rejected += difference.p_value <= 0.05
    assert covered / DRAWS >= AT_LEAST - CHANCE
    assert covered + rejected == DRAWS  # interval and test are one method: never both, never neither


@pytest.mark.parametrize("n", [2, 10, 200])
def test_mean_covers(n: int) -> None:
    drawn = np.random.default_rng(n)
    estimates = [mean(moments(drawn.normal(-3, 2, n))) for _ in range(DRAWS)]
    covered = sum(isinstance(one, Interval) and one.low <= -3 <= one.high for one in estimates)
    assert covered / DRAWS >= AT_LEAST - CHANCE


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@pytest.mark.parametrize("q", [0.1, 0.5, 0.9])
def test_ranks_cover_at_every_n(q: float, level: float) -> None:
    # Exact, whatever the distribution: P(low rank ≤ B < high rank) for B ~ Binomial(n, q).
    said = 0
    for n in range(1, 400):
        ranks = interval_ranks(n, q, level)
        if isinstance(ranks, CannotSay):
            assert n < (ranks.needed or 0)
            continue
        said += 1
        assert binom.cdf(ranks[1], n, q) - binom.cdf(ranks[0], n, q) >= level
        assert ranks[0] <= (n - 1) * q <= ranks[1]
    assert said > 300


@pytest.mark.parametrize("q", [0.5, 0.9])
def test_quantile_covers_with_skewed_times(q: float) -> None:
    drawn = np.random.default_rng(int(q * 100))
    truth = lognorm(1.6, scale=math.exp(10.3)).ppf(q)
    covered = 0
    for _ in range(DRAWS):
        estimate = quantile(drawn.lognormal(10.3, 1.6, 120), q)
        covered += isinstance(estimate, Interval) and estimate.low <= truth <= estimate.high
    assert covered / DRAWS >= 0.95 - CHANCE
