"""Work in several hands keeps the order, holds few items at a time, and lets errors through."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from wegmarke.model.ahead import abreast, ahead

THREADS = 3


def test_results_come_in_the_order_of_the_items() -> None:
    def slow_at_first(item: int) -> int:
        time.sleep(0.02 if item % THREADS == 0 else 0.0)
        return item * item

    assert list(abreast(slow_at_first, range(20), THREADS)) == [item * item for item in range(20)]
    assert list(abreast(slow_at_first, (), THREADS)) == []


def test_several_are_worked_on_at_once_and_never_all() -> None:
    together = threading.Barrier(THREADS, timeout=60)
    made: list[int] = []

    def items() -> Iterator[int]:
        for item in range(30):
            made.append(item)
            yield item

    def work(item: int) -> int:
        if item < THREADS:
            together.wait()  # passes only when that many are here
        return item

    results = abreast(work, items(), THREADS)
    assert next(results) == 0
    assert len(made) <= THREADS + 1
    results.close()
    assert len(made) <= THREADS + 1


def test_an_error_arises_where_its_result_would_have_come() -> None:
    def work(item: int) -> int:
        if item == 2:
            raise ValueError(item)
        return item

    results = abreast(work, ahead(range(9)), THREADS)
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(ValueError, match="2"):
        next(results)
