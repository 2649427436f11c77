"""The Net Promoter Score of counts, with the adjusted Wald interval, and the difference of two groups.

    NPS = (promoters − detractors) / n,   s² = (promoters + detractors) / n − NPS²

The limits are those of the counts with ¾ detractor, 1½ passives and ¾ promoter added, NPS' ± z s' / √(n + 3), cut at
−1 and 1: they have width where all gave the same answer. Averaged over all shares they hold what they claim; where
detractors (or promoters) all but lack, at 95 % only 88 of 100 with ten answers, 90 with fifteen, 92 with thirty. The
interval of a difference d of two independent groups comes from the limits of both,

    d − √((NPS₁ − l₁)² + (u₂ − NPS₂)²)   …   d + √((u₁ − NPS₁)² + (NPS₂ − l₂)²)

and its p-value is one minus the level at which it touches 0, so that interval and test never contradict each other.

The NPS of all is not the mean of the NPS of groups: add up the counts. Answers of one customer at several times are not
independent; take the last.

Sources: B. Rocks (2016), Interval estimation for the "net promoter score", American Statistician 70, 365-372; G. Y.
Zou, A. Donner (2008), Construction of confidence limits about effect measures, Statistics in Medicine 27, 1693-1702.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from scipy.special import ndtr

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.intervals import FEWEST_ANSWERS, LEVEL, Difference, normal_quantile

_ADDED: Final = 3.0
"""Answers added to find the limits: half of them passive."""
_FAR: Final = 37.0
"""A z beyond which p-values are no longer told apart."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Answers to "how likely are you to recommend us" (0 … 10): detractors 0 … 6, passives 7 and 8, promoters 9 and 10.

    Counts add up over groups and partitions; weighted ones are fractions (`wegmarke.stats.raking.effective_counts`).
    """

    detractors: float
    passives: float
    promoters: float

    def __add__(self, other: Recommendation) -> Recommendation:
        return Recommendation(
            self.detractors + other.detractors, self.passives + other.passives, self.promoters + other.promoters
        )

    @property
    def n(self) -> float:
        """All answers."""
        return self.detractors + self.passives + self.promoters

    @property
    def score(self) -> float:
        """From −1 to 1 (pages show −100 to 100); NaN of no answers."""
        return (self.promoters - self.detractors) / self.n if self.n else math.nan

    @property
    def standard_error(self) -> float:
        """s/√n of the answers as they are; 0 where all are alike."""
        extremes = (self.promoters + self.detractors) / self.n
        return math.sqrt(max(0.0, extremes - self.score**2) / self.n)

    def limits(self, z: float) -> tuple[float, float]:
        """Adjusted Wald limits; they hold the score at any level."""
        added = self + Recommendation(_ADDED / 4, _ADDED / 2, _ADDED / 4)
        half = z * added.standard_error
        return max(-1.0, min(self.score, added.score - half)), min(1.0, max(self.score, added.score + half))


def nps(answers: Recommendation, level: float = LEVEL) -> Estimate:
    """The score with its interval, as a fraction from −1 to 1.

    `CannotSay("too_few")` below FEWEST_ANSWERS. ValueError for negative counts.
    """
    z = normal_quantile(level)
    too_few = _too_few(answers)
    if too_few is not None:
        return too_few
    low, high = answers.limits(z)
    return Interval(answers.score, low, high, round(answers.n), level)


def nps_difference(first: Recommendation, second: Recommendation, level: float = LEVEL) -> Difference | CannotSay:
    """First score minus second score of independent groups; `interval.n` sums both.

    `CannotSay("too_few")` where a group has less than FEWEST_ANSWERS (n is the smaller group).
    """
    z = normal_quantile(level)
    too_few = _too_few(min(first, second, key=lambda one: one.n))
    if too_few is not None:
        return too_few
    difference = first.score - second.score
    low, high = _limits_of_difference(first, second, z)
    if difference < 0:
        first, second = second, first
    return Difference(Interval(difference, low, high, round(first.n + second.n), level), _p_value(first, second))


def _p_value(higher: Recommendation, lower: Recommendation) -> float:
    """Of the z at which the lower limit of a difference that is not negative touches 0."""

    def lower_limit(z: float) -> float:
        return _limits_of_difference(higher, lower, z)[0]

    if lower_limit(0) <= 0:
        return 1.0
    from scipy.optimize import brentq  # noqa: PLC0415 - loads half of scipy; only a comparison of scores needs it

    touching = float(brentq(lower_limit, 0, _FAR)) if lower_limit(_FAR) < 0 else _FAR
    return 2 * float(ndtr(-touching))


def _limits_of_difference(first: Recommendation, second: Recommendation, z: float) -> tuple[float, float]:
    (low1, high1), (low2, high2) = first.limits(z), second.limits(z)
    one, other = first.score, second.score
    return one - other - math.hypot(one - low1, high2 - other), one - other + math.hypot(high1 - one, other - low2)


def _too_few(answers: Recommendation) -> CannotSay | None:
    if not min(answers.detractors, answers.passives, answers.promoters) >= 0:
        raise ValueError(f"counts of answers cannot be negative: {answers}")
    return CannotSay("too_few", math.floor(answers.n), FEWEST_ANSWERS) if answers.n < FEWEST_ANSWERS else None
