"""How strong a hidden cause would have to be to explain an association away: the E-value.

    E = RR + √(RR (RR − 1))   for a risk ratio RR ≥ 1 (below 1: of 1/RR)

A hidden cause that, beyond all that was adjusted for, raises the risk E-fold and is E times as frequent among the
exposed could explain the association; a weaker one could not. The E-value of the limit nearer to 1 says what would
suffice to move the interval to "no difference"; it is 1 where the interval already holds 1. A difference of risks is
turned into a ratio by the risk of those not exposed, taken as known.

It says nothing of how likely such a cause is, and nothing of errors in measuring or selecting.

Source: T. J. VanderWeele, P. Ding (2017), Sensitivity analysis in observational research: introducing the E-value,
Annals of Internal Medicine 167, 268-274.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from wegmarke.model.finding import CannotSay, Interval


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """E-values, at least 1. value: to explain the estimate away. limit: to move its interval to "no difference".

    risk_ratio: what they were computed from.
    """

    value: float
    limit: float
    risk_ratio: Interval


def e_value(risk_ratio: Interval) -> Sensitivity:
    """From a risk ratio with its interval. ValueError unless 0 ≤ low ≤ value ≤ high and high > 0."""
    if not (0 <= risk_ratio.low <= risk_ratio.value <= risk_ratio.high < math.inf and risk_ratio.high > 0):
        raise ValueError(f"no risk ratio with its interval: {risk_ratio}")
    if risk_ratio.low <= 1 <= risk_ratio.high:
        nearer = 1.0
    else:
        nearer = risk_ratio.low if risk_ratio.low > 1 else risk_ratio.high
    return Sensitivity(_e_value(risk_ratio.value), _e_value(nearer), risk_ratio)


def e_value_of_difference(difference: Interval, baseline: float) -> Sensitivity | CannotSay:
    """From a difference of risks (fractions, exposed minus not exposed) and the risk of those not exposed.

    `CannotSay("not_identified")` where the baseline is 0: no ratio exists. A limit below −baseline counts as a risk of
    0. ValueError unless 0 ≤ baseline ≤ 1.
    """
    if not 0 <= baseline <= 1:
        raise ValueError(f"a baseline risk must lie between 0 and 1, not {baseline}")
    if baseline == 0:
        return CannotSay("not_identified", difference.n)
    value, low, high = (max(0.0, 1 + one / baseline) for one in (difference.value, difference.low, difference.high))
    if high == 0:
        return CannotSay("not_identified", difference.n)
    return e_value(Interval(value, low, high, difference.n, difference.level))


def _e_value(ratio: float) -> float:
    """Infinite for a ratio of 0: nothing finite makes a risk vanish."""
    if ratio == 0:
        return math.inf
    stronger = max(ratio, 1 / ratio)
    return stronger + math.sqrt(stronger * (stronger - 1))
