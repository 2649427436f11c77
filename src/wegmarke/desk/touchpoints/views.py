"""Pages about touchpoints: all of them, and one."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.findings.answer import answer_view, presented
from wegmarke.desk.findings.links import behind, with_query
from wegmarke.desk.findings.page import begin
from wegmarke.desk.findings.policy import is_small
from wegmarke.desk.setup.touchpoint_names import details
from wegmarke.desk.shell.language import reader_language
from wegmarke.desk.touchpoints.why import why_of
from wegmarke.model.filter import combine
from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.questions.moments import HORIZON_DAYS
from wegmarke.questions.touchpoint import TouchpointFacts
from wegmarke.report.presentation import Presentation
from wegmarke.stats.intervals import Difference


@needs("see_journeys")
@require_GET
def touchpoints(request: HttpRequest) -> HttpResponse:
    """All touchpoints of the journeys asked for."""
    scope, context = begin(request)
    if scope.ready:
        answer = answer_view(request, scope, scope.ask("map"), shown=500)
        context |= {"answer": answer, "table": answer.table("touchpoints")}
    return render(request, "touchpoints/touchpoints.html", context, status=422 if scope.error else 200)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number of a touchpoint: what it is called, how it is written, what it opens, how it comes about."""

    label: str
    text: str
    note: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """How journeys with the touchpoint ended beside those without it."""

    label: str
    with_it: Fact
    without: Fact
    difference: str
    bounds: str
    certainty: str


@needs("see_journeys")
@require_GET
def touchpoint(request: HttpRequest, key: str) -> HttpResponse:
    """One touchpoint, named by its permanent key: reach, what came before and after, how journeys with it end."""
    scope, context = begin(request)
    context["key"] = key
    if scope.ready:
        finding = scope.ask("touchpoint", {"touchpoint": key})
        left_out = frozenset({"elapsed_mean"})
        answer = answer_view(request, scope, finding, {"touchpoint": key}, left_out=left_out)
        named = next(one for one in scope.touchpoints if one.key == key)
        context |= {"answer": answer, "named": named, "details": details().get(key)}
        with_it, without = combine(scope.where, f"visited({key})"), combine(scope.where, f"not visited({key})")
        context |= {
            "before": answer.table("came_from"),
            "after": answer.table("went_to"),
            "map_url": with_query(reverse("journeys:journeys"), where=with_it),
            "compare_url": with_query(
                reverse("journeys:compare"), where=scope.where, a=f"visited({key})", b=f"not visited({key})"
            ),
        }
        facts = finding.result
        sees = may(request.user, "see_customers")
        if isinstance(facts, TouchpointFacts) and (sees or not is_small(facts.journeys)):
            context |= {
                "facts": _facts(facts, behind(with_it) if sees else "", presented(finding, scope)),
                "outcomes": _outcomes(facts, with_it, without, sees=sees),
            }
            if scope.knows("moments", {"days": str(HORIZON_DAYS)}):
                context["why"] = why_of(request, scope, key)
            else:
                context["why_url"] = with_query(reverse("touchpoints:why", args=[key]), where=scope.where)
    return render(request, "touchpoints/touchpoint.html", context, status=422 if scope.error else 200)


def _facts(facts: TouchpointFacts, url: str, worded: Presentation) -> tuple[Fact, ...]:
    language = worded.language

    def count(key: str, value: int) -> Fact:
        formula = worded.named(f"formula:{key}")
        return Fact(worded.named(f"column:{key}"), text.number(value, "count", language), "", url, formula)

    return (
        count("interactions", facts.interactions),
        count("journeys", facts.journeys),
        count("customers", facts.customers),
        _estimate(_("Reach"), facts.reach, url, text.word("formula:share", language)),
    )


def _estimate(label: str, estimate: Estimate, url: str, title: str) -> Fact:
    language = reader_language()
    if isinstance(estimate, CannotSay):
        return Fact(label, "–", text.cannot_say(estimate, language), url, title)
    value = text.number(estimate.value, "share", language)
    said = _("n = %(n)s") % {"n": text.number(estimate.n, "count", language)}
    return Fact(label, value, text.span(estimate.low, estimate.high, "share", language), url, f"{title} ({said})")


def _outcomes(facts: TouchpointFacts, with_it: str, without: str, *, sees: bool) -> tuple[OutcomeLine, ...]:
    language = reader_language()
    lines = []
    for name in ("won", "lost"):
        difference: Difference | CannotSay = getattr(facts, f"{name}_difference")
        condition = f"outcome = {name}"
        urls = [behind(combine(where, condition)) if sees else "" for where in (with_it, without)]
        formula = _("journeys with this outcome ÷ all journeys of the group; Wilson interval")
        interval: Interval | None = None if isinstance(difference, CannotSay) else difference.interval
        lines.append(
            OutcomeLine(
                label=text.word(f"outcome:{name}", language),
                with_it=_estimate("", getattr(facts, name), urls[0], formula),
                without=_estimate("", getattr(facts, f"{name}_without"), urls[1], formula),
                difference="–" if interval is None else text.number(interval.value, "difference", language),
                bounds="" if interval is None else text.span(interval.low, interval.high, "difference", language),
                certainty=_certainty(interval),
            )
        )
    return tuple(lines)


def _certainty(interval: Interval | None) -> str:
    if interval is None:
        return _("cannot be said")
    return _("clear") if interval.low > 0 or interval.high < 0 else _("could be chance")
