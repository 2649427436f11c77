"""Rows into order: by customer, time, sequence and arrival, whatever the hashes and the rows a customer has."""

from __future__ import annotations

import numpy as np
import pytest

from wegmarke.index.kernels.arranging import sort_by_customer

BUCKETS = np.array([0x00, 0x7F, 0x80, 0xFF], np.uint64)


@pytest.mark.parametrize("bits", [0, 5, 16])
@pytest.mark.parametrize("sequenced", [False, True])
@pytest.mark.parametrize(
    ("customers", "distinct"),
    [(1, 1), (3, 3), (60, 60), (2000, 2000), (500, 60), (40, 1), (2000, 300)],
    ids=["one", "few", "many rows each", "few rows each", "shared hashes", "one hash", "shared by few"],
)
def test_rows_come_by_customer_time_sequence_and_arrival(
    customers: int, distinct: int, bits: int, rng: np.random.Generator, *, sequenced: bool
) -> None:
    count = 6000
    first = BUCKETS[rng.integers(0, len(BUCKETS), distinct)] << np.uint64(56)
    several = first | rng.integers(0, 2**56, distinct, np.uint64)  # the first byte is the bucket
    key_of = several[rng.integers(0, distinct, customers)] if distinct < customers else several
    check_of = rng.permutation(customers).astype(np.uint64) << np.uint64(53)  # half of them negative as signed numbers
    who = rng.integers(0, customers, count)
    who = who[np.argsort(key_of[who] >> np.uint64(56), kind="stable")]
    key, check = key_of[who], check_of[who]
    time, sequence = rng.integers(0, 40, count), rng.integers(-2, 2, count)
    bounds = np.searchsorted(key >> np.uint64(56), np.append(BUCKETS, np.uint64(256)))
    given = sequence if sequenced else np.zeros(0, np.int64)
    order, begin = np.empty(count, np.int32), np.empty(count + 1, np.int64)

    found = sort_by_customer(key.view(np.int64), check.view(np.int64), time, given, bounds, bits, order, begin)

    ties = (np.arange(count), sequence) if sequenced else (np.arange(count),)
    wanted = np.lexsort((*ties, time, check, key))
    np.testing.assert_array_equal(order, wanted)
    assert found == len(np.unique(who))
    np.testing.assert_array_equal(begin[: found + 1], [*np.flatnonzero(np.diff(who[wanted], prepend=-1)), count])
