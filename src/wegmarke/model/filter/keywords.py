"""Keywords as sugar for the filter language: `log.where(outcome="lost", visited=["hotline", "returns"])`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from wegmarke.errors import WegmarkeError
from wegmarke.model.filter.ast import (
    Began,
    Between,
    CameAfter,
    CameSaying,
    Compare,
    DecidedAfter,
    Duration,
    Ended,
    Field,
    Filter,
    HadAttribute,
    HasAttribute,
    In,
    Incident,
    IncidentOf,
    IncidentOpen,
    LeftAfter,
    LeftSaying,
    Not,
    Order,
    Path,
    Promised,
    PromiseToKeep,
    Step,
    Value,
    Visited,
)
from wegmarke.model.filter.grammar import ATTRIBUTE_CALLS, CAME_CALLS, FIELDS, LEFT_CALLS, UNORDERED_KINDS
from wegmarke.model.filter.parse import parse
from wegmarke.model.filter.values import (
    amount_of,
    count_of,
    day_span,
    incident_kind_of,
    left_with,
    nearest,
    outcome_of,
    promise_is,
    wrong_value,
)
from wegmarke.model.filter.write import both

_ANY_OF: dict[str, type[Visited | Began | Ended | DecidedAfter | Path]] = {
    "visited": Visited,
    "began": Began,
    "ended": Ended,
    "decided_after": DecidedAfter,
    "path": Path,
}
_INCIDENTS: dict[str, type[Incident | IncidentOpen | IncidentOf]] = {
    "incident": Incident,
    "incident_open": IncidentOpen,
    "incident_of": IncidentOf,
}
KEYWORDS = (
    *_ANY_OF,
    "not_visited",
    "order",
    "step",
    "promise",
    "promise_to_keep",
    *_INCIDENTS,
    *ATTRIBUTE_CALLS,
    *LEFT_CALLS,
    *CAME_CALLS,
    *FIELDS,
)


def from_keywords(**conditions: object) -> Filter:
    """The filter for which all these conditions hold.

    visited, not_visited, began, ended, decided_after, path: a touchpoint or several; order: two or more in their
    order; step: two. promise, promise_to_keep: what became of it, or that and departments. outcome, channel,
    department, customer, journey: a value, or several of which one must be. length, value, asked, repeats,
    channel_breaks, incidents: a number; duration, waited: a `timedelta`; started, finished: a `date`; all of these also
    as text with an operator, as the language writes it (`length=">= 3"`, `duration="between 1 day and 1 week"`,
    order; step: two. incident, incident_open: a kind of incidents, and then touchpoints if any; incident_of: a kind and
    one department or several. attribute, attribute_at_first: the name of a customer attribute and one word or several.
    left_saying: codes of stated reasons; left_after: kinds of incidents; came_saying, came_after: codes of reasons for
    coming; all four also "any".
    outcome, channel, department, customer, journey: a value, or several of which one must
    be.
    length, value: a number; duration: a `timedelta`; started, finished: a `date`; each of these four also as text
    with an operator, as the language writes it (`length=">= 3"`, `duration="between 1 day and 1 week"`,
    `started="2026-Q1"`), or several of which one must be. None is no condition.

    Errors: `filter_unknown_word` for another keyword, `filter_wrong_value` for a value that it does not take.
    """
    filters: list[Filter] = []
    for keyword, value in conditions.items():
        if keyword not in KEYWORDS:
            raise WegmarkeError(
                "filter_unknown_word",
                word=keyword,
                position=None,
                suggestions=nearest(keyword, KEYWORDS),
                known=KEYWORDS,
            )
        if value is not None:
            filters.append(_condition(keyword, value))
    return both(*filters)


def _condition(keyword: str, value: object) -> Filter:  # noqa: PLR0911 - one line a word of the language
    if keyword in FIELDS:
        return _comparison(keyword, value)
    names = _names(keyword, value)
    if keyword in {"promise", "promise_to_keep"}:
        return _promise(keyword, names)
    if keyword == "not_visited":
        return Not(Visited(names))
    if keyword == "order" and len(names) >= 2:
        return Order(names)
    if keyword == "step" and len(names) == 2:
        return Step(names[0], names[1])
    if keyword in _INCIDENTS:
        return _incident(keyword, names)
    if keyword in ATTRIBUTE_CALLS:
        if len(names) == 1:
            raise wrong_value(keyword, names[0], ("name",), None)
        return (HasAttribute if keyword == "attribute" else HadAttribute)(names[0], names[1:])
    if keyword in LEFT_CALLS:
        given = tuple(left_with(name, keyword) for name in names)
        return LeftSaying(given) if keyword == "left_saying" else LeftAfter(given)
    if keyword in CAME_CALLS:
        given = tuple(left_with(name, keyword) for name in names)
        return CameSaying(given) if keyword == "came_saying" else CameAfter(given)
    if keyword in {"order", "step"}:
        raise wrong_value(keyword, ", ".join(names), ("two_touchpoints",), None)
    return _ANY_OF[keyword](names)


def _promise(keyword: str, names: tuple[str, ...]) -> Filter:
    state, departments = promise_is(names[0], keyword), names[1:]
    if keyword == "promise":
        return Promised(state, departments)
    if not departments:
        raise wrong_value(keyword, names[0], ("name",), None)
    return PromiseToKeep(state, departments)


def _incident(keyword: str, names: tuple[str, ...]) -> Filter:
    kind = incident_kind_of(names[0], keyword)
    if keyword == "incident_of" and len(names) == 1:
        raise wrong_value(keyword, kind, ("name",), None)
    return _INCIDENTS[keyword](kind, names[1:])


def _names(keyword: str, value: object) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else value
    if isinstance(names, Sequence) and names:
        texts = tuple(name for name in names if isinstance(name, str) and name)
        if len(texts) == len(names):
            return texts
    raise wrong_value(keyword, str(value), ("touchpoint",), None)


def _comparison(field: Field, value: object) -> Filter:
    if isinstance(value, str | int | float | dt.date | dt.timedelta):
        if isinstance(value, str) and FIELDS[field] not in UNORDERED_KINDS:
            return _from_text(field, value)
        return Compare(field, "=", _value(field, value))
    if isinstance(value, Sequence | set | frozenset) and value:
        values = (
            sorted(value, key=str) if isinstance(value, set | frozenset) else value
        )  # a set has no order of its own
        return In(field, tuple(_value(field, one) for one in values))
    raise wrong_value(field, str(value), (_EXPECTED[field],), None)


def _from_text(field: Field, text: str) -> Filter:
    """An ordered field's condition as the language writes it, `=` when it has none; nothing else may be in it."""
    first = text.lstrip()[:1]
    words = text.split()
    begins = first in {"=", "!", "<", ">"} or (bool(words) and words[0].lower() in {"between", "in"})
    filter_ = parse(f"{field} {text}" if begins else f"{field} = {text}")
    if not isinstance(filter_, Compare | Between | In):
        raise wrong_value(field, text, (_EXPECTED[field],), None)
    return filter_


def _value(field: Field, value: object) -> Value:  # noqa: PLR0911 - one case a kind of field
    kind = FIELDS[field]
    match kind, value:
        case "outcome", str():
            return outcome_of(value)
        case "name", str() | int() if str(value):
            return str(value)
        case "count", int() | float():
            return count_of(repr(value), field)
        case "amount", int() | float():
            return amount_of(repr(value), field)
        case "duration", dt.timedelta() if value == dt.timedelta(seconds=value // _SECOND) and value >= _NONE:
            return Duration(value // _SECOND)
        case "date", dt.date():
            return day_span(value.date() if isinstance(value, dt.datetime) else value)
        case _, str() if kind not in UNORDERED_KINDS:
            filter_ = _from_text(field, value)
            if isinstance(filter_, Compare) and filter_.operator == "=":
                return filter_.value
        case _:
            pass
    raise wrong_value(field, str(value), (_EXPECTED[field],), None)


_NONE = dt.timedelta()
_SECOND = dt.timedelta(seconds=1)
_EXPECTED = {field: {"count": "whole_number", "amount": "number"}.get(kind, kind) for field, kind in FIELDS.items()}
