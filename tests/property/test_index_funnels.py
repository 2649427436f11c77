"""Funnels against a search through all chains, on logs dense enough that every window cuts some chain."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest

from tests import naive
from tests.contacts import HOUR, WHOLE, Contact, asked_of
from wegmarke.questions.funnel import funnel

STAGES = (
    [["a"], ["b"]],
    [["a"], ["a"]],
    [["a"], ["a"], ["a"]],
    [["a"], ["b"], ["a"]],
    [["a", "b"], ["b", "c"], ["a", "c"]],
    [["c"], ["a", "b"], ["d"], ["c"]],
)
WINDOWS = (None, 1, HOUR, 3 * HOUR - 1, 3 * HOUR, 3 * HOUR + 1, 9 * HOUR)


def dense_log(seed: int) -> list[Contact]:
    """Four touchpoints, some 12 contacts a customer, a whole number of hours apart, some at once."""
    rng = np.random.default_rng(seed)
    return [
        Contact(f"c{customer}", float(hour) * HOUR, "abcd"[code])
        for customer in range(60)
        for hour, code in zip(rng.integers(0, 20, 12), rng.integers(0, 4, 12), strict=True)
    ]


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("stages", STAGES, ids=lambda stages: ">".join("".join(stage) for stage in stages))
def test_every_stage_of_every_funnel(stages: list[list[str]], window: int | None) -> None:
    log = dense_log(len(stages) + (window or 0) % 97)
    asked, journeys = asked_of(log, in_partitions=4), naive.journeys_of(log, WHOLE)
    got = [naive.reached(one, stages, window) for one in journeys]
    times = defaultdict(list)
    for one in journeys:
        for stage, seconds in naive.waits(one, stages, window).items():
            times[stage].append(seconds)
    for i, stage in enumerate(funnel(asked, stages=stages, within=window).result.stages, 1):
        assert stage.journeys == sum(furthest >= i for furthest in got)
        assert stage.stopped == got.count(i)
        if hasattr(stage.elapsed_median, "value"):
            assert stage.elapsed_median.value == pytest.approx(float(np.median(times[i - 1])))
        if hasattr(stage.elapsed_p90, "value"):
            assert stage.elapsed_p90.value == pytest.approx(float(np.quantile(times[i - 1], 0.9)))
        if i < len(stages):
            last = Counter(one.path[-1] for one, n in zip(journeys, got, strict=True) if n == i)
            assert {touchpoint.label: n for touchpoint, n in stage.ended} == last


def test_windows_cut_at_the_second() -> None:
    """The windows above differ: a second less than three hours reaches fewer than three hours do, a second more not."""
    log = dense_log(1)
    asked = asked_of(log)
    through = [funnel(asked, stages=STAGES[0], within=window).result.stages[-1].journeys for window in WINDOWS[1:]]
    assert through == sorted(through)
    assert through[2] < through[3] == through[4] < through[5]
