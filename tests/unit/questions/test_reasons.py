"""Reasons of leaving, stated and evidenced: against simulated worlds whose truth is known, and by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests.contacts import DAY, WHOLE, Contact, asked_of
from tests.worlds import told_world
from wegmarke.errors import WegmarkeError
from wegmarke.index.beside import Beside
from wegmarke.model.finding import CannotSay, Finding, Interval
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.model.stated_reasons import USUAL_CODING, ReasonCoding
from wegmarke.questions import ask
from wegmarke.questions.reasons import Reasons
from wegmarke.simulation.contacts import Cause, Reason

PEOPLE, SEED = 3000, 104


@cache
def found(world: str) -> tuple[Reasons, np.ndarray]:
    log, fates = told_world(world, PEOPLE, SEED)
    result = log.ask("reasons").finding.result
    assert isinstance(result, Reasons)
    return result, fates[fates["left_day"] >= 0]


def driven(gone: np.ndarray, *said: Reason) -> float:
    """The share of those who said it that would have stayed without what went wrong."""
    those = gone[np.isin(gone["stated"], said)]
    return float(np.isin(those["cause"], (Cause.DEFECT, Cause.BOTH)).mean())


def holds(estimate: object, truth: float) -> bool:
    assert isinstance(estimate, Interval)
    return estimate.low <= truth <= estimate.high


def test_where_price_is_an_excuse_the_share_of_defects_behind_it_is_in_the_interval() -> None:
    result, gone = found("process")
    price = result.of("pricing")
    assert price is not None
    assert price.customers == int((gone["stated"] == Reason.PRICE).sum())
    assert result.lost == len(gone)
    truth = driven(gone, Reason.PRICE)
    assert truth > 0.5
    assert holds(price.evidenced, truth)
    assert holds(result.evidenced, driven(gone, *Reason))
    unsaid = result.of("none_stated")
    assert unsaid is not None
    assert holds(unsaid.evidenced, driven(gone, Reason.NONE_GIVEN))


@pytest.mark.parametrize("world", ["price", "null"])
def test_where_defects_do_no_harm_none_is_evidence_though_many_stand_before_leaving(world: str) -> None:
    result, gone = found(world)
    price = result.of("pricing")
    assert price is not None
    assert driven(gone, *Reason) == 0
    assert holds(price.evidenced, 0.0)
    assert holds(result.evidenced, 0.0)
    naive = price.with_incident / price.customers  # any event before is the reason
    assert isinstance(price.evidenced, Interval)
    assert naive > 0.1
    assert naive > price.evidenced.high


def test_whom_to_ask_says_why_and_is_the_same_people() -> None:
    result, _ = found("process")
    assert {one.ask for one in result.queue} <= {"differs", "uncertain", "not_on_record"}
    assert len(result.queue) == 20
    assert all(one.share is not None for one in result.queue)


def test_who_may_not_be_contacted_is_left_out_and_who_served_is_said() -> None:
    log, _ = told_world("process", PEOPLE, SEED)
    result, _ = found("process")
    assert result.kept_out is None
    assert all(one.served_by for one in result.queue)
    kept = {one.customer for one in result.queue[:5]}
    may = Beside(may_be_asked=lambda numbers: ~np.isin(numbers, list(kept)))
    asked = replace(log._of, index=replace(log._of.index, beside=may))
    again = ask("reasons", asked).result
    assert again.kept_out == 5
    assert [one.customer for one in again.queue[:15]] == [one.customer for one in result.queue[5:]]
    assert "caveat.reasons_asked" in {one.code for one in ask("reasons", asked).caveats}


SETTINGS = JourneySettings(
    silence_days=None,
    cut_at_outcome=False,
    outcomes=(OutcomeRule("won", touchpoints=("order",)), OutcomeRule("churned", touchpoints=("goodbye",))),
    time_zone="UTC",
)
BY_HAND = [
    Contact("ada", 0, "order"),
    Contact("ada", 40 * DAY, "complaint"),
    Contact("ada", 50 * DAY, "goodbye", stated_reason="Preis/Lieferung"),
    Contact("bob", 0, "order"),
    Contact("bob", 9 * DAY, "goodbye"),
    Contact("bob", 20 * DAY, "call", stated_reason="Wetter"),
    Contact("cleo", 0, "order"),
    Contact("cleo", 5 * DAY, "complaint"),
    Contact("cleo", 200 * DAY, "goodbye", stated_reason="k. A.: keine Angabe"),
    Contact("dan", 0, "goodbye", stated_reason="price"),  # a customer before the records began
    Contact("eve", 0, "order", stated_reason="price"),
]


def by_hand(coding: ReasonCoding = USUAL_CODING, in_partitions: int = 1) -> Finding[Reasons]:
    asked = asked_of(BY_HAND, SETTINGS, in_partitions=in_partitions)
    return ask("reasons", replace(asked, index=replace(asked.index, reason_coding=coding)))


@pytest.mark.parametrize("in_partitions", [1, 8])
def test_few_customers_are_told_one_by_one(in_partitions: int) -> None:
    finding = by_hand(in_partitions=in_partitions)
    result = finding.result
    assert (result.answered, result.lost, result.with_incident, finding.method) == ("counted", 4, 1, "reasons_counted")
    assert {one.identifier: (one.codes, one.incidents) for one in result.lines} == {
        "ada": (("pricing", "core_service"), ("complaint",)),
        "bob": (("not_coded",), ()),
        "cleo": (("none_stated",), ()),
        "dan": (("pricing",), ()),
    }
    assert all(isinstance(one.evidenced, CannotSay) for one in result.stated)
    assert [sentence.code for sentence in finding.headline] == ["reasons.counted", "reasons.price_counted"]


@pytest.mark.parametrize("in_partitions", [1, 8])
def test_every_cell_opens_to_as_many_customers_as_it_says(in_partitions: int) -> None:
    asked = asked_of(BY_HAND, SETTINGS, in_partitions=in_partitions)
    result = ask("reasons", asked).result
    opened = 0
    for table in result.tables():
        for column in table.columns:
            for value, behind in zip(column.values, column.evidence or (), strict=column.evidence is not None):
                found = asked.where(str(behind)).totals()
                assert found.journeys == found.customers == value, (column.key, behind)
                opened += int(bool(value))
    assert opened > 8
    where = asked.where("left_saying(none_stated, not_coded)")
    assert {one.identifier for one in ask("reasons", where).result.lines} == {"bob", "cleo"}
    assert asked.where("left_saying(any)").totals().customers == result.lost
    assert asked.where("left_after(any)").totals().customers == result.with_incident


def test_words_are_coded_by_hand_first() -> None:
    given = ReasonCoding({"wetter": ("other",), "preis/lieferung": ("pricing",)})
    assert {one.identifier: one.codes for one in by_hand(given).result.lines}["bob"] == ("other",)
    assert by_hand(given).result.of("core_service") is None
    assert ReasonCoding(usual=False).codes("Preis") == ("not_coded",)


def test_every_part_of_the_index_says_the_same() -> None:
    rng = np.random.default_rng(5)
    contacts = []
    for who in range(500):
        at = float(rng.integers(0, 200 * DAY))
        contacts.append(Contact(f"c{who}", at, "order"))
        for _ in range(int(rng.integers(0, 6))):
            at += float(rng.integers(1, 60 * DAY))
            contacts.append(Contact(f"c{who}", at, str(rng.choice(["visit", "complaint", "error page", "hotline"]))))
        if rng.random() < 0.6:
            said = str(rng.choice(["Preis", "Service"]))
            contacts.append(Contact(f"c{who}", at + 5 * DAY, "goodbye", stated_reason=said))
    one, many = (ask("reasons", asked_of(contacts, SETTINGS, in_partitions=n)) for n in (1, 16))
    assert one.result.answered == "model"
    for table, other in zip(one.result.tables(), many.result.tables(), strict=True):
        assert [column.key for column in table.columns] == [column.key for column in other.columns]
        for column, same in zip(table.columns, other.columns, strict=True):
            if column.key.startswith("evidenced"):
                values = [[np.nan if v is None else v for v in c.values] for c in (column, same)]
                np.testing.assert_allclose(*values, rtol=1e-9, atol=1e-9)
            else:
                assert list(column.values) == list(same.values)


def test_without_leavers_nothing_is_said() -> None:
    finding = ask("reasons", asked_of([Contact("ada", 0, "order")], WHOLE))
    assert isinstance(finding.result, CannotSay)
    with pytest.raises(WegmarkeError) as error:
        ask("reasons", asked_of(BY_HAND, SETTINGS), {"limit": 0})
    assert error.value.code == "question_argument"
