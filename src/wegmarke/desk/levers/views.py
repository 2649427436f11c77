"""The page of the levers: what one moves on top, the answer, both distributions on one axis, and what it rests on.

What an event does takes long the first time and is remembered: until then the frame of the page comes at once and asks
for the answer by itself; after that a slider that is let go has its answer with the page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.findings.answer import answer_view
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.findings.page import begin, carried, waited_for
from wegmarke.desk.findings.tables import TableView
from wegmarke.desk.levers.assumptions import Written, said
from wegmarke.desk.levers.kept_views import kept_list, removed_list
from wegmarke.desk.levers.scenario import arguments_of, form_of, in_address
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.questions import typed
from wegmarke.questions.effect import effect_is_known
from wegmarke.questions.levers.found import LeversFound
from wegmarke.questions.levers.stated import refuse_impossible
from wegmarke.stats.levers import density
from wegmarke.text import minor_digits, word

TABLES = ("levers", "levers_compared", "levers_limits", "levers_believe", "levers_premium", "levers_inputs", "margins")
"""What the page shows; the quantiles are drawn."""


@dataclass(frozen=True, slots=True)
class LeversView:
    """What is shown beside the sentences. drawn: what the chart draws, as JSON; said: the same in words. effect_url:
    what the events do, in full.
    """

    drawn: str
    said: str
    tables: tuple[TableView, ...]
    is_weighed: bool
    effect_url: str


@needs("see_journeys")
@require_GET
def levers(request: HttpRequest) -> HttpResponse:
    """Price against process under the assumptions that the address holds; what cannot be is said at its field."""
    scope, context = begin(request)
    problems: dict[str, str] = {}
    if scope.ready:
        arguments, problems = arguments_of(request.GET)
        finding = _asked(request, scope, arguments, problems, context)
        incident = request.GET.get("incident", "")
        if finding is not None:
            context |= _shown(request, scope, finding, in_address(arguments))
            incident = incident if isinstance(finding.result, CannotSay) else finding.result.incident
        currency = scope.index.settings.currency if scope.index else "EUR"
        context |= {
            "form": form_of(Written(request.GET, problems), incident, currency),
            "kept": kept_list(request),
            "removed": removed_list(request),
            "scenario": json.dumps(in_address(arguments)),
            "carried": carried(request),
        }
        context["is_asked"] = not problems
    response = render(request, "levers/levers.html", context, status=422 if scope.error or problems else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _asked(
    request: HttpRequest,
    scope: Scope,
    arguments: dict[str, object],
    problems: dict[str, str],
    context: dict[str, object],
) -> Finding[LeversFound] | None:
    """The answer; None where it is waited for, or an argument is wrong, which is then noted."""
    if problems:
        return None
    try:
        refuse_impossible(typed("levers", in_address(arguments)))
        if _is_quick(scope, str(arguments.get("incident", ""))):
            return scope.ask("levers", arguments)
        return waited_for(request, scope, "levers", arguments, context)
    except WegmarkeError as error:
        if error.code != "question_argument":
            raise
        problems[str(error.details["argument"])] = said(error)
        return None


def _is_quick(scope: Scope, incident: str) -> bool:
    """Whether the long part of the answer is known, or there is no such part."""
    kind = next((one for one in INCIDENT_KINDS if one == incident), None)
    return effect_is_known(scope.asked(), kind) if kind else bool(incident)


def _shown(
    request: HttpRequest, scope: Scope, finding: Finding[LeversFound], asked: dict[str, object]
) -> dict[str, object]:
    answer = answer_view(request, scope, finding, asked)
    result = finding.result
    if isinstance(result, CannotSay):
        return {"answer": answer}
    shown = tuple(table for key in TABLES if (table := answer.table(key)) is not None and table.rows)
    effect = with_query(reverse("effect:effect"), where=scope.where, incident=result.incident)
    view = LeversView(_drawn(result), _said(result), shown, result.weighed is not None, effect)
    return {"answer": answer, "shown": view}


def _drawn(result: LeversFound) -> str:
    """Both densities in major units, each with its mean."""
    language, minor = reader_language(), 10 ** minor_digits(result.currency)
    levers = []
    for name, gain, _best in result.gains:
        middles, heights = density(gain.quantiles / minor)
        points = [[round(float(x), 2), float(y)] for x, y in zip(middles, heights, strict=True)]
        label = f"{word(f'lever:{name}', language)}: {_money(gain.mean, result)}"
        levers.append({"key": name, "label": label, "mean": round(gain.mean / minor, 2), "points": points})
    measure = word(f"levers_measure:{result.measured_in}", language)
    return json.dumps({"levers": levers, "axis": f"{measure} ({result.currency})"})


def _said(result: LeversFound) -> str:
    """The chart in words."""
    language = reader_language()
    return "; ".join(
        f"{word(f'lever:{name}', language)}: {_money(gain.mean, result)} "
        f"({text.span(gain.low, gain.high, 'about_money', language, currency=result.currency)})"
        for name, gain, _best in result.gains
    )


def _money(minor: float, result: LeversFound) -> str:
    return text.number(minor, "about_money", reader_language(), currency=result.currency)
