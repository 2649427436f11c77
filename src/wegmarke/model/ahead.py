"""Work in two hands: the next item is made while one is worked on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

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
