"""The defects behind leaving, ranked by the revenue they cost: the figures of the question `effect`, kind by kind."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.links import behind, with_query
from wegmarke.desk.findings.page import asked_scope
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.filter import LeftAfter, combine, write
from wegmarke.model.finding import CannotSay, Estimate, Finding, Interval
from wegmarke.questions.effect.found import EffectFound
from wegmarke.questions.leaving import ANSWERS
from wegmarke.questions.reasons import Reasons
from wegmarke.text import cannot_say


@dataclass(frozen=True, slots=True)
class Defect:
    """One kind of critical event. effect_url: where its figures come from. lost, at_stake: the estimate, and its
    interval below; cannot: why there is none. strength: how strong a hidden cause would have to be. is_effect: every
    check was passed.
    """

    kind: str
    effect_url: str
    url: str
    customers: str
    lost: tuple[str, str]
    at_stake: tuple[str, str]
    strength: str
    is_effect: bool
    cannot: str
    rank: float


@needs("see_customers", notes=Action.CUSTOMERS_LISTED)
@require_GET
def defects_part(request: HttpRequest) -> HttpResponse:
    """The table by itself: each line takes some seconds the first time, so the page asks for it."""
    scope = asked_scope(request)
    finding: Finding[Reasons] = scope.ask("reasons")
    found = finding.result
    kinds = () if isinstance(found, CannotSay) else tuple(one for one in found.kinds if one.kind not in ANSWERS)
    lines = sorted((_defect(scope, one.kind, one.customers) for one in kinds), key=lambda one: -one.rank)
    return render(request, "reasons/defects.html", {"defects": lines})


def _defect(scope: Scope, kind: str, customers: int) -> Defect:
    language, currency = reader_language(), scope.index.settings.currency if scope.index else "EUR"
    finding: Finding[EffectFound] = scope.ask("effect", {"incident": kind})
    result = finding.result
    named, url = text.word(f"incident:{kind}", language), behind(combine(scope.where, write(LeftAfter((kind,)))))
    count = text.number(customers, "count", language)
    source = with_query(reverse("effect:effect"), where=scope.where, incident=kind)
    if isinstance(result, CannotSay):
        cannot = cannot_say(result, language)
        return Defect(
            named, source, url, count, ("", ""), ("", ""), "", is_effect=False, cannot=cannot, rank=-float("inf")
        )
    money = result.at_stake
    ranked = money if isinstance(money, Interval) else result.lost
    return Defect(
        named,
        source,
        url,
        count,
        _both(result.lost, "count"),
        ("", "") if money is None else _both(money, "minor_units", currency),
        "" if result.strength is None else text.number(result.strength.estimate, "score", language),
        is_effect=result.claim == "effect",
        cannot=cannot_say(result.lost, language) if isinstance(result.lost, CannotSay) else "",
        rank=ranked.value if isinstance(ranked, Interval) else -float("inf"),
    )


def _both(of: Estimate, unit: str, currency: str = "EUR") -> tuple[str, str]:
    """The estimate and its interval in words, in whole units of money."""
    if isinstance(of, CannotSay):
        return "", ""
    language = reader_language()
    value, low, high = (round(one) for one in (of.value, of.low, of.high))
    return (
        text.number(value, unit, language, currency=currency),
        text.span(low, high, unit, language, currency=currency),
    )
