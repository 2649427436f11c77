"""What only a real cluster can show (`make cluster`): an index in a thousand partitions, built and asked there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.clusters import GIVEN
from tests.conformance.test_building import on
from tests.contacts import partitions
from wegmarke.index.index import Index
from wegmarke.index.runner import LocalRunner
from wegmarke.index.spark.runner import SparkRunner
from wegmarke.model.finding import CannotSay
from wegmarke.questions import Asked, ask

MANY = 1024
ASKED: dict[str, Callable[[Asked], Any]] = {
    "the map": lambda asked: ask("map", asked),
    "paths": lambda asked: ask("paths", asked, {"top": 1000}),
    "the overview": lambda asked: ask("entries", asked),
    "friction": lambda asked: ask("friction", asked),
    "incidents": lambda asked: ask("incidents", asked),
    "levers, of all that is known of everybody": lambda asked: ask("levers", asked, {"incident": "promise_late"}),
}


def told(finding: Any) -> Any:
    """The tables of a finding, numbers and what stands behind them."""
    if isinstance(finding.result, CannotSay):
        return {}
    return {
        (table.key, column.key): (list(column.values), None if column.evidence is None else list(column.evidence))
        for table in finding.result.tables()
        for column in table.columns
    }


def assert_same(first: Any, second: Any) -> None:
    """Counts to the last digit, sums within 1e-12."""
    assert first.keys() == second.keys()
    for key, (values, evidence) in first.items():
        others, behind = second[key]
        assert evidence == behind, key
        if any(isinstance(value, float) for value in values):
            for one, other in zip(values, others, strict=True):
                same = one == other or np.isclose(float(one), float(other), rtol=1e-12, atol=1e-12)
                assert same, (key, one, other)
        else:
            assert values == others, key


@pytest.fixture(scope="module")
def index(practice: Path, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The practice company, in as many partitions as it has customers for, made by the cluster."""
    folder = Path(shutil.copytree(practice, tmp_path_factory.mktemp("many") / "acme"))
    workspace = on(os.environ[GIVEN], folder)
    with partitions(MANY):
        workspace.build(whole=True, on="cluster")
    found = workspace.index()
    assert len(found.partitions) > MANY // 2
    return found


@pytest.fixture(scope="module")
def few(practice: Path, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The same in four partitions, made here."""
    workspace = on("local", Path(shutil.copytree(practice, tmp_path_factory.mktemp("few") / "acme")))
    with partitions(4):
        workspace.build(whole=True)
    return workspace.index()


@pytest.mark.parametrize("name", ASKED)
def test_a_thousand_partitions_say_what_threads_and_few_partitions_say(index: Index, few: Index, name: str) -> None:
    here = told(ASKED[name](Asked(index, LocalRunner(2))))
    assert here, "there is something to say"
    assert_same(told(ASKED[name](Asked(few, LocalRunner(1)))), here)
    assert_same(here, told(ASKED[name](Asked(index, SparkRunner(os.environ[GIVEN])))))
