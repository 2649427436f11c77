"""What customers will buy, against published figures on the CDNOW data and the integrals behind the formulas."""

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import beta

from wegmarke.model.finding import CannotSay
from wegmarke.stats.bg_nbd import BgNbd, Purchases, bg_nbd
from wegmarke.stats.gamma_gamma import GammaGamma, gamma_gamma

CALIBRATION_END = "19970930"


def history(*customers: tuple[float, float, float]) -> Purchases:
    return Purchases(*(np.array(column, dtype=float) for column in zip(*customers, strict=True)))


def test_bg_nbd_on_cdnow(shared_data: Path) -> None:
    # Fader, Hardie, Lee (2005), table 2, the 1/10 sample of CDNOW in weeks (Matlab and Excel of the authors; the R
    # package BTYD finds the same): r .243, α 4.414, a .793, b 2.426, LL −9582.4; the digits are those of BTYD.
    with (shared_data / "cdnow" / "cdnow_customers_summary.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    bought = history(*((float(row["frequency"]), float(row["recency"]), float(row["T"])) for row in rows))
    model = bg_nbd(bought)
    assert isinstance(model, BgNbd)
    assert model.n == 2357
    found = [model.r, model.alpha, model.a, model.b]
    assert found == pytest.approx([0.2425982, 4.4136842, 0.7929899, 2.4261667], abs=1e-3)
    assert model.log_likelihood == pytest.approx(-9582.429, abs=1e-2)
    # Section 4 of the authors' note on the model in Excel: customer 1 (x 2, t_x 30.43, T 38.86), 39 weeks.
    assert model.expected(history((2, 30.43, 38.86)), 39.0) == pytest.approx([1.226], abs=5e-4)


def test_gamma_gamma_on_cdnow(shared_data: Path) -> None:
    # Fader, Hardie (2013), section 5: p 6.25, q 3.74, v 15.44 from the 946 customers of the same sample who bought
    # again before October 1997; amounts of a day are one purchase.
    amounts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for line in (shared_data / "cdnow" / "CDNOW_sample.txt").read_text("utf-8").splitlines():
        _, customer, day, _, dollars = line.split()
        if day <= CALIBRATION_END:
            amounts[customer][day] += float(dollars)
    again = [[by_day[day] for day in sorted(by_day)[1:]] for by_day in amounts.values() if len(by_day) > 1]
    assert len(again) == 946
    model = gamma_gamma(np.array([len(one) for one in again], float), np.array([np.mean(one) for one in again]))
    assert isinstance(model, GammaGamma)
    assert [model.p, model.q, model.v] == pytest.approx([6.25, 3.74, 15.44], abs=0.005)
    assert model.of_all == pytest.approx(6.25 * 15.44 / 2.74, rel=2e-3)
    assert model.expected(np.array([0.0, 1e9]), np.array([0.0, 20.0])) == pytest.approx([model.of_all, 20.0])


@pytest.mark.parametrize(
    ("a", "b"), [(0.8, 2.4), (1.0, 2.4), (1 + 1e-9, 0.5), (0.3, 0.4), (0.4, 0.6), (2.5, 1e-4), (5.0, 40.0)]
)
def test_expected_purchases_are_the_integral_over_who_leaves(a: float, b: float) -> None:
    # With λ integrated out (a gamma integral), what is left is one integral over p with the weight pᵃ⁻²(1−p)ᵇ⁺ˣ⁻¹.
    r, alpha, ahead = 0.25, 4.4, 39.0
    model = BgNbd(r, alpha, a, b, 0.0, 1, np.eye(4))
    for x, last, watched in ((0, 0, 39), (0, 0, 0), (1, 0.5, 39), (3, 30, 38), (400, 38, 39)):

        def staying(p: float, x: int = x, watched: float = watched) -> float:
            p = max(p, 1e-300)
            return -np.expm1(-(r + x) * np.log1p(p * ahead / (alpha + watched))) / p

        powers = (a - 1, b + x - 1)
        integral = quad(staying, 0, 1, weight="alg", wvar=powers, epsabs=0, epsrel=1e-10, limit=400)[0]
        left = 0.0
        if x:
            left = beta(a + 1, b + x - 1) * ((alpha + watched) / (alpha + last)) ** (r + x)
        found = model.expected(history((x, last, watched)), ahead)[0]
        assert found == pytest.approx(integral / (beta(a, b + x) + left), rel=1e-5)


def test_who_all_leave_with_one_probability_breaks_nothing() -> None:
    # A beta density so narrow is a point: within t come (1 − ((α+T)/(α+T+pt))^(r+x)) / p purchases.
    model = BgNbd(0.25, 4.4, 1e5, 3e5, 0.0, 1, np.eye(4))
    for x, watched in ((0, 0.0), (1, 39.0), (3, 39.0), (400, 39.0)):
        bought = history((x, watched, watched))
        p = 1e5 / (4e5 + x)
        within = (1 - ((4.4 + watched) / (4.4 + watched + p * 3000)) ** (0.25 + x)) / p
        assert model.expected(bought, 3000.0)[0] == pytest.approx(within * model.alive(bought)[0], rel=0.02)


def test_parameters_come_back_and_the_true_sum_is_among_those_drawn() -> None:
    """One sample of many; how often intervals cover is measured apart (docs/explanation/coverage.md)."""
    rng = np.random.default_rng(5)
    bought = simulated(rng, 2000)
    model = bg_nbd(bought)
    assert isinstance(model, BgNbd)
    sums = [one.expected(bought, 365.0).sum() for one in model.drawn(rng, 100)]
    true = TRUE.expected(bought, 365.0).sum()
    assert min(sums) < true < max(sums)
    assert model.expected(bought, 365.0).sum() == pytest.approx(true, rel=0.2)
    assert model.r == pytest.approx(TRUE.r, rel=0.3)


TRUE = BgNbd(0.8, 120.0, 0.8, 2.5, 0.0, 0, np.eye(4))


def simulated(rng: np.random.Generator, customers: int, watched: int = 1000) -> Purchases:
    """Customers who buy and leave as the model says, the first purchase at any day of the first 700."""
    rate, leaves = rng.gamma(TRUE.r, 1 / TRUE.alpha, customers), rng.beta(TRUE.a, TRUE.b, customers)
    span = watched - rng.integers(0, 700, customers).astype(float)
    repeats, last, at = np.zeros(customers), np.zeros(customers), np.zeros(customers)
    stays = np.ones(customers, bool)
    while stays.any():
        at += rng.exponential(1 / rate)
        stays &= at <= span
        repeats[stays] += 1
        last[stays] = at[stays]
        stays &= rng.random(customers) > leaves
    return Purchases(repeats, np.round(last), span)


def test_nothing_is_claimed_where_data_do_not_say_it() -> None:
    rng = np.random.default_rng(3)
    few = history(*((1, 10.0, 100.0),) * 49, *((0, 0.0, 100.0),) * 500)
    assert bg_nbd(few) == CannotSay("too_few", 49, 50)
    alike = history(*((3, 90.0, 100.0),) * 60)
    assert bg_nbd(alike) == CannotSay("not_identified", 60)
    bought = rng.poisson(3, 400).astype(float)
    nobody_leaves = Purchases(
        bought, np.where(bought > 0, 100 * rng.random(400) ** (1 / np.maximum(bought, 1)), 0), np.full(400, 100.0)
    )
    assert bg_nbd(nobody_leaves) == CannotSay("not_identified", 400)
    assert gamma_gamma(np.ones(49), np.full(49, 3.0)) == CannotSay("too_few", 49, 50)
    assert gamma_gamma(np.ones(60), np.full(60, 3.0)) == CannotSay("no_variation", 60)


@pytest.mark.parametrize("unit", [1.0, 7.0, 365.0])
def test_the_unit_of_time_changes_nothing(unit: float) -> None:
    bought = simulated(np.random.default_rng(8), 400)
    model = bg_nbd(Purchases(bought.repeats, bought.last / unit, bought.watched / unit))
    whole = bg_nbd(bought)
    assert isinstance(model, BgNbd)
    assert isinstance(whole, BgNbd)
    assert [model.r, model.alpha * unit, model.a, model.b] == pytest.approx(
        [whole.r, whole.alpha, whole.a, whole.b], rel=1e-3
    )
    moved = model.log_likelihood - bought.repeats.sum() * np.log(unit)
    assert moved == pytest.approx(whole.log_likelihood, abs=1e-4)
