"""What the settings come to: how many journeys there are, and how they ended."""

from __future__ import annotations

from dataclasses import dataclass, field

from wegmarke.desk.setup.services import workspace
from wegmarke.errors import WegmarkeError
from wegmarke.index.runner import LocalRunner
from wegmarke.model.settings import OUTCOME_NAMES, OutcomeName
from wegmarke.questions.asked import Asked


@dataclass(frozen=True, slots=True)
class Effect:
    """Journeys, customers and interactions as last built; outcomes: journeys by how they ended, those that occur."""

    journeys: int = 0
    customers: int = 0
    interactions: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)


def effect() -> Effect:
    """Count the journeys of the present index; nothing before the first build."""
    try:
        index = workspace().index()
    except WegmarkeError as error:
        if error.code != "index_missing":
            raise
        return Effect()
    totals = Asked(index, LocalRunner(threads=1)).totals()
    counts = dict(zip(OUTCOME_NAMES, (int(count) for count in totals.outcomes), strict=True))
    ranked: tuple[OutcomeName, ...] = ("won", "lost", "churned", "returned", "open")
    outcomes = {str(name): counts[name] for name in ranked if counts[name]}
    return Effect(totals.journeys, totals.customers, totals.interactions, outcomes)
