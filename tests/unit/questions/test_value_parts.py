"""Where what is to be expected lies: tenths that add up to the whole, and intervals that hold what is true of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.contacts import asked_of
from tests.unit.questions.test_value import BY_HAND, CUT, many, value
from trials.buyers import AHEAD, drawn
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.questions import expectation
from wegmarke.questions.buyers import Buyers
from wegmarke.questions.expectation import expectation as expected_of
from wegmarke.questions.value_parts import parts_of


@pytest.fixture(scope="module")
def made() -> Buyers:
    """Customers of the model; every fifth never had a gap as long as the silence since."""
    found = drawn(np.random.default_rng(5), 400)
    silent = found.end - found.last
    return replace(found, longest=np.where(found.number % 5 == 0, silent - 1, silent + 1))


def test_the_tenths_are_those_of_the_list_and_add_up_to_the_whole(made: Buyers) -> None:
    left = made.number < 7
    found = expected_of(replace(made, left=left), AHEAD)
    parts = found.parts
    assert parts is not None
    assert parts.customers.tolist() == [40, 39, 39, 40, 39, 39, 40, 39, 39, 39]
    tenth = parts.part // 2
    assert set(tenth[left].tolist()) == {-1}, "of those known to have left nothing is expected"
    for better, worse in zip(range(9), range(1, 10), strict=True):
        assert found.worth[tenth == better].min() >= found.worth[tenth == worse].max()
    silent = (parts.part >= 0) & (parts.part % 2 == 1)
    assert silent.tolist() == ((made.purchases > 3) & (made.number % 5 == 0) & ~left).tolist()
    for at, (ahead, of_silent) in enumerate(zip(parts.ahead, parts.silent_ahead, strict=True)):
        assert isinstance(ahead, Interval)
        assert ahead.value == pytest.approx(found.worth[tenth == at].sum())
        assert ahead.low < ahead.value < ahead.high
        if not parts.silent[at]:
            assert of_silent == CannotSay("empty_group", 0, 1)
        else:
            assert of_silent.value == pytest.approx(found.worth[silent & (tenth == at)].sum())
    assert parts.attention.value == pytest.approx(found.worth[silent].sum())
    assert sum(one.value for one in parts.ahead) == pytest.approx(found.all_worth.value)


def test_of_a_sample_the_spread_is_taken_in_proportion(made: Buyers, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = expected_of(made, AHEAD).parts
    monkeypatch.setattr(expectation, "MOST_FITTED", 390)
    sampled = expected_of(made, AHEAD).parts
    assert whole is not None
    assert sampled is not None
    assert sampled.part.shape == whole.part.shape
    for one, other in zip(sampled.ahead, whole.ahead, strict=True):
        assert one.low < one.value < one.high
        assert one.high - one.low == pytest.approx(other.high - other.low, rel=0.25)


def test_equal_expectations_are_ranked_by_number(made: Buyers) -> None:
    part = parts_of(made, np.ones(len(made)))
    assert (part // 2).tolist() == (np.arange(len(made)) * 10 // len(made)).tolist()


def test_a_tenth_is_listed_alone_and_the_sums_stay() -> None:
    asked = asked_of(many(np.random.default_rng(11)), CUT)
    whole = value(asked, limit=1000).result
    second = value(asked, tenth=2, limit=1000).result
    ahead = whole.parts.table()
    at = ahead.column("tenth").values.index(2)
    assert second.listed == len(second.lines) == ahead.column("customers").values[at]
    first = ahead.column("customers").values[0]
    assert second.lines == whole.lines[first : first + second.listed]
    assert sum(one.value_ahead or 0 for one in second.lines) == pytest.approx(
        ahead.column("value_ahead").values[at], abs=second.listed
    )
    assert (second.buyers, second.value_ahead) == (whole.buyers, whole.value_ahead)
    silent = value(asked, tenth=2, order="silent", limit=1000).result.lines
    lacking = [one.silence_ratio is not None and one.silence_ratio > 1 for one in silent]
    count = ahead.column("silent_longer").values[at]
    assert lacking == [True] * count + [False] * (len(lacking) - count)


@pytest.mark.parametrize("tenth", [0, 11])
def test_there_are_ten_tenths(tenth: int) -> None:
    with pytest.raises(WegmarkeError) as raised:
        value(asked_of(many(np.random.default_rng(11)), CUT), tenth=tenth)
    assert raised.value.code == "question_argument"


def test_where_nothing_is_forecast_it_is_counted_how_long_ago_they_bought() -> None:
    finding = value(asked_of(BY_HAND, CUT))
    since = finding.result.tables()[-1]
    assert since.key == "value_since"
    assert since.column("customers").values == [5, 0, 0, 0, 0], "eve has left"
    assert since.column("silent_longer").values == [1, 0, 0, 0, 0], "ada"
    with pytest.raises(WegmarkeError) as raised:
        value(asked_of(BY_HAND, CUT), tenth=1)
    assert raised.value.code == "question_argument"
