"""Attribution where the outcome is an interaction of its own."""

from __future__ import annotations

import pandas as pd
import pytest

import wegmarke as wm
from wegmarke.index.kernels import ways
from wegmarke.model.settings import OUTCOME_NAMES

TIMES = 60
"""So often each way is gone: of fewer than fifty won nothing is attributed, and the chain is the same."""


def log(ways: list[str], times: int = TIMES) -> wm.Log:
    """So many customers for each way, a contact a day."""
    rows = [
        {
            "customer": f"c{number}",
            "time": pd.Timestamp("2026-01-01", tz="UTC") + pd.Timedelta(days=day),
            "where": where,
        }
        for number, way in enumerate(ways * times)
        for day, where in enumerate(way.split())
    ]
    return wm.read(
        pd.DataFrame(rows),
        customer="customer",
        time="time",
        touchpoint="where",
        outcomes={"won": ["order"], "lost": ["refusal"]},
    )


def test_the_way_ends_before_the_outcome() -> None:
    """By hand, as without outcome interactions: base 1/3, removal effects 1/2, 1, 1; the outcome takes no part."""
    result = log(["c1 c2 c3 order", "c1 refusal", "c2 c3 refusal"]).attribution().result
    effects = dict(zip(result.keys, result.removal_effect, strict=True))
    assert result.base_rate == pytest.approx(1 / 3)
    assert effects == pytest.approx({"c1": 0.5, "c2": 1.0, "c3": 1.0})
    assert [(key, n) for key, n in zip(result.keys, result.rules["last_touch"], strict=True) if n] == [("c3", TIMES)]


def test_an_outcome_without_a_way_is_won_at_once() -> None:
    result = log(["a order", "order", "b refusal", "refusal"]).attribution().result
    assert result.base_rate == pytest.approx(2 / 4)
    assert result.keys == ("a",)
    assert result.removal_effect.tolist() == pytest.approx([0.5])


def by_channel(ways: list[str], **arguments: object) -> wm.Answer:
    """As `log`, each contact by the channel of its first letter; a contact "-" has none."""
    rows = [
        {
            "customer": f"c{number}",
            "time": pd.Timestamp("2026-01-01", tz="UTC") + pd.Timedelta(days=7 * day),
            "where": where,
            "channel": None if where == "-" else where[0],
        }
        for number, way in enumerate(ways * TIMES)
        for day, where in enumerate(way.split())
    ]
    outcomes = {"won": ["order"], "lost": ["refusal"]}
    return wm.read(
        pd.DataFrame(rows), customer="customer", time="time", touchpoint="where", channel="channel", outcomes=outcomes
    ).attribution(**arguments)


def test_by_channel_the_same_ways_are_a_chain_of_channels() -> None:
    """By hand: the channels p and w stand where the touchpoints p1, p2 and w1 do; two of three ways are won."""
    result = by_channel(["p1 p2 w1 order", "w1 - order", "p2 refusal"], by="channel").result
    assert set(result.keys) == {"p", "w", ""}
    assert result.base_rate == pytest.approx(2 / 3)
    told = {column.key: dict(zip(result.keys, column.values, strict=True)) for column in result.tables()[0].columns}
    assert told["won_with"] == {"p": TIMES, "w": 2 * TIMES, "": TIMES}
    rules = {rule: dict(zip(result.keys, (wins / TIMES).tolist(), strict=True)) for rule, wins in result.rules.items()}
    assert rules["first_touch"] == {"p": 1, "w": 1, "": 0}
    assert rules["last_touch"] == {"p": 0, "w": 1, "": 1}
    assert rules["linear_touch"] == pytest.approx({"p": 2 / 3, "w": 1 / 3 + 1 / 2, "": 1 / 2})
    assert rules["position_touch"] == pytest.approx({"p": 0.4 + 0.2, "w": 0.4 + 0.5, "": 0.5})
    # A contact a week: of three, the parts are as 1 to 2 to 4; of two, as 1 to 2.
    assert rules["decay_touch"] == pytest.approx({"p": 3 / 7, "w": 4 / 7 + 1 / 3, "": 2 / 3})


def test_both_ways_of_counting_give_the_same_chain() -> None:
    ways = ["c1 c2 c3 order", "c1 c1 refusal", "c2 c3 refusal", "order", "c2"]
    whole, quick = log(ways).attribution().result, log(ways).attribution(intervals=False).result
    assert whole.keys == quick.keys
    assert whole.removal_effect == pytest.approx(quick.removal_effect, abs=1e-15)
    for rule, wins in quick.rules.items():
        assert whole.rules[rule].tolist() == wins.tolist()


def test_of_few_won_nothing_is_attributed() -> None:
    answer = log(["c1 c2 c3 order", "c1 refusal"], times=49).attribution()
    assert (answer.result.reason, answer.result.n, answer.result.needed) == ("too_few", 49, 50)
    assert log(["c1 c2 c3 order", "c1 refusal"], times=50).attribution().result.won == 50


def test_where_no_contact_has_a_channel_it_says_so() -> None:
    answer = log(["c1 order", "c2 refusal"]).attribution(by="channel")
    assert "No contact says by which channel" in answer.explain()


def test_won_is_what_the_kernel_takes_for_it() -> None:
    assert OUTCOME_NAMES[ways.WON] == "won"
