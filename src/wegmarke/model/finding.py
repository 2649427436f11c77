"""A finding: the answer to a question, with what it rests on and the way to its evidence (DESIGN D8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

from wegmarke.model.settings import CaseNotion, Level

Unit = Literal[
    "count",
    "share",
    "difference",
    "seconds",
    "minor_units",
    "score",
    "mean",
    "text",
    "touchpoint",
    "outcome",
    "time",
    "filter",
]
"""What a column of a table holds. share and difference are fractions (0.237), never percent; seconds are elapsed
time; a mean is one of counts.
"""

ReasonCode = Literal[
    "too_few",
    "too_many",
    "no_variation",
    "not_identified",
    "groups_overlap",
    "empty_group",
    "no_outcomes",
    "no_conversions",
    "no_promises",
    "no_versions",
    "no_recommendations",
    "no_coming_reasons",
    "could_be_chance",
]

Claim = Literal["count", "association", "effect"]
Answered = Literal["estimated", "counted", "cannot_say"]


@dataclass(frozen=True, slots=True)
class CannotSay:
    """A typed "cannot say": why, how many there are, and how many it would take (or, too many, how many may be)."""

    reason: ReasonCode
    n: int
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its interval at `level`, from n observations."""

    value: float
    low: float
    high: float
    n: int
    level: float = 0.95


Estimate = Interval | CannotSay


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its key (worded by `wegmarke.text`), unit and values; None is an empty cell.

    `evidence`: for every row the filter expression whose journeys are what this number counts, or None. `counts`:
    what that list has as many of as the number says.
    """

    key: str
    unit: Unit
    values: Sequence[object]
    evidence: Sequence[str | None] | None = None
    counts: Literal["journeys", "customers"] = "journeys"


@dataclass(frozen=True, slots=True)
class Table:
    """A result as rows and columns: what every face (pandas, Excel, CSV, page) renders. All columns have the same
    length.
    """

    key: str
    columns: tuple[Column, ...]

    def __len__(self) -> int:
        return len(self.columns[0].values) if self.columns else 0

    def column(self, key: str) -> Column:
        """The column of that key; KeyError when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


class Result(Protocol):
    """What a question yields: a frozen dataclass that can show itself as tables, the most important first."""

    def tables(self) -> tuple[Table, ...]:
        """The result as tables."""
        ...


@dataclass(frozen=True, slots=True)
class Basis:
    """What every count of a finding rests on; stated with each of them.

    filter: the expression asked for, in its normal form ("" is all). case_notion: what a journey is here. lifecycle:
    the lifecycle values counted (None: all, or none in the data). silence_days, cut_at_outcome: how journeys were
    cut; None and False: not at all.
    ties: how equal times are ordered. version: of the index. interactions, journeys, customers: how many the filter
    leaves. level: whose journeys they are; at the level of accounts (companies) `customers` counts accounts.
    """

    filter: str
    case_notion: CaseNotion
    lifecycle: tuple[str, ...] | None
    silence_days: float | None
    cut_at_outcome: bool
    version: str
    time_zone: str
    interactions: int
    journeys: int
    customers: int
    ties: Literal["time, sequence, file row"] = "time, sequence, file row"
    level: Level = "customer"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as code and values; `wegmarke.text` words it in German or English. Values keep their types, wording
    formats them.
    """

    code: str
    values: dict[str, object] = field(default_factory=dict)


R_co = TypeVar("R_co", bound=Result, covariant=True)


@dataclass(frozen=True, slots=True)
class Finding(Generic[R_co]):
    """The answer to a question.

    question: its registered name. headline: the answer first, in a sentence. result: the typed answer, or CannotSay.
    method, assumptions,
    caveats: codes that `wegmarke.text` words. claim: a count, an association, or an effect (only where a design
    supports it).
    """

    question: str
    headline: tuple[Sentence, ...]
    result: R_co | CannotSay
    basis: Basis
    method: str
    claim: Claim = "count"
    assumptions: tuple[str, ...] = ()
    caveats: tuple[Sentence, ...] = ()

    @property
    def answered(self) -> Answered:
        """Which of the two ways the question was answered: with estimates, whose intervals stand in the tables, or by
        counting alone; or that it cannot be.
        """
        if isinstance(self.result, CannotSay):
            return "cannot_say"
        intervals = (
            column for table in self.result.tables() for column in table.columns if column.key.endswith("_low")
        )
        told = any(value is not None for column in intervals for value in column.values)
        return "estimated" if told else "counted"
