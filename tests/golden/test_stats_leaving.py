"""Cox, log-rank and cumulative incidence against R's survival package and closed forms."""

import csv
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.cox import Cox, Spells, cox
from wegmarke.stats.cumulative_incidence import CumulativeIncidence, cumulative_incidence
from wegmarke.stats.departures import Departures, departures
from wegmarke.stats.log_rank import LogRank, log_rank


def read(path: Path, columns: list[str]) -> NDArray[np.float64]:
    """The rows in which none of the columns is missing."""
    with path.open(encoding="utf-8") as file:
        rows = [[row[name] for name in columns] for row in csv.DictReader(file)]
    return np.array([row for row in rows if "NA" not in row], dtype=float)


def test_cox_on_lung(shared_data: Path) -> None:
    # R: survival 3.8, coxph(Surv(time, status) ~ age + sex + ph.ecog, lung, ties = "efron").
    data = read(shared_data / "survival" / "lung.csv", ["time", "status", "age", "sex", "ph.ecog"])
    found = cox(Spells(data[:, 0], data[:, 1] == 2, data[:, 2:]))
    assert isinstance(found, Cox)
    assert found.coefficients == pytest.approx([0.011066765, -0.552612396, 0.463728475], abs=1e-9)
    assert (found.rows, found.left, found.by_customer) == (227, 164, False)
    reference = sm.PHReg(data[:, 0], data[:, 2:], status=data[:, 1] == 2, ties="efron").fit()
    assert found.covariance == pytest.approx(reference.cov_params(), rel=1e-6)
    assert found.log_likelihood == pytest.approx(reference.llf, rel=1e-10)
    ratio = found.hazard_ratio(1)
    assert (ratio.value, ratio.n) == (pytest.approx(np.exp(-0.552612396)), 164)


def test_log_rank_on_lung(shared_data: Path) -> None:
    # R: survival 3.8, survdiff(Surv(time, status) ~ sex, lung).
    data = read(shared_data / "survival" / "lung.csv", ["time", "status", "sex"])
    groups = [departures(data[who, 0], data[who, 1] == 2) for who in (data[:, 2] == 1, data[:, 2] == 2)]
    found = log_rank(groups)
    assert isinstance(found, LogRank)
    assert found.chi_square == pytest.approx(10.326742, abs=5e-7)
    assert found.seen.tolist() == [112, 53]
    assert found.freedom == 1
    assert found.p_value == pytest.approx(0.00131, abs=1e-5)


WOMEN = "0"


def women(shared_data: Path) -> Departures:
    with (shared_data / "survival" / "mgus2.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["sex"] == WOMEN]
    return departures([float(row["etime"]) for row in rows], [int(row["event"]) for row in rows], causes=2)


def test_cumulative_incidence_on_mgus2(shared_data: Path) -> None:
    # R: survival 3.8, survfit(Surv(etime, event) ~ 1, mgus2, subset sex == "F"), the state pcm.
    found = cumulative_incidence(women(shared_data), 1, np.array([60.0, 120.0, 240.0]))
    assert found.value == pytest.approx([0.039789622, 0.073885664, 0.104940674], abs=5e-10)
    assert all(isinstance(found.at(place), Interval) for place in range(3))


def test_without_any_lost_from_sight_it_is_a_plain_share() -> None:
    # C: all watched to the end: the share is d/n, its variance p(1−p)/n.
    drawn = np.random.default_rng(3)
    times, causes = drawn.integers(1, 20, 400).astype(float), drawn.integers(1, 3, 400)
    found = cumulative_incidence(departures(times, causes, causes=2), 2, np.array([5.0, 12.0]))
    for place, time in enumerate((5, 12)):
        share = ((times <= time) & (causes == 2)).mean()
        assert found.value[place] == pytest.approx(share)
        error = np.sqrt(share * (1 - share) / 400)
        factor = np.exp(1.959963985 * error / (share * -np.log(share)))
        assert found.low[place] == pytest.approx(share**factor, rel=1e-8)
        assert found.high[place] == pytest.approx(share ** (1 / factor), rel=1e-8)


def spells_of(rows: int, seed: int) -> Spells:
    """With ties, late beginnings and three strata."""
    drawn = np.random.default_rng(seed)
    since = drawn.integers(0, 6, rows).astype(float)
    columns = np.column_stack([drawn.normal(size=rows), drawn.random(rows) < 0.4])
    until = since + np.ceil(drawn.exponential(6 * np.exp(-columns @ [0.4, 0.6])))
    return Spells(until, drawn.random(rows) < 0.7, columns, since, drawn.integers(0, 3, rows), np.arange(rows))


def test_cox_with_late_beginnings_and_strata() -> None:
    # R: statsmodels 0.15 PHReg, which has those at risk at t who begin at t: they are moved half a unit on, where
    # nobody leaves. Its robust covariance is that of groups of one, without G/(G−1).
    spells = spells_of(400, 5)
    assert spells.since is not None
    reference = sm.PHReg(
        spells.until, spells.columns, status=spells.left, entry=spells.since + 0.5, strata=spells.strata, ties="efron"
    ).fit()
    plain = cox(Spells(spells.until, spells.left, spells.columns, spells.since, spells.strata))
    assert isinstance(plain, Cox)
    assert plain.coefficients == pytest.approx(reference.params, rel=1e-6)
    assert plain.covariance == pytest.approx(reference.cov_params(), rel=1e-5)
    assert plain.log_likelihood == pytest.approx(reference.llf, rel=1e-9)


def test_covariance_by_customer_without_ties() -> None:
    # R: statsmodels 0.15, PHReg.fit(groups=…), here taken times G/(G−1).
    spells = spells_of(240, 6)
    until = spells.until + np.random.default_rng(1).random(240) * 0.4
    customers = np.arange(240) // 3
    reference = sm.PHReg(until, spells.columns, status=spells.left, entry=spells.since).fit(groups=customers)
    found = cox(Spells(until, spells.left, spells.columns, spells.since, customers=customers))
    assert isinstance(found, Cox)
    assert found.covariance == pytest.approx(reference.cov_params() * 80 / 79, rel=1e-6)


def test_covariance_by_customer_with_ties_is_that_of_leaving_one_out() -> None:
    # C: the score residuals give, to first order, what each customer's absence does to the coefficients.
    whole = spells_of(600, 6)
    customers = np.arange(600) // 6
    robust = cox(Spells(whole.until, whole.left, whole.columns, whole.since, whole.strata, customers))
    assert isinstance(robust, Cox)
    assert whole.since is not None
    assert whole.strata is not None
    moved = []
    for customer in range(100):
        kept = customers != customer
        one = cox(
            Spells(whole.until[kept], whole.left[kept], whole.columns[kept], whole.since[kept], whole.strata[kept])
        )
        assert isinstance(one, Cox)
        moved.append(one.coefficients)
    spread = np.array(moved) - np.mean(moved, axis=0)
    assert robust.covariance == pytest.approx(spread.T @ spread * 99 / 100, rel=0.1, abs=1e-4)


def test_nothing_is_claimed_where_data_do_not_say_it() -> None:
    spells = spells_of(400, 7)
    first = np.cumsum(spells.left) <= 19
    assert cox(Spells(spells.until, spells.left & first, spells.columns)) == CannotSay("too_few", 19, 20)
    twice = np.column_stack([spells.columns[:, 0], 2 * spells.columns[:, 0] + 1])
    assert cox(Spells(spells.until, spells.left, twice)) == CannotSay("not_identified", 400)
    constant = np.column_stack([spells.columns, np.ones(400)])
    assert cox(Spells(spells.until, spells.left, constant)) == CannotSay("not_identified", 400)
    never = np.column_stack([spells.columns, ~spells.left & (spells.until > 4)]).astype(float)
    assert cox(Spells(spells.until, spells.left, never)) == CannotSay("not_identified", 400)
    with pytest.raises(ValueError, match="after it began"):
        Spells(np.ones(1), np.array([True]), np.zeros((1, 1)), np.ones(1))
    with pytest.raises(ValueError, match="true or false"):
        Spells(np.ones(1), np.array([1]), np.zeros((1, 1)))
    with pytest.raises(ValueError, match="same n rows"):
        Spells(np.ones(2), np.array([True]), np.zeros((1, 1)))


def test_a_share_is_told_only_as_far_as_somebody_was_watched() -> None:
    few = departures([1.0, 2, 3, 4, 5, 6, 7, 8], [1, 1, 0, 1, 0, 1, 1, 0])
    found = cumulative_incidence(few, 1, np.array([0.5, 2.0, 7.0, 8.0, 9.0]))
    assert isinstance(found, CumulativeIncidence)
    told = [found.at(place) for place in range(5)]
    assert told[:2] == [CannotSay("too_few", 0, 5), CannotSay("too_few", 2, 5)]
    assert all(isinstance(one, Interval) and one.n == 8 for one in told[2:4])
    assert told[4] == CannotSay("too_few", 0, 1)
    everyone = cumulative_incidence(departures(np.arange(1.0, 9.0), np.ones(8, dtype=int)), 1, np.array([20.0]))
    assert everyone.value == pytest.approx([1.0])
    assert everyone.at(0) == CannotSay("no_variation", 8)
    assert log_rank([few, departures([1.0, 2, 3], [1, 0, 1])]) == CannotSay("too_few", 0, 5)
    with pytest.raises(ValueError, match="after it began"):
        departures([1.0], [1], [1.0])
    with pytest.raises(ValueError, match="cause"):
        departures([1.0], [2])
