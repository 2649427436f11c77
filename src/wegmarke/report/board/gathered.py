"""A report for the board, gathered: the statements, and each question's finding as its reader may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import Basis, CannotSay, Finding, Table
from wegmarke.model.progress import Progress, Unwatched, Watcher
from wegmarke.questions.at_stake import AtStake
from wegmarke.report.board.answers import Answers, reported
from wegmarke.report.board.statement import TOPICS, Statement, Topic, ranked
from wegmarke.report.board.telling import questions_of, told
from wegmarke.report.explanation import Explanation, explain
from wegmarke.report.presentation import Presentation, tables_of
from wegmarke.text import Language, sentence

OF_ONE_CUSTOMER = frozenset({"customer", "customer_number", "identifier", "stayed_customer", "stayed_number"})
"""A table with one of these columns names customers; it stands in no report unless that is chosen."""
WRITTEN_BY_CUSTOMERS = frozenset({"reasons_words", "won_lost_reasons", "won_lost_by_reason"})
"""Tables of words as somebody wrote them down, which may name anybody; likewise."""
FOR_DRAWING = frozenset({"levers_drawn"})
"""Tables that a picture is drawn from, and nobody reads."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads it, and how.

    persons: whether tables that name customers stand in it. may_ask: whether a question may be answered for whom the
    report is. shown: a finding as that reader may see its tables. in_charge: who is responsible for a touchpoint, by
    its key. address: the page of a question with what it is told; behind: the list of the customers that a filter
    chooses; both "" where nothing serves pages.
    """

    language: Language = "en"
    persons: bool = False
    may_ask: Callable[[str], bool] = lambda _question: True
    shown: Callable[[Finding[Any]], Finding[Any]] = lambda finding: finding
    in_charge: Mapping[str, str] = field(default_factory=dict)
    address: Callable[[str, Mapping[str, object]], str] = lambda _question, _arguments: ""
    behind: Callable[[str], str] = lambda _filter: ""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in words. touchpoint: what it is about, by name; in_charge: who is responsible for that, "" where
    nobody is named; url, list_url: as in `Reading`.
    """

    topic: Topic
    sentences: tuple[str, ...]
    at_stake: AtStake | None
    touchpoint: str
    department: str
    in_charge: str
    answered: bool
    url: str
    list_url: str

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One question: its finding in words, and the tables that the reader may see. whole: whether that is all of them,
    so that it may be drawn.
    """

    finding: Finding[Any]
    explanation: Explanation
    tables: tuple[Table, ...]
    whole: bool
    url: str

    @property
    def question(self) -> str:
        """Its registered name."""
        return self.finding.question

    @property
    def answered(self) -> bool:
        """Whether there is a result."""
        return not isinstance(self.finding.result, CannotSay)


@dataclass(frozen=True, slots=True)
class BoardReport:
    """The report. made_at: when; data_until: the latest contact, seconds UTC. left_out: questions that its reader may
    not ask.
    """

    company: str
    made_at: dt.datetime
    data_until: int
    basis: Basis
    presentation: Presentation
    said: tuple[Said, ...]
    chapters: tuple[Chapter, ...]
    left_out: tuple[str, ...]
    persons: bool
    behind: Callable[[str], str]

    @property
    def language(self) -> Language:
        """Of all words."""
        return self.presentation.language


def gathered(
    answers: Answers,
    presentation: Presentation,
    reading: Reading,
    *,
    company: str,
    made_at: dt.datetime,
    data_until: int,
    watcher: Watcher | None = None,
) -> BoardReport:
    """Ask what a report answers, one question after another, and put it before its reader.

    `import_stopped` when the watcher wants to stop.
    """
    wanted = [name for name in reported() if reading.may_ask(name)]
    for place, name in enumerate(wanted):
        _tell(watcher or Unwatched(), place / len(wanted))
        answers.of(name)
    _tell(watcher or Unwatched(), 1.0)
    statements = told_to(reading, answers)
    return BoardReport(
        company=company,
        made_at=made_at,
        data_until=data_until,
        basis=answers.of(wanted[0]).basis,
        presentation=presentation,
        said=tuple(worded(one, presentation, reading) for one in statements),
        chapters=tuple(_chapter(answers, name, reading) for name in wanted),
        left_out=tuple(name for name in reported() if name not in wanted),
        persons=reading.persons,
        behind=reading.behind,
    )


def told_to(reading: Reading, answers: Answers, topics: Iterable[Topic] = TOPICS) -> tuple[Statement, ...]:
    """The statements that this reader may see, ranked."""
    return ranked(told(topic, answers) for topic in topics if all(map(reading.may_ask, questions_of(topic))))


def worded(one: Statement, presentation: Presentation, reading: Reading) -> Said:
    """A statement in the reader's language."""
    level = presentation.level
    return Said(
        topic=one.topic,
        sentences=tuple(sentence(said, presentation.language, level) for said in one.said),
        at_stake=one.at_stake,
        touchpoint="" if one.touchpoint is None else presentation.labels.get(one.touchpoint, one.touchpoint),
        department=one.department or "",
        in_charge="" if one.touchpoint is None else reading.in_charge.get(one.touchpoint, ""),
        answered=one.answered,
        url=reading.address(one.question, one.arguments),
        list_url=reading.behind(one.evidence) if one.evidence else "",
    )


def _tell(watcher: Watcher, share: float) -> None:
    if watcher.stopped():
        raise WegmarkeError("import_stopped")
    watcher.report(Progress("ask", share))


def _chapter(answers: Answers, question: str, reading: Reading) -> Chapter:
    finding = answers.of(question)
    shown = reading.shown(finding)
    return Chapter(
        finding=finding,
        explanation=explain(finding, reading.language),
        tables=tuple(one for one in tables_of(shown) if _stands_in(one, reading)),
        whole=shown is finding,
        url=reading.address(question, answers.arguments(question)),
    )


def _stands_in(table: Table, reading: Reading) -> bool:
    if table.key in FOR_DRAWING or not table.columns:
        return False
    named = OF_ONE_CUSTOMER.intersection(column.key for column in table.columns)
    return reading.persons or (not named and table.key not in WRITTEN_BY_CUSTOMERS)
