"""Intervals of what two series have in common hold the truth, and nothing is found where there is nothing."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.novelty import novelty
from wegmarke.stats.series_correlation import Correlation, innovation_correlation, series_correlation
from wegmarke.stats.sign_agreement import sign_agreement

Floats = NDArray[np.float64]
SEEDS = 200
BETWEEN = (179, 198)  # of 200: an honest 95 % interval leaves these once in 300 times


def pair(seed: int, length: int, memories: tuple[float, float], together: float) -> tuple[Floats, Floats]:
    """Two series that remember themselves; `together` is the correlation of what is new in them."""
    drawn = np.random.default_rng([17, seed]).standard_normal((length + 40, 2))
    drawn[:, 1] = together * drawn[:, 0] + math.sqrt(1 - together**2) * drawn[:, 1]
    x, y = (lfilter([1.0], [1.0, -memory], drawn[:, at])[40:] for at, memory in enumerate(memories))
    return x, y


def test_correlations_of_what_is_new_cover() -> None:
    for memory in (0.0, 1.0):
        held = 0
        for seed in range(SEEDS):
            x, y = pair(seed, 30, (memory, memory), 0.4)
            found = innovation_correlation(novelty(x, y, np.arange(30) / 12))
            assert isinstance(found, Correlation)
            held += found.interval.low <= 0.4 <= found.interval.high
        assert BETWEEN[0] <= held <= BETWEEN[1], memory


def test_agreement_of_changes_covers() -> None:
    """The truth for normal changes: ½ + asin(ρ)/π (Sheppard)."""
    truth = 0.5 + math.asin(0.5) / math.pi
    for memory in (0.0, 1.0):
        held = 0
        for seed in range(SEEDS):
            x, y = pair(seed, 30, (memory, memory), 0.5)
            found = sign_agreement(np.diff(x), np.diff(y)).share
            assert isinstance(found, Interval)
            held += found.low <= truth <= found.high
        assert BETWEEN[0] <= held <= BETWEEN[1], memory


def test_series_that_have_nothing_to_do_with_each_other_are_not_found() -> None:
    """Two random walks, and one beside a series without memory; a naive correlation of their values finds plenty."""
    for memories in ((1.0, 1.0), (0.0, 0.9)):
        found = naive = 0
        for seed in range(SEEDS):
            x, y = pair(seed, 30, memories, 0.0)
            told = innovation_correlation(novelty(x, y, np.arange(30) / 12))
            found += isinstance(told, Correlation) and told.p_value <= 0.05
            naive += abs(np.corrcoef(x, y)[0, 1]) > 0.361  # 5 percent for thirty independent pairs
        assert found <= 20, memories
        if memories == (1.0, 1.0):
            assert naive > 80, "that is what it is for"


def test_values_of_walks_are_seen_to_be_worth_little() -> None:
    worth = []
    for seed in range(50):
        x, y = pair(seed, 30, (1.0, 1.0), 0.0)
        told = series_correlation(x, y)
        worth.append(0.0 if isinstance(told, CannotSay) else told.effective)
    assert np.median(worth) < 15
