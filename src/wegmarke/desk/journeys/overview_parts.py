"""Sentences of the overview that take a while: each comes by itself after the page, or not at all where nothing can be
said.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import Permission, may, needs
from wegmarke.desk.findings.asking import Scope, scope_of
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.findings.policy import permission_for
from wegmarke.desk.journeys.overview import Told
from wegmarke.desk.moments.views import asked_moments
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.finding import CannotSay, Interval, Sentence
from wegmarke.questions.moments import told
from wegmarke.questions.value import HORIZON_DAYS, Value


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence that is still to come: where it comes from, and what is said meanwhile."""

    url: str
    text: str | Promise


PARTS: dict[str, tuple[Permission, str | Promise]] = {
    "moments": (permission_for("moments"), gettext_lazy("Where customers are lost now is being looked at.")),
    "attention": (permission_for("value"), gettext_lazy("Who lacks attention is being looked at.")),
}
"""What the overview asks for, in this order: who may see it, and what is said meanwhile."""


def parts(request: HttpRequest) -> tuple[Part, ...]:
    """What is still to come for the person who asks."""
    return tuple(
        Part(reverse("journeys:overview_part", args=[which]), said)
        for which, (permission, said) in PARTS.items()
        if may(request.user, permission)
    )


@needs("see_journeys")
@require_GET
def overview_part(request: HttpRequest, which: str) -> HttpResponse:
    """One of these sentences; nothing where there is none."""
    if which not in PARTS:
        raise Http404
    scope = scope_of("")
    one = None
    if scope.ready and may(request.user, PARTS[which][0]):
        one = _lost_most(scope) if which == "moments" else _lacking(scope)
    return render(request, "journeys/overview_part.html", {"one": one})


def _lost_most(scope: Scope) -> Told | None:
    """The moment that costs most customers, of those that stand."""
    result, language = asked_moments(scope).result, reader_language()
    if isinstance(result, CannotSay):
        return None
    costly = [(one, one.lost) for one in result.lines if one.matters]
    found = [(one, lost) for one, lost in costly if isinstance(lost, Interval) and lost.value > 0]
    if not found:
        return None
    moment, lost = max(found, key=lambda pair: pair[1].value)
    said = told(moment)
    ends: dict[str, object] = {end: round(getattr(lost, end)) for end in ("value", "low", "high")}
    if said is None:
        return None
    whole = f"{text.sentence(said, language)} {text.sentence(Sentence('overview.moment', ends), language)}"
    return Told(whole, "", with_query(reverse("moments:moments")), _("Moments that matter"))


def _lacking(scope: Scope) -> Told | None:
    """Who is silent for longer than ever, where they are more than chance alone would make."""
    arguments = {"offset": 0, "limit": 50, "days": str(HORIZON_DAYS), "order": "silent"}  # as the page asks
    finding = scope.ask("value", arguments)
    said = next((one for one in finding.headline if one.code == "value.silent"), None)
    result = finding.result
    if said is None or not isinstance(result, Value) or result.silent <= result.by_chance:
        return None
    more_url = with_query(reverse("customers:value"), order="silent")
    return Told(text.sentence(said, reader_language()), "", more_url, _("Value and attention"))
