"""Critical events, promises and what was said on leaving, from the fields of the form "add a condition"."""

from __future__ import annotations

from django.http import QueryDict

from wegmarke.model.filter import (
    CameAfter,
    CameSaying,
    Filter,
    Incident,
    IncidentOf,
    IncidentOpen,
    LeftAfter,
    LeftSaying,
    Promised,
    PromiseFrom,
    PromiseToKeep,
)
from wegmarke.model.filter.values import incident_kind_of, left_with, promise_is, wrong_value

KNOWN = "="
"""Stands before the name of a department that was chosen; alone it is the department that nobody noted, and nothing at
all is whichever department."""


def incidents(fields: QueryDict) -> list[Filter]:
    """An event of one kind: at a touchpoint, with a department, or wherever; the ones still open where that is asked.
    Touchpoint and department together are two conditions, since they need not be the same event.
    """
    chosen = fields.get("incident", "")
    if not chosen:
        return []
    kind = incident_kind_of(chosen, "incident")
    touchpoints = tuple(filter(None, fields.getlist("incident_at")))
    departments = _departments(fields, "incident_of")
    found: list[Filter] = []
    if departments:
        found.append(IncidentOf(kind, departments))
    if fields.get("incident_open"):
        found.append(IncidentOpen(kind, touchpoints))
    elif touchpoints or not departments:
        found.append(Incident(kind, touchpoints))
    return found


def promises(fields: QueryDict) -> list[Filter]:
    """A promise of which this became: by one department, for another to keep, at a touchpoint. Of a touchpoint the
    language speaks only together with both departments: `filter_wrong_value` where one is left open.
    """
    chosen = fields.get("promise", "")
    if not chosen:
        return []
    state = promise_is(chosen, "promise")
    givers, keepers = _departments(fields, "promise_by"), _departments(fields, "promise_for")
    touchpoint = fields.get("promise_at", "")
    if touchpoint:
        if len(givers) != 1 or len(keepers) != 1:
            raise wrong_value("promise_from", touchpoint, ("both_departments",), None)
        return [PromiseFrom(state, touchpoint, givers[0], keepers[0])]
    found: list[Filter] = [PromiseToKeep(state, keepers)] if keepers else []
    return [Promised(state, givers), *found] if givers or not keepers else found


def leaving(fields: QueryDict) -> list[Filter]:
    """What was said on leaving, and after which events customers left."""
    said = tuple(left_with(value, "left_saying") for value in fields.getlist("left_saying") if value)
    after = tuple(left_with(value, "left_after") for value in fields.getlist("left_after") if value)
    found: list[Filter] = [LeftSaying(said)] if said else []
    return [*found, LeftAfter(after)] if after else found


def coming(fields: QueryDict) -> list[Filter]:
    """What was said of the reason for coming, and what lay before the first purchase."""
    said = tuple(left_with(value, "came_saying") for value in fields.getlist("came_saying") if value)
    after = tuple(left_with(value, "came_after") for value in fields.getlist("came_after") if value)
    found: list[Filter] = [CameSaying(said)] if said else []
    return [*found, CameAfter(after)] if after else found


def _departments(fields: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(value.removeprefix(KNOWN) for value in fields.getlist(name) if value.startswith(KNOWN))
