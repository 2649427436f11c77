"""The truth about a practice company, as `practice/truth/truth.json` in its workspace tells it.

A workspace with that file is a practice company. The file is read with care: whoever simulates a company may have
edited it, and what cannot be understood is left out instead of breaking a page.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings

TRUTH = Path("practice") / "truth" / "truth.json"
LARGEST_BYTES = 32_000_000
NORMAL_95 = 1.959964

T = TypeVar("T")
Json = Mapping[str, object]


class _UnreadableError(Exception):
    """A part of the file that is not what it should be."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one thing does, in `unit` (share or eur), among n people; error: standard error of the value."""

    key: str
    unit: str
    value: float
    n: int
    error: float

    @property
    def low(self) -> float:
        """Where the 95 % interval begins."""
        return self.value - NORMAL_95 * self.error

    @property
    def high(self) -> float:
        """Where it ends."""
        return self.value + NORMAL_95 * self.error


@dataclass(frozen=True, slots=True)
class Part:
    """A share that was counted: `count` of `n`."""

    key: str
    count: int
    n: int

    @property
    def value(self) -> float:
        """The share."""
        return self.count / self.n


@dataclass(frozen=True, slots=True)
class Reasons:
    """Customers who left: a row for each true cause, a column for each reason they stated."""

    causes: tuple[str, ...]
    stated: tuple[str, ...]
    customers: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """A step from one department to the next at which the ball is dropped, and the margin that costs."""

    source: str
    target: str
    defect: str
    costs_eur: float


@dataclass(frozen=True, slots=True)
class Survey:
    """Who answers the customer survey: net promoter score of all invited and of those who answered, from -1 to 1."""

    invited: int
    answered: int
    of_all: float
    of_answered: float


@dataclass(frozen=True, slots=True)
class Wave:
    """The day on which one customer started a wave, and the share of people it reaches."""

    day: dt.date
    reaches: float


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of the company. matter: touchpoints (their labels' keys) by the defect that is met there."""

    people: int
    effects: Mapping[str, Effect]
    shares: Mapping[str, Part]
    matter: Mapping[str, tuple[str, ...]]
    decoys: tuple[str, ...]
    handovers: tuple[Handover, ...]
    reasons: Reasons | None
    survey: Survey | None
    wave: Wave | None


def truth() -> Truth | None:
    """The truth about this workspace; None where it is no practice company, or its truth cannot be read."""
    path = Path(settings.WORKSPACE) / TRUTH
    try:
        found = path.stat()
    except OSError:
        return None
    return _read(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, size: int) -> Truth | None:
    if size > LARGEST_BYTES:
        return None
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return read_truth(document)


def read_truth(document: object) -> Truth | None:
    """The truth in the document of a truth.json; None where it tells nothing."""
    if not isinstance(document, Mapping):
        return None
    effects = {one.key: one for one in _each(document.get("effects"), _effect)}
    shares = {one.key: one for one in _each(document.get("shares"), _part)}
    if not effects and not shares:
        return None
    touchpoints = document.get("touchpoints")
    of_touchpoints: Json = touchpoints if isinstance(touchpoints, Mapping) else {}
    return Truth(
        people=_one(document.get("customers"), _count) or 0,
        effects=effects,
        shares=shares,
        matter=dict(_each(of_touchpoints.get("matter"), _matter)),
        decoys=tuple(_each(of_touchpoints.get("only_correlate"), lambda one: _text(_object(one)["touchpoint"]))),
        handovers=tuple(_each(document.get("handovers"), _handover)),
        reasons=_one(document.get("reasons"), _reasons),
        survey=_one(document.get("survey"), _survey),
        wave=_one(document.get("wave"), _wave),
    )


def _one(value: object, read: Callable[[object], T]) -> T | None:
    """What was read, or None where it cannot be."""
    try:
        return read(value)
    except (_UnreadableError, KeyError):
        return None


def _each(values: object, read: Callable[[object], T]) -> Iterator[T]:
    """What can be read of a list."""
    if isinstance(values, list):
        found = (_one(value, read) for value in values)
        yield from (one for one in found if one is not None)


def _effect(value: object) -> Effect:
    one = _object(value)
    error = _number(one.get("standard_error", 0.0))
    return Effect(_text(one["key"]), _text(one["unit"]), _number(one["value"]), _count(one["n"]), error)


def _part(value: object) -> Part:
    one = _object(value)
    part = Part(_text(one["key"]), _count(one["count"]), _count(one["n"]))
    if not part.n > 0 or part.count > part.n:
        raise _UnreadableError
    return part


def _matter(value: object) -> tuple[str, tuple[str, ...]]:
    one = _object(value)
    return _text(one["defect"]), tuple(_text(touchpoint) for touchpoint in _list(one["touchpoints"]))


def _handover(value: object) -> Handover:
    one = _object(value)
    return Handover(_text(one["from"]), _text(one["to"]), _text(one["defect"]), _number(one["costs_eur"]))


def _reasons(value: object) -> Reasons:
    one = _object(value)
    causes = tuple(_text(cause) for cause in _list(one["true_causes"]))
    stated = tuple(_text(reason) for reason in _list(one["stated_reasons"]))
    customers = tuple(tuple(_count(count) for count in _list(row)) for row in _list(one["customers"]))
    if len(customers) != len(causes) or any(len(row) != len(stated) for row in customers):
        raise _UnreadableError
    return Reasons(causes, stated, customers)


def _survey(value: object) -> Survey:
    one = _object(value)
    scores = (_number(one["nps_of_all_invited"]), _number(one["nps_of_those_who_answered"]))
    return Survey(_count(one["invited"]), _count(one["answered"]), *scores)


def _wave(value: object) -> Wave:
    one = _object(value)
    try:
        day = dt.date.fromisoformat(_text(one["day"]))
    except ValueError as error:
        raise _UnreadableError from error
    return Wave(day, _number(one["reaches_share"]))


def _object(value: object) -> Json:
    if not isinstance(value, Mapping):
        raise _UnreadableError
    return value


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise _UnreadableError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _UnreadableError
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _UnreadableError
    try:
        number = float(value)
    except OverflowError as error:
        raise _UnreadableError from error
    if not math.isfinite(number):
        raise _UnreadableError
    return number


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _UnreadableError
    return value
