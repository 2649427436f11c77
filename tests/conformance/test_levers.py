"""Price against process against worlds whose truth is known: what a company gains that delivers on time more often, and
what it gains with its old prices, is found by running the same people through the changed world.
"""

from __future__ import annotations

from dataclasses import replace

from tests.worlds import told_world
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.questions import ask
from wegmarke.questions.levers.found import LeversFound
from wegmarke.simulation.contacts import Defect
from wegmarke.simulation.scenarios import scenario
from wegmarke.simulation.truth.effects import euros, fates_of
from wegmarke.stats.weighing import Weighed

PEOPLE, SEED = 12_000, 4
FEW = 3000, 104
LATE = {"incident": "promise_late", "margin": (0.3, 0.4), "reduction": 0.5}


def found_in(key: str, people: int = PEOPLE, seed: int = SEED, **assumed: object) -> tuple[LeversFound, Weighed]:
    log, _ = told_world(key, people, seed)
    result = ask("levers", log._of, {**LATE, **assumed}).result
    assert not isinstance(result, CannotSay)
    assert result.weighed is not None
    return result, result.weighed


def test_the_process_is_ahead_at_equal_cost_as_it_truly_is() -> None:
    parameters = scenario("process")
    late = parameters.defects[Defect.LATE_DELIVERY]
    fewer = {**parameters.defects, Defect.LATE_DELIVERY: replace(late, share=late.share / 2)}
    actual = fates_of(parameters, PEOPLE, SEED)
    by_process = fates_of(replace(parameters, defects=fewer), PEOPLE, SEED)
    by_price = fates_of(parameters.at_old_prices(), PEOPLE, SEED)
    process = float((euros(by_process) - euros(actual)).sum())
    price = float((euros(by_price) - euros(actual)).sum())
    assert process > 0 > price

    result, both = found_in("process", price=-0.06, cost=40_000)
    assert both.process.low > 0
    assert both.price.high < 0
    assert both.equal_cost is not None
    assert both.equal_cost.process_ahead > 0.95
    # As many stay as truly did, give or take a third: rates of the last year stand for those of the whole time.
    kept = int((actual["left_day"] >= 0).sum() - (by_process["left_day"] >= 0).sum())
    harm = result.harm
    assert isinstance(harm, Interval)
    # One figure for one defect: what `effect` says is what is calculated with.
    log, _ = told_world("process", PEOPLE, SEED)
    effect = log.ask("effect", incident="promise_late").finding
    assert effect.result.adjusted == harm == result.effect.identified  # type: ignore[union-attr]
    assert result.claim == effect.claim == "effect"
    # Who is angry orders less: the harm that is planted for orders shows, and is worth as much as customers kept.
    assert isinstance(result.spent_less, Interval)
    assert result.spent_less.low > 0
    assert both.with_premium is not None
    assert both.with_premium.low > both.process.mean
    rate = dict(result.frequencies)["promise_late"]
    said = 0.5 * rate * harm.value * result.customers * parameters.days / 90
    assert abs(said / kept - 1) < 1 / 3


def test_where_defects_do_no_harm_the_process_gains_nothing() -> None:
    result, both = found_in("null", *FEW)
    assert both.process.low < 0 < both.process.high
    assert both.process_best < 0.975
    less = result.spent_less
    assert isinstance(less, Interval)
    assert less.low < 0 < less.high


def test_where_only_price_matters_the_defect_is_not_blamed() -> None:
    _, both = found_in("null", *FEW, price=0.05, loss_elasticity=0.0, quantity_elasticity=0.0)
    assert both.price.low > both.process.high, "who believes that nobody answers to a price must raise it"


def test_where_a_hidden_cause_is_at_work_the_process_is_left_open() -> None:
    log, _ = told_world("hidden", *FEW)
    finding = ask("levers", log._of, LATE)
    assert finding.result.weighed is None
    assert isinstance(finding.result.spent_less, CannotSay)
    assert "levers.process_refused" in [one.code for one in finding.headline]
