"""One field of the guided mapping as it is drawn: its choices, how well they fit, and the rules in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wegmarke.desk.setup.meanings import Words


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a list."""

    value: str
    label: Words
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A comparison of a rule as it is drawn."""

    name: str
    columns: tuple[Option, ...]
    tests: tuple[Option, ...]
    value: str
    remove: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule as it is drawn."""

    name: str
    conditions: tuple[ConditionView, ...]
    value: str
    add: str
    remove: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """One meaning and where it comes from.

    name: of the form's field. fits: how well the guessed column fits (sure, likely, check), "" for what was chosen by
    hand. examples: first values of the column. constant: the fixed text; is_constant, is_ruled: which way is chosen.
    """

    name: str
    key: str
    label: Words
    hint: Words
    options: tuple[Option, ...]
    fits: Literal["sure", "likely", "check", ""] = ""
    confidence: float = 0.0
    examples: tuple[str, ...] = ()
    problem: Words = ""
    constant: str = ""
    is_constant: bool = False
    is_ruled: bool = False
    rules: tuple[RuleView, ...] = ()
    otherwise: tuple[Option, ...] = ()
    otherwise_is_constant: bool = False
    is_given: bool = False
    scale: str = ""
