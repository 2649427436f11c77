"""What models of effects and of leaving rest on: folds by customer, overlap, rows counted once."""

import numpy as np
import pytest

from wegmarke.stats.alike_rows import alike
from wegmarke.stats.customer_folds import customer_folds
from wegmarke.stats.overlap import Overlap, Weighing, overlap
from wegmarke.stats.tall_products import crossed, times


def test_a_customer_stands_in_one_fold_and_every_fold_has_its_share() -> None:
    drawn = np.random.default_rng(1)
    customers = drawn.integers(-(2**62), 2**62, 700)[drawn.integers(0, 700, 3000)]
    kinds = (drawn.random(3000) < 0.02).astype(np.int64)
    folds = customer_folds(customers, kinds, 5)
    for one in np.unique(customers):
        assert len(np.unique(folds[customers == one])) == 1
    of_kind = [len(np.unique(customers[(folds == fold) & (kinds == 1)])) for fold in range(5)]
    assert max(of_kind) - min(of_kind) <= 1
    sizes = [len(np.unique(customers[folds == fold])) for fold in range(5)]
    assert max(sizes) - min(sizes) <= 2
    order = drawn.permutation(3000)
    assert (customer_folds(customers[order], kinds[order], 5) == folds[order]).all()
    assert (customer_folds(customers, kinds, 5, seed=1) != folds).mean() > 0.5


def test_overlap_counts_customers_not_rows() -> None:
    # Two exposed and three others; the second of the others has two rows. Weights in closed form.
    propensity = np.array([0.5, 0.8, 0.2, 0.5, 0.5, 0.6])
    exposed = np.array([True, True, False, False, False, False])
    found = overlap(propensity, exposed, np.array([0, 1, 2, 3, 3, 4]))
    assert found.exposed_outside == 0.5  # 0.8 lies above the highest of the others
    assert found.unexposed_outside == 0.25  # 0.2 lies below the lowest of the exposed
    assert found.exposed.effective == pytest.approx((2 + 1.25) ** 2 / (4 + 1.25**2))
    assert found.comparison.effective == pytest.approx((0.25 + 2 + 1.5) ** 2 / (0.25**2 + 4 + 1.5**2))
    assert found.comparison.heaviest == pytest.approx(2 / 3.75)
    assert found.failed_for_all == ("support", "effective", "heaviest")


def test_each_check_is_named_once() -> None:
    fine, thin = Weighing(200.0, 0.02), Weighing(12.0, 0.05)
    assert Overlap(0.0, 0.0, fine, fine, fine).failed_for_all == ()
    assert Overlap(0.0, 0.3, fine, fine, fine).failed_for_all == ("support",)
    assert Overlap(0.0, 0.3, fine, fine, fine).failed_for_exposed == ()
    assert Overlap(0.0, 0.0, thin, thin, fine).failed_for_all == ("effective",)
    assert Overlap(0.0, 0.0, fine, fine, Weighing(50.0, 0.11)).failed_for_exposed == ("heaviest",)


def test_alike_rows_are_counted_once_and_others_are_left_alone() -> None:
    drawn = np.random.default_rng(2)
    rows = drawn.integers(0, 2, (5000, 6)).astype(float)
    rows[::7, 2] = -0.0 * rows[::7, 2]
    found = alike(rows)
    assert len(found.rows) == len(np.unique(rows + 0.0, axis=0)) == 64
    assert (found.rows[found.own] == rows).all()
    assert found.sums(np.ones(5000)).sum() == 5000
    different = drawn.normal(size=(100, 3))
    assert alike(different).rows is different
    # Numbers that differ in their last bit are not alike.
    near = np.repeat([[1.0], [np.nextafter(1.0, 2.0)]], 50, axis=0)
    assert len(alike(near).rows) == 2


@pytest.mark.parametrize("rows", [0, 1, 449, 450, 451, 2000])
def test_products_in_blocks_are_the_products(rows: int) -> None:
    drawn = np.random.default_rng(3)
    one, other, vector = drawn.normal(size=(rows, 20)), drawn.normal(size=(rows, 3)), drawn.normal(size=20)
    assert crossed(one, other) == pytest.approx(one.T @ other, rel=1e-10, abs=1e-12)
    assert times(one, vector) == pytest.approx(one @ vector, rel=1e-10, abs=1e-12)
    assert times(np.zeros((rows, 0)), np.zeros(0)) == pytest.approx(np.zeros(rows))
