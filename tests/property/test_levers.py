"""Price against process: no change changes nothing, retention compounds, more is more, and intervals cover."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.clustered_mean import CustomerTotals, clustered_mean
from wegmarke.stats.levers import PriceLever, ProcessLever, Today, drawn, price_gain, process_gain, stated
from wegmarke.stats.newcombe import newcombe
from wegmarke.stats.ratio import CustomerSums, ratio
from wegmarke.stats.share_and_mean import correlation
from wegmarke.stats.uncertain import Uncertain
from wegmarke.stats.weighing import Weighed, weigh
from wegmarke.stats.wilson import wilson

exactly = Uncertain.exactly
TODAY = Today(10_000, Uncertain.within(0.3, 0.4), exactly(100), Uncertain(0.02, 0.018, 0.022, "evidence"), 36, 0.01)
PRICE = PriceLever(-0.05, Uncertain(1.2, 0.2, 2.2, "evidence"), Uncertain(-0.3, -0.6, 0.0))
PROCESS = ProcessLever(
    0.3,
    Uncertain(0.1, 0.09, 0.11, "evidence"),
    Uncertain(0.08, 0.04, 0.12, "evidence"),
    Uncertain.within(0, 5),
    Uncertain.within(100_000, 200_000),
    exactly(1_000),
    Uncertain.within(0, 0.02),
)

shares = st.floats(0.0, 1.0)


@settings(max_examples=40, deadline=None)
@given(
    change=st.floats(-0.9, 2.0),
    reduction=shares,
    loss=shares,
    rate=shares,
    added=st.floats(-0.5, 1.0),
    loss_elasticity=st.floats(-3, 6),
    quantity_elasticity=st.floats(-3, 1),
    periods=st.integers(1, 30),
    discount=st.floats(0, 0.3),
)
def test_exact_inputs_give_the_loop_written_out(
    *,
    change: float,
    reduction: float,
    loss: float,
    rate: float,
    added: float,
    loss_elasticity: float,
    quantity_elasticity: float,
    periods: int,
    discount: float,
) -> None:
    today = Today(100, exactly(0.35), exactly(20.0), exactly(loss), periods, discount)
    price = PriceLever(change, exactly(loss_elasticity), exactly(quantity_elasticity))
    process = ProcessLever(reduction, exactly(rate), exactly(added), exactly(3.0), exactly(11.0), exactly(0.5))

    def brought(lost: float, margin: float, running: float = 0.0) -> float:
        customers, total = 100.0, 0.0
        for period in range(1, periods + 1):
            customers *= 1 - lost
            total += (customers * margin - running) / (1 + discount) ** period
        return total

    inputs = drawn(stated(today, price, process), 3)
    before = brought(loss, 7.0)
    dearer = min(loss * (1 + change) ** loss_elasticity, 1.0)
    by_price = brought(dearer, (1 + change) ** quantity_elasticity * (7.0 + change * 20.0)) - before
    better = min(max(loss - reduction * rate * added, 0.0), 1.0)
    by_process = brought(better, 7.0 + reduction * rate * 3.0, 0.5) - before - 11.0
    near = 1e-9 * (before + abs(by_price) + 1)
    assert price_gain(today, price, inputs) == pytest.approx(np.full(3, by_price), rel=1e-9, abs=near)
    assert process_gain(today, process, inputs) == pytest.approx(np.full(3, by_process), rel=1e-9, abs=near)


def test_no_change_gains_exactly_nothing() -> None:
    free = replace(PROCESS, reduction=0.0, cost=exactly(0.0), running_cost=exactly(0.0))
    weighed = weigh(TODAY, replace(PRICE, change=0.0), free)
    for gain in (weighed.price, weighed.process, weighed.with_premium, weighed.difference):
        assert gain is not None
        assert (gain.mean, gain.low, gain.high, gain.pays) == (0.0, 0.0, 0.0, 0.0)
    assert (weighed.price_best, weighed.process_best, weighed.nothing_best) == (0.0, 0.0, 1.0)
    assert weighed.equal_percent is None
    assert weighed.equal_cost is None
    assert weighed.cost_limit is None
    assert weighed.turning == ()
    assert [one.weight for one in weighed.leverage] == [0.0] * len(weighed.leverage)


def test_cost_without_effect_is_lost_to_the_cent() -> None:
    weighed = weigh(TODAY, PRICE, replace(PROCESS, reduction=0.0, cost=exactly(500.0), running_cost=exactly(0.0)))
    assert (weighed.process.mean, weighed.process.low, weighed.process.high) == (-500.0, -500.0, -500.0)


def test_more_is_more() -> None:
    inputs = drawn(stated(TODAY, PRICE, PROCESS), 400)
    by_process = [process_gain(TODAY, replace(PROCESS, reduction=one), inputs) for one in (0.0, 0.2, 0.5, 1.0)]
    assert all((more > less).all() for less, more in pairwise(by_process))
    hits = [process_gain(TODAY, PROCESS, inputs.with_("added_loss", one)) for one in (0.0, 0.05, 0.1)]
    assert all((more > less).all() for less, more in pairwise(hits))
    dear = [process_gain(TODAY, PROCESS, inputs.with_("cost", one)) for one in (0.0, 10.0)]
    assert dear[0] - dear[1] == pytest.approx(np.full(400, 10.0))
    # A cut helps the more, the more customers leave because of the price; a rise the less.
    for change, sign in ((-0.05, 1), (0.05, -1)):
        lever = replace(PRICE, change=change)
        gains = [price_gain(TODAY, lever, inputs.with_("loss_elasticity", one)) for one in (0.0, 1.0, 3.0)]
        assert all((sign * (more - less) > 0).all() for less, more in pairwise(gains))
    paid = process_gain(TODAY, PROCESS, inputs, premium=True) - process_gain(TODAY, PROCESS, inputs)
    assert (paid >= 0).all()
    assert paid.mean() > 0


@pytest.fixture(scope="module")
def weighed() -> Weighed:
    return weigh(TODAY, PRICE, PROCESS)


def test_at_the_turning_points_both_gain_the_same(weighed: Weighed) -> None:
    inputs = drawn(stated(TODAY, PRICE, PROCESS))
    found = {one.input: one for one in weighed.turning}
    elasticity = found["loss_elasticity"]
    assert elasticity.value is not None
    assert elasticity.value > PRICE.loss_elasticity.high  # nobody believes that
    assert elasticity.above == "price"
    fixed = inputs.with_("loss_elasticity", elasticity.value)
    same = price_gain(TODAY, PRICE, fixed).mean()
    assert process_gain(TODAY, PROCESS, fixed).mean() == pytest.approx(same, abs=1e-6 * abs(same) + 1)
    # However harmless the defect: this price cut is worse than what the repair costs.
    assert (found["added_loss"].value, found["added_loss"].above) == (None, "process")
    assert weighed.cost_limit is not None
    at_limit = process_gain(TODAY, PROCESS, inputs.with_("cost", weighed.cost_limit).with_("running_cost", 0.0))
    assert at_limit.mean() == pytest.approx(0, abs=1e-6 * weighed.cost_limit)
    assert weighed.least_reduction is not None
    enough = process_gain(TODAY, replace(PROCESS, reduction=weighed.least_reduction), inputs)
    assert enough.mean() == pytest.approx(0, abs=1.0)


def test_a_premium_is_worth_what_is_assumed_or_what_is_seen() -> None:
    today = Today(100, exactly(0.35), exactly(20.0), exactly(0.0), 4, 0.0)
    process = ProcessLever(0.5, exactly(0.2), exactly(0.0))
    assumed, seen = replace(process, premium=exactly(0.03)), replace(process, spent_less=exactly(12.0))
    # margin of all revenue more; margin of what half of those hit no longer spend less
    for lever, expected in ((assumed, 0.5 * 0.03 * 20), (seen, 0.5 * 0.2 * 0.35 * 12)):
        inputs = drawn(stated(today, PRICE, lever), 2)
        assert process_gain(today, lever, inputs, premium=True) == pytest.approx(np.full(2, 100 * 4 * expected))
        assert (process_gain(today, lever, inputs) == 0).all()
        made = weigh(today, PRICE, lever)
        assert made.with_premium is not None
        assert made.with_premium.mean == pytest.approx(100 * 4 * expected)
    assert weigh(today, PRICE, process).with_premium is None
    with pytest.raises(ValueError, match="not both"):
        replace(assumed, spent_less=exactly(1.0))


def test_a_rise_of_price_may_be_the_better_lever() -> None:
    found = weigh(TODAY, replace(PRICE, change=0.03), replace(PROCESS, rate=exactly(0.01)))
    assert found.price_best > 0.99
    assert found.difference.high < 0
    turning = {one.input: one for one in found.turning}
    assert turning["loss_elasticity"].above == "process"
    assert turning["rate"].value is not None
    assert turning["rate"].above == "process"


def test_equal_percent_and_equal_cost(weighed: Weighed) -> None:
    inputs = drawn(stated(TODAY, PRICE, PROCESS))
    percent = weighed.equal_percent
    assert percent is not None
    assert percent.amount == pytest.approx(0.05)
    assert percent.price.mean == weighed.price.mean
    free = replace(PROCESS, reduction=0.05, cost=exactly(0.0), running_cost=exactly(0.0))
    nothing = inputs.with_("cost", 0.0).with_("running_cost", 0.0)
    assert percent.process.mean == pytest.approx(process_gain(TODAY, free, nothing).mean())
    same_money = weighed.equal_cost
    assert same_money is not None
    # What the cut gives away if nobody answers to it is what the process costs.
    unanswered = inputs.with_("loss_elasticity", 0.0).with_("quantity_elasticity", 0.0)
    given_away = -price_gain(TODAY, replace(PRICE, change=-same_money.amount), unanswered).mean()
    annuity = sum(1.01**-t for t in range(1, 37))
    assert given_away == pytest.approx(inputs["cost"].mean() + 1_000 * annuity)
    assert same_money.process.mean == weighed.process.mean


def test_what_moves_the_answer_most(weighed: Weighed) -> None:
    assert sum(one.weight for one in weighed.leverage) == pytest.approx(1)
    weights = [one.weight for one in weighed.leverage]
    assert weights == sorted(weights, reverse=True)
    assert "premium" not in {one.input for one in weighed.leverage}
    assert set(weighed.exact) == {"revenue", "running_cost"}
    # With one uncertain input all of the spread is its own, and its ends are the swing.
    alone = weigh(
        replace(TODAY, margin=exactly(0.35), loss=exactly(0.02)),
        replace(PRICE, loss_elasticity=exactly(1.2), quantity_elasticity=exactly(-0.3)),
        replace(PROCESS, rate=exactly(0.1), lost_margin=exactly(0), cost=exactly(0), premium=None),
    )
    (only,) = alone.leverage
    assert (only.input, only.weight) == ("added_loss", pytest.approx(1))
    assert only.at_low == pytest.approx(alone.difference.low, rel=1e-3)
    assert only.at_high == pytest.approx(alone.difference.high, rel=1e-3)
    assert not only.turns
    # Where the costs decide, the answer turns with them.
    close = weigh(TODAY, replace(PRICE, change=0.0), replace(PROCESS, cost=Uncertain.within(100_000, 600_000)))
    assert {one.input for one in close.leverage if one.turns} >= {"cost"}


def test_the_same_seed_gives_the_same_and_another_hardly_another(weighed: Weighed) -> None:
    again, other = weigh(TODAY, PRICE, PROCESS), weigh(TODAY, PRICE, PROCESS, seed=1)
    assert again.process.quantiles.tolist() == weighed.process.quantiles.tolist()
    assert other.process.mean != weighed.process.mean
    width = weighed.process.high - weighed.process.low
    assert other.process.mean == pytest.approx(weighed.process.mean, abs=width / 100)
    # Another cost leaves the draws of the rest alone: the price lever does not move by a cent.
    assert weigh(TODAY, PRICE, replace(PROCESS, cost=exactly(1.0))).price.mean == weighed.price.mean


def test_draws_keep_the_ends_of_an_interval() -> None:
    found = Uncertain(0.02, 0.01, 0.05, "evidence").drawn("loss", 20_000, 3)
    assert np.quantile(found, [0.025, 0.5, 0.975]) == pytest.approx([0.01, 0.02, 0.05], rel=1e-2)
    assumed = Uncertain(20.0, 10.0, 60.0).drawn("margin", 20_000, 3)
    assert (assumed.min() >= 10, assumed.max() <= 60) == (True, True)
    assert np.quantile(assumed, [0.25, 0.5, 0.75]) == pytest.approx([15.0, 20.0, 40.0], rel=1e-3)
    ninety = Uncertain.found(Interval(1.0, 1 - 1.645, 1 + 1.645, 50, level=0.9))
    assert (ninety.low, ninety.high) == pytest.approx((1 - 1.96, 1 + 1.96), rel=1e-3)
    below = Uncertain(0.01, -0.2, 0.2, "evidence").drawn("loss", 1000, 0, 0.0, 1.0)
    assert below.min() == 0


def test_the_gain_is_what_single_customers_live_through() -> None:
    """The same company lived customer by customer: who is hit, who leaves, who still pays; nothing of the formula."""
    customers, periods, rate, healthy, added = 400_000, 6, 0.2, 0.05, 0.15

    def brought(hit_rate: float, margin: float, leaves_more: float = 1.0) -> NDArray[np.float64]:
        rng = np.random.default_rng(7)  # the same lives in every world
        there, total = np.ones(customers, bool), np.zeros(customers)
        for period in range(1, periods + 1):
            hit = rng.random(customers) < hit_rate
            there &= rng.random(customers) > leaves_more * (healthy + added * hit)
            total += margin * there / 1.03**period
        return total

    today = Today(customers, exactly(0.4), exactly(25), exactly(healthy + rate * added), periods, 0.03)
    price, process = PriceLever(-0.1, exactly(2.0)), ProcessLever(0.5, exactly(rate), exactly(added))
    inputs = drawn(stated(today, price, process), 1)
    before = brought(rate, 10)
    for told, lived in (
        (process_gain(today, process, inputs)[0], brought(rate / 2, 10) - before),
        (price_gain(today, price, inputs)[0], brought(rate, 10 - 2.5, 0.9**2) - before),
    ):
        by_chance = lived.std() * math.sqrt(customers)
        assert told == pytest.approx(lived.sum(), abs=4 * by_chance)
        assert abs(lived.sum()) > 100 * by_chance


@pytest.mark.parametrize("added", [0.12, 0.0])
def test_intervals_of_the_gain_cover_in_a_world_that_is_known(added: float) -> None:
    """From counts to money: loss, rate and effect come from one sample of customers, the elasticity from a trial.

    Where the defect does no harm, mending it gains nothing, and is said to gain in no more samples than chance allows.
    """
    customers, rate, healthy, elasticity = 3_000, 0.15, 0.04, 1.5
    known = Today(customers, exactly(0.35), exactly(100), exactly(healthy + rate * added), 12, 0.02)
    price, process = PriceLever(-0.04, exactly(elasticity)), ProcessLever(0.4, exactly(rate), exactly(added))
    truth = drawn(stated(known, price, process), 1)
    true = price_gain(known, price, truth)[0], process_gain(known, process, truth)[0]
    rng = np.random.default_rng(11)
    covered, claimed, seeds = np.zeros(2), 0, 300
    for _ in range(seeds):
        hit = rng.binomial(customers, rate)
        lost_hit, lost_other = rng.binomial(hit, healthy + added), rng.binomial(customers - hit, healthy)
        effect = newcombe(lost_hit, hit, lost_other, customers - hit)
        loss, found_rate = wilson(lost_hit + lost_other, customers), wilson(hit, customers)
        assert not isinstance(effect, CannotSay)
        assert isinstance(loss, Interval)
        assert isinstance(found_rate, Interval)
        told = elasticity + 0.4 * rng.standard_normal()
        today = replace(known, loss=Uncertain.found(loss))
        tried = replace(price, loss_elasticity=Uncertain(told, told - 1.96 * 0.4, told + 1.96 * 0.4, "evidence"))
        mended = replace(process, rate=Uncertain.found(found_rate), added_loss=Uncertain.found(effect.interval))
        inputs = drawn(stated(today, tried, mended), 1_000)
        for at, gains in enumerate((price_gain(today, tried, inputs), process_gain(today, mended, inputs))):
            low, high = np.quantile(gains, [0.025, 0.975])
            covered[at] += low <= true[at] <= high
        claimed += bool(low > 0)
    chance = 3 * math.sqrt(0.95 * 0.05 / seeds)
    assert covered / seeds == pytest.approx(np.full(2, 0.95), abs=chance)
    assert (claimed == seeds) if added else (claimed / seeds <= 0.025 + chance)


def test_the_spread_is_that_of_samples_where_who_leaves_pays_less() -> None:
    """Loss and revenue are counted among the same customers; drawn apart, intervals are too narrow by an eighth."""
    customers, periods, leaves, seeds = 500, 4, 0.2, 300
    rng = np.random.default_rng(3)
    price, process = PriceLever(-0.05, exactly(1.5)), ProcessLever(0.5, exactly(0.1), exactly(0.05))
    gains, widths, apart = [], [], []
    for _ in range(seeds):
        stays = np.cumprod(rng.random((customers, periods)) > leaves, axis=1)
        at_risk = np.concatenate([np.ones((customers, 1), int), stays[:, :-1]], axis=1)
        lost, units = (at_risk - stays).sum(axis=1), at_risk.sum(axis=1)
        paid = np.round(rng.gamma(20, 5, (customers, periods)) * stays).astype(int).sum(axis=1)
        x, y, m, xx, xm, mm, yy, ym, xy = (
            int(one)
            for one in (
                *(lost.sum(), paid.sum(), units.sum(), lost @ lost, lost @ units, units @ units),
                *(paid @ paid, paid @ units, lost @ paid),
            )
        )
        sums, totals = CustomerSums(customers, x, m, xx, xm, mm), CustomerTotals(customers, m, y, yy, ym, mm)
        share, mean = ratio(sums), clustered_mean(totals)
        assert isinstance(share, Interval)
        assert isinstance(mean, Interval)
        known, together = (Uncertain.found(mean), Uncertain.found(share)), correlation(sums, totals, xy)
        today = Today(1, exactly(0.3), *known, 8, 0.02, together)
        given = stated(today, price, process)
        for one, found in ((together, widths), (0.0, apart)):
            ends = np.quantile(price_gain(today, price, drawn(given, 1_000, together=one)), [0.025, 0.975])
            found.append(float(np.ptp(ends)))
        exact = replace(today, revenue=exactly(mean.value), loss=exactly(share.value))
        gains.append(float(price_gain(exact, price, drawn(stated(exact, price, process), 1))[0]))
    assert np.mean(widths) == pytest.approx(2 * 1.96 * np.std(gains), rel=0.1)
    assert np.mean(apart) < 0.9 * np.mean(widths)


def test_together_changes_neither_the_ends_nor_what_has_no_interval() -> None:
    given = stated(replace(TODAY, revenue=Uncertain(100, 90, 120, "evidence")), PRICE, PROCESS)
    apart, both = drawn(given), drawn(given, together=-0.6)
    assert np.corrcoef(both["loss"], both["revenue"])[0, 1] == pytest.approx(-0.6, abs=0.03)
    assert abs(np.corrcoef(apart["loss"], apart["revenue"])[0, 1]) < 0.03
    assert np.quantile(both["revenue"], [0.025, 0.5, 0.975]) == pytest.approx([90, 100, 120], rel=0.01)
    assert (both["loss"] == apart["loss"]).all()
    known = stated(TODAY, PRICE, PROCESS)
    assert (drawn(known, together=-0.6)["revenue"] == 100).all()


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="low and high"):
        Uncertain(3, 1, 2)
    with pytest.raises(ValueError, match="loss"):
        replace(TODAY, loss=exactly(1.5))
    with pytest.raises(ValueError, match="correlation"):
        replace(TODAY, together=-1.1)
    with pytest.raises(ValueError, match="period"):
        replace(TODAY, periods=0)
    with pytest.raises(ValueError, match="price"):
        replace(PRICE, change=-1.0)
    with pytest.raises(ValueError, match="reduction"):
        replace(PROCESS, reduction=1.2)
    with pytest.raises(ValueError, match="costs"):
        replace(PROCESS, cost=exactly(-1.0))
    with pytest.raises(ValueError, match="draws"):
        weigh(TODAY, PRICE, PROCESS, draws=10)
