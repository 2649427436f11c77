"""Random bits for tests: the same in every run."""

import numpy as np

from wegmarke.simulation.words.picking import Bits, derived


def bits(n: int, seed: int = 0) -> Bits:
    return derived(np.arange(n, dtype=np.uint64), seed)
