"""What two series have in common: closed forms, and scipy and statsmodels where series have no memory."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy import stats

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.effective_length import autocorrelation, effective_length
from wegmarke.stats.novelty import novelty
from wegmarke.stats.series_correlation import (
    Correlation,
    innovation_correlation,
    series_correlation,
    turned,
)
from wegmarke.stats.sign_agreement import sign_agreement

Floats = NDArray[np.float64]


def floats(*values: float) -> Floats:
    return np.array(values, np.float64)


def test_what_series_are_worth() -> None:
    """Closed form, by hand: of 1, 2, …, 10 Σ(xᵢ−x̄)(xᵢ₊₁−x̄) is 57.75 over nine pairs, 34 over the eight at lag 2, and
    the variance 8.25.
    """
    x = np.arange(1.0, 11.0)
    one, two = 57.75 / 9 / 8.25, 34.0 / 8 / 8.25
    assert autocorrelation(x, 1) == pytest.approx(one, abs=1e-12)
    assert autocorrelation(x, 2) == pytest.approx(two, abs=1e-12)
    expected = 10 / (1 + 2 * (0.9 * one**2 + 0.8 * two**2))
    assert effective_length(x, x) == pytest.approx(expected, abs=1e-12)
    assert effective_length(x, x[::-1].copy()) == pytest.approx(expected, abs=1e-12), "back or forth is the same"
    assert effective_length(x, np.tile([1.0, -1.0], 5)) == 10, "never more than there are"
    assert effective_length(floats(), floats()) == 0
    assert autocorrelation(floats(3, 3, 3), 1) == 0
    with pytest.raises(ValueError, match="3 and 2"):
        effective_length(floats(1, 2, 3), floats(1, 2))


def test_without_memory_it_is_pearsons_interval_and_test() -> None:
    """R: scipy.stats.pearsonr 1.17, `confidence_interval()` (Fisher) and `pvalue`, where the series are worth all of
    their pairs.
    """
    x, y = floats(2, 4, 7, 5, 8, 6, 1, 3, 9), floats(2, 5, 4, 7, 6, 8, 1, 3, 9)
    assert effective_length(x, y) == 9
    found, reference = series_correlation(x, y), stats.pearsonr(x, y)
    assert isinstance(found, Correlation)
    ends = reference.confidence_interval()
    told = found.interval.value, found.interval.low, found.interval.high, found.p_value
    assert told == pytest.approx((reference.statistic, ends.low, ends.high, reference.pvalue), abs=1e-9)
    assert found.interval.n == 9


def test_nothing_can_be_said_of_too_little() -> None:
    flat, up = np.full(12, 3.0), np.arange(12.0)
    assert series_correlation(flat, up) == CannotSay("no_variation", 12)
    assert series_correlation(floats(1, 2, 1), floats(2, 1, 2)) == CannotSay("too_few", 3, 5)
    drifting = series_correlation(up, up + 0.1 * np.sin(up))
    assert isinstance(drifting, CannotSay), "two straight lines are worth no four independent pairs"
    assert drifting.reason == "too_few"


def test_what_is_new_is_what_regression_leaves() -> None:
    """R: statsmodels OLS on 1, t and the two waves; φ from its residuals by Kendall's correction, written out here."""
    rng = np.random.default_rng(11)
    years = np.arange(36) / 12
    x, y = np.cumsum(rng.normal(size=36)) + 5 * np.sin(2 * np.pi * years), rng.normal(size=36) + 3 * years
    found = novelty(x, y, years)
    waves = [f(2 * np.pi * k * years) for k in (1, 2) for f in (np.sin, np.cos)]
    table = np.column_stack([np.ones(36), years, *waves])
    one, two = (np.asarray(sm.OLS(series, table).fit().resid) for series in (x, y))
    centred = one - one.mean()
    r = (centred[:-1] @ centred[1:] / 35) / (centred @ centred / 36)
    phi = min(1.0, r + (1 + 3 * r) / 36)
    assert found.memory == pytest.approx(phi, abs=1e-10)
    assert found.first == pytest.approx(one[1:] - phi * one[:-1], abs=1e-9)
    assert found.second == pytest.approx(two[1:] - phi * two[:-1], abs=1e-9)
    assert (found.spent, found.seasons) == (5, True)
    short = novelty(x[:15], y[:15], years[:15])
    assert (short.spent, short.seasons) == (1, False), "of little more than a year no season is told"
    with pytest.raises(ValueError, match="values at"):
        novelty(x[:2], y[:2], years[:2])


def test_its_correlation_has_as_many_pairs_as_were_not_spent() -> None:
    """Closed form: Fisher's interval and Student's t with n − spent in place of n."""
    rng = np.random.default_rng(3)
    years = np.arange(30) / 12
    x = rng.normal(size=30)
    fresh = novelty(x, x + rng.normal(size=30), years)
    found = innovation_correlation(fresh)
    assert isinstance(found, Correlation)
    r, worth = float(np.corrcoef(fresh.first, fresh.second)[0, 1]), 29 - 5
    half = 1.959963984540054 / math.sqrt(worth - 3)
    assert found.interval.low == pytest.approx(math.tanh(math.atanh(r) - half), abs=1e-12)
    assert found.interval.high == pytest.approx(math.tanh(math.atanh(r) + half), abs=1e-12)
    t = r * math.sqrt((worth - 2) / (1 - r * r))
    assert found.p_value == pytest.approx(2 * stats.t.sf(abs(t), worth - 2), abs=1e-12)


def test_a_relation_that_turned() -> None:
    """Closed form: difference of Fisher's z, here atanh 0.9 − atanh 0.1 with 17 pairs each (standard error √(2/14))."""
    earlier, later = (Correlation(Interval(r, -1, 1, 17), 17.0, 0.5) for r in (0.1, 0.9))
    found = turned(earlier, later)
    change, error = math.atanh(0.9) - math.atanh(0.1), math.sqrt(2 / 14)
    assert found.change.value == pytest.approx(change, abs=1e-12)
    assert found.p_value == pytest.approx(2 * stats.norm.sf(change / error), abs=1e-12)
    assert turned(earlier, earlier).p_value == 1.0


def test_signs_are_counted_and_have_wilsons_interval() -> None:
    """R: Wilson 8 of 10 is .4901624715 … .9433178485, where signs are worth all of their number."""
    one = floats(-1, -1, 1, 1, -1, 1, -1, 1, -1, 1)
    two = floats(-1, -1, 1, 1, -1, 1, -1, -1, 1, 1)
    assert effective_length(one, two) == 10
    found = sign_agreement(one, two)
    assert (found.both_up, found.up_down, found.down_up, found.both_down) == (4, 1, 1, 4)
    assert isinstance(found.share, Interval)
    told = found.share.value, found.share.low, found.share.high
    assert told == pytest.approx((0.8, 0.4901624715, 0.9433178485), abs=1e-9)
    with_rest = sign_agreement(np.append(one, 0.0), np.append(two, 3.0))
    assert with_rest.moved == 10, "what stands still agrees with nothing"
    assert sign_agreement(floats(0, 0), floats(1, 1)).share == CannotSay("no_variation", 2)
