"""Intervals of scores, contrasts and agreement hold the truth as often as they claim; exact where that can be had."""

import math
from collections.abc import Iterator

import numpy as np
import pytest
from scipy.stats import multinomial

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.ces import ces
from wegmarke.stats.kappa import kappa
from wegmarke.stats.nps import Recommendation, nps_difference
from wegmarke.stats.penalty_reward import PenaltyReward, penalty_reward
from wegmarke.stats.welch import Moments

AT_LEAST = 0.93
DRAWS = 1000
CHANCE = 3 * math.sqrt(AT_LEAST * (1 - AT_LEAST) / DRAWS)

# Detractors, passives, promoters.
SHARES = [(0.1, 0.2, 0.7), (0.3, 0.3, 0.4), (0.05, 0.1, 0.85), (0.6, 0.3, 0.1), (0.34, 0.33, 0.33), (0.01, 0.19, 0.8)]


def all_answers(n: int) -> Iterator[Recommendation]:
    for detractors in range(n + 1):
        for passives in range(n + 1 - detractors):
            yield Recommendation(detractors, passives, n - detractors - passives)


@pytest.mark.parametrize(("n", "least"), [(10, 0.875), (15, 0.9), (30, 0.92)])
def test_nps_covers(n: int, least: float) -> None:
    # Exact: every outcome with its probability, over all shares in steps of 5 %. Where detractors (or promoters) all
    # but lack, few answers cover less than they claim: the docstring says so, `least` is how much less.
    every = list(all_answers(n))
    limits = np.array([one.limits(1.959963984540054) for one in every])
    counts = [(one.detractors, one.passives, one.promoters) for one in every]
    covered = []
    for detractors in range(21):
        for passives in range(21 - detractors):
            shares = np.array([detractors, passives, 20 - detractors - passives]) / 20
            truth = shares[2] - shares[0]
            held = (limits[:, 0] <= truth + 1e-12) & (truth - 1e-12 <= limits[:, 1])
            covered.append(multinomial.pmf(counts, n, shares)[held].sum())
    assert np.mean(covered) >= 0.95
    assert np.mean(np.array(covered) >= AT_LEAST) >= 0.89
    assert min(covered) >= least


@pytest.mark.parametrize(
    ("first", "second"),
    [(SHARES[0], SHARES[0]), (SHARES[1], SHARES[1]), (SHARES[2], SHARES[1]), (SHARES[3], (0.02, 0.03, 0.95))],
)
def test_differences_of_nps_cover_and_agree_with_their_test(
    first: tuple[float, float, float], second: tuple[float, float, float]
) -> None:
    drawn = np.random.default_rng([15, 40])
    truth = (first[2] - first[0]) - (second[2] - second[0])
    held = rejected = 0
    for one, other in zip(drawn.multinomial(15, first, DRAWS), drawn.multinomial(40, second, DRAWS), strict=True):
        told = nps_difference(Recommendation(*one.tolist()), Recommendation(*other.tolist()))
        assert not isinstance(told, CannotSay)
        assert isinstance(told.p_value, float)
        held += told.interval.low <= truth <= told.interval.high
        # Interval and test are one method: never both, never neither.
        assert (told.p_value <= 0.05) == (not told.interval.low <= 0 <= told.interval.high)
        rejected += told.p_value <= 0.05
    assert held / DRAWS >= AT_LEAST - CHANCE
    assert rejected / DRAWS > 0.9 if abs(truth) > 0.8 else rejected / DRAWS < 0.9


@pytest.mark.parametrize("shares", [(0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.3), (0.5, 0.2, 0.1, 0.08, 0.06, 0.04, 0.02)])
@pytest.mark.parametrize(("n", "least"), [(10, 0.9), (40, AT_LEAST)])
def test_mean_of_a_short_and_skewed_scale_covers(n: int, least: float, shares: tuple[float, ...]) -> None:
    # Ten answers that pile up at one end cover less than they claim, as the docstring says.
    drawn = np.random.default_rng(n).choice(np.arange(1.0, 8), size=(DRAWS, n), p=shares)
    truth = float(np.arange(1, 8) @ shares)
    told = [ces(Moments(n, float(one.sum()), float(np.square(one).sum()))) for one in drawn]
    held = sum(isinstance(one, Interval) and one.low <= truth <= one.high for one in told)
    assert held / DRAWS >= least - CHANCE


@pytest.mark.parametrize("agreement", [0.0, 0.4, 0.8, 0.95])
@pytest.mark.parametrize("categories", [(0.5, 0.5), (0.9, 0.1), (0.3, 0.2, 0.15, 0.1, 0.1, 0.05, 0.05, 0.05)])
def test_kappa_covers(categories: tuple[float, ...], agreement: float) -> None:
    # Two coders who with this probability agree on purpose, and else name categories as often as these occur.
    often = np.array(categories)
    shares = agreement * np.diag(often) + (1 - agreement) * np.outer(often, often)
    drawn = np.random.default_rng([len(often), int(100 * agreement)])
    draws = 500
    for n in (30, 150):
        tables = drawn.multinomial(n, shares.ravel(), draws).reshape(draws, len(often), len(often))
        told = [one for one in map(kappa, tables) if isinstance(one, Interval)]
        assert len(told) > 0.9 * draws
        assert all(one.low < one.high for one in told)
        covered = sum(one.low <= agreement <= one.high for one in told) / len(told)
        assert covered >= AT_LEAST - 3 * math.sqrt(AT_LEAST * (1 - AT_LEAST) / draws)


def test_penalties_and_rewards_cover_where_spread_is_unequal_and_names_are_given_only_to_what_is_so() -> None:
    # Basic, performance, excitement, and one that does nothing; bad experiences spread twice as much.
    penalty, reward = np.array([-2.0, -1.2, -0.6, 0.0]), np.array([0.6, 1.2, 2.0, 0.0])
    drawn = np.random.default_rng(6)
    draws = 300
    held = np.zeros((3, 4))
    kinds = []
    for _ in range(draws):
        x = drawn.normal(size=(400, 1)) * 0.7 + drawn.normal(size=(400, 4))
        low, high = x < -0.8, x > 0.8
        noise = drawn.normal(size=400) * (1 + low.any(axis=1))
        told = penalty_reward(x, 5 + low @ penalty + high @ reward + noise, -0.8, 0.8)
        assert isinstance(told, PenaltyReward)
        kinds.append(told.kind)
        for at, (one, truth) in enumerate(
            ((told.penalty, penalty), (told.reward, reward), (told.asymmetry, penalty + reward))
        ):
            held[at] += (one.low <= truth) & (truth <= one.high)
    assert held.min() / draws >= AT_LEAST - 3 * math.sqrt(AT_LEAST * (1 - AT_LEAST) / draws)
    named = [[kind[driver] for kind in kinds] for driver in range(4)]
    for driver, kind in enumerate(("basic", "performance", "excitement", "neither")):
        assert named[driver].count(kind) / draws > 0.5
    assert named[0].count("excitement") == named[2].count("basic") == 0
    assert named[3].count("neither") / draws > 0.98
