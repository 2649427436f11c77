"""A funnel compared between two groups: shares of journeys that reached each stage, in the order of the stages."""

from __future__ import annotations

import pandas as pd
import pytest

import wegmarke as wm
from wegmarke.stats.newcombe import newcombe

START = pd.Timestamp("2026-01-01", tz="UTC")


def log(ways: dict[str, int]) -> wm.Log:
    """One customer for each way, as often as said, a contact an hour."""
    every = [way for way, times in ways.items() for _ in range(times)]
    rows = [
        {
            "customer": f"c{number}",
            "time": START + pd.Timedelta(hours=hour),
            "where": where,
        }
        for number, way in enumerate(every)
        for hour, where in enumerate(way.split())
    ]
    return wm.read(pd.DataFrame(rows), customer="customer", time="time", touchpoint="where")


def test_each_stage_is_compared_by_the_shares_that_reached_it() -> None:
    journeys = log({"shop ad offer order": 60, "shop ad offer": 20, "call ad offer order": 16, "call ad": 44})
    made = journeys.compare(
        "visited(shop)", "visited(call)", what="funnel", stages=["ad", "offer", "order"], within="1 day"
    ).result
    assert (made.first.counted.tolist(), made.second.counted.tolist()) == ([80, 80, 60], [60, 16, 16])
    for stage, (one, two) in enumerate(((80, 60), (80, 16), (60, 16))):
        by_hand = newcombe(one, 80, two, 60).interval
        assert made.difference.difference[stage] == pytest.approx(by_hand.value)
        assert (made.difference.low[stage], made.difference.high[stage]) == pytest.approx((by_hand.low, by_hand.high))


def test_the_window_holds_for_both_groups() -> None:
    journeys = log({"shop ad x x order": 5, "call ad order": 5})
    made = journeys.compare("visited(shop)", "visited(call)", what="funnel", stages=["ad", "order"], within="2 hours")
    assert (made.result.first.counted.tolist(), made.result.second.counted.tolist()) == ([5, 0], [5, 5])


def test_few_are_counted_and_not_compared() -> None:
    made = log({"shop ad order": 49, "call ad": 60}).compare("visited(shop)", "visited(call)", what="touchpoints")
    assert made.finding.method == "compare_counted"
    counted = zip(made.result.first.counted.tolist(), made.result.second.counted.tolist(), strict=True)
    assert sorted(counted) == [(0, 60), (49, 0), (49, 0), (49, 60)]
    assert made.finding.answered == "counted"


def test_a_funnel_needs_its_stages() -> None:
    journeys = log({"shop ad order": 5, "call ad order": 5})
    with pytest.raises(wm.WegmarkeError):
        journeys.compare("visited(shop)", "visited(call)", what="funnel")
