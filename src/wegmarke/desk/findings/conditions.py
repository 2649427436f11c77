"""Conditions from the fields of the form "add a condition"."""

from __future__ import annotations

from django.http import QueryDict

from wegmarke.desk.findings.attribute_conditions import attributes
from wegmarke.desk.findings.event_conditions import coming, incidents, leaving, promises
from wegmarke.desk.findings.sequence_conditions import sequence
from wegmarke.desk.findings.written_numbers import count, elapsed, number
from wegmarke.model.filter import (
    Began,
    Between,
    Compare,
    DecidedAfter,
    Ended,
    Field,
    Filter,
    In,
    Not,
    Operator,
    Or,
    Value,
    Visited,
    both,
    parse,
)
from wegmarke.model.filter.grammar import FIELDS
from wegmarke.model.filter.values import outcome_of, span_of

PLACES: dict[str, type[Visited | Began | Ended | DecidedAfter]] = {
    "visited": Visited,
    "began": Began,
    "ended": Ended,
    "decided_after": DecidedAfter,
}


BOUNDED: tuple[Field, ...] = tuple(field for field, kind in FIELDS.items() if kind in {"count", "amount", "duration"})
"""Fields with a lowest and a highest value, each a field of the form: `length_from`, `length_to`."""
_BOUNDS: tuple[tuple[str, Operator], ...] = (("from", ">="), ("to", "<="))


def conditions_of(fields: QueryDict) -> Filter:
    """All conditions that were filled in: together, or any of them, or none of them, as `join` says.
    `filter_wrong_value` for a number or a date that is none, and for a sequence that is too short.
    """
    found = [*_basics(fields), *_dates(fields), *_bounds(fields)]
    found += [*incidents(fields), *promises(fields), *leaving(fields), *coming(fields)]
    found += [*sequence(fields), *attributes(fields)]
    expression = fields.get("expression") or ""
    if expression.strip():
        found.append(parse(expression))
    return _joined(found, fields.get("join", "all"))


def _joined(found: list[Filter], how: str) -> Filter:
    if how == "none":
        return both(*(Not(one) for one in found))
    return Or(tuple(found)) if how == "any" and len(found) > 1 else both(*found)


def _basics(fields: QueryDict) -> list[Filter]:
    found: list[Filter] = []
    outcomes = tuple(outcome_of(value) for value in fields.getlist("outcome"))
    if outcomes:
        found.append(_one_of("outcome", outcomes))
    touchpoints = tuple(filter(None, fields.getlist("touchpoint")))
    if touchpoints:
        place = fields.get("place", "visited")
        found.append(Not(Visited(touchpoints)) if place == "not_visited" else PLACES.get(place, Visited)(touchpoints))
    names: tuple[Field, ...] = ("channel", "department", "customer", "journey")
    for field in names:
        values = tuple(filter(None, (value.strip() for value in fields.getlist(field))))
        if values:
            found.append(_one_of(field, values))
    return found


def _one_of(field: Field, values: tuple[str, ...]) -> Filter:
    return Compare(field, "=", values[0]) if len(values) == 1 else In(field, values)


def _dates(fields: QueryDict) -> list[Filter]:
    field: Field = "finished" if fields.get("date_of") == "finished" else "started"
    low, high = (fields.get(name, "").strip() for name in ("date_from", "date_to"))
    if low and high:
        return [Between(field, span_of(low, field), span_of(high, field))]
    if low:
        return [Compare(field, ">=", span_of(low, field))]
    return [Compare(field, "<=", span_of(high, field))] if high else []


def _bounds(fields: QueryDict) -> list[Filter]:
    return [
        Compare(field, operator, _bound(field, written, fields.get(f"{field}_unit", "day")))
        for field in BOUNDED
        for suffix, operator in _BOUNDS
        if (written := fields.get(f"{field}_{suffix}", "").strip())
    ]


def _bound(field: Field, written: str, unit: str) -> Value:
    match FIELDS[field]:
        case "duration":
            return elapsed(written, unit, field)
        case "count":
            return count(written, field)
        case _:
            return number(written, field)
