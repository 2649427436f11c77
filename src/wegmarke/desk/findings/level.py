"""Whose journeys a request speaks of, those of customers or of accounts (companies).

It stands in the address (`?level=account`), and every address that a page writes from then on carries it: `with_query`
asks here. So one place decides, and a link that is passed on shows the same.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import get_args

from django.http import HttpRequest, HttpResponseBase

from wegmarke.errors import WegmarkeError
from wegmarke.model.settings import Level

LEVELS: tuple[Level, ...] = get_args(Level)
LEVEL = "level"
_PRESENT: ContextVar[Level] = ContextVar("level", default="customer")


def present_level() -> Level:
    """Whose journeys the page speaks of that is being made."""
    return _PRESENT.get()


def speak_of(level: Level) -> None:
    """Let the page that is being made speak of these journeys, its links included, until the request is answered."""
    _PRESENT.set(level)


def level_of(request: HttpRequest) -> Level:
    """What stands in the address; `question_argument` for a word that is no level."""
    written = request.GET.get(LEVEL) or "customer"
    for level in LEVELS:
        if written == level:
            return level
    raise WegmarkeError("question_argument", argument=LEVEL, value=written, expected=list(LEVELS))


class LevelOfRequest:
    """Let every request begin at the level of customers: what the one before said must not reach the next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        token = _PRESENT.set("customer")
        try:
            return self.get_response(request)
        finally:
            _PRESENT.reset(token)


@dataclass(frozen=True, slots=True)
class LevelSwitch:
    """The two addresses between which one switches, and at which one is."""

    customers_url: str
    accounts_url: str
    level: Level
