"""Logistic regression with a light ridge, by Newton's steps, made for a million rows.

    P(y = 1 | z) = 1 / (1 + exp(−z·β)),   the greatest of  Σ w·(y·η − log(1 + eᶯ)) − ½ Σⱼ λⱼ βⱼ²,   η = z·β

The ridge λ keeps a column finite that tells the outcome perfectly. On columns of mean 0 and spread 1 it is a belief,
worth one more observation, that a coefficient lies within about 1/√λ of 0: with some hundred events it moves nothing.

Source: S. le Cessie, J. C. van Houwelingen (1992), Ridge estimators in logistic regression, Applied Statistics 41,
191-201.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from wegmarke.stats.tall_products import blocks, times

Floats = NDArray[np.float64]

RIDGE: Final = 1.0
"""λ of standardised columns; the intercept has none."""

_STEPS: Final = 60
_STEPS_FROM_NEAR: Final = 12
_HALVINGS: Final = 30
_NEAR: Final = 1e-8
"""Newton ends where the next step would gain less log-likelihood than this; that step is still taken."""
_SEPARATED: Final = 1e-8
"""A likelihood flatter than this, of what it could be, has run towards infinity."""


@dataclass(frozen=True, slots=True)
class Standard:
    """Columns of mean 0 and spread 1 behind a column of ones: `rows` has the shape (n, 1 + k).

    centre, scale: of the k columns as they came. varies: which of them are not constant; a constant one is all 0 here.
    """

    rows: Floats
    centre: Floats
    scale: Floats
    varies: NDArray[np.bool_]

    def penalty(self, ridge: float) -> Floats:
        """λ of every column of `rows`: none for the intercept. Shape (1 + k,)."""
        return np.append(0.0, np.full(len(self.centre), ridge))

    def back(self) -> Floats:
        """The matrix that turns coefficients of `rows` into those of the columns as they came: (1 + k, 1 + k)."""
        turned = np.diag(np.append(1.0, np.where(self.varies, 1 / self.scale, 0.0)))
        turned[0, 1:] = -self.centre * np.diag(turned)[1:]
        return turned


def standardised(columns: Floats, weights: Floats | None = None) -> Standard:
    """Centre and scale the columns (n, k), each row counting `weights` times."""
    counts = np.ones(len(columns)) if weights is None else weights
    total = counts.sum()
    centre = np.einsum("i,ij->j", counts, columns) / total
    rows = np.empty((len(columns), columns.shape[1] + 1))
    rows[:, 0] = 1.0
    np.subtract(columns, centre, out=rows[:, 1:])
    spread = np.sqrt(np.einsum("i,ij,ij->j", counts, rows[:, 1:], rows[:, 1:]) / total)
    # A column of one value has a spread of rounding only.
    varies = spread > 1e-12 * np.maximum(np.abs(centre), 1e-300)
    scale = np.where(varies, spread, 1.0)
    rows[:, 1:] *= np.where(varies, 1 / scale, 0.0)
    return Standard(rows, centre, scale, varies)


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fit. coefficients: β, shape (k,). curvature: minus the second derivative of the penalised log-likelihood there
    (or, for the last step, just before), shape (k, k). weight: of all rows.
    """

    coefficients: Floats
    curvature: Floats
    weight: float


def logistic(
    rows: Floats, outcome: Floats, penalty: Floats, weights: Floats | None = None, near: Logistic | None = None
) -> Logistic | None:
    """Fit rows (n, k) whose first column is the intercept to an outcome between 0 and 1.

    near: a fit of nearly the same rows; its curvature then serves for the steps, which saves most of the work and ends
    at the same place. Where all with weight have the same outcome, the fit is an intercept alone, with half a case of
    the other kind. None where the likelihood has no maximum (a column without a ridge separates the outcomes).
    """
    counts = np.ones(len(rows)) if weights is None else weights
    total, positive = float(counts.sum()), float(counts @ outcome)
    if total <= 0:
        return None
    alone = np.zeros(rows.shape[1])
    alone[0] = np.log((positive + 0.5) / (total - positive + 0.5))
    if positive in {0.0, total}:
        return Logistic(alone, _around(rows, outcome, counts, alone, penalty)[2], total)
    if near is None:
        return _newton(rows, outcome, penalty, counts, alone)
    found = _from_near(rows, outcome, penalty, counts, near)
    return _newton(rows, outcome, penalty, counts, near.coefficients) if found is None else found


def probabilities(rows: Floats, coefficients: Floats) -> Floats:
    """P(y = 1) of every row: shape (n,)."""
    found: Floats = expit(times(rows, coefficients))
    return found


def _newton(rows: Floats, outcome: Floats, penalty: Floats, counts: Floats, start: Floats) -> Logistic | None:
    at = start
    value, slope, curvature = _around(rows, outcome, counts, at, penalty)
    for _ in range(_STEPS):
        step = _solved(curvature, slope, penalty)
        if float(slope @ step) / 2 < _NEAR:
            at_large = np.diag(curvature) < _SEPARATED * np.einsum("i,ij,ij->j", counts, rows, rows)
            return None if at_large.any() else Logistic(at + step, curvature, float(counts.sum()))
        for _ in range(_HALVINGS):
            there = _around(rows, outcome, counts, at + step, penalty)
            if there[0] >= value - _NEAR:
                break
            step /= 2
        else:
            return None
        at = at + step
        value, slope, curvature = there
    return None


def _from_near(rows: Floats, outcome: Floats, penalty: Floats, counts: Floats, near: Logistic) -> Logistic | None:
    """Steps with the slope of these rows and the curvature of the others; None where they do not soon get shorter."""
    at, weight, gain = near.coefficients, float(counts.sum()), np.inf
    curvature = (near.curvature - np.diag(penalty)) * (weight / near.weight) + np.diag(penalty)
    for _ in range(_STEPS_FROM_NEAR):
        slope = _around(rows, outcome, counts, at, penalty, with_curvature=False)[1]
        step = _solved(curvature, slope, penalty)
        at = at + step
        before, gain = gain, float(slope @ step) / 2
        if gain < _NEAR:
            return Logistic(at, curvature, weight)
        if gain > before / 4:
            return None
    return None


def _solved(curvature: Floats, slope: Floats, penalty: Floats) -> Floats:
    """The step; the shortest one where columns without a ridge repeat each other."""
    if bool((penalty[1:] > 0).all()):
        return np.asarray(np.linalg.solve(curvature, slope), dtype=np.float64)
    return np.asarray(np.linalg.lstsq(curvature, slope, rcond=1e-13)[0], dtype=np.float64)


def _around(
    rows: Floats, outcome: Floats, counts: Floats, at: Floats, penalty: Floats, *, with_curvature: bool = True
) -> tuple[float, Floats, Floats]:
    """The penalised log-likelihood, its slope and its curvature (with the sign of a minimum), in one pass."""
    value = -0.5 * float(penalty @ at**2)
    slope, curvature = -penalty * at, np.diag(penalty).copy()
    for here in blocks(rows):
        block, y, count = rows[here], outcome[here], counts[here]
        log_odds = block @ at
        # exp(−|η|) cannot overflow, and gives both the probability and log(1 + eᶯ).
        small = np.exp(-np.abs(log_odds))
        probability = np.where(log_odds >= 0, 1.0, small) / (1 + small)
        value += float(count @ (y * log_odds - np.maximum(log_odds, 0.0) - np.log1p(small)))
        slope += (count * (y - probability)) @ block
        if with_curvature:
            curvature += block.T @ (block * (count * probability * (1 - probability))[:, None])
    return value, slope, curvature
