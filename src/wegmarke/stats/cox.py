"""How many times faster somebody leaves: Cox's proportional hazards, with exposures that begin when they happen.

A row is a spell (start, stop] of one customer with constant columns, and ends with leaving or without; a customer has
as many rows as their columns change. With w = exp(x·β) and the d_t who leave at t (in one stratum), after Efron

    log L = Σ_left x·β − Σ_t Σ_{l<d_t} log( Σ_{at risk} w − l/d_t · Σ_{left at t} w )

Who begins at t is not at risk at t, so that cutting a spell in two changes nothing. With customers given, the
covariance takes their rows together (Lin and Wei), I⁻¹ (G/(G−1) Σ_g u_g u_gᵀ) I⁻¹; without, it is I⁻¹.

The second derivative is written as one product of all rows, each weighed by what its time at risk adds up to: no loop
over times, whatever the number of ties and strata.

Assumption: a column multiplies the hazard by the same number at all times; who is lost from sight would have left as
the others did. Hazard ratios are associations, given the other columns.

Sources: D. R. Cox (1972), Regression models and life-tables, Journal of the Royal Statistical Society B 34, 187-220;
B. Efron (1977), The efficiency of Cox's likelihood function for censored data, JASA 72, 557-565; D. Y. Lin, L. J. Wei
(1989), The robust inference for the Cox proportional hazards model, JASA 84, 1074-1078.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.intervals import LEVEL, normal_quantile
from wegmarke.stats.logistic import standardised
from wegmarke.stats.tall_products import crossed, times

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST_LEFT_A_COLUMN: Final = 5
"""Fewer who left for each column give coefficients that are far off too often (Vittinghoff, McCulloch 2007)."""
FEWEST_LEFT: Final = 20

_STEPS: Final = 50
_HALVINGS: Final = 30
_NEAR: Final = 1e-9
_FLAT: Final = 1e-8
"""A direction in which the likelihood is flatter than this, of the steepest, is not determined."""


@dataclass(frozen=True, slots=True)
class Spells:
    """One row a spell. columns: shape (n, k). since: None is from ever. strata: whose baselines differ; customers.

    ValueError where lengths differ, a number is missing, left is not of booleans, or a spell does not end after it
    began.
    """

    until: Floats
    left: NDArray[np.bool_]
    columns: Floats
    since: Floats | None = None
    strata: Ints | None = None
    customers: Ints | None = None

    def __post_init__(self) -> None:
        rows = len(self.until)
        given = [self.left, self.columns, self.since, self.strata, self.customers]
        if self.columns.ndim != 2 or any(len(one) != rows for one in given if one is not None):
            raise ValueError("all must have the same n rows, and columns the shape (n, k)")
        if self.left.dtype != np.bool_:
            raise ValueError("left must be true or false")
        if not (np.isfinite(self.columns).all() and np.isfinite(self.until).all()):
            raise ValueError("columns and until must be finite numbers")
        if self.since is not None and not bool((self.until > self.since).all()):
            raise ValueError("a spell must end after it began")


@dataclass(frozen=True, slots=True)
class Cox:
    """The fitted model. coefficients: logarithms of hazard ratios, shape (k,). by_customer: whether rows of one
    customer were taken together in the covariance. rows, left: how many.
    """

    coefficients: Floats
    covariance: Floats
    log_likelihood: float
    by_customer: bool
    rows: int
    left: int

    def hazard_ratio(self, column: int, level: float = LEVEL) -> Interval:
        """How many times the hazard is, with one more of the column; `n` is how many left."""
        middle, half = (
            float(self.coefficients[column]),
            normal_quantile(level) * math.sqrt(self.covariance[column, column]),
        )
        return Interval(math.exp(middle), math.exp(middle - half), math.exp(middle + half), self.left, level)


@dataclass(frozen=True, slots=True)
class _Risk:
    """Who is at risk when: row i at the times first[i] … last[i]−1 of all (stratum, time) at which somebody left.

    at: the time of each row that left. ties: how many left at each time. step, part: for every one of them, its time
    and l/d.
    """

    first: Ints
    last: Ints
    gone: Ints
    at: Ints
    ties: Ints
    step: Ints
    part: Floats

    def sums(self, values: Floats) -> Floats:
        """Σ over the rows at risk, of values (n,), at each time. From the end, so that without late beginnings nothing
        is subtracted.
        """
        times = len(self.ties)
        out = np.bincount(self.last, values, times + 1) - np.bincount(self.first, values, times + 1)
        return np.cumsum(out[::-1])[::-1][1:]

    def over_time(self, values: Floats) -> Floats:
        """Σ over the times at which each row is at risk, of values (times, …)."""
        before = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])
        return np.asarray(before[self.last] - before[self.first], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Here:
    """The likelihood at some coefficients, its slope and curvature, and what score residuals need."""

    value: float
    slope: Floats
    curvature: Floats
    weights: Floats
    inverse: Floats
    means: Floats


def cox(spells: Spells) -> Cox | CannotSay:
    """Fit the model.

    `CannotSay("too_few")`: less than FEWEST_LEFT left, or than FEWEST_LEFT_A_COLUMN for each column;
    `CannotSay("not_identified")`: columns repeat each other, are constant, or tell perfectly who leaves first.
    """
    left, columns = int(spells.left.sum()), spells.columns.shape[1]
    needed = max(FEWEST_LEFT, FEWEST_LEFT_A_COLUMN * columns)
    if left < needed:
        return CannotSay("too_few", left, needed)
    standard = standardised(spells.columns)
    rows, risk = standard.rows[:, 1:], _risk(spells)
    found = _newton(rows, risk) if standard.varies.all() else None
    if found is None:
        return CannotSay("not_identified", len(spells.until))
    at, here = found
    covariance = np.linalg.inv(here.curvature).astype(np.float64)
    if spells.customers is not None:
        covariance = _by_customer(_residuals(rows, risk, here), spells.customers, covariance)
    scale = standard.scale
    return Cox(
        at / scale,
        covariance / np.outer(scale, scale),
        here.value,
        spells.customers is not None,
        len(spells.until),
        left,
    )


def _risk(spells: Spells) -> _Risk:
    strata = np.zeros(len(spells.until), dtype=np.int64) if spells.strata is None else spells.strata
    since = np.full(len(spells.until), -np.inf) if spells.since is None else spells.since
    # A stratum and a time become one number in the order of both.
    times, place = np.unique(np.concatenate([since, spells.until]), return_inverse=True)
    stratum = np.unique(strata, return_inverse=True)[1].astype(np.int64) * len(times)
    begin, end = stratum + place[: len(since)], stratum + place[len(since) :]
    gone = np.flatnonzero(spells.left)
    moments, at, ties = np.unique(end[gone], return_inverse=True, return_counts=True)
    step = np.repeat(np.arange(len(moments)), ties)
    part = (np.arange(len(step)) - np.repeat(np.cumsum(ties) - ties, ties)) / ties[step]
    first, last = (np.searchsorted(moments, one, side="right") for one in (begin, end))
    return _Risk(first, last, gone, at, ties, step, part)


def _newton(rows: Floats, risk: _Risk) -> tuple[Floats, _Here] | None:
    at = np.zeros(rows.shape[1])
    here = _around(rows, risk, at)
    for _ in range(_STEPS):
        steepness = np.linalg.eigvalsh(here.curvature)
        if steepness[0] < _FLAT * max(steepness[-1], 1.0):
            return None
        step = np.linalg.solve(here.curvature, here.slope)
        gain = float(here.slope @ step) / 2
        for _ in range(_HALVINGS):
            there = _around(rows, risk, at + step)
            if there.value >= here.value - _NEAR:
                break
            step /= 2
        else:
            return None
        at, here = at + step, there
        if gain < _NEAR:
            return at, here
    return None


def _around(rows: Floats, risk: _Risk, at: Floats) -> _Here:
    log = times(rows, at)
    # A common factor of all weights cancels; without it exp might overflow.
    largest = float(log.max())
    weights = np.exp(log - largest)
    weighted = rows * weights[:, None]
    tied = np.bincount(risk.at, weights[risk.gone], len(risk.ties))
    sums = np.column_stack([risk.sums(column) for column in weighted.T])
    tied_sums = np.column_stack([np.bincount(risk.at, column, len(risk.ties)) for column in weighted[risk.gone].T])
    total = risk.sums(weights)[risk.step] - risk.part * tied[risk.step]
    means = (sums[risk.step] - risk.part[:, None] * tied_sums[risk.step]) / total[:, None]
    inverse = 1 / total
    value = float((log[risk.gone] - largest).sum() - np.log(total).sum())
    slope = rows[risk.gone].sum(axis=0) - means.sum(axis=0)
    curvature = crossed(rows, weighted * _exposure(risk, inverse)[:, None]) - crossed(means, means)
    return _Here(value, slope, curvature, weights, inverse, means)


def _exposure(risk: _Risk, values: Floats) -> Floats:
    """Of each row, Σ of the values (one for each who left, shape (left, …)) over its time at risk, after Efron."""
    shape = (len(risk.ties), *values.shape[1:])
    whole, partly = np.zeros(shape), np.zeros(shape)
    part = risk.part.reshape(-1, *[1] * (values.ndim - 1))
    np.add.at(whole, risk.step, values)
    np.add.at(partly, risk.step, part * values)
    found = risk.over_time(whole)
    found[risk.gone] -= partly[risk.at]
    return found


def _residuals(rows: Floats, risk: _Risk, here: _Here) -> Floats:
    """Each row's part of the slope, shape (n, k): they sum to it."""
    exposure = _exposure(risk, here.inverse)
    expected = _exposure(risk, here.inverse[:, None] * here.means)
    found = -here.weights[:, None] * (rows * exposure[:, None] - expected)
    middle = np.zeros((len(risk.ties), rows.shape[1]))
    np.add.at(middle, risk.step, here.means)
    found[risk.gone] += rows[risk.gone] - (middle / risk.ties[:, None])[risk.at]
    return np.asarray(found, dtype=np.float64)


def _by_customer(residuals: Floats, customers: Ints, covariance: Floats) -> Floats:
    owners, own = np.unique(customers, return_inverse=True)
    slopes = np.column_stack([np.bincount(own.reshape(-1), column) for column in residuals.T]).astype(np.float64)
    found: Floats = covariance @ crossed(slopes, slopes) @ covariance * (len(owners) / (len(owners) - 1))
    return found
