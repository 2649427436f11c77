"""A number that goes into a calculation, with how sure it is and where that comes from; and many draws of it.

Evidence comes with an interval: drawn from a normal distribution on either side of the estimate, each with the width of
its own side, so that the estimate is the median and the interval's ends are the 2.5th and the 97.5th percentile. An
assumption comes with a range: drawn evenly on either side, within the range and nowhere else.

Draws are a Latin hypercube: each n-th part of a distribution is hit once, so that means hardly depend on the seed; and
every number has a stream of its own, so that one that changes leaves the draws of the others as they are. Two numbers
that are known from the same customers are drawn together: with correlation ρ the second one's normal z becomes
ρ·z₁ + √(1−ρ²)·z, with z₁ of the first.

Source: M. McKay, R. Beckman, W. Conover (1979), A comparison of three methods for selecting values of input variables,
Technometrics 21(2), 239-245.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from wegmarke.model.finding import Interval
from wegmarke.stats.intervals import normal_quantile

Origin = Literal["evidence", "assumption"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A number between low and high. ValueError unless low ≤ value ≤ high."""

    value: float
    low: float
    high: float
    origin: Origin = "assumption"

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"the value must lie between low and high, not {self}")

    @classmethod
    def exactly(cls, value: float, origin: Origin = "assumption") -> Uncertain:
        """A number taken as it is."""
        return cls(value, value, value, origin)

    @classmethod
    def within(cls, low: float, high: float) -> Uncertain:
        """An assumed range with its middle."""
        return cls((low + high) / 2, low, high)

    @classmethod
    def found(cls, interval: Interval) -> Uncertain:
        """Evidence; an interval at another level is brought to 95 %."""
        wider = normal_quantile(0.95) / normal_quantile(interval.level)
        below, above = (interval.value - interval.low) * wider, (interval.high - interval.value) * wider
        return cls(interval.value, interval.value - below, interval.value + above, "evidence")

    @property
    def is_exact(self) -> bool:
        """Whether low and high are the same."""
        return self.low == self.high

    def drawn(self, name: str, draws: int, seed: int, least: float = -np.inf, most: float = np.inf) -> Floats:
        """That many draws; what falls below `least` or above `most` is drawn to them. name: of the stream."""
        if self.is_exact:
            return np.full(draws, self.value)
        if self.origin == "evidence":
            return self.at(normals(name, draws, seed), least, most)
        return self._away(2 * _parts(name, draws, seed) - 1, least, most)

    def at(self, normal: Floats, least: float = -np.inf, most: float = np.inf) -> Floats:
        """Evidence where these standard normals have it: 0 at the estimate."""
        return self._away(normal / normal_quantile(0.95), least, most)

    def _away(self, away: Floats, least: float, most: float) -> Floats:
        """The value at 0, an end of the interval at −1 and at 1."""
        side = np.where(away < 0, self.value - self.low, self.high - self.value)
        found: Floats = np.clip(self.value + away * side, least, most)
        return found


def normals(name: str, draws: int, seed: int) -> Floats:
    """The standard normals that evidence of this name is drawn from."""
    found: Floats = ndtri(_parts(name, draws, seed))
    return found


def along(first: Floats, own: Floats, correlation: float) -> Floats:
    """Standard normals that go with the first ones at this correlation, and for the rest their own way."""
    found: Floats = correlation * first + (1 - correlation**2) ** 0.5 * own
    return found


def _parts(name: str, draws: int, seed: int) -> Floats:
    """A place in each n-th part of 0 to 1, in the order of the stream of this name."""
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    found: Floats = (rng.permutation(draws) + rng.random(draws)) / draws
    return found
