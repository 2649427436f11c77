"""The hazard against statsmodels, and its shares against the definition they are the closed form of."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.integrate import quad

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.attributable import attributable, mean_attributable
from wegmarke.stats.hazard import Hazard, PersonPeriods, hazard


def periods_of(rows: int, *, repeated: bool, seed: int = 1) -> PersonPeriods:
    drawn = np.random.default_rng(seed)
    columns = np.column_stack(
        [
            drawn.integers(0, 4, rows),
            drawn.random(rows) < 0.2,
            drawn.integers(0, 3, rows) if repeated else drawn.normal(size=rows),
        ]
    ).astype(float)
    left = drawn.random(rows) < 1 / (1 + np.exp(2.5 - columns @ [0.2, 0.9, -0.3]))
    return PersonPeriods(columns, left, np.arange(rows) // 4)


@pytest.mark.parametrize("repeated", [True, False], ids=["few kinds of rows", "each row another"])
def test_coefficients_and_clustered_covariance(repeated: bool) -> None:  # noqa: FBT001
    # R: statsmodels 0.15, Logit(…).fit(cov_type="cluster", use_correction=False), here taken times G/(G−1).
    periods = periods_of(2000, repeated=repeated)
    found = hazard(periods, ridge=0.0)
    assert isinstance(found, Hazard)
    fit = sm.Logit(periods.left.astype(float), sm.add_constant(periods.columns)).fit(
        disp=0, tol=1e-12, cov_type="cluster", cov_kwds={"groups": periods.customers, "use_correction": False}
    )
    assert found.coefficients == pytest.approx(fit.params, rel=1e-6)
    assert found.covariance == pytest.approx(fit.cov_params() * 500 / 499, rel=1e-5)
    assert found.of(periods.columns) == pytest.approx(fit.predict(), rel=1e-6)
    ratio = found.odds_ratio(1)
    assert isinstance(ratio, Interval)
    assert (ratio.low, ratio.high) == pytest.approx(
        tuple(np.exp(fit.params[2] + np.array([-1, 1]) * 1.959964 * fit.bse[2] * np.sqrt(500 / 499))), rel=1e-5
    )
    assert ratio.n == int((periods.left & (periods.columns[:, 1] != 0)).sum())


COEFFICIENTS = np.array([-2.0, 0.3, 1.2, -0.8, 0.5])
MODEL = Hazard(COEFFICIENTS, np.eye(5) * 0.01, np.ones(4, dtype=bool), np.full(4, 50), 1000, 500, 60)


def test_shares_are_what_the_hazard_loses_as_exposures_fade() -> None:
    # C: Aumann and Shapley's integral ∫ x_k ∂h/∂x_k along the straight way, over h.
    rows = np.array([[1.5, 1, 1, 2], [-1, 0, 2, 0], [0.3, 1, 1.5, 0], [2, 3, 0, 1]], dtype=float)
    shares = attributable(MODEL, rows, [1, 2, 3])
    b = MODEL.coefficients
    for row, told in zip(rows, shares, strict=True):
        for place, column in enumerate((1, 2, 3)):

            def slope(t: float, row: np.ndarray = row, column: int = column) -> float:
                h = 1 / (1 + np.exp(-(b[0] + b[1] * row[0] + t * (row[1:] @ b[2:]))))
                return float(b[1 + column] * row[column] * h * (1 - h))

            lost = quad(slope, 0, 1, epsabs=1e-14)[0]
            assert told[place] == pytest.approx(lost / MODEL.of(row[None])[0], rel=1e-10, abs=1e-14)


def test_shares_add_up_and_have_the_sign_of_their_coefficient() -> None:
    rows = np.random.default_rng(2).normal(0, 3, size=(500, 4))
    shares = attributable(MODEL, rows, [1, 2, 3])
    without = rows * [1, 0, 0, 0]
    assert shares.sum(axis=1) == pytest.approx(1 - MODEL.of(without) / MODEL.of(rows), rel=1e-9)
    assert (np.sign(shares) == np.sign(rows[:, 1:] * MODEL.coefficients[2:])).all()
    # Where exposures cancel each other, their shares still do.
    balanced = attributable(MODEL, np.array([[0.0, 2.0, 3.0, 0.0]]), [1, 2, 3])[0]
    assert balanced[0] == pytest.approx(-balanced[1])
    assert balanced[0] == pytest.approx(2.4 * (1 - MODEL.of(np.zeros((1, 4)))[0]))


def test_mean_shares_of_groups_add_up_and_are_the_mean_of_rows() -> None:
    rows = np.random.default_rng(2).integers(0, 3, size=(300, 4)).astype(float)
    both, third, together = mean_attributable(MODEL, rows, [[1, 2], [3]], draws=200)
    assert isinstance(both, Interval)
    assert isinstance(third, Interval)
    assert isinstance(together, Interval)
    shares = attributable(MODEL, rows, [1, 2, 3]).mean(axis=0)
    assert [both.value, third.value] == pytest.approx([shares[0] + shares[1], shares[2]])
    assert together.value == pytest.approx(both.value + third.value)
    assert both == mean_attributable(MODEL, rows, [[1, 2], [3]], draws=200)[0]


def test_nothing_is_claimed_of_few_or_of_what_never_was() -> None:
    periods = periods_of(2000, repeated=True)
    few = PersonPeriods(periods.columns, periods.left & (np.cumsum(periods.left) <= 49), periods.customers)
    assert hazard(few) == CannotSay("too_few", 49, 50)
    constant = PersonPeriods(
        np.column_stack([periods_of(2000, repeated=True).columns, np.full(2000, 1.0)]),
        periods_of(2000, repeated=True).left,
        np.arange(2000) // 4,
    )
    found = hazard(constant)
    assert isinstance(found, Hazard)
    assert found.odds_ratio(3) == CannotSay("no_variation", 2000)
    assert found.coefficients[4] == 0
    rows = np.zeros((20, 4))
    rows[:, 3] = 1.0
    assert mean_attributable(found, rows, [[1], [3]]) == (CannotSay("no_variation", 20),) * 3
    assert mean_attributable(found, rows[:4], [[1]]) == (CannotSay("too_few", 4, 5),) * 2
    with pytest.raises(ValueError, match="two groups"):
        mean_attributable(found, rows, [[1, 2], [2]])
    with pytest.raises(ValueError, match="finite"):
        PersonPeriods(np.full((1, 1), np.inf), np.array([True]), np.array([1]))
    with pytest.raises(ValueError, match="true or false"):
        PersonPeriods(np.zeros((1, 1)), np.array([1]), np.array([1]))
    with pytest.raises(ValueError, match="same n rows"):
        PersonPeriods(np.zeros((2, 1)), np.array([True]), np.array([1]))


def test_who_leaves_always_or_never_with_something_breaks_nothing() -> None:
    periods = periods_of(2000, repeated=True)
    columns = np.column_stack([periods.columns, np.zeros((2000, 2))])
    columns[np.flatnonzero(periods.left)[:3], 3] = 1.0
    columns[np.flatnonzero(~periods.left)[:40], 4] = 1.0
    found = hazard(PersonPeriods(columns, periods.left, periods.customers))
    assert isinstance(found, Hazard)
    assert found.odds_ratio(3) == CannotSay("too_few", 3, 5)
    assert found.odds_ratio(4) == CannotSay("too_few", 0, 5)
    assert found.coefficients[4] > 0 > found.coefficients[5]
    assert np.isfinite(found.covariance).all()
