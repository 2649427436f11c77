"""Scores, their contrasts, coders and hidden causes, against other programs, papers and closed forms."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy.special import ndtr
from statsmodels.stats.inter_rater import cohens_kappa

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.ces import ces, ces_difference
from wegmarke.stats.csat import csat, csat_difference
from wegmarke.stats.kano import Kano, kano
from wegmarke.stats.kappa import kappa, kappa_by_category, kappa_variance
from wegmarke.stats.newcombe import newcombe
from wegmarke.stats.nps import Recommendation, nps, nps_difference
from wegmarke.stats.penalty_reward import PenaltyReward, penalty_reward
from wegmarke.stats.welch import Moments, mean, welch
from wegmarke.stats.wilson import wilson

ATTRIBUTES = ("Product.Tastiness", "Salesman.Smileyness", "Salesman.Chirpiness", "Salesman.Bubbliness")


@pytest.fixture
def answers(shared_data: Path) -> list[dict[str, str]]:
    """The `testdata` of the R package NPS: a thousand answers, with products, regions and four attributes."""
    with (shared_data / "drivers" / "nps_testdata.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def recommendation(rows: list[dict[str, str]], **where: str) -> Recommendation:
    scores = np.array([int(row["y"]) for row in rows if all(row[name] == value for name, value in where.items())])
    return Recommendation(int((scores <= 6).sum()), int(np.isin(scores, [7, 8]).sum()), int((scores >= 9).sum()))


def test_nps_of_the_test_data_of_the_package_nps(answers: list[dict[str, str]]) -> None:
    # R, NPS: nps(), nps.se() and nps.interval(type = "wald") of testdata.
    counted = recommendation(answers)
    assert counted == Recommendation(362, 176, 462)
    assert counted.score == pytest.approx(0.1, abs=1e-15)
    assert counted.standard_error == pytest.approx(0.02853068524, abs=5e-12)
    half = 1.959963984540054 * counted.standard_error
    assert (counted.score - half, counted.score + half) == pytest.approx((0.0440808845, 0.1559191155), abs=5e-11)
    # Closed form: the counts with ¾, 1½ and ¾ added; the interval lies around .09970089731.
    told = nps(counted)
    assert isinstance(told, Interval)
    assert told.value == pytest.approx(0.1, abs=1e-15)
    assert (told.low, told.high) == pytest.approx((0.04389666925, 0.15550512537), abs=5e-12)
    assert (told.low + told.high) / 2 == pytest.approx(0.09970089731, abs=5e-12)


def test_adjusted_wald_of_86_answers() -> None:
    # Closed form for 15 detractors, 35 passives and 36 promoters.
    told = nps(Recommendation(15, 35, 36))
    assert isinstance(told, Interval)
    assert (told.low, told.high) == pytest.approx((0.0841066445, 0.3878034679), abs=5e-11)
    assert (told.low + told.high) / 2 == pytest.approx(0.2359550562, abs=5e-11)


def test_apples_and_oranges(answers: list[dict[str, str]]) -> None:
    # R, NPS: nps.test(apples, oranges): difference .072, standard error .0797074652, p .3663650541 (unadjusted Wald).
    apples, oranges = recommendation(answers, BU="Apples"), recommendation(answers, BU="Oranges")
    told = nps_difference(apples, oranges)
    assert not isinstance(told, CannotSay)
    assert told.interval.value == pytest.approx(0.072, abs=1e-15)
    error = math.hypot(apples.standard_error, oranges.standard_error)
    assert error == pytest.approx(0.0797074652, abs=1e-10)
    p_value = 2 * ndtr(-told.interval.value / error)
    assert p_value == pytest.approx(0.3663650541, abs=5e-11)
    # Ours is that of the adjusted limits; with 250 answers each the two hardly differ.
    assert told.p_value == pytest.approx(p_value, abs=5e-3)
    assert (told.interval.low, told.interval.high) == pytest.approx(
        (0.072 - 1.96 * error, 0.072 + 1.96 * error), abs=2e-3
    )


def test_csat_and_ces_are_wilson_newcombe_student_and_welch() -> None:
    # Closed form for 8 of 10: .4901624715 … .9433178485.
    share = csat(8, 10)
    assert isinstance(share, Interval)
    assert (share.low, share.high) == pytest.approx((0.4901624715, 0.9433178485), abs=5e-11)
    assert share == wilson(8, 10)
    assert csat_difference(8, 10, 3, 12) == newcombe(8, 10, 3, 12)
    effort, other = Moments(10, 47.0, 247.0), Moments(12, 40.0, 160.0)
    assert ces(effort) == mean(effort)
    assert ces_difference(effort, other) == welch(effort, other)


def test_kano() -> None:
    # The counts of a published survey, M 95, O 123, A 45, I 33, and its coefficients to three digits.
    told = kano(attractive=45, one_dimensional=123, must_be=95, indifferent=33)
    assert isinstance(told, Kano)
    assert told.better.value == pytest.approx(0.568, abs=5e-4)
    assert told.worse.value == pytest.approx(-0.736, abs=5e-4)
    assert told.better == wilson(168, 296)
    assert (-told.worse.high, -told.worse.low) == (wilson(218, 296).low, wilson(218, 296).high)  # type: ignore[union-attr]


def test_penalty_reward_of_the_test_data_of_the_package_nps(answers: list[dict[str, str]]) -> None:
    # R, lm() on dummies for ≤ 4 and ≥ 7 of the four attributes.
    drivers = np.array([[float(row[name]) for name in ATTRIBUTES] for row in answers])
    outcome = np.array([float(row["y"]) for row in answers])
    told = penalty_reward(drivers, outcome, low=4, high=7)
    assert isinstance(told, PenaltyReward)
    assert told.intercept == pytest.approx(7.188577965, abs=5e-10)
    penalty = [-2.198083593, -2.233428918, -0.596089963, -0.262827507]
    assert told.penalty.value == pytest.approx(penalty, abs=5e-10)
    assert told.reward.value == pytest.approx([1.451721991, 0.625968376, 0.236683644, 0.313662613], abs=5e-10)
    assert told.r_squared == pytest.approx(0.595620784, abs=5e-10)
    assert told.kind == ("basic", "basic", "neither", "neither")
    # statsmodels 0.15, OLS(...).fit(cov_type="HC3", use_t=True): limits, p-values, and the sum of two slopes.
    design = sm.add_constant(np.column_stack([drivers <= 4, drivers >= 7]).astype(float))
    fit = sm.OLS(outcome, design).fit(cov_type="HC3", use_t=True)
    limits = fit.conf_int()[1:]
    assert np.concatenate([told.penalty.low, told.reward.low]) == pytest.approx(limits[:, 0], rel=1e-9)
    assert np.concatenate([told.penalty.high, told.reward.high]) == pytest.approx(limits[:, 1], rel=1e-9)
    assert np.concatenate([told.p_penalty, told.p_reward]) == pytest.approx(fit.pvalues[1:], rel=1e-6)
    summed = fit.t_test(np.hstack([np.zeros((4, 1)), np.eye(4), np.eye(4)])).conf_int()
    assert np.column_stack([told.asymmetry.low, told.asymmetry.high]) == pytest.approx(summed, rel=1e-9)


def table_of(drawn: np.random.Generator, size: int) -> NDArray[np.int64]:
    return drawn.integers(0, 20, (size, size)) + 30 * np.eye(size, dtype=np.int64)


@pytest.mark.parametrize("size", [2, 3, 8])
def test_kappa_and_its_variance_agree_with_statsmodels(size: int) -> None:
    # statsmodels 0.15, stats.inter_rater.cohens_kappa: kappa and std_kappa (Fleiss, Cohen and Everitt).
    table = table_of(np.random.default_rng(size), size)
    reference, n = cohens_kappa(table), int(table.sum())
    told = kappa(table)
    assert isinstance(told, Interval)
    assert told.value == pytest.approx(reference.kappa, abs=1e-14)
    assert told.n == n
    variance = kappa_variance(table / n, told.value) / n
    assert math.sqrt(variance) == pytest.approx(reference.std_kappa, rel=1e-10)
    # With many items the limits come near to κ ± z · se.
    many = kappa(table * 1000)
    assert isinstance(many, Interval)
    reach = 1.959963984540054 * reference.std_kappa / math.sqrt(1000)
    assert (many.low, many.high) == pytest.approx((told.value - reach, told.value + reach), abs=reach / 50)


def test_kappa_of_several_codes_an_item_is_that_of_each_category() -> None:
    drawn = np.random.default_rng(11)
    first = drawn.random((90, 3)) < [0.2, 0.5, 0.7]
    second = np.where(drawn.random((90, 3)) < 0.8, first, ~first)
    for category, told in enumerate(kappa_by_category(first, second)):
        table = np.histogram2d(first[:, category], second[:, category], bins=2)[0]
        assert isinstance(told, Interval)
        assert told.value == pytest.approx(cohens_kappa(table).kappa, abs=1e-14)
