"""How strong a hidden cause would have to be to explain an effect away: the E-value.

For a risk ratio RR (below 1: its inverse)

    E = RR + √(RR · (RR − 1))

A cause that nobody recorded would have to go with the exposure by a risk ratio of at least E, and with the outcome by
as much, beyond all that was adjusted for, before nothing is left of the effect. The same of the limit of the interval
that lies nearer to 1 says what it takes to make the interval hold "no effect"; where it holds it already, that is 1.

It judges one hidden cause and no other fault (measurement, selection). Whether a cause of such strength is likely is
for people to say.

Source: T. J. VanderWeele, P. Ding (2017), Sensitivity analysis in observational research: introducing the E-value,
Annals of Internal Medicine 167, 268-274.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from wegmarke.model.finding import Interval


@dataclass(frozen=True, slots=True)
class EValue:
    """The strength it takes for the estimate, and for the limit of its interval nearer to no effect; at least 1."""

    estimate: float
    limit: float


def e_value(risk_ratio: Interval) -> EValue:
    """The E-values of a risk ratio. ValueError unless all of it is positive."""
    if not 0 < risk_ratio.low <= risk_ratio.value <= risk_ratio.high:
        raise ValueError(f"a risk ratio and its limits must be positive, not {risk_ratio}")
    holds_one = risk_ratio.low <= 1 <= risk_ratio.high
    nearer = risk_ratio.low if risk_ratio.value > 1 else risk_ratio.high
    return EValue(_strength(risk_ratio.value), 1.0 if holds_one else _strength(nearer))


def _strength(ratio: float) -> float:
    above = max(ratio, 1 / ratio)
    return above + math.sqrt(above * (above - 1))
