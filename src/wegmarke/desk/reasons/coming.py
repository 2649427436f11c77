"""Why customers came: what was stated beside what they met before the first purchase."""

from __future__ import annotations

from dataclasses import asdict, replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.findings.answer import answer_view
from wegmarke.desk.findings.dots import Colour, DotChart, shares_chart
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.findings.page import asked_scope, begin
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.questions.coming import Coming

SHOWN = 25


@needs("see_customers", notes=Action.CUSTOMERS_LISTED)
@require_GET
def coming_page(request: HttpRequest) -> HttpResponse:
    """The sentence, the picture, stated × on record, what lay on the way, the words."""
    scope, context = begin(request)
    if scope.ready:
        finding: Finding[Coming] = scope.ask("coming")
        context["answer"] = answer_view(request, scope, finding, shown=SHOWN)
        if not isinstance(finding.result, CannotSay) and finding.result.answered == "shares":
            context["chart_url"] = with_query(reverse("reasons:coming_chart"), where=scope.where)
    return render(request, "reasons/coming.html", context, status=422 if scope.error else 200)


@needs("see_customers", notes=Action.CUSTOMERS_LISTED)
@require_GET
def coming_chart(request: HttpRequest) -> JsonResponse:
    """What the picture draws: of each stated reason how often it was given, and how many of them have it on record."""
    found = asked_scope(request).ask("coming").result
    if isinstance(found, CannotSay) or found.answered == "counted":
        return JsonResponse(asdict(DotChart((), (), signed=False, hidden=0)))
    language = reader_language()
    table = found.tables()[0]
    stated = table.column("coming")
    named = replace(stated, values=[text.word(f"coming:{one}", language) for one in stated.values])
    columns: tuple[tuple[str, str, Colour], ...] = (
        ("said_coming", text.word("column:said_coming", language), "a"),
        ("met_too", text.word("column:met_too", language), "b"),
    )
    return JsonResponse(asdict(shares_chart(table, named, columns, {})))
