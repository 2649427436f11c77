"""A filter put to the index: which journeys of a partition it chooses.

`select(filter, index)` turns words into codes once; `Selection.choose(partition)` gives a boolean array over the
partition's journeys, or None for "all of them" (the fast path). The same selection serves counts, maps, lists and
exports, so they agree.
"""

from __future__ import annotations

import pickle
import sys
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal

from wegmarke.clock import to_seconds, zone
from wegmarke.errors import WegmarkeError
from wegmarke.index.came import came_condition
from wegmarke.index.conditions import (
    AtPlace,
    Both,
    Chooser,
    Chosen,
    Either,
    Everything,
    GavePromise,
    HasIncident,
    HasStep,
    HasWord,
    Label,
    Measure,
    Negation,
    OfCustomer,
    OnPath,
    OutcomeIs,
    ReachedStage,
    VisitedAny,
)
from wegmarke.index.efforts import EFFORT_KINDS
from wegmarke.index.incidents import incident_marks
from wegmarke.index.index import Index
from wegmarke.index.kept import Kept
from wegmarke.index.left import left_condition
from wegmarke.index.partition import Partition
from wegmarke.index.promises import PROMISE_STATES
from wegmarke.index.stages import Stages
from wegmarke.model import filter as f
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.text import minor_digits

KEPT_ARRIVED = 16
"""So many selections that came from another machine are known at once."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter in codes. `text` is its normal form; `everything` says that nothing is filtered."""

    text: str
    chooser: Chooser
    everything: bool
    _known: Kept[Chosen] = field(default_factory=lambda: Kept(sys.maxsize, budget=None), compare=False, repr=False)

    def choose(self, partition: Partition) -> Chosen | None:
        """The journeys chosen, shape (J,), or None for all. Journeys that stand in an overlay by now are never
        chosen in the base.
        """
        if self.everything:
            return partition.live
        known = self._known.get(partition, None)  # not by its name: an overlay and coded texts leave that as it was
        if known is None:
            known = self.chooser.choose(partition)
            if partition.live is not None:
                known = known & partition.live
            self._known.put(partition, None, known, known.nbytes)
        return known

    def __reduce__(self) -> tuple[Any, ...]:
        """Only the conditions travel to another machine."""
        if self.everything:
            return (_everything, ())
        return (_arrived, (self.text, pickle.dumps(self.chooser)))


@lru_cache(KEPT_ARRIVED)
def _arrived(text: str, chooser: bytes) -> Selection:
    """The kernels of a question that come to a worker one after the other share what their filter chooses there."""
    return Selection(text, pickle.loads(chooser), everything=False)  # noqa: S301 - part of a pickle that is trusted


def _everything() -> Selection:
    return EVERYTHING


EVERYTHING = Selection("", Everything(), everything=True)


def select(text: str, index: Index) -> Selection:
    """The selection that a filter expression makes on this index; "" and `all` are everything.

    Errors: `filter_syntax`, `filter_unknown_word`, `filter_unknown_touchpoint`, `filter_wrong_value`.
    """
    if not text.strip():
        return EVERYTHING
    expression = f.resolve(f.parse(text), index.touchpoints)
    if isinstance(expression, f.All):
        return EVERYTHING
    return Selection(f.write(expression), _chooser(expression, index), everything=False)


def intersect(first: Selection, second: Selection) -> Selection:
    """Journeys that both choose."""
    return Selection(f.combine(first.text, second.text), Both((first.chooser, second.chooser)), everything=False)


def stages_of(stages: tuple[tuple[str, ...], ...], window_seconds: int | None, index: Index) -> Stages:
    """A funnel's stages as codes."""
    return Stages(tuple(_codes(stage, index) for stage in stages), window_seconds, len(index.touchpoints))


def _codes(keys: tuple[str, ...], index: Index) -> tuple[int, ...]:
    return tuple(index.code(key) for key in keys)


def _chooser(expression: f.Filter, index: Index) -> Chooser:  # noqa: C901, PLR0911, PLR0912 - one line for each word of the language
    match expression:
        case f.All():
            return Everything()
        case f.And(parts):
            return Both(tuple(_chooser(part, index) for part in parts))
        case f.Or(parts):
            return Either(tuple(_chooser(part, index) for part in parts))
        case f.Not(part):
            return Negation(_chooser(part, index))
        case f.Visited(touchpoints):
            return VisitedAny(_codes(touchpoints, index), len(index.touchpoints))
        case f.Began(touchpoints):
            return AtPlace("entry", _codes(touchpoints, index))
        case f.Ended(touchpoints):
            return AtPlace("exit", _codes(touchpoints, index))
        case f.DecidedAfter(touchpoints):
            return AtPlace("before", _codes(touchpoints, index))
        case f.Order(touchpoints):
            stages = stages_of(tuple((key,) for key in touchpoints), None, index)
            return ReachedStage(stages, len(touchpoints))
        case f.Step(source, target):
            return HasStep(index.steps.code(index.code(source), index.code(target)))
        case f.Path(touchpoints):
            return OnPath(index.variant_of(_codes(touchpoints, index)))
        case f.Reached(step, stages, window):
            return ReachedStage(stages_of(stages, window, index), step)
        case f.ReachedWithout(step, stages, window):
            return ReachedStage(stages_of(stages, window, index), step, exactly=True)
        case f.Promised(state, departments):
            return _promise(state, index, giver=departments or None)
        case f.PromiseToKeep(state, departments):
            return _promise(state, index, keeper=departments)
        case f.PromiseFrom(state, touchpoint, giver, keeper):
            return _promise(state, index, (giver,), (keeper,), index.code(touchpoint))
        case f.Incident() | f.IncidentOpen() | f.IncidentOf():
            return _incident(expression, index)
        case f.HasAttribute() | f.HadAttribute():
            return _attribute(expression, index)
        case f.LeftSaying() | f.LeftAfter():
            return left_condition(expression, index)
        case f.CameSaying() | f.CameAfter():
            return came_condition(expression, index)
        case f.Compare() | f.In() | f.Between():
            return _comparison(expression, index)
    raise WegmarkeError("filter_unknown_word", word=str(expression))


def _promise(
    state: f.PromiseIs,
    index: Index,
    giver: tuple[str, ...] | None = None,
    keeper: tuple[str, ...] | None = None,
    touchpoint: int | None = None,
) -> Chooser:
    codes = [None if names is None else _department_codes(names, index) for names in (giver, keeper)]
    place = None if state == "given" else PROMISE_STATES.index(state)
    return GavePromise(place, index.last_seconds, codes[0], codes[1], touchpoint)


def _department_codes(names: tuple[str, ...], index: Index) -> tuple[int, ...]:
    """Codes of departments; 0 of the empty name. One that is written exactly so comes before any case."""
    found: list[int] = []
    for name in names:
        if not name:
            found.append(0)
        elif name in index.departments:
            found.append(index.departments.index(name) + 1)
        else:
            found += [code + 1 for code, word in enumerate(index.departments) if word.casefold() == name.casefold()]
    return tuple(found)


def _incident(expression: f.Incident | f.IncidentOpen | f.IncidentOf, index: Index) -> Chooser:
    """The rules of the index as they are now go into the condition, so that it means the same wherever it travels."""
    marks = incident_marks(index).only(expression.kind)
    if isinstance(expression, f.IncidentOf):
        return HasIncident(marks, "department", tuple(_word_codes(expression.departments, index.departments)))
    still_open = isinstance(expression, f.IncidentOpen)
    if not expression.touchpoints:
        return HasIncident(marks, still_open=still_open)
    return HasIncident(marks, "touchpoint", _codes(expression.touchpoints, index), still_open)


def _attribute(expression: f.HasAttribute | f.HadAttribute, index: Index) -> Chooser:
    place = index.attribute(expression.name)
    codes = _word_codes(expression.words, index.attributes[place].words)
    unknown = [0] if "" in expression.words else []
    which: Literal["first", "last"] = "last" if isinstance(expression, f.HasAttribute) else "first"
    return OfCustomer(place, (*unknown, *codes), which)


def _word_codes(wanted: tuple[str, ...], words: tuple[str, ...]) -> list[int]:
    """Codes of words, which are written in any case."""
    folded = {word.casefold() for word in wanted}
    return [code + 1 for code, word in enumerate(words) if word.casefold() in folded]


def _comparison(expression: f.Compare | f.In | f.Between, index: Index) -> Chooser:
    match expression:
        case f.In(name, values):
            return Either(tuple(_comparison(f.Compare(name, "=", value), index) for value in values))
        case f.Between(name, low, high):
            return Both(
                (_comparison(f.Compare(name, ">=", low), index), _comparison(f.Compare(name, "<=", high), index))
            )
        case f.Compare(name, operator, value):
            if name in {"outcome", "channel", "department", "customer", "journey"}:
                same = _word(name, str(value), index)
                return same if operator == "=" else Negation(same)
            return _measure(name, operator, value, index)


def _word(name: str, value: str, index: Index) -> Chooser:
    match name:
        case "outcome":
            if value.casefold() not in OUTCOME_NAMES:
                raise WegmarkeError(
                    "filter_wrong_value", field="outcome", value=value, expected=", ".join(OUTCOME_NAMES)
                )
            return OutcomeIs((OUTCOME_NAMES.index(value.casefold()),))
        case "channel" | "department":
            words = index.channels if name == "channel" else index.departments
            codes = tuple(_word_codes((value,), words))
            return HasWord(name, codes) if codes else Everything(holds=False)
        case _:
            return Label(name, (value,))


def _measure(name: str, operator: str, value: object, index: Index) -> Chooser:
    low, high = _span(name, value, index)
    marks = incident_marks(index) if name in EFFORT_KINDS else None
    match operator:
        case "=":
            return Measure(name, low, high, marks)
        case "!=":
            return Negation(Measure(name, low, high, marks))
        case "<":
            return Measure(name, None, low, marks)
        case "<=":
            return Measure(name, None, high, marks)
        case ">":
            return Measure(name, high, None, marks)
        case _:
            return Measure(name, low, None, marks)


def _span(name: str, value: object, index: Index) -> tuple[float, float]:
    """The half-open span of whole units that a value stands for: a day, a second, one cent, one interaction."""
    if isinstance(value, f.DateSpan):
        return _midnight(value.first, index), _midnight(value.after_last, index)
    if isinstance(value, f.Duration):
        return float(value.seconds), float(value.seconds) + 1
    if isinstance(value, (int, float)):
        digits = minor_digits(index.settings.currency)
        whole = round(float(value) * 10**digits) if name == "value" else float(value)
        return whole, whole + 1
    raise WegmarkeError("filter_wrong_value", field=name, value=str(value), expected=name)


def _midnight(day: date, index: Index) -> float:
    moment = datetime(day.year, day.month, day.day, tzinfo=zone(index.settings.time_zone))
    return float(to_seconds(moment))
