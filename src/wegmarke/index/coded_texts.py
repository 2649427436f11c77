"""Texts that people coded by hand, at the contacts where they stand: they count where stated reasons do.

The index on disk knows no texts. A workspace puts those that are coded beside the stated reasons of a partition when it
opens it (`workspace.coding`); whoever looks for what was stated asks `Partition.said`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.model.coding_schemes import SchemeName

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PlacedTexts:
    """Of a partition: at which contacts a text stands that is coded to the scheme of leaving, or to that of coming, in
    rising order, and what was said of it, as a code beyond those of `Index.reasons` (`Index.said`). They are few.
    """

    leaving: tuple[tuple[int, int], ...] = ()
    coming: tuple[tuple[int, int], ...] = ()

    def of(self, scheme: SchemeName) -> tuple[Integers, Integers]:
        """Where, and what."""
        pairs = self.leaving if scheme == "leaving" else self.coming
        at, said = np.array(pairs, np.int64).reshape(-1, 2).T
        return at, said


NO_TEXTS: Final = PlacedTexts()
