"""Which page answers a question: found in the addresses of the desk, so that a new page is led to by itself."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse

from wegmarke.desk.findings.links import with_query

_ELSEWHERE = {
    "attribution": "journeys:attribution",
    "coding": "reasons:coding",
    "coming": "reasons:coming",
    "compare": "journeys:compare",
    "customers": "customers:customers",
    "entries": "journeys:entries",
    "funnel": "journeys:funnel",
    "late_changes": "reasons:late_changes",
    "map": "journeys:journeys",
    "paths": "journeys:paths",
    "value": "customers:value",
}
"""Pages whose app is not named after the question."""


def question_page(question: str, arguments: Mapping[str, object] | None = None, where: str = "") -> str:
    """The address of the page of that question among the journeys of the filter; "" where it has none."""
    try:
        path = reverse(_ELSEWHERE.get(question, f"{question}:{question}"))
    except NoReverseMatch:
        return ""
    return with_query(path, where=where, **{name: _written(value) for name, value in (arguments or {}).items()})


def _written(value: object) -> object:
    """A range as an address has it."""
    return "..".join(f"{one:g}" for one in value) if isinstance(value, tuple) else value
