"""The views of the journeys, as tabs that keep the filter."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.links import with_query


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its key, its name, its address under the present filter."""

    key: str
    label: str | Promise
    url: str


TABS = (
    ("map", _("Map"), "journeys:journeys"),
    ("paths", _("Paths"), "journeys:paths"),
    ("entries", _("Entries and exits"), "journeys:entries"),
    ("funnel", _("Funnel"), "journeys:funnel"),
    ("compare", _("Comparison"), "journeys:compare"),
    ("attribution", _("Attribution"), "journeys:attribution"),
    ("table", _("Table"), "journeys:table"),
)


def tabs(scope: Scope) -> tuple[Tab, ...]:
    """All tabs, each under the filter one is at."""
    return tuple(Tab(key, label, with_query(reverse(view), where=scope.where)) for key, label, view in TABS)
