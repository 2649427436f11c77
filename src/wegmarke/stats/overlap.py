"""Whether the exposed have comparable unexposed beside them, from the propensity e = P(exposed | what was before).

Three things are looked at. Common support: how many of the exposed have a propensity above the highest or below the
lowest among the unexposed, and the other way round. The effective number of customers after weighting, (Σw)²/Σw² with w
summed by customer. The largest share of all weight that one customer carries. Weights are 1/e for the exposed and
1/(1−e) for the others where the effect on all is asked for, 1 and e/(1−e) where it is that on the exposed.

Where exposure follows from a pattern that a logit in the given columns does not see (only very young and very old
customers are exposed, and age stands there once), it is not found.

Sources: R. Dehejia, S. Wahba (1999), Causal effects in nonexperimental studies, Journal of the American Statistical
Association 94, 1053-1062 (common support); L. Kish (1965), Survey Sampling (effective number); R. Crump, V. Hotz,
G. Imbens, O. Mitnik (2009), Dealing with limited overlap in estimation of average treatment effects, Biometrika 96,
187-199.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
OverlapCheck = Literal["support", "effective", "heaviest"]
"""Common support, effective number of customers, weight of the heaviest customer."""

MOST_OUTSIDE: Final = 0.1
"""The largest share of a group that may lie outside the other's range of propensities."""
FEWEST_EFFECTIVE: Final = 20.0
"""The smallest effective number of customers in a group."""
HEAVIEST: Final = 0.1
"""The largest share of a group's weight that one customer may carry."""
_BINS, _DRAWN_UP_TO = 20, 0.995


@dataclass(frozen=True, slots=True)
class Weighing:
    """A group after weighting: the effective number of its customers, and the weight share of the heaviest of them."""

    effective: float
    heaviest: float

    def failed(self) -> tuple[OverlapCheck, ...]:
        """Which checks it does not meet."""
        few: tuple[OverlapCheck, ...] = ("effective",) if self.effective < FEWEST_EFFECTIVE else ()
        heavy: tuple[OverlapCheck, ...] = ("heaviest",) if self.heaviest > HEAVIEST else ()
        return few + heavy


@dataclass(frozen=True, slots=True)
class Spread:
    """Which share of each group has a propensity from `low` to `high`; weighted: of the unexposed, weighted to look
    like the exposed.
    """

    low: float
    high: float
    exposed: float
    unexposed: float
    weighted: float


@dataclass(frozen=True, slots=True)
class Overlap:
    """The figures of the checks, and which failed for the effect on all and for that on the exposed.

    exposed_outside, unexposed_outside: shares of the rows of a group outside the other's range of propensities.
    exposed, unexposed: weighted to stand for all. comparison: the unexposed, weighted to look like the exposed. spread:
    for drawing, how both groups spread over the propensity.
    """

    exposed_outside: float
    unexposed_outside: float
    exposed: Weighing
    unexposed: Weighing
    comparison: Weighing
    spread: tuple[Spread, ...] = ()

    @property
    def failed_for_all(self) -> tuple[OverlapCheck, ...]:
        """Which checks forbid to speak of the effect on all."""
        outside = max(self.exposed_outside, self.unexposed_outside)
        return _together(outside, (*self.exposed.failed(), *self.unexposed.failed()))

    @property
    def failed_for_exposed(self) -> tuple[OverlapCheck, ...]:
        """Which checks forbid to speak of the effect on the exposed."""
        return _together(self.exposed_outside, self.comparison.failed())


def overlap(propensity: Floats, exposed: NDArray[np.bool_], own: NDArray[np.int64]) -> Overlap:
    """Check the overlap. own: the position of each row's customer, 0 … customers−1. Both groups have rows."""
    one, other = propensity[exposed], propensity[~exposed]
    odds = other / (1 - other)
    return Overlap(
        _outside(one, other),
        _outside(other, one),
        _weighing(1 / one, own[exposed]),
        _weighing(1 / (1 - other), own[~exposed]),
        _weighing(odds, own[~exposed]),
        _spread(one, other, odds),
    )


def _spread(one: Floats, other: Floats, odds: Floats) -> tuple[Spread, ...]:
    """Bins of equal width up to where nearly all propensities end; the last one holds what lies beyond."""
    last = float(np.quantile(np.concatenate([one, other]), _DRAWN_UP_TO))
    edges = np.linspace(0.0, max(last, 1e-6), _BINS + 1)
    shares = [
        np.histogram(np.minimum(values, edges[-1]), edges, weights=weights)[0] / weights.sum()
        for values, weights in ((one, np.ones(len(one))), (other, np.ones(len(other))), (other, odds))
    ]
    return tuple(
        Spread(*line)
        for line in zip(edges[:-1].tolist(), edges[1:].tolist(), *(of.tolist() for of in shares), strict=True)
    )


def _outside(those: Floats, others: Floats) -> float:
    return float(np.mean((those > others.max()) | (those < others.min())))


def _weighing(weights: Floats, own: NDArray[np.int64]) -> Weighing:
    by_customer = np.bincount(own, weights)
    total = by_customer.sum()
    return Weighing(float(total**2 / (by_customer @ by_customer)), float(by_customer.max() / total))


def _together(outside: float, failed: tuple[OverlapCheck, ...]) -> tuple[OverlapCheck, ...]:
    beyond: tuple[OverlapCheck, ...] = ("support",) if outside > MOST_OUTSIDE else ()
    return tuple(dict.fromkeys(beyond + failed))
