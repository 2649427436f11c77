"""Touchpoints that are there because of the outcome, and therefore say nothing about how it came about.

A touchpoint is refused when

- it *is* the outcome (the settings say so);
- it comes *afterwards*: in at least 95 percent of its journeys it stands at the outcome or behind it alone;
- it comes *with* it: in at least 95 percent of the journeys that have it before the outcome, in the outcome's very
  second (programs write several lines at once);
- it *gives it away*: it stands in at least 95 percent of one group and in at most 5 percent of the other;
- it stands in *one group alone*, by more than chance: what makes an end less likely hardly ever makes it impossible;
- it *closes*: its share in one group is at most 5 percent of that in the other, by more than chance, and in at least 95
  percent of its journeys nothing but itself follows until the outcome (a note of the result, not a way to it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.index import Index
from wegmarke.index.summaries.around import Around
from wegmarke.model.finding import CannotSay
from wegmarke.stats.newcombe import newcombe

NEARLY_ALL: Final = 0.95
NEARLY_NONE: Final = 0.05

Why = Literal["is_outcome", "afterwards", "same_moment", "gives_away", "one_group", "closing"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A touchpoint that is not compared. won, lost: journeys in which it stands anywhere."""

    touchpoint: str
    why: Why
    won: int
    lost: int


def refused_in(index: Index, codes: tuple[int, ...], told: Around) -> tuple[Refusal, ...]:
    """The refusals among the touchpoints of these codes, in their order."""
    named = {name for rule in index.settings.outcomes for name in rule.touchpoints}
    found = []
    for place, code in enumerate(codes):
        touchpoint = index.touchpoints[code]
        before, anywhere, closing, at_once = told.touchpoints[:, :, place].T
        why: Why | None
        if touchpoint.key in named or touchpoint.label in named:
            why = "is_outcome"
        else:
            why = _why(before, anywhere, closing, at_once, told.journeys)
        if why is not None:
            found.append(Refusal(touchpoint.key, why, int(anywhere[0]), int(anywhere[1])))
    return tuple(found)


def _why(
    before: NDArray[np.int64],
    anywhere: NDArray[np.int64],
    closing: NDArray[np.int64],
    at_once: NDArray[np.int64],
    journeys: NDArray[np.int64],
) -> Why | None:
    """All by group but `journeys` for one touchpoint."""
    why: Why | None = None
    share = before / np.maximum(journeys, 1)
    if before.sum() <= (1 - NEARLY_ALL) * anywhere.sum():
        why = "afterwards"
    elif at_once.sum() >= NEARLY_ALL * before.sum():
        why = "same_moment"
    elif not journeys.all():
        why = None
    elif share.max() >= NEARLY_ALL and share.min() <= NEARLY_NONE:
        why = "gives_away"
    elif share.min() <= NEARLY_NONE * share.max() and _beyond_chance(before, journeys):
        if not share.min():
            why = "one_group"
        elif closing.sum() >= NEARLY_ALL * before.sum():
            why = "closing"
    return why


def _beyond_chance(before: NDArray[np.int64], journeys: NDArray[np.int64]) -> bool:
    made = newcombe(int(before[0]), int(journeys[0]), int(before[1]), int(journeys[1]))
    return not isinstance(made, CannotSay) and (made.interval.low > 0 or made.interval.high < 0)
