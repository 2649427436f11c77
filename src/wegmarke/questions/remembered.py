"""What was worked out last, for questions that are asked again with another page, order or assumption."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Remembered(Generic[V]):
    """The last answers by what they were worked out from; the one not asked for longest is forgotten first.

    most: so many at most. most_size: together of this size at most, as `size` tells it of each; what is larger by
    itself is not remembered. Two threads may work out the same at once; both are right.
    """

    def __init__(self, most: int, most_size: int | None = None, size: Callable[[V], int] = lambda _: 0) -> None:
        self._most, self._most_size, self._size = most, most_size, size
        self._lock = threading.Lock()
        self._found: OrderedDict[Hashable, V] = OrderedDict()

    def get(self, key: Hashable) -> V | None:
        """The answer; None where it is not remembered."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: Hashable, found: V) -> None:
        """Remember it."""
        if self._most_size is not None and self._size(found) > self._most_size:
            return
        with self._lock:
            self._found[key] = found
            self._found.move_to_end(key)
            while len(self._found) > self._most or self._too_large():
                self._found.popitem(last=False)

    def _too_large(self) -> bool:
        return self._most_size is not None and sum(map(self._size, self._found.values())) > self._most_size
