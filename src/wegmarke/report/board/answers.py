"""The findings that a report is made of, each asked once, all of them about the same defect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from wegmarke.model.finding import Finding, Interval
from wegmarke.model.incidents import IncidentKind
from wegmarke.questions import QUESTIONS
from wegmarke.questions.incidents import IncidentsFound
from wegmarke.questions.reasons import Reasons

Ask = Callable[[str, Mapping[str, object]], Finding[Any]]
"""Asks a question of the journeys that the report is about."""

REPORTED: Final = (
    "moments",
    "reasons",
    "effect",
    "levers",
    "drift",
    "promises",
    "incidents",
    "friction",
    "won_lost",
    "lost_customers",
    "attribution",
    "value",
    "proxies",
)
"""The questions of a report, in the order in which it answers them."""


def reported() -> tuple[str, ...]:
    """Those of them that the register has."""
    known = {one.name for one in QUESTIONS}
    return tuple(name for name in REPORTED if name in known)


class Answers:
    """The findings, by question. What a defect costs and what it is worth to mend it is asked of one kind of critical
    event, the same everywhere.
    """

    def __init__(self, ask: Ask, assumed: Mapping[str, object] | None = None) -> None:
        """Ask through `ask`; assumed: what effect and levers are told of margins."""
        self._ask = ask
        self._assumed = dict(assumed or {})
        self._found: dict[str, Finding[Any]] = {}

    def of(self, question: str) -> Finding[Any]:
        """The answer, asked when it is first wanted."""
        if question not in self._found:
            self._found[question] = self._ask(question, self.arguments(question))
        return self._found[question]

    def arguments(self, question: str) -> dict[str, object]:
        """What the question is told besides the filter."""
        if question == "effect":
            return {"incident": self.defect or "promise_late"} | self._assumed
        if question == "levers":
            return ({"incident": self.defect} if self.defect else {}) | self._assumed
        return {}

    @property
    def defect(self) -> IncidentKind | None:
        """The kind of critical event to which most of leaving goes back; without a model the commonest; None without
        any.
        """
        reasons = self.of("reasons").result
        if isinstance(reasons, Reasons):
            evidenced = [one for one in reasons.kinds if isinstance(one.share, Interval)]
            if evidenced:
                return max(evidenced, key=lambda one: _value(one.share)).kind
        incidents = self.of("incidents").result
        if isinstance(incidents, IncidentsFound):
            lines = [(n, kind) for kind, n in _by_kind(incidents).items()]
            return max(lines)[1] if lines else None
        return None


def _value(estimate: object) -> float:
    return estimate.value if isinstance(estimate, Interval) else 0.0


def _by_kind(found: IncidentsFound) -> dict[IncidentKind, int]:
    return {one.kind: one.found.incidents for one in found.kinds if one.found.incidents}
