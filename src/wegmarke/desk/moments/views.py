"""The moments that matter: the sentences, the picture, the table, and what each rests on."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.findings.answer import answer_view, labels_of
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.dots import DotChart, customers_chart
from wegmarke.desk.findings.links import Choice, behind, here, touchpoint_page, with_query
from wegmarke.desk.findings.page import asked_scope, begin, waited_for
from wegmarke.desk.findings.policy import for_role
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.filter import combine
from wegmarke.model.finding import CannotSay, Finding, Table
from wegmarke.questions.moments import HORIZON_DAYS, LONGEST_DAYS, SHORTEST_DAYS, MomentsFound
from wegmarke.report.presentation import tables_of

LEFT_OUT = frozenset({"customers", "control", "q", "strength"})
"""Columns that stand behind "Method" or are told by others."""
SHOWN = 40
LEAST_Q = 0.001


@dataclass(frozen=True, slots=True)
class Judged:
    """How certain a touchpoint is: its false-discovery rate, how strong a hidden cause would have to be, and what the
    negative control found ("" where none was asked).
    """

    touchpoint: str
    url: str
    q: str
    strength: str
    control: str


@needs("see_journeys")
@require_GET
def moments_page(request: HttpRequest) -> HttpResponse:
    """Which touchpoints decide whether customers stay. The frame comes at once; it asks for the answer by itself where
    that has to be made first.
    """
    scope, context = begin(request)
    if scope.ready:
        days = horizon_of(request)
        context["horizons"] = _horizons(request, days)
        finding = waited_for(request, scope, "moments", {"days": days}, context)
        if finding is not None:
            context |= _shown(request, scope, finding, days)
    response = render(request, "moments/moments.html", context, status=422 if scope.error else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


@needs("see_journeys")
@require_GET
def chart_data(request: HttpRequest) -> JsonResponse:
    """What the picture draws."""
    scope = asked_scope(request)
    found = for_role(asked_moments(scope, horizon_of(request)), request.user).result
    chart = DotChart((), (), signed=True, hidden=0)
    if not isinstance(found, CannotSay):
        names = (_("costs customers"), _("keeps customers"), _("not to be told from chance or history"))
        chart = customers_chart(found.tables()[0], labels_of(scope), names)
    return JsonResponse(asdict(chart))


def horizon_of(request: HttpRequest) -> str:
    """How many days ahead, as the address has it. `question_argument` for what is no such number."""
    written = request.GET.get("days") or str(HORIZON_DAYS)
    if not written.isdecimal() or not SHORTEST_DAYS <= int(written) <= LONGEST_DAYS:
        raise WegmarkeError("question_argument", question="moments", argument="days", value=written)
    return str(int(written))


def asked_moments(scope: Scope, days: str = str(HORIZON_DAYS)) -> Finding[MomentsFound]:
    """The finding, asked in the same words by every page, so that it is made once."""
    return scope.ask("moments", {"days": days})


def _shown(request: HttpRequest, scope: Scope, finding: Finding[MomentsFound], days: str) -> dict[str, object]:
    arguments: dict[str, object] = {"days": days}
    result = finding.result
    marks = not isinstance(result, CannotSay) and bool(result.supers.named)
    left_out = LEFT_OUT if marks else LEFT_OUT | {"super"}
    answer = answer_view(request, scope, finding, arguments, left_out=left_out, shown=SHOWN)
    if isinstance(result, CannotSay):
        return {
            "answer": answer,
            "cannot": result,
            "lost_url": _lost_url(scope) if may(request.user, "see_customers") else "",
        }
    return {
        "answer": answer,
        "table": answer.table("moments"),
        "segments": answer.table("moments_segments"),
        "setback": [one for one in map(answer.table, _told_of(result)) if one is not None],
        "chart_url": with_query(reverse("moments:chart_data"), where=scope.where, days=days),
        "judged": _judged(scope, tables_of(for_role(finding, request.user))[0]),
        "json_url": with_query(f"{reverse('api-v1:api-root')}ask/moments", where=scope.where, days=days),
    }


def _told_of(result: MomentsFound) -> tuple[str, ...]:
    """The tables behind the first that say something: what cannot be told needs none."""
    said = {"setback": result.setback.total, "settling": result.setback.given_back}
    found = [key for key, estimate in said.items() if not isinstance(estimate, CannotSay)]
    return tuple(["super_touchpoints", *found] if result.supers.lines else found)


def _lost_url(scope: Scope) -> str:
    """Who left, to be read one by one where they are too few to be counted together."""
    return behind(combine(scope.where, "outcome in (lost, churned)"))


def _horizons(request: HttpRequest, days: str) -> tuple[Choice, ...]:
    words = {91: _("a quarter"), HORIZON_DAYS: _("half a year"), 365: _("a year")}
    return tuple(Choice(said, here(request, {"days": one}), str(one) == days) for one, said in words.items())


def _judged(scope: Scope, table: Table) -> tuple[Judged, ...]:
    labels, language = labels_of(scope), reader_language()
    lines = []
    for row, key in enumerate(table.column("touchpoint").values):
        q, strength = (table.column(name).values[row] for name in ("q", "strength"))
        if q is not None:
            number = float(str(q))
            written = text.number(max(number, LEAST_Q), "share", language)
            control, low, high = (table.column(f"control{end}").values[row] for end in ("", "_low", "_high"))
            lines.append(
                Judged(
                    labels.get(str(key), str(key)),
                    touchpoint_page(str(key), scope.where),
                    written if number >= LEAST_Q else f"< {written}",
                    text.cell(strength, "score", language),
                    ""
                    if control is None
                    else f"{text.number(float(str(control)), 'difference', language)} "
                    f"({text.span(float(str(low)), float(str(high)), 'difference', language)})",
                )
            )
    return tuple(lines)
