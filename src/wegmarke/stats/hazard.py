"""How likely a customer is to leave in the next period, given what happened so far: a discrete-time hazard.

One row is one customer in one period at risk, with what was so at its beginning; the hazard is a logit of it,

    h(x) = P(leaves in this period | still here, x) = 1 / (1 + exp(−β₀ − x·β))

fitted to all rows at once with a light ridge (`logistic`); put the time since the first contact among the columns, so
that the hazard may change with it. An incident stands in the rows after it happened, never before: a customer cannot
have been waiting for something that came later. The covariance takes the rows of one customer together,

    V = H⁻¹ (G/(G−1) · Σ_g s_g s_gᵀ) H⁻¹,   s_g = Σ_{i in g} (yᵢ − hᵢ) xᵢ,   H the curvature

Assumptions: the periods are short enough that their order does not matter within; who is no longer watched does not
leave for another reason than the rows tell. Coefficients are associations, given the other columns.

Source: P. D. Allison (1982), Discrete-time methods for the analysis of event histories, Sociological Methodology 13,
61-98; K.-Y. Liang, S. L. Zeger (1986), Longitudinal data analysis using generalized linear models, Biometrika 73,
13-22.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import expit

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.alike_rows import Alike, alike
from wegmarke.stats.intervals import LEVEL, normal_quantile
from wegmarke.stats.logistic import RIDGE, logistic, probabilities, standardised
from wegmarke.stats.tall_products import crossed, times

Floats = NDArray[np.float64]

FEWEST_LEFT: Final = 50
"""With fewer who left there is no model; the question shows them one by one."""
FEWEST_LEFT_WITH: Final = 5
"""An odds ratio is told where so many left in rows in which its column is not 0."""


@dataclass(frozen=True, slots=True)
class PersonPeriods:
    """One row a customer and period at risk. columns: shape (n, k). left: in this period. customers: whose row it is.

    ValueError where the lengths differ, a number is missing, or left is not of booleans.
    """

    columns: Floats
    left: NDArray[np.bool_]
    customers: NDArray[np.int64]

    def __post_init__(self) -> None:
        if self.columns.ndim != 2 or not len(self.columns) == len(self.left) == len(self.customers):
            raise ValueError("columns (n, k), left and customers must have the same n rows")
        if self.left.dtype != np.bool_:
            raise ValueError("left must be true or false")
        if not np.isfinite(self.columns).all():
            raise ValueError("columns must be finite numbers")

    def __len__(self) -> int:
        return len(self.left)


@dataclass(frozen=True, slots=True)
class Hazard:
    """The fitted model of k columns. coefficients: the intercept, then one a column, in log odds, shape (1 + k,).

    covariance: theirs, by customer. varies: columns that are not constant; the coefficient of a constant one is 0.
    left_with: how many left in rows where the column is not 0. rows, customers, left: how many.
    """

    coefficients: Floats
    covariance: Floats
    varies: NDArray[np.bool_]
    left_with: NDArray[np.int64]
    rows: int
    customers: int
    left: int

    def of(self, columns: Floats) -> Floats:
        """The hazard of each of these rows (n, k): shape (n,)."""
        found: Floats = expit(self.coefficients[0] + times(columns, self.coefficients[1:]))
        return found

    def odds_ratio(self, column: int, level: float = LEVEL) -> Estimate:
        """How many times the odds of leaving are, with one more of the column; `n` is how many left with it.

        `CannotSay("no_variation")` for a constant column, `CannotSay("too_few")` below FEWEST_LEFT_WITH.
        """
        with_it = int(self.left_with[column])
        if not self.varies[column]:
            return CannotSay("no_variation", self.rows)
        if with_it < FEWEST_LEFT_WITH:
            return CannotSay("too_few", with_it, FEWEST_LEFT_WITH)
        middle = float(self.coefficients[1 + column])
        half = normal_quantile(level) * math.sqrt(float(self.covariance[1 + column, 1 + column]))
        return Interval(math.exp(middle), math.exp(middle - half), math.exp(middle + half), with_it, level)

    def drawn(self, rng: np.random.Generator, count: int) -> Floats:
        """Other coefficients that the data would hardly tell from these: shape (count, 1 + k)."""
        found: Floats = rng.multivariate_normal(self.coefficients, self.covariance, size=count, method="eigh")
        return found


def hazard(periods: PersonPeriods, ridge: float = RIDGE) -> Hazard | CannotSay:
    """Fit the hazard.

    `CannotSay("too_few")` with less than FEWEST_LEFT who left, or as many rows in which nobody did;
    `CannotSay("not_identified")` where the likelihood has no maximum (only without a ridge).
    """
    left = periods.left.astype(np.float64)
    rarer = int(min(left.sum(), len(left) - left.sum()))
    if rarer < FEWEST_LEFT:
        return CannotSay("too_few", rarer, FEWEST_LEFT)
    same = alike(periods.columns)
    counts = same.sums(np.ones(len(periods)))
    standard = standardised(same.rows, counts)
    penalty = standard.penalty(ridge)
    fit = logistic(standard.rows, same.sums(left) / counts, penalty, counts)
    if fit is None:
        return CannotSay("not_identified", len(periods))
    back = standard.back()
    owners, own = np.unique(periods.customers, return_inverse=True)
    pulls = left - probabilities(standard.rows, fit.coefficients)[same.own]
    covariance = _by_customer(standard.rows, same, pulls, own.reshape(-1), fit.curvature)
    return Hazard(
        back @ fit.coefficients,
        back @ covariance @ back.T,
        standard.varies,
        np.count_nonzero(periods.columns[periods.left], axis=0),
        len(periods),
        len(owners),
        int(left.sum()),
    )


def _by_customer(rows: Floats, same: Alike, pulls: Floats, own: NDArray[np.int64], curvature: Floats) -> Floats:
    """The covariance with each customer's rows taken together. rows: the distinct ones, standardised."""
    customers = int(own.max()) + 1
    # Of each customer, how strongly each distinct row pulls; times the rows that is the customer's slope.
    slopes: Floats = np.asarray(csr_array((pulls, (own, same.own)), shape=(customers, len(rows))) @ rows)
    spread = crossed(slopes, slopes) * (customers / (customers - 1))
    turned: Floats = np.linalg.pinv(curvature, rcond=1e-13, hermitian=True).astype(np.float64)
    found: Floats = turned @ spread @ turned
    return found
