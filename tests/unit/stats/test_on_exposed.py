"""The effect on the exposed, made for many comparisons: as the packages compute it, and as often right as it says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.aipw import Design, aipw
from wegmarke.stats.on_exposed import Comparison, compared_groups

Floats = NDArray[np.float64]
TRUE = 0.15


def drawn(seed: int, n: int, effect: float = TRUE) -> tuple[Floats, NDArray[np.bool_], Floats, NDArray[np.int64]]:
    """Rows of customers who have three each; the first column moves exposure and outcome, the second the outcome."""
    rng = np.random.default_rng(seed)
    customers = np.repeat(np.arange(n // 3), 3)
    columns = rng.normal(size=(n, 4)) + 0.5 * rng.normal(size=(n // 3, 1)).repeat(3, axis=0)
    exposed = rng.random(n) < expit(0.8 * columns[:, 0] - 0.5)
    chance = expit(0.9 * columns[:, 0] + 0.5 * columns[:, 1] - 1.2)
    # What exposure adds is a share of those who would have stayed, so that it is the same whoever is exposed.
    outcome = rng.random(n) < chance + effect * exposed * (1 - chance) / (1 - chance[exposed].mean())
    return columns, exposed, outcome.astype(np.float64), customers


def ready(seed: int, n: int, effect: float = TRUE) -> tuple[Comparison, Floats]:
    columns, exposed, outcome, customers = drawn(seed, n, effect)
    found = compared_groups(columns, exposed, customers)
    assert isinstance(found, Comparison)
    return found, outcome


def test_as_a_general_minimiser_finds_it() -> None:
    """The formula with both models found by scipy.optimize (BFGS on penalised likelihood and penalised squares), on the
    same folds.
    """
    found, outcome = ready(3, 1500)
    rows, exposed = found.rows, found.exposed
    e, m = np.empty(len(outcome)), np.empty(len(outcome))
    for fold in range(3):
        learn, here = found.fold != fold, found.fold == fold
        e[here] = expit(rows[here] @ least(rows[learn], exposed[learn], logit_loss))
        m[here] = rows[here] @ least(rows[learn & ~exposed], outcome[learn & ~exposed], square_loss)
    psi = (exposed - (1 - exposed) * e / (1 - e)) * (outcome - m) / exposed.mean()
    effect = found.effect(outcome).adjusted
    assert isinstance(effect, Interval)
    assert effect.value == pytest.approx(psi.mean(), abs=1e-6)


def logit_loss(odds: Floats, target: Floats) -> float:
    return float(np.logaddexp(0.0, odds).sum() - odds @ target)


def square_loss(line: Floats, target: Floats) -> float:
    return float(np.square(target - line).sum()) / 2


def least(rows: Floats, target: NDArray[np.generic], loss: Callable[[Floats, Floats], float]) -> Floats:
    """Where loss plus a ridge of 1, none on the first column, is least."""

    def penalised(at: Floats) -> float:
        return loss(rows @ at, target.astype(np.float64)) + float(at[1:] @ at[1:]) / 2

    found = minimize(penalised, np.zeros(rows.shape[1]), method="BFGS", options={"gtol": 1e-5})
    return np.asarray(found.x, np.float64)


def test_it_says_what_the_longer_way_says() -> None:
    columns, exposed, outcome, customers = drawn(5, 6000)
    found = compared_groups(columns, exposed, customers)
    longer = aipw(Design(columns, exposed, outcome, customers), folds=3)
    assert isinstance(found, Comparison)
    assert not isinstance(longer, CannotSay)
    one, two = found.effect(outcome).adjusted, longer.on_exposed
    assert isinstance(one, Interval)
    assert isinstance(two, Interval)
    assert one.value == pytest.approx(two.value, abs=0.2 * (two.high - two.low) / 2)
    assert one.high - one.low == pytest.approx(two.high - two.low, rel=0.05)


def test_a_straight_line_gives_what_least_squares_expects_of_the_exposed() -> None:
    found, outcome = ready(7, 3000)
    line = np.linalg.lstsq(found.rows[~found.exposed], outcome[~found.exposed])[0]
    plain = (outcome[found.exposed] - found.rows[found.exposed] @ line).mean()
    effect = found.effect(outcome)
    assert isinstance(effect.adjusted, Interval)
    assert effect.adjusted.value == pytest.approx(plain, abs=0.02)
    assert effect.expected == pytest.approx(outcome[found.exposed].mean() - effect.adjusted.value)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Of 200 samples with three rows a customer; by chance 95 % lies between 179 and 198."""
    held = naive = 0
    for seed in range(1000, 1200):
        found, outcome = ready(seed, 900)
        one = found.effect(outcome)
        assert isinstance(one.adjusted, Interval)
        assert isinstance(one.unadjusted, Interval)
        held += one.adjusted.low <= TRUE <= one.adjusted.high
        naive += one.unadjusted.low <= TRUE <= one.unadjusted.high
    assert 179 <= held <= 198
    assert naive < 60


def test_what_it_refuses() -> None:
    columns, exposed, outcome, customers = drawn(9, 600)
    few = compared_groups(columns, np.arange(600) < 20, customers)
    assert few == CannotSay("too_few", 7, 30)
    found = compared_groups(columns, exposed, customers)
    assert isinstance(found, Comparison)
    assert found.effect(np.zeros(600)).adjusted == CannotSay("too_few", 0, 10)
    apart = columns.copy()
    apart[:, 0] = np.where(exposed, 5.0, -5.0)
    parted = compared_groups(apart, exposed, customers)
    assert isinstance(parted, Comparison)
    refused = parted.effect(outcome)
    assert refused.adjusted == CannotSay("not_identified", 600)
    assert isinstance(refused.unadjusted, Interval)
