"""What one should know this week: a few sentences from findings, and how journeys ended over time.

Every sentence is a finding's, with the list behind it and the page that says more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.clock import from_seconds
from wegmarke.desk.accounts.policy import may
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.links import behind, with_query
from wegmarke.desk.findings.policy import FEWEST_SHOWN, is_small
from wegmarke.desk.shell.language import reader_language
from wegmarke.index.summaries.journeys import Totals
from wegmarke.model.filter import combine
from wegmarke.model.finding import Sentence
from wegmarke.model.settings import OUTCOME_NAMES, OutcomeName
from wegmarke.questions.compare import Comparison
from wegmarke.questions.entries import EntriesAndExits, worst_place

MOST_SENTENCES = 5
MOST_SPANS = 12
MOST_MONTHS = 18
SILENT_DAYS = 30
TOLD_OUTCOMES: tuple[OutcomeName, ...] = ("won", "lost", "churned", "returned", "open")
FEWEST = 20
"""A sentence about fewer journeys would be a sentence about chance."""
WORTH_TELLING = 0.02


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, the customers it speaks of ("" where one may not see them), and the page that says more."""

    text: str
    people_url: str
    more_url: str
    more: str


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

    told: tuple[Told, ...]
    tiles: tuple[Tile, ...]
    spans: tuple[Span, ...]


def overview(request: HttpRequest, scope: Scope) -> Overview:
    """The overview for the person who asks."""
    sees = may(request.user, "see_customers")
    totals = scope.asked().totals(span=True)
    told = _told(scope, totals, sees=sees) if totals.journeys else []
    return Overview(tuple(told[:MOST_SENTENCES]), _tiles(scope, totals, sees=sees), _spans(scope, totals, sees=sees))


def _told(scope: Scope, totals: Totals, *, sees: bool) -> list[Told]:
    entries = scope.ask("entries")
    told: list[Told] = []
    result = entries.result
    more_entries = (with_query(reverse("journeys:entries"), where=scope.where), _("Entries and exits"))
    if isinstance(result, EntriesAndExits):
        lost = result.outcomes[OUTCOME_NAMES.index("lost")]
        told += [
            _tell(scope, said, _worst_condition(result, _ENDINGS[said.code]), more_entries, sees=sees)
            for said in entries.headline
            if said.code in _ENDINGS
        ]
        if not told:
            told.append(_tell(scope, entries.headline[0], "", more_entries, sees=sees))
        if lost:
            told += _slowest(scope, result, more_entries, sees=sees)
            told += _differing(scope, sees=sees)
        told += _open(scope, totals, sees=sees)
        told += _entry(scope, result, totals, more_entries, sees=sees)
    return told


def _tell(scope: Scope, said: Sentence, condition: str, more: tuple[str, str], *, sees: bool) -> Told:
    url = behind(combine(scope.where, condition)) if sees and condition else ""
    return Told(text.sentence(said, reader_language()), url, *more)


_ENDINGS: dict[str, OutcomeName] = {"entries.lost_after": "lost", "entries.churned_after": "churned"}
"""The sentences that tell where journeys ended badly."""


def _worst_condition(result: EntriesAndExits, outcome: OutcomeName) -> str:
    worst = worst_place(result, outcome)
    if worst is None:
        return ""
    touchpoint = result.touchpoints[int(result.before.touchpoint[worst])]
    return f"decided_after({touchpoint.key}) and outcome = {outcome}"


def _slowest(scope: Scope, result: EntriesAndExits, more: tuple[str, str], *, sees: bool) -> list[Told]:
    """The touchpoint after which the loss took longest, among those that matter."""
    at = result.before
    if at.waited is None or at.waited.outcome != "lost":
        return []
    waited = at.waited
    lost = int(result.outcomes[OUTCOME_NAMES.index("lost")])
    enough = [i for i in range(len(waited.n)) if waited.n[i] >= max(FEWEST, WORTH_TELLING * lost)]
    if not enough:
        return []
    slowest = max(enough, key=lambda i: float(waited.median[i]))
    touchpoint = result.touchpoints[int(at.touchpoint[slowest])]
    values: dict[str, object] = {
        "touchpoint": touchpoint.label,
        "n": int(waited.n[slowest]),
        "median": float(waited.median[slowest]),
    }
    condition = f"decided_after({touchpoint.key}) and outcome = lost"
    return [_tell(scope, Sentence("overview.slowest", values), condition, more, sees=sees)]


def _differing(scope: Scope, *, sees: bool) -> list[Told]:
    """The touchpoint that stands clearly more often in lost journeys than in won ones."""
    groups: dict[str, object] = {"a": "outcome = lost", "b": "outcome = won"}
    result = scope.ask("compare", groups | {"what": "touchpoints"}).result
    if not isinstance(result, Comparison):
        return []
    settings = scope.index.settings if scope.index else None
    outcomes = {name for rule in settings.outcomes for name in rule.touchpoints} if settings else set()
    keys = outcomes | {one.key for one in scope.touchpoints if one.label in outcomes}
    for line, codes in enumerate(result.codes):
        touchpoint = result.touchpoints[codes[0]]
        difference = float(result.difference.difference[line])
        if result.clear[line] and difference > 0 and touchpoint.key not in keys:
            values: dict[str, object] = {
                "touchpoint": touchpoint.label,
                "a": float(result.first.share[line]),
                "b": float(result.second.share[line]),
                "difference": difference,
                "low": float(result.difference.low[line]),
                "high": float(result.difference.high[line]),
            }
            more = (with_query(reverse("journeys:compare"), where=scope.where, **groups), _("Comparison"))
            condition = f"visited({touchpoint.key}) and outcome = lost"
            return [_tell(scope, Sentence("overview.differs", values), condition, more, sees=sees)]
    return []


def _open(scope: Scope, totals: Totals, *, sees: bool) -> list[Told]:
    opened = int(totals.outcomes[OUTCOME_NAMES.index("open")])
    if not opened or scope.index is None:
        return []
    last = from_seconds(totals.last, scope.index.settings.time_zone).date()
    condition = f"outcome = open and finished < {(last - dt.timedelta(days=SILENT_DAYS - 1)).isoformat()}"
    silent = scope.asked().where(condition).totals().journeys
    if not sees and is_small(silent):
        return []
    values: dict[str, object] = {
        "open": opened,
        "journeys": totals.journeys,
        "share": opened / totals.journeys,
        "silent": silent,
        "days": SILENT_DAYS,
    }
    more = (with_query(reverse("journeys:journeys"), where=combine(scope.where, "outcome = open")), _("Map"))
    return [_tell(scope, Sentence("overview.open", values), condition if silent else "outcome = open", more, sees=sees)]


def _entry(scope: Scope, result: EntriesAndExits, totals: Totals, more: tuple[str, str], *, sees: bool) -> list[Told]:
    at = result.entry
    touchpoint = result.touchpoints[int(at.touchpoint[0])]
    n = int(at.counts[0].sum())
    values: dict[str, object] = {
        "n": n,
        "journeys": totals.journeys,
        "touchpoint": touchpoint.label,
        "share": n / totals.journeys,
    }
    return [_tell(scope, Sentence("overview.entry", values), f"began({touchpoint.key})", more, sees=sees)]


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
