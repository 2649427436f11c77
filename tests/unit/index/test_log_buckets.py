"""The log-histogram's buckets: where one begins, where a rank lies."""

from __future__ import annotations

import numpy as np
import pytest

from wegmarke.index.kernels.steps import LOG_BUCKETS, least_seconds, locate, measure_16, values_16

MOST = 2**32 - 1


def bucket_of(elapsed: int) -> int:
    histogram = np.zeros((2, LOG_BUCKETS), np.uint32)
    seconds = np.array([0, elapsed], np.uint32)
    measure_16(np.array([0, 1], np.uint16), seconds, np.zeros(2, np.int64), histogram)
    return int(histogram[1].argmax())


def test_a_bucket_begins_with_its_least_seconds() -> None:
    begins = least_seconds(np.arange(LOG_BUCKETS + 1))
    assert begins[0] == 0
    assert begins[LOG_BUCKETS] == MOST
    assert (np.diff(begins) >= 0).all()
    for bucket in range(LOG_BUCKETS):
        if begins[bucket] < begins[bucket + 1]:
            assert bucket_of(int(begins[bucket])) == bucket
            assert bucket_of(int(begins[bucket + 1]) - 1) == bucket


@pytest.mark.parametrize("rank", range(6))
def test_a_rank_lies_in_the_bucket_that_holds_it(rank: int) -> None:
    histogram = np.zeros((3, LOG_BUCKETS), np.uint32)
    histogram[1, [4, 90, 255]] = (2, 3, 1)
    bucket, ahead = np.empty(1, np.int64), np.empty(1, np.int64)
    locate(histogram, np.array([1]), np.array([rank]), bucket, ahead)
    assert (int(bucket[0]), int(ahead[0])) == [(4, 0), (4, 0), (90, 2), (90, 2), (90, 2), (255, 5)][rank]


def test_values_are_those_between_the_limits_of_their_step() -> None:
    step = np.array([0, 1, 2, 1, 1, 0, 1], np.uint16)
    seconds = np.array([500, 510, 515, 530, 541, 20, 30], np.uint32)
    low, high = np.array([1, 10, 6], np.uint32), np.array([0, 12, MOST], np.uint32)
    code, value = np.empty(7, np.uint32), np.empty(7, np.uint32)
    found = values_16(step, seconds, low, high, code, value)
    assert list(zip(code[:found].tolist(), value[:found].tolist(), strict=True)) == [(1, 10), (1, 11), (1, 10)]
