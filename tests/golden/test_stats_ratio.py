"""Shares with customers who come back, against the variance statsmodels finds with customers as clusters."""

import numpy as np
import pytest
import statsmodels.api as sm

from wegmarke.model.finding import Interval
from wegmarke.stats.ratio import CustomerSums, ratio
from wegmarke.stats.wilson import wilson


def sums_of(counted: np.ndarray, journeys: np.ndarray) -> CustomerSums:
    return CustomerSums(
        len(journeys),
        int(counted.sum()),
        int(journeys.sum()),
        int((counted**2).sum()),
        int((counted * journeys).sum()),
        int((journeys**2).sum()),
    )


def test_variance_is_that_of_a_regression_on_a_constant_with_clusters() -> None:
    # statsmodels 0.15, OLS(y, 1).fit(cov_type="cluster", use_correction=False): Σ(xᵢ − p·mᵢ)² / (Σm)², here taken times
    # G/(G−1) with G = (Σm)²/Σm².
    drawn = np.random.default_rng(5)
    journeys = drawn.integers(1, 6, 60)
    counted = drawn.binomial(journeys, drawn.beta(1, 2, 60))
    customer = np.repeat(np.arange(60), journeys)
    outcome = np.concatenate([np.arange(m) < x for x, m in zip(counted, journeys, strict=True)]).astype(float)
    fit = sm.OLS(outcome, np.ones_like(outcome)).fit(
        cov_type="cluster", cov_kwds={"groups": customer, "use_correction": False}
    )
    sums = sums_of(counted, journeys)
    share = sums.counted / sums.journeys
    assert share == pytest.approx(fit.params[0])
    assert sums.variance(share) == pytest.approx(fit.bse[0] ** 2 * sums.correction, rel=1e-10)
    assert sums.effective_customers == pytest.approx(journeys.sum() ** 2 / (journeys**2).sum())


def test_one_journey_each_is_wilson_exactly() -> None:
    estimate = ratio(CustomerSums(10, 8, 10, 8, 8, 10))
    assert isinstance(estimate, Interval)
    assert estimate == wilson(8, 10)
