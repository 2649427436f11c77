"""An estimand, stated as a question states it, with its true value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unidentifiable = Literal["hidden_cause", "interference"]
"""Why no answer from the records could be trusted: an unrecorded trait brings both exposure and outcome; or what
happens to one customer acts on others (word of mouth), so that there is no unharmed group to compare with.
"""

Unit = Literal["share", "customers", "eur", "points"]


@dataclass(frozen=True, slots=True)
class Estimand:
    """What is asked, of whom, over which time, against what, and the true answer.

    population: of whom; outcome: what is looked at; horizon: within which time; contrast: the two worlds compared.
    value: in `unit`. n: how many people of the population were simulated. standard_error: of the value as a statement
    about further people of the same world, from paired differences; 0 where every difference is 0. identifiable:
    whether records alone can answer; where not, the right answer is "cannot say", and `reason` tells why.
    """

    key: str
    population: str
    outcome: str
    horizon: str
    contrast: str
    unit: Unit
    value: float
    n: int
    standard_error: float
    identifiable: bool = True
    reason: Unidentifiable | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A share that was counted, with what it was counted over."""

    key: str
    population: str
    count: int
    n: int

    @property
    def value(self) -> float | None:
        """The share; None of nobody."""
        return self.count / self.n if self.n else None
