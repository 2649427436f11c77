"""The page of the walk, the truth at its end, and the steps from one question to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.views.decorators.http import require_GET, require_POST

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.walk.resolution import resolution
from wegmarke.desk.walk.state import keep, read_number, state_of
from wegmarke.desk.walk.steps import COUNT, STEPS, address, may_open
from wegmarke.desk.walk.truth import Truth, truth


def _truth() -> Truth:
    """The truth; 404 where this is no practice company."""
    found = truth()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Chapter:
    """A question in the list: whether it is done, whether one is at it, whether this role sees the page it opens."""

    number: int
    question: str | Promise
    done: bool
    is_here: bool
    opens: bool


@needs("see_journeys")
@require_GET
def walk(request: HttpRequest) -> HttpResponse:
    """All questions, those done with a tick, and the last chapter."""
    _truth()
    state = state_of(request)
    chapters = tuple(
        Chapter(n, step.question, n in state.done, n == state.at, may_open(request.user, n))
        for n, step in enumerate(STEPS, start=1)
    )
    context = {"chapters": chapters, "state": state, "done": len(state.done), "count": COUNT}
    return render(request, "walk/walk.html", context)


@needs("see_journeys")
@require_GET
def truth_page(request: HttpRequest) -> HttpResponse:
    """What is true of the company: effects, reasons, and what only goes along."""
    return render(request, "walk/truth.html", {"shown": resolution(_truth())})


@needs("see_journeys")
@require_POST
def go(request: HttpRequest) -> HttpResponse:
    """Go to a question, to the truth at the end, or end the walk. Whoever goes on from a question has done it."""
    _truth()
    state, wanted = state_of(request), request.POST.get("to", "")
    number, left = read_number(wanted), read_number(request.POST.get("from", ""))
    if left is not None and (wanted == "truth" or (number is not None and number > left)):
        state = state.through(left)
    keep(request, replace(state, at=number))
    if number is not None:
        return redirect(address(request, number))
    return redirect("walk:truth" if wanted == "truth" else "walk:walk")


@needs("see_journeys")
@require_POST
def card(request: HttpRequest) -> HttpResponse:
    """Put the card on the overview away, or bring it back."""
    _truth()
    back = request.POST.get("show") == "1"
    keep(request, replace(state_of(request), later=not back))
    return redirect("walk:walk" if back else "shell:overview")
