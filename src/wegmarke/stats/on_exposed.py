"""What an exposure does to several outcomes of those who had it: doubly robust, cross-fitted, for many comparisons.

With e(x) = P(exposed | x) and m(x) = E(outcome | x, not exposed), both learnt from other customers, every row gives

    ψ = (A − (1−A)·e/(1−e)) · (Y − m) / P(A),       effect = mean of ψ

which is the effect on the exposed of `stats.aipw`, with its interval (customers are the unit) and its refusals. It
differs in what it spares: e is learnt once for all outcomes, m is a straight line with a light ridge for every outcome,
so that all of them come from one matrix of products, and nothing is learnt that the effect on the exposed does not
need. It is right where e or m is right.

Sources: as in `stats.aipw`; P. Kline (2011), Oaxaca-Blinder as a reweighting estimator, American Economic Review 101,
532-537 (a straight line for those not exposed).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.aipw import FEWEST_EXPOSED, FEWEST_OUTCOMES
from wegmarke.stats.customer_folds import customer_folds
from wegmarke.stats.intervals import LEVEL
from wegmarke.stats.logistic import RIDGE, logistic, probabilities, standardised
from wegmarke.stats.overlap import Overlap, overlap
from wegmarke.stats.tall_products import crossed, times

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]

FOLDS: Final = 3
_NEVER: Final = 1e-9


@dataclass(frozen=True, slots=True)
class OnExposed:
    """What the exposure adds to one outcome. adjusted: ψ; unadjusted: the difference of the two groups as they are.
    expected: the outcome of the exposed as it would have been without (NaN where that cannot be said).
    """

    adjusted: Estimate
    unadjusted: Estimate
    expected: float


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two groups, ready to be compared in any outcome. overlap: whether the exposed have comparable others beside them.

    rows: standardised columns behind a column of ones. own: the place of each row's customer.
    """

    rows: Floats
    exposed: Truth
    own: NDArray[np.int64]
    fold: NDArray[np.int64]
    propensity: Floats
    overlap: Overlap

    def effect(self, outcome: Floats) -> OnExposed:
        """The effect on this outcome of 0 and 1. `CannotSay("too_few")`: fewer than FEWEST_OUTCOMES of either kind in a
        group; `no_variation`; `not_identified` where `overlap` names a check that failed (adjusted only).
        """
        few = _fewest(outcome, self.exposed)
        if few < FEWEST_OUTCOMES:
            refusal = CannotSay("too_few", few, FEWEST_OUTCOMES)
            return OnExposed(refusal, refusal, float("nan"))
        unadjusted = self._unadjusted(outcome)
        if self.overlap.failed_for_exposed:
            return OnExposed(CannotSay("not_identified", len(outcome)), unadjusted, float("nan"))
        weight = np.where(self.exposed, 1.0, -self.propensity / (1 - self.propensity))
        each = weight * (outcome - self._expected(outcome)) / self.exposed.mean()
        adjusted = float(each.mean())
        spread = self._spread(each - self.exposed / self.exposed.mean() * adjusted)
        expected = float(outcome[self.exposed].mean()) - adjusted
        return OnExposed(self._interval(adjusted, spread / len(each)), unadjusted, expected)

    def _expected(self, outcome: Floats) -> Floats:
        """The line m for every row, from the rows of other customers without exposure."""
        folds = int(self.fold.max()) + 1
        parts = [(~self.exposed) & (self.fold == one) for one in range(folds)]
        squares = np.array([crossed(self.rows[part], self.rows[part]) for part in parts])
        products = np.array([crossed(self.rows[part], outcome[part, None])[:, 0] for part in parts])
        ridge = np.diag(np.append(0.0, np.full(self.rows.shape[1] - 1, RIDGE)))
        found = np.empty(len(outcome))
        for one in range(folds):
            others = np.arange(folds) != one
            line = np.linalg.lstsq(squares[others].sum(axis=0) + ridge, products[others].sum(axis=0), rcond=1e-13)[0]
            here = self.fold == one
            found[here] = times(self.rows[here], line)
        return found

    def _unadjusted(self, outcome: Floats) -> Estimate:
        pulls, means = np.zeros(len(outcome)), []
        for group, sign in ((self.exposed, 1.0), (~self.exposed, -1.0)):
            values = outcome[group]
            means.append(float(values.mean()))
            pulls[group] = sign * (values - means[-1]) / len(values)
        return self._interval(means[0] - means[1], self._spread(pulls))

    def _spread(self, pulls: Floats) -> float:
        by_customer = np.bincount(self.own, pulls)
        return float(np.sqrt(by_customer @ by_customer * len(by_customer) / (len(by_customer) - 1)))

    def _interval(self, value: float, error: float) -> Estimate:
        if error == 0:
            return CannotSay("no_variation", len(self.own))
        freedom = min(len(np.unique(self.own[group])) for group in (self.exposed, ~self.exposed)) - 1
        half = float(stdtrit(freedom, 0.5 + LEVEL / 2)) * error
        return Interval(value, value - half, value + half, len(self.own))


def compared_groups(covariates: Floats, exposed: Truth, customers: NDArray[np.int64]) -> Comparison | CannotSay:
    """Learn who is exposed. covariates: what was so before, shape (n, k), finite numbers; customers: whose row it is.

    `CannotSay("too_few")`: less than FEWEST_EXPOSED customers in a group; `not_identified`: no model of e is found.
    """
    owners, own = np.unique(customers, return_inverse=True)
    own = own.reshape(-1)
    fewest = min(len(np.unique(own[group])) for group in (exposed, ~exposed))
    if fewest < FEWEST_EXPOSED:
        return CannotSay("too_few", fewest, FEWEST_EXPOSED)
    standard = standardised(covariates)
    fold = customer_folds(owners, _kinds(exposed, own, len(owners)), FOLDS)[own]
    penalty, target = standard.penalty(RIDGE), exposed.astype(np.float64)
    near = logistic(standard.rows, target, penalty)
    propensity = np.empty(len(exposed))
    for one in range(FOLDS):
        found = None if near is None else logistic(standard.rows, target, penalty, 1.0 * (fold != one), near)
        if found is None:
            return CannotSay("not_identified", len(exposed))
        here = fold == one
        propensity[here] = probabilities(standard.rows[here], found.coefficients)
    propensity = np.clip(propensity, _NEVER, 1 - _NEVER)
    return Comparison(standard.rows, exposed, own, fold, propensity, overlap(propensity, exposed, own))


def _kinds(exposed: Truth, own: NDArray[np.int64], owners: int) -> NDArray[np.int64]:
    found = np.zeros(owners, np.int64)
    np.maximum.at(found, own, exposed.astype(np.int64))
    return found


def _fewest(outcome: Floats, exposed: Truth) -> int:
    positive = [(int(outcome[group].sum()), int(group.sum())) for group in (exposed, ~exposed)]
    return min(min(one, count - one) for one, count in positive)
