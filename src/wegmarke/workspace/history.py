"""One customer's history with all that the record tells of it: what is at stake first, then every contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wegmarke.clock import from_seconds
from wegmarke.model.complaints import ComplaintTouchpoints, Kind, open_complaints
from wegmarke.questions.relation import Relation, relation_of
from wegmarke.questions.timeline import Moment, Timeline, TimelineJourney
from wegmarke.record import Record
from wegmarke.workspace.incidents import Incident, incidents_of
from wegmarke.workspace.promises import PromiseState, promise_state
from wegmarke.workspace.told import Told, told

MOST_TOLD = 5_000
"""Of a longer history the latest so many contacts are told: a number that thousands share is no person's."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of the history: where and when, what was told, what became of its promise, what was critical."""

    moment: Moment
    told: Told
    promise: PromiseState | None
    incidents: tuple[Incident, ...]


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


def history(
    timeline: Timeline,
    record: Record,
    complaints: ComplaintTouchpoints,
    *,
    as_of: int,
    time_zone: str,
    currency: str,
    most: int = MOST_TOLD,
) -> History:
    """The history behind a timeline. as_of: the time up to which the data tell (whole seconds UTC); a promise due later
    is open, not broken. Errors: `record_broken` where the record does not hold a contact of the index.
    """
    shown = timeline.moments[-most:]
    found = told(record, ((moment.file, moment.row, moment.part) for moment in shown))
    contacts: list[Contact] = []
    met: dict[tuple[str, str], int] = {}
    for moment in shown:
        of = found[moment.file, moment.row, moment.part]
        state = None
        if of.promise_due is not None:
            state = promise_state(of.promise_due, of.promise_kept, from_seconds(as_of), time_zone)
        before = None if of.matter is None else met.get((moment.touchpoint.key, of.matter))
        contacts.append(Contact(moment, of, state, incidents_of(moment, of, state, complaints.opened, before)))
        if of.matter is not None:
            met[moment.touchpoint.key, of.matter] = moment.seconds
    return History(
        timeline=timeline,
        relation=relation_of(journey.outcome for journey in timeline.journeys),
        value_minor=_value(timeline.journeys, contacts),
        currency=currency,
        contacts=tuple(contacts),
        overdue=tuple(one for one in contacts if one.promise == "broken"),
        promised=tuple(one for one in contacts if one.promise == "open"),
        complaints=_unsettled(contacts, complaints),
        earlier=len(timeline.moments) - len(shown),
    )


def _value(journeys: Sequence[TimelineJourney], contacts: Sequence[Contact]) -> int | None:
    total = sum(journey.value or 0 for journey in journeys)
    return total if total or any(contact.told.value_minor is not None for contact in contacts) else None


def _unsettled(contacts: Sequence[Contact], touchpoints: ComplaintTouchpoints) -> tuple[Contact, ...]:
    kinds: list[tuple[Kind, str | None]] = []
    of: list[Contact] = []
    for contact in contacts:
        key = contact.moment.touchpoint.key
        if key in touchpoints.opened or key in touchpoints.settled:
            kinds.append(("opened" if key in touchpoints.opened else "settled", contact.told.matter))
            of.append(contact)
    return tuple(of[place] for place in open_complaints(kinds))
