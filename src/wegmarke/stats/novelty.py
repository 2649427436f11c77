"""What is new in each value of two series: without trend, without season, and without what the value before it says.

First both are freed of a straight line and, where `years` span long enough, of two yearly waves (least squares on 1, t,
sin 2πkt, cos 2πkt for k = 1, 2 with t in years). Then from every value φ times the one before it is taken away, in both
series the same φ: how much the first one remembers itself,

    φ = r(1) + (1 + 3·r(1))/n,   between 0 and 1,

its autocorrelation at lag 1, put right for the bias that it has in short series. Where the first series has no memory,
φ is 0 and values are compared; where it walks at random, φ is near 1 and changes are compared. What is left of the
first is without memory, so that its correlation with the second has the spread of independent pairs whatever memory the
second has (prewhitening).

Sources: G. E. P. Box, G. M. Jenkins (1970), Time Series Analysis: Forecasting and Control, Holden-Day, 11.2
(prewhitening of the input); M. G. Kendall (1954), Note on bias in the estimation of autocorrelation, Biometrika 41,
403-404; A. C. Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter, Cambridge, 2.3.4
(waves).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.stats.effective_length import autocorrelation

Floats = NDArray[np.float64]

WAVES: Final = 2
FEWEST_YEARS: Final = 1.5
"""Of a shorter series season and everything else cannot be told apart."""
LEFT_OVER: Final = 8
"""So many values must be left over for waves to be fitted."""


@dataclass(frozen=True, slots=True)
class Novelty:
    """What is new in both series, one value a place from the second on. spent: observations that it took. memory: φ."""

    first: Floats
    second: Floats
    spent: int
    memory: float
    seasons: bool


def novelty(first: Floats, second: Floats, years: Floats) -> Novelty:
    """What is new in two series of values at these times (in years, evenly, in order). ValueError for unequal lengths
    or fewer than three values.
    """
    if not len(first) == len(second) == len(years) or len(first) < 3:
        raise ValueError(f"{len(first)}, {len(second)} values at {len(years)} times")
    seasons = float(np.ptp(years)) >= FEWEST_YEARS and len(years) >= 2 + 2 * WAVES + LEFT_OVER
    one, two = (_freed(series, years, seasons=seasons) for series in (first, second))
    remembered = autocorrelation(one, 1)
    memory = float(np.clip(remembered + (1 + 3 * remembered) / len(one), 0.0, 1.0))
    spent = 1 + (2 * WAVES if seasons else 0)
    return Novelty(one[1:] - memory * one[:-1], two[1:] - memory * two[:-1], spent, memory, seasons)


def _freed(series: Floats, years: Floats, *, seasons: bool) -> Floats:
    """Residuals of the regression on trend and waves."""
    since = years - years[0]
    columns = [np.ones(len(series)), since]
    for k in range(1, WAVES + 1) if seasons else ():
        columns += [np.sin(2 * np.pi * k * since), np.cos(2 * np.pi * k * since)]
    table = np.column_stack(columns)
    fitted, *_ = np.linalg.lstsq(table, series, rcond=None)
    residuals: Floats = series - table @ fitted
    return residuals
