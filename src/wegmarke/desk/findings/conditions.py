"""Conditions from the fields of the form "add a condition"."""

from __future__ import annotations

from django.http import QueryDict

from wegmarke.model.filter import (
    Began,
    Between,
    Compare,
    DecidedAfter,
    Duration,
    Ended,
    Field,
    Filter,
    In,
    Not,
    Operator,
    Visited,
    both,
    parse,
)
from wegmarke.model.filter.grammar import SECONDS_OF_UNIT
from wegmarke.model.filter.values import count_of, outcome_of, span_of, wrong_value

PLACES: dict[str, type[Visited | Began | Ended | DecidedAfter]] = {
    "visited": Visited,
    "began": Began,
    "ended": Ended,
    "decided_after": DecidedAfter,
}


def conditions_of(fields: QueryDict) -> Filter:
    """All conditions that were filled in, together. `filter_wrong_value` for a number or a date that is none."""
    found: list[Filter] = []
    outcomes = tuple(outcome_of(value) for value in fields.getlist("outcome"))
    if outcomes:
        found.append(Compare("outcome", "=", outcomes[0]) if len(outcomes) == 1 else In("outcome", outcomes))
    touchpoints = tuple(filter(None, fields.getlist("touchpoint")))
    if touchpoints:
        place = fields.get("place", "visited")
        found.append(Not(Visited(touchpoints)) if place == "not_visited" else PLACES.get(place, Visited)(touchpoints))
    for field in ("channel", "department"):
        values = tuple(filter(None, fields.getlist(field)))
        if values:
            found.append(Compare(field, "=", values[0]) if len(values) == 1 else In(field, values))
    found += _dates(fields)
    found += _lengths(fields)
    found += _durations(fields)
    expression = fields.get("expression") or ""
    if expression.strip():
        found.append(parse(expression))
    return both(*found)


def _dates(fields: QueryDict) -> list[Filter]:
    field: Field = "finished" if fields.get("date_of") == "finished" else "started"
    low, high = (fields.get(name, "").strip() for name in ("date_from", "date_to"))
    if low and high:
        return [Between(field, span_of(low, field), span_of(high, field))]
    if low:
        return [Compare(field, ">=", span_of(low, field))]
    return [Compare(field, "<=", span_of(high, field))] if high else []


def _lengths(fields: QueryDict) -> list[Filter]:
    result: list[Filter] = []
    operators: tuple[tuple[str, Operator], ...] = (("from", ">="), ("to", "<="))
    for suffix, operator in operators:
        written = fields.get(f"length_{suffix}", "").strip()
        if written:
            if not written.isdigit():
                raise wrong_value("length", written, ("whole_number",), None)
            result.append(Compare("length", operator, count_of(written, "length")))
    return result


def _durations(fields: QueryDict) -> list[Filter]:
    unit = SECONDS_OF_UNIT.get(fields.get("duration_unit", "day").removesuffix("s"), SECONDS_OF_UNIT["day"])
    result: list[Filter] = []
    operators: tuple[tuple[str, Operator], ...] = (("from", ">="), ("to", "<="))
    for suffix, operator in operators:
        written = fields.get(f"duration_{suffix}", "").strip().replace(",", ".")
        if written:
            try:
                seconds = round(float(written) * unit)
            except (ValueError, OverflowError) as error:
                raise wrong_value("duration", written, ("duration",), None) from error
            if seconds < 0:
                raise wrong_value("duration", written, ("duration",), None)
            result.append(Compare("duration", operator, Duration(seconds)))
    return result
