"""What a defect costs: the sentences, both pictures, the checks, and what each rests on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.effect.charts import comparison_chart, overlap_drawn
from wegmarke.desk.findings.answer import answer_view
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.links import behind, with_query
from wegmarke.desk.findings.page import asked_scope, begin, carried, waited_for
from wegmarke.desk.levers.assumptions import Written, margin_arguments, margin_fields
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.filter import combine
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.questions.effect.found import EffectFound
from wegmarke.questions.leaving import ANSWERS
from wegmarke.text import word

FIRST = "promise_late"
"""What is asked about where nobody chose; complaints and scores answer to something and stand last."""
KINDS = (*(kind for kind in INCIDENT_KINDS if kind not in ANSWERS), *ANSWERS)


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of critical event to ask about."""

    value: str
    words: str
    is_on: bool


SHOWN = ("effect", "effect_segments", "effect_checks", "margins", "effect_places")
"""The tables of the page, in their order."""


@dataclass(frozen=True, slots=True)
class EffectView:
    """What is shown beside sentences and tables. drawn: what the picture of overlap draws, as JSON; said: the same in
    words. strength: how strong a hidden cause would have to be, "" where nothing is known of it. levers_url: the same
    event among the levers.
    """

    chart_url: str
    drawn: str
    said: str
    strength: str
    claim: str
    levers_url: str


@needs("see_journeys")
@require_GET
def effect_page(request: HttpRequest) -> HttpResponse:
    """What one kind of event does to leaving. The frame comes at once; it asks for the answer by itself where that has
    to be made first.
    """
    scope, context = begin(request)
    kind = kind_of(request)
    problems: dict[str, str] = {}
    if scope.ready:
        arguments, problems = margin_arguments(request.GET)
        asked = {"incident": kind, **arguments}
        context |= {
            "kinds": tuple(KindChoice(one, word(f"event:{one}", reader_language()), one == kind) for one in KINDS),
            "margin": margin_fields(Written(request.GET, problems)),
            "carried": carried(request),
            "struck_url": _struck_url(request, scope, kind),
        }
        finding = None if problems else waited_for(request, scope, "effect", asked, context)
        if finding is not None:
            context |= _shown(request, scope, finding, asked)
        context["is_asked"] = not problems
    response = render(request, "effect/effect.html", context, status=422 if scope.error or problems else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


@needs("see_journeys")
@require_GET
def chart_data(request: HttpRequest) -> JsonResponse:
    """What the picture of the comparison draws."""
    scope = asked_scope(request)
    finding: Finding[EffectFound] = scope.ask("effect", {"incident": kind_of(request)})
    return JsonResponse(asdict(comparison_chart(finding.result)))


def kind_of(request: HttpRequest) -> str:
    """The kind of event in the address. `question_argument` for one that there is not."""
    kind = request.GET.get("incident") or FIRST
    if kind not in INCIDENT_KINDS:
        raise WegmarkeError("question_argument", question="effect", argument="incident", value=kind)
    return kind


def _shown(
    request: HttpRequest, scope: Scope, finding: Finding[EffectFound], asked: dict[str, object]
) -> dict[str, object]:
    answer = answer_view(request, scope, finding, asked)
    result = finding.result
    if isinstance(result, CannotSay):
        return {"answer": answer, "cannot": result}
    drawn, said = overlap_drawn(result)
    strength = next((one for one in finding.caveats if one.code == "caveat.effect_strength"), None)
    view = EffectView(
        chart_url=with_query(reverse("effect:chart_data"), where=scope.where, incident=result.incident),
        drawn=json.dumps(drawn),
        said=said,
        strength="" if strength is None or result.failed else text.sentence(strength, reader_language()),
        claim=word(f"claim:{result.claim}", reader_language()),
        levers_url=with_query(reverse("levers:levers"), where=scope.where, incident=result.incident),
    )
    tables = [table for key in SHOWN if (table := answer.table(key))]
    return {"answer": answer, "shown": view, "tables": tables}


def _struck_url(request: HttpRequest, scope: Scope, kind: str) -> str:
    """All customers it ever happened to; more than were compared, for not all were watched for long enough."""
    if not may(request.user, "see_customers"):
        return ""
    return behind(combine(scope.where, f"incident({kind})"))
