"""The stages of the journey on the overview: who was there, who is there now, where customers are lost.

Beside them what is promised and due, and whose contract ends next.

A stage is what the company calls it (Settings → Touchpoint names): several touchpoints, of which one is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.findings.asking import Scope, scope_of
from wegmarke.desk.findings.links import behind, touchpoint_page, with_query
from wegmarke.desk.findings.policy import FEWEST_SHOWN, is_small
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.setup.touchpoint_names import details
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.filter import Compare, DecidedAfter, Ended, Filter, In, Visited, both, combine, write
from wegmarke.model.finding import CannotSay
from wegmarke.questions.contracts_due import WITH_OPEN_INCIDENT, counted_due
from wegmarke.questions.promises import PromiseLine, PromisesKept
from wegmarke.questions.travel_order import in_order_of_travel

LEFT: Filter = In("outcome", ("lost", "churned"))
OPEN: Filter = Compare("outcome", "=", "open")
ENDING_DAYS = (30, 90)
"""Within how many days after the data end the terms of contracts are over that are shown."""
MOST_TOUCHPOINTS = 3
"""So many of a stage are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and the list behind it ("" for whom may not see customers), beside the page or in its place."""

    number: str
    url: str = ""
    drawer: bool = True


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage. there: customers who were there; now: those whose open journey stands there; left: those who were lost
    with their last contact there. width: of all who were lost, from 0 to 100. touchpoints: name and page.
    """

    label: str
    there: Figure
    now: Figure
    left: Figure
    share: str
    width: float
    touchpoints: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class DueLine:
    """What a department has promised: not due yet, and overdue. Who has to keep it shows often only when it is kept."""

    department: str
    open: Figure
    overdue: Figure


@dataclass(frozen=True, slots=True)
class EndingLine:
    """Contracts whose term is over within so many days after the data end. open: of them the customers with a critical
    event that nobody has settled yet.
    """

    days: int
    customers: Figure
    open: Figure


@needs("see_journeys")
@require_GET
def overview_stages(request: HttpRequest) -> HttpResponse:
    """The tables, made now."""
    scope = scope_of("")
    context: dict[str, object] = {"stages": (), "due": (), "ending": ()}
    if scope.ready:
        sees = may(request.user, "see_customers")
        context = {
            "stages": stage_lines(scope, sees=sees),
            "due": due_lines(scope, sees=sees),
            "ending": ending_lines(scope, sees=sees),
        }
    return render(request, "journeys/overview_stages.html", context)


def stage_lines(scope: Scope, *, sees: bool) -> tuple[StageLine, ...]:
    """The stages in the order in which customers go through them, by the mean place of their contacts in the histories.
    None where fewer than two stages have a name.
    """
    known = details()
    keys: dict[str, list[str]] = {}
    for touchpoint in scope.touchpoints:
        if touchpoint.key in known and known[touchpoint.key].stage:
            keys.setdefault(known[touchpoint.key].stage, []).append(touchpoint.key)
    if len(keys) <= 1:
        return ()
    order = in_order_of_travel(scope.asked(), keys)
    lost = {stage: _customers(scope, both(LEFT, DecidedAfter(tuple(keys[stage])))) for stage in order}
    return tuple(
        _line(scope, stage, tuple(keys[stage]), (lost[stage], sum(lost.values())), sees=sees) for stage in order
    )


def _line(scope: Scope, stage: str, of: tuple[str, ...], counts: tuple[int, int], *, sees: bool) -> StageLine:
    lost, all_lost = counts
    names = {touchpoint.key: touchpoint.label for touchpoint in scope.touchpoints}
    now = both(OPEN, Ended(of))
    left = both(LEFT, DecidedAfter(of))
    hidden = not sees and is_small(lost)
    share = lost / all_lost if all_lost and not hidden else 0.0
    return StageLine(
        stage,
        _figure(_customers(scope, Visited(of)), Visited(of), sees=sees),
        _figure(_customers(scope, now), now, sees=sees),
        _figure(lost, left, sees=sees),
        text.number(share, "share", reader_language()) if share else "",
        round(100 * share, 2),
        tuple((names[key], touchpoint_page(key)) for key in of[:MOST_TOUCHPOINTS]),
        max(len(of) - MOST_TOUCHPOINTS, 0),
    )


def due_lines(scope: Scope, *, sees: bool) -> tuple[DueLine, ...]:
    """By the department that gave it, the most overdue first; departments without any are left out."""
    result = scope.ask("promises").result
    if isinstance(result, CannotSay) or not isinstance(result, PromisesKept):
        return ()
    lines: Sequence[PromiseLine] = sorted(result.givers, key=lambda line: (-line.broken, -line.open))
    return tuple(
        DueLine(
            line.giver or text.word("filter:promise_unknown", reader_language()),
            _told(line.open, line.condition("open"), line.journeys[3], sees=sees),
            _told(line.broken, line.condition("broken"), line.journeys[2], sees=sees),
        )
        for line in lines
        if line.open or line.broken
    )


def ending_lines(scope: Scope, *, sees: bool) -> tuple[EndingLine, ...]:
    """Whose contract's term is over next. None where the settings name no term, and where nobody has a contract."""
    term = workspace().settings.contract_days
    if term is None:
        return ()
    asked, still_open = scope.asked(), write(WITH_OPEN_INCIDENT)
    every, hurt = (counted_due(one, term, ENDING_DAYS) for one in (asked, asked.where(still_open)))
    if not any(counted_due(asked, term, (term,))):
        return ()

    def told(number: int, days: int, where: str = "") -> Figure:
        figure = _told(number, where, number, sees=sees)
        asked_for: dict[str, object] = {"contract_days": term, "due_days": days, "order": "decision"}
        url = with_query(reverse("customers:value"), where=where, **asked_for) + "#value-list"
        return replace(figure, url=url if figure.url else "", drawer=False)

    return tuple(
        EndingLine(days, told(number, days), told(with_open, days, still_open))
        for days, number, with_open in zip(ENDING_DAYS, every, hurt, strict=True)
    )


def _customers(scope: Scope, condition: Filter) -> int:
    return scope.asked().where(combine(scope.where, write(condition))).totals().customers


def _figure(number: int, condition: Filter, *, sees: bool) -> Figure:
    return _told(number, write(condition), number, sees=sees)


def _told(number: int, condition: str, journeys: int, *, sees: bool) -> Figure:
    """A number of few is for those who may see customers."""
    if not sees and is_small(journeys):
        return Figure(_("fewer than %(n)s") % {"n": FEWEST_SHOWN} if number else "0")
    return Figure(text.number(number, "count", reader_language()), behind(condition) if sees and number else "")
