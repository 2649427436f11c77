"""The clustered mean: closed forms, a published survey estimator recomputed, and how often its interval holds."""

from __future__ import annotations

import numpy as np
import pytest

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.clustered_mean import CustomerTotals, clustered_mean
from wegmarke.stats.welch import Moments, mean


def sums_of(clusters: list[list[int]]) -> CustomerTotals:
    x, m = [sum(one) for one in clusters], [len(one) for one in clusters]
    products = sum(a * b for a, b in zip(x, m, strict=True))
    return CustomerTotals(len(m), sum(m), sum(x), sum(a * a for a in x), products, sum(b * b for b in m))


def test_with_one_journey_each_it_is_students_interval() -> None:
    """Closed form: the linearised variance is then s²/n, and G is n."""
    values = [3, 1, 4, 1, 5, 9, 2, 6]
    found, expected = (
        clustered_mean(sums_of([[one] for one in values])),
        mean(Moments(8, sum(values), sum(one * one for one in values))),
    )
    assert isinstance(found, Interval)
    assert isinstance(expected, Interval)
    assert (found.value, found.low, found.high) == pytest.approx((expected.value, expected.low, expected.high), 1e-12)


def test_with_equal_clusters_it_is_students_interval_of_their_means() -> None:
    """Closed form: a journey's mean is then the mean of the customers' means."""
    clusters = [[1, 3], [2, 2], [7, 9], [0, 0], [4, 6]]
    means = [sum(one) / 2 for one in clusters]
    expected = mean(Moments(5, sum(means), sum(one * one for one in means)))
    found = clustered_mean(sums_of(clusters))
    assert isinstance(found, Interval)
    assert isinstance(expected, Interval)
    assert (found.value, found.low, found.high) == pytest.approx((expected.value, expected.low, expected.high), 1e-12)
    assert found.n == 10


def test_large_sums_lose_no_digits() -> None:
    """Shifting all values shifts the mean and leaves the width as it is (closed form)."""
    clusters = [[1, 3], [2], [7, 9, 8], [0, 0], [4]]
    shift = 10**9
    near = clustered_mean(sums_of(clusters))
    far = clustered_mean(sums_of([[one + shift for one in some] for some in clusters]))
    assert isinstance(near, Interval)
    assert isinstance(far, Interval)
    assert far.high - far.low == pytest.approx(near.high - near.low, 1e-6)


def test_what_cannot_be_said() -> None:
    assert clustered_mean(CustomerTotals(0, 0, 0, 0, 0, 0)) == CannotSay("empty_group", 0, 1)
    assert clustered_mean(sums_of([[2, 3, 4]])) == CannotSay("too_few", 1, 2)
    assert clustered_mean(sums_of([[2], [2, 2], [2]])) == CannotSay("no_variation", 4)


@pytest.mark.parametrize("customers", [60, 300])
def test_the_interval_holds_the_mean_as_often_as_it_says(customers: int) -> None:
    """Customers differ in how many journeys they have and in how laborious these are; truth: the ratio of expectations.

    2,000 draws; 95 percent is 1,900, and the bounds are some three standard errors and what skewness costs.
    """
    rng = np.random.default_rng(17)
    draws = 2000
    journeys = 1 + rng.poisson(1.5, (draws, customers))
    rate = rng.gamma(2.0, 1.0, (draws, customers))
    counts = rng.poisson(rate * journeys)
    truth = 2.0  # E[x] / E[m]: the rate does not depend on how many journeys there are
    held = 0
    for m, x in zip(journeys, counts, strict=True):
        sums = CustomerTotals(
            customers, int(m.sum()), int(x.sum()), int((x * x).sum()), int((x * m).sum()), int((m * m).sum())
        )
        found = clustered_mean(sums)
        assert isinstance(found, Interval)
        held += found.low <= truth <= found.high
    assert 0.93 * draws <= held <= 0.965 * draws
