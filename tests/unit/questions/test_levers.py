"""The question of the levers: what it takes, what it says where it cannot say, and that its tables are one answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tests.contacts import DAY, START_OF_LOG, Contact, index_of
from wegmarke.errors import WegmarkeError
from wegmarke.index.runner import LocalRunner
from wegmarke.library.answer import Answer
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions import Asked, ask
from wegmarke.questions.levers.found import LeversFound
from wegmarke.report.explanation import explain

SETTINGS = JourneySettings(
    silence_days=None,
    cut_at_outcome=False,
    outcomes=(OutcomeRule("won", touchpoints=("Order placed",)), OutcomeRule("churned", touchpoints=("Good bye",))),
)


def due(days: float) -> datetime:
    return datetime.fromtimestamp(START_OF_LOG + days * DAY, UTC)


def contacts_of(people: int = 200, *, leaving: int = 55, paid: int | None = 5_000, days: int = 400) -> list[Contact]:
    """So many who buy, get one parcel in sixty late, and pay; some leave."""
    contacts = []
    rng = np.random.default_rng(1)
    for number in range(people):
        name, day = f"c{number:03}", float(rng.uniform(0, 20))
        money = {} if paid is None else {"value_minor": paid + 10 * number, "currency": "EUR"}
        contacts.append(Contact(name, day * DAY, "Order placed", **money))  # type: ignore[arg-type]
        for at in range(40, days - 5, 40):
            late = 3.0 if rng.random() < 1 / 60 else -1.0
            kept = day * 0.1 + at
            contacts.append(Contact(name, kept * DAY, "parcel", promise_due=due(kept - late), promise_kept=due(kept)))
            contacts.append(Contact(name, (kept + 1) * DAY, "Order placed", **money))  # type: ignore[arg-type]
            if number < leaving and at >= 120 + 4 * number:
                contacts.append(Contact(name, (kept + 2) * DAY, "Good bye"))
                break
    contacts.append(Contact("zz", days * DAY, "shop"))
    return contacts


def asked_of(contacts: list[Contact]) -> Asked:
    return Asked(index_of(contacts, SETTINGS, in_partitions=4, rows_a_batch=1_000), LocalRunner(1))


@pytest.fixture(scope="module")
def few() -> Asked:
    """Losses enough to tell how many leave, defects too few to tell what they do."""
    return asked_of(contacts_of())


def found(asked: Asked, **assumed: object) -> tuple[Finding[LeversFound], LeversFound]:
    finding = ask("levers", asked, assumed)
    assert isinstance(finding.result, LeversFound)
    return finding, finding.result


def test_with_few_losses_the_price_is_told_and_the_process_left_open(few: Asked) -> None:
    finding, result = found(few, margin=(0.2, 0.4), price=0.1)
    assert isinstance(result.harm, CannotSay)
    assert result.weighed is None
    assert result.incident == "promise_late", "what hits most"
    assert "levers.process_unknown" in [one.code for one in finding.headline]
    assert "added_loss" not in [one.name for one in result.inputs]
    assert [one for one, *_ in result.gains] == ["price"]
    assert list(result.tables()[0].column("lever").values) == ["price", "nothing"]


def test_a_harm_can_be_assumed_instead(few: Asked) -> None:
    finding, result = found(few, margin=0.3, added_loss="0.02..0.1", premium=(0.0, 0.02), cost=20.0)
    assert result.weighed is not None
    assert result.weighed.with_premium is not None
    assumed = {one.name for one in result.inputs if one.given.origin == "assumption"}
    assert {"added_loss", "margin", "premium", "cost", "loss_elasticity", "quantity_elasticity"} <= assumed
    told = {one.name: one.n for one in result.inputs if one.given.origin == "evidence"}
    assert set(told) == {"revenue", "loss", "rate"}
    assert all(told.values())
    named = next(one for one in finding.caveats if one.code == "caveat.levers_assumed").values["inputs"]
    assert set(named) == assumed - {"running_cost"}  # type: ignore[call-overload]
    said = [one.code for one in finding.headline]
    assert "levers.premium_assumed" in said
    assert [name for name, *_ in result.gains] == ["price", "process", "with_premium"]
    alone, unsaid = found(few, added_loss=0.05)
    assert "levers.premium_unknown" in [one.code for one in alone.headline]
    assert isinstance(unsaid.spent_less, CannotSay)
    origins = [list(one.tables()[4].column("premium_origin").values) for one in (result, unsaid)]
    assert origins == [["assumed"], ["unsaid"]]
    costs = next(one.given for one in result.inputs if one.name == "cost")
    assert costs.value == 2_000, "minor units"


def test_without_a_margin_it_is_revenue_and_says_so(few: Asked) -> None:
    finding, result = found(few, added_loss=0.05)
    assert result.measured_in == "revenue"
    assert "caveat.levers_no_margin" in [one.code for one in finding.caveats]
    assert "margin" not in {one.name for one in result.inputs}
    _, with_margin = found(few, added_loss=0.05, margin=0.25)
    assert "caveat.levers_no_margin" not in [one.code for one in ask("levers", few, {"margin": 0.25}).caveats]
    assert result.weighed is not None
    assert with_margin.weighed is not None
    assert with_margin.weighed.process.mean == pytest.approx(result.weighed.process.mean / 4, rel=0.02)


def test_touchpoints_that_pages_call_otherwise_mean_the_same(few: Asked) -> None:
    """A rule names what the sources write; a page in another language has put other names on the touchpoints."""
    called = tuple(Touchpoint(one.key, f"name of {one.key}") for one in few.index.touchpoints)
    renamed = Asked(replace(few.index, touchpoints=called), few.runner)
    assert found(renamed)[1].inputs == found(few)[1].inputs


def test_what_it_rests_on_is_counted(few: Asked) -> None:
    _, result = found(few)
    assert result.customers == 200 - 55
    told = {one.name: one.given.value for one in result.inputs}
    # the last four periods begin on days 40, 130, 220 and 310, when 0, 1, 21 and 41 have left
    customers_and_periods = 200 + 199 + 179 + 159
    assert told["loss"] == pytest.approx(55 / customers_and_periods)
    late = {
        (one.customer, (one.promise_due - due(40)) // timedelta(days=90))
        for one in contacts_of()
        if one.promise_due is not None and one.promise_kept is not None and one.promise_kept > one.promise_due
    }
    hit = sum(period in range(4) for _, period in late)
    assert told["rate"] == pytest.approx(hit / customers_and_periods)
    assert 0.02 < told["rate"] < 0.06, "one in sixty of two to three parcels"
    assert result.periods == 8


def test_with_fewer_losses_than_a_rate_needs_nothing_is_estimated() -> None:
    finding = ask("levers", asked_of(contacts_of(leaving=49)))
    assert finding.headline[0].code == "levers.few"
    assert finding.result == CannotSay("too_few", 49, 50)
    assert (finding.method, finding.claim) == ("levers_counted", "count")
    assert isinstance(ask("levers", asked_of(contacts_of(leaving=50))).result, LeversFound)


def test_both_languages_and_all_tables(few: Asked) -> None:
    for assumed in ({}, {"added_loss": 0.05, "cost": 100.0, "premium": 0.01}, {"price": 0.0}):
        finding, result = found(few, **assumed)
        for language in ("en", "de"):
            assert explain(finding, language).text()  # type: ignore[arg-type]
        for table in result.tables():
            assert len({len(column.values) for column in table.columns}) == 1
    answer = Answer(finding, few)
    assert answer.plot() is not None


def test_texts_of_an_address_mean_the_same_as_values(few: Asked) -> None:
    texts = {
        "margin": "0.2..0.4",
        "price": "-0.03",
        "added_loss": "0.05",
        "days": "365",
        "quantity_elasticity": "-1..0",
    }
    values = {"margin": (0.2, 0.4), "price": -0.03, "added_loss": 0.05, "days": 365, "quantity_elasticity": (-1.0, 0.0)}
    first, second = found(few, **texts)[1], found(few, **values)[1]
    assert first.inputs == second.inputs
    assert first.weighed is not None
    assert second.weighed is not None
    assert first.weighed.process.mean == second.weighed.process.mean


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("price", "-1"),
        ("reduction", "1.2"),
        ("margin", "0.4..0.2"),
        ("margin", "30"),
        ("cost", "-5"),
        ("cost", "nan"),
        ("days", "12"),
        ("discount", "inf"),
        ("added_loss", "..0.2"),
        ("incident", "rain"),
        ("premium", "much"),
    ],
)
def test_what_cannot_be_is_refused(few: Asked, name: str, value: str) -> None:
    with pytest.raises(WegmarkeError) as raised:
        ask("levers", few, {name: value})
    assert raised.value.code == "question_argument"
    assert raised.value.details["argument"] == name


@pytest.mark.parametrize(
    ("asked", "code", "reason"),
    [
        (asked_of(contacts_of(12, leaving=0)), "moments.no_outcomes", "no_outcomes"),
        (asked_of(contacts_of(paid=None)), "levers.no_money", "empty_group"),
        (asked_of(contacts_of(12, leaving=12, days=80)), "moments.no_outcomes", "no_outcomes"),
    ],
)
def test_what_is_missing_is_said(asked: Asked, code: str, reason: str) -> None:
    finding = ask("levers", asked)
    assert isinstance(finding.result, CannotSay)
    assert (finding.headline[0].code, finding.result.reason) == (code, reason)
    assert explain(finding, "de").headline[0]
