"""A filter as the log may keep it: what was asked, without any word that somebody typed."""

from __future__ import annotations

from dataclasses import replace

from wegmarke.errors import WegmarkeError
from wegmarke.model.filter import And, Between, Compare, Filter, In, Not, Or, parse, write
from wegmarke.model.filter.ast import Value

HIDDEN = "…"


def without_words(where: str) -> str:
    """The filter with every free word hidden: an identifier, and whatever else was typed as a value, may be a person.

    Touchpoints stay (they are keys of the index), and so do outcomes, numbers, durations and dates. What cannot be read
    as a filter is hidden altogether.
    """
    if not where:
        return ""
    try:
        return write(_hidden(parse(where)))
    except WegmarkeError:
        return HIDDEN


def _hidden(filter_: Filter) -> Filter:
    match filter_:
        case And(parts) | Or(parts):
            return replace(filter_, parts=tuple(_hidden(part) for part in parts))
        case Not(part):
            return Not(_hidden(part))
        case Compare(field, operator, value) if field != "outcome":
            return Compare(field, operator, _value(value))
        case In(field, values) if field != "outcome":
            return In(field, tuple(dict.fromkeys(map(_value, values))))
        case Between(field, low, high):
            return Between(field, _value(low), _value(high))
        case _:
            return filter_


def _value(value: Value) -> Value:
    return HIDDEN if isinstance(value, str) else value
