"""How much of the explained variance goes with each driver: Shapley's decomposition of R² (LMG), exactly.

Drivers enter a linear model one after the other; what R² gains by a driver depends on who came before. LMG is the mean
gain of driver j over all orders of K drivers,

    LMGⱼ = Σ_S |S|! (K − |S| − 1)! / K! · (R²(S and j) − R²(S)),   S: every set of the others

and the sum over the drivers is R². All 2ᴷ values of R² come from one walk: each driver in turn is either taken in (what
is left of the others is adjusted for it, a Schur complement) or dropped, so that every step leaves a smaller matrix and
each set costs only a few products. Beyond MOST drivers it refuses: nobody reads such a list, and sets double with each.

It says what goes together, not what causes what. A driver that only resembles an important one receives a part.

Sources: R. H. Lindeman, P. F. Merenda, R. Z. Gold (1980), Introduction to Bivariate and Multivariate Analysis; U.
Grömping (2006), Relative importance for linear regression in R, Journal of Statistical Software 17(1).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay
from wegmarke.stats.cross_products import CrossProducts

MOST: Final = 15
"""So many drivers at most: 32,768 models."""

_NOTHING_LEFT: Final = 1e-10
"""A driver of whose variance the others leave less than this share adds nothing more."""
_AT_ONCE: Final = 1 << 19
"""Numbers held at once while walking: four megabytes, which stay near the processor."""


@dataclass(frozen=True, slots=True)
class Decomposition:
    """R² and the part of it that goes with each of K drivers, shape (K,), in their order; the parts sum to R²."""

    r_squared: float
    part: NDArray[np.float64]
    n: int


def shapley(products: CrossProducts) -> Decomposition | CannotSay:
    """LMG of each driver.

    `CannotSay("too_many")` above MOST drivers (n: how many there are, needed: MOST), and what
    `CrossProducts.correlations` says: `"too_few"`, `"no_variation"`, `"not_identified"`.
    """
    if products.drivers > MOST:
        return CannotSay("too_many", products.drivers, MOST)
    correlations = products.correlations()
    if isinstance(correlations, CannotSay):
        return correlations
    part = shapley_parts(correlations[None])[0]
    return Decomposition(float(part.sum()), part, products.n)


def shapley_parts(correlations: NDArray[np.float64]) -> NDArray[np.float64]:
    """LMG from many matrices of correlations, shape (many, K+1, K+1) with the outcome last: shape (many, K).

    For resamples: a driver without variation, or the sum of others, adds nothing where it adds nothing.
    """
    many, size = correlations.shape[0], correlations.shape[1] - 1
    chunk = max(1, _AT_ONCE >> (size + 2))
    parts = [_parts(correlations[at : at + chunk]) for at in range(0, many, chunk)]
    return np.concatenate(parts)


def _parts(correlations: NDArray[np.float64]) -> NDArray[np.float64]:
    many, size = correlations.shape[0], correlations.shape[1] - 1
    explained = 1 - _unexplained(correlations)
    others = np.bitwise_count(np.arange(1 << (size - 1)))
    weight = np.array([1 / (size * comb(size - 1, taken)) for taken in range(size)])[others]
    parts = np.empty((many, size))
    for driver in range(size):
        without_and_with = explained.reshape(many, -1, 2, 1 << driver)
        gain = without_and_with[:, :, 1] - without_and_with[:, :, 0]
        parts[:, driver] = gain.reshape(many, -1) @ weight
    return parts


def _unexplained(correlations: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of the outcome's variance that each set of drivers leaves, shape (many, 2ᴷ); driver j is bit j."""
    left = np.moveaxis(correlations, 0, -1)[..., None]
    while (size := len(left)) > 1:
        first, rest, pivot = left[0, 1:], left[1:, 1:], left[0, 0]
        # Sets in which nothing of the driver is left gain nothing by it.
        scale = np.divide(1.0, pivot, out=np.zeros_like(pivot), where=pivot > _NOTHING_LEFT)
        taken = rest - (first * scale)[:, None] * first[None]
        left = np.stack([rest, taken], axis=3).reshape(size - 1, size - 1, len(correlations), -1)
    return np.asarray(left[0, 0], dtype=np.float64)
