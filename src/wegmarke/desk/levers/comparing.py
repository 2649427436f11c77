"""Scenarios side by side: what each moves, what it gains by the answer of today, and which lever is ahead in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.findings.asking import Scope, scope_of
from wegmarke.desk.findings.dots import Colour, Dot, DotChart, DotGroup, DotRow
from wegmarke.desk.findings.page import begin
from wegmarke.desk.levers.kept_views import address_of, kept_list
from wegmarke.desk.levers.models import LeverScenario
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.questions.levers.found import LeversFound
from wegmarke.stats.levers import Gain
from wegmarke.text import minor_digits, word

MOST = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """A scenario with its answer. cells: what is moved, then price and process with their intervals, and how often each
    is ahead; "–" where it cannot be said. said: why not, or its first sentence.
    """

    name: str
    url: str
    moved: str
    cells: tuple[str, ...]
    said: str


@needs("see_journeys")
@require_GET
def compare_scenarios(request: HttpRequest) -> HttpResponse:
    """Up to four scenarios side by side."""
    scope, context = begin(request)
    if scope.ready:
        chosen = _chosen(request)
        numbers = {one.pk for one in chosen}
        context |= {
            "lines": tuple(_compared(one) for one in chosen),
            "choices": tuple((one, one.number in numbers) for one in kept_list(request)),
            "chart_url": f"{reverse('levers:compare_chart')}?{urlencode([('scenario', n) for n in sorted(numbers)])}",
            "most": MOST,
        }
    return render(request, "levers/compare.html", context, status=422 if scope.error else 200)


@needs("see_journeys")
@require_GET
def compare_chart(request: HttpRequest) -> JsonResponse:
    """What the picture draws: the gain of either lever in each scenario, in major units."""
    rows = []
    for one in _chosen(request):
        found = _asked(one)
        if found is not None and not isinstance(found.result, CannotSay):
            result = found.result
            colours: dict[str, Colour] = {"price": "a", "process": "b"}
            dots = tuple(_dot(gain, result, colours[name]) for name, gain, _best in result.gains if name in colours)
            rows.append(DotRow(one.name, dots))
    language = reader_language()
    groups = (DotGroup(word("lever:price", language), "a"), DotGroup(word("lever:process", language), "b"))
    return JsonResponse(asdict(DotChart(tuple(rows), groups, signed=True, hidden=0, unit="count")))


def _chosen(request: HttpRequest) -> list[LeverScenario]:
    """The scenarios of the address that this account may see; without any, the first ones."""
    wanted = [int(one) for one in request.GET.getlist("scenario") if one.isdecimal() and len(one) < 19]
    seen = LeverScenario.seen_by(request.user.pk)
    return list(seen.filter(pk__in=wanted)[:MOST]) if wanted else list(seen[:MOST])


def _scope(one: LeverScenario) -> Scope:
    return scope_of(one.expression, "account" if one.level == "account" else "customer")


def _asked(one: LeverScenario) -> Finding[LeversFound] | None:
    """The answer of today; None where filter or arguments can no longer be read."""
    scope = _scope(one)
    try:
        return scope.ask("levers", one.arguments) if scope.ready else None
    except WegmarkeError:
        return None


def _compared(one: LeverScenario) -> Compared:
    language, finding = reader_language(), _asked(one)
    if finding is None or isinstance(finding.result, CannotSay):
        said = _("This scenario cannot be read any more.")
        if finding is not None:
            said = text.sentence(finding.headline[0], language)
        return Compared(one.name, address_of(one), "", (text.NOTHING,) * 4, said)
    result = finding.result
    gains = {name: (gain, best) for name, gain, best in result.gains}
    told, shares = [], []
    for name in ("price", "process"):
        gain, best = gains.get(name, (None, None))
        told.append(text.NOTHING if gain is None else _money(gain, result))
        shares.append(text.NOTHING if best is None else text.number(best, "share", language))
    return Compared(
        one.name, address_of(one), _moved(result), (*told, *shares), text.sentence(finding.headline[0], language)
    )


def _moved(result: LeversFound) -> str:
    language = reader_language()
    price = text.number(result.price_change, "share", language)
    fewer, what = text.number(result.reduction, "share", language), word(f"levers_incident:{result.incident}", language)
    cost = text.number(result.cost, "about_money", language, currency=result.currency)
    yearly = text.number(result.running_cost, "about_money", language, currency=result.currency)
    words = _("price %(price)s; %(fewer)s fewer %(what)s for %(cost)s and %(yearly)s a year")
    return words % {"price": price, "fewer": fewer, "what": what, "cost": cost, "yearly": yearly}


def _money(gain: Gain, result: LeversFound) -> str:
    language, currency = reader_language(), result.currency
    value = text.number(gain.mean, "about_money", language, currency=currency)
    return f"{value} ({text.span(gain.low, gain.high, 'about_money', language, currency=currency)})"


def _dot(gain: Gain, result: LeversFound, colour: Colour) -> Dot:
    minor = 10 ** minor_digits(result.currency)
    return Dot(gain.mean / minor, gain.low / minor, gain.high / minor, colour, _money(gain, result))
