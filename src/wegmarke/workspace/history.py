"""One customer's history with all that the record tells of it: what is at stake first, then every contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wegmarke.clock import from_seconds
from wegmarke.index.incidents import incidents_of
from wegmarke.index.index import Index
from wegmarke.model.changes import Change
from wegmarke.model.incidents import IncidentKind
from wegmarke.questions.relation import Relation, relation_of
from wegmarke.questions.timeline import Moment, Timeline, TimelineJourney
from wegmarke.record import Record
from wegmarke.workspace.promises import PromiseState, promise_state
from wegmarke.workspace.told import Told, told

MOST_TOLD = 5_000
"""Of a longer history the latest so many contacts are told: a number that thousands share is no person's."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of the history: where and when, what was told, what became of its promise, what was critical, the
    scales of which the score is bad, and what its source once told otherwise, oldest first.
    """

    moment: Moment
    told: Told
    promise: PromiseState | None
    incidents: tuple[IncidentKind, ...]
    bad_scores: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """A customer's history.

    relation: how the customer stands to the company. value_minor: what all journeys were worth, in minor units of
    `currency`; None where no money is known. overdue, promised: contacts whose promise has been broken, and those whose
    promise is yet to be kept. complaints: those that nothing settled. earlier: how many contacts before the first one
    told are left out.
    """

    timeline: Timeline
    relation: Relation
    value_minor: int | None
    currency: str
    contacts: tuple[Contact, ...]
    overdue: tuple[Contact, ...]
    promised: tuple[Contact, ...]
    complaints: tuple[Contact, ...]
    earlier: int

    @property
    def last(self) -> Moment:
        """The last contact."""
        return self.timeline.moments[-1]


def history(timeline: Timeline, record: Record, index: Index, *, most: int = MOST_TOLD) -> History:
    """The history behind a timeline of that index, with the critical events that the index finds in it. The data tell
    up to the latest contact in the index; a promise due later is open, not broken. Errors: `record_broken` where the
    record does not hold a contact of the index.
    """
    settings, as_of = index.settings, from_seconds(index.last_seconds)
    shown = timeline.moments[-most:]
    earlier = len(timeline.moments) - len(shown)
    found = told(record, ((moment.file, moment.row, moment.part) for moment in shown))
    critical, changed = incidents_of(index, timeline.customer), index.beside.changes().of
    contacts: list[Contact] = []
    for place, moment in enumerate(shown, start=earlier):
        of = found[moment.file, moment.row, moment.part]
        state = None
        if of.promise_due is not None:
            state = promise_state(of.promise_due, of.promise_kept, as_of, settings.time_zone)
        kinds = tuple(kind for kind, _ in critical.get(place, ()))
        otherwise = changed.get((moment.file, moment.row, moment.part), ())
        contacts.append(Contact(moment, of, state, kinds, _bad_scores(of, index), otherwise))
    unsettled = {place - earlier for place, of_contact in critical.items() if ("complaint", True) in of_contact}
    return History(
        timeline=timeline,
        relation=relation_of(journey.outcome for journey in timeline.journeys),
        value_minor=_value(timeline.journeys, contacts),
        currency=settings.currency,
        contacts=tuple(contacts),
        overdue=tuple(one for one in contacts if one.promise == "broken"),
        promised=tuple(one for one in contacts if one.promise == "open"),
        complaints=tuple(one for place, one in enumerate(contacts) if place in unsettled),
        earlier=earlier,
    )


def _bad_scores(told_of: Told, index: Index) -> tuple[str, ...]:
    limits = ((scale, value, index.incident_rules.worst_limit(scale)) for scale, value in told_of.scores)
    return tuple(scale for scale, value, limit in limits if limit is not None and value <= limit)


def _value(journeys: Sequence[TimelineJourney], contacts: Sequence[Contact]) -> int | None:
    total = sum(journey.value or 0 for journey in journeys)
    return total if total or any(contact.told.value_minor is not None for contact in contacts) else None
