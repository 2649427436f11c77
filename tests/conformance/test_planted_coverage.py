"""A small version of `make coverage`: the intervals of today's questions hold planted truths as often as they claim."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom

from trials.measuring import measured
from trials.questions import TRIALS
from trials.trial import LEVEL, Line, tally
from wegmarke.model.finding import Interval

SEEDS = 24
# In a run of honest intervals one line in ten thousand falls below this.
LEAST = int(binom.ppf(1e-4, SEEDS, LEVEL))


@pytest.fixture(scope="module", params=["process", "null"])
def lines(request: pytest.FixtureRequest) -> list[Line]:
    return list(measured(TRIALS, SEEDS, [request.param]))


def test_intervals_cover(lines: list[Line]) -> None:
    assert {line.trial for line in lines} == {trial.key for trial in TRIALS}
    for line in lines:
        assert line.said == SEEDS, (line.trial, line.line)
        assert line.covered >= LEAST, (line.trial, line.line, line.covered)
        assert not math.isnan(line.mean_width)
    share = sum(line.covered for line in lines) / sum(line.said for line in lines)
    assert share > 0.92


def test_what_is_planted_is_found_and_nothing_is_nothing(lines: list[Line]) -> None:
    for line in lines:
        if line.source == "counterfactual":
            assert abs(line.truth) > 0.05 if line.scenario == "process" else line.truth == 0.0
            assert line.mean_value == pytest.approx(line.truth, abs=line.mean_width / 4)


def test_intervals_that_are_too_narrow_are_noticed() -> None:
    """The trial can fail: of intervals at half the width two thirds hold the truth, and that lies below chance."""
    drawn = np.random.default_rng(3).normal(0.3, 0.05, SEEDS * 5)
    right, narrow = (
        tally(TRIALS[0], "process", "line", 0.3, [Interval(x, x - half, x + half, 100) for x in drawn.tolist()])
        for half in (0.098, 0.049)
    )
    assert right.coverage >= right.chance[0]
    assert narrow.coverage < narrow.chance[0]
