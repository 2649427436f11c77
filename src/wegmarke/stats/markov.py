"""Attribution by an absorbing Markov chain, solved exactly.

The journeys are read as a chain start → touchpoints → conversion or null, with transition shares taken from the counts.
Removing touchpoint i sends everyone who would have come to i to null. Of the base rate (conversions per journey) is
then missing exactly what passes through i:

    removal effect of i = vᵢ · hᵢ / base,    vᵢ = (s N)ᵢ / Nᵢᵢ,   h = N r,   N = (I − Q)⁻¹,   base = s·h

with Q the shares between touchpoints, r those to conversion, s those from the start: vᵢ is the chance of ever coming to
i, hᵢ that of converting from there. One inverse gives all removal effects, with no chain solved again and nothing
simulated. The conversions are shared out in proportion to the removal effects. This describes how journeys went; it is
not what a touchpoint adds (no experiment stands behind it).

Source: E. Anderl, I. Becker, F. von Wangenheim, J. H. Schumann (2016), Mapping the customer journey, International
Journal of Research in Marketing 33, 457-474 (first-order chain, removal effect); J. G. Kemeny, J. L. Snell (1960),
Finite Markov Chains, 3.2 to 3.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegmarke.model.finding import CannotSay


@dataclass(frozen=True, slots=True)
class Attribution:
    """The contribution of K touchpoints to the conversions; arrays of shape (K,) in the order of the counts.

    base_rate: conversions per journey. removal_effect: the share of conversions that would be missing, between 0 and 1.
    share: the removal effects scaled to the sum 1. conversions: the observed conversions shared out by it. journeys,
    converted: how many were observed.
    """

    base_rate: float
    removal_effect: NDArray[np.float64]
    share: NDArray[np.float64]
    conversions: NDArray[np.float64]
    journeys: int
    converted: int
    removal: Literal["redirect_to_null"] = "redirect_to_null"


def markov(transitions: ArrayLike) -> Attribution | CannotSay:
    """Attribution from transition counts of shape (K+1, K+2).

    Rows and columns 0 … K−1 are the touchpoints, row K is the start, column K the conversion, column K+1 null.
    Touchpoints that nobody visited have the removal effect 0.

    `CannotSay("too_few")` without journeys, `"no_conversions"` when none converted, `"not_identified"` when from some
    visited touchpoint no journey ever ends (the counts are then not those of complete journeys). ValueError for another
    shape, negative or non-finite counts.
    """
    counts = _checked(transitions)
    size = counts.shape[0] - 1
    journeys, converted = (
        round(float(counts[size].sum())),
        round(float(counts[:, size].sum())),
    )
    if journeys == 0:
        return CannotSay("too_few", 0, 1)
    if converted == 0:
        return CannotSay("no_conversions", journeys)
    leaving = counts.sum(axis=1)
    shares = counts / np.where(leaving > 0, leaving, 1)[:, None]
    visited = np.flatnonzero(_reached(shares[:size, :size] > 0, shares[size, :size] > 0))
    between = shares[np.ix_(visited, visited)]
    ends = shares[visited, size:].sum(axis=1) > 0
    if not _reached(between.T > 0, ends).all():
        return CannotSay("not_identified", journeys)
    start = shares[size, visited]
    steps = np.linalg.inv(np.eye(len(visited)) - between)
    converting = steps @ shares[visited, size]
    base_rate = float(start @ converting + shares[size, size])
    if base_rate <= 0:
        return CannotSay("no_conversions", journeys)
    effect = np.zeros(size)
    effect[visited] = (start @ steps) / np.diag(steps) * converting / base_rate
    if not effect.any():
        # Every conversion followed the start directly: no touchpoint took part, so there is nothing to share out.
        return CannotSay("not_identified", journeys)
    share = effect / effect.sum()
    return Attribution(base_rate, effect, share, share * converted, journeys, converted)


def _checked(transitions: ArrayLike) -> NDArray[np.float64]:
    counts = np.asarray(transitions, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[1] != counts.shape[0] + 1 or counts.shape[0] < 2:
        raise ValueError(f"transitions must have the shape (K+1, K+2) with K of at least 1, not {counts.shape}")
    if not bool(np.all((counts >= 0) & np.isfinite(counts))):
        raise ValueError("transitions must be counts")
    return counts


def _reached(follows: NDArray[np.bool_], begin: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which states are reached from those of `begin`, following `follows[from, to]`."""
    reached = begin.copy()
    frontier = begin
    while frontier.any():
        frontier = follows[frontier].any(axis=0) & ~reached
        reached |= frontier
    return reached
