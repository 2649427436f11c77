"""In how many of their changes do two series move in the same direction?

Of m changes in which both moved, k went the same way: the share k/m with Wilson's interval. Changes that follow each
other are not independent (what went up by chance comes down again), so the interval counts m·n*/n observations, with
n*/n what the signs are worth by `stats.effective_length`. Two series that have nothing to do with each other agree in
half of their changes.

Sources: those of `stats.effective_length` and `stats.wilson`; on sign agreement as the test of a proxy: A. Deng, X. Shi
(2016), Data-driven metric development for online controlled experiments, KDD 2016, 77-86 (directionality).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.effective_length import effective_length
from wegmarke.stats.intervals import LEVEL, check_level
from wegmarke.stats.wilson import score_limits

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SignAgreement:
    """Changes by direction, first the one series, then the other; those in which one stood still are in none of them.

    share: of those in which both went the same way.
    """

    both_up: int
    up_down: int
    down_up: int
    both_down: int
    share: Estimate

    @property
    def moved(self) -> int:
        """Changes in which both moved."""
        return self.both_up + self.up_down + self.down_up + self.both_down


def sign_agreement(x: Floats, y: Floats, level: float = LEVEL) -> SignAgreement:
    """The agreement of these changes (not of the values), in order of time. The share is `CannotSay("no_variation")`
    where never both moved.
    """
    check_level(level)
    one, two = np.sign(x), np.sign(y)
    counts = [int(np.count_nonzero((one == a) & (two == b))) for a in (1, -1) for b in (1, -1)]
    both_up, up_down, down_up, both_down = counts
    moved = sum(counts)
    share: Estimate = CannotSay("no_variation", len(x))
    if moved:
        worth = moved * effective_length(one, two) / len(x)
        agreed = (both_up + both_down) / moved
        low, high = score_limits(np.array([agreed]), np.array([worth]), float(ndtri(0.5 + level / 2)))
        share = Interval(agreed, float(low[0]), float(high[0]), moved, level)
    return SignAgreement(both_up, up_down, down_up, both_down, share)
