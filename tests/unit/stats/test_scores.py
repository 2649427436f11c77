"""Scores, contrasts, coders and hidden causes: what they say when there is little to say, and what must always hold."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.ces import ces, ces_difference
from wegmarke.stats.csat import csat, csat_difference
from wegmarke.stats.kano import kano
from wegmarke.stats.kappa import kappa, kappa_by_category
from wegmarke.stats.nps import Recommendation, nps, nps_difference
from wegmarke.stats.penalty_reward import PenaltyReward, penalty_reward
from wegmarke.stats.welch import Moments

COUNT = st.integers(0, 10**7)
ANSWERS = st.builds(Recommendation, COUNT, COUNT, COUNT).filter(lambda one: one.n >= 10)


@given(ANSWERS, st.floats(0.5, 0.999))
def test_nps_has_width_and_holds_its_value(answers: Recommendation, level: float) -> None:
    told = nps(answers, level)
    assert isinstance(told, Interval)
    assert -1 <= told.low <= told.value <= told.high <= 1
    assert told.low < told.high
    turned = nps(Recommendation(answers.promoters, answers.passives, answers.detractors), level)
    assert isinstance(turned, Interval)
    assert (turned.low, turned.high) == pytest.approx((-told.high, -told.low), abs=1e-12)


@given(ANSWERS, ANSWERS)
def test_difference_of_nps_turns_with_its_groups(first: Recommendation, second: Recommendation) -> None:
    there, back = nps_difference(first, second), nps_difference(second, first)
    assert not isinstance(there, CannotSay)
    assert not isinstance(back, CannotSay)
    assert there.interval.low < there.interval.high
    assert there.interval.low <= there.interval.value <= there.interval.high
    assert there.interval.low == pytest.approx(-back.interval.high, abs=1e-12)
    assert there.p_value == back.p_value
    assert isinstance(there.p_value, float)
    assert 0 < there.p_value <= 1


def test_a_sample_of_promoters_only_is_not_sure() -> None:
    told = nps(Recommendation(0, 0, 12))
    assert isinstance(told, Interval)
    assert (told.value, told.high) == (1.0, 1.0)
    assert told.low < 0.7
    same = nps_difference(Recommendation(0, 0, 12), Recommendation(0, 0, 30))
    assert not isinstance(same, CannotSay)
    assert same.p_value == 1.0
    assert same.interval.low < 0 < same.interval.high


def test_nps_of_all_is_that_of_the_counts_added_up() -> None:
    shops = [Recommendation(1, 2, 9), Recommendation(40, 30, 30)]
    together = nps(shops[0] + shops[1])
    assert isinstance(together, Interval)
    assert together.value == pytest.approx((39 - 41) / 112)
    assert together.n == 112


def test_scores_of_few_answers_are_suppressed() -> None:
    few = CannotSay("too_few", 9, 10)
    assert nps(Recommendation(1, 2, 6)) == few
    assert nps_difference(Recommendation(10, 10, 10), Recommendation(1, 2, 6)) == few
    assert nps_difference(Recommendation(1, 2, 6), Recommendation(0, 0, 0)) == CannotSay("too_few", 0, 10)
    assert csat(8, 9) == csat_difference(8, 9, 10, 20) == csat_difference(10, 20, 8, 9) == few
    assert ces(Moments(9, 40.0, 190.0)) == ces_difference(Moments(9, 40.0, 190.0), Moments(20, 80.0, 400.0)) == few
    assert kano(3, 3, 2, 1) == few
    assert kano(0, 0, 0, 0) == CannotSay("too_few", 0, 10)
    assert ces(Moments(10, 50.0, 250.0)) == CannotSay("no_variation", 10)
    assert isinstance(nps(Recommendation(1, 2, 7)), Interval)


def test_counts_and_levels_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        nps(Recommendation(-1, 20, 3))
    with pytest.raises(ValueError, match="negative"):
        nps(Recommendation(math.nan, 20, 3))
    with pytest.raises(ValueError, match="level"):
        nps(Recommendation(5, 5, 5), 95)
    with pytest.raises(ValueError, match="between 0 and n"):
        csat(12, 11)
    with pytest.raises(ValueError, match="shape"):
        kappa(np.ones((2, 3)))
    with pytest.raises(ValueError, match="counts"):
        kappa([[40, -1], [2, 3]])
    with pytest.raises(ValueError, match="shape"):
        kappa_by_category(np.ones((4, 2)), np.ones((4, 3)))


def test_coders_who_always_agree_are_not_sure_to_and_who_name_one_category_say_nothing() -> None:
    told = kappa(np.diag([20, 15]))
    assert isinstance(told, Interval)
    assert told.value == told.high == pytest.approx(1.0)
    assert 0.5 < told.low < 0.95
    assert kappa([[40, 0], [0, 0]]) == CannotSay("no_variation", 40)
    assert kappa([[10, 9], [5, 5]]) == CannotSay("too_few", 29, 30)
    opposed = kappa([[0, 25], [25, 0]])
    assert isinstance(opposed, Interval)
    assert opposed.value == opposed.low == pytest.approx(-1.0)
    never = np.zeros((40, 1), dtype=bool)
    assert kappa_by_category(never, never) == (CannotSay("no_variation", 40),)


@given(st.lists(st.integers(0, 60), min_size=9, max_size=9).filter(lambda cells: sum(cells) >= 30))
def test_kappa_holds_its_value_and_does_not_mind_who_is_first(cells: list[int]) -> None:
    table = np.array(cells).reshape(3, 3)
    told, turned = kappa(table), kappa(table.T)
    if isinstance(told, CannotSay):
        assert told == turned
        return
    assert isinstance(turned, Interval)
    assert -1 <= told.low <= told.value + 1e-12
    assert told.value - 1e-12 <= told.high <= 1 + 1e-12
    assert told.low < told.high
    assert (turned.low, turned.high) == pytest.approx((told.low, told.high), abs=1e-9)


def test_penalty_and_reward_say_what_is_missing() -> None:
    drawn = np.random.default_rng(3)
    x = drawn.integers(1, 6, (200, 3)).astype(float)
    y = x @ [1.0, 0.5, 0.0] + drawn.normal(size=200)
    assert penalty_reward(x[:49], y[:49], 2, 4) == CannotSay("too_few", 49, 50)
    assert penalty_reward(np.tile(x, 7)[:200], y, 2, 4) == CannotSay("too_few", 200, 210)
    assert penalty_reward(x, np.ones(200), 2, 4) == CannotSay("no_variation", 200)
    assert penalty_reward(x, (x[:, 0] <= 2) * 2.0, 2, 4) == CannotSay("no_variation", 200)
    assert penalty_reward(np.where(x < 3, 1.0, 5.0), y, 2, 4) == CannotSay("not_identified", 200)
    assert penalty_reward(np.column_stack([x, x[:, 0]]), y, 2, 4) == CannotSay("not_identified", 200)
    with pytest.raises(ValueError, match="below"):
        penalty_reward(x, y, 4, 4)
    # Nine were never disappointed by the second: its reward is told, its penalty is not, and it has no name.
    x[:, 1] = np.where(np.arange(200) < 9, 1.0, np.maximum(x[:, 1], 3.0))
    told = penalty_reward(x, y, 2, 4)
    assert isinstance(told, PenaltyReward)
    assert told.penalty.at(1) == told.asymmetry.at(1) == CannotSay("too_few", 9, 10)
    assert isinstance(told.reward.at(1), Interval)
    assert isinstance(told.penalty.at(0), Interval)
    assert math.isnan(told.p_penalty[1])
    assert told.kind[1] == "neither"
