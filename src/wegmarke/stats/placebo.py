"""Negative controls: the same estimate where nothing can be found, so that what is found is the design's own fault.

A negative control keeps the covariates and asks for an effect that cannot exist: the exposure on an outcome from before
it, or on one that it cannot reach; or an exposure that came after, on the outcome. Whatever moves both sides of the
real question without being seen should move the control as well.

With m controls each is estimated at the level 1 − 0.05/m (Bonferroni), so that a sound design is refused in at most 5
of 100 cases, however many controls it was given. The verdict is

    refused       some control's interval leaves out 0: the difference found there is more than chance
    says_nothing  none does, but every interval that could be computed also holds the whole effect (as a bias of either
                  sign), or none could be computed: a bias as large as the effect would not have been noticed
    passed        none does, and at least one control would have shown a bias as large as the effect

The comparison of sizes has a meaning only where control and effect are in one unit (both shares, both money).
A design that passes is not proven: a control sees only what moves it.

Source: M. Lipsitch, E. Tchetgen Tchetgen, T. Cohen (2010), Negative controls: a tool for detecting confounding and bias
in observational studies, Epidemiology 21, 383-388.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.aipw import Design, Effect, aipw

Target = Literal["on_all", "on_exposed"]
"""Which of the two effects of `aipw` is asked for."""
Verdict = Literal["passed", "refused", "says_nothing"]

BY_CHANCE: Final = 0.05
"""How often a sound design may be refused."""


@dataclass(frozen=True, slots=True)
class Control:
    """A question whose answer is known to be nothing. name: what it is called in the answer."""

    name: str
    design: Design


@dataclass(frozen=True, slots=True)
class ControlResult:
    """What a control showed. off: whether its interval leaves out 0."""

    name: str
    estimate: Estimate

    @property
    def off(self) -> bool:
        """Whether nothing was found to be something."""
        return isinstance(self.estimate, Interval) and not self.estimate.low <= 0 <= self.estimate.high

    def notices(self, bias: float) -> bool:
        """Whether a bias of this size, of either sign, would have been noticed."""
        if not isinstance(self.estimate, Interval):
            return False
        return not any(self.estimate.low <= one <= self.estimate.high for one in (bias, -bias))


@dataclass(frozen=True, slots=True)
class Placebo:
    """The verdict on a design, and what each control showed."""

    verdict: Verdict
    controls: tuple[ControlResult, ...]


def placebo(effect: Interval, controls: Sequence[Control], target: Target = "on_exposed", seed: int = 0) -> Placebo:
    """Estimate every control as the effect was estimated, and judge the design. ValueError without controls."""
    if not controls:
        raise ValueError("a negative control is needed")
    level = 1 - BY_CHANCE / len(controls)
    found = tuple(
        ControlResult(one.name, _estimate(aipw(one.design, seed=seed, level=level), target)) for one in controls
    )
    return Placebo(verdict(effect, found), found)


def verdict(effect: Interval, controls: Sequence[ControlResult]) -> Verdict:
    """The verdict from intervals that have the level 1 − BY_CHANCE / (number of controls) already."""
    if any(one.off for one in controls):
        return "refused"
    return "passed" if any(one.notices(effect.value) for one in controls) else "says_nothing"


def _estimate(found: Effect | CannotSay, target: Target) -> Estimate:
    if isinstance(found, CannotSay):
        return found
    return found.on_all if target == "on_all" else found.on_exposed
