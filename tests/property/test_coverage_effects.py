"""Adjusted effects cover the truth where the plain difference misses it; what cannot be known is refused."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.aipw import Design, Effect, aipw

Floats = NDArray[np.float64]

SEEDS = 100
AT_LEAST = 88  # of 100: fewer happen by chance to an honest 95 % interval once in 600 times


def expit(log_odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-log_odds))


def twofold(drawn: np.random.Generator, added: float) -> tuple[Design, list[float]]:
    """Customers with three occasions each and a habit of their own; what moves exposure moves the outcome, too.

    Returned with the true effects on all and on the exposed of these very rows, and the true risk ratio.
    """
    customers, rows = 400, 1200
    own = np.repeat(np.arange(customers), 3)
    columns = np.column_stack([np.repeat(drawn.normal(size=customers), 3), drawn.normal(size=(rows, 2))])
    habit = np.repeat(drawn.normal(0, 0.7, customers), 3)
    exposed = drawn.random(rows) < expit(-0.8 + columns[:, 0] + 0.5 * columns[:, 1])
    base = -1 + columns[:, 0] + 0.5 * columns[:, 2] + habit
    without, with_it = expit(base), expit(base + added)
    outcome = drawn.random(rows) < np.where(exposed, with_it, without)
    gain = with_it - without
    truths = [gain.mean(), gain[exposed].mean(), with_it[exposed].mean() / without[exposed].mean()]
    return Design(columns, exposed, outcome.astype(float), own), [float(one) for one in truths]


def holds(estimate: object, truth: float) -> bool:
    return isinstance(estimate, Interval) and estimate.low <= truth <= estimate.high


@pytest.mark.parametrize("added", [0.0, 0.9], ids=["nothing", "something"])
def test_effects_cover_and_the_plain_difference_does_not(added: float) -> None:
    held = np.zeros(4, dtype=int)
    for seed in range(SEEDS):
        design, truths = twofold(np.random.default_rng([1, seed]), added)
        found = aipw(design)
        assert isinstance(found, Effect)
        told = (found.on_all, found.on_exposed, found.risk_ratio, found.unadjusted)
        held += [holds(one, truth) for one, truth in zip(told, [*truths, truths[0]], strict=True)]
    assert held[:3].min() >= AT_LEAST
    assert held[3] <= 20


def curved(drawn: np.random.Generator, *, chance_bends: bool, outcome_bends: bool) -> Design:
    """The true effect is 1. What bends is no straight line in the one column given, so that its model is wrong."""
    x = drawn.normal(size=1500)
    bent = x**2 - 1
    exposed = drawn.random(1500) < expit(-0.5 + 0.5 * (bent if chance_bends else 1.4 * x))
    outcome = exposed + 2 * (bent if outcome_bends else x) + x + drawn.normal(size=1500)
    return Design(x[:, None], exposed, outcome)


@pytest.mark.parametrize(("chance_bends", "outcome_bends"), [(True, False), (False, True)])
def test_one_of_the_two_models_may_be_wrong(chance_bends: bool, outcome_bends: bool) -> None:  # noqa: FBT001
    held = 0
    for seed in range(SEEDS):
        drawn = np.random.default_rng([2, seed])
        found = aipw(curved(drawn, chance_bends=chance_bends, outcome_bends=outcome_bends))
        assert isinstance(found, Effect)
        held += holds(found.on_all, 1.0)
    assert held >= AT_LEAST


def test_with_both_models_wrong_it_is_wrong() -> None:
    """That the test above can fail."""
    found = [
        aipw(curved(np.random.default_rng([3, seed]), chance_bends=True, outcome_bends=True)) for seed in range(20)
    ]
    assert sum(isinstance(one, Effect) and holds(one.on_all, 1.0) for one in found) <= 2


def always_and_never(x: Floats, _: np.random.Generator) -> NDArray[np.bool_]:
    return x > 0.5


def nearly(x: Floats, drawn: np.random.Generator) -> NDArray[np.bool_]:
    return drawn.random(len(x)) < expit(12 * (x - 0.5))


@pytest.mark.parametrize("rule", [always_and_never, nearly])
def test_without_overlap_nothing_is_claimed(rule: Callable[..., NDArray[np.bool_]]) -> None:
    for seed in range(20):
        drawn = np.random.default_rng([4, seed])
        x = drawn.normal(size=2000)
        found = aipw(Design(x[:, None], rule(x, drawn), (drawn.random(2000) < expit(x)).astype(float)))
        assert isinstance(found, Effect)
        assert found.on_all == found.on_exposed == CannotSay("not_identified", 2000)
        assert found.overlap.failed_for_all
        assert found.overlap.failed_for_exposed
        assert math.isnan(found.expected_mean)
        assert isinstance(found.unadjusted, Interval)


def test_the_exposed_may_be_known_where_all_are_not() -> None:
    # Half of the customers could never be exposed: of them nothing is known, of the exposed everything.
    drawn = np.random.default_rng(5)
    x = drawn.normal(size=(4000, 1))
    never = np.repeat([0.0, 1.0], 2000)
    exposed = (drawn.random(4000) < expit(x[:, 0])) & (never == 0)
    outcome = (drawn.random(4000) < expit(x[:, 0] - never)).astype(float)
    found = aipw(Design(np.column_stack([x, never]), exposed, outcome))
    assert isinstance(found, Effect)
    assert found.on_all == CannotSay("not_identified", 4000)
    assert "support" in found.overlap.failed_for_all
    assert holds(found.on_exposed, 0.0)


def test_neither_the_order_of_rows_nor_a_repeated_or_constant_column_matters() -> None:
    drawn = np.random.default_rng(6)
    design, _ = twofold(drawn, 0.9)
    assert design.customers is not None
    order = drawn.permutation(len(design))
    shuffled = Design(design.covariates[order], design.exposed[order], design.outcome[order], design.customers[order])
    constant = Design(
        np.column_stack([design.covariates, np.full(len(design), 7.0)]),
        design.exposed,
        design.outcome,
        design.customers,
    )
    found = [aipw(one) for one in (design, shuffled, constant)]
    values = [one.on_all.value for one in found if isinstance(one, Effect) and isinstance(one.on_all, Interval)]
    assert values == pytest.approx([values[0]] * 3, rel=1e-6)
