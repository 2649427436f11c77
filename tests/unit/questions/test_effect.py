"""What a defect costs: against simulated worlds whose truth is known, and what is refused."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tests.contacts import DAY, Contact, asked_of
from tests.worlds import told_world
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Finding, Interval
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.questions import ask
from wegmarke.questions.effect import HORIZON_DAYS, EffectFound
from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.scenarios import scenario
from wegmarke.simulation.truth.effects import effects, worlds

PEOPLE, SEED = 3000, 104
SETTINGS = JourneySettings(
    silence_days=None,
    cut_at_outcome=False,
    outcomes=(OutcomeRule("won", touchpoints=("order",)), OutcomeRule("churned", touchpoints=("goodbye",))),
    time_zone="UTC",
)


@cache
def late(world: str) -> Finding[EffectFound]:
    log, _ = told_world(world, PEOPLE, SEED)
    return log.ask("effect", incident="promise_late").finding


def holds(estimate: object, truth: float) -> bool:
    assert isinstance(estimate, Interval)
    return estimate.low <= truth <= estimate.high


def truth_of_late_delivery(parameters: Parameters) -> float:
    """How many more leave within the same horizon when all first deliveries are late instead of in time."""
    found = {one.key: one for one in effects(worlds(parameters, PEOPLE, SEED))}["leaving.first_delivery_late"]
    assert found.horizon.startswith(str(HORIZON_DAYS))
    return found.value


def test_what_a_late_delivery_costs_is_in_the_interval_and_is_called_an_effect() -> None:
    finding = late("process")
    result = finding.result
    assert holds(result.adjusted, truth_of_late_delivery(scenario("process")))
    assert not holds(result.adjusted, 0.0)
    assert (finding.claim, result.verdict, result.failed, result.compared) == ("effect", "passed", (), "same")
    assert isinstance(result.lost, Interval)
    assert isinstance(result.adjusted, Interval)
    assert result.lost.value == pytest.approx(result.exposed * result.adjusted.value)
    assert result.strength is not None
    assert result.strength.estimate > result.strength.limit > 1
    assert isinstance(result.at_stake, Interval)
    assert [one.code for one in finding.headline] == ["effect.found", "effect.lost", "effect.at_stake"]
    assert holds(result.placebo, 0.0)
    checks = result.tables()[1]
    assert list(checks.column("check_passed").values) == ["passed"] * 5 + [None, None]


def test_the_margin_that_goes_with_them_is_said_with_whose_assumption_it_is() -> None:
    log, _ = told_world("process", PEOPLE, SEED)
    finding = log.effect("promise_late", margin=(0.2, 0.4), margin_by="Controlling").finding
    revenue, margin = finding.result.at_stake, finding.result.margin_lost
    assert (margin.value, margin.low, margin.high) == pytest.approx(
        (0.3 * revenue.value, 0.2 * revenue.low, 0.4 * revenue.high)
    )
    assert "effect.margin_lost" in [one.code for one in finding.headline]
    assert "caveat.margin_assumed_by" in [one.code for one in finding.caveats]
    assert finding.result.adjusted == late("process").result.adjusted  # a margin changes nothing else
    # Both are uncertain: how many were lost, and what one of them spent.
    lost = finding.result.lost
    assert (revenue.high - revenue.low) / revenue.value > (lost.high - lost.low) / lost.value


@pytest.mark.parametrize("world", ["price", "null"])
def test_where_defects_do_no_harm_nothing_is_lost(world: str) -> None:
    finding = late(world)
    assert holds(finding.result.adjusted, 0.0)
    assert [one.code for one in finding.headline] == ["effect.nothing"]


def test_a_hidden_cause_is_refused_where_the_plain_difference_takes_it_for_an_effect() -> None:
    finding = late("hidden")
    result = finding.result
    assert isinstance(result.unadjusted, Interval)
    assert result.unadjusted.low > 0  # naive: late deliveries drive customers away; in truth they do not
    assert (finding.claim, result.verdict) == ("association", "refused")
    assert "control" in result.failed
    assert isinstance(result.lost, CannotSay)
    assert isinstance(result.identified, CannotSay)
    assert "effect.failed_control" in [one.code for one in finding.headline]


def made_up() -> list[Contact]:
    rng = np.random.default_rng(5)
    contacts = []
    for who in range(600):
        at = float(rng.integers(0, 200 * DAY))
        contacts.append(Contact(f"c{who}", at, "order"))
        for _ in range(int(rng.integers(1, 6))):
            at += float(rng.integers(1, 60 * DAY))
            contacts.append(Contact(f"c{who}", at, str(rng.choice(["visit", "complaint", "hotline"]))))
        if rng.random() < 0.5:
            contacts.append(Contact(f"c{who}", at + 30 * DAY, "goodbye"))
    return contacts


def test_every_part_of_the_index_says_the_same() -> None:
    given = {"incident": "complaint"}
    one, many = (ask("effect", asked_of(made_up(), SETTINGS, in_partitions=n), given).result for n in (1, 16))
    assert isinstance(one, EffectFound)
    assert (one.compared, one.touchpoints, one.at_stake) == ("elsewhere", ("complaint",), None)
    assert (one.exposed, one.customers, one.others, one.failed) == (
        many.exposed, many.customers, many.others, many.failed
    )  # fmt: skip
    assert isinstance(one.unadjusted, Interval)
    assert one.unadjusted.value == pytest.approx(many.unadjusted.value, rel=1e-9)


def test_too_few_are_not_compared() -> None:
    few = ask("effect", asked_of(made_up()[:80], SETTINGS), {"incident": "complaint"})
    assert isinstance(few.result, CannotSay)
    assert few.headline[0].code == "effect.too_few_lost"
    none = ask("effect", asked_of(made_up(), SETTINGS), {"incident": "long_wait"})
    assert isinstance(none.result, CannotSay)
    assert none.headline[0].code == "effect.too_few"


def test_an_unknown_kind_is_no_question() -> None:
    with pytest.raises(WegmarkeError) as error:
        ask("effect", asked_of(made_up()[:20], SETTINGS), {"incident": "rain"})
    assert error.value.code == "question_argument"
