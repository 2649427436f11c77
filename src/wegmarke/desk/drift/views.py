"""What changed since the period before: the sentences, the picture, the events meanwhile, the tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.clock import from_seconds
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.drift.models import CompanyEvent
from wegmarke.desk.findings.answer import answer_view, presented
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.dots import DotChart, differences_chart
from wegmarke.desk.findings.links import Choice, here, with_query
from wegmarke.desk.findings.page import asked_scope, begin
from wegmarke.desk.findings.policy import for_role
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Finding, Table
from wegmarke.questions.drift import PERIOD_DAYS, Drift
from wegmarke.report.presentation import Presentation
from wegmarke.stats.intervals import Difference

PERIODS = (30, PERIOD_DAYS, 180, 365)
SHOWN = 25
NAMED_BY_ITSELF = frozenset({"path", "reach"})
"""What a line of the picture needs no further word for."""


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """An event in one of the two periods. is_last: in the later one."""

    day: str
    text: str
    department: str
    is_last: bool


@dataclass(frozen=True, slots=True)
class PeriodsView:
    """Both periods by their days, and what was entered for them, in the order of the calendar."""

    before: tuple[str, str]
    last: tuple[str, str]
    events: tuple[Meanwhile, ...]


@needs("see_journeys")
@require_GET
def drift(request: HttpRequest) -> HttpResponse:
    """The last days of the data beside as many before them."""
    scope, context = begin(request)
    if scope.ready:
        days = _days(request)
        finding: Finding[Drift] = scope.ask("drift", {"days": days})
        answer = answer_view(request, scope, finding, {"days": days}, shown=SHOWN)
        result = finding.result
        context |= {
            "answer": answer,
            "choices": _choices(request, days),
            "tables": [one for one in answer.tables if one.total],
        }
        if isinstance(result, Drift):
            context["periods"] = _periods(result, scope)
            if any(isinstance(one.difference, Difference) for one in result.lines):
                context["chart_url"] = with_query(reverse("drift:chart_data"), where=scope.where, days=days)
    return render(request, "drift/drift.html", context, status=422 if scope.error else 200)


@needs("see_journeys")
@require_GET
def chart_data(request: HttpRequest) -> JsonResponse:
    """What the picture draws: shares now − before, the clearest first."""
    scope = asked_scope(request)
    finding: Finding[Drift] = scope.ask("drift", {"days": _days(request)})
    result = for_role(finding, request.user).result
    if isinstance(result, CannotSay):
        return JsonResponse(asdict(DotChart((), (), signed=True, hidden=0)))
    table, presentation = result.tables()[0], presented(finding, scope)
    named = [_named(table, row, presentation) for row in range(len(table))]
    names = (_("more than before"), _("less than before"), _("could be chance"))
    return JsonResponse(asdict(differences_chart(table, names, named)))


def _named(table: Table, row: int, presentation: Presentation) -> str:
    """What a line of the picture is about, in few words."""
    changed = table.column("changed")
    code, what = changed.values[row], str(table.column("what").values[row])
    if code in NAMED_BY_ITSELF:
        return what
    figure = _("began with") if code == "entry" else presentation.text(table, changed, row)
    return f"{figure}: {what}" if what else figure


def _days(request: HttpRequest) -> int:
    """How long a period is, as the address has it; what is no such number the question refuses."""
    written = request.GET.get("days") or str(PERIOD_DAYS)
    if not written.isdecimal():
        raise WegmarkeError("question_argument", question="drift", argument="days", value=written)
    return int(written[:6])


def _choices(request: HttpRequest, days: int) -> tuple[Choice, ...]:
    return tuple(
        Choice(_("%(days)s days") % {"days": one}, here(request, {"days": one}), one == days) for one in PERIODS
    )


def _periods(result: Drift, scope: Scope) -> PeriodsView:
    """The days of both periods; one that a period begins or ends within belongs to the later, or to the last."""
    zone = scope.index.settings.time_zone if scope.index is not None else "UTC"
    began, turned, ended = (
        from_seconds(second, zone).date() for second in (result.began, result.turned, result.ended - 1)
    )
    language = reader_language()
    eve = turned - dt.timedelta(days=1)
    found = CompanyEvent.objects.filter(day__gte=began, day__lte=ended).order_by("day", "pk")
    return PeriodsView(
        before=(text.date(began, language), text.date(eve, language)),
        last=(text.date(turned, language), text.date(ended, language)),
        events=tuple(
            Meanwhile(text.date(one.day, language), one.text, one.department, one.day >= turned) for one in found
        ),
    )
