"""How the tables write numbers, and how far figures of samples are off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wegmarke.simulation.words.picking import Bits, below, derived


def number(value: float, digits: int = 1) -> str:
    """A number with a decimal comma."""
    return f"{value:.{digits}f}".replace(".", ",")


def bell(bits: Bits) -> NDArray[np.float64]:
    """Draws with mean 0 and standard deviation 1, spread like a bell: the sum of twelve even ones."""
    drawn = np.zeros(len(bits), np.int64)
    for k in range(12):
        drawn += below(derived(bits, k), 2001)
    return drawn / 2000.0 - 6.0
