"""A small trial of `effect` and `levers`: both hold what is planted, and the plain difference does not."""

from __future__ import annotations

import pytest
from scipy.stats import binom

from trials.leavers import ANYWAY, EFFECT, HIDDEN, LEVERS, NAIVE, measured_leavers
from trials.spending import measured_spending
from trials.trial import LEVEL, Line

SEEDS = 8
FEW, MANY = 3, 10_000
# In a run of honest intervals one line in ten thousand falls below this.
LEAST = int(binom.ppf(1e-4, SEEDS, LEVEL))


def lines(world: str) -> dict[tuple[str, str], Line]:
    return {(line.trial, line.line): line for line in measured_leavers(SEEDS, [world])}


def test_where_lateness_makes_leave_it_is_found_and_weighed() -> None:
    found = lines("process")
    whole = found[EFFECT, ANYWAY]
    assert 0.08 < whole.truth < 0.12, "of those who leave because of it nearly all leave within the horizon"
    assert (whole.said, whole.covered >= LEAST) == (SEEDS, True)
    assert found[NAIVE, "late parcel"].mean_value > whole.truth + 0.02, "the plain difference takes failures for it"
    process = found[LEVERS, "process"]
    assert process.truth > 0
    assert process.covered >= process.said - (SEEDS - LEAST)


def test_where_it_does_nothing_nothing_is_lost_by_it() -> None:
    found = lines("null")
    whole = found[EFFECT, ANYWAY]
    assert (whole.truth, found[LEVERS, "process"].truth) == (0.0, 0.0)
    assert whole.covered >= LEAST
    assert found[NAIVE, "late parcel"].mean_value > 2 * abs(whole.mean_value)


def spending(world: str) -> tuple[Line, Line]:
    whole, naive = measured_spending(FEW, [world], MANY)
    return whole, naive


def test_what_those_hit_spend_less_is_told_and_the_plain_difference_takes_failures_for_it() -> None:
    whole, naive = spending("shy")
    assert 25 < whole.truth < 40, "a quarter of two or three parcels, where no other lateness had done so already"
    assert (whole.said, whole.covered >= FEW - 1) == (FEW, True)
    assert whole.mean_value == pytest.approx(whole.truth, abs=0.1 * whole.truth)
    assert naive.mean_value > 1.1 * whole.truth
    assert naive.covered == 0


def test_where_lateness_moves_nobody_to_spend_less_nothing_shows() -> None:
    whole, naive = spending("unmoved")
    assert whole.truth == 0
    assert whole.covered >= whole.said - 1 >= 0
    assert naive.mean_value > whole.mean_value + 4, "failures move them, and come with lateness"


def test_a_hidden_cause_is_refused() -> None:
    found = lines("hidden")
    assert found[HIDDEN, "late parcel"].said <= 2
    assert found[NAIVE, "late parcel"].covered == 0
