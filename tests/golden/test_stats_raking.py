"""Weighted answers against a survey's published weights and the conditions that define raking."""

import csv
from pathlib import Path

import numpy as np
import pytest

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.nps import Recommendation, nps
from wegmarke.stats.raking import Trait, design_effect, effective_counts, raking


def test_nps_of_the_airport_survey_unweighted_and_weighted(shared_data: Path) -> None:
    # SFO Customer Survey 2017, column NETPRO (11: no answer) and the survey's own WEIGHT: 2,746 answers, 39.84 without
    # and 40.40 with weights; both sums were made twice, in two programs.
    path = shared_data / "sfo" / "2017_SFO_Customer_Survey_20250817.csv"
    with path.open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["NETPRO"].strip().isdigit() and int(row["NETPRO"]) <= 10]
    scores, weights = np.array([int(row["NETPRO"]) for row in rows]), np.array([float(row["WEIGHT"]) for row in rows])
    assert len(scores) == 2746
    camp = np.digitize(scores, [7, 9])
    unweighted = nps(Recommendation(*np.bincount(camp, minlength=3).tolist()))
    weighted = nps(Recommendation(*effective_counts(camp, weights, 3).tolist()))
    assert isinstance(unweighted, Interval)
    assert isinstance(weighted, Interval)
    assert 100 * unweighted.value == pytest.approx(39.84, abs=5e-3)
    assert 100 * weighted.value == pytest.approx(40.40, abs=5e-3)
    # Unequal weights cost answers, and so width.
    assert weighted.n == round(weights.sum() ** 2 / (weights**2).sum()) < 2746
    assert weighted.high - weighted.low > unweighted.high - unweighted.low


def test_raking_reaches_every_share_by_factors_of_the_traits() -> None:
    # These two conditions determine the weights (Deming and Stephan 1940): shares as known, and log-weights without
    # interaction of the traits.
    drawn = np.random.default_rng(8)
    first, second = drawn.choice(3, 900, p=[0.6, 0.3, 0.1]), drawn.choice(2, 900, p=[0.7, 0.3])
    known = np.array([0.3, 0.4, 0.3]), np.array([0.48, 0.52])
    weights = raking([Trait(first, known[0]), Trait(second, known[1])])
    assert not isinstance(weights, CannotSay)
    assert weights.mean() == pytest.approx(1)
    assert np.bincount(first, weights) / 900 == pytest.approx(known[0], abs=1e-9)
    assert np.bincount(second, weights) / 900 == pytest.approx(known[1], abs=1e-9)
    logs = np.log([[weights[(first == i) & (second == j)][0] for j in range(2)] for i in range(3)])
    assert np.ptp(logs[:, 1] - logs[:, 0]) == pytest.approx(0, abs=1e-9)


def test_one_trait_is_stratification_in_closed_form() -> None:
    # 80 of 100 answers from a category of one half: weights .5/.8 and .5/.2; deff = 100 · (80·.625² + 20·2.5²)/100².
    weights = raking([Trait(np.repeat([0, 1], [80, 20]), np.array([0.5, 0.5]))])
    assert not isinstance(weights, CannotSay)
    assert weights[[0, 99]] == pytest.approx([0.625, 2.5])
    assert design_effect(weights) == pytest.approx(1.5625)
    assert effective_counts(np.repeat([0, 1], [80, 20]), weights, 2) == pytest.approx([32, 32])


def test_weighted_nps_covers_where_one_group_answers_four_times_as_often() -> None:
    # Half of the customers (of .2 NPS) answer with .4, the others (of −.1) with .1: unweighted it would be .14.
    drawn = np.random.default_rng(12)
    shares = np.array([[0.3, 0.2, 0.5], [0.4, 0.3, 0.3]])
    held = held_unweighted = 0
    for _ in range(400):
        group = np.repeat([0, 1], drawn.multinomial(300, [0.8, 0.2]))
        camp = np.where(group == 0, drawn.choice(3, 300, p=shares[0]), drawn.choice(3, 300, p=shares[1]))
        weights = raking([Trait(group, np.array([0.5, 0.5]))])
        assert not isinstance(weights, CannotSay)
        told = nps(Recommendation(*effective_counts(camp, weights, 3).tolist()))
        naive = nps(Recommendation(*np.bincount(camp, minlength=3).tolist()))
        assert isinstance(told, Interval)
        assert isinstance(naive, Interval)
        held += told.low <= 0.05 <= told.high
        held_unweighted += naive.low <= 0.05 <= naive.high
    assert held / 400 >= 0.93 - 3 * np.sqrt(0.93 * 0.07 / 400)
    assert held_unweighted / 400 < 0.8


def test_what_cannot_be_weighted_is_said() -> None:
    group = np.repeat([0, 1], [5, 5])
    assert raking([Trait(group, np.array([0.3, 0.3, 0.4]))]) == CannotSay("empty_group", 10)
    assert raking([Trait(np.array([], dtype=np.int64), np.array([1.0]))]) == CannotSay("empty_group", 0)
    # The same trait with two truths.
    contradicting = [Trait(group, np.array([0.3, 0.7])), Trait(group, np.array([0.6, 0.4]))]
    assert raking(contradicting) == CannotSay("not_identified", 10)
    # A category that there is not has the weight 0.
    absent = raking([Trait(group, np.array([1.0, 0.0]))])
    assert not isinstance(absent, CannotSay)
    assert absent == pytest.approx([2.0] * 5 + [0.0] * 5)
    for traits, match in (
        ([], "needs"),
        ([Trait(group, np.array([0.3, 0.3]))], "sum"),
        ([Trait(group, np.array([1.0]))], "codes"),
        ([Trait(group, np.array([0.5, 0.5])), Trait(group[:4], np.array([1.0]))], "each answer"),
    ):
        with pytest.raises(ValueError, match=match):
            raking(traits)
    for weights in ([0.0, 0.0], [1.0, -1.0], [np.nan]):
        with pytest.raises(ValueError, match="weights"):
            design_effect(weights)
