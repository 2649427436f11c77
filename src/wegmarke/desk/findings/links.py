"""Addresses that carry a filter: of the list behind a number, of a touchpoint, of the page one is on with a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from wegmarke.desk.findings.level import LEVEL, present_level

NOT_CARRIED = ("drawer",)
"""What stands in an address and belongs to that moment only."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things a page can be asked for (an order, a horizon, an outcome), and the address under it."""

    words: str
    url: str
    is_on: bool


def with_query(path: str, **parameters: object) -> str:
    """The path with these parameters; empty ones are left out. Where the page speaks of accounts, the address says so,
    unless `level` is given.
    """
    if present_level() == "account":
        parameters = {LEVEL: "account", **parameters}
    given = {name: value for name, value in parameters.items() if value not in {None, ""}}
    return f"{path}?{urlencode(given)}" if given else path


def behind(where: str, **more: object) -> str:
    """The list of the customers and journeys that satisfy this filter."""
    return with_query(reverse("customers:customers"), where=where or "all", **more)


def touchpoint_page(key: str, where: str = "") -> str:
    """The page of a touchpoint, among the journeys of this filter."""
    return with_query(reverse("touchpoints:touchpoint", args=[key]), where=where)


def here(request: HttpRequest, changes: Mapping[str, object]) -> str:
    """The address one is at with parameters changed; those set to None or "" are left out."""
    query: QueryDict = request.GET.copy()
    for name in NOT_CARRIED:
        query.pop(name, None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in {None, ""}:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path
