"""Which share has left for one cause by a time, where others leave for another: Aalen and Johansen's estimate.

With n at risk, d who leave for any cause and d_k for this one at the times s, and S the share still here (Kaplan and
Meier),

    F_k(t) = Σ_{s ≤ t} S(s−) d_k/n

    var F_k(t) = Σ (F_k(t) − F_k(s))² d/(n(n−d)) + Σ S(s−)² (n−d_k) d_k/n³ − 2 Σ (F_k(t) − F_k(s)) S(s−) d_k/n²

and an interval on the scale log(−log F), which stays between 0 and 1. The shares of all causes add up to 1 − S. One
minus Kaplan and Meier's share of one cause alone, with the other causes as if they were lost from sight, says too much:
it asks how many would leave if nobody could leave otherwise.

Assumption: who is lost from sight would have left as the others did. Where people begin to be watched late, an early
time with a single one at risk who leaves ends the curve: begin where enough are at risk.

Sources: O. O. Aalen, S. Johansen (1978), An empirical transition matrix for non-homogeneous Markov chains based on
censored observations, Scandinavian Journal of Statistics 5, 141-150; E. Marubini, M. G. Valsecchi (1995), Analysing
Survival Data from Clinical Trials and Observational Studies, chapter 10 (variance); J. D. Kalbfleisch, R. L. Prentice
(2002), The Statistical Analysis of Failure Time Data, 1.4 (interval).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.departures import Counts, Departures, Floats
from wegmarke.stats.intervals import LEVEL, normal_quantile

FEWEST_LEFT: Final = 5
"""Below so many who left for the cause by then, an interval does not hold its level."""


@dataclass(frozen=True, slots=True)
class CumulativeIncidence:
    """The share that left for a cause by each of the times; arrays of shape (times,), NaN where it cannot be said.

    left: how many for this cause by then. at_risk: at that time; a share of which nobody is left is told no further.
    """

    times: Floats
    value: Floats
    low: Floats
    high: Floats
    left: Counts
    at_risk: Counts
    people: int
    level: float = LEVEL

    def at(self, position: int) -> Estimate:
        """The share at that time; n: people watched.

        `CannotSay("too_few")` below FEWEST_LEFT who left for the cause (n: they), or where nobody was watched so long
        (n 0 of 1); `CannotSay("no_variation")` where all left for it.
        """
        if math.isnan(self.value[position]):
            return CannotSay("too_few", 0, 1)
        left = int(self.left[position])
        if left < FEWEST_LEFT:
            return CannotSay("too_few", left, FEWEST_LEFT)
        if math.isnan(self.low[position]):
            return CannotSay("no_variation", self.people)
        value, low, high = (float(one[position]) for one in (self.value, self.low, self.high))
        return Interval(value, low, high, self.people, self.level)


def cumulative_incidence(
    counts: Departures, cause: int, times: Floats | None = None, level: float = LEVEL
) -> CumulativeIncidence:
    """The share that left for this cause (1 … causes) by each of the times; None: at every time at which anybody left.

    ValueError for another cause.
    """
    if not 1 <= cause <= counts.causes:
        raise ValueError(f"the cause must lie between 1 and {counts.causes}")
    quantile = normal_quantile(level)
    moved = counts.left.sum(axis=1) > 0
    steps, left = counts.times[moved], counts.left[moved]
    asked = steps if times is None else np.asarray(times, dtype=np.float64)
    place = np.searchsorted(steps, asked, side="right")
    value, variance, still = _by_step(counts.at_risk(steps), left, cause)
    share = value[place]
    at_risk = counts.at_risk(asked)
    # After the last who was watched nothing is known, unless all have left.
    unknown = (at_risk == 0) & (asked > counts.times[-1]) & (still[place] > 0)
    share = np.where(unknown, np.nan, share)
    low, high = _limits(share, np.sqrt(variance[place]), quantile)
    left_by_then = np.concatenate([[0], np.cumsum(left[:, cause - 1])])[place]
    return CumulativeIncidence(asked, share, low, high, left_by_then, at_risk, counts.people, level)


def _by_step(n: Counts, left: Counts, cause: int) -> tuple[Floats, Floats, Floats]:
    """Share, its variance, and the share still here: before the first step and after each, shape (steps + 1,)."""
    d, d_k = left.sum(axis=1).astype(np.float64), left[:, cause - 1].astype(np.float64)
    still = np.concatenate([[1.0], np.cumprod(1 - d / n)])
    before = still[:-1]
    share = np.cumsum(before * d_k / n)
    # Where all leave at once no difference to later shares remains: the term it would weigh is 0.
    spread = np.divide(d, n * (n - d), out=np.zeros(len(d)), where=n > d)
    mixed = before * d_k / np.square(n.astype(np.float64))
    own = before**2 * (n - d_k) * d_k / n.astype(np.float64) ** 3
    variance = (
        share**2 * np.cumsum(spread)
        - 2 * share * np.cumsum(share * spread)
        + np.cumsum(share**2 * spread)
        + np.cumsum(own)
        - 2 * share * np.cumsum(mixed)
        + 2 * np.cumsum(share * mixed)
    )
    return np.concatenate([[0.0], share]), np.concatenate([[0.0], np.maximum(variance, 0.0)]), still


def _limits(share: Floats, error: Floats, quantile: float) -> tuple[Floats, Floats]:
    """NaN where the share is 0 or 1: there is no spread to be seen."""
    inside = (share > 0) & (share < 1) & (error > 0)
    log = np.log(np.where(inside, share, 0.5))
    factor = np.exp(quantile * error / (np.where(inside, share, 0.5) * -log))
    low: NDArray[np.float64] = np.where(inside, np.exp(log * factor), np.nan)
    high: NDArray[np.float64] = np.where(inside, np.exp(log / factor), np.nan)
    return low, high
