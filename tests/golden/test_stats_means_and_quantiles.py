"""Means, their differences and quantiles, against SciPy, statsmodels, NumPy and tables."""

import numpy as np
import pytest
from scipy import stats as scipy_stats

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.order_statistics import (
    interpolate,
    interval_ranks,
    quantile,
    quantile_position,
)
from wegmarke.stats.welch import Moments, mean, welch


def moments(values: np.ndarray) -> Moments:
    return Moments(len(values), float(values.sum()), float(np.square(values).sum()))


# Student's sleep data (Cushny and Peebles 1905; R: `sleep`), extra hours of sleep with either drug.
SLEEP_FIRST = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
SLEEP_SECOND = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def test_welch_of_the_sleep_data() -> None:
    # The example of R's help page: t.test(extra ~ group, data = sleep) prints
    # t = -1.8608, df = 17.776, p-value = 0.07939, 95 percent confidence interval -3.3654832 0.2054832.
    difference = welch(moments(SLEEP_FIRST), moments(SLEEP_SECOND))
    assert not isinstance(difference, CannotSay)
    assert difference.interval.value == pytest.approx(0.75 - 2.33)
    assert difference.interval.low == pytest.approx(-3.3654832, abs=5e-8)
    assert difference.interval.high == pytest.approx(0.2054832, abs=5e-8)
    assert difference.p_value == pytest.approx(0.07939, abs=5e-6)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e9])
def test_welch_and_mean_agree_with_scipy(scale: float) -> None:
    # scipy.stats.ttest_ind(equal_var=False), its confidence_interval, and ttest_1samp, SciPy 1.17.
    drawn = np.random.default_rng(11)
    first, second = drawn.lognormal(1, 1, 37) * scale, drawn.lognormal(1.2, 0.4, 91) * scale
    expected = scipy_stats.ttest_ind(first, second, equal_var=False)
    limits = expected.confidence_interval(0.9)
    difference = welch(moments(first), moments(second), 0.9)
    assert not isinstance(difference, CannotSay)
    assert difference.p_value == pytest.approx(expected.pvalue, rel=1e-8)
    assert (difference.interval.low, difference.interval.high) == pytest.approx((limits.low, limits.high), rel=1e-9)
    estimate = mean(moments(first), 0.9)
    assert isinstance(estimate, Interval)
    limits = scipy_stats.ttest_1samp(first, 0).confidence_interval(0.9)
    assert (estimate.low, estimate.high) == pytest.approx((limits.low, limits.high), rel=1e-9)


def test_quantile_is_numpys_to_the_last_bit() -> None:
    drawn = np.random.default_rng(3)
    for n in (1, 2, 3, 10, 101):
        ordered = np.sort(drawn.lognormal(9, 2, n))
        for q in (0.0, 0.1, 0.25, 0.5, 0.9, 0.999, 1.0):
            place = quantile_position(n, q)
            ours = interpolate(ordered[place.below], ordered[place.above], place.fraction)
            assert ours == np.quantile(ordered, q)


def test_ranks_of_the_median_as_tabled() -> None:
    # The usual table of the sign test's interval at 95 percent, e.g. Conover (1999), 3.2; ranks from 1.
    tabled = {6: (1, 6), 10: (2, 9), 20: (6, 15), 50: (18, 33), 100: (40, 61)}
    for n, (low, high) in tabled.items():
        assert interval_ranks(n, 0.5) == (low - 1, high - 1)


@pytest.mark.parametrize("q", [0.05, 0.5, 0.9, 0.99])
def test_ranks_agree_with_scipys_interval_of_a_quantile(q: float) -> None:
    # scipy.stats.quantile_test(...).confidence_interval, which uses the binomial in the same way, on 0 … n−1.
    for n in (7, 36, 80, 500, 1000):
        ranks = interval_ranks(n, q)
        if isinstance(ranks, CannotSay):
            assert ranks.needed is not None
            assert n < ranks.needed
            continue
        limits = scipy_stats.quantile_test(np.arange(n), p=q).confidence_interval(0.95)
        assert ranks == (limits.low, limits.high)


def test_median_of_a_million_ranks_is_the_normal_approximation() -> None:
    # n/2 ± 1.96 √n / 2 in closed form, to one rank.
    ranks = interval_ranks(1_000_000, 0.5)
    assert not isinstance(ranks, CannotSay)
    assert ranks[0] == pytest.approx(500_000 - 980 - 1, abs=1)
    assert ranks[1] == pytest.approx(500_000 + 980, abs=1)


def test_quantile_of_unsorted_values() -> None:
    estimate = quantile(SLEEP_FIRST[::-1], 0.5)
    assert isinstance(estimate, Interval)
    assert (estimate.value, estimate.low, estimate.high, estimate.n) == (pytest.approx(0.35), -1.2, 3.4, 10)
