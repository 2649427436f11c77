"""Differences of means with customers as the unit: Welch's where everybody has one journey, and it covers."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay
from wegmarke.stats.clustered_difference import ClusteredSums, SharedProducts, clustered_difference
from wegmarke.stats.intervals import Difference
from wegmarke.stats.welch import Moments, welch

Floats = NDArray[np.float64]


def sums(x: Floats, m: Floats) -> ClusteredSums:
    return ClusteredSums(m.sum(), x.sum(), (x * x).sum(), (x * m).sum(), (m * m).sum())


def shared(x1: Floats, m1: Floats, x2: Floats, m2: Floats) -> SharedProducts:
    return SharedProducts((x1 * x2).sum(), (x1 * m2).sum(), (m1 * x2).sum(), (m1 * m2).sum())


def test_one_journey_each_is_welch() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.exponential(5, 40), rng.exponential(3, 70)
    made = clustered_difference(sums(a, np.ones(40)), sums(b, np.ones(70)))
    expected = welch(*(Moments(len(one), one.sum(), (one * one).sum()) for one in (a, b)))
    assert isinstance(made, Difference)
    assert isinstance(expected, Difference)
    assert made.interval.low == pytest.approx(expected.interval.low, rel=1e-9)
    assert made.interval.high == pytest.approx(expected.interval.high, rel=1e-9)
    assert made.p_value == pytest.approx(expected.p_value, rel=1e-9)


def test_the_same_customers_in_both_groups_are_compared_within_themselves() -> None:
    """Closed form: with one journey in each group for everybody it is the paired t interval but for its freedom."""
    rng = np.random.default_rng(2)
    level = rng.normal(0, 10, 60)
    a, b, ones = level + rng.normal(1, 1, 60), level + rng.normal(0, 1, 60), np.ones(60)
    made = clustered_difference(sums(a, ones), sums(b, ones), shared(a, ones, b, ones))
    assert isinstance(made, Difference)
    width = (made.interval.high - made.interval.low) / 2
    assert width / np.std(a - b, ddof=1) * np.sqrt(60) == pytest.approx(1.98, abs=0.02)


def test_few_and_alike_cannot_be_said() -> None:
    one, two = sums(np.ones(1), np.ones(1)), sums(np.ones(3), np.ones(3))
    assert clustered_difference(one, two) == CannotSay("too_few", 1, 2)
    assert clustered_difference(two, two) == CannotSay("no_variation", 6)


def test_it_covers_where_customers_come_back_and_stand_in_both_groups() -> None:
    """Nominal 95 percent; 600 worlds of 60 customers with 1 to 6 journeys, correlated within (0.5), in both groups."""
    rng, covered = np.random.default_rng(3), 0
    for _ in range(600):
        level = rng.normal(0, 1, 60)
        m1, m2 = rng.integers(0, 4, 60), rng.integers(0, 4, 60)
        x1 = m1 * level + np.sqrt(m1) * rng.normal(0, 1, 60) + 0.3 * m1
        x2 = m2 * level + np.sqrt(m2) * rng.normal(0, 1, 60)
        made = clustered_difference(sums(x1, m1.astype(float)), sums(x2, m2.astype(float)), shared(x1, m1, x2, m2))
        assert isinstance(made, Difference)
        covered += made.interval.low <= 0.3 <= made.interval.high
    assert 552 <= covered <= 588
