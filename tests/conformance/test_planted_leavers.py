"""A small trial of `effect` and `levers`: both hold what is planted, and the plain difference does not."""

from __future__ import annotations

from scipy.stats import binom

from trials.leavers import ANYWAY, EFFECT, HIDDEN, LEVERS, NAIVE, measured_leavers
from trials.trial import LEVEL, Line

SEEDS = 8
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


def test_a_hidden_cause_is_refused() -> None:
    found = lines("hidden")
    assert found[HIDDEN, "late parcel"].said <= 2
    assert found[NAIVE, "late parcel"].covered == 0
