"""What a linear model needs to know of a table: n, sums, and sums of products, which add up over partitions.

Several drivers (columns) and one outcome, one line an observation. From the sums come means, covariances and the
correlations on which `wegmarke.stats.shapley` and `wegmarke.stats.relative_weights` rest:

    sᵢⱼ = Σxᵢxⱼ − Σxᵢ Σxⱼ / n,   rᵢⱼ = sᵢⱼ / √(sᵢᵢ sⱼⱼ)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegmarke.model.finding import CannotSay
from wegmarke.stats.welch import ROUNDING

FEWEST: Final = 30
"""With fewer observations nothing is decomposed."""
LINES_A_DRIVER: Final = 5
"""So many observations for every driver, else a decomposition is mostly chance."""

_DEPENDENT: Final = 1e-8
"""A smallest eigenvalue of the correlations below this: one driver is the sum of others."""


@dataclass(frozen=True, slots=True)
class CrossProducts:
    """n observations of K drivers and, as the last column, the outcome.

    total: Σxᵢ, shape (K+1,). products: Σxᵢxⱼ, shape (K+1, K+1). Both float64; take large values from a point near them
    (hours since the beginning, not since 1970), for what is left after subtraction has only what digits remain.
    """

    n: int
    total: NDArray[np.float64]
    products: NDArray[np.float64]

    def __add__(self, other: CrossProducts) -> CrossProducts:
        return CrossProducts(self.n + other.n, self.total + other.total, self.products + other.products)

    @classmethod
    def none(cls, drivers: int) -> CrossProducts:
        """Of no observations: what adding changes nothing with."""
        return cls(0, np.zeros(drivers + 1), np.zeros((drivers + 1, drivers + 1)))

    @classmethod
    def of(cls, drivers: ArrayLike, outcome: ArrayLike) -> CrossProducts:
        """Of a table: drivers of shape (n, K), outcome of shape (n,). ValueError for other shapes and where a value is
        not finite: whoever leaves unanswered lines out has to say so.
        """
        table = joined(drivers, outcome)
        return cls(len(table), table.sum(axis=0), table.T @ table)

    @property
    def drivers(self) -> int:
        """K."""
        return len(self.total) - 1

    def correlations(self) -> NDArray[np.float64] | CannotSay:
        """Of drivers and outcome, shape (K+1, K+1).

        `CannotSay("too_few")` below FEWEST or LINES_A_DRIVER for each driver, `"no_variation"` where a driver or the
        outcome does not vary, `"not_identified"` where a driver is a sum of others and cannot be told from them.
        """
        needed = max(FEWEST, LINES_A_DRIVER * self.drivers)
        if self.n < needed:
            return CannotSay("too_few", self.n, needed)
        left = self.products - np.outer(self.total, self.total) / self.n
        spread = np.diag(left)
        if bool(np.any(spread <= ROUNDING * np.diag(self.products))):
            return CannotSay("no_variation", self.n)
        found = left / np.sqrt(np.outer(spread, spread))
        np.fill_diagonal(found, 1.0)
        if np.linalg.eigvalsh(found[:-1, :-1])[0] < _DEPENDENT:
            return CannotSay("not_identified", self.n)
        return np.asarray(found, dtype=np.float64)


def joined(drivers: ArrayLike, outcome: ArrayLike) -> NDArray[np.float64]:
    """Drivers and outcome as one table, the outcome last: shape (n, K+1). ValueError for other shapes and for values
    that are not finite.
    """
    each = np.asarray(drivers, dtype=np.float64)
    y = np.asarray(outcome, dtype=np.float64)
    if each.ndim != 2 or each.shape[1] == 0 or y.shape != each.shape[:1]:
        raise ValueError(f"drivers must have the shape (n, K) and the outcome (n,), not {each.shape} and {y.shape}")
    table = np.column_stack([each, y])
    if not bool(np.isfinite(table).all()):
        raise ValueError("drivers and outcome must be finite: leave out lines that were not answered")
    return table
