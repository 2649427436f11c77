"""What chooses journeys: all that a kernel needs to know of a filter, which itself may be made of what kernels find."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.partition import Partition


class Choosing(Protocol):
    """A filter put to the index (`index.selection.Selection`)."""

    def choose(self, partition: Partition) -> NDArray[np.bool_] | None:
        """The journeys chosen, shape (J,), or None for all."""
