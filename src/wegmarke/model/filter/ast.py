"""The expression tree of a filter. A filter says of every journey whether it belongs to a selection.

Touchpoints are permanent keys once `resolve` has been through; before, they may also be labels. Trees are in normal
form by construction: a conjunction inside a conjunction is one conjunction, so that `parse(write(tree)) == tree` for
every tree.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Operator = Literal["=", "!=", "<", "<=", ">", ">="]
Field = Literal[
    "outcome",
    "channel",
    "department",
    "length",
    "duration",
    "value",
    "asked",
    "repeats",
    "channel_breaks",
    "waited",
    "incidents",
    "started",
    "finished",
    "customer",
    "journey",
]
PromiseIs = Literal["given", "kept", "late", "broken", "open"]


@dataclass(frozen=True, slots=True)
class Duration:
    """An elapsed time in whole seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A day, month, quarter or year as `first` ≤ day < `after_last`, in the workspace's time zone.

    `text` is how it is written.
    """

    first: dt.date
    after_last: dt.date
    text: str


Value = str | float | Duration | DateSpan
"""What a field is compared with; which of these a field takes, `grammar.FIELDS` says."""


@dataclass(frozen=True, slots=True)
class All:
    """Every journey."""


@dataclass(frozen=True, slots=True)
class And:
    """Journeys for which all parts hold; at least two parts, none of them an And (such parts are taken in)."""

    parts: tuple[Filter, ...]

    def __post_init__(self) -> None:
        parts: list[Filter] = []
        for part in self.parts:
            parts.extend(part.parts if isinstance(part, And) else (part,))
        object.__setattr__(self, "parts", tuple(parts))
        _require(len(parts) >= 2, "And needs two parts")


@dataclass(frozen=True, slots=True)
class Or:
    """Journeys for which at least one part holds; at least two parts, none of them an Or (such parts are taken in)."""

    parts: tuple[Filter, ...]

    def __post_init__(self) -> None:
        parts: list[Filter] = []
        for part in self.parts:
            parts.extend(part.parts if isinstance(part, Or) else (part,))
        object.__setattr__(self, "parts", tuple(parts))
        _require(len(parts) >= 2, "Or needs two parts")


@dataclass(frozen=True, slots=True)
class Not:
    """Journeys for which the part does not hold."""

    part: Filter


@dataclass(frozen=True, slots=True)
class Visited:
    """Journeys with at least one interaction at any of these touchpoints."""

    touchpoints: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(len(self.touchpoints) >= 1, "Visited needs a touchpoint")


@dataclass(frozen=True, slots=True)
class Began:
    """Journeys whose first interaction is at one of these touchpoints."""

    touchpoints: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(len(self.touchpoints) >= 1, "Began needs a touchpoint")


@dataclass(frozen=True, slots=True)
class Ended:
    """Journeys whose last interaction is at one of these touchpoints."""

    touchpoints: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(len(self.touchpoints) >= 1, "Ended needs a touchpoint")


@dataclass(frozen=True, slots=True)
class DecidedAfter:
    """Journeys whose last interaction before the outcome is at one of these touchpoints."""

    touchpoints: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(len(self.touchpoints) >= 1, "DecidedAfter needs a touchpoint")


@dataclass(frozen=True, slots=True)
class Order:
    """Journeys that hold these touchpoints in this order; others may lie between."""

    touchpoints: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(len(self.touchpoints) >= 2, "Order needs two touchpoints")


@dataclass(frozen=True, slots=True)
class Step:
    """Journeys in which `source` is directly followed by `target` at least once."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Path:
    """Journeys that are exactly this sequence of touchpoints."""

    touchpoints: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(len(self.touchpoints) >= 1, "Path needs a touchpoint")


@dataclass(frozen=True, slots=True)
class Reached:
    """Journeys that got to stage number `step` (from 1) of the funnel, within the window from the first stage on.

    A stage is a tuple of touchpoints, any of which counts. A window of None is any time.
    """

    step: int
    stages: tuple[tuple[str, ...], ...]
    window_seconds: int | None = None

    def __post_init__(self) -> None:
        _require(len(self.stages) >= 2 and all(self.stages), "a funnel needs two stages, each with a touchpoint")
        _require(1 <= self.step <= len(self.stages), "step is the number of a stage")


@dataclass(frozen=True, slots=True)
class ReachedWithout:
    """Journeys that got to stage number `step` of the funnel and not to the next; the last stage has no next."""

    step: int
    stages: tuple[tuple[str, ...], ...]
    window_seconds: int | None = None

    def __post_init__(self) -> None:
        _require(len(self.stages) >= 2 and all(self.stages), "a funnel needs two stages, each with a touchpoint")
        _require(1 <= self.step < len(self.stages), "step is the number of a stage that is not the last")


@dataclass(frozen=True, slots=True)
class Promised:
    """Journeys in which a promise was given of which this became, by one of these departments; none: by any.

    The department "" is that of a contact that names none.
    """

    state: PromiseIs
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PromiseToKeep:
    """Journeys in which a promise was given of which this became, and which one of these departments had to keep.

    The department "" stands for "not known".
    """

    state: PromiseIs
    departments: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(len(self.departments) >= 1, "PromiseToKeep needs a department")


@dataclass(frozen=True, slots=True)
class PromiseFrom:
    """Journeys in which a promise was given of which this became: at this touchpoint, by one department, for another to
    keep.
    """

    state: PromiseIs
    touchpoint: str
    giver: str
    keeper: str


@dataclass(frozen=True, slots=True)
class Incident:
    """Journeys with an incident of this kind; where touchpoints are named, at one of them.

    What is an incident, the rules of the index say.
    """

    kind: str
    touchpoints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentOpen:
    """Journeys with an incident of this kind that is not settled yet; where touchpoints are named, at one of them."""

    kind: str
    touchpoints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentOf:
    """Journeys with an incident of this kind at a contact with one of these departments."""

    kind: str
    departments: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(len(self.departments) >= 1, "IncidentOf needs a department")


@dataclass(frozen=True, slots=True)
class HasAttribute:
    """Journeys of customers whose attribute was last known to be one of these words; "" stands for "not known"."""

    name: str
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(len(self.words) >= 1, "HasAttribute needs a word")


@dataclass(frozen=True, slots=True)
class HadAttribute:
    """Journeys of customers whose attribute was first known to be one of these words; "" stands for "not known"."""

    name: str
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(len(self.words) >= 1, "HadAttribute needs a word")


@dataclass(frozen=True, slots=True)
class LeftSaying:
    """Journeys in which the customer left for the first time, and stated a reason of one of these codes around it.

    "any" stands for whatever was stated, or nothing.
    """

    codes: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(len(self.codes) >= 1, "LeftSaying needs a code")


@dataclass(frozen=True, slots=True)
class LeftAfter:
    """Journeys in which the customer left for the first time, with an incident of one of these kinds in the 90 days
    before; "any" stands for all kinds.
    """

    kinds: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(len(self.kinds) >= 1, "LeftAfter needs a kind")


@dataclass(frozen=True, slots=True)
class CameSaying:
    """Journeys in which the customer bought for the first time, and stated a reason of one of these codes around it.

    "any" stands for whatever was stated, or nothing.
    """

    codes: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(len(self.codes) >= 1, "CameSaying needs a code")


@dataclass(frozen=True, slots=True)
class CameAfter:
    """Journeys in which the customer bought for the first time, with a contact of one of these kinds in the 90 days
    before; "any" stands for all kinds.
    """

    kinds: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(len(self.kinds) >= 1, "CameAfter needs a kind")


@dataclass(frozen=True, slots=True)
class Compare:
    """Journeys whose field stands in this relation to the value."""

    field: Field
    operator: Operator
    value: Value


@dataclass(frozen=True, slots=True)
class In:
    """Journeys whose field equals one of the values."""

    field: Field
    values: tuple[Value, ...]

    def __post_init__(self) -> None:
        _require(len(self.values) >= 1, "In needs a value")


@dataclass(frozen=True, slots=True)
class Between:
    """Journeys whose field is at least `low` and at most `high`.

    Of dates: from the first day of low to the last day of high.
    """

    field: Field
    low: Value
    high: Value


Filter = (
    All
    | And
    | Or
    | Not
    | Visited
    | Began
    | Ended
    | DecidedAfter
    | Order
    | Step
    | Path
    | Reached
    | ReachedWithout
    | Promised
    | PromiseToKeep
    | PromiseFrom
    | Incident
    | IncidentOpen
    | IncidentOf
    | HasAttribute
    | HadAttribute
    | LeftSaying
    | LeftAfter
    | CameSaying
    | CameAfter
    | Compare
    | In
    | Between
)


def _require(condition: bool, what: str) -> None:  # noqa: FBT001 - the condition is what is being said
    """A tree that has no text is an error of programming, not of a person."""
    if not condition:
        raise ValueError(what)
