"""What was found in partitions last, kept so that the next question need not find it again; bounded in bytes."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

from wegmarke.index.partition import Partition

V = TypeVar("V")


class Kept(Generic[V]):
    """Findings by partition and by what was looked for; the one not asked for longest goes first.

    A partition never changes, so what was found in it stays true as long as it is open; it goes when the partition
    does. Two threads may find the same at once; both are right.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._lock = threading.RLock()  # a partition may go while something is put
        self._found: OrderedDict[tuple[int, Hashable], tuple[weakref.ref[Partition], V, int]] = OrderedDict()
        self._bytes = 0

    def get(self, partition: Partition, key: Hashable) -> V | None:
        """What was found; None where it is not kept."""
        place = (id(partition), key)
        with self._lock:
            known = self._found.get(place)
            if known is None or known[0]() is not partition:
                return None
            self._found.move_to_end(place)
            return known[1]

    def put(self, partition: Partition, key: Hashable, found: V, size: int) -> None:
        """Keep it. size: its bytes; what is larger than all that may be kept is not."""
        if size > self._most:
            return
        place = (id(partition), key)
        with self._lock:
            self._drop(place)
            self._found[place] = (weakref.ref(partition, lambda _: self._drop(place)), found, size)
            self._bytes += size
            while self._bytes > self._most:
                self._drop(next(iter(self._found)))

    @property
    def size(self) -> int:
        """Bytes of all that is kept."""
        return self._bytes

    def _drop(self, place: tuple[int, Hashable]) -> None:
        with self._lock:
            known = self._found.pop(place, None)
            self._bytes -= known[2] if known is not None else 0
