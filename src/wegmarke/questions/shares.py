"""Shares of journeys and their differences, for many codes at once, with intervals that know that customers repeat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.stages import Stages
from wegmarke.index.summaries.codes import What
from wegmarke.index.summaries.steps import CountPresence, Presence
from wegmarke.index.summaries.visited import CountVisited
from wegmarke.model.finding import CannotSay
from wegmarke.questions.asked import Asked
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg
from wegmarke.stats.newcombe import newcombe_array
from wegmarke.stats.ratio import NOBODY_SHARED, CustomerSums, SharedSums, ratio, ratio_difference
from wegmarke.stats.wilson import wilson_array


@dataclass(frozen=True, slots=True)
class Shares:
    """By code: how many journeys count, of how many; share with its interval (NaN where nothing can be said)."""

    counted: NDArray[np.int64]
    of: int
    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ShareDifferences:
    """By code: first share minus second, interval, and q (share of false discoveries if this and all clearer ones
    are believed).

    NaN where nothing can be said.
    """

    difference: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    q: NDArray[np.float64]


def shares_of_counts(counted: NDArray[np.int64], of: int) -> Shares:
    """Shares when every customer has one journey (Wilson)."""
    made = wilson_array(counted, np.full(len(counted), of))
    return Shares(counted, of, made.value, made.low, made.high)


def presence(asked: Asked, what: What, codes: int, stages: Stages | None = None) -> Presence:
    """In how many journeys each code stands, with the sums over customers."""
    return asked.run(CountPresence(asked.selection, what, codes, stages))


def visited(asked: Asked) -> NDArray[np.int64]:
    """In how many journeys each touchpoint was visited."""
    return asked.run(CountVisited(asked.selection, len(asked.index.touchpoints)))


def shares(found: Presence) -> Shares:
    """The share of journeys with each code; clustered by customer when customers have several journeys."""
    total, customers = int(found.totals[0]), int(found.totals[2])
    if total == customers:
        return shares_of_counts(found.journeys, total)
    made = [ratio(sums) for sums in _sums(found)]
    value, low, high = (
        np.array([np.nan if isinstance(one, CannotSay) else getattr(one, name) for one in made])
        for name in ("value", "low", "high")
    )
    return Shares(found.journeys, total, value, low, high)


def differences(first: Presence, second: Presence, shared: list[SharedSums] | None = None) -> ShareDifferences:
    """First minus second for every code, with q over all codes that can be compared.

    `shared`: sums over the customers who stand in both groups, by code; None when nobody does.
    """
    once = first.totals[0] == first.totals[2] and second.totals[0] == second.totals[2] and shared is None
    if once:
        return differences_of_counts(first.journeys, int(first.totals[0]), second.journeys, int(second.totals[0]))
    both = shared or [NOBODY_SHARED] * len(first.journeys)
    made = [ratio_difference(a, b, c) for a, b, c in zip(_sums(first), _sums(second), both, strict=True)]
    p = np.array(
        [np.nan if isinstance(one, CannotSay) or isinstance(one.p_value, CannotSay) else one.p_value for one in made]
    )
    value, low, high = (
        np.array([np.nan if isinstance(one, CannotSay) else getattr(one.interval, name) for one in made])
        for name in ("value", "low", "high")
    )
    return ShareDifferences(value, low, high, _q(p))


def differences_of_counts(
    first: NDArray[np.int64], first_of: int, second: NDArray[np.int64], second_of: int
) -> ShareDifferences:
    """The same when every customer has one journey and stands in one group (Newcombe)."""
    made = newcombe_array(first, np.full(len(first), first_of), second, np.full(len(second), second_of))
    return ShareDifferences(made.interval.value, made.interval.low, made.interval.high, _q(made.p_value))


def _q(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Benjamini–Hochberg over the p-values that exist."""
    result = np.full(len(p), np.nan)
    known = ~np.isnan(p)
    if known.any():
        result[known] = benjamini_hochberg(p[known])
    return result


def _sums(found: Presence) -> list[CustomerSums]:
    total, squares, customers = (int(value) for value in found.totals)
    columns: Any = (found.journeys.tolist(), found.squares.tolist(), found.crosses.tolist())
    return [CustomerSums(customers, x, total, xx, xm, squares) for x, xx, xm in zip(*columns, strict=True)]
