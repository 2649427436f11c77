"""A statement for the board: sentences of findings, what is at stake, and whose touchpoint it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from wegmarke.model.finding import Sentence
from wegmarke.questions.at_stake import AtStake

Topic = Literal["lost", "why", "worth", "changed", "open"]
TOPICS: Final[tuple[Topic, ...]] = get_args(Topic)
"""Where customers are lost, why truly, what it is worth to change it, what changed, what is promised and open."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One of five.

    said: its sentences. question, arguments: whose finding they are. at_stake: by which it is ranked. answered: False
    where it only says what is missing. touchpoint: the key of what it is about, None where it is about no single one;
    department: who has to do with it by the data. evidence: the filter of the customers it speaks of, "" for none.
    """

    topic: Topic
    said: tuple[Sentence, ...]
    question: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    at_stake: AtStake | None = None
    answered: bool = True
    touchpoint: str | None = None
    department: str | None = None
    evidence: str = ""


def ranked(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Those that say something first; of these by the money at stake; where none is known, in the order of topics."""
    return tuple(sorted(statements, key=_rank))


def _rank(one: Statement) -> tuple[bool, float, int]:
    money = 0.0 if one.at_stake is None else abs(one.at_stake.money.value)
    return not one.answered, -money, TOPICS.index(one.topic)
