"""What every page of Understand begins with: the filter, the bar, and whether there is anything to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from wegmarke.desk.findings.asking import Scope, scope_of
from wegmarke.desk.findings.filter_bar import filter_bar
from wegmarke.desk.findings.level import LEVEL, LevelSwitch, level_of, speak_of
from wegmarke.desk.findings.links import here
from wegmarke.desk.setup.services import data_state, workspace
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import Finding
from wegmarke.model.settings import Level

MOST_PAGES = 1_000_000
Context = dict[str, object]


def asked_scope(request: HttpRequest, level: Level | None = None) -> Scope:
    """The journeys that the address speaks of, by filter and level; the links of the page carry the level from here on.

    level: of a page that always speaks of the same.
    """
    level = level or level_of(request)
    speak_of(level)
    return scope_of(request.GET.get("where", ""), level)


def begin(request: HttpRequest, level: Level | None = None) -> tuple[Scope, Context]:
    """The journeys that the address speaks of, and what the templates of these pages need.

    A page that can be asked has `scope.ready`; otherwise the template shows why not. level: as in `asked_scope`; such a
    page has no switch of its own.
    """
    scope = asked_scope(request, level)
    return scope, {
        "scope": scope,
        "data": data_state(),
        "bar": filter_bar(request, scope) if scope.index is not None else None,
        "level_switch": _switch(request, scope) if level is None else None,
    }


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form of the page takes along, so that filter and level stay."""
    return [(name, request.GET[name]) for name in ("where", "level") if request.GET.get(name)]


def is_part(request: HttpRequest) -> bool:
    """Whether it is asked for as a part of a page that is there already, for which one may wait longer."""
    return bool(HtmxDetails(request))


def page_number(request: HttpRequest, question: str) -> int:
    """Which page of a list the address asks for, from 1. Errors: `question_argument`."""
    written = request.GET.get("page", "1")
    if not written.isdecimal() or not 0 < int(written) < MOST_PAGES:
        raise WegmarkeError("question_argument", question=question, argument="page", value=written)
    return int(written)


def _switch(request: HttpRequest, scope: Scope) -> LevelSwitch | None:
    if not workspace().has_accounts and scope.level == "customer":
        return None
    customers, accounts = (here(request, {LEVEL: level, "page": ""}) for level in ("", "account"))
    return LevelSwitch(customers, accounts, scope.level)


def waited_for(
    request: HttpRequest, scope: Scope, question: str, arguments: Mapping[str, object], context: Context
) -> Finding[Any] | None:
    """The answer to a question that may take a while. The frame of the page comes at once, and asks for the answer by
    itself where that has to be made first: None until then, with `token` for how far it is; None as well where who
    waits has stopped it, with `stopped`.
    """
    if not is_part(request) and not scope.knows(question, arguments):
        context["token"] = scope.token(question, arguments)
        return None
    try:
        return scope.ask(question, arguments, can_stop=is_part(request))
    except WegmarkeError as error:
        if error.code != "question_stopped":
            raise
        context["stopped"] = True
        return None
