"""Intervals of Markov attribution, for customers dealt by lot into groups.

The removal effects are a smooth function of the transition counts, and these add up over customers. With θ of all G
groups, θ₍g₎ of all but group g, and ng the share of the journeys in it, the delete-a-group jackknife gives

    v = Σg (1 − ng) · (θ₍g₎ − θ̄)²,       θ̄ = Σg θ₍g₎/G

(with equal groups (G − 1)/G · Σ). Customers are kept whole, so journeys of one customer may resemble each other. The
interval is Wilson's with θ(1 − θ)/v observations, or as many as journeys where no variance can be seen (a touchpoint
that every way goes over), and t(G − 1) in place of z: it stays between 0 and 1 and never lacks a width.

It needs no drawing by chance: asked twice, it says the same. A bootstrap over customers gives the same intervals with
as many draws of each customer's ways; this takes G solutions of the chain and one pass over the journeys.

Source: P. S. Kott (2001), The delete-a-group jackknife, Journal of Official Statistics 17, 521-526.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from wegmarke.model.finding import CannotSay
from wegmarke.stats.intervals import LEVEL, IntervalArray, check_level
from wegmarke.stats.markov import markov
from wegmarke.stats.wilson import score_limits

FEWEST_WON: Final = 30
"""With fewer won journeys, or fewer not won, a group left out may leave none: no interval."""


@dataclass(frozen=True, slots=True)
class MarkovIntervals:
    """Of K touchpoints: the removal effects, and their shares of all removal effects; n is the number of journeys."""

    removal_effect: IntervalArray
    share: IntervalArray


def markov_intervals(transitions: ArrayLike, level: float = LEVEL) -> MarkovIntervals | CannotSay:
    """Intervals from transition counts by group, shape (G, K+1, K+2), laid out as `markov` takes them.

    `CannotSay("too_few")` with fewer than 30 journeys won or not won, and where the chain without one of the groups
    cannot be solved; else as `markov`. ValueError for another shape.
    """
    check_level(level)
    counts = np.asarray(transitions, dtype=np.float64)
    if counts.ndim != 3:
        raise ValueError(f"transitions must have the shape (G, K+1, K+2), not {counts.shape}")
    whole = counts.sum(axis=0)
    solved = markov(whole)
    if isinstance(solved, CannotSay):
        return solved
    rarer = min(solved.converted, solved.journeys - solved.converted)
    if rarer < FEWEST_WON:
        return CannotSay("too_few", rarer, FEWEST_WON)
    size = counts.shape[1] - 1
    journeys = counts[:, size].sum(axis=1)
    filled = np.flatnonzero(journeys)
    effects, shares = np.zeros((len(filled), size)), np.zeros((len(filled), size))
    for row, group in enumerate(filled):
        others = markov(whole - counts[group])
        if isinstance(others, CannotSay):
            return CannotSay("too_few", rarer, 2 * FEWEST_WON)
        effects[row], shares[row] = others.removal_effect, others.share
    weight = 1 - journeys[filled] / journeys.sum()
    return MarkovIntervals(
        _limits(solved.removal_effect, effects, weight, solved.journeys, level),
        _limits(solved.share, shares, weight, solved.journeys, level),
    )


def _limits(
    value: NDArray[np.float64], without: NDArray[np.float64], weight: NDArray[np.float64], journeys: int, level: float
) -> IntervalArray:
    variance = (weight[:, None] * np.square(without - without.mean(axis=0))).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        seen = (variance > 0) & (value > 0) & (value < 1)
        effective = np.where(seen, value * (1 - value) / variance, journeys)
    quantile = float(stdtrit(len(without) - 1, 0.5 + level / 2))
    low, high = score_limits(np.clip(value, 0, 1), effective, quantile)
    never = value <= 0  # nobody came there: nothing is known of what its ways would have brought
    low, high = (np.where(never, np.nan, limit) for limit in (low, high))
    n = np.where(never, 0, journeys).astype(np.int64)
    return IntervalArray(value, low, high, n, level)
