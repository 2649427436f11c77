"""Decompositions of R²: what must hold for any table, and what they say when there is nothing to say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay
from wegmarke.stats.cross_products import CrossProducts
from wegmarke.stats.key_drivers import KeyDrivers, key_drivers
from wegmarke.stats.relative_weights import relative_weights
from wegmarke.stats.shapley import Decomposition, shapley, shapley_parts

SEEDS = st.integers(0, 2**32 - 1)
METHODS = [shapley, relative_weights]


def table(seed: int, drivers: int = 5, n: int = 80) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Correlated scores and an outcome of some of them."""
    drawn = np.random.default_rng(seed)
    x = drawn.normal(size=(n, 1)) + drawn.normal(size=(n, drivers)) * drawn.uniform(0.5, 2, drivers)
    return x, x @ drawn.normal(size=drivers) + drawn.normal(size=n) * 2


def decomposed(method: object, x: NDArray[np.float64], y: NDArray[np.float64]) -> Decomposition:
    found = method(CrossProducts.of(x, y))  # type: ignore[operator]
    assert isinstance(found, Decomposition)
    return found


@pytest.mark.parametrize("method", METHODS)
@given(seed=SEEDS, drivers=st.integers(1, 7))
def test_parts_are_never_negative_and_sum_to_r_squared(method: object, seed: int, drivers: int) -> None:
    x, y = table(seed, drivers)
    design = np.column_stack([np.ones(len(y)), x])
    left = y - design @ np.linalg.lstsq(design, y)[0]
    r_squared = 1 - float(left @ left) / float(np.square(y - y.mean()).sum())
    found = decomposed(method, x, y)
    assert (found.part >= -1e-12).all()
    assert found.part.sum() == pytest.approx(r_squared, abs=1e-10)
    assert found.r_squared == pytest.approx(r_squared, abs=1e-10)


@pytest.mark.parametrize("method", METHODS)
@given(seed=SEEDS)
def test_order_units_and_direction_of_drivers_change_nothing(method: object, seed: int) -> None:
    x, y = table(seed)
    drawn = np.random.default_rng(seed)
    order = drawn.permutation(5)
    scale = drawn.choice([-1, 1], 5) * drawn.uniform(0.01, 100, 5)
    told_otherwise = decomposed(method, (x * scale + drawn.normal(size=5))[:, order], 3 - 7 * y)
    assert told_otherwise.part == pytest.approx(decomposed(method, x, y).part[order], abs=1e-9)


@given(seed=SEEDS, cut=st.integers(0, 80))
def test_sums_of_parts_are_the_sums_of_the_whole(seed: int, cut: int) -> None:
    x, y = table(seed)
    whole = CrossProducts.of(x, y)
    for parts in (
        CrossProducts.of(x[:cut], y[:cut]) + CrossProducts.of(x[cut:], y[cut:]),
        CrossProducts.none(5) + CrossProducts.of(x[cut:], y[cut:]) + CrossProducts.of(x[:cut], y[:cut]),
    ):
        assert parts.n == whole.n
        assert parts.total == pytest.approx(whole.total, rel=1e-12, abs=1e-10)
        assert parts.products == pytest.approx(whole.products, rel=1e-12, abs=1e-10)
        first, second = shapley(parts), shapley(whole)
        assert not isinstance(first, CannotSay)
        assert not isinstance(second, CannotSay)
        assert first.part == pytest.approx(second.part, abs=1e-10)


def test_nothing_is_decomposed_where_data_do_not_say_it() -> None:
    x, y = table(1, n=200)
    alike = np.column_stack([x, np.full(200, 0.1)])
    copied = np.column_stack([x, x[:, 0] - 2 * x[:, 1] + 3])
    assert shapley(CrossProducts.of(x[:29, :2], y[:29])) == CannotSay("too_few", 29, 30)
    assert shapley(CrossProducts.of(np.tile(x[:49], 2), y[:49])) == CannotSay("too_few", 49, 50)
    many = np.random.default_rng(2).normal(size=(200, 16))
    assert shapley(CrossProducts.of(many, y)) == CannotSay("too_many", 16, 15)
    assert isinstance(relative_weights(CrossProducts.of(many, y)), Decomposition)
    for method in (shapley, relative_weights):
        assert method(CrossProducts.of(alike, y)) == CannotSay("no_variation", 200)
        assert method(CrossProducts.of(x, np.full(200, 0.1))) == CannotSay("no_variation", 200)
        assert method(CrossProducts.of(copied, y)) == CannotSay("not_identified", 200)
    assert key_drivers(x[:99], y[:99]) == CannotSay("too_few", 99, 100)
    assert key_drivers(many[:200, :15], y) == CannotSay("too_few", 200, 225)
    assert key_drivers(many, y) == CannotSay("too_many", 16, 15)
    assert key_drivers(alike, y) == CannotSay("no_variation", 200)
    assert key_drivers(copied, y) == CannotSay("not_identified", 200)
    assert key_drivers(x, y, np.arange(200) // 2.5) == CannotSay("too_few", 80, 100)
    assert key_drivers(x, x[:, 0] + x[:, 2]) == CannotSay("no_variation", 200)
    assert key_drivers(x, np.arange(200) < 4) == CannotSay("too_few", 4, 10)
    assert key_drivers(np.empty((0, 2)), np.empty(0), np.empty(0)) == CannotSay("too_few", 0, 100)


def test_tables_that_cannot_be_are_refused() -> None:
    x, y = table(1)
    unanswered = x.copy()
    unanswered[3, 2] = np.nan
    for drivers, outcome in ((x[0], y), (x[:, :0], y), (x[1:], y)):
        with pytest.raises(ValueError, match="shape"):
            CrossProducts.of(drivers, outcome)
    with pytest.raises(ValueError, match="finite"):
        key_drivers(unanswered, y)
    with pytest.raises(ValueError, match="customers"):
        key_drivers(x, y, np.arange(3))
    with pytest.raises(ValueError, match="resamples"):
        key_drivers(x, y, resamples=10)


def test_the_same_seed_draws_the_same_and_lines_of_one_customer_are_no_more_than_one() -> None:
    x, y = table(7, n=150)
    once = key_drivers(x, y, seed=3)
    assert isinstance(once, KeyDrivers)
    again, otherwise = key_drivers(x, y, seed=3), key_drivers(x, y, seed=4)
    assert isinstance(again, KeyDrivers)
    assert isinstance(otherwise, KeyDrivers)
    assert once.shapley.low.tolist() == again.shapley.low.tolist()
    assert once.shapley.high.tolist() != otherwise.shapley.high.tolist()
    # Every line twice, in any order: by customer nothing is gained, by line the intervals would shrink.
    order = np.random.default_rng(0).permutation(300)
    customers, twice, outcomes = np.repeat(np.arange(150), 2)[order], np.repeat(x, 2, 0)[order], np.repeat(y, 2)[order]
    doubled, pretended = key_drivers(twice, outcomes, customers, seed=3), key_drivers(twice, outcomes, seed=3)
    assert isinstance(doubled, KeyDrivers)
    assert isinstance(pretended, KeyDrivers)
    assert (doubled.n, doubled.units) == (300, 150)
    assert doubled.shapley.low == pytest.approx(once.shapley.low, abs=1e-12)
    assert doubled.relative_weight.high == pytest.approx(once.relative_weight.high, abs=1e-12)
    assert pretended.r_squared.high - pretended.r_squared.low < 0.85 * (once.r_squared.high - once.r_squared.low)


def test_thousands_of_lines_are_drawn_in_blocks_that_together_are_the_whole() -> None:
    x, y = table(5, drivers=2, n=9000)
    found = key_drivers(x, y, resamples=200)
    assert isinstance(found, KeyDrivers)
    assert (found.shapley.low < found.shapley.value).all()
    assert (found.shapley.value < found.shapley.high).all()
    # The delta method on Fisher's z of the multiple correlation: R² has about the standard error 2R(1 − R²)/√n.
    r_squared = found.r_squared.value
    width = 2 * 1.96 * 2 * np.sqrt(r_squared) * (1 - r_squared) / np.sqrt(9000)
    assert found.r_squared.high - found.r_squared.low == pytest.approx(width, rel=0.15)


def test_a_driver_that_does_not_vary_in_a_resample_has_no_part_there() -> None:
    correlations = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.0], [0.5, 0.0, 1.0]])
    same = np.array([[1.0, 1.0, 0.5], [1.0, 1.0, 0.5], [0.5, 0.5, 1.0]])
    assert shapley_parts(np.array([correlations, same])) == pytest.approx(np.array([[0.25, 0], [0.125, 0.125]]))
