"""What every page of Understand begins with: the filter, the bar, and whether there is anything to ask."""

from __future__ import annotations

from django.http import HttpRequest

from wegmarke.desk.findings.asking import Scope, scope_of
from wegmarke.desk.findings.filter_bar import filter_bar
from wegmarke.desk.findings.level import LEVEL, LevelSwitch, level_of, speak_of
from wegmarke.desk.findings.links import here
from wegmarke.desk.setup.services import data_state, workspace
from wegmarke.model.settings import Level

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


def _switch(request: HttpRequest, scope: Scope) -> LevelSwitch | None:
    if not workspace().has_accounts and scope.level == "customer":
        return None
    customers, accounts = (here(request, {LEVEL: level, "page": ""}) for level in ("", "account"))
    return LevelSwitch(customers, accounts, scope.level)
