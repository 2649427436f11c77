"""Which contacts are complaints, and which of them are still open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from wegmarke.model.touchpoint import Touchpoint

COMPLAINT_WORDS = ("beschwer", "reklam", "complain", "mangel", "maengel")
"""A touchpoint with one of these in its key is a complaint, unless `suppression.toml` names the touchpoints."""

SETTLED_WORDS = ("wiedergutmach", "erledigt", "geloest", "geschlossen", "beigelegt", "resolved", "solved", "closed")
"""Likewise for touchpoints at which a complaint is settled."""

ABOUT_ONE_WORDS = ("antwort", "nachfrage", "answer", "reply", "follow_up")
"""A touchpoint that speaks of answering a complaint, or of asking after one, is no further complaint."""


@dataclass(frozen=True, slots=True)
class ComplaintTouchpoints:
    """Keys of the touchpoints at which customers complain, and of those at which a complaint is settled."""

    opened: frozenset[str]
    settled: frozenset[str]


def complaint_touchpoints(
    touchpoints: Iterable[Touchpoint], opened: Iterable[str] = (), settled: Iterable[str] = ()
) -> ComplaintTouchpoints:
    """The touchpoints named; where none are, those whose key speaks of complaining or of settling."""
    keys = [touchpoint.key for touchpoint in touchpoints]
    settles = frozenset(settled) or _with_word(keys, SETTLED_WORDS)
    complains = _with_word(keys, COMPLAINT_WORDS) - _with_word(keys, ABOUT_ONE_WORDS)
    return ComplaintTouchpoints(frozenset(opened) or complains - settles, settles)


def _with_word(keys: Iterable[str], words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key for key in keys if any(word in key for word in words))


Kind = Literal["opened", "settled"]


def open_complaints(contacts: Sequence[tuple[Kind, str | None]]) -> list[int]:
    """The places of the complaints that nothing settled; contacts in order of time, each with its matter if known.

    A settlement settles the complaint about the same matter; where there is none such, the oldest that is open. So how
    many are open does not depend on whether the matter is known.
    """
    unsettled: list[int] = []
    for place, (kind, matter) in enumerate(contacts):
        if kind == "opened":
            unsettled.append(place)
        elif unsettled:
            same = (at for at in unsettled if matter is not None and contacts[at][1] == matter)
            unsettled.remove(next(same, unsettled[0]))
    return unsettled
