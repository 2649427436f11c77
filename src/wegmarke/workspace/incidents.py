"""Critical events in a customer's history: broken promises, complaints, repeated contacts, bad scores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from wegmarke.questions.timeline import Moment
from wegmarke.workspace.promises import PromiseState
from wegmarke.workspace.told import Told

Incident = Literal["promise_broken", "promise_late", "complaint", "bad_score", "repeated"]

BAD_UP_TO: Mapping[str, float] = {"nps": 6, "csat": 2, "ces": 3, "sterne": 2, "stars": 2}
"""The highest value of each scale that counts as bad: NPS 0 to 10, CSAT and stars 1 to 5, CES 1 to 7 (7 is easy)."""

REPEATED_DAYS = 14
"""The same touchpoint about the same matter within so many days is a repeated contact."""

_DAY_SECONDS = 86_400
_INCIDENT_OF_PROMISE: Mapping[PromiseState, Incident] = {"broken": "promise_broken", "late": "promise_late"}


def incidents_of(
    moment: Moment, told: Told, promise: PromiseState | None, complaints: frozenset[str], before: int | None
) -> tuple[Incident, ...]:
    """What was critical about a contact.

    complaints: keys of touchpoints at which customers complain. before: when the same touchpoint was last met about the
    same matter (whole seconds UTC), or None.
    """
    found: list[Incident] = []
    if promise is not None and promise in _INCIDENT_OF_PROMISE:
        found.append(_INCIDENT_OF_PROMISE[promise])
    if moment.touchpoint.key in complaints:
        found.append("complaint")
    if any(is_bad(scale, value) for scale, value in told.scores):
        found.append("bad_score")
    if before is not None and moment.seconds - before <= REPEATED_DAYS * _DAY_SECONDS:
        found.append("repeated")
    return tuple(found)


def is_bad(scale: str, value: float) -> bool:
    """Whether a score is a bad one; of a scale that is not known it is never said."""
    limit = BAD_UP_TO.get(scale.lower())
    return limit is not None and value <= limit
