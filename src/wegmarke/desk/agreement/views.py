"""Two sources of reasons: which two, how far they agree, the picture, the tables."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.findings.answer import answer_view
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.dots import Dot, DotChart, DotGroup, DotRow
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.findings.page import asked_scope, begin, carried
from wegmarke.desk.findings.policy import for_role
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.finding import Interval
from wegmarke.questions.agreement import Agreement, CodeTwice, sources_of_reasons

_TWO = 2


@needs("see_journeys")
@require_GET
def agreement_page(request: HttpRequest) -> HttpResponse:
    """What is noted at one touchpoint beside what is noted at another, for the same customers."""
    scope, context = begin(request)
    if scope.ready:
        chosen = _chosen(request, scope)
        context |= {
            "first": chosen.get("first", ""),
            "second": chosen.get("second", ""),
            "sources": sources_of_reasons(scope.asked()),
            "carried": carried(request),
        }
        if len(chosen) == _TWO:
            finding = scope.ask("agreement", chosen)
            answer = answer_view(request, scope, finding, dict(chosen))
            context |= {"answer": answer, "tables": [one for one in answer.tables if one.total]}
            if isinstance(finding.result, Agreement):
                context["chart_url"] = with_query(reverse("agreement:chart_data"), where=scope.where, **chosen)
    return render(request, "agreement/agreement.html", context, status=422 if scope.error else 200)


@needs("see_journeys")
@require_GET
def chart_data(request: HttpRequest) -> JsonResponse:
    """What the picture draws: the agreement beyond chance, code by code."""
    scope = asked_scope(request)
    result = for_role(scope.ask("agreement", _chosen(request, scope)), request.user).result
    codes = result.codes if isinstance(result, Agreement) else ()
    rows = tuple(row for one in codes if (row := _row(one)) is not None)
    groups = (DotGroup(_("Agreement beyond chance (κ)"), "a"),)
    return JsonResponse(asdict(DotChart(rows, groups, signed=True, hidden=len(codes) - len(rows), unit="count")))


def _chosen(request: HttpRequest, scope: Scope) -> dict[str, str]:
    """The two sources in the address; else the two at which most reasons are noted. Fewer where there are no two."""
    written = {name: request.GET[name] for name in ("first", "second") if request.GET.get(name)}
    if written:
        return written
    most = sources_of_reasons(scope.asked())[:_TWO]
    return {name: one.key for name, one in zip(("first", "second"), most, strict=False)}


def _row(code: CodeTwice) -> DotRow | None:
    if not isinstance(code.agreed, Interval):
        return None
    language = reader_language()
    said = text.number(code.agreed.value, "mean", language)
    ends = text.span(code.agreed.low, code.agreed.high, "mean", language)
    dot = Dot(code.agreed.value, code.agreed.low, code.agreed.high, "a", f"{said} ({ends})")
    return DotRow(text.word(f"stated:{code.code}", language), (dot,))
