"""Intervals of attribution: a jackknife by hand, coverage over chains whose removal effects are known, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import stdtrit

from wegmarke.model.finding import CannotSay
from wegmarke.stats.markov import Attribution, markov
from wegmarke.stats.markov_intervals import FEWEST_WON, MarkovIntervals, markov_intervals
from wegmarke.stats.wilson import score_limits

SAMPLES = 200
GROUPS = 32
COVERED = (179, 198)
"""Of 200 intervals at 95 percent, 99 of 100 times."""


def drawn(shares: NDArray[np.float64], journeys: int, luck: np.random.Generator, each: int = 1) -> NDArray[np.float64]:
    """Transition counts of journeys by group, `each` journeys of a customer exactly alike."""
    size = len(shares) - 1
    counts = np.zeros((GROUPS, size + 1, size + 2))
    state, group = np.full(journeys, size), luck.integers(0, GROUPS, journeys)
    bounds, under_way = shares.cumsum(axis=1), np.arange(journeys)
    while len(under_way):
        later = (luck.random(len(under_way))[:, None] > bounds[state[under_way]]).sum(axis=1).clip(max=size + 1)
        np.add.at(counts, (group[under_way], state[under_way], later), each)
        state[under_way] = later
        under_way = under_way[later < size]
    return counts


def chain(places: int, seed: int) -> NDArray[np.float64]:
    shares = np.random.default_rng(seed).dirichlet(np.full(places + 2, 0.7), places + 1)
    shares[places, places:] = 0
    return shares / shares.sum(axis=1, keepdims=True)


@pytest.mark.parametrize(("places", "journeys", "each"), [(3, 200, 1), (6, 400, 3)])
def test_they_cover(places: int, journeys: int, each: int) -> None:
    """Single journeys, and customers who come three times in the same way."""
    shares, luck = chain(places, 11), np.random.default_rng(12)
    truth = markov(shares * 1e9)
    assert isinstance(truth, Attribution)
    covered, naive = np.zeros((2, places)), np.zeros(places)
    for _ in range(SAMPLES):
        counts = drawn(shares, journeys, luck, each)
        made = markov_intervals(counts)
        assert isinstance(made, MarkovIntervals)
        for row, (interval, true) in enumerate(
            ((made.removal_effect, truth.removal_effect), (made.share, truth.share))
        ):
            covered[row] += (interval.low <= true) & (true <= interval.high)
        n = np.full(places, counts[:, places].sum())
        low, high = score_limits(made.removal_effect.value, n, 1.96)
        naive += (low <= truth.removal_effect) & (truth.removal_effect <= high)
    assert (covered >= COVERED[0]).all(), covered
    assert covered.mean() <= COVERED[1]
    if each > 1:
        assert naive.min() < COVERED[0], "an interval that counts alike journeys of one customer as three must fail"


def test_by_hand() -> None:
    # C: two places, four groups; the formula written out.
    luck = np.random.default_rng(5)
    counts = drawn(chain(2, 3), 800, luck)[:4] + 1.0
    made = markov_intervals(counts)
    assert isinstance(made, MarkovIntervals)
    whole, effects = counts.sum(axis=0), []
    for group in range(4):
        others = markov(whole - counts[group])
        assert isinstance(others, Attribution)
        effects.append(others.removal_effect)
    n = counts[:, 2].sum(axis=1)
    v = ((1 - n / n.sum())[:, None] * (np.array(effects) - np.mean(effects, axis=0)) ** 2).sum(axis=0)
    solved = markov(whole)
    assert isinstance(solved, Attribution)
    p, z = solved.removal_effect, float(stdtrit(3, 0.975))
    m = p * (1 - p) / v
    half = z / (1 + z**2 / m) * np.sqrt(p * (1 - p) / m + z**2 / (4 * m**2))
    middle = (p + z**2 / (2 * m)) / (1 + z**2 / m)
    assert made.removal_effect.low == pytest.approx(middle - half, abs=1e-12)
    assert made.removal_effect.high == pytest.approx(middle + half, abs=1e-12)


def test_what_every_way_goes_over_has_a_width_all_the_same() -> None:
    counts = np.zeros((GROUPS, 2, 3))
    counts[:, 1, 0], counts[:, 0, 1], counts[:, 0, 2] = 10, 4, 6
    made = markov_intervals(counts)
    assert isinstance(made, MarkovIntervals)
    assert made.removal_effect.value.tolist() == [1.0]
    assert made.removal_effect.high.tolist() == [1.0]
    assert 0.9 < made.removal_effect.low[0] < 1


def test_few_wins_have_none() -> None:
    counts = np.zeros((GROUPS, 2, 3))
    counts[:, 1, 0], counts[:, 0, 2] = 10, 10
    counts[:7, 0, 1], counts[:7, 0, 2] = 1, 9
    assert markov_intervals(counts) == CannotSay("too_few", 7, FEWEST_WON)


def test_all_wins_in_one_group_have_none() -> None:
    counts = np.zeros((GROUPS, 2, 3))
    counts[:, 1, 0], counts[:, 0, 2] = 10, 10
    counts[0, 1, 0], counts[0, 0, 1], counts[0, 0, 2] = 60, 50, 10
    assert isinstance(markov_intervals(counts), CannotSay)


def test_the_shape_is_checked() -> None:
    with pytest.raises(ValueError, match="shape"):
        markov_intervals(np.zeros((2, 3)))
