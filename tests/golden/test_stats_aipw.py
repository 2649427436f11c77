"""Doubly robust effects, against published data and the same formula put together from statsmodels."""

import csv
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.aipw import Design, Effect, aipw
from wegmarke.stats.logistic import logistic, standardised

COVARIATES = ["age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75"]


def national_supported_work(shared_data: Path) -> Design:
    """The sample of Dehejia and Wahba (1999): 185 in training, 260 drawn by lot to go without; earnings of 1978."""
    with (shared_data / "causal" / "nsw_dw.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return Design(
        np.array([[float(row[name]) for name in COVARIATES] for row in rows]),
        np.array([row["treat"] == "1" for row in rows]),
        np.array([float(row["re78"]) for row in rows]),
    )


def test_training_and_earnings(shared_data: Path) -> None:
    design = national_supported_work(shared_data)
    found = aipw(design, folds=1, ridge=0.0)
    assert isinstance(found, Effect)
    assert isinstance(found.on_all, Interval)
    # C: logit propensity, least squares in each arm on the eight covariates, no cross-fitting, in plain numpy.
    assert found.on_all.value == pytest.approx(1619.0528649689, rel=1e-12)
    assert isinstance(found.unadjusted, Interval)
    # C: the two means of the file and Welch's error, in plain numpy.
    assert found.unadjusted.value == pytest.approx(1794.342404, abs=1e-6)
    half = (found.unadjusted.high - found.unadjusted.low) / 2
    assert half / 1.9729405 == pytest.approx(670.996546, rel=1e-6)  # the 0.975 quantile of t with 184
    assert (found.rows, found.exposed) == (445, 185)


def test_cross_fitted_effect_of_the_same_is_near(shared_data: Path) -> None:
    found = aipw(national_supported_work(shared_data))
    assert isinstance(found, Effect)
    assert isinstance(found.on_all, Interval)
    # It was drawn by lot: whoever adjusts may move the figure by a part of its error, not more.
    assert abs(found.on_all.value - 1619.05) < 200
    assert found.on_all.low > 0


def binary_world(rows: int, seed: int) -> Design:
    drawn = np.random.default_rng(seed)
    columns = drawn.normal(size=(rows, 3)) * [1.0, 5.0, 0.1] + [0.0, 40.0, 2.0]
    lean = columns[:, 0] + (columns[:, 1] - 40) / 10
    exposed = drawn.random(rows) < 1 / (1 + np.exp(1 - 0.8 * lean))
    outcome = drawn.random(rows) < 1 / (1 + np.exp(1.5 - lean - 0.7 * exposed))
    return Design(columns, exposed, outcome.astype(float), np.arange(rows) // 3)


def test_binary_outcome_is_the_formula_on_statsmodels_logits() -> None:
    # C: both effects and their clustered errors from statsmodels 0.15 Logit fits, by the formulas of the docstring.
    design = binary_world(900, 4)
    exposed, outcome = design.exposed.astype(float), design.outcome
    rows = sm.add_constant(design.covariates)
    e = sm.Logit(exposed, rows).fit(disp=0).predict(rows)
    without, with_it = (
        sm.Logit(outcome[design.exposed == arm], rows[design.exposed == arm]).fit(disp=0).predict(rows)
        for arm in (False, True)
    )
    each = with_it - without + exposed * (outcome - with_it) / e - (1 - exposed) * (outcome - without) / (1 - e)
    treated = (exposed - (1 - exposed) * e / (1 - e)) * (outcome - without) / exposed.mean()
    found = aipw(design, folds=1, ridge=0.0)
    assert isinstance(found, Effect)
    groups = 300
    t = 1.96
    for estimate, values, slope in (
        (found.on_all, each, np.ones(900)),
        (found.on_exposed, treated, exposed / exposed.mean()),
    ):
        assert isinstance(estimate, Interval)
        assert estimate.value == pytest.approx(values.mean(), rel=1e-7)
        pulls = (values - slope * values.mean()).reshape(groups, 3).sum(axis=1)
        error = np.sqrt(np.square(pulls).sum() * groups / (groups - 1)) / 900
        assert (estimate.high - estimate.low) / 2 / error == pytest.approx(t, rel=0.01)
    assert found.expected_mean == pytest.approx(outcome[design.exposed].mean() - treated.mean(), rel=1e-7)


def test_logits_are_those_of_statsmodels() -> None:
    design = binary_world(900, 5)
    counts = np.random.default_rng(6).integers(0, 4, 900).astype(float)
    standard = standardised(design.covariates, counts)
    fit = logistic(standard.rows, design.outcome, standard.penalty(0.0), counts)
    assert fit is not None
    again = np.repeat(np.arange(900), counts.astype(int))
    reference = sm.Logit(design.outcome[again], sm.add_constant(design.covariates[again])).fit(disp=0, tol=1e-12)
    assert standard.back() @ fit.coefficients == pytest.approx(reference.params, rel=1e-7)


def test_what_nothing_separates_has_a_ridge_or_no_answer() -> None:
    rows = np.column_stack([np.ones(200), np.repeat([-1.0, 1.0], 100)])
    outcome = np.repeat([0.0, 1.0], 100)
    assert logistic(rows, outcome, np.zeros(2)) is None
    kept = logistic(rows, outcome, np.array([0.0, 1.0]))
    assert kept is not None
    # Where the slope of 100·log(1 + e⁻ᵇ)·2 + b²/2 vanishes.
    b = kept.coefficients[1]
    assert 200 / (1 + np.exp(b)) == pytest.approx(b, rel=1e-4)


def test_few_are_not_weighed() -> None:
    design = binary_world(900, 4)
    few = design.exposed & (np.cumsum(design.exposed) <= 25)
    kept = few | ~design.exposed
    small = Design(design.covariates[kept], few[kept], design.outcome[kept])
    assert aipw(small) == CannotSay("too_few", 25, 30)
    # Nine outcomes among the exposed are too few, however many exposed there are.
    rare = np.where(design.exposed, design.exposed & (np.cumsum(design.exposed * design.outcome) <= 9), 1.0)
    rare *= design.outcome
    assert aipw(Design(design.covariates, design.exposed, rare)) == CannotSay("too_few", 9, 10)
    assert aipw(Design(design.covariates, design.exposed, np.full(900, 3.0))) == CannotSay("no_variation", 900)
    with pytest.raises(ValueError, match="finite"):
        Design(np.full((2, 1), np.nan), np.array([True, False]), np.zeros(2))
    with pytest.raises(ValueError, match="true or false"):
        Design(np.zeros((2, 1)), np.array([1, 0]), np.zeros(2))
    with pytest.raises(ValueError, match="same n rows"):
        Design(np.zeros((3, 1)), np.array([True, False]), np.zeros(2))
