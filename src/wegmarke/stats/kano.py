"""Kano's questionnaire in two numbers: how much a feature adds where it is there, and takes away where it is missing.

    better = (A + O) / (A + O + M + I),   worse = −(O + M) / (A + O + M + I)

with A attractive, O one-dimensional, M must-be and I indifferent answers; reverse and questionable ones are left out.
Both are shares and have Wilson's intervals.

Source: C. Berger and others (1993), Kano's methods for understanding customer-defined quality, Center for Quality
Management Journal 2(4), 3-36.
"""

from __future__ import annotations

from dataclasses import dataclass

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.intervals import FEWEST_ANSWERS, LEVEL
from wegmarke.stats.wilson import wilson


@dataclass(frozen=True, slots=True)
class Kano:
    """better from 0 to 1, worse from −1 to 0."""

    better: Interval
    worse: Interval


def kano(
    attractive: int, one_dimensional: int, must_be: int, indifferent: int, level: float = LEVEL
) -> Kano | CannotSay:
    """Both coefficients; `CannotSay("too_few")` below FEWEST_ANSWERS."""
    n = attractive + one_dimensional + must_be + indifferent
    better, worse = wilson(attractive + one_dimensional, n, level), wilson(one_dimensional + must_be, n, level)
    if n < FEWEST_ANSWERS or isinstance(better, CannotSay) or isinstance(worse, CannotSay):
        return CannotSay("too_few", n, FEWEST_ANSWERS)
    return Kano(better, Interval(-worse.value, -worse.high, -worse.low, n, level))
