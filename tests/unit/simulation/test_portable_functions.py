"""The logarithm and the exponential written out, against the standard library's."""

from __future__ import annotations

import math

import numpy as np
import pytest

from wegmarke.simulation.lives.randomness import bits, exp, exponential, ln, logistic, uniform


def test_logarithm_and_exponential_are_right() -> None:
    for x in np.concatenate((np.geomspace(1e-300, 1e300, 4001), 1 + np.linspace(-1e-3, 1e-3, 101))).tolist():
        assert ln(x) == pytest.approx(math.log(x), rel=1e-12, abs=1e-15)
    for x in np.linspace(-690, 690, 4001).tolist():
        assert exp(x) == pytest.approx(math.exp(x), rel=1e-12)
    assert exp(-1e9) == exp(-700.0) > 0
    assert logistic(0.0) == 0.5
    assert logistic(-800.0) >= 0
    assert exponential(0.0, 3.0) == 0


def test_bits_differ_by_person_purpose_and_occasion_and_are_even() -> None:
    drawn = {
        bits(seed, person, purpose, occasion)
        for seed in (1, 2)
        for person in range(20)
        for purpose in range(20)
        for occasion in range(20)
    }
    assert len(drawn) == 2 * 20**3
    numbers = np.array([uniform(3, person, 5, 0) for person in range(20_000)])
    counts = np.bincount((numbers * 50).astype(int), minlength=50)
    chi_square = ((counts - 400) ** 2 / 400).sum()
    assert chi_square < 95  # 49 degrees of freedom: one in ten thousand goes beyond
    following = np.corrcoef(numbers[:-1], numbers[1:])[0, 1]
    assert abs(following) < 0.03
