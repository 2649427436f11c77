"""Picks from random bits: the same bits give the same words on every Python and NumPy.

No floating point and no generator of a library takes part. Whoever simulates hands over 64 random bits for every pick
(keyed by seed, customer and purpose); here they become numbers below a bound, by integer multiplication and shift:

    number = (bits >> 32) · bound >> 32,   bound ≤ 2³²

The product of two numbers below 2³² fits into 64 bits, so nothing overflows, and no modulo favours small numbers: the
probability of each number differs from 1/bound by less than 2⁻³².
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
"""Random bits, 64 for every pick, shape (n,)."""

Codes = NDArray[np.int64]
"""Places in a table, shape (n,)."""

_HALF = np.uint64(32)
_GOLDEN = 0x9E3779B97F4A7C15
_MASK = 0xFFFFFFFFFFFFFFFF
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
_S27 = np.uint64(27)
_S30 = np.uint64(30)
_S31 = np.uint64(31)
_MILLION = 1_000_000


def derived(bits: Bits, purpose: int) -> Bits:
    """Further random bits from given ones, others for every purpose (0, 1, 2, …).

    The step of SplitMix64 (Steele, Lea, Flood 2014, Fast splittable pseudorandom number generators): the bits move on
    by (purpose + 1) times the golden ratio and are mixed.
    """
    z = bits + np.uint64((_GOLDEN * (purpose + 1)) & _MASK)
    z = (z ^ (z >> _S30)) * _MIX
    z = (z ^ (z >> _S27)) * _MIX2
    return np.asarray(z ^ (z >> _S31), np.uint64)


def below(bits: Bits, bound: int) -> Codes:
    """Numbers from 0 to bound − 1, all equally likely. ValueError unless 1 ≤ bound ≤ 2³²."""
    if not 1 <= bound <= 1 << 32:
        raise ValueError(f"A bound lies between 1 and 2^32, not {bound}")
    return (((bits >> _HALF) * np.uint64(bound)) >> _HALF).astype(np.int64)


def happens(bits: Bits, share_ppm: int) -> NDArray[np.bool_]:
    """True in share_ppm of a million cases."""
    return np.asarray(below(bits, _MILLION) < share_ppm, np.bool_)


@dataclass(frozen=True, slots=True)
class Weighted:
    """A table of texts and how often each is picked, in proportion to its integer weight.

    ValueError when a weight is negative, or the sum of all is not between 1 and 2³².
    """

    values: tuple[str, ...]
    weights: tuple[int, ...]
    cumulative: NDArray[np.uint64] = field(init=False, repr=False, compare=False)
    words: pa.StringArray = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.values) != len(self.weights) or any(weight < 0 for weight in self.weights):
            raise ValueError("Every value has a weight, and none is negative")
        if not 1 <= sum(self.weights) <= 1 << 32:
            raise ValueError(f"The weights sum to between 1 and 2^32, not to {sum(self.weights)}")
        object.__setattr__(self, "cumulative", np.cumsum(np.array(self.weights, np.uint64), dtype=np.uint64))
        object.__setattr__(self, "words", pa.array(self.values, pa.string()))

    def __len__(self) -> int:
        return len(self.values)

    def pick(self, bits: Bits) -> Codes:
        """Places in the table, shape (n,). A weight of 0 is never picked."""
        drawn = below(bits, int(self.cumulative[-1])).astype(np.uint64)
        return np.searchsorted(self.cumulative, drawn, side="right").astype(np.int64)

    def texts(self, codes: Codes) -> pa.StringArray:
        """The texts at these places."""
        return taken(self.words, codes)


def weighted(pairs: Iterable[tuple[str, int]]) -> Weighted:
    """A table from pairs of text and weight."""
    rows = tuple(pairs)
    return Weighted(tuple(value for value, _ in rows), tuple(weight for _, weight in rows))


def alike(values: Sequence[str]) -> Weighted:
    """A table whose texts are all equally likely."""
    return Weighted(tuple(values), (1,) * len(values))


def ranked(values: Sequence[str], head: int = 6) -> Weighted:
    """A table in order of frequency: the text of rank r (from 0) weighs 10,000 // (r + head).

    Names are spread like that (Zipf's law with an offset): the larger `head`, the less the first stand out.
    """
    return Weighted(tuple(values), tuple(10_000 // (rank + head) for rank in range(len(values))))


def taken(words: pa.StringArray, codes: Codes) -> pa.StringArray:
    """The texts at these places, as one flat column."""
    return words.take(pa.array(codes))
