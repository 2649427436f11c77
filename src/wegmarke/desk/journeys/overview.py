"""How journeys ended, now and over time: what the overview shows beside its statements (`overview_parts`)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.clock import from_seconds
from wegmarke.desk.accounts.policy import may
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.links import behind
from wegmarke.desk.findings.policy import FEWEST_SHOWN, is_small
from wegmarke.desk.shell.language import reader_language
from wegmarke.index.summaries.journeys import Totals
from wegmarke.model.filter import combine
from wegmarke.model.settings import OUTCOME_NAMES, OutcomeName

MOST_SPANS = 12
MOST_MONTHS = 18
TOLD_OUTCOMES: tuple[OutcomeName, ...] = ("won", "lost", "churned", "returned", "open")


@dataclass(frozen=True, slots=True)
class Tile:
    """How many journeys ended in one way."""

    outcome: OutcomeName
    label: str
    number: str
    share: str
    url: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a stacked bar, from 0 to 100."""

    outcome: OutcomeName
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Span:
    """A month or quarter: journeys that began in it, and how they ended."""

    label: str
    number: str
    url: str
    said: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The page."""

    tiles: tuple[Tile, ...]
    spans: tuple[Span, ...]


def overview(request: HttpRequest, scope: Scope) -> Overview:
    """The overview for the person who asks."""
    sees = may(request.user, "see_customers")
    totals = scope.asked().totals(span=True)
    return Overview(_tiles(scope, totals, sees=sees), _spans(scope, totals, sees=sees))


def _tiles(scope: Scope, totals: Totals, *, sees: bool) -> tuple[Tile, ...]:
    language = reader_language()
    return tuple(
        Tile(
            name,
            text.word(f"outcome:{name}", language),
            text.number(int(totals.outcomes[OUTCOME_NAMES.index(name)]), "count", language),
            text.number(int(totals.outcomes[OUTCOME_NAMES.index(name)]) / totals.journeys, "share", language),
            behind(combine(scope.where, f"outcome = {name}")) if sees else "",
        )
        for name in TOLD_OUTCOMES
        if (n := int(totals.outcomes[OUTCOME_NAMES.index(name)])) and (sees or not is_small(n))
    )


def _spans(scope: Scope, totals: Totals, *, sees: bool) -> tuple[Span, ...]:
    """The latest months, or quarters where there are many months."""
    if not totals.journeys or scope.index is None:
        return ()
    zone = scope.index.settings.time_zone
    first, last = (from_seconds(moment, zone).date() for moment in (totals.first, totals.last))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    size = 1 if months <= MOST_MONTHS else 3
    names: list[str] = []
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        year, number = divmod(month, 12)
        name = f"{year}-{number + 1:02}" if size == 1 else f"{year}-Q{number // 3 + 1}"
        if name not in names:
            names.append(name)
    found = [(name, scope.asked().where(f"started = {name}").totals()) for name in names[-MOST_SPANS:]]
    most = max((of_span.journeys for _name, of_span in found), default=0)
    return tuple(_span(scope, name, of_span, most, sees=sees) for name, of_span in found) if most else ()


def _span(scope: Scope, name: str, totals: Totals, most: int, *, sees: bool) -> Span:
    language = reader_language()
    bars, start, said = [], 0.0, []
    for outcome in TOLD_OUTCOMES:
        n = int(totals.outcomes[OUTCOME_NAMES.index(outcome)])
        if n and (sees or not is_small(n)):
            width = 100 * n / most
            bars.append(Bar(outcome, round(start, 2), round(width, 2)))
            start += width
            said.append(f"{text.number(n, 'count', language)} {text.word(f'outcome:{outcome}', language)}")
    url = behind(combine(scope.where, f"started = {name}")) if sees and totals.journeys else ""
    small = not sees and is_small(totals.journeys)
    number = _("fewer than %(n)s") % {"n": FEWEST_SHOWN} if small else text.number(totals.journeys, "count", language)
    return Span(_span_name(name), number, url, ", ".join(said), tuple(bars))


def _span_name(name: str) -> str:
    year, _dash, rest = name.partition("-")
    if rest.startswith("Q"):
        return _("Q%(quarter)s %(year)s") % {"quarter": rest[1:], "year": year}
    return date_format(dt.date(int(year), int(rest), 1), "M Y")
