"""Understand → Same person?: decide about pairs of customers that may be one."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.identity.handlers import LOOK
from wegmarke.desk.identity.pairs import shown_pair
from wegmarke.desk.jobs.models import ACTIVE, Job, State
from wegmarke.desk.jobs.services import asking_user, start_job
from wegmarke.desk.setup.services import data_state, workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.identity.reviewing import Candidate, Decision, Reviews
from wegmarke.identity.reviewing import State as Decided

DECISIONS = {"same", "different", "later"}


@never_cache
@needs("decide_identity", notes=Action.PERSONS_SEEN)
@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """The next pair, how many are left, and what the model is sure of."""
    customers, reviews = workspace().customers(), workspace().reviews()
    waiting, sure = reviews.waiting(customers.resolve), reviews.sure(customers.resolve)
    found = [each for each in reviews.candidates if each.verdict == "review"]
    decided = sum(reviews.state(each.a, each.b) in ("same", "different") for each in found)
    last = _last(request, reviews)
    context: dict[str, object] = {
        "data": data_state(),
        "waiting": len(waiting),
        "decided": decided,
        "all": decided + len(waiting),
        "sure": len(sure),
        "can_undo": last is not None,
        "looked": Job.objects.filter(kind=LOOK, state=State.DONE).order_by("-pk").first(),
        "running": Job.objects.filter(kind=LOOK, state__in=ACTIVE).order_by("-pk").first(),
    }
    if waiting:
        pair = waiting[0]
        aside = reviews.state(pair.a, pair.b) == "later"
        context["pair"] = shown_pair(customers, pair, reader_language(), put_aside=aside)
        numbers = sorted({customers.resolve(pair.a), customers.resolve(pair.b)})
        note(request, Action.PERSONS_SEEN, customers=numbers, about=LOOK)
    return render(request, "identity/review.html", context)


@needs("decide_identity", notes=Action.LINK_DECIDED)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Keep what was decided about a pair, and show the next one."""
    state = request.POST.get("state", "")
    if state not in DECISIONS:
        raise Http404
    pair = _pair(request)
    workspace().decide(pair, cast("Decided", state), by=str(request.user.pk))
    note(request, Action.LINK_DECIDED, customers=[pair.a, pair.b], about=state)
    return redirect("identity:review")


@needs("decide_identity", notes=Action.LINK_DECIDED)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what this account decided last."""
    reviews = workspace().reviews()
    last = _last(request, reviews)
    if last is not None:
        pair = next(each for each in reviews.candidates if (each.a, each.b) == (last.a, last.b))
        workspace().decide(pair, "open", by=str(request.user.pk))
        note(request, Action.LINK_DECIDED, customers=[pair.a, pair.b], about="open")
    return redirect("identity:review")


@needs("decide_identity")
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Compare all customers anew."""
    waiting = Job.objects.filter(kind=LOOK, state__in=ACTIVE).order_by("-pk").first()
    return redirect("jobs:job", waiting.pk if waiting else start_job(LOOK, {}, user=asking_user(request)).pk)


@needs("decide_identity", notes=Action.LINK_DECIDED)
@require_POST
def link_sure(request: HttpRequest) -> HttpResponse:
    """Link the pairs of which the model is sure."""
    count = workspace().link_sure_pairs(by=str(request.user.pk))
    words = ngettext("One pair was linked.", "%(count)d pairs were linked.", count) % {"count": count}
    messages.success(request, f"{words} {_('It takes effect when the journeys are built.')}")
    return redirect("identity:review")


def _pair(request: HttpRequest) -> Candidate:
    """The candidate that the form is about; 404 where there is none (any more)."""
    wanted = request.POST.get("a", ""), request.POST.get("b", "")
    for each in workspace().reviews().candidates:
        if (str(each.a), str(each.b)) == wanted:
            return each
    raise Http404


def _last(request: HttpRequest, reviews: Reviews) -> Decision | None:
    """What this account decided last and has not taken back."""
    known = {(each.a, each.b) for each in reviews.candidates}
    return next(
        (
            each
            for each in reversed(reviews.decisions)
            if each.by == str(request.user.pk)
            and each.state == reviews.state(each.a, each.b) != "open"
            and (each.a, each.b) in known
        ),
        None,
    )
