"""What an exposure does to an outcome, doubly robust: augmented inverse probability weighting, cross-fitted.

With e(x) = P(exposed | x) and mₐ(x) = E(outcome | x, exposed or not), learnt in the other folds, every row gives

    on all:          ψ = m₁ − m₀ + A·(Y − m₁)/e − (1−A)·(Y − m₀)/(1−e),       effect = mean of ψ
    on the exposed:  ψ = (A − (1−A)·e/(1−e))·(Y − m₀) / P(A),                 effect = mean of ψ

and the interval is the estimate ± t · √(G/(G−1) · Σ_g (Σ_{i in g} dᵢ)²) / n, with dᵢ = ψᵢ − effect (on the exposed:
ψᵢ − A·effect/P(A)) summed over the rows of each of G customers; t has as many degrees of freedom as the smaller group
has customers, minus one. e is a logit, m a logit for an outcome of 0 and 1 and a straight line otherwise, each with a
light ridge. The estimate is right where e or m is right; it need not be both.

Assumptions: nothing that is not in the columns moves both exposure and outcome; the columns were so before the
exposure; one customer's exposure does not change another's outcome; everyone had a chance of either (`overlap` refuses
where that is plainly not so). Only then is it an effect; a negative control (`placebo`) tries to prove the contrary.

Sources: J. M. Robins, A. Rotnitzky, L. P. Zhao (1994), Estimation of regression coefficients when some regressors are
not always observed, JASA 89, 846-866; V. Chernozhukov et al. (2018), Double/debiased machine learning for treatment and
structural parameters, Econometrics Journal 21, C1-C68 (cross-fitting; section 5.1 both effects).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.customer_folds import customer_folds
from wegmarke.stats.intervals import LEVEL, check_level
from wegmarke.stats.logistic import RIDGE, logistic, probabilities, standardised
from wegmarke.stats.overlap import Overlap, overlap
from wegmarke.stats.tall_products import crossed, times

Floats = NDArray[np.float64]

FOLDS: Final = 5
FEWEST_EXPOSED: Final = 30
"""Fewer customers than this in either group are counted and told, not weighed."""
FEWEST_OUTCOMES: Final = 10
"""Of an outcome of 0 and 1, so many rows of either kind must stand among the exposed, and among the others."""

_NEVER: Final = 1e-9
"""A probability this near to 0 or 1 is one that rounding made."""


@dataclass(frozen=True, slots=True)
class Design:
    """One row a customer and occasion. covariates: what was so before the exposure, shape (n, k), k may be 0.

    outcome: 0 and 1, or any number. customers: whose row it is; None where every row is another customer. ValueError
    where the lengths differ, a number is missing, or exposed is not of booleans.
    """

    covariates: Floats
    exposed: NDArray[np.bool_]
    outcome: Floats
    customers: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        rows = len(self.outcome)
        owners = rows if self.customers is None else len(self.customers)
        if self.covariates.ndim != 2 or not rows == len(self.exposed) == len(self.covariates) == owners:
            raise ValueError("covariates (n, k), exposed, outcome and customers must have the same n rows")
        if self.exposed.dtype != np.bool_:
            raise ValueError("exposed must be true or false")
        if not (np.isfinite(self.covariates).all() and np.isfinite(self.outcome).all()):
            raise ValueError("covariates and outcome must be finite numbers")

    def __len__(self) -> int:
        return len(self.outcome)

    @property
    def binary(self) -> bool:
        """Whether the outcome is 0 or 1 everywhere."""
        return bool(np.isin(self.outcome, (0.0, 1.0)).all())

    def owners(self) -> NDArray[np.int64]:
        """The number of each row's customer."""
        return np.arange(len(self), dtype=np.int64) if self.customers is None else self.customers


@dataclass(frozen=True, slots=True)
class Effect:
    """What the exposure adds to the outcome (a share of a binary one), on all and on the exposed.

    Each is `CannotSay("not_identified")` where `overlap` names a check that failed for it. unadjusted: the difference
    of the two groups as they are, which is no effect. exposed_mean: the outcome of the exposed, and expected_mean what
    it would have been without exposure (NaN where that cannot be said); risk_ratio: the first through the second, of a
    binary outcome, for `e_value`. rows, exposed: rows; customers,
    exposed_customers: of them. outcomes, exposed_outcomes: the sum of the outcome, and that of the exposed.
    """

    on_all: Estimate
    on_exposed: Estimate
    unadjusted: Estimate
    overlap: Overlap
    exposed_mean: float
    expected_mean: float
    risk_ratio: Estimate
    rows: int
    customers: int
    exposed: int
    exposed_customers: int
    outcomes: float
    exposed_outcomes: float


def aipw(
    design: Design, *, folds: int = FOLDS, seed: int = 0, ridge: float = RIDGE, level: float = LEVEL
) -> Effect | CannotSay:
    """The effect of the exposure. folds=1 learns and predicts on the same rows: for comparison, not for use.

    `CannotSay("too_few")`: less than FEWEST_EXPOSED customers in a group, or than FEWEST_OUTCOMES of a binary outcome
    (or of its absence) in one; `CannotSay("no_variation")`: all outcomes are equal; `CannotSay("not_identified")`:
    a model has no solution (only without a ridge).
    """
    check_level(level)
    owners, own = np.unique(design.owners(), return_inverse=True)
    own = own.reshape(-1)
    refusal = _too_little(design, own)
    if refusal is not None:
        return refusal
    learnt = _learnt(design, folds, seed, ridge)
    if learnt is None:
        return CannotSay("not_identified", len(design))
    checked = overlap(learnt.propensity, design.exposed, own)
    freedom = _freedom(design.exposed, own)
    unknown = CannotSay("not_identified", len(design))
    on_all = unknown if checked.failed_for_all else _on_all(design, learnt, own, freedom, level)
    on_exposed = unknown if checked.failed_for_exposed else _on_exposed(design, learnt, own, freedom, level)
    exposed, outcome = design.exposed, design.outcome
    exposed_mean = float(outcome[exposed].mean())
    return Effect(
        on_all,
        on_exposed,
        _unadjusted(design, own, freedom, level),
        checked,
        exposed_mean,
        exposed_mean - on_exposed.value if isinstance(on_exposed, Interval) else math.nan,
        unknown if checked.failed_for_exposed else _risk_ratio(design, learnt, own, freedom, level),
        len(design),
        len(owners),
        int(exposed.sum()),
        len(np.unique(own[exposed])),
        float(outcome.sum()),
        float(outcome[exposed].sum()),
    )


def _too_little(design: Design, own: NDArray[np.int64]) -> CannotSay | None:
    groups = (design.exposed, ~design.exposed)
    fewest = min(len(np.unique(own[group])) for group in groups)
    if fewest < FEWEST_EXPOSED:
        return CannotSay("too_few", fewest, FEWEST_EXPOSED)
    if np.ptp(design.outcome) == 0:
        return CannotSay("no_variation", len(design))
    if design.binary:
        positive = [int(design.outcome[group].sum()) for group in groups]
        rarer = min(min(y, int(group.sum()) - y) for y, group in zip(positive, groups, strict=True))
        if rarer < FEWEST_OUTCOMES:
            return CannotSay("too_few", rarer, FEWEST_OUTCOMES)
    return None


@dataclass(frozen=True, slots=True)
class _Learnt:
    """Of each row, from the other folds: the propensity, and the outcome expected without and with exposure."""

    propensity: Floats
    without: Floats
    with_it: Floats


def _on_all(design: Design, learnt: _Learnt, own: NDArray[np.int64], freedom: int, level: float) -> Estimate:
    e, without, with_it = learnt.propensity, learnt.without, learnt.with_it
    seen = np.where(design.exposed, (design.outcome - with_it) / e, (without - design.outcome) / (1 - e))
    return _interval(with_it - without + seen, np.ones(len(seen)), own, freedom, level)


def _on_exposed(design: Design, learnt: _Learnt, own: NDArray[np.int64], freedom: int, level: float) -> Estimate:
    return _interval(_each_exposed(design, learnt), design.exposed / design.exposed.mean(), own, freedom, level)


def _each_exposed(design: Design, learnt: _Learnt) -> Floats:
    weight = np.where(design.exposed, 1.0, -learnt.propensity / (1 - learnt.propensity))
    each: Floats = weight * (design.outcome - learnt.without) / design.exposed.mean()
    return each


def _risk_ratio(design: Design, learnt: _Learnt, own: NDArray[np.int64], freedom: int, level: float) -> Estimate:
    """The interval is that of the logarithm, whose influence is that of the two shares, each by its share."""
    each, slope = _each_exposed(design, learnt), design.exposed / design.exposed.mean()
    effect, seen = float(each.mean()), float(design.outcome[design.exposed].mean())
    expected = seen - effect
    if not design.binary or expected <= 0:
        return CannotSay("not_identified", len(design))
    of_seen = slope * (design.outcome - seen)
    of_expected = of_seen - (each - slope * effect)
    logarithm = math.log(seen / expected)
    error = _spread(of_seen / seen - of_expected / expected, own) / len(design)
    found = _around(logarithm, error, len(design), freedom, level)
    if isinstance(found, CannotSay):
        return found
    return Interval(math.exp(logarithm), math.exp(found.low), math.exp(found.high), found.n, level)


def _learnt(design: Design, folds: int, seed: int, ridge: float) -> _Learnt | None:
    # The spread of the columns knows neither exposure nor outcome, so all rows may tell it.
    standard = standardised(design.covariates)
    penalty = standard.penalty(ridge)
    exposed = design.exposed
    kinds = exposed + 2 * (design.outcome > design.outcome.min()).astype(np.int64) if design.binary else exposed
    fold = customer_folds(design.owners(), kinds.astype(np.int64), folds, seed)
    everyone = np.ones(len(design), dtype=np.bool_)
    propensity = _predicted(standard.rows, everyone, exposed.astype(np.float64), fold, penalty, binary=True)
    without = _predicted(standard.rows, ~exposed, design.outcome, fold, penalty, binary=design.binary)
    with_it = _predicted(standard.rows, exposed, design.outcome, fold, penalty, binary=design.binary)
    if propensity is None or without is None or with_it is None:
        return None
    return _Learnt(np.clip(propensity, _NEVER, 1 - _NEVER), without, with_it)


def _predicted(
    rows: Floats, group: NDArray[np.bool_], target: Floats, fold: NDArray[np.int64], penalty: Floats, *, binary: bool
) -> Floats | None:
    """The target expected of every row, learnt from the rows of the group in the other folds."""
    learn = rows if group.all() else rows[group]
    learning = _logits if binary else _lines
    fitted = learning(learn, target[group], fold[group], penalty, int(fold.max()) + 1)
    if fitted is None:
        return None
    found = np.empty(len(rows))
    for one, coefficients in enumerate(fitted):
        here = fold == one
        found[here] = probabilities(rows[here], coefficients) if binary else times(rows[here], coefficients)
    return found


def _logits(rows: Floats, target: Floats, fold: NDArray[np.int64], penalty: Floats, folds: int) -> list[Floats] | None:
    """The coefficients for each fold, from all others."""
    # All folds find nearly the same: they start from what all rows say, and end where they would have ended anyway.
    near = logistic(rows, target, penalty)
    if near is None:
        return None
    found = (
        [near] if folds == 1 else [logistic(rows, target, penalty, 1.0 * (fold != one), near) for one in range(folds)]
    )
    return [one.coefficients for one in found if one is not None] if None not in found else None


def _lines(rows: Floats, target: Floats, fold: NDArray[np.int64], penalty: Floats, folds: int) -> list[Floats]:
    """Least squares with a ridge for each fold, from all others; the shortest solution where columns repeat others."""
    parts = [(rows[fold == one], target[fold == one]) for one in range(folds)]
    squares = np.array([crossed(part, part) for part, _ in parts])
    products = np.array([crossed(part, known[:, None])[:, 0] for part, known in parts])
    found = []
    for one in range(folds):
        others = np.arange(folds) != one if folds > 1 else np.array([True])
        curvature = squares[others].sum(axis=0) + np.diag(penalty)
        found.append(np.linalg.lstsq(curvature, products[others].sum(axis=0), rcond=1e-13)[0])
    return found


def _interval(each: Floats, slope: Floats, own: NDArray[np.int64], freedom: int, level: float) -> Estimate:
    """The mean of `each`, whose influence is each − slope · mean, with customers as they come."""
    estimate = float(each.mean())
    return _around(estimate, _spread(each - slope * estimate, own) / len(each), len(each), freedom, level)


def _unadjusted(design: Design, own: NDArray[np.int64], freedom: int, level: float) -> Estimate:
    """The difference of means; with one row a customer its variance is Welch's."""
    pulls = np.zeros(len(design))
    means = []
    for group, sign in ((design.exposed, 1.0), (~design.exposed, -1.0)):
        values, customers = design.outcome[group], len(np.unique(own[group]))
        means.append(float(values.mean()))
        pulls[group] = sign * (values - means[-1]) / len(values) * math.sqrt(customers / (customers - 1))
    spread = math.sqrt(float(np.square(np.bincount(own, pulls)).sum()))
    return _around(means[0] - means[1], spread, len(design), freedom, level)


def _spread(pulls: Floats, own: NDArray[np.int64]) -> float:
    by_customer = np.bincount(own, pulls)
    customers = len(by_customer)
    return math.sqrt(float(by_customer @ by_customer) * customers / (customers - 1))


def _freedom(exposed: NDArray[np.bool_], own: NDArray[np.int64]) -> int:
    return min(len(np.unique(own[exposed])), len(np.unique(own[~exposed]))) - 1


def _around(estimate: float, error: float, n: int, freedom: int, level: float) -> Estimate:
    if error == 0:
        return CannotSay("no_variation", n)
    half = float(stdtrit(freedom, 0.5 + level / 2)) * error
    return Interval(estimate, estimate - half, estimate + half, n, level)
