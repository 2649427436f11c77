"""A customer's history as a page shows it: journeys, days, lanes, and the silence between."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.clock import from_seconds
from wegmarke.desk.findings.links import touchpoint_page
from wegmarke.desk.shell.language import reader_language
from wegmarke.questions.timeline import Moment, Timeline

SILENT_DAYS = 2
"""From so many days without contact on, the page shows the silence."""
SILENCES = ((90, "long"), (21, "middle"), (0, "short"))
SHOWN_ELAPSED_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One contact. elapsed: since the one before, where it is worth saying."""

    time: str
    label: str
    touchpoint_url: str
    channel: str
    elapsed: str
    row_url: str
    file: int
    row: int


@dataclass(frozen=True, slots=True)
class Lane:
    """The contacts of one day with one department."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day with a cell for each lane. silence: how long nothing had happened before, "" for less than two days."""

    date: str
    weekday: str
    lanes: tuple[Lane, ...]
    silence: str
    silence_size: str


@dataclass(frozen=True, slots=True)
class JourneyView:
    """One journey with its outcome."""

    number: int
    label: str
    outcome: str
    outcome_word: str
    started: str
    finished: str
    duration: str
    length: int
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The whole history, the latest journey first."""

    identifier: str
    kind: str
    lanes: tuple[str, ...]
    journeys: tuple[JourneyView, ...]


def history(timeline: Timeline, zone: str) -> History:
    """The timeline, grouped for the page."""
    language = reader_language()
    lanes = timeline.departments or (None,)
    views = []
    for number, journey in enumerate(timeline.journeys):
        moments = [moment for moment in timeline.moments if moment.journey == number]
        views.append(
            JourneyView(
                number=number + 1,
                label=journey.label or "",
                outcome=journey.outcome,
                outcome_word=text.word(f"outcome:{journey.outcome}", language),
                started=text.date(journey.started, language, zone),
                finished=text.date(journey.finished, language, zone),
                duration=text.duration(journey.finished - journey.started, language),
                length=len(moments),
                days=_days(moments, lanes, zone, timeline.customer),
            )
        )
    names = tuple(_("no department") if lane is None else lane for lane in lanes)
    if lanes == (None,):
        names = (_("Contacts"),)
    return History(timeline.identifier, timeline.kind, names, tuple(reversed(views)))


def _days(moments: list[Moment], lanes: tuple[str | None, ...], zone: str, customer: int) -> tuple[Day, ...]:
    days: list[Day] = []
    before: dt.date | None = None

    def day_of(moment: Moment) -> dt.date:
        return from_seconds(moment.seconds, zone).date()

    for day, found in groupby(moments, day_of):
        of_day = list(found)
        gap = 0 if before is None else (day - before).days
        silent = gap > SILENT_DAYS
        days.append(
            Day(
                date=text.date(day, reader_language()),
                weekday=_weekday(day),
                lanes=tuple(
                    Lane(
                        lane or "",
                        tuple(_entry(moment, zone, customer) for moment in of_day if moment.department == lane),
                    )
                    for lane in lanes
                ),
                silence=_("%(days)s days of silence") % {"days": gap - 1} if silent else "",
                silence_size=next(name for days_long, name in SILENCES if gap > days_long) if silent else "",
            )
        )
        before = day
    return tuple(days)


def _weekday(day: dt.date) -> str:
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def _entry(moment: Moment, zone: str, customer: int) -> Entry:
    language = reader_language()
    worth = moment.elapsed is not None and moment.elapsed >= SHOWN_ELAPSED_SECONDS
    return Entry(
        time=f"{from_seconds(moment.seconds, zone):%H:%M}",
        label=moment.touchpoint.label,
        touchpoint_url=touchpoint_page(moment.touchpoint.key),
        channel=moment.channel or "",
        elapsed=text.duration(float(moment.elapsed or 0), language) if worth else "",
        row_url=reverse("customers:source_row", args=[customer, moment.file, moment.row]),
        file=moment.file,
        row=moment.row,
    )
