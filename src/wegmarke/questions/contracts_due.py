"""Whose contract comes to a decision next: when the term is over, customer by customer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import incident_marks
from wegmarke.index.leaving import leaving_in, moments_of_coming
from wegmarke.index.moments import Moments
from wegmarke.index.summaries.terms import NextDecisions
from wegmarke.model.filter import Filter, IncidentOpen, Or
from wegmarke.model.incidents import STAYING_OPEN
from wegmarke.questions.asked import Asked
from wegmarke.questions.buyers import Buyers, buyers

_DAY = 86_400

WITH_OPEN_INCIDENT: Filter = Or(tuple(IncidentOpen(kind) for kind in STAYING_OPEN))
"""Journeys with a critical event that nobody has settled yet."""


def decisions(asked: Asked, found: Buyers, term_days: int) -> NDArray[np.int64]:
    """When the contract of each of these customers comes to a decision next (whole seconds UTC); 0 without a contract.

    A contract begins with the first purchase after which the customer has not left; its term is over every `term_days`
    from then on. Where nobody ever left, all who bought have one.
    """
    index = asked.index
    leaving = leaving_in(index, ())
    moments = moments_of_coming(index)
    if leaving is not None:
        moments = Moments((), leaving.contacts, (leaving.outcome,), bought_once=True)
    marks, end = incident_marks(index), index.last_seconds
    lines = asked.run(NextDecisions(asked.selection, marks, moments, term_days * _DAY, end))
    contract = np.concatenate([np.empty((0, 2), np.int64), *lines])
    order = np.argsort(contract[:, 0])
    of, over = contract[order].T
    at = np.minimum(np.searchsorted(of, found.number), max(len(of) - 1, 0))
    return np.where(of[at] == found.number, over[at], 0) if len(of) else np.zeros(len(found), np.int64)


def due_within(decision: NDArray[np.int64], end: int, days: int) -> NDArray[np.bool_]:
    """Whose contract comes to a decision within so many days after the data end."""
    return (decision > 0) & (decision <= end + days * _DAY)


def counted_due(asked: Asked, term_days: int, days: tuple[int, ...]) -> tuple[int, ...]:
    """How many contracts come to a decision within each of these numbers of days."""
    found = buyers(asked)
    decision = decisions(asked, found, term_days)
    end = asked.index.last_seconds
    return tuple(int(np.count_nonzero(due_within(decision, end, one))) for one in days)
