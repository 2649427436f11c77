"""How many independent pairs two series of equal length are worth, when each remembers itself.

Two series that each go up and down slowly agree or disagree by chance for long stretches; as evidence they are worth
fewer pairs than they have. After Bartlett, where x and y do not depend on each other,

    1/n* = 1/n + (2/n) Σ_j (1 − j/n) r_x(j) r_y(j),   j = 1 … n/5

with r(j) the autocorrelation at lag j (sums over n − j pairs, divided by n − j). n* is at most n. Differences of series
without memory have r(1) = −1/2 each: they are worth about two thirds of their number.

Sources: M. S. Bartlett (1946), On the theoretical specification and sampling properties of autocorrelated time-series,
Supplement to the JRSS 8, 27-41; B. J. Pyper, R. M. Peterman (1998), Comparison of methods to account for
autocorrelation in correlation analyses of fish data, Canadian Journal of Fisheries and Aquatic Sciences 55, 2127-2140
(their equations 1 and 7, and the choice of n/5).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LAGS_A_LENGTH: Final = 5
"""Autocorrelation is looked at up to a fifth of the length: beyond it there is hardly anything but noise."""


def autocorrelation(series: Floats, lag: int) -> float:
    """The autocorrelation at that lag; 0 for a series that does not vary."""
    centred = series - series.mean()
    n, spread = len(series), float(centred @ centred)
    if spread <= 0 or lag >= n:
        return 0.0
    return float(centred[:-lag] @ centred[lag:]) / (n - lag) / (spread / n)


def effective_length(x: Floats, y: Floats) -> float:
    """How many independent pairs x and y are worth; from just above 0 to n. ValueError for unequal lengths."""
    n = len(x)
    if n != len(y):
        raise ValueError(f"{n} and {len(y)} values")
    if not n:
        return 0.0
    lags = range(1, n // LAGS_A_LENGTH + 1)
    remembered = sum((1 - j / n) * autocorrelation(x, j) * autocorrelation(y, j) for j in lags)
    return n / max(1.0, 1 + 2 * remembered)
