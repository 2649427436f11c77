"""How often a customer will buy again, and whether the customer is still one: BG/NBD after Fader, Hardie and Lee.

Who is a customer buys at a rate λ (gamma over customers: r, α) and after each repeat purchase leaves with probability p
(beta over customers: a, b). A customer with x repeat purchases, the last t_x after the first, watched for T, has

    L = A₁ · A₂ · (A₃ + [x > 0] · A₄)
    A₁ = Γ(r+x) αʳ / Γ(r),   A₂ = Γ(a+b) Γ(b+x) / (Γ(b) Γ(a+b+x)),
    A₃ = (α+T)^−(r+x),       A₄ = a / (b+x−1) · (α+t_x)^−(r+x)

and is still one with probability A₃ / (A₃ + A₄). Within t more, with z = t/(α+T+t), the purchases to expect are

    E = A₃/(A₃+A₄) · (a+b+x−1)/(a−1) · (1 − (1−z)^(a−1) · ₂F₁(a+b−1−r, a−1; a+b+x−1; z))

which is the published formula after Euler's transformation of ₂F₁: it neither overflows for those who bought very often
nor loses its digits near a = 1, where it has a limit.

Assumptions: buying is at random and without seasons; rates and the readiness to leave do not depend on each other; who
leaves does not come back. It is made for purchases without a contract. Of who bought once it cannot say whether they
have left: nobody leaves before the first repeat purchase, so the probability is 1 by definition.

Source: P. Fader, B. Hardie, K. L. Lee (2005), "Counting your customers" the easy way, Marketing Science 24, 275-284.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, hyp2f1

from wegmarke.model.finding import CannotSay
from wegmarke.stats.likelihood import greatest

FEWEST_REPEATING: Final = 50
"""With fewer customers who bought again, four parameters are a guess; the question counts instead."""

_STARTS: Final = ((0.0, 0.0, 0.0, 0.0), (-1.0, 1.5, -0.2, 0.9), (0.5, 3.0, -1.0, 1.5))
_NEAR: Final = 1e-6
"""So near to a place where the formula has a limit but no value, the value beside it is taken."""
_POINT: Final = 100.0
"""With a above this, all who bought x times leave with nearly the same probability: a and b+x are scaled down to it,
lest ₂F₁ overflows.
"""


@dataclass(frozen=True, slots=True)
class Purchases:
    """Customers with at least one purchase; arrays of one length, times in one unit.

    repeats: purchases after the first (x). last: from the first to the last (t_x), 0 where there is no second. watched:
    from the first until the data end (T).
    """

    repeats: NDArray[np.float64]
    last: NDArray[np.float64]
    watched: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.repeats)

    def of(self, which: NDArray[np.int64]) -> Purchases:
        """Only the customers at these places, in this order."""
        return Purchases(self.repeats[which], self.last[which], self.watched[which])

    def alike(self) -> tuple[Purchases, NDArray[np.int64]]:
        """Each history once, and for every customer which of them is the customer's own."""
        table = np.column_stack([self.repeats, self.last, self.watched])
        histories, own = np.unique(table, axis=0, return_inverse=True)
        return Purchases(*histories.T.copy()), own.reshape(-1)


@dataclass(frozen=True, slots=True)
class BgNbd:
    """The fitted model. covariance: of the logarithms of r, alpha, a and b. n: customers."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    n: int
    covariance: NDArray[np.float64]

    def alive(self, bought: Purchases) -> NDArray[np.float64]:
        """The probability that each is still a customer, 1 for those without a second purchase: shape (customers,)."""
        return 1 / (1 + _odds(bought, self.r, self.alpha, self.a, self.b))

    def expected(self, bought: Purchases, ahead: float) -> NDArray[np.float64]:
        """How many purchases to expect of each within the time `ahead`: shape (customers,)."""
        power = self.r + bought.repeats
        narrow = min(1.0, _POINT / self.a)
        a, b = _beside(self.a * narrow, 1.0), (self.b + bought.repeats) * narrow
        c = np.where(np.abs(a + b - 1) < _NEAR, _NEAR, a + b - 1)
        z = ahead / (self.alpha + bought.watched + ahead)
        still = (1 - z) ** (a - 1) * hyp2f1(c - power, a - 1, c, z)
        found: NDArray[np.float64] = self.alive(bought) * c / (a - 1) * (1 - still)
        return found

    def drawn(self, rng: np.random.Generator, count: int) -> list[BgNbd]:
        """Other parameters that the data would hardly tell from these."""
        middle = np.log([self.r, self.alpha, self.a, self.b])
        found = np.exp(rng.multivariate_normal(middle, self.covariance, size=count, method="eigh"))
        return [replace(self, r=r, alpha=alpha, a=a, b=b) for r, alpha, a, b in found.tolist()]


def bg_nbd(bought: Purchases) -> BgNbd | CannotSay:
    """Fit by maximum likelihood.

    `CannotSay("too_few")` with fewer than FEWEST_REPEATING customers who bought again (n is how many did),
    `CannotSay("not_identified")` where the data do not determine the parameters (n: customers).
    """
    repeating = int(np.count_nonzero(bought.repeats > 0))
    if repeating < FEWEST_REPEATING:
        return CannotSay("too_few", repeating, FEWEST_REPEATING)
    scale = float(np.median(bought.watched)) or 1.0
    histories, own = Purchases(bought.repeats, bought.last / scale, bought.watched / scale).alike()
    counts = np.bincount(own).astype(np.float64)
    found = greatest(lambda logs: float(counts @ log_likelihoods(histories, *np.exp(logs))), _STARTS, len(bought))
    if found is None:
        return CannotSay("not_identified", len(bought))
    r, alpha, a, b = np.exp(found.logs).tolist()
    # A time in another unit scales every likelihood of x purchases by scale^x: that of the given unit is told.
    told = found.log_likelihood - float(bought.repeats.sum() * np.log(scale))
    return BgNbd(r, alpha * scale, a, b, told, len(bought), found.covariance)


def log_likelihoods(bought: Purchases, r: float, alpha: float, a: float, b: float) -> NDArray[np.float64]:
    """The logarithm of the likelihood of each customer: shape (customers,)."""
    x, t = bought.repeats, bought.watched
    # The gamma function is what takes time, and few customers differ in x.
    kinds = np.arange(x.max() + 1)
    first = gammaln(r + kinds) - gammaln(r) + r * np.log(alpha)
    second = gammaln(a + b) + gammaln(b + kinds) - gammaln(b) - gammaln(a + b + kinds)
    still = -(r + x) * np.log(alpha + t)
    found: NDArray[np.float64] = (first + second)[x.astype(np.intp)] + still + np.log1p(_odds(bought, r, alpha, a, b))
    return found


def _odds(bought: Purchases, r: float, alpha: float, a: float, b: float) -> NDArray[np.float64]:
    """How much more likely it is that each has left than not (A₄/A₃)."""
    x = bought.repeats
    power = (r + x) * np.log((alpha + bought.watched) / (alpha + bought.last))
    return np.where(x > 0, a / np.where(x > 0, b + x - 1, 1.0) * np.exp(np.minimum(power, 700.0)), 0.0)


def _beside(value: float, limit: float) -> float:
    return limit + _NEAR if abs(value - limit) < _NEAR else value
