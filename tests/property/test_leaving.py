"""Curves and models of leaving: they cover, they add up, and how rows are cut or brought together changes nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from wegmarke.model.finding import Interval
from wegmarke.stats.cox import Cox, Spells, cox
from wegmarke.stats.cumulative_incidence import cumulative_incidence
from wegmarke.stats.departures import Departures, departures
from wegmarke.stats.log_rank import LogRank, log_rank

SEEDS = 200
AT_LEAST = 180  # of 200: fewer happen by chance to an honest 95 % interval once in 800 times

spells = st.lists(st.tuples(st.integers(0, 6), st.integers(1, 8), st.integers(0, 2)), min_size=1, max_size=40)


def counted(rows: list[tuple[int, int, int]]) -> Departures:
    begin, length, cause = (np.array(column) for column in zip(*rows, strict=True))
    return departures(begin + length, cause, begin, causes=2)


@settings(max_examples=60)
@given(spells)
def test_shares_of_all_causes_add_up_to_who_is_gone(rows: list[tuple[int, int, int]]) -> None:
    counts = counted(rows)
    times = np.arange(0.0, 14.5)
    # Kaplan and Meier's share, from the definition: at risk at t is who began before and ended at t or later.
    still = 1.0
    together = sum(cumulative_incidence(counts, cause, times).value for cause in (1, 2))
    for time, share in zip(times, together, strict=True):
        at_risk = sum(begin < time <= begin + length for begin, length, _ in rows)
        left = sum(begin + length == time and cause > 0 for begin, length, cause in rows)
        still *= 1 - left / at_risk if at_risk else 1.0
        assert counts.at_risk(np.array([time]))[0] == at_risk
        assert np.isnan(share) or share == pytest.approx(1 - still, abs=1e-12)


@settings(max_examples=60)
@given(spells, spells)
def test_counts_of_parts_add_up_to_those_of_all(
    one: list[tuple[int, int, int]], other: list[tuple[int, int, int]]
) -> None:
    added, whole = counted(one) + counted(other), counted(one + other)
    for name in ("times", "began", "vanished", "left"):
        np.testing.assert_array_equal(getattr(added, name), getattr(whole, name))
    assert added.people == len(one) + len(other)


def cut(whole: Spells, drawn: np.random.Generator) -> Spells:
    """Every spell in two at some whole time within, where there is one, and all rows shuffled."""
    assert whole.since is not None
    assert whole.strata is not None
    middle = drawn.integers(whole.since, whole.until, endpoint=True).astype(float)
    within = np.flatnonzero((middle > whole.since) & (middle < whole.until))
    own = np.concatenate([np.arange(len(middle)), within])
    since, until, left = whole.since[own].copy(), whole.until[own].copy(), whole.left[own].copy()
    since[len(middle) :] = middle[within]
    until[within], left[within] = middle[within], False
    order = drawn.permutation(len(own))
    return Spells(
        until[order], left[order], whole.columns[own][order], since[order], whole.strata[own][order], own[order]
    )


@pytest.mark.parametrize("seed", range(5))
def test_cutting_spells_in_two_changes_nothing(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    columns = drawn.normal(size=(300, 2))
    since = drawn.integers(0, 5, 300).astype(float)
    until = since + np.ceil(drawn.exponential(8 * np.exp(-columns[:, 0] / 2)))
    whole = Spells(until, drawn.random(300) < 0.6, columns, since, drawn.integers(0, 2, 300), np.arange(300))
    one, other = cox(whole), cox(cut(whole, drawn))
    assert isinstance(one, Cox)
    assert isinstance(other, Cox)
    assert other.coefficients == pytest.approx(one.coefficients, rel=1e-8)
    assert other.covariance == pytest.approx(one.covariance, rel=1e-8)
    assert other.log_likelihood == pytest.approx(one.log_likelihood, rel=1e-10)


LOG_RATIO = np.array([0.7, 0.0, 0.5])


def exposed_late(drawn: np.random.Generator, customers: int = 250) -> Spells:
    """An incident that begins at its time (0.7), one that does nothing, and a trait; days, so that there are ties."""
    begins = drawn.integers(1, 60, (customers, 2)).astype(float)
    trait = drawn.normal(size=customers)
    rows = []
    for day_from in (0.0, 1.0, 2.0):  # before both, between, after both
        first, second = np.sort(begins, axis=1).T
        bounds = np.column_stack([np.zeros(customers), first, second, np.full(customers, 90.0)])
        since, until = bounds[:, int(day_from)], bounds[:, int(day_from) + 1]
        has = begins <= since[:, None]
        rate = 0.012 * np.exp(np.column_stack([has, trait]) @ LOG_RATIO)
        wait = np.ceil(drawn.exponential(1 / rate))
        rows.append((since, until, wait, has, np.full(customers, day_from)))
    gone = np.zeros(customers, dtype=bool)
    kept = []
    for since, until, wait, has, _ in rows:
        end = np.minimum(since + wait, until)
        left = since + wait <= until
        there = ~gone & (until > since)
        kept.append(
            (end[there], left[there], np.column_stack([has, trait])[there], since[there], np.flatnonzero(there))
        )
        gone |= left & there
    until, left, columns, since, own = (np.concatenate(part) for part in zip(*kept, strict=True))
    return Spells(until, left, columns.astype(float), since, customers=own)


def test_hazard_ratios_cover() -> None:
    held = np.zeros(3, dtype=int)
    for seed in range(SEEDS):
        found = cox(exposed_late(np.random.default_rng([9, seed])))
        assert isinstance(found, Cox)
        for place, truth in enumerate(np.exp(LOG_RATIO)):
            ratio = found.hazard_ratio(place)
            held[place] += ratio.low <= truth <= ratio.high
    assert held.min() >= AT_LEAST


def two_causes(drawn: np.random.Generator, people: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    leaves = np.ceil(drawn.exponential(20.0, people))
    why = np.where(drawn.random(people) < 0.3, 1, 2)
    lost = drawn.integers(5, 60, people)
    return np.minimum(leaves, lost), np.where(leaves <= lost, why, 0)


@pytest.mark.parametrize("people", [60, 400])
def test_cumulative_incidence_covers(people: int) -> None:
    times = np.array([8.0, 20.0, 40.0])
    truth = 0.3 * (1 - np.exp(-times / 20))
    held, told = np.zeros((2, 3), dtype=int)
    for seed in range(600):
        until, cause = two_causes(np.random.default_rng([10, seed]), people)
        found = cumulative_incidence(departures(until, cause, causes=2), 1, times)
        for place in range(3):
            estimate = found.at(place)
            if isinstance(estimate, Interval):
                told[place] += 1
                held[place] += estimate.low <= truth[place] <= estimate.high
    assert (told > 360).all()
    # 0.93 less three standard errors of what a simulation of this size shows.
    assert (held / told >= 0.93 - 3 * np.sqrt(0.93 * 0.07 / told)).all()


def test_the_log_rank_test_rejects_as_often_as_it_says() -> None:
    same, slower = 0, 0
    for seed in range(SEEDS * 2):
        drawn = np.random.default_rng([11, seed])
        until, cause = two_causes(drawn, 120)
        group = drawn.integers(0, 3, 120)
        found = log_rank([departures(until[group == one], cause[group == one] > 0) for one in range(3)])
        assert isinstance(found, LogRank)
        same += found.p_value <= 0.05
        until = np.where(group == 0, np.ceil(until / 3), until)
        found = log_rank([departures(until[group == one], cause[group == one] > 0) for one in range(3)])
        assert isinstance(found, LogRank)
        slower += found.p_value <= 0.05
    assert 8 <= same <= 34  # 20 of 400, by three standard errors either way
    assert slower >= 300
