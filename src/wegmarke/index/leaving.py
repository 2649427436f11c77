"""What leaving is in an index: which outcome, which contacts, and whether only who once bought can leave."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.index import Index
from wegmarke.index.moments import LEFT, SETTLED, WON, Moments
from wegmarke.model.complaints import complaint_touchpoints
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.model.touchpoint import Touchpoint, key_of

_CHURNED, _LOST, _WON = (OUTCOME_NAMES.index(name) for name in ("churned", "lost", "won"))


@dataclass(frozen=True, slots=True, eq=False)
class Leaving:
    """What leaving is in this index. outcome: its place in OUTCOME_NAMES. contacts: of each touchpoint what a contact
    there is (bits of `index.moments`). bought_once: whether only who once bought can leave.
    """

    outcome: int
    contacts: NDArray[np.uint8]
    bought_once: bool


def leaving_in(index: Index, settled: tuple[str, ...] = ()) -> Leaving | None:
    """What leaving is; None where nobody ever left."""
    outcome = _leaving(index)
    if outcome is None:
        return None
    return Leaving(outcome, _outcomes(index, outcome, settled), outcome == _CHURNED and index.ended(_WON))


def moments_of_leaving(leaving: Leaving) -> Moments:
    """What a kernel needs to know of it."""
    return Moments((), leaving.contacts, (leaving.outcome,), bought_once=leaving.bought_once)


def moments_of_coming(index: Index) -> Moments:
    """What a kernel needs to know of the first purchase: purchases, and leaving for good; a refusal before the first
    purchase is none.
    """
    return Moments((), _outcomes(index, _CHURNED, ()), (_CHURNED,))


def touchpoints_deciding(index: Index, outcomes: tuple[str, ...]) -> NDArray[np.bool_]:
    """Of each touchpoint whether a contact there is one of these outcomes, as the settings say."""
    rules = (rule for rule in index.settings.outcomes if rule.outcome in outcomes)
    names = {name for rule in rules for name in rule.touchpoints}
    return np.array([_is_named(one, names) for one in index.touchpoints], np.bool_)


def _is_named(touchpoint: Touchpoint, names: AbstractSet[str]) -> bool:
    """By keys, since pages call touchpoints by names of their own."""
    return touchpoint.key in names or touchpoint.label in names or touchpoint.key in map(key_of, names)


def _leaving(index: Index) -> int | None:
    """Which outcome is leaving."""
    return next((outcome for outcome in (_CHURNED, _LOST) if index.ended(outcome)), None)


def _outcomes(index: Index, leaving: int, settled: tuple[str, ...]) -> NDArray[np.uint8]:
    """What a contact is by its touchpoint: bits of `index.moments`."""
    bits = np.zeros(len(index.touchpoints), np.uint8)
    settles = complaint_touchpoints(index.touchpoints, (), settled).settled
    named = {
        WON: {name for rule in index.settings.outcomes if rule.outcome == "won" for name in rule.touchpoints},
        LEFT: {
            name
            for rule in index.settings.outcomes
            if rule.outcome == OUTCOME_NAMES[leaving]
            for name in rule.touchpoints
        },
        SETTLED: settles,
    }
    for code, touchpoint in enumerate(index.touchpoints):
        for bit, names in named.items():
            if _is_named(touchpoint, names):
                bits[code] |= np.uint8(bit)
    return bits
