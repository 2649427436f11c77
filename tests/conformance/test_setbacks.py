"""One bad event after a good year, against lives of which it is known what it does, for how long, and what settles it.

A customer hears from the company every month. After more than a year a parcel comes, late to two of five. A quarter of
those to whom it came late leave for it, on a day from the 10th to the 60th after it; half of them complain on the third
day, and half of the complaints are settled a week later, which keeps four of five of those who would have left.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from wegmarke import text
from wegmarke.library.log import Log
from wegmarke.library.reading import read
from wegmarke.model.finding import CannotSay, Finding, Interval
from wegmarke.questions import ask
from wegmarke.questions.moments import MomentsFound
from wegmarke.questions.setbacks import Setback

DAYS, LEAVES, KEPT = 800, 0.25, 0.8
TOTAL = LEAVES * (1 - 0.25 * KEPT)
"""A quarter of the late ones are settled."""
STAYED_UNTIL_LANDMARK = 23 / 50
"""Of the days on which they leave, those before the 33rd, when a complaint of the third day is a month old."""


def lives(customers: int, leaves: float, seed: int = 5) -> Log:
    rng = np.random.default_rng(seed)
    first = rng.uniform(0, 60, customers)
    parcel = rng.uniform(440, 540, customers)
    late = rng.random(customers) < 0.4
    complains = late & (rng.random(customers) < 0.5)
    settled = complains & (rng.random(customers) < 0.5)
    for_it = late & (rng.random(customers) < leaves) & ~(settled & (rng.random(customers) < KEPT))
    gone = np.where(for_it, parcel + rng.uniform(10, 60, customers), 1e9)
    gone = np.minimum(gone, first + 5 + rng.exponential(1_500, customers))
    news = first[:, None] + 30 * np.arange(1, 28) + rng.uniform(-5, 5, (customers, 27))
    who = np.arange(customers)
    parts = (
        (who, first, "order"),
        (np.repeat(who, 27), news.ravel(), "news"),
        (who, parcel, "parcel"),
        (who[complains], parcel[complains] + 3, "complaint"),
        (who[settled], parcel[settled] + 10, "complaint resolved"),
        (who[gone < DAYS], gone[gone < DAYS], "good bye"),
    )
    owner, day = (np.concatenate([one[at] for one in parts]) for at in (0, 1))
    place = np.repeat([one[2] for one in parts], [len(one[0]) for one in parts])
    there = (day < DAYS) & ((day < gone[owner]) | (place == "good bye"))
    owner, day, place = owner[there], day[there], place[there]
    due = pa.array(np.where(late[owner], day - 3, day + 1), mask=place != "parcel")
    return read(
        pa.table(
            {
                "who": owner.astype(str),
                "time": moments(pa.array(day)),
                "place": place.astype(str),
                "due": moments(due),
                "done": moments(pa.array(day, mask=place != "parcel")),
            }
        ),
        customer="who",
        time="time",
        touchpoint="place",
        promised="due",
        kept="done",
        outcomes={"won": ["order"], "churned": ["good bye"]},
        silence_days=None,
        cut_at_outcome=False,
        time_zone="UTC",
    )


def moments(days: pa.Array) -> pa.Array:
    seconds = np.round(np.nan_to_num(days.to_numpy(zero_copy_only=False)) * 86_400).astype(np.int64)
    return pa.array(seconds + 1_700_000_000, mask=days.is_null().to_numpy(zero_copy_only=False)).cast(
        pa.timestamp("s", tz="UTC")
    )


@pytest.fixture(scope="module")
def finding() -> Finding[MomentsFound]:
    return ask("moments", lives(4_000, LEAVES)._of)


@pytest.fixture(scope="module")
def found(finding: Finding[MomentsFound]) -> Setback:
    assert not isinstance(finding.result, CannotSay)
    return finding.result.setback


def holds(one: object, truth: float) -> bool:
    return isinstance(one, Interval) and one.low <= truth <= one.high


def test_how_much_it_takes_away_and_for_how_long(found: Setback) -> None:
    assert holds(found.total, TOTAL)
    truths = {30: TOTAL * 20 / 50, 60: TOTAL * 30 / 50, 90: 0.0, 180: 0.0}
    assert [one.to_days for one in found.windows] == list(truths)
    for one, truth in zip(found.windows, truths.values(), strict=True):
        assert holds(one.added, truth), one
    assert found.lasts_days == 60
    parts = [one.added.value for one in found.windows if isinstance(one.added, Interval)]
    assert isinstance(found.total, Interval)
    assert sum(parts) == pytest.approx(found.total.value, abs=1e-9)


def test_what_settling_a_complaint_gives_back(found: Setback) -> None:
    left = [share * (1 - STAYED_UNTIL_LANDMARK) for share in (LEAVES * (1 - KEPT), LEAVES)]
    there = [1 - share * STAYED_UNTIL_LANDMARK for share in (LEAVES * (1 - KEPT), LEAVES)]
    assert holds(found.given_back, left[0] / there[0] - left[1] / there[1])
    assert isinstance(found.given_back, Interval)
    assert found.given_back.high < 0
    assert 0.4 < found.settled / (found.settled + found.unsettled) < 0.6


def test_it_says_so_in_both_languages(finding: Finding[MomentsFound]) -> None:
    codes = [one.code for one in finding.headline]
    assert codes[-3:] == ["setback.found", "setback.lasts", "settling.found"]
    for language in text.LANGUAGES:
        assert all(text.sentence(one, language) for one in finding.headline[-3:])


def test_where_it_does_nothing_nothing_is_found() -> None:
    result = ask("moments", lives(2_500, 0.0)._of).result
    assert not isinstance(result, CannotSay)
    assert holds(result.setback.total, 0.0)
    assert result.setback.lasts_days == 0
    assert holds(result.setback.given_back, 0.0)


def test_without_complaints_nothing_is_said_of_settling() -> None:
    log = lives(1_000, LEAVES).where("not visited(complaint)")
    result = ask("moments", log._of).result
    assert not isinstance(result, CannotSay)
    assert result.setback.given_back == CannotSay("too_few", 0, 30)
