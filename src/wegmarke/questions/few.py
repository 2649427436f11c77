"""The one rule of few customers: what is told only in counts, and from how many on it becomes a rate.

A rate is a share, a mean or a difference that is meant to hold beyond those who were counted, such as the share that is
lost or the share of promises that is kept. It is told from FEWEST on, in each group that it speaks of: of so many
customers where it is about customers, contacts or promises, and of so many journeys that ended so where it is about how
journeys end. Below, the same is counted and said to be counted. Shares that only describe what was counted in full (of
the steps out of a touchpoint, of the journeys on a path) stand beside their count and carry no interval.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay

FEWEST: Final = 50
"""Of less than so many nothing is estimated."""


def too_few(*counts: int) -> CannotSay | None:
    """What is missing for a rate of groups of these sizes; None where nothing is."""
    least = min(counts)
    return CannotSay("too_few", least, FEWEST) if least < FEWEST else None


def where_enough(values: NDArray[np.float64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """The values, NaN where the group behind one is too small."""
    return np.where(counts >= FEWEST, values, np.nan)
