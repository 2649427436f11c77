"""The greatest likelihood of a model whose parameters are positive, and how sharply the data determine it.

The search goes over the logarithms of the parameters, from several starts, and ends with Newton's steps. Their
covariance is the inverse of the curvature of the log-likelihood at its maximum (central differences). Where a parameter
runs away, or its logarithm has a standard error above `_VAGUE`, the data do not determine it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_FAR: Final = 12.0
"""How far a logarithm of a parameter may run."""
_VAGUE: Final = 5.0
_STEP: Final = 1e-3
_NEWTON_STEPS: Final = 10


@dataclass(frozen=True, slots=True)
class Greatest:
    """Where the likelihood is greatest. logs: of the parameters; covariance: of these logarithms."""

    logs: Floats
    log_likelihood: float
    covariance: Floats


def greatest(
    log_likelihood: Callable[[Floats], float], starts: Sequence[Sequence[float]], observations: int
) -> Greatest | None:
    """Search from each start; None where the data do not determine the parameters.

    log_likelihood: of all observations, by the logarithms.
    """

    def loss(logs: Floats) -> float:
        return -log_likelihood(logs) / observations

    bounds = [(-_FAR, _FAR)] * len(starts[0])
    # Not L-BFGS-B: its linear algebra wakes all threads at each step of four numbers, and waits for them.
    from scipy.optimize import minimize  # noqa: PLC0415 - loads half of scipy; only who fits waits for it

    found = [minimize(loss, np.array(start), method="SLSQP", bounds=bounds) for start in starts]
    at = np.asarray(min(found, key=lambda one: float(one.fun)).x, dtype=np.float64)
    for _ in range(_NEWTON_STEPS):
        if np.abs(at).max() >= _FAR - 1:
            return None
        slope, curvature = _around(loss, at)
        if not np.isfinite(curvature).all() or np.linalg.eigvalsh(curvature).min() * observations < _VAGUE**-2:
            return None
        step = np.linalg.solve(curvature, slope)
        at = at - step
        if np.abs(step).max() < _STEP:
            covariance = np.linalg.inv(curvature) / observations
            return Greatest(at, -loss(at) * observations, np.asarray(covariance, dtype=np.float64))
    return None


def _around(loss: Callable[[Floats], float], at: Floats) -> tuple[Floats, Floats]:
    """Slope and curvature by central differences."""
    moved = _STEP * np.eye(len(at))
    slope = np.array([loss(at + one) - loss(at - one) for one in moved]) / (2 * _STEP)
    curvature = np.empty((len(at), len(at)))
    for i, one in enumerate(moved):
        for j, other in enumerate(moved[: i + 1]):
            corners = loss(at + one + other) - loss(at + one - other) - loss(at - one + other) + loss(at - one - other)
            curvature[i, j] = curvature[j, i] = corners / (4 * _STEP * _STEP)
    return slope, curvature
