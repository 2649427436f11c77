"""Views that tell how journeys end: paths, entries and exits, and two groups side by side."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal, get_args

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.findings.answer import answer_view, labels_of
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.dots import Colour, DotChart, differences_chart, shares_chart
from wegmarke.desk.findings.links import here, with_query
from wegmarke.desk.findings.page import asked_scope
from wegmarke.desk.findings.policy import for_role
from wegmarke.desk.findings.tables import TableView
from wegmarke.desk.journeys.comparing import Groups, groups_of
from wegmarke.desk.journeys.views import begin_view, view_page
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Table
from wegmarke.questions.attribution import ATTRIBUTED_BY
from wegmarke.questions.compare import COMPARED
from wegmarke.text import word

PATHS_SHOWN = 25
Place = Literal["before", "entry", "exit"]
PLACES: tuple[Place, ...] = get_args(Place)
FEWEST_FOR_A_CHART = 2
NOTHING_DRAWN = DotChart((), (), signed=False, hidden=0)


@needs("see_journeys")
@require_GET
def paths(request: HttpRequest) -> HttpResponse:
    """The paths, the commonest first: how many took each, and how they ended."""
    scope, context = begin_view(request, "paths")
    if scope.ready:
        finding = scope.ask("paths", {"top": 500})
        alike = finding.basis.journeys == finding.basis.customers
        left_out = frozenset({"customers", "length"} if alike else {"length"})
        context["answer"] = answer_view(request, scope, finding, {"top": 500}, left_out=left_out, shown=PATHS_SHOWN)
    return view_page(request, "table", scope, context)


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One place of the journey: its table, and where its chart gets what it draws ("" where one dot says nothing)."""

    key: Place
    table: TableView
    chart_url: str


@needs("see_journeys")
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """Where journeys begin, end and are decided, won beside lost."""
    scope, context = begin_view(request, "entries")
    if scope.ready:
        left_out = frozenset({"wait_n", "wait_mean", "wait_whole_median", "wait_whole_p90"})
        answer = answer_view(request, scope, scope.ask("entries"), left_out=left_out, shown=20)
        places = []
        for place in PLACES:
            table = answer.table(f"{place}_points")
            if table is not None:
                url = with_query(reverse("journeys:entries_data"), where=scope.where, place=place)
                places.append(PlaceView(place, table, url if _has_chart(table) else ""))
        context |= {"answer": answer, "places": places}
    return view_page(request, "entries", scope, context)


def _has_chart(table: TableView) -> bool:
    keys = {header.key for header in table.headers}
    return table.total >= FEWEST_FOR_A_CHART and bool(keys & {"share_of_won", "share_of_lost"})


@needs("see_journeys")
@require_GET
def entries_data(request: HttpRequest) -> HttpResponse:
    """What the chart of one place draws."""
    scope = asked_scope(request)
    place = request.GET.get("place", "before")
    if place not in PLACES:
        raise WegmarkeError("question_argument", question="entries", argument="place", value=place)
    return JsonResponse(asdict(_entries_chart(request, scope, place)))


def _entries_chart(request: HttpRequest, scope: Scope, place: str) -> DotChart:
    result = for_role(scope.ask("entries"), request.user).result
    if isinstance(result, CannotSay):
        return NOTHING_DRAWN
    table: Table = next(table for table in result.tables() if table.key == f"{place}_points")
    language = reader_language()
    won, lost = (word(f"column:share_of_{name}", language) for name in ("won", "lost"))
    columns = (("share_of_won", won, "a"), ("share_of_lost", lost, "b"))
    return shares_chart(table, table.column("touchpoint"), columns, labels_of(scope))  # type: ignore[arg-type]


@needs("see_journeys")
@require_GET
def attribution(request: HttpRequest) -> HttpResponse:
    """Which touchpoints, channels or departments take part in winning, the usual rules beside it; not what would be
    lost without them.
    """
    scope, context = begin_view(request, "attribution")
    if scope.ready:
        by, language = _attributed_by(request), reader_language()
        choices = [
            What(key, word(f"column:{key}", language), here(request, {"by": key, "sort": None}))
            for key in ATTRIBUTED_BY
        ]
        answer = answer_view(request, scope, scope.ask("attribution", {"by": by}), {"by": by}, shown=40)
        chart_url = with_query(reverse("journeys:attribution_data"), where=scope.where, by=by)
        context |= {"answer": answer, "by": by, "choices": choices, "chart_url": chart_url}
    return view_page(request, "attribution", scope, context)


@needs("see_journeys")
@require_GET
def attribution_data(request: HttpRequest) -> JsonResponse:
    """What the chart draws: the shares of the whole way beside those of the last contact."""
    scope = asked_scope(request)
    result = for_role(scope.ask("attribution", {"by": _attributed_by(request)}), request.user).result
    if isinstance(result, CannotSay):
        return JsonResponse(asdict(NOTHING_DRAWN))
    table: Table = result.tables()[0]
    columns: tuple[tuple[str, str, Colour], ...] = (
        ("attribution_share", _("over the whole way"), "a"),
        ("last_touch_share", _("by the last contact alone"), "b"),
    )
    return JsonResponse(asdict(shares_chart(table, table.columns[0], columns, labels_of(scope))))


def _attributed_by(request: HttpRequest) -> str:
    by = request.GET.get("by", "touchpoint")
    if by not in ATTRIBUTED_BY:
        raise WegmarkeError("question_argument", question="attribution", argument="by", value=by)
    return by


@dataclass(frozen=True, slots=True)
class What:
    """One thing that can be compared or counted by, as a link."""

    key: str
    label: str
    url: str


@needs("see_journeys")
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Two groups of journeys side by side, and what differs by more than chance."""
    scope, context = begin_view(request, "compare")
    if scope.ready:
        groups = groups_of(request, scope)
        what = _what(request)
        language = reader_language()
        offered = (*COMPARED, "funnel") if request.GET.get("stages") else COMPARED
        choices = [What(key, word(f"table:compare_{key}", language), here(request, {"what": key})) for key in offered]
        context |= {"groups": groups, "what": what, "choices": choices}
        if groups.chosen:
            arguments = _compared(request, groups)
            context |= {
                "answer": answer_view(request, scope, scope.ask("compare", arguments), arguments, shown=30),
                "chart_url": with_query(reverse("journeys:compare_data"), where=scope.where, **arguments),
                "map_url": with_query(reverse("journeys:journeys"), where=scope.where, a=groups.a, b=groups.b),
            }
    return view_page(request, "compare", scope, context)


@needs("see_journeys")
@require_GET
def compare_data(request: HttpRequest) -> HttpResponse:
    """What the chart of the differences draws."""
    scope = asked_scope(request)
    groups = groups_of(request, scope)
    result = for_role(scope.ask("compare", _compared(request, groups)), request.user).result
    if isinstance(result, CannotSay):
        return JsonResponse(asdict(NOTHING_DRAWN))
    names = (_("more often in A"), _("more often in B"), _("could be chance"))
    return JsonResponse(asdict(differences_chart(result.tables()[0], names)))


def _what(request: HttpRequest) -> str:
    what = request.GET.get("what", "touchpoints")
    if what == "funnel" and request.GET.get("stages"):
        return what
    return what if what in COMPARED else "touchpoints"


def _compared(request: HttpRequest, groups: Groups) -> dict[str, object]:
    what = _what(request)
    arguments: dict[str, object] = {"a": groups.a, "b": groups.b, "what": what}
    if what == "funnel":
        arguments["stages"] = request.GET["stages"]
        if request.GET.get("within"):
            arguments["within"] = request.GET["within"]
    return arguments
