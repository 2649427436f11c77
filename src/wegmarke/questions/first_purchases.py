"""Who bought for the first time in the journeys asked for, with what was stated around it and met before."""

from __future__ import annotations

from wegmarke.index.incidents import incident_marks
from wegmarke.index.leaving import moments_of_coming, touchpoints_deciding
from wegmarke.index.summaries.comings import Comings, TakeComings
from wegmarke.questions.asked import Asked

REFUSING = ("lost", "churned", "returned")
"""Outcomes at whose touchpoints a reason is one for not coming, or for leaving."""


def first_purchases(asked: Asked) -> Comings:
    """One line a customer who bought for the first time."""
    index = asked.index
    refusing = touchpoints_deciding(index, REFUSING)
    return asked.run(TakeComings(asked.selection, incident_marks(index), moments_of_coming(index), refusing))
