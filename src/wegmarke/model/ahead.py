"""Work in several hands: the next item is made while one is worked on; some are worked on at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


def ahead(items: Iterable[T]) -> Iterator[T]:
    """The same items in the same order, the next one made on a second thread while the last one is worked on.

    Worth it where making an item does not hold the interpreter's lock. An error arises where its item would have come.
    """
    source = iter(items)
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as pool:
        following = pool.submit(_next, source)
        while (found := following.result()) is not None:
            following = pool.submit(_next, source)
            yield found[0]


def _next(source: Iterator[T]) -> tuple[T] | None:
    """The next item in a tuple of its own, so that an item may be anything; None behind the last."""
    for item in source:
        return (item,)
    return None


def abreast(work: Callable[[S], T], items: Iterable[S], threads: int) -> Iterator[T]:
    """work(item) for each, on some threads, results in the order of the items; a few are in the making, never all.

    Items are made on the caller's thread. An error arises where its result would have come.
    """
    waiting: deque[Future[T]] = deque()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="abreast")
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
