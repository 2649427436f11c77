"""A design table is built once for a state of the index, a filter and rules, and what is remembered has a size."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.contacts import WHOLE, index_of, random_log
from wegmarke.index.incidents import incident_marks
from wegmarke.index.index import Index
from wegmarke.index.moments import Moments
from wegmarke.index.runner import Kernel, LocalRunner
from wegmarke.index.selection import EVERYTHING
from wegmarke.model.incidents import IncidentRules
from wegmarke.questions import Asked
from wegmarke.questions.design_table import design_table
from wegmarke.questions.remembered import Remembered


class Counting(LocalRunner):
    """A runner that counts how often it is asked."""

    def __init__(self) -> None:
        super().__init__(1)
        self.walks = 0

    def map_merge(self, kernel: Kernel[Any], partitions: Any, stopped: Any = None, told: Any = None) -> Any:
        self.walks += 1
        return super().map_merge(kernel, partitions, stopped, told)


def some_index() -> Index:
    return index_of(random_log(np.random.default_rng(6), 800, 60, 12), WHOLE)


def test_it_is_built_once_and_anew_for_whatever_changes_it() -> None:
    index, runner = some_index(), Counting()
    asked, marks = Asked(index, runner), incident_marks(index)
    outcomes = np.arange(len(index.touchpoints), dtype=np.uint8) % 4
    moments = Moments((0, 1, 2), outcomes, (2,), horizon_days=9.0, washout_days=1.0, bought_once=False)
    first = design_table(asked, marks, moments)
    assert len(first) > 10
    assert design_table(asked, marks, moments) is first
    assert design_table(asked.where("length > 5"), marks, moments, among=EVERYTHING) is first
    assert runner.walks == 1
    with pytest.raises(ValueError, match="read-only"):
        first.left[0] = True
    other = replace(index, incident_rules=IncidentRules(complaints=(index.keys[3],)))
    for changed, how in (
        ((asked.where("length > 5"), marks), moments),
        ((asked, marks), replace(moments, horizon_days=5.0)),
        ((asked, marks), replace(moments, outcomes=np.zeros_like(outcomes))),
        ((replace(asked, index=other), incident_marks(other)), moments),
        ((replace(asked, index=some_index()), marks), moments),
    ):
        before = runner.walks
        assert design_table(*changed, how) is not first
        assert runner.walks == before + 1


def test_no_more_is_remembered_than_may_be() -> None:
    some: Remembered[str] = Remembered(9, most_size=10, size=len)
    for word in ("aaaa", "bbbb", "cc"):
        some.put(word[0], word)
    assert some.get("a") == "aaaa"
    some.put("d", "ddd")
    assert [some.get(key) for key in "abcd"] == ["aaaa", None, "cc", "ddd"]
    some.put("e", "e" * 11)
    assert [some.get(key) for key in "acde"] == ["aaaa", "cc", "ddd", None]
