"""Pages about journeys: the map and the views beside it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.findings.answer import answer_view
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.page import Context, asked_scope, begin
from wegmarke.desk.findings.policy import FEWEST_SHOWN, is_small
from wegmarke.desk.journeys.comparing import Groups, groups_of
from wegmarke.desk.journeys.map_chart import MapChart, map_chart, words
from wegmarke.desk.journeys.selection import selection_view
from wegmarke.desk.journeys.tabs import tabs
from wegmarke.desk.shell.language import reader_language
from wegmarke.questions.compare import Comparison
from wegmarke.questions.map import JourneyMap

MOST_PICKS = 12


def begin_view(request: HttpRequest, tab: str) -> tuple[Scope, Context]:
    """What every view of the journeys begins with."""
    scope, context = begin(request)
    return scope, context | {"tab": tab, "tabs": tabs(scope)}


def view_page(request: HttpRequest, template: str, scope: Scope, context: Context) -> HttpResponse:
    """The page; one whose filter cannot be read says so with its status, too."""
    return render(request, f"journeys/{template}.html", context, status=422 if scope.error else 200)


@dataclass(frozen=True, slots=True)
class Pick:
    """A step in the list beside the map: for those who do not point at pictures."""

    source: str
    target: str
    text: str
    number: str


@needs("see_journeys")
@require_GET
def journeys(request: HttpRequest) -> HttpResponse:
    """The map: headline, picture, and the tables that say the same."""
    scope, context = begin_view(request, "map")
    if scope.ready:
        groups = groups_of(request, scope)
        context |= {
            "answer": answer_view(request, scope, scope.ask("map"), shown=15, left_out=frozenset({"elapsed_mean"})),
            "words": words(scope.level),
            "groups": groups,
            "commonest": _commonest(scope, sees=may(request.user, "see_customers")),
        }
        if groups.chosen:
            arguments: dict[str, object] = {"a": groups.a, "b": groups.b, "what": "steps"}
            context["comparison"] = answer_view(request, scope, scope.ask("compare", arguments), arguments, shown=15)
    return view_page(request, "map", scope, context)


def _commonest(scope: Scope, *, sees: bool) -> tuple[Pick, ...]:
    """The steps that most customers took."""
    result = scope.ask("map").result
    if not isinstance(result, JourneyMap) or result.step_customers is None:
        return ()
    language = reader_language()
    customers = [int(number) for number in result.step_customers]
    picks = []
    for e in sorted(range(len(customers)), key=lambda e: -customers[e])[:MOST_PICKS]:
        if not sees and is_small(customers[e]):
            continue
        a, b = (result.touchpoints[int(ends[e])] for ends in (result.source, result.target))
        number = text.number(customers[e], "count", language)
        picks.append(Pick(a.key, b.key, f"{a.label} → {b.label}", number))
    return tuple(picks)


@needs("see_journeys")
@require_GET
def map_data(request: HttpRequest) -> HttpResponse:
    """What the picture draws."""
    scope = asked_scope(request)
    fewest = 0 if may(request.user, "see_customers") else FEWEST_SHOWN
    return JsonResponse(asdict(_chart(scope, groups_of(request, scope), fewest)))


def _chart(scope: Scope, groups: Groups, fewest: int) -> MapChart:
    finding = scope.ask("map")
    if not groups.chosen:
        return map_chart(finding, scope, fewest=fewest)
    asked: dict[str, object] = {"a": groups.a, "b": groups.b, "top": 2000}
    steps = scope.ask("compare", asked | {"what": "steps"}).result
    touchpoints = scope.ask("compare", asked | {"what": "touchpoints"}).result
    return map_chart(
        finding,
        scope,
        steps if isinstance(steps, Comparison) else None,
        touchpoints if isinstance(touchpoints, Comparison) else None,
        fewest=fewest,
    )


@needs("see_journeys")
@require_GET
def step(request: HttpRequest) -> HttpResponse:
    """The touchpoint or step that is selected, in numbers."""
    scope = asked_scope(request)
    shown = selection_view(request, scope, reverse("journeys:journeys"))
    return render(request, "journeys/selection.html", {"shown": shown})


@needs("see_journeys")
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """The map as tables, whole."""
    scope, context = begin_view(request, "table")
    if scope.ready:
        context["answer"] = answer_view(request, scope, scope.ask("map"), shown=300)
    return view_page(request, "table", scope, context)
