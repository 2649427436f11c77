"""What the methods of this layer hand back: many intervals at once, and a difference with its test."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from wegmarke.model.finding import CannotSay, Estimate, Interval, ReasonCode

LEVEL: Final = 0.95
"""The level of an interval where nothing else is asked for."""
FEWEST_ANSWERS: Final = 10
"""Scores (NPS, CSAT, CES, Kano) of fewer answers are suppressed."""


@dataclass(frozen=True, slots=True)
class IntervalArray:
    """Intervals of many groups at one level, as arrays of equal length; NaN where nothing can be said.

    `n` holds the observations of each group. `at(i)` gives one of them as `Interval`, or as `CannotSay` with `reason`.
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    n: NDArray[np.int64]
    level: float = LEVEL
    reason: ReasonCode = "empty_group"
    needed: int = 1

    def __len__(self) -> int:
        return len(self.value)

    def at(self, position: int) -> Estimate:
        """The estimate at that position."""
        n = int(self.n[position])
        if math.isnan(self.low[position]) or math.isnan(self.high[position]):
            return CannotSay(self.reason, n, self.needed)
        return Interval(
            float(self.value[position]),
            float(self.low[position]),
            float(self.high[position]),
            n,
            self.level,
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """First minus second, with its interval and the two-sided p-value of "no difference".

    The p-value is `CannotSay` where no test exists (no variation in either group) though an interval does.
    """

    interval: Interval
    p_value: float | CannotSay


@dataclass(frozen=True, slots=True)
class DifferenceArray:
    """Differences of many pairs of groups, first minus second; NaN where nothing can be said."""

    interval: IntervalArray
    p_value: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.p_value)

    def at(self, position: int) -> Difference | CannotSay:
        """The difference at that position."""
        interval = self.interval.at(position)
        if isinstance(interval, CannotSay):
            return interval
        p_value = float(self.p_value[position])
        return Difference(
            interval,
            CannotSay("no_variation", interval.n) if math.isnan(p_value) else p_value,
        )


def normal_quantile(level: float) -> float:
    """The z of a two-sided interval at `level`: 1.96 for 0.95. ValueError outside 0 < level < 1."""
    check_level(level)
    return float(ndtri(0.5 + level / 2))


def check_level(level: float) -> None:
    """ValueError unless 0 < level < 1."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")


def counts_within(successes: ArrayLike, n: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Both as arrays of one common shape; ValueError unless 0 ≤ successes ≤ n everywhere."""
    counted, total = np.broadcast_arrays(
        np.atleast_1d(np.asarray(successes, dtype=np.float64)),
        np.atleast_1d(np.asarray(n, dtype=np.int64)),
    )
    # Written so that a NaN among the counts fails as well.
    if not bool(np.all((counted >= 0) & (counted <= total))):
        raise ValueError("successes must lie between 0 and n")
    return counted, total
