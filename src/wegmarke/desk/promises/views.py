"""The page of promises: which were kept, by whom, and what is overdue now."""

from __future__ import annotations

from dataclasses import asdict, replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.findings.answer import answer_view
from wegmarke.desk.findings.dots import DotChart, shares_chart
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.findings.page import asked_scope, begin
from wegmarke.desk.findings.policy import for_role
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.finding import CannotSay, Table
from wegmarke.text import word

LEFT_OUT = frozenset({"journeys", "journeys_kept", "journeys_late", "journeys_broken", "journeys_open"})
"""Counts of journeys open behind the counts of promises; as columns of their own they would hide these."""


@needs("see_journeys")
@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """The promises of the journeys asked for."""
    scope, context = begin(request)
    if scope.ready:
        finding = scope.ask("promises")
        context["answer"] = answer_view(request, scope, finding, left_out=LEFT_OUT, shown=30)
        context["unnoted"] = isinstance(finding.result, CannotSay) and finding.result.reason == "no_promises"
        if not isinstance(finding.result, CannotSay) and len(_chart(request, finding.result.tables()[0]).rows) > 1:
            context["chart_url"] = with_query(reverse("promises:promises_data"), where=scope.where)
    return render(request, "promises/promises.html", context, status=422 if scope.error else 200)


@needs("see_journeys")
@require_GET
def promises_data(request: HttpRequest) -> HttpResponse:
    """What the chart draws: the share kept in time, by the department that gave the promise."""
    result = for_role(asked_scope(request).ask("promises"), request.user).result
    if isinstance(result, CannotSay):
        return JsonResponse(asdict(DotChart((), (), signed=False, hidden=0)))
    return JsonResponse(asdict(_chart(request, result.tables()[0])))


def _chart(request: HttpRequest, table: Table) -> DotChart:
    language = reader_language()
    giver = table.column("giver")
    known = [word("filter:promise_unknown", language) if one is None else one for one in giver.values]
    title = word("column:share_kept", language)
    return shares_chart(table, replace(giver, values=known), (("share_kept", title, "a"),), {})
