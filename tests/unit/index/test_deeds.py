"""Who bought first when, and who said when that they would recommend, against the definition."""

from __future__ import annotations

import pandas as pd
import pytest

import wegmarke as wm
from wegmarke.index.incidents import incident_marks
from wegmarke.index.leaving import leaving_in, moments_of_leaving
from wegmarke.index.summaries.deeds import NO_DEEDS, TakeDeeds

ROWS = [
    ("anna", 1, "ad", None),
    ("anna", 5, "order", None),
    ("anna", 6, "survey", 9.0),
    ("anna", 7, "order", None),
    ("anna", 9, "survey", 8.0),
    ("bert", 2, "survey", 10.0),
    ("bert", 3, "survey", 10.0),
    ("cleo", 4, "order", None),
    ("cleo", 8, "good bye", None),
]


@pytest.fixture
def taking() -> tuple[wm.Log, TakeDeeds]:
    rows = pd.DataFrame(ROWS, columns=["who", "day", "place", "nps"])
    rows["time"] = pd.to_datetime("2026-01-01", utc=True) + pd.to_timedelta(rows["day"], "D")
    log = wm.read(
        rows[["who", "time", "place", "nps"]],
        customer="who",
        time="time",
        touchpoint="place",
        scores={"nps": "nps"},
        outcomes={"won": ["order"], "churned": ["good bye"]},
    )
    index = log._of.index
    leaving = leaving_in(index)
    assert leaving is not None
    return log, TakeDeeds(incident_marks(index), moments_of_leaving(leaving), (index.scales.index("nps"),))


def test_the_first_purchase_and_every_recommendation_count(taking: tuple[wm.Log, TakeDeeds]) -> None:
    log, kernel = taking
    found = log._of.run(kernel)
    numbers = {
        row["customer"]: int(row["number"] if "number" in row else row["customer_number"])
        for row in log.customers().to_pandas().to_dict("records")
    }
    names = {number: name for name, number in numbers.items()}
    begin = int(pd.Timestamp("2026-01-01", tz="UTC").timestamp())
    day = [(int(second) - begin) // 86_400 for second in found.since]
    assert sorted((names[int(who)], on) for who, on in zip(found.bought, day, strict=True)) == [
        ("anna", 5),
        ("cleo", 4),
    ]
    told = [(names[int(who)], (int(at) - begin) // 86_400) for who, at in zip(found.recommend, found.at, strict=True)]
    assert sorted(told) == [("anna", 6), ("bert", 2), ("bert", 3)]


def test_nothing_is_added_to_nothing(taking: tuple[wm.Log, TakeDeeds]) -> None:
    log, kernel = taking
    found = log._of.run(kernel)
    again = kernel.merge(kernel.zero(), found)
    assert again.since.tolist() == found.since.tolist()
    assert again.at.tolist() == found.at.tolist()
    assert len(kernel.merge(NO_DEEDS, NO_DEEDS).at) == 0
