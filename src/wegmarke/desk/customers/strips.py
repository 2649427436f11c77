"""The history at a glance: all contacts to scale, a line for each lane, silence as the empty space that it is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.desk.customers.lanes import Lane, Lanes
from wegmarke.desk.shell.language import reader_language
from wegmarke.workspace.history import History

LANE_HEIGHT, TOP, AXIS = 30, 4, 24
SILENT_SHARE = 0.06
"""A silence is marked from this share of the whole on: below, its words would not fit."""
SILENT_SECONDS = 14 * 86_400
MOST_DOTS = 1_500
_INSET = 1.5
"""Percent left free at both ends, so that no dot is cut."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A contact: its number in the history, where it lies (percent, pixels), the colour of its lane, and whether
    something went wrong or was earned there.
    """

    number: int
    x: str
    y: int
    colour: int
    is_critical: bool
    is_money: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A lane: its name, and where its words and its line lie."""

    lane: Lane
    text_y: int
    line_y: int


@dataclass(frozen=True, slots=True)
class Silence:
    """A long silence: where it begins, how wide it is, and how long it lasted."""

    x: str
    width: str
    middle: str
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The picture: heights in pixels, widths in percent."""

    height: int
    base: int
    axis_y: int
    rows: tuple[Row, ...]
    silences: tuple[Silence, ...]
    dots: tuple[Dot, ...]
    first: str
    last: str
    words: str


def strip_of(history: History, lanes: Lanes, zone: str) -> Strip | None:
    """The picture of a history, or None where all of it lies in one moment or is too much for a picture."""
    contacts = history.contacts
    if not contacts or len(contacts) > MOST_DOTS or contacts[0].moment.seconds == contacts[-1].moment.seconds:
        return None
    language = reader_language()
    begin, end = contacts[0].moment.seconds, contacts[-1].moment.seconds

    def at(seconds: int) -> float:
        return _INSET + (100 - 2 * _INSET) * (seconds - begin) / (end - begin)

    rows = tuple(
        Row(lane, TOP + LANE_HEIGHT * (lane.place - 1) + 9, TOP + LANE_HEIGHT * lane.place - 8) for lane in lanes.lanes
    )
    dots = tuple(
        Dot(
            number,
            _percent(at(contact.moment.seconds)),
            rows[(lane := lanes.of(contact.moment.department)).place - 1].line_y,
            lane.colour,
            bool(contact.incidents),
            contact.told.value_minor is not None,
        )
        for number, contact in enumerate(contacts, start=history.earlier + 1)
    )
    silences = []
    for before, after in pairwise(contacts):
        pause = after.moment.seconds - before.moment.seconds
        if pause >= SILENT_SECONDS and pause >= SILENT_SHARE * (end - begin):
            left, right = at(before.moment.seconds), at(after.moment.seconds)
            words = text.duration(pause, language)
            silences.append(Silence(_percent(left), _percent(right - left), _percent((left + right) / 2), words))
    base = TOP + LANE_HEIGHT * len(rows)
    first, last = text.date(begin, language, zone), text.date(end, language, zone)
    words = _("All contacts from %(first)s to %(last)s, a line for each department; the list below tells the same.")
    told = words % {"first": first, "last": last}
    return Strip(base + AXIS, base, base + 17, rows, tuple(silences), dots, first, last, told)


def _percent(value: float) -> str:
    return f"{value:.2f}%"
