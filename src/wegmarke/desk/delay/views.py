"""What waiting does: between which two touchpoints, the sentences, the picture, the tables."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.findings.answer import answer_view
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.dots import Colour, Dot, DotChart, DotGroup, DotRow
from wegmarke.desk.findings.form_choices import Choice
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.findings.page import asked_scope, begin, carried, is_part
from wegmarke.desk.findings.policy import for_role
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.model.incidents import incident_touchpoints
from wegmarke.questions.delay import Band, DelayFound
from wegmarke.questions.won_lost import ENDINGS, commonest_ending


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is asked: from where to where, what losing is, and how many hours after the start a contact still belongs to
    it. start, end: "" where nobody chose and no rule speaks of a wait.
    """

    start: str
    end: str
    against: str
    hours: str

    @property
    def chosen(self) -> bool:
        """Whether it can be asked."""
        return bool(self.start and self.end)

    def arguments(self) -> dict[str, object]:
        """As the question takes them."""
        given: dict[str, object] = {"start": self.start, "end": self.end, "against": self.against}
        return given | ({"apart": f"{self.hours} hours"} if self.hours else {})


@needs("see_journeys")
@require_GET
def delay_page(request: HttpRequest) -> HttpResponse:
    """What the time between two touchpoints goes along with. The frame comes at once; it asks for the answer by itself
    where that has to be made first.
    """
    scope, context = begin(request)
    if scope.ready:
        waiting = _waiting(request, scope)
        language = reader_language()
        context |= {
            "waiting": waiting,
            "endings": tuple(Choice(one, text.word(f"outcome:{one}", language)) for one in ENDINGS),
            "carried": carried(request),
        }
        arguments = waiting.arguments()
        if waiting.chosen and (is_part(request) or scope.knows("delay", arguments)):
            finding = scope.ask("delay", arguments)
            answer = answer_view(request, scope, finding, arguments)
            context |= {"answer": answer, "tables": [one for one in answer.tables if one.total]}
            if isinstance(finding.result, DelayFound):
                query = {"where": scope.where, **arguments}
                context["chart_url"] = with_query(reverse("delay:chart_data"), **query)
            elif isinstance(finding.result, CannotSay):
                context["cannot"] = finding.result
    response = render(request, "delay/delay.html", context, status=422 if scope.error else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


@needs("see_journeys")
@require_GET
def chart_data(request: HttpRequest) -> JsonResponse:
    """What the picture draws: how often each band wins and loses beside the one that waited shortest."""
    scope = asked_scope(request)
    result = for_role(scope.ask("delay", _waiting(request, scope).arguments()), request.user).result
    bands = result.bands if isinstance(result, DelayFound) else ()
    rows = tuple(DotRow(_of(band), _dots(band, first=place == 0)) for place, band in enumerate(bands))
    drawn = {dot.colour for row in rows for dot in row.dots}
    ending = result.ending if isinstance(result, DelayFound) else ENDINGS[0]
    named: tuple[tuple[str, Colour], ...] = (("won", "a"), (ending, "b"))
    groups = tuple(
        DotGroup(text.word(f"outcome:{name}", reader_language()), colour) for name, colour in named if colour in drawn
    )
    return JsonResponse(asdict(DotChart(rows, groups, signed=True, hidden=0, unit="count")))


def _waiting(request: HttpRequest, scope: Scope) -> Waiting:
    """What the address says; else the first wait that the rules of critical events speak of."""
    start, end = request.GET.get("start", ""), request.GET.get("end", "")
    if not start and not end and scope.index is not None:
        keys = {touchpoint.key for touchpoint in scope.touchpoints}
        rules = incident_touchpoints(scope.touchpoints, scope.index.incident_rules).waits
        rule = next((one for one in rules if {one.begins, one.ends} <= keys), None)
        start, end = (rule.begins, rule.ends) if rule else ("", "")
    against = request.GET.get("against", "") or commonest_ending(scope.asked().totals().outcomes)
    apart = request.GET.get("apart", "").removesuffix(" hours")
    return Waiting(start, end, against, request.GET.get("hours", apart).strip().replace(",", "."))


def _of(band: Band) -> str:
    language = reader_language()
    low, high = (text.duration(seconds, language) for seconds in (band.low, band.high))
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _dots(band: Band, *, first: bool) -> tuple[Dot, ...]:
    if first:
        return (Dot(1.0, 1.0, 1.0, "unclear", _("What the others are compared with")),)
    found = (_dot(band.won_ratio, "a"), _dot(band.lost_ratio, "b"))
    return tuple(one for one in found if one is not None)


def _dot(ratio: Estimate, colour: Colour) -> Dot | None:
    if not isinstance(ratio, Interval):
        return None
    language = reader_language()
    said = text.number(ratio.value, "mean", language)
    return Dot(
        ratio.value, ratio.low, ratio.high, colour, f"{said} ({text.span(ratio.low, ratio.high, 'mean', language)})"
    )
