"""A filter put to the index: which journeys of a partition it chooses.

`select(filter, index)` turns words into codes once; `Selection.choose(partition)` gives a boolean array over the
partition's journeys, or None for "all of them" (the fast path). The same selection serves counts, maps, lists and
exports, so they agree.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.clock import to_seconds, zone
from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.index.kernels import journeys as k
from wegmarke.index.partition import Partition
from wegmarke.index.stages import Stages
from wegmarke.model import filter as f
from wegmarke.model.settings import OUTCOME_NAMES

Chosen = NDArray[np.bool_]
NOBODY = np.zeros(0, np.bool_)


class Chooser(Protocol):
    """One condition, in codes."""

    def choose(self, partition: Partition) -> Chosen:
        """The journeys for which it holds, shape (J,)."""
        ...


@dataclass(frozen=True, slots=True)
class Both:
    """All parts hold."""

    parts: tuple[Chooser, ...]

    def choose(self, partition: Partition) -> Chosen:
        """Journeys for which every part holds."""
        result = self.parts[0].choose(partition)
        for part in self.parts[1:]:
            result = result & part.choose(partition)
        return result


@dataclass(frozen=True, slots=True)
class Either:
    """Some part holds."""

    parts: tuple[Chooser, ...]

    def choose(self, partition: Partition) -> Chosen:
        """Journeys for which at least one part holds."""
        result = self.parts[0].choose(partition)
        for part in self.parts[1:]:
            result = result | part.choose(partition)
        return result


@dataclass(frozen=True, slots=True)
class Negation:
    """The part does not hold."""

    part: Chooser

    def choose(self, partition: Partition) -> Chosen:
        """Journeys for which it does not hold."""
        return ~self.part.choose(partition)


@dataclass(frozen=True, slots=True)
class Everything:
    """`all`, or its opposite."""

    holds: bool = True

    def choose(self, partition: Partition) -> Chosen:
        """All journeys, or none."""
        return np.full(len(partition.outcome), self.holds)


@dataclass(frozen=True, slots=True)
class VisitedAny:
    """One of the touchpoints was visited. Up to 64 touchpoints the stored bits decide alone."""

    codes: tuple[int, ...]
    touchpoints: int

    def choose(self, partition: Partition) -> Chosen:
        """Journeys with at least one of them."""
        bits = np.uint64(0)
        for code in self.codes:
            bits |= np.uint64(1) << np.uint64(code % 64)
        if self.touchpoints <= 64:
            result: Chosen = (partition.visited & bits) != 0
            return result
        wanted = np.zeros(self.touchpoints, np.bool_)
        wanted[list(self.codes)] = True
        out = np.empty(len(partition.outcome), np.bool_)
        visited = k.visited_8 if partition.touchpoint.dtype == np.uint8 else k.visited_16
        visited(partition.touchpoint, partition.start, wanted, partition.visited, bits, out)
        return out


@dataclass(frozen=True, slots=True)
class AtPlace:
    """The touchpoint at a place of the journey (entry, exit, before the outcome) is one of these."""

    place: str
    codes: tuple[int, ...]

    def choose(self, partition: Partition) -> Chosen:
        """Journeys with one of them there."""
        column: NDArray[Any] = getattr(partition, self.place)
        result = np.zeros(len(column), np.bool_)
        for code in self.codes:
            result |= column == code
        return result


@dataclass(frozen=True, slots=True)
class HasStep:
    """A step was taken at least once; None: nobody took it."""

    step: int | None

    def choose(self, partition: Partition) -> Chosen:
        """Journeys with that step."""
        out = np.zeros(len(partition.outcome), np.bool_)
        if self.step is not None:
            (k.with_code_16 if partition.step.dtype == np.uint16 else k.with_code_32)(
                partition.step, partition.start, self.step, out
            )
        return out


@dataclass(frozen=True, slots=True)
class OnPath:
    """The journey is exactly this path; None: nobody took it."""

    variant: int | None

    def choose(self, partition: Partition) -> Chosen:
        """Journeys on that path."""
        if self.variant is None:
            return np.zeros(len(partition.outcome), np.bool_)
        result: Chosen = partition.variant == np.uint32(self.variant)
        return result


@dataclass(frozen=True, slots=True)
class ReachedStage:
    """The journey got to that stage of a funnel; `exactly`: and not further."""

    stages: Stages
    stage: int
    exactly: bool = False

    def choose(self, partition: Partition) -> Chosen:
        """Journeys that got there."""
        reached = self.stages.reach(partition, NOBODY)
        return reached == self.stage if self.exactly else reached >= self.stage


@dataclass(frozen=True, slots=True)
class OutcomeIs:
    """The outcome is one of these codes."""

    codes: tuple[int, ...]

    def choose(self, partition: Partition) -> Chosen:
        """Journeys that ended so."""
        table = np.zeros(256, np.bool_)
        table[list(self.codes)] = True
        return table[partition.outcome]


@dataclass(frozen=True, slots=True)
class HasWord:
    """At least one interaction has one of these codes in the channel or department column."""

    column: str
    codes: tuple[int, ...]

    def choose(self, partition: Partition) -> Chosen:
        """Journeys with such an interaction."""
        result = np.zeros(len(partition.outcome), np.bool_)
        column: NDArray[np.uint16] | None = getattr(partition, self.column)
        if column is not None:
            for code in self.codes:
                out = np.zeros(len(result), np.bool_)
                k.with_code_16(column, partition.start, code, out)
                result |= out
        return result


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of the journey lies in [low, high) (None: no limit)."""

    what: str
    low: float | None
    high: float | None

    def choose(self, partition: Partition) -> Chosen:
        """Journeys whose number lies there."""
        values = self._values(partition)
        result = np.ones(len(partition.outcome), np.bool_)
        if self.low is not None:
            result &= values >= self.low
        if self.high is not None:
            result &= values < self.high
        return result

    def _values(self, partition: Partition) -> NDArray[Any]:
        match self.what:
            case "length":
                return np.diff(partition.start)
            case "duration":
                return partition.last_seconds.astype(np.int64) - partition.first_seconds
            case "started":
                return partition.first_seconds
            case "finished":
                return partition.last_seconds
            case _:  # the sum over no money at all is 0, in whichever partition a journey lies
                return np.zeros(len(partition.outcome), np.int64) if partition.value is None else partition.value


@dataclass(frozen=True, slots=True)
class Label:
    """The customer's identifier, or the journey's id, is one of these."""

    column: str
    words: tuple[str, ...]

    def choose(self, partition: Partition) -> Chosen:
        """Journeys of that name."""
        if self.column == "journey":
            if partition.journey_label is None:
                return np.zeros(len(partition.outcome), np.bool_)
            found = pc.is_in(partition.journey_label, pa.array(self.words, pa.string()))
            return np.asarray(found.to_numpy(zero_copy_only=False), np.bool_)
        values = pc.replace_substring_regex(partition.identifier, "^[^\x1f]*\x1f", "")
        of_customer = pc.is_in(values, pa.array(self.words, pa.string())).to_numpy(zero_copy_only=False)
        return np.repeat(np.asarray(of_customer, np.bool_), np.diff(partition.journeys))


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter in codes. `text` is its normal form; `everything` says that nothing is filtered."""

    text: str
    chooser: Chooser
    everything: bool
    _known: dict[str, Chosen] = field(default_factory=dict, compare=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)

    def choose(self, partition: Partition) -> Chosen | None:
        """The journeys chosen, shape (J,), or None for all. Journeys that stand in an overlay by now are never
        chosen in the base.
        """
        if self.everything:
            return partition.live
        with self._lock:
            known = self._known.get(partition.name)
        if known is None:
            known = self.chooser.choose(partition)
            if partition.live is not None:
                known = known & partition.live
            with self._lock:
                self._known[partition.name] = known
        return known

    def __reduce__(self) -> tuple[Any, ...]:
        """Only the conditions travel to another machine."""
        return (Selection, (self.text, self.chooser, self.everything))


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
        case f.Compare() | f.In() | f.Between():
            return _comparison(expression, index)
    raise WegmarkeError("filter_unknown_word", word=str(expression))


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
            codes = tuple(code + 1 for code, word in enumerate(words) if word.casefold() == value.casefold())
            return HasWord(name, codes) if codes else Everything(holds=False)
        case _:
            return Label(name, (value,))


def _measure(name: str, operator: str, value: object, index: Index) -> Chooser:
    low, high = _span(name, value, index)
    match operator:
        case "=":
            return Measure(name, low, high)
        case "!=":
            return Negation(Measure(name, low, high))
        case "<":
            return Measure(name, None, low)
        case "<=":
            return Measure(name, None, high)
        case ">":
            return Measure(name, high, None)
        case _:
            return Measure(name, low, None)


def _span(name: str, value: object, index: Index) -> tuple[float, float]:
    """The half-open span of whole units that a value stands for: a day, a second, one cent, one interaction."""
    if isinstance(value, f.DateSpan):
        return _midnight(value.first, index), _midnight(value.after_last, index)
    if isinstance(value, f.Duration):
        return float(value.seconds), float(value.seconds) + 1
    if isinstance(value, (int, float)):
        whole = round(float(value) * 100) if name == "value" else float(value)
        return whole, whole + 1
    raise WegmarkeError("filter_wrong_value", field=name, value=str(value), expected=name)


def _midnight(day: date, index: Index) -> float:
    moment = datetime(day.year, day.month, day.day, tzinfo=zone(index.settings.time_zone))
    return float(to_seconds(moment))
