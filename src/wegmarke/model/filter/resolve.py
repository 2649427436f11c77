"""Names in a filter turned into the permanent keys and spellings of an index."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from wegmarke.errors import WegmarkeError
from wegmarke.model.filter.ast import (
    All,
    And,
    Began,
    Between,
    CameAfter,
    CameSaying,
    Compare,
    DecidedAfter,
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
from wegmarke.model.filter.values import nearest
from wegmarke.model.touchpoint import Touchpoint

_MOST_SUGGESTIONS = 3


def resolve(filter_: Filter, touchpoints: Sequence[Touchpoint]) -> Filter:
    """The same filter with every touchpoint as its permanent key.

    A name is, in this order: a key; a label; a label or key without regard to case. So a saved filter, which holds
    keys, never changes its meaning when somebody names a touchpoint. `filter_unknown_touchpoint` with the nearest
    keys where it is none of them.
    """
    key_of_name: dict[str, str] = {}
    for names in (
        [(touchpoint.key, touchpoint.key) for touchpoint in touchpoints],
        [(touchpoint.label, touchpoint.key) for touchpoint in touchpoints],
    ):
        for name, key in names:
            key_of_name.setdefault(name, key)
    folded: dict[str, str] = {}
    for name, key in key_of_name.items():
        folded.setdefault(_folded(name), key)

    def to_key(name: str) -> str:
        key = key_of_name.get(name) or folded.get(_folded(name))
        if key is None:
            near = nearest(name, key_of_name, most=_MOST_SUGGESTIONS)
            suggestions = tuple(dict.fromkeys(key_of_name[candidate] for candidate in near))
            raise WegmarkeError("filter_unknown_touchpoint", touchpoint=name, suggestions=suggestions)
        return key

    return renamed(filter_, to_key)


def renamed(filter_: Filter, to_key: Callable[[str], str]) -> Filter:  # noqa: PLR0911 - one case a kind of node
    """The same filter with every touchpoint passed through `to_key`."""
    match filter_:
        case And(parts) | Or(parts):
            return replace(filter_, parts=tuple(renamed(part, to_key) for part in parts))
        case Not(part):
            return Not(renamed(part, to_key))
        case Step(source, target):
            return Step(to_key(source), to_key(target))
        case Reached(stages=stages) | ReachedWithout(stages=stages):
            return replace(filter_, stages=tuple(tuple(map(to_key, stage)) for stage in stages))
        case Visited() | Began() | Ended() | DecidedAfter() | Order() | Path() | Incident() | IncidentOpen():
            return replace(filter_, touchpoints=tuple(map(to_key, filter_.touchpoints)))
        case PromiseFrom():
            return replace(filter_, touchpoint=to_key(filter_.touchpoint))
        case HasAttribute() | HadAttribute() | LeftSaying() | LeftAfter() | CameSaying() | CameAfter():
            return filter_
        case All() | IncidentOf() | Promised() | PromiseToKeep():
            return filter_
        case Compare() | In() | Between():
            return filter_


def touchpoints_of(filter_: Filter) -> tuple[str, ...]:
    """Every touchpoint that the filter names, once, in the order of its text."""
    found: dict[str, None] = {}

    def note(name: str) -> str:
        found[name] = None
        return name

    renamed(filter_, note)
    return tuple(found)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()
