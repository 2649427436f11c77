"""Folds of rows by customer, for cross-fitting: who is predicted never stands among those learnt from.

Customers are dealt out in turn, in an order that a seed draws from their numbers, first those with exposure and
outcome, then those with one of them, then the others: every fold has its share of each. Neither the order of the rows
nor how they were brought together matters.

Source: V. Chernozhukov et al. (2018), Double/debiased machine learning for treatment and structural parameters,
Econometrics Journal 21, C1-C68.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def customer_folds(
    customers: NDArray[np.int64], kinds: NDArray[np.int64], folds: int, seed: int = 0
) -> NDArray[np.int64]:
    """The fold of every row, 0 … folds−1. kinds: what is to be spread evenly; a customer counts with the highest."""
    numbers, own = np.unique(customers, return_inverse=True)
    highest = np.zeros(len(numbers), dtype=np.int64)
    np.maximum.at(highest, own, kinds)
    order = np.lexsort((_drawn(numbers, seed), highest))
    fold = np.empty(len(numbers), dtype=np.int64)
    fold[order] = np.arange(len(numbers)) % folds
    return fold[own]


def _drawn(numbers: NDArray[np.int64], seed: int) -> NDArray[np.uint64]:
    """A number drawn for each customer, the same wherever the customer stands (the finisher of SplitMix64)."""
    # Overflow is what mixes; the seed's own step is taken in Python, where a product of two scalars does not warn.
    mixed = numbers.view(np.uint64) + np.uint64((seed + 1) * 0x9E3779B97F4A7C15 % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
