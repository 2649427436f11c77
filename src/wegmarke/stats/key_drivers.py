"""Key drivers with intervals: both decompositions of R² on the same resamples of one table.

`wegmarke.stats.shapley` and `wegmarke.stats.relative_weights` say how R² divides among the drivers; here the lines (or
customers with all their lines) are drawn again with replacement, and each resample is decomposed. The intervals are
percentiles of the resamples, with two corrections, for what is a square is too large by chance and never below 0:

- A part reaches down to 0 unless its driver's association is significant; percentiles alone would say of every driver
  that it matters. p is twice the smaller p-value of its correlation and of its slope among all drivers (Bonferroni),
  each with Student's t and the larger of two standard errors: that over the resamples, which knows of unequal spread
  and of customers, and that of no association, which knows of incidents that by chance all ended alike.
- R² of a resample is too high twice, fitted to a sample of a sample: it is adjusted twice, by
  1 − (1 − R²)(n − 1)/(n − K − 1). It reaches down to 0 unless a driver is significant after Bonferroni.

Of a driver that few lines carry (an incident that happened three times) nothing is said. With d the deviation from the
mean these are (Σd²)² / Σd⁴ lines, for a rare incident about as many as it happened. p is what goes into
`wegmarke.stats.benjamini_hochberg` where there are many drivers and segments. All this is association, not effect.

Sources: B. Efron, R. Tibshirani (1993), An Introduction to the Bootstrap, 13; U. Grömping (2006), Relative importance
for linear regression in R, Journal of Statistical Software 17(1), 3.5 (on intervals of parts near 0).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.cross_products import CrossProducts, joined
from wegmarke.stats.intervals import LEVEL, IntervalArray, check_level
from wegmarke.stats.relative_weights import relative_weight_parts
from wegmarke.stats.shapley import MOST, shapley_parts
from wegmarke.stats.welch import ROUNDING

FEWEST: Final = 100
"""With fewer lines (or customers, where they have several) intervals were found to hold less than they claim."""
LINES_A_DRIVER: Final = 15
"""And so many for each driver."""
FEWEST_CARRYING: Final = 10
"""So many lines (or customers) must carry the variation of a driver, and of the outcome."""
RESAMPLES: Final = 1000
FEWEST_RESAMPLES: Final = 100

_AT_ONCE: Final = 2048
"""So many lines or customers are drawn at once: memory stays the same however many there are."""
_NO_SPREAD: Final = 1e-9
"""A resample in which so little is left of a driver's variance holds none of it."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class KeyDrivers:
    """How R² divides among K drivers, in their order.

    shapley, relative_weight: LMG and Johnson's weight, each of length K; `CannotSay("too_few")` where less than
    FEWEST_CARRYING carry a driver, with how many. p_value: of "goes with the outcome neither alone nor beside the
    others", shape (K,), NaN there. n: lines. units: what was drawn again, customers or lines.
    """

    r_squared: Interval
    shapley: IntervalArray
    relative_weight: IntervalArray
    p_value: Floats
    n: int
    units: int


def key_drivers(
    drivers: ArrayLike,
    outcome: ArrayLike,
    customers: ArrayLike | None = None,
    *,
    level: float = LEVEL,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> KeyDrivers | CannotSay:
    """Decompose R² of the outcome, shape (n,), on the drivers, shape (n, K).

    customers: whose line each is, shape (n,), where customers have several: they are drawn with all their lines.
    resamples: how many, drawn from `seed`.

    `CannotSay("too_many")` above 15 drivers; `"too_few"` below FEWEST or LINES_A_DRIVER for each driver (lines, or
    customers) and where less than FEWEST_CARRYING carry the outcome; `"no_variation"` where a driver or the outcome
    does not vary, or the drivers determine the outcome; `"not_identified"` where a driver is a sum of others.
    ValueError as `CrossProducts.of`, and for less than a hundred resamples.
    """
    check_level(level)
    if resamples < FEWEST_RESAMPLES:
        raise ValueError(f"percentiles need {FEWEST_RESAMPLES} resamples, not {resamples}")
    table = joined(drivers, outcome)
    size = table.shape[1] - 1
    if size > MOST:
        return CannotSay("too_many", size, MOST)
    table, begins = _by_unit(table, customers)
    units = len(begins) - 1
    needed = max(FEWEST, LINES_A_DRIVER * size)
    if units < needed:
        return CannotSay("too_few", units, needed)
    correlations = CrossProducts.of(table[:, :-1], table[:, -1]).correlations()
    if isinstance(correlations, CannotSay):
        return correlations
    carrying = _carrying(table, begins)
    if carrying[-1] < FEWEST_CARRYING:
        return CannotSay("too_few", int(carrying[-1]), FEWEST_CARRYING)
    if 1 - float(shapley_parts(correlations[None]).sum()) < ROUNDING:
        return CannotSay("no_variation", len(table))
    drawn = _correlations(_drawn_again(table, begins, resamples, np.random.default_rng(seed)), size + 1)
    return _told(correlations, drawn, carrying[:-1], len(table), units, level)


def _told(correlations: Floats, drawn: Floats, carrying: Floats, lines: int, units: int, level: float) -> KeyDrivers:
    size = len(carrying)
    freedom = units - size - 1
    p_value = np.where(carrying >= FEWEST_CARRYING, _p_values(correlations, drawn, lines, freedom), np.nan)
    n = np.where(np.isnan(p_value), carrying, lines).astype(np.int64)
    shares, parts = shapley_parts(correlations[None])[0], shapley_parts(drawn)
    weights, weight_parts = relative_weight_parts(correlations[None])[0], relative_weight_parts(drawn)
    explained, twice = shares.sum(), ((units - 1) / freedom) ** 2
    low, high = _percentiles(1 - (1 - parts.sum(axis=1)) * twice, explained, level)
    clear = size * np.nan_to_num(p_value, nan=1.0).min() <= 1 - level and low > 0
    return KeyDrivers(
        r_squared=Interval(float(explained), float(low) if clear else 0.0, float(high), lines, level),
        shapley=_intervals(shares, parts, p_value, n, level),
        relative_weight=_intervals(weights, weight_parts, p_value, n, level),
        p_value=p_value,
        n=lines,
        units=units,
    )


def _intervals(value: Floats, resampled: Floats, p_value: Floats, n: NDArray[np.int64], level: float) -> IntervalArray:
    """Percentiles down to 0 where p is not significant, NaN where there is no p."""
    low, high = _percentiles(resampled, value, level)
    low = np.where(p_value <= 1 - level, low, 0.0)
    return IntervalArray(value, low, np.where(np.isnan(p_value), np.nan, high), n, level, "too_few", FEWEST_CARRYING)


def _by_unit(table: Floats, customers: ArrayLike | None) -> tuple[Floats, NDArray[np.int64]]:
    """The lines ordered by customer, and where each customer begins (and the last ends)."""
    if customers is None:
        return table, np.arange(len(table) + 1)
    whose = np.asarray(customers)
    if whose.shape != (len(table),):
        raise ValueError(f"customers must have the shape ({len(table)},), not {whose.shape}")
    order = np.argsort(whose, kind="stable")
    begins = np.unique(whose[order], return_index=True)[1]
    return table[order], np.append(begins, len(table))


def _drawn_again(table: Floats, begins: NDArray[np.int64], resamples: int, rng: np.random.Generator) -> Floats:
    """For each resample of whole units the number of lines, their sums, and their sums of products."""
    units = len(begins) - 1
    spread = table.std(axis=0)
    standard = (table - table.mean(axis=0)) / np.where(spread > 0, spread, 1)
    edges = np.append(np.arange(0, units, _AT_ONCE), units)
    # How many of the units drawn fall into each block is drawn first, so that a block can be drawn by itself.
    falling = rng.multinomial(units, np.diff(edges) / units, size=resamples)
    first, second = np.triu_indices(table.shape[1])
    sums = np.zeros((resamples, 1 + table.shape[1] + len(first)))
    for block, (begin, end) in enumerate(itertools.pairwise(edges.tolist())):
        lines = standard[begins[begin] : begins[end]]
        each = np.column_stack([np.ones(len(lines)), lines, lines[:, first] * lines[:, second]])
        of_units = np.add.reduceat(each, begins[begin:end] - begins[begin], axis=0)
        size = end - begin
        which = rng.integers(0, size, falling[:, block].sum()) + np.repeat(
            np.arange(resamples) * size, falling[:, block]
        )
        counts = np.bincount(which, minlength=resamples * size).reshape(resamples, size)
        sums += counts.astype(np.float64) @ of_units
    return sums


def _correlations(sums: Floats, columns: int) -> Floats:
    """From those sums: shape (resamples, columns, columns). What does not vary there correlates with nothing."""
    first, second = np.triu_indices(columns)
    lines = sums[:, :1]
    mean = sums[:, 1 : columns + 1] / lines
    covariance = np.empty((len(sums), columns, columns))
    covariance[:, first, second] = sums[:, columns + 1 :] / lines - mean[:, first] * mean[:, second]
    covariance[:, second, first] = covariance[:, first, second]
    spread = np.sqrt(np.maximum(np.diagonal(covariance, axis1=1, axis2=2), 0))
    scale = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > _NO_SPREAD)
    found = covariance * scale[:, :, None] * scale[:, None, :]
    found[:, np.arange(columns), np.arange(columns)] = 1.0
    return found


def _carrying(table: Floats, begins: NDArray[np.int64]) -> Floats:
    """How many units carry the variation of each column: all where all deviate alike, one where one deviates."""
    deviating = np.add.reduceat(np.square(table - table.mean(axis=0)), begins[:-1], axis=0)
    return np.asarray(np.square(deviating.sum(axis=0)) / np.square(deviating).sum(axis=0), dtype=np.float64)


def _p_values(correlations: Floats, drawn: Floats, lines: int, freedom: int) -> Floats:
    """Of every driver, that it goes with the outcome neither alone nor beside the others."""
    alone = correlations[:-1, -1]
    inverse = np.linalg.inv(correlations[:-1, :-1])
    beside = inverse @ alone
    unexplained = (1 - alone @ beside) / (lines - len(alone) - 1)
    slopes = (np.linalg.pinv(drawn[:, :-1, :-1], hermitian=True) @ drawn[:, :-1, -1:])[..., 0]
    error_alone = np.maximum(drawn[:, :-1, -1].std(axis=0, ddof=1), 1 / np.sqrt(lines - 1))
    error_beside = np.maximum(slopes.std(axis=0, ddof=1), np.sqrt(unexplained * np.diag(inverse)))
    distance = np.maximum(np.abs(alone) / error_alone, np.abs(beside) / error_beside)
    return np.asarray(np.minimum(1.0, 4 * stdtr(freedom, -distance)), dtype=np.float64)


def _percentiles(resampled: Floats, value: Floats, level: float) -> tuple[Floats, Floats]:
    low, high = np.quantile(resampled, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return np.minimum(low, value), np.maximum(high, value)
