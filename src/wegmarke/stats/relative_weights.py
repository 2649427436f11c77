"""Relative weights of correlated drivers after Johnson: a second decomposition of R², beside `wegmarke.stats.shapley`.

The drivers are replaced by uncorrelated ones that resemble them most, Z = X R^(−1/2). With R the correlations of the
drivers, r those with the outcome, Λ = R^(1/2) and β = R^(−1/2) r

    weightⱼ = Σₖ λⱼₖ² βₖ²

and the sum over the drivers is R². It equals Genizi's decomposition, is no average over orders, and costs one
eigenvalue problem however many drivers there are. Where it and LMG disagree much, neither ranking is to be trusted.

Sources: J. W. Johnson (2000), A heuristic method for estimating the relative weight of predictor variables in multiple
regression, Multivariate Behavioral Research 35, 1-19; A. Genizi (1993), Decomposition of R² in multiple regression with
correlated regressors, Statistica Sinica 3, 407-420.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay
from wegmarke.stats.cross_products import CrossProducts
from wegmarke.stats.shapley import Decomposition

_NOTHING_LEFT: Final = 1e-10
"""An eigenvalue below this is none."""


def relative_weights(products: CrossProducts) -> Decomposition | CannotSay:
    """Johnson's weight of each driver; `CannotSay` as `CrossProducts.correlations` says."""
    correlations = products.correlations()
    if isinstance(correlations, CannotSay):
        return correlations
    part = relative_weight_parts(correlations[None])[0]
    return Decomposition(float(part.sum()), part, products.n)


def relative_weight_parts(correlations: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights from many matrices of correlations, shape (many, K+1, K+1) with the outcome last: shape (many, K)."""
    values, vectors = np.linalg.eigh(correlations[:, :-1, :-1])
    root = np.sqrt(np.maximum(values, 0))
    inverse = np.divide(1.0, root, out=np.zeros_like(root), where=values > _NOTHING_LEFT)
    turned = np.swapaxes(vectors, 1, 2)
    resembling = (vectors * root[:, None, :]) @ turned
    slopes = (vectors * inverse[:, None, :]) @ (turned @ correlations[:, :-1, -1:])
    return np.asarray((np.square(resembling) @ np.square(slopes))[..., 0], dtype=np.float64)
