"""How a share and a mean of the same customers go together, against residuals written out."""

from __future__ import annotations

import numpy as np
import pytest

from wegmarke.stats.clustered_mean import CustomerTotals
from wegmarke.stats.ratio import CustomerSums
from wegmarke.stats.share_and_mean import correlation


def sums(x: list[int], y: list[int], m: list[int]) -> tuple[CustomerSums, CustomerTotals, int]:
    a, b, c = (np.array(one, object) for one in (x, y, m))
    share = CustomerSums(len(m), int(a.sum()), int(c.sum()), int(a @ a), int(a @ c), int(c @ c))
    mean = CustomerTotals(len(m), int(c.sum()), int(b.sum()), int(b @ b), int(b @ c), int(c @ c))
    return share, mean, int(a @ b)


def test_with_one_unit_each_it_is_the_usual_correlation() -> None:
    x, y = [1, 0, 0, 1, 0], [3, 9, 8, 5, 10]
    assert correlation(*sums(x, y, [1] * 5)) == pytest.approx(float(np.corrcoef(x, y)[0, 1]))


def test_with_more_units_it_is_that_of_the_residuals() -> None:
    rng = np.random.default_rng(5)
    m = rng.integers(1, 6, 400)
    x = rng.binomial(m, 0.2)
    y = rng.integers(0, 10_000_000, 400) * m - 9_000_000 * x
    one, other = x - x.sum() / m.sum() * m, y - y.sum() / m.sum() * m
    expected = float(one @ other / np.sqrt((one @ one) * (other @ other)))
    assert expected < -0.1
    assert correlation(*sums(x.tolist(), y.tolist(), m.tolist())) == pytest.approx(expected, rel=1e-9)


def test_what_does_not_vary_goes_with_nothing() -> None:
    assert correlation(*sums([0, 0, 0], [1, 2, 3], [1, 1, 1])) == 0
    assert correlation(*sums([1, 0, 1], [2, 2, 2], [1, 1, 1])) == 0
    assert correlation(*sums([], [], [])) == 0


def test_other_customers_are_refused() -> None:
    share, _, products = sums([1, 0], [1, 2], [1, 1])
    _, mean, _ = sums([1, 0], [1, 2], [1, 2])
    with pytest.raises(ValueError, match="same customers"):
        correlation(share, mean, products)
