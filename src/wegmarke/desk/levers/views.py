"""The page of the levers: what one moves on top, the answer, both distributions on one axis, and what it rests on."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.findings.answer import answer_view
from wegmarke.desk.findings.page import begin
from wegmarke.desk.findings.tables import TableView
from wegmarke.desk.levers.scenario import arguments_of, form_of, in_address
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.questions.levers_found import LeversFound
from wegmarke.stats.levers import density
from wegmarke.text import minor_digits, word

TABLES = ("levers", "levers_compared", "levers_limits", "levers_believe", "levers_inputs")
"""What the page shows; the quantiles are drawn."""


@dataclass(frozen=True, slots=True)
class LeversView:
    """What is shown beside the sentences. drawn: what the chart draws, as JSON; said: the same in words."""

    drawn: str
    said: str
    tables: tuple[TableView, ...]
    is_weighed: bool


@needs("see_journeys")
@require_GET
def levers(request: HttpRequest) -> HttpResponse:
    """Price against process under the assumptions that the address holds."""
    scope, context = begin(request)
    if scope.ready:
        arguments = arguments_of(request)
        finding: Finding[LeversFound] = scope.ask("levers", arguments)
        answer = answer_view(request, scope, finding, in_address(arguments))
        result = finding.result
        incident = request.GET.get("incident", "") if isinstance(result, CannotSay) else result.incident
        currency = scope.index.settings.currency if scope.index else "EUR"
        context |= {"answer": answer, "form": form_of(request, incident, currency)}
        if not isinstance(result, CannotSay):
            shown = tuple(table for key in TABLES if (table := answer.table(key)) is not None and table.rows)
            context["shown"] = LeversView(_drawn(result), _said(result), shown, result.weighed is not None)
    return render(request, "levers/levers.html", context, status=422 if scope.error else 200)


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
        f"({text.span(round(gain.low), round(gain.high), 'minor_units', language, currency=result.currency)})"
        for name, gain, _best in result.gains
    )


def _money(minor: float, result: LeversFound) -> str:
    return text.number(round(minor), "minor_units", reader_language(), currency=result.currency)
