"""Decompositions of R² against other programs, and against the definition on every order of the drivers."""

import csv
from itertools import permutations
from math import factorial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay
from wegmarke.stats.cross_products import CrossProducts
from wegmarke.stats.key_drivers import KeyDrivers, key_drivers
from wegmarke.stats.relative_weights import relative_weights
from wegmarke.stats.shapley import Decomposition, shapley

ATTRIBUTES = ("Product.Tastiness", "Salesman.Smileyness", "Salesman.Chirpiness", "Salesman.Bubbliness")


def columns(path: Path, *names: str) -> NDArray[np.float64]:
    with path.open(encoding="utf-8") as file:
        return np.array([[float(row[name]) for name in names] for row in csv.DictReader(file)])


@pytest.fixture
def swiss(shared_data: Path) -> CrossProducts:
    names = ("Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality", "Fertility")
    table = columns(shared_data / "drivers" / "swiss.csv", *names)
    return CrossProducts.of(table[:, :-1], table[:, -1])


@pytest.fixture
def nps_testdata(shared_data: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    table = columns(shared_data / "drivers" / "nps_testdata.csv", *ATTRIBUTES, "y")
    return table[:, :-1], table[:, -1]


def test_shapley_on_swiss(swiss: CrossProducts) -> None:
    # R, relaimpo: calc.relimp(lm(Fertility ~ ., swiss), type = "lmg").
    found = shapley(swiss)
    assert isinstance(found, Decomposition)
    assert found.n == 47
    assert found.r_squared == pytest.approx(0.7067350016, abs=5e-11)
    lmg = [0.0570912208, 0.1711730289, 0.2601346786, 0.1055701504, 0.1127659229]
    assert found.part == pytest.approx(lmg, abs=5e-11)


def test_relative_weights_on_swiss(swiss: CrossProducts) -> None:
    # R, relaimpo: type = "genizi" on the same model, which equals Johnson's weights.
    found = relative_weights(swiss)
    assert isinstance(found, Decomposition)
    johnson = [0.0484168958, 0.1547082498, 0.2719641047, 0.1146800300, 0.1169657214]
    assert found.part == pytest.approx(johnson, abs=1e-10)
    # Its tenth digit is one too high for Education and Catholic; the same formula in 40 digits (mpmath 1.3) settles it.
    exact = [0.048416895811901, 0.15470824980616, 0.271964104646, 0.11468002994756, 0.1169657213811]
    assert found.part == pytest.approx(exact, abs=1e-13)
    assert found.r_squared == pytest.approx(0.7067350016, abs=5e-11)


def test_key_drivers_on_the_test_data_of_the_package_nps(
    nps_testdata: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> None:
    # R, relaimpo, type = "lmg": likelihood to recommend on the four attributes of the package NPS' `testdata`.
    found = key_drivers(*nps_testdata)
    assert isinstance(found, KeyDrivers)
    assert found.r_squared.value == pytest.approx(0.61520377, abs=5e-9)
    lmg = [0.2316950242, 0.1902315741, 0.0973837555, 0.0958934160]
    assert found.shapley.value == pytest.approx(lmg, abs=5e-11)
    assert found.relative_weight.value.sum() == pytest.approx(found.r_squared.value, abs=1e-12)
    assert (found.p_value < 1e-9).all()
    assert (found.shapley.low > 0.05).all()


def test_shapley_is_the_mean_gain_over_every_order() -> None:
    # The definition, with R² of each model from numpy.linalg.lstsq.
    drawn = np.random.default_rng(4)
    x = drawn.normal(size=(60, 4)) @ drawn.normal(size=(4, 4)) + drawn.normal(size=4)
    y = x @ drawn.normal(size=4) + drawn.normal(size=60) * 3

    def r_squared(taken: tuple[int, ...]) -> float:
        design = np.column_stack([np.ones(60), x[:, sorted(taken)]])
        left = y - design @ np.linalg.lstsq(design, y)[0]
        return 1 - float(left @ left) / float(np.square(y - y.mean()).sum())

    gains = np.zeros(4)
    for order in permutations(range(4)):
        for place, driver in enumerate(order):
            gains[driver] += r_squared(order[: place + 1]) - r_squared(order[:place])
    found = shapley(CrossProducts.of(x, y))
    assert not isinstance(found, CannotSay)
    assert found.part == pytest.approx(gains / factorial(4), abs=1e-12)


def test_shapley_of_uncorrelated_drivers_is_their_squared_correlation() -> None:
    # Closed form: without correlation among drivers both decompositions give r² of each. Fifteen drivers as well.
    levels = np.array([[(line >> bit) & 1 for bit in range(15)] for line in range(1 << 15)], dtype=float)
    slopes = np.arange(1, 16.0)
    outcome = levels @ slopes
    products = CrossProducts.of(levels, outcome)
    for method in (shapley, relative_weights):
        found = method(products)
        assert not isinstance(found, CannotSay)
        assert found.part == pytest.approx(slopes**2 / (slopes**2).sum(), abs=1e-12)
