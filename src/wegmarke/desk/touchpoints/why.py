"""One line on the page of a touchpoint: why it matters, or why it does not."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.findings.page import asked_scope
from wegmarke.desk.findings.policy import FEWEST_SHOWN, is_small
from wegmarke.desk.moments.views import asked_moments
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay
from wegmarke.questions.moments import Moment, told


@dataclass(frozen=True, slots=True)
class Why:
    """The line. is_known: whether it could be compared at all."""

    text: str
    more_url: str
    matters: bool = False
    is_known: bool = False


@needs("see_journeys")
@require_GET
def why(request: HttpRequest, key: str) -> HttpResponse:
    """The line by itself: the page asks for it where it has to be made first."""
    scope = asked_scope(request)
    return render(request, "touchpoints/why_part.html", {"why": why_of(request, scope, key)})


def why_of(request: HttpRequest, scope: Scope, key: str) -> Why:
    """What the moments that matter say of a touchpoint, to the person who asks. `touchpoint_unknown` for another."""
    if all(one.key != key for one in scope.touchpoints):
        raise WegmarkeError("touchpoint_unknown", touchpoint=key)
    finding, language = asked_moments(scope), reader_language()
    more_url = with_query(reverse("moments:moments"), where=scope.where)
    result = finding.result
    if isinstance(result, CannotSay):
        return Why(text.sentence(finding.headline[0], language), more_url)
    one = next((one for one in result.lines if one.touchpoint.key == key), None)
    if one is None:
        return Why(_("What comes after it was not looked at: it is an outcome itself, or nobody came here."), more_url)
    if not may(request.user, "see_customers") and _is_of_few(one):
        return Why(_("fewer than %(n)s") % {"n": FEWEST_SHOWN}, more_url)
    said = told(one)
    if said is None:
        return Why(_reason(one), more_url)
    return Why(
        text.sentence(said, language),
        more_url,
        matters=one.matters is not None,
        is_known=one.matters is not None or not one.decisive.candidate,
    )


def _is_of_few(one: Moment) -> bool:
    return any(is_small(count) for count in (one.journeys, one.visits, one.bad, one.left))


def _reason(one: Moment) -> str:
    estimate = one.decisive.adjusted
    return text.cannot_say(estimate, reader_language()) if isinstance(estimate, CannotSay) else ""
