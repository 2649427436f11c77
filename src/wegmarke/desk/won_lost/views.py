"""What distinguishes journeys won from journeys lost: the sentences, the picture, the tables."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.findings.answer import answer_view, presented
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.dots import DotChart, differences_chart
from wegmarke.desk.findings.links import Choice, here, with_query
from wegmarke.desk.findings.page import asked_scope, begin
from wegmarke.desk.findings.policy import for_role
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay
from wegmarke.questions.won_lost import ENDINGS, Ending, WonLost, commonest_ending

LEFT_OUT = frozenset({"answered"})
"""What the first sentence says of all lines."""
SHOWN = 25


@needs("see_journeys")
@require_GET
def won_lost(request: HttpRequest) -> HttpResponse:
    """Journeys won beside journeys lost, churned or returned."""
    scope, context = begin(request)
    if scope.ready:
        against = _against(request, scope)
        finding = scope.ask("won_lost", {"against": against})
        answer = answer_view(request, scope, finding, {"against": against}, left_out=LEFT_OUT, shown=SHOWN)
        result = finding.result
        context |= {
            "answer": answer,
            "choices": _choices(request, against),
            "tables": [one for one in answer.tables if one.total],
            "several": isinstance(result, WonLost) and not result.single,
            "counted": isinstance(result, WonLost) and result.answered == "counted",
        }
        if isinstance(result, WonLost) and result.answered == "compared":
            context["chart_url"] = with_query(reverse("won_lost:chart_data"), where=scope.where, against=against)
    return render(request, "won_lost/won_lost.html", context, status=422 if scope.error else 200)


@needs("see_journeys")
@require_GET
def chart_data(request: HttpRequest) -> JsonResponse:
    """What the picture draws: won − lost, the clearest lines first."""
    scope = asked_scope(request)
    finding = scope.ask("won_lost", {"against": _against(request, scope)})
    result = for_role(finding, request.user).result
    if isinstance(result, CannotSay) or not isinstance(finding.result, WonLost) or finding.result.answered == "counted":
        return JsonResponse(asdict(DotChart((), (), signed=True, hidden=0)))
    table, presentation = result.tables()[0], presented(finding, scope)
    features = [presentation.text(table, table.column("feature"), row) for row in range(len(table))]
    named = [
        str(what) if feature in {"touchpoint", "order"} else ": ".join(filter(None, (worded, str(what))))
        for feature, worded, what in zip(
            table.column("feature").values, features, table.column("what").values, strict=True
        )
    ]
    names = (_("more among the won"), _("more among the lost"), _("could be chance"))
    return JsonResponse(asdict(differences_chart(table, names, named)))


def _against(request: HttpRequest, scope: Scope) -> Ending:
    """What the address asks for, else what most often is not won. `question_argument` for anything else."""
    written = request.GET.get("against", "")
    if not written:
        return commonest_ending(scope.asked().totals().outcomes)
    for one in ENDINGS:
        if one == written:
            return one
    raise WegmarkeError("question_argument", question="won_lost", argument="against", value=written)


def _choices(request: HttpRequest, against: Ending) -> tuple[Choice, ...]:
    language = reader_language()
    return tuple(
        Choice(text.word(f"outcome:{one}", language), here(request, {"against": one}), one == against)
        for one in ENDINGS
    )
