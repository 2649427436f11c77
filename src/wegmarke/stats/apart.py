"""The difference of two independent estimates of which only the intervals are known (MOVER).

With (x₁, l₁, u₁) and (x₂, l₂, u₂) and d = x₁ − x₂ the interval is

    d − √((x₁ − l₁)² + (u₂ − x₂)²)   …   d + √((u₁ − x₁)² + (x₂ − l₂)²)

With Wilson's limits of two shares it is Newcombe's interval, with limits of means it is the usual one. Both estimates
must come from different customers.

Source: G. Zou, A. Donner (2008), Construction of confidence limits about effect measures: a general approach,
Statistics in Medicine 27, 1693-1702.
"""

from __future__ import annotations

import math

from wegmarke.model.finding import Interval


def difference_apart(first: Interval, second: Interval) -> Interval:
    """First minus second, at their common level; n is the smaller one. ValueError where the levels differ."""
    if first.level != second.level:
        raise ValueError("both intervals must be of one level")
    value = first.value - second.value
    below = math.hypot(first.value - first.low, second.high - second.value)
    above = math.hypot(first.high - first.value, second.value - second.low)
    return Interval(value, value - below, value + above, min(first.n, second.n), first.level)
