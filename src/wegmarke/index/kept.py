"""What was found in partitions last, kept so that the next question need not find it again; bounded in bytes."""

from __future__ import annotations

import os
import threading
import weakref
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import fields
from typing import Any, Final, Generic, TypeVar, cast

import numpy as np

from wegmarke.index.partition import Partition

V = TypeVar("V")
Place = tuple[int, Hashable]
"""A partition, and what was looked for in it."""

_LEAST: Final = 512 << 20


class Budget:
    """What several of those that keep something may keep together; what was not asked for longest goes first."""

    def __init__(self, most_bytes: int) -> None:
        self.most = most_bytes
        self.lock = threading.RLock()  # a partition may go while something is put
        self._order: OrderedDict[tuple[int, Place], tuple[Kept[Any], int]] = OrderedDict()
        self._bytes = 0

    @property
    def size(self) -> int:
        """Bytes of all that is kept."""
        return self._bytes

    def asked(self, kept: Kept[Any], place: Place) -> None:
        """Something was asked for just now."""
        self._order.move_to_end((id(kept), place))

    def came(self, kept: Kept[Any], place: Place, size: int) -> None:
        """Something is kept by now; others may have to go."""
        self._order[id(kept), place] = kept, size
        self._bytes += size
        while self._bytes > self.most:
            (_, oldest), (whose, _) = next(iter(self._order.items()))
            whose.drop(oldest)

    def went(self, kept: Kept[Any], place: Place) -> None:
        """Something is not kept any more."""
        self._bytes -= self._order.pop((id(kept), place))[1]


def _memory() -> int:
    """Of this machine, in bytes; 0 where it cannot be told."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return 0


SHARED: Final = Budget(max(_memory() // 4, _LEAST))
"""A quarter of the machine's memory for all that is found in partitions."""


def share_with_neighbours() -> None:
    """Keep less: as many processes as there are cores do the same on this machine (workers of a cluster), and half of
    its memory is for all of them together.
    """
    SHARED.most = max(_memory() // (2 * (os.cpu_count() or 1)), _LEAST // 4)


class Kept(Generic[V]):
    """Findings by partition and by what was looked for; the one not asked for longest goes first.

    most_bytes: so many at most, and together with others no more than `budget` allows (None: only what is its own). A
    partition never changes, so what was found in it stays true as long as it is open; it goes when the partition does.
    Two threads may find the same at once; both are right.
    """

    def __init__(self, most_bytes: int, budget: Budget | None = SHARED) -> None:
        self._most = most_bytes
        self._budget = budget or Budget(most_bytes)
        self._found: OrderedDict[Place, tuple[weakref.ref[Partition], V, int]] = OrderedDict()
        self._bytes = 0

    def get(self, partition: Partition, key: Hashable) -> V | None:
        """What was found; None where it is not kept."""
        place = (id(partition), key)
        with self._budget.lock:
            known = self._found.get(place)
            if known is None or known[0]() is not partition:
                return None
            self._found.move_to_end(place)
            self._budget.asked(self, place)
            return known[1]

    def put(self, partition: Partition, key: Hashable, found: V, size: int) -> None:
        """Keep it. size: its bytes; what is larger than all that may be kept is not."""
        if size > min(self._most, self._budget.most):
            return
        place = (id(partition), key)
        with self._budget.lock:
            self.drop(place)
            self._found[place] = (weakref.ref(partition, lambda _: self.drop(place)), found, size)
            self._bytes += size
            self._budget.came(self, place, size)
            while self._bytes > self._most:
                self.drop(next(iter(self._found)))

    def put_arrays(self, partition: Partition, key: Hashable, found: V) -> None:
        """Keep an object (a dataclass), whose arrays are not to be written to from now on; its size is theirs."""
        values = [getattr(found, field.name) for field in fields(cast("Any", found))]
        columns = [value for value in values if isinstance(value, np.ndarray)]
        for column in columns:
            column.setflags(write=False)
        self.put(partition, key, found, sum(column.nbytes for column in columns))

    @property
    def size(self) -> int:
        """Bytes of all that is kept."""
        return self._bytes

    def drop(self, place: Place) -> None:
        """Keep that no longer."""
        with self._budget.lock:
            known = self._found.pop(place, None)
            if known is not None:
                self._bytes -= known[2]
                self._budget.went(self, place)
