"""Attribution where the outcome is an interaction of its own."""

from __future__ import annotations

import pandas as pd
import pytest

import wegmarke as wm


def log(ways: list[str]) -> wm.Log:
    """One customer for each way, a contact a day."""
    rows = [
        {
            "customer": f"c{number}",
            "time": pd.Timestamp("2026-01-01", tz="UTC") + pd.Timedelta(days=day),
            "where": where,
        }
        for number, way in enumerate(ways)
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
    effects = dict(zip([touchpoint.key for touchpoint in result.touchpoints], result.removal_effect, strict=True))
    assert result.base_rate == pytest.approx(1 / 3)
    assert effects == pytest.approx({"c1": 0.5, "c2": 1.0, "c3": 1.0})
    assert [(t.key, n) for t, n in zip(result.touchpoints, result.last, strict=True) if n] == [("c3", 1)]


def test_an_outcome_without_a_way_is_won_at_once() -> None:
    result = log(["a order", "order", "b refusal", "refusal"]).attribution().result
    assert result.base_rate == pytest.approx(2 / 4)
    assert [touchpoint.key for touchpoint in result.touchpoints] == ["a"]
    assert result.removal_effect.tolist() == pytest.approx([0.5])
