"""Where a reader is on the walk: kept in the session, changed by POST only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest

from wegmarke.desk.accounts.policy import may
from wegmarke.desk.walk.steps import COUNT
from wegmarke.desk.walk.truth import Truth, truth

KEY = "walk"


@dataclass(frozen=True, slots=True)
class State:
    """at: the question one is at, None where one is not walking. done: questions answered. later: card put away."""

    at: int | None = None
    done: tuple[int, ...] = ()
    later: bool = False

    def through(self, question: int) -> State:
        """The state with this question done."""
        return replace(self, done=tuple(sorted({*self.done, question})))

    @property
    def next(self) -> int | None:
        """The first question that is not done; None where all are."""
        return next((number for number in range(1, COUNT + 1) if number not in self.done), None)


def walkable(request: HttpRequest) -> Truth | None:
    """The truth for whom there is a walk: in a practice company, for roles that may see journeys."""
    return truth() if may(getattr(request, "user", None), "see_journeys") else None


def state_of(request: HttpRequest) -> State:
    """The state that the session holds; what it cannot hold any more counts as not begun."""
    session = getattr(request, "session", None)
    kept = session.get(KEY) if session is not None else None
    if not isinstance(kept, dict):
        return State()
    done = kept.get("done")
    numbers = tuple(n for n in done if _is_question(n)) if isinstance(done, list) else ()
    at = kept.get("at")
    return State(at if _is_question(at) else None, numbers, kept.get("later") is True)


def keep(request: HttpRequest, state: State) -> None:
    """Put the state into the session."""
    request.session[KEY] = {"at": state.at, "done": list(state.done), "later": state.later}


def present_question(request: HttpRequest) -> int | None:
    """The question whose bar this page shows: the one its address names, else the one the session is at."""
    named = read_number(request.GET.get("walk", ""))
    return named if named is not None else state_of(request).at


def read_number(text: str) -> int | None:
    """The number of a question; None for everything else."""
    return int(text) if len(text) == 1 and text.isascii() and text.isdigit() and _is_question(int(text)) else None


def _is_question(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= COUNT
