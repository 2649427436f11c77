"""Why customers left: what was stated beside what is on record, what each defect costs, and whom to ask."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.findings.answer import AnswerView, answer_view
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.dots import Colour, DotChart, shares_chart
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.findings.noting import note_seen
from wegmarke.desk.findings.page import asked_scope, begin, is_part
from wegmarke.desk.findings.tables import TableView
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.questions.reasons import Lost, Reasons

MATRIX, QUEUE = "reasons", "reasons_queue"
SHOWN = 25


@dataclass(frozen=True, slots=True)
class ToAsk:
    """One line of the list of whom to ask, in words; `url` leads to the customer."""

    identifier: str
    url: str
    left: str
    said: str
    events: str
    why: str
    share: str
    served_by: str


@dataclass(frozen=True, slots=True)
class ReasonsView:
    """What the page shows beside the sentences. others: tables that come after the list of whom to ask."""

    matrix: TableView | None
    chart_url: str
    defects_url: str
    to_ask: tuple[ToAsk, ...]
    kept_out: int
    others: tuple[TableView, ...]


@needs("see_customers", notes=Action.CUSTOMERS_LISTED)
@require_GET
def reasons_page(request: HttpRequest) -> HttpResponse:
    """The frame comes at once; it asks for the answer by itself where that has to be made first."""
    scope, context = begin(request)
    if scope.ready and (is_part(request) or scope.knows("reasons")):
        finding: Finding[Reasons] = scope.ask("reasons")
        note_seen(request, finding)
        answer = answer_view(request, scope, finding, shown=SHOWN)
        context["answer"] = answer
        if not isinstance(finding.result, CannotSay):
            context["shown"] = _shown(scope, answer, finding.result)
    response = render(request, "reasons/reasons.html", context, status=422 if scope.error else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


@needs("see_customers", notes=Action.CUSTOMERS_LISTED)
@require_GET
def chart_data(request: HttpRequest) -> JsonResponse:
    """What the picture draws: of each stated reason how often it was given, and what of it goes back to events."""
    found = asked_scope(request).ask("reasons").result
    if isinstance(found, CannotSay) or found.answered == "counted":
        return JsonResponse(asdict(DotChart((), (), signed=False, hidden=0)))
    language = reader_language()
    table = found.tables()[0]
    stated = table.column("stated")
    named = replace(stated, values=[text.word(f"stated:{one}", language) for one in stated.values])
    columns: tuple[tuple[str, str, Colour], ...] = (
        ("said", text.word("column:said", language), "a"),
        ("evidenced", text.word("column:evidenced", language), "b"),
    )
    return JsonResponse(asdict(shares_chart(table, named, columns, {})))


def _shown(scope: Scope, answer: AnswerView, result: Reasons) -> ReasonsView:
    counted = result.answered == "counted"
    return ReasonsView(
        matrix=answer.table(MATRIX),
        chart_url="" if counted else with_query(reverse("reasons:chart_data"), where=scope.where),
        defects_url="" if counted or not result.kinds else with_query(reverse("reasons:defects"), where=scope.where),
        to_ask=tuple(_to_ask(scope, one) for one in result.queue),
        kept_out=result.kept_out or 0,
        others=tuple(one for one in answer.tables if one.key not in {MATRIX, QUEUE} and one.total),
    )


def _to_ask(scope: Scope, one: Lost) -> ToAsk:
    language = reader_language()
    zone = scope.index.settings.time_zone if scope.index else "UTC"
    events = dict.fromkeys(text.word(f"incident:{kind}", language) for kind in one.incidents)
    said = ", ".join(text.word(f"stated:{code}", language) for code in one.codes)
    marks = "„“" if language == "de" else "“”"
    quoted = ", ".join(f"{marks[0]}{word}{marks[1]}" for word in one.words)
    page = "customers:account" if scope.level == "account" else "customers:customer"
    return ToAsk(
        identifier=one.identifier,
        url=reverse(page, args=[one.customer]),
        left=text.date(one.left, language, zone),
        said=f"{said} ({quoted})" if quoted else said,
        events=", ".join(events),
        why=text.word(f"ask:{one.ask}", language),
        share="" if one.share is None else text.number(one.share, "share", language),
        served_by=", ".join(one.served_by),
    )
