"""The value of customers: who bought when and for how much, told from histories written by hand, and in two ways."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.contacts import DAY, HOUR, START_OF_LOG, WHOLE, Contact, asked_of
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Finding, Interval
from wegmarke.model.settings import JourneySettings
from wegmarke.questions import Asked, ask, expectation
from wegmarke.questions.value import VALUE_ORDERS, Buyer, Value
from wegmarke.stats.bg_nbd import BgNbd, Purchases

CUT = JourneySettings(silence_days=30, cut_at_outcome=True, outcomes=WHOLE.outcomes, time_zone="UTC")


def orders(customer: str, *days: float, minor: int | None = None, currency: str = "EUR") -> list[Contact]:
    """An order at noon of each day; nothing else, so each is a journey won."""
    return [
        Contact(customer, day * DAY + 12 * HOUR, "order", value_minor=minor, currency=currency if minor else None)
        for day in days
    ]


BY_HAND = [
    *orders("ada", 0, 10, 30, 35, minor=1000),
    *orders("bob", 0, 10, 20, 60),
    *orders("cleo", 5, minor=500, currency="USD"),
    *orders("dan", 40, 40.2, minor=700),
    *orders("eve", 1, 2, 3, 4),
    Contact("eve", 50 * DAY, "goodbye", outcome="churned", ends=True),
    Contact("fay", 3 * DAY, "visit"),
    # Bought on day 20, and wrote afterwards in the same journey.
    Contact("gus", 20 * DAY + HOUR, "order", journey="g1", value_minor=900, currency="EUR"),
    Contact("gus", 25 * DAY, "visit", journey="g1"),
    Contact("fay", 70 * DAY + HOUR, "visit"),
]


def value(asked: Asked, where: str = "", **arguments: object) -> Finding[Value]:
    return ask("value", asked.where(where) if where else asked, arguments)


def by_name(result: Value) -> dict[str, Buyer]:
    return {one.identifier: one for one in result.lines}


@pytest.mark.parametrize("in_partitions", [1, 8])
def test_purchases_and_silences_are_those_written_down(in_partitions: int) -> None:
    asked = asked_of(BY_HAND, CUT, in_partitions=in_partitions)
    finding = value(asked)
    result, lines = finding.result, by_name(finding.result)
    assert {name: one.purchases for name, one in lines.items()} == {
        "ada": 4, "bob": 4, "cleo": 1, "dan": 1, "eve": 4, "gus": 1
    }  # fmt: skip
    assert (lines["ada"].days_silent, lines["ada"].longest_gap) == (35, 20)
    assert lines["ada"].silence_ratio == 35 / 20
    assert (lines["bob"].days_silent, lines["bob"].longest_gap) == (10, 40)
    assert lines["gus"].last == START_OF_LOG + 20 * DAY + HOUR
    assert (lines["dan"].longest_gap, lines["eve"].longest_gap) == (None, None)
    assert (result.buyers, result.repeating, result.left, result.rhythm, result.silent) == (6, 3, 1, 2, 1)
    assert result.by_chance == pytest.approx(1 / 4 + 1 / 4)
    silent = value(asked, order="silent").result.lines
    assert [one.identifier for one in silent[:2]] == ["ada", "bob"]


def test_too_few_are_counted_and_nothing_is_forecast() -> None:
    finding = value(asked_of(BY_HAND, CUT))
    result = finding.result
    assert (result.answered, finding.method, finding.claim) == ("counted", "value_counted", "count")
    assert [one.code for one in finding.headline] == ["value.too_few", "value.silent"]
    assert result.alive == result.purchases_ahead == result.value_ahead == CannotSay("too_few", 3, 50)
    assert all(one.alive is one.purchases_ahead is one.value_ahead is None for one in result.lines)
    sums = result.tables()[1]
    assert sums.column("answered").values == ["counted"]
    assert sums.column("still_customers").values == sums.column("value_ahead_low").values == [None]


def many(rng: np.random.Generator, customers: int = 300, days: int = 600) -> list[Contact]:
    """Customers who order at rates of their own and leave."""
    found = []
    for number in range(customers):
        at, rate, leaves = rng.uniform(0, days * 0.7), rng.gamma(0.8, 1 / 60), rng.beta(0.8, 2.5)
        price = rng.gamma(6, 500)
        while at < days:
            found += orders(f"c{number}", at, minor=int(rng.gamma(5, price / 5)) + 1)
            if rng.random() < leaves and len(found) > 1 and found[-2].customer == f"c{number}":
                break
            at += 1 + rng.exponential(1 / rate)
    return found


@pytest.fixture(scope="module")
def bought() -> list[Contact]:
    return many(np.random.default_rng(11))


def test_with_many_a_model_answers(bought: list[Contact]) -> None:
    left = bought[-1].customer
    unpriced = orders("known", 100, 200, 300)
    goodbye = Contact(left, 601 * DAY, "goodbye", outcome="churned", ends=True)
    asked = asked_of([*bought, *unpriced, goodbye], CUT, in_partitions=8)
    finding = value(asked, limit=1000)
    result, lines = finding.result, by_name(finding.result)
    assert (result.answered, finding.method, finding.claim) == ("model", "value", "association")
    assert result.tables()[1].column("answered").values == ["model"]
    assert [one.code for one in finding.headline][:3] == ["value.alive", "value.purchases_ahead", "value.value_ahead"]
    codes = [one.code for one in finding.caveats]
    assert codes == [
        "caveat.value_left", "caveat.value_once", "caveat.value_is_revenue", "caveat.value_without_amount"
    ]  # fmt: skip
    for name in ("alive", "purchases_ahead", "value_ahead"):
        estimate = getattr(result, name)
        assert isinstance(estimate, Interval)
        assert estimate.low < estimate.value < estimate.high
        each = [getattr(one, name) or 0 for one in result.lines]
        assert sum(each) == pytest.approx(estimate.value, rel=1e-3)
    assert (lines[left].alive, lines[left].purchases_ahead, lines[left].value_ahead) == (None, 0, 0)
    assert all((one.alive is None) == (one.purchases == 1) for one in result.lines if one.identifier != left)
    priced = lines["known"].value_ahead
    assert priced is not None
    assert priced > 0, "who has no amount is taken to spend as the others do"
    assert [one.value_ahead for one in result.lines] == sorted((one.value_ahead for one in result.lines), reverse=True)
    assert value(asked, days=30).result.purchases_ahead.value < result.purchases_ahead.value / 5


def test_models_are_fitted_once_for_all_pages_and_orders(
    bought: list[Contact], monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted: list[int] = []
    fit = expectation.bg_nbd

    def counted(history: Purchases) -> BgNbd | CannotSay:
        fitted.append(len(history))
        return fit(history)

    monkeypatch.setattr(expectation, "bg_nbd", counted)
    new = [*bought, *orders("newcomer", 17, 170)]  # of these histories nobody has asked yet
    asked = asked_of(new, CUT)
    first = value(asked, limit=5).result
    assert value(asked, limit=5, offset=5, order="silent").result.value_ahead == first.value_ahead
    assert len(fitted) == 1
    assert value(asked, days=30).result.value_ahead != first.value_ahead
    assert len(fitted) == 2
    one_more = value(asked_of([*new, *orders("newcomer", 300)], CUT), limit=5).result
    assert one_more.purchases_ahead != first.purchases_ahead
    assert len(fitted) == 3


def test_of_very_many_a_sample_is_fitted_and_it_is_said(bought: list[Contact], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asked_of(bought, CUT)
    whole = value(asked).result
    monkeypatch.setattr(expectation, "MOST_FITTED", 250)
    finding = value(asked)
    assert finding.result.fitted == 250
    assert "caveat.value_sample" in [one.code for one in finding.caveats]
    assert finding.result.buyers == whole.buyers
    assert finding.result.purchases_ahead.value == pytest.approx(whole.purchases_ahead.value, rel=0.3)


def test_other_currencies_are_no_amounts(bought: list[Contact]) -> None:
    finding = value(asked_of([replace(one, currency="USD") for one in bought], CUT))
    assert isinstance(finding.result.purchases_ahead, Interval)
    assert finding.result.value_ahead == CannotSay("too_few", 0, 50)
    assert all(one.value_ahead is None for one in finding.result.lines)
    assert "caveat.value_is_revenue" not in [one.code for one in finding.caveats]


@pytest.mark.parametrize("order", VALUE_ORDERS)
def test_pages_put_together_are_the_list_in_order(order: str) -> None:
    one, eight = (asked_of(BY_HAND, CUT, in_partitions=count) for count in (1, 8))
    term = {"contract_days": 30} if order == "decision" else {}
    whole = value(one, order=order, **term).result.lines
    keys = {
        "expected": lambda line: -line.purchases,  # nothing is forecast of so few
        "silent": lambda line: -(line.silence_ratio or -1.0),
        "purchases": lambda line: -line.purchases,
        "latest": lambda line: -line.last,
        "decision": lambda line: line.decision or float("inf"),
    }
    assert list(whole) == sorted(whole, key=lambda line: (keys[order](line), line.customer))
    pages = [
        value(eight, order=order, offset=offset, limit=2, **term).result.lines for offset in range(0, len(whole), 2)
    ]
    assert [line.identifier for page in pages for line in page] == [line.identifier for line in whole]


def test_a_filter_chooses_customers_and_not_purchases() -> None:
    lines = value(asked_of(BY_HAND, CUT), "outcome = churned").result.lines
    assert [(one.identifier, one.purchases) for one in lines] == [("eve", 4)]


def test_nobody_is_said_so() -> None:
    asked = asked_of(BY_HAND, CUT)
    assert value(asked, "length > 1000").headline[0].code == "customers.nobody"
    never = value(asked_of([Contact("fay", 0, "visit")], CUT))
    assert (never.headline[0].code, never.result) == ("value.nobody", CannotSay("empty_group", 0, 1))


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": 7301}, {"limit": 0}, {"offset": -1}, {"order": "best"}])
def test_what_it_does_not_take(wrong: dict[str, object]) -> None:
    with pytest.raises(WegmarkeError) as raised:
        value(asked_of(BY_HAND, CUT), **wrong)
    assert raised.value.code == "question_argument"
