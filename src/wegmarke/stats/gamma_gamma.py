"""What a purchase of a customer is worth on average: the gamma–gamma model after Fader and Hardie.

The amounts of one customer scatter around a mean of the customer's own (gamma: p, and a scale that is gamma over
customers: q, v). Of x purchases with the mean m

    E(M) = p (v + x m) / (p x + q − 1),      over all customers  p v / (q − 1)

so whoever bought once is drawn strongly to the mean of all, whoever bought often hardly. Assumption: amounts do not
depend on how often somebody buys, nor on when.

Source: P. Fader, B. Hardie (2013), The gamma-gamma model of monetary value, brucehardie.com/notes/025.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from wegmarke.model.finding import CannotSay
from wegmarke.stats.likelihood import greatest

FEWEST: Final = 50
"""With fewer customers of whom an amount is known nothing is said."""

_STARTS: Final = ((1.0, 1.0, 1.0), (2.0, 1.5, 2.5), (0.0, 2.0, 0.0))


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """The fitted model, in the unit of the amounts. covariance: of the logarithms of p, q and v. n: customers."""

    p: float
    q: float
    v: float
    log_likelihood: float
    n: int
    covariance: NDArray[np.float64]

    @property
    def of_all(self) -> float:
        """The mean amount of a customer of whom nothing is known."""
        return self.p * self.v / (self.q - 1)

    def expected(self, purchases: NDArray[np.float64], mean: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean amount to expect of each: shape (customers,). purchases: how many make up the mean (may be 0)."""
        found: NDArray[np.float64] = self.p * (self.v + purchases * mean) / (self.p * purchases + self.q - 1)
        return found

    def drawn(self, rng: np.random.Generator, count: int) -> list[GammaGamma]:
        """Other parameters that the data would hardly tell from these; those without a mean (q ≤ 1) are drawn again."""
        found: list[GammaGamma] = []
        middle = np.log([self.p, self.q, self.v])
        while len(found) < count:
            draws = np.exp(rng.multivariate_normal(middle, self.covariance, size=count, method="eigh"))
            found += [replace(self, p=p, q=q, v=v) for p, q, v in draws.tolist() if q > 1]
        return found[:count]


def gamma_gamma(purchases: NDArray[np.float64], mean: NDArray[np.float64]) -> GammaGamma | CannotSay:
    """Fit by maximum likelihood to customers with an amount above zero. purchases, mean: of each, shape (customers,).

    `CannotSay("too_few")` with fewer than FEWEST, `CannotSay("no_variation")` where all amounts are equal,
    `CannotSay("not_identified")` where the data do not determine the parameters or no mean exists (q ≤ 1).
    """
    known = (purchases > 0) & (mean > 0)
    x, m = purchases[known], mean[known]
    if len(x) < FEWEST:
        return CannotSay("too_few", len(x), FEWEST)
    if np.ptp(m) == 0:
        return CannotSay("no_variation", len(x))
    scale = float(np.median(m))
    m = m / scale

    def log_likelihood(logs: NDArray[np.float64]) -> float:
        p, q, v = np.exp(logs)
        each = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
        each += (p * x - 1) * np.log(m) + p * x * np.log(x) - (p * x + q) * np.log(v + m * x)
        return float(each.sum())

    found = greatest(log_likelihood, _STARTS, len(x))
    if found is None or found.logs[1] <= 0:
        return CannotSay("not_identified", len(x))
    p, q, v = np.exp(found.logs).tolist()
    told = found.log_likelihood - len(x) * float(np.log(scale))
    return GammaGamma(p, q, v * scale, told, len(x), found.covariance)
