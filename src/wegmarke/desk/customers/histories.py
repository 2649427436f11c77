"""A customer's history as a page shows it: journeys, days, lanes, and the silence between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wegmarke import text
from wegmarke.clock import from_seconds
from wegmarke.desk.customers.lanes import Lane, Lanes
from wegmarke.desk.customers.marks import Mark, marks_of
from wegmarke.desk.customers.narrowing import Narrowing
from wegmarke.desk.findings.links import touchpoint_page
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.changes import Change
from wegmarke.questions.timeline import TimelineJourney
from wegmarke.workspace.history import Contact, History
from wegmarke.workspace.told import Place

SILENT_DAYS = 2
"""From so many days without contact on, the page shows the silence."""
SILENCES = ((90, "long"), (21, "middle"), (0, "short"))
SHOWN_ELAPSED_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Who:
    """A person of an account, and the page of that customer."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Telling:
    """How a history is told. row_page: the view that shows the source row of a contact. people: which person of the
    account each contact was with, where the history is an account's.
    """

    lanes: Lanes
    zone: str
    narrowing: Narrowing
    may_read: bool
    row_page: str = "customers:source_row"
    people: Mapping[Place, Who] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """What the source once told otherwise of a contact, in words, and the row that told it."""

    text: str
    row_url: str


@dataclass(frozen=True, slots=True)
class Event:
    """One contact. number: its place in the whole history, from 1. elapsed: since the one before, where it is worth
    saying. place: "entry" and "exit" for the first and the last of a journey. said: what the customer or the company
    said, "" for whom it is not to be read. is_critical: whether something went wrong here. who: which person of an
    account it was, None on a customer's own page.
    """

    number: int
    time: str
    lane: Lane
    label: str
    touchpoint_url: str
    channel: str
    elapsed: str
    place: str
    marks: tuple[Mark, ...]
    is_critical: bool
    said: str
    row_url: str
    source: str
    who: Who | None
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """One day. silence: how long nothing had happened before, "" for less than two days. hidden: contacts left out by
    the filter since the day before.
    """

    date: str
    weekday: str
    events: tuple[Event, ...]
    silence: str
    silence_size: str
    hidden: str


@dataclass(frozen=True, slots=True)
class JourneyView:
    """One journey with its outcome; length: of all its contacts, shown or not."""

    number: int
    label: str
    outcome: str
    outcome_word: str
    started: str
    finished: str
    duration: str
    length: int
    value: str
    days: tuple[Day, ...]


def journeys_of(history: History, telling: Telling) -> tuple[JourneyView, ...]:
    """The journeys of which something is shown, the latest first."""
    numbered = list(enumerate(history.contacts, start=history.earlier + 1))
    views = []
    for number, journey in enumerate(history.timeline.journeys):
        of_journey = [(place, one) for place, one in numbered if one.moment.journey == number]
        days = _days(of_journey, history.timeline.customer, telling)
        if days:
            length = sum(moment.journey == number for moment in history.timeline.moments)
            views.append(_journey(number, journey, length, days, telling.zone, history.currency))
    return tuple(reversed(views))


def _journey(
    number: int, journey: TimelineJourney, length: int, days: tuple[Day, ...], zone: str, currency: str
) -> JourneyView:
    language = reader_language()
    return JourneyView(
        number=number + 1,
        label=journey.label or "",
        outcome=journey.outcome,
        outcome_word=text.word(f"outcome:{journey.outcome}", language),
        started=text.date(journey.started, language, zone),
        finished=text.date(journey.finished, language, zone),
        duration=text.duration(journey.finished - journey.started, language),
        length=length,
        value=text.number(journey.value, "minor_units", language, currency=currency) if journey.value else "",
        days=days,
    )


Numbered = tuple[int, Contact]


def _days(contacts: list[Numbered], customer: int, telling: Telling) -> tuple[Day, ...]:
    """The days of a journey with the contacts that the filter leaves. Silence is told only where nothing happened: a
    contact that is merely not shown breaks it, and is counted.
    """
    language = reader_language()
    days: list[Day] = []
    before: dt.date | None = None
    hidden = 0

    def day_of(numbered: Numbered) -> dt.date:
        return from_seconds(numbered[1].moment.seconds, telling.zone).date()

    for day, found in groupby(contacts, day_of):
        of_day = list(found)
        shown = [one for one in of_day if telling.narrowing.leaves(one[1].moment, day)]
        gap = 0 if before is None else (day - before).days
        silent = gap > SILENT_DAYS and not hidden
        before = day
        hidden += len(of_day) - len(shown)
        if not shown:
            continue
        left_out = hidden if days else 0
        days.append(
            Day(
                date=text.date(day, language),
                weekday=_weekday(day),
                events=tuple(_event(one, customer, _place(one, contacts), telling) for one in shown),
                silence=_("%(days)s days of silence") % {"days": gap - 1} if silent and days else "",
                silence_size=next(name for days_long, name in SILENCES if gap > days_long) if silent else "",
                hidden=_hidden(left_out),
            )
        )
        hidden = 0
    return tuple(days)


def _hidden(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(n)s contact not shown", "%(n)s contacts not shown", count) % {"n": count}


def _place(one: Numbered, contacts: list[Numbered]) -> str:
    """Where the contact stands in its journey; the entry of a journey not told from its beginning is not known."""
    if one is contacts[0] and one[1].moment.elapsed is None:
        return "entry"
    return "exit" if one is contacts[-1] and len(contacts) > 1 else ""


def _weekday(day: dt.date) -> str:
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def _event(numbered: Numbered, customer: int, place: str, telling: Telling) -> Event:
    number, contact = numbered
    moment = contact.moment
    worth = moment.elapsed is not None and moment.elapsed >= SHOWN_ELAPSED_SECONDS
    return Event(
        number=number,
        time=f"{from_seconds(moment.seconds, telling.zone):%H:%M}",
        lane=telling.lanes.of(moment.department),
        label=moment.touchpoint.label,
        touchpoint_url=touchpoint_page(moment.touchpoint.key),
        channel=moment.channel or "",
        elapsed=text.duration(float(moment.elapsed or 0), reader_language()) if worth else "",
        place=place,
        marks=marks_of(contact, telling.zone),
        is_critical=bool(contact.incidents),
        said=_said(contact) if telling.may_read else "",
        row_url=reverse(telling.row_page, args=[customer, moment.file, moment.row]),
        versions=tuple(_version(one, customer, telling) for one in contact.changes),
        source=contact.told.source,
        who=telling.people.get((moment.file, moment.row, moment.part)),
    )


def _said(contact: Contact) -> str:
    """What was stated as the reason, and what was said or noted."""
    reason = contact.told.stated_reason
    stated = [_("Stated reason: %(reason)s") % {"reason": reason}] if reason else []
    return "\n".join([*stated, *([contact.told.text] if contact.told.text else [])])


def _version(change: Change, customer: int, telling: Telling) -> Version:
    """One thing that was told otherwise before."""
    field = text.word(f"changed:{change.field}", reader_language())
    before, after = (_version_value(change, value, telling.zone) for value in (change.before, change.after))
    values = {"field": field[:1].upper() + field[1:], "before": before, "after": after}
    values["day"] = text.date(change.known_by, reader_language(), telling.zone)
    said = _("%(field)s: first %(before)s, then %(after)s (export taken in on %(day)s)") % values
    return Version(said, reverse(telling.row_page, args=[customer, *change.earlier]))


def _version_value(change: Change, value: str | int | None, zone: str) -> str:
    language = reader_language()
    if value is None:
        return _("none")
    if isinstance(value, int):
        return text.time(value, language, zone)
    return text.word(f"outcome:{value}", language) if change.field == "status" else text.quotation(value, language)
