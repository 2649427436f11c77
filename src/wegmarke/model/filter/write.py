"""From a filter's tree to its text, and texts joined."""

from __future__ import annotations

from wegmarke.model.filter.ast import (
    All,
    And,
    Began,
    Between,
    CameAfter,
    CameSaying,
    Compare,
    DecidedAfter,
    Duration,
    Ended,
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
    Or,
    Order,
    Path,
    Promised,
    PromiseFrom,
    PromiseToKeep,
    Reached,
    ReachedWithout,
    Step,
    Visited,
)
from wegmarke.model.filter.lexer import quoted
from wegmarke.model.filter.parse import parse
from wegmarke.model.filter.values import written


def write(filter_: Filter) -> str:
    """The filter's normal form: one text for one tree, and `parse(write(f)) == f` within the limits of the language.

    `All` alone is the empty text, as in `Basis.filter`.
    """
    return "" if isinstance(filter_, All) else _text(filter_)


def both(*filters: Filter) -> Filter:
    """All of these together; `All` adds nothing, and of nothing is `All`."""
    parts = tuple(condition for filter_ in filters for condition in conditions(filter_))
    if len(parts) > 1:
        return And(parts)
    return parts[0] if parts else All()


def combine(*texts: str) -> str:
    """The text of all these filters together, with parentheses where they are needed; errors as in `parse`."""
    return write(both(*(parse(text) for text in texts)))


def conditions(filter_: Filter) -> tuple[Filter, ...]:
    """The conditions that must all hold: what a filter bar shows as chips. `both` joins them again."""
    parts = filter_.parts if isinstance(filter_, And) else (filter_,)
    return tuple(part for part in parts if not isinstance(part, All))


def _text(filter_: Filter) -> str:  # noqa: C901, PLR0911, PLR0912 - one case a kind of node
    match filter_:
        case All():
            return "all"
        case And(parts):
            return " and ".join(_grouped(part) if isinstance(part, Or) else _text(part) for part in parts)
        case Or(parts):
            return " or ".join(_text(part) for part in parts)
        case Not(part):
            return f"not {_grouped(part) if isinstance(part, And | Or) else _text(part)}"
        case Visited(touchpoints):
            return f"visited({_listed(touchpoints)})"
        case Began(touchpoints):
            return f"began({_listed(touchpoints)})"
        case Ended(touchpoints):
            return f"ended({_listed(touchpoints)})"
        case DecidedAfter(touchpoints):
            return f"decided_after({_listed(touchpoints)})"
        case Order(touchpoints):
            return f"order({_listed(touchpoints, ' > ')})"
        case Step(source, target):
            return f"step({_listed((source, target))})"
        case Path(touchpoints):
            return f"path({_listed(touchpoints)})"
        case Reached():
            return f"reached({_funnel(filter_)})"
        case ReachedWithout():
            return f"reached_without({_funnel(filter_)})"
        case Promised(state, departments):
            return f"promise({_listed((state, *departments))})"
        case PromiseToKeep(state, departments):
            return f"promise_to_keep({_listed((state, *departments))})"
        case PromiseFrom(state, touchpoint, giver, keeper):
            return f"promise_from({state}, {_listed((touchpoint, giver, keeper), ' > ')})"
        case Incident(kind, touchpoints):
            return f"incident({_listed((kind, *touchpoints))})"
        case IncidentOpen(kind, touchpoints):
            return f"incident_open({_listed((kind, *touchpoints))})"
        case IncidentOf(kind, departments):
            return f"incident_of({_listed((kind, *departments))})"
        case HasAttribute(name, words):
            return f"attribute({_listed((name, *words))})"
        case HadAttribute(name, words):
            return f"attribute_at_first({_listed((name, *words))})"
        case LeftSaying(codes):
            return f"left_saying({_listed(codes)})"
        case LeftAfter(kinds):
            return f"left_after({_listed(kinds)})"
        case CameSaying(codes):
            return f"came_saying({_listed(codes)})"
        case CameAfter(kinds):
            return f"came_after({_listed(kinds)})"
        case Compare(field, operator, value):
            return f"{field} {operator} {written(value)}"
        case In(field, values):
            return f"{field} in ({', '.join(written(value) for value in values)})"
        case Between(field, low, high):
            return f"{field} between {written(low)} and {written(high)}"


def _grouped(filter_: Filter) -> str:
    return f"({_text(filter_)})"


def _listed(names: tuple[str, ...], separator: str = ", ") -> str:
    return separator.join(quoted(name) for name in names)


def _funnel(node: Reached | ReachedWithout) -> str:
    stages = " > ".join(_listed(stage, " | ") for stage in node.stages)
    window = "" if node.window_seconds is None else f", {written(Duration(node.window_seconds))}"
    return f"{node.step}, {stages}{window}"
