"""Whether groups leave at different rates: the log-rank test, from counts at times.

At each time with n at risk of whom d leave, a group with n_g at risk should see e_g = d·n_g/n of them. With O_g seen,

    χ² = (O − E)ᵀ V⁻ (O − E),   V_gh = Σ d (n−d)/(n−1) · n_g/n · (1[g=h] − n_h/n),   groups − 1 degrees of freedom

It weighs all times alike and sees best where one group leaves at a constant multiple of the other's rate; where curves
cross it may see nothing. It tells no size: for that see `cox`.

Source: N. Mantel (1966), Evaluation of survival data and two new rank order statistics arising in its consideration,
Cancer Chemotherapy Reports 50, 163-170; R. Peto, J. Peto (1972), Asymptotically efficient rank invariant test
procedures, Journal of the Royal Statistical Society A 135, 185-207.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import chdtrc

from wegmarke.model.finding import CannotSay
from wegmarke.stats.departures import Departures, Floats

FEWEST_EXPECTED: Final = 5.0
"""The χ² distribution holds from about so many expected in the group with the fewest."""


@dataclass(frozen=True, slots=True)
class LogRank:
    """The test of "no difference". seen, expected: how many left of each group, and would have without a difference."""

    chi_square: float
    freedom: int
    p_value: float
    seen: Floats
    expected: Floats


def log_rank(groups: Sequence[Departures]) -> LogRank | CannotSay:
    """Compare two groups or more; causes count together.

    `CannotSay("too_few")` where a group would be expected to see less than FEWEST_EXPECTED leave (n: rounded down).
    ValueError for fewer than two groups.
    """
    if len(groups) < 2:
        raise ValueError("two groups are needed")
    times = np.unique(np.concatenate([one.times[one.left.sum(axis=1) > 0] for one in groups]))
    at_risk = np.array([one.at_risk(times) for one in groups], dtype=np.float64)
    left = np.array([_left_at(one, times) for one in groups])
    n, d = at_risk.sum(axis=0), left.sum(axis=0)
    share = at_risk / n
    seen, expected = left.sum(axis=1), share @ d
    if expected.min() < FEWEST_EXPECTED:
        return CannotSay("too_few", int(expected.min()), int(FEWEST_EXPECTED))
    # The last one at risk leaves without a choice.
    weight = np.divide(d * (n - d), n - 1, out=np.zeros(len(n)), where=n > 1)
    variance = np.diag(share @ weight) - (share * weight) @ share.T
    off = (seen - expected)[:-1]
    chi_square = float(off @ np.linalg.lstsq(variance[:-1, :-1], off, rcond=1e-12)[0])
    freedom = len(groups) - 1
    return LogRank(chi_square, freedom, float(chdtrc(freedom, chi_square)), seen, expected)


def _left_at(group: Departures, times: Floats) -> Floats:
    found = np.zeros(len(times))
    moved = group.left.sum(axis=1)
    found[np.searchsorted(times, group.times[moved > 0])] = moved[moved > 0]
    return found
