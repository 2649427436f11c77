"""Does a driver punish where it is bad, reward where it is good, or both: the penalty–reward contrast.

Each driver's answers are cut in three, low, middle and high. The outcome is regressed on all of it at once,

    outcome = intercept + Σⱼ (penaltyⱼ · [j is low] + rewardⱼ · [j is high])

by least squares; middle answers are what both are compared with. Limits are those of HC3, which needs no equal spread,
with Student's t. asymmetry = penalty + reward: below 0 a bad experience takes away more than a good one adds.

A driver gets a name only where both its penalty (below 0) and its reward (above 0) are significant: "basic" where the
asymmetry is significantly below 0, "excitement" significantly above, else "performance". Everything else is "neither":
that a reward is not significant does not prove that there is none. A driver that only punishes is known by its
asymmetry. Names depend on where the scale is cut; association, not effect.

Sources: D. R. Brandt (1987), A procedure for identifying value-enhancing service components using customer satisfaction
survey data, in: Add Value to Your Service, 61-64; J. S. Long, L. H. Ervin (2000), Using heteroscedasticity consistent
standard errors in the linear regression model, American Statistician 54, 217-224.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

from wegmarke.model.finding import CannotSay
from wegmarke.stats.cross_products import joined
from wegmarke.stats.intervals import LEVEL, IntervalArray, check_level
from wegmarke.stats.welch import ROUNDING

FEWEST: Final = 10
"""So many low (or high) answers to a driver, else its penalty (or reward) is not told."""
LINES_A_DRIVER: Final = 10
"""So many lines for each driver."""
FEWEST_LINES: Final = 50
"""And never fewer in all."""

_DEPENDENT: Final = 1e-10

Floats = NDArray[np.float64]
Kind = Literal["basic", "performance", "excitement", "neither"]


@dataclass(frozen=True, slots=True)
class PenaltyReward:
    """Of K drivers in their order, in steps of the outcome.

    penalty, reward, asymmetry: intervals of length K; where too few answers were low (or high) `CannotSay`, with how
    many there are. p_penalty, p_reward: two-sided, shape (K,), NaN there. kind: the name of each.
    """

    intercept: float
    penalty: IntervalArray
    reward: IntervalArray
    asymmetry: IntervalArray
    p_penalty: Floats
    p_reward: Floats
    kind: tuple[Kind, ...]
    r_squared: float
    n: int


def penalty_reward(
    drivers: ArrayLike, outcome: ArrayLike, low: float, high: float, level: float = LEVEL
) -> PenaltyReward | CannotSay:
    """The contrast of drivers, shape (n, K), for an outcome, shape (n,); answers ≤ `low` are low, ≥ `high` are high.

    What fewer than FEWEST answered is left out of the model and counts as middle.

    `CannotSay("too_few")` below FEWEST_LINES or LINES_A_DRIVER for each driver, `"no_variation"` where the outcome does
    not vary or is determined by the drivers, `"not_identified"` where lows and highs of drivers are sums of each other
    (a scale without a middle, too). ValueError unless low < high, and for shapes and values as `CrossProducts.of`.
    """
    check_level(level)
    if not low < high:
        raise ValueError(f"low must lie below high, not {low} and {high}")
    table = joined(drivers, outcome)
    answers, y = table[:, :-1], table[:, -1]
    n, size = answers.shape
    needed = max(FEWEST_LINES, LINES_A_DRIVER * size)
    if n < needed:
        return CannotSay("too_few", n, needed)
    if np.ptp(y) == 0:
        return CannotSay("no_variation", n)
    dummies = np.column_stack([answers <= low, answers >= high])
    given = dummies.sum(axis=0)
    told = given >= FEWEST
    design = np.column_stack([np.ones(n), dummies[:, told]]).astype(np.float64)
    if np.linalg.eigvalsh(design.T @ design / n)[0] < _DEPENDENT:
        return CannotSay("not_identified", n)
    fitted = _least_squares(design, y)
    if 1 - fitted.r_squared < ROUNDING:
        return CannotSay("no_variation", n)
    slopes, covariance = np.full(2 * size, np.nan), np.full((2 * size, 2 * size), np.nan)
    slopes[told], covariance[np.ix_(told, told)] = fitted.slopes[1:], fitted.covariance[1:, 1:]
    freedom = n - design.shape[1]
    contrasts = _contrasts(slopes, covariance, given, freedom, level)
    p_values = 2 * stdtr(freedom, -np.abs(slopes) / np.sqrt(np.diag(covariance)))
    return PenaltyReward(
        float(fitted.slopes[0]), *contrasts, p_values[:size], p_values[size:], _kinds(*contrasts), fitted.r_squared, n
    )


def _contrasts(
    slopes: Floats, covariance: Floats, given: NDArray[np.int64], freedom: int, level: float
) -> tuple[IntervalArray, IntervalArray, IntervalArray]:
    """Penalty, reward and asymmetry from the slopes of all lows, then all highs."""
    size, variance = len(slopes) // 2, np.diag(covariance)
    quantile = float(stdtrit(freedom, 0.5 + level / 2))

    def intervals(value: Floats, squared: Floats, answered: NDArray[np.int64]) -> IntervalArray:
        half = quantile * np.sqrt(squared)
        return IntervalArray(value, value - half, value + half, answered, level, "too_few", FEWEST)

    sum_variance = variance[:size] + variance[size:] + 2 * np.diag(covariance, size)
    return (
        intervals(slopes[:size], variance[:size], given[:size]),
        intervals(slopes[size:], variance[size:], given[size:]),
        intervals(slopes[:size] + slopes[size:], sum_variance, np.minimum(given[:size], given[size:])),
    )


def _kinds(penalty: IntervalArray, reward: IntervalArray, asymmetry: IntervalArray) -> tuple[Kind, ...]:
    """NaN compares false, so that what cannot be said has no name."""
    clear = (penalty.high < 0) & (reward.low > 0)
    basic, excitement = clear & (asymmetry.high < 0), clear & (asymmetry.low > 0)
    kinds: dict[int, Kind] = {0: "neither", 1: "performance", 2: "basic", 3: "excitement"}
    return tuple(kinds[int(code)] for code in np.select([basic, excitement, clear], [2, 3, 1], 0))


@dataclass(frozen=True, slots=True)
class _Fit:
    slopes: Floats
    covariance: Floats
    r_squared: float


def _least_squares(design: Floats, y: Floats) -> _Fit:
    """Ordinary least squares with the covariance HC3: (X'X)⁻¹ X' diag(eᵢ² / (1 − hᵢ)²) X (X'X)⁻¹."""
    inverse = np.linalg.inv(design.T @ design)
    slopes = inverse @ (design.T @ y)
    left = y - design @ slopes
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design, optimize=True)
    # A line that the model fits by itself alone has leverage 1 and nothing left: it says nothing of the spread.
    weighted = design * (left / np.maximum(1 - leverage, _DEPENDENT))[:, None]
    covariance = inverse @ (weighted.T @ weighted) @ inverse
    return _Fit(slopes, covariance, 1 - float(left @ left) / float(np.square(y - y.mean()).sum()))
