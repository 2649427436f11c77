"""Sums of products against those of Python's whole numbers."""

from __future__ import annotations

import numpy as np
import pytest

from wegmarke.index.summaries.exact import exact_dot


@pytest.mark.parametrize("largest", [1, 10**4, 3 * 10**9, 10**15])
def test_no_digit_is_lost(largest: int) -> None:
    drawn = np.random.default_rng(4)
    one, two = (drawn.integers(-largest, largest, 5_000, endpoint=True) for _ in "ab")
    assert exact_dot(one, two) == sum(a * b for a, b in zip(one.tolist(), two.tolist(), strict=True))
    assert exact_dot(one, one) == sum(a * a for a in one.tolist())


def test_of_nothing_it_is_nothing() -> None:
    nothing = np.zeros(0, np.int64)
    assert exact_dot(nothing, nothing) == 0
