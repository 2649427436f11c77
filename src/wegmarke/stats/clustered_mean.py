"""The mean of journeys when customers come back: the customer, not the journey, is the independent unit.

Customer i has mᵢ journeys with the sum xᵢ. The mean is r = Σx/Σm, its variance after linearising

    v = G/(G−1) · Σ(xᵢ − r·mᵢ)² / (Σm)²,       G = (Σm)²/Σm²

and the interval r ± t(G−1)·√v. G is the effective number of customers, as in `wegmarke.stats.ratio`. When every
customer has one journey it is Student's interval exactly. Skewed measures (waiting) need many customers before it keeps
its level; read the quantiles beside it.

Source: L. Kish (1965), Survey Sampling, 6.5 (ratio mean).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from scipy.special import stdtrit

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.intervals import LEVEL, check_level

FEWEST: Final = 2
"""What customers differ in can be seen from two on."""


@dataclass(frozen=True, slots=True)
class CustomerTotals:
    """Sums over customers, m = journeys, x = what these sum up to: integers, so that partitions add up exactly."""

    customers: int
    journeys: int
    total: int
    squares: int
    products: int
    journeys_squares: int


def clustered_mean(sums: CustomerTotals, level: float = LEVEL) -> Estimate:
    """The mean per journey with its interval; `n` is the number of journeys.

    `CannotSay("empty_group")` without journeys, `CannotSay("too_few")` with effectively fewer than two customers,
    `CannotSay("no_variation")` when all journeys are alike.
    """
    check_level(level)
    if not sums.journeys:
        return CannotSay("empty_group", 0, 1)
    effective = sums.journeys**2 / sums.journeys_squares
    if effective < FEWEST:
        return CannotSay("too_few", sums.customers, max(FEWEST, sums.customers + 1))
    # Times (Σm)², so that it is exact in integers: differences of large squares would lose their digits.
    spread = (
        sums.squares * sums.journeys**2
        - 2 * sums.total * sums.products * sums.journeys
        + sums.total**2 * sums.journeys_squares
    )
    if spread <= 0:
        return CannotSay("no_variation", sums.journeys)
    mean = sums.total / sums.journeys
    variance = spread / sums.journeys**4 * effective / (effective - 1)
    half = float(stdtrit(effective - 1, 0.5 + level / 2)) * math.sqrt(variance)
    return Interval(mean, mean - half, mean + half, sums.journeys, level)
