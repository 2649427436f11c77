"""Touchpoints one after another, from the fields of the form "add a condition"."""

from __future__ import annotations

from django.http import QueryDict

from wegmarke.desk.findings.written_numbers import count, elapsed
from wegmarke.model.filter import Filter, Order, Path, Reached, ReachedWithout, Step
from wegmarke.model.filter.values import wrong_value

SEQUENCES = ("order", "step", "path", "reached", "reached_without")
"""What can be said of touchpoints one after another."""
PLACES_IN_SEQUENCE = 5
"""As many as the form has places for; the filter as text takes more."""
_PAIR = 2


def sequence(fields: QueryDict) -> list[Filter]:
    """The journeys that go this way: nothing where no touchpoint is chosen. `filter_wrong_value` where one alone is, or
    where the stage is none of them.
    """
    touchpoints = tuple(filter(None, fields.getlist("then")))
    how = fields.get("sequence", "order")
    if not touchpoints:
        return []
    if len(touchpoints) < _PAIR and how != "path":
        raise wrong_value(how, touchpoints[0], ("two_touchpoints",), None)
    match how:
        case "path":
            return [Path(touchpoints)]
        case "step":
            if len(touchpoints) > _PAIR:
                raise wrong_value(how, touchpoints[-1], ("two_touchpoints",), None)
            return [Step(touchpoints[0], touchpoints[1])]
        case "reached" | "reached_without":
            return [_funnel(fields, how, touchpoints)]
        case _:
            return [Order(touchpoints)]


def _funnel(fields: QueryDict, how: str, touchpoints: tuple[str, ...]) -> Filter:
    within = fields.get("within", "").strip()
    window = elapsed(within, fields.get("within_unit", "day"), how).seconds if within else None
    last = len(touchpoints) - (how == "reached_without")
    written = fields.get("stage", "").strip() or str(last)
    stage = int(count(written, how))
    if not 1 <= stage <= last:
        raise wrong_value(how, written, ("stage",), None)
    kind = ReachedWithout if how == "reached_without" else Reached
    return kind(stage, tuple((one,) for one in touchpoints), window)
