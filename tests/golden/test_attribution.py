"""Attribution asked of the 10,000 public channel paths, read as journeys: the chain and the usual rules at once."""

from __future__ import annotations

import csv
from itertools import chain, repeat
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import wegmarke as wm


@pytest.fixture(scope="module")
def answer(shared_data: Path) -> wm.Answer:
    """Every path as often as it was taken, a customer each; a contact an hour."""
    with (shared_data / "attribution" / "PathData.csv").open(encoding="utf-8") as file:
        paths = list(csv.DictReader(file, delimiter=";"))
    ways, outcomes = [], []
    for row in paths:
        for outcome, column in (("won", "total_conversions"), ("lost", "total_null")):
            times = int(row[column])
            ways += repeat(row["path"].split(" > "), times)
            outcomes += repeat(outcome, times)
    lengths = np.array([len(way) for way in ways])
    first = np.repeat(np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    customer = np.repeat(np.arange(len(ways)), lengths)
    frame = pd.DataFrame(
        {
            "customer": customer,
            "time": pd.Timestamp("2026-01-01", tz="UTC") + pd.to_timedelta(np.arange(len(customer)) - first, unit="h"),
            "place": list(chain.from_iterable(ways)),
            "ended": np.array(outcomes)[customer],
        }
    )
    frame["channel"] = frame["place"]
    return wm.read(
        frame,
        customer="customer",
        time="time",
        touchpoint="place",
        outcome="ended",
        channel="channel",
        silence_days=1000,
    ).attribution()


def reference(shared_data: Path, name: str, key: str) -> dict[str, dict[str, str]]:
    with (shared_data / "attribution" / name).open(encoding="utf-8") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def test_the_chain_is_exact(answer: wm.Answer, shared_data: Path) -> None:
    # C: the same chain solved once for each removed channel, made independently of this code.
    exact = reference(shared_data, "pathdata_markov_order1_exact.csv", "channel")
    result = answer.result
    assert set(result.keys) == set(exact)
    assert result.base_rate == pytest.approx(0.2238451355968638, abs=1e-12)
    for place, key in enumerate(result.keys):
        assert result.removal_effect[place] == pytest.approx(float(exact[key]["removal_effect_exact"]), abs=1e-9)
        assert result.conversions[place] == pytest.approx(float(exact[key]["attributed_conversions_exact"]), abs=1e-6)


def test_first_last_and_equal_parts(answer: wm.Answer, shared_data: Path) -> None:
    # R: heuristic_models of ChannelAttribution 2.2.5 on the same file.
    known = reference(shared_data, "pathdata_heuristics_ChannelAttribution_2.2.5.csv", "channel_name")
    rules = answer.result.rules
    for place, key in enumerate(answer.result.keys):
        assert rules["first_touch"][place] == float(known[key]["first_touch_conversions"])
        assert rules["last_touch"][place] == float(known[key]["last_touch_conversions"])
        equal = float(known[key]["linear_touch_conversions"])
        assert rules["linear_touch"][place] == pytest.approx(equal, abs=1e-9)
    alpha = answer.result.keys.index("alpha")
    assert rules["linear_touch"][alpha] == pytest.approx(7574.71859375117, abs=5e-11 * 7574)


@pytest.mark.parametrize("rule", ["linear_touch", "decay_touch", "position_touch"])
def test_every_win_is_given_out_once(answer: wm.Answer, rule: str) -> None:
    assert answer.result.rules[rule].sum() == pytest.approx(19785, abs=1e-6)


def test_intervals_hold_the_estimate_and_are_narrow_with_88_387_journeys(answer: wm.Answer) -> None:
    effects = answer.result.effect_interval
    assert (effects.low < answer.result.removal_effect).all()
    assert (effects.high > answer.result.removal_effect).all()
    assert ((effects.high - effects.low) < 0.05).all()
