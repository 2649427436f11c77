"""The rule of few customers: a company with few losses is told counts and files, or what is missing, and no rate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.firms import firms_workspace
from wegmarke.index.index import Index
from wegmarke.index.runner import LocalRunner
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.model.settings import OUTCOME_NAMES, Level
from wegmarke.questions import QUESTIONS, Asked, ask
from wegmarke.questions.few import FEWEST
from wegmarke.report.explanation import explain
from wegmarke.text import LANGUAGES
from wegmarke.workspace import Workspace

LEVELS: tuple[Level, ...] = ("customer", "account")
ENDINGS = ("won", "lost", "churned", "returned")
DESCRIBED = {
    ("steps", "share_out"),
    ("steps", "share_in"),
    ("came_from", "share"),
    ("went_to", "share"),
    ("paths", "share"),
    ("friction_most", "share_of_effort"),
    ("proxies_periods", "kpi_value"),
}
"""What describes, beside its count, what was counted in full, or is the figure that a department steers by itself: it
says nothing beyond it, and has no interval.
"""
OF_CUSTOMERS = {"drift", "friction", "promises"}
"""Questions whose rates are about customers, contacts and promises: told from so many customers on."""
EXACT = {"late_median", "elapsed_median"}
"""Medians whose interval is an order statistic: exact for however few, and no rate."""


@pytest.fixture(scope="module")
def firms(tmp_path_factory: pytest.TempPathFactory) -> dict[Level, Asked]:
    workspace = Workspace.open(firms_workspace(tmp_path_factory))
    return {level: Asked(workspace.index(level), LocalRunner(1)) for level in LEVELS}


def arguments_of(name: str, asked: Asked) -> dict[str, object]:
    """What the question must be told; two stages that customers really go through, and one of those who left."""
    first, second = commonest(asked.index)
    told: dict[str, dict[str, object]] = {
        "funnel": {"stages": [[first], [second]]},
        "compare": {"a": "outcome = won", "b": "outcome in (lost, churned)"},
        "touchpoint": {"touchpoint": first},
        "agreement": {"first": first, "second": second},
        "delay": {"start": first, "end": second},
        "effect": {"incident": "promise_late"},
    }
    if name == "timeline":
        return {"customer": ask("customers", asked, {"limit": 1}).result.lines[0].customer}
    return told.get(name, {})


def commonest(index: Index) -> tuple[str, str]:
    counts = dict.fromkeys(range(len(index.touchpoints)), 0)
    for partition in index.partitions:
        for code in partition.touchpoint.tolist():
            counts[code] += 1
    one, other, *_ = sorted(counts, key=lambda code: -counts[code])
    return index.touchpoints[one].key, index.touchpoints[other].key


def rates(finding: Finding[Any]) -> Iterator[tuple[str, str, object]]:
    """Every cell that is a rate: a share or a difference that is no mere description, or has an interval."""
    if isinstance(finding.result, CannotSay):
        return
    for table in finding.result.tables():
        keys = {column.key for column in table.columns}
        for column in table.columns:
            stem = re.sub(r"_(low|high)$", "", column.key)
            if stem in EXACT or (table.key, column.key) in DESCRIBED:
                continue
            has_interval = column.unit != "count" and f"{stem}_low" in keys
            if column.unit in {"share", "difference", "mean"} or has_interval:
                yield from ((table.key, column.key, value) for value in column.values if value is not None)


def test_few_have_left_here(firms: dict[Level, Asked]) -> None:
    for level in LEVELS:
        outcomes = firms[level].totals().outcomes
        ended = {name: int(outcomes[OUTCOME_NAMES.index(name)]) for name in ENDINGS}
        assert 0 < ended["lost"] + ended["churned"] < FEWEST
    assert firms["account"].totals().customers < FEWEST < firms["customer"].totals().customers


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", [one.name for one in QUESTIONS])
def test_nothing_claims_a_rate_of_few(firms: dict[Level, Asked], level: Level, name: str) -> None:
    asked = firms[level]
    finding = ask(name, asked, arguments_of(name, asked))
    assert finding.headline, "whatever it is, it is said"
    if isinstance(finding.result, CannotSay):
        assert finding.answered == "cannot_say"
        assert finding.result.reason != "too_few" or finding.result.n < (finding.result.needed or 0)
        return
    claimed = list(rates(finding))
    if level == "customer" and name in OF_CUSTOMERS:
        told = {cell[:2] for cell in claimed}
        assert not any("won" in key or "lost" in key or "churned" in key for _table, key in told)
        return
    if level == "customer" and name == "funnel":
        shown = finding.result.tables()[0]
        base = [asked.totals().journeys, *list(shown.column("journeys").values)[:-1]]
        few = [row for row, of in enumerate(base) if int(str(of)) < FEWEST]
        assert all(shown.column("of_previous").values[row] is None for row in few)
        return
    assert claimed == []
    told = finding.answered
    assert told == "counted" or all(key in EXACT for key in intervals(finding))
    for language in LANGUAGES:
        for said in explain(finding, language).headline:
            assert not re.search(r"95[ \u00a0\u202f]?-?%", said), said


def intervals(finding: Finding[Any]) -> set[str]:
    """The stems of the columns in which an interval stands."""
    return {
        column.key.removesuffix("_low")
        for table in finding.result.tables()
        for column in table.columns
        if column.key.endswith("_low") and any(value is not None for value in column.values)
    }


def test_drift_names_no_share_of_outcomes_that_few_had(firms: dict[Level, Asked]) -> None:
    lines = ask("drift", firms["customer"], {"days": 365}).result.lines
    ended = [one for one in lines if one.changed in {"ended", "outcome"}]
    assert ended
    assert all(isinstance(one.difference, CannotSay) for one in ended)


@pytest.mark.parametrize("level", LEVELS)
def test_every_question_says_which_way_it_answered(firms: dict[Level, Asked], level: Level) -> None:
    said = {
        "counted": "Answered by counting: nothing is estimated.",
        "estimated": "Answered with estimates, each with its interval; of fewer than 50 there is none.",
        "cannot_say": "Not answered: too little is known.",
    }
    ways = set()
    for one in QUESTIONS:
        finding = ask(one.name, firms[level], arguments_of(one.name, firms[level]))
        assert explain(finding, "en").basis[1] == said[finding.answered]
        ways.add(finding.answered)
    assert {"counted", "cannot_say"} <= ways
