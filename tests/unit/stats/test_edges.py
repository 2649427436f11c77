"""What the methods say when there is little or nothing to say: a reason, never a p-value of 1 or no width."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg
from wegmarke.stats.intervals import normal_quantile
from wegmarke.stats.markov import markov
from wegmarke.stats.newcombe import newcombe, newcombe_array
from wegmarke.stats.order_statistics import interval_ranks, quantile, quantile_position
from wegmarke.stats.ratio import CustomerSums, SharedSums, ratio, ratio_difference
from wegmarke.stats.welch import Moments, mean, welch
from wegmarke.stats.wilson import wilson, wilson_array

COUNTS = st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS, st.floats(0.5, 0.999))
def test_wilson_has_width_and_holds_its_value(count: tuple[int, int], level: float) -> None:
    estimate = wilson(*count, level)
    assert isinstance(estimate, Interval)
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert estimate.low < estimate.high


def test_wilson_of_none_and_of_all() -> None:
    none, everyone = wilson(0, 12), wilson(12, 12)
    assert isinstance(none, Interval)
    assert isinstance(everyone, Interval)
    assert none.low == 0 < none.high
    assert everyone.low < everyone.high == 1
    assert everyone.low == pytest.approx(1 - none.high)


def test_wilson_of_nobody_cannot_say() -> None:
    assert wilson(0, 0) == CannotSay("empty_group", 0, 1)
    many = wilson_array([0, 3], [0, 4])
    assert math.isnan(many.low[0])
    assert math.isnan(many.high[0])
    assert len(many) == 2
    assert many.at(0) == CannotSay("empty_group", 0, 1)
    assert many.at(1) == wilson(3, 4)


@pytest.mark.parametrize(("successes", "n"), [(5, 4), (-1, 4), (math.nan, 4)])
def test_counts_that_cannot_be_are_refused(successes: float, n: int) -> None:
    with pytest.raises(ValueError, match="between 0 and n"):
        wilson_array(successes, n)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0, -0.5])
def test_levels_that_cannot_be_are_refused(level: float) -> None:
    for attempt in (
        lambda: normal_quantile(level),
        lambda: wilson(1, 2, level),
        lambda: mean(Moments(3, 6, 14), level),
        lambda: interval_ranks(50, 0.5, level),
        lambda: ratio(CustomerSums(3, 1, 4, 1, 2, 6), level),
    ):
        with pytest.raises(ValueError, match="level"):
            attempt()


def test_newcombe_of_an_empty_group_cannot_say() -> None:
    assert newcombe(0, 0, 3, 5) == CannotSay("empty_group", 5, 1)
    many = newcombe_array([0, 1], [0, 2], 3, 5)
    assert np.isnan(many.p_value).tolist() == [True, False]
    assert len(many) == 2


@pytest.mark.parametrize("successes", [0, 10])
def test_newcombe_without_variation_has_an_interval_but_no_test(successes: int) -> None:
    difference = newcombe(successes, 10, successes, 10)
    assert not isinstance(difference, CannotSay)
    assert difference.interval.low < 0 < difference.interval.high
    assert difference.p_value == CannotSay("no_variation", 20)


@given(COUNTS, COUNTS)
def test_newcombe_has_width_and_turns_with_its_groups(first: tuple[int, int], second: tuple[int, int]) -> None:
    there, back = newcombe(*first, *second), newcombe(*second, *first)
    assert not isinstance(there, CannotSay)
    assert not isinstance(back, CannotSay)
    assert -1 <= there.interval.low <= there.interval.value <= there.interval.high <= 1
    assert there.interval.low < there.interval.high
    assert there.interval.low == pytest.approx(-back.interval.high, abs=1e-12)
    assert there.p_value == back.p_value


def test_benjamini_hochberg_leaves_tests_that_were_not_made_out() -> None:
    q = benjamini_hochberg([0.01, math.nan, 0.02])
    assert q[[0, 2]].tolist() == benjamini_hochberg([0.01, 0.02]).tolist() == [0.02, 0.02]
    assert math.isnan(q[1])
    assert benjamini_hochberg([]).size == 0
    assert benjamini_hochberg([[0.01, 0.02], [0.03, 0.5]]).shape == (2, 2)


@pytest.mark.parametrize("p", [-0.1, 1.1])
def test_benjamini_hochberg_refuses_what_is_no_p_value(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.5, p])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_q_values_are_no_smaller_and_keep_the_order(p_values: list[float]) -> None:
    q = benjamini_hochberg(p_values)
    assert (q >= np.array(p_values)).all()
    assert (q <= 1).all()
    assert (np.diff(q[np.argsort(p_values, kind="stable")]) >= 0).all()


def test_mean_and_welch_need_two_and_variation() -> None:
    one, equal, varied = Moments(1, 5.0, 25.0), Moments(4, 20.0, 100.0), Moments(3, 6.0, 14.0)
    assert mean(Moments(0, 0.0, 0.0)) == CannotSay("too_few", 0, 2)
    assert mean(one) == CannotSay("too_few", 1, 2)
    assert mean(equal) == CannotSay("no_variation", 4)
    assert welch(one, varied) == CannotSay("too_few", 1, 2)
    assert welch(equal, equal) == CannotSay("no_variation", 8)
    assert not isinstance(welch(equal, varied), CannotSay)


def test_equal_large_values_are_no_variation_in_spite_of_rounding() -> None:
    values = np.full(1_000_003, 86_399.1)
    assert mean(Moments(len(values), float(values.sum()), float((values**2).sum()))) == CannotSay(
        "no_variation", len(values)
    )


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40), st.integers(0, 40))
def test_moments_add_up(values: list[float], cut: int) -> None:
    def moments(part: list[float]) -> Moments:
        return Moments(len(part), math.fsum(part), math.fsum(x * x for x in part))

    whole, parts = moments(values), moments(values[:cut]) + moments(values[cut:])
    assert parts.n == whole.n
    assert parts.total == pytest.approx(whole.total, rel=1e-12, abs=1e-6)
    assert parts.squares == pytest.approx(whole.squares, rel=1e-12)


def test_quantile_says_how_many_it_would_take() -> None:
    assert interval_ranks(5, 0.5) == CannotSay("too_few", 5, 6)
    assert interval_ranks(6, 0.5) == (0, 5)
    assert interval_ranks(35, 0.9) == CannotSay("too_few", 35, 36)
    assert not isinstance(interval_ranks(36, 0.9), CannotSay)
    assert quantile([], 0.5) == CannotSay("too_few", 0, 6)


def test_quantile_of_ties_cannot_say() -> None:
    assert quantile([0.0] * 90 + [1.0] * 10, 0.5) == CannotSay("no_variation", 100)


@pytest.mark.parametrize(("n", "q"), [(0, 0.5), (3, -0.1), (3, 1.1)])
def test_positions_that_cannot_be_are_refused(n: int, q: float) -> None:
    with pytest.raises(ValueError, match="quantile"):
        quantile_position(n, q)


@pytest.mark.parametrize("q", [0.0, 1.0])
def test_minimum_and_maximum_have_no_interval(q: float) -> None:
    with pytest.raises(ValueError, match="interval of a quantile"):
        interval_ranks(100, q)


def test_ratio_of_customers_who_all_did_the_same_has_width() -> None:
    # 20 customers with two journeys each, none counts: as sure as 20 journeys, not as 40.
    estimate = ratio(CustomerSums(20, 0, 40, 0, 0, 80))
    independent, customers = wilson(0, 40), wilson(0, 20)
    assert isinstance(estimate, Interval)
    assert isinstance(independent, Interval)
    assert isinstance(customers, Interval)
    assert estimate.low == 0
    assert independent.high < customers.high <= estimate.high < 0.2


def test_ratio_without_journeys_or_with_one_customer_cannot_say() -> None:
    assert ratio(CustomerSums(0, 0, 0, 0, 0, 0)) == CannotSay("empty_group", 0, 1)
    assert ratio(CustomerSums(1, 3, 8, 9, 24, 64)) == CannotSay("too_few", 1, 2)
    # A second customer with one journey beside one with a thousand changes nothing.
    one_rules = ratio(CustomerSums(2, 500, 1001, 250_000, 500_000, 1_000_001))
    assert isinstance(one_rules, CannotSay)
    assert one_rules.reason == "too_few"


@pytest.mark.parametrize(
    "sums", [CustomerSums(3, 5, 4, 9, 9, 9), CustomerSums(5, 1, 4, 1, 1, 4), CustomerSums(3, 2, 4, 9, 5, 6)]
)
def test_sums_that_contradict_each_other_are_refused(sums: CustomerSums) -> None:
    with pytest.raises(ValueError, match="cannot come from customers"):
        ratio(sums)


def test_customer_sums_add_up() -> None:
    assert CustomerSums(1, 2, 3, 4, 5, 6) + CustomerSums(10, 20, 30, 40, 50, 60) == CustomerSums(11, 22, 33, 44, 55, 66)
    assert SharedSums(1, 2, 3, 4) + SharedSums(10, 20, 30, 40) == SharedSums(11, 22, 33, 44)


def test_difference_of_ratios_is_newcombe_when_everybody_came_once() -> None:
    first, second = CustomerSums(70, 56, 70, 56, 56, 70), CustomerSums(80, 48, 80, 48, 48, 80)
    assert ratio_difference(first, second) == newcombe(56, 70, 48, 80)


def test_difference_of_the_same_customers_doing_the_same_cannot_say() -> None:
    same = CustomerSums(20, 20, 40, 30, 40, 80)
    assert ratio_difference(same, same, SharedSums(30, 40, 40, 80)) == CannotSay("no_variation", 80)


def test_difference_passes_on_why_a_group_cannot_say() -> None:
    fine, nobody = CustomerSums(20, 20, 40, 30, 40, 80), CustomerSums(0, 0, 0, 0, 0, 0)
    assert ratio_difference(nobody, fine) == CannotSay("empty_group", 0, 1)
    assert ratio_difference(fine, CustomerSums(1, 3, 8, 9, 24, 64)) == CannotSay("too_few", 1, 2)
    # One customer with one journey has a share, but no spread between customers to compare with.
    assert ratio_difference(fine, CustomerSums(1, 1, 1, 1, 1, 1)) == CannotSay("too_few", 1, 2)


def test_markov_says_why_it_cannot() -> None:
    assert markov(np.zeros((3, 4))) == CannotSay("too_few", 0, 1)
    lost = np.array([[0, 0, 3], [3, 0, 0]])
    assert markov(lost) == CannotSay("no_conversions", 3)
    endless = np.array([[0, 4, 1, 0], [0, 4, 0, 0], [5, 0, 0, 0]])
    assert markov(endless) == CannotSay("not_identified", 5)
    empty_journeys = np.array([[0, 0, 0], [0, 2, 3]])
    assert markov(empty_journeys) == CannotSay("not_identified", 5)


def test_markov_gives_nothing_to_touchpoints_nobody_visited() -> None:
    counts = np.array([[0, 0, 2, 1], [0, 0, 5, 5], [3, 0, 0, 0]])  # conversions from 1 that nobody ever reached
    attribution = markov(counts)
    assert not isinstance(attribution, CannotSay)
    assert attribution.removal_effect.tolist() == [1.0, 0.0]
    assert attribution.share.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    "counts", [np.zeros((3, 3)), np.zeros((1, 2)), np.zeros(4), -np.ones((2, 3)), [[math.inf] * 3] * 2]
)
def test_markov_refuses_what_are_no_counts(counts: object) -> None:
    with pytest.raises(ValueError, match="transitions"):
        markov(counts)
