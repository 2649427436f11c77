"""How much a write key may send: a bucket of events for each key, filled at its rate, kept in memory.

One broken page must not fill the disk of everybody. A restart fills all buckets, which does no harm.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from wegmarke.model.write_keys import WriteKey

BURST_SECONDS = 10
"""A full bucket holds what the key may send in so long: a rush after a mailing is no fault."""


class Buckets:
    """The buckets of all keys. clock: seconds that only rise."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._levels: dict[int, tuple[float, float]] = {}

    def take(self, key: WriteKey, events: int) -> int:
        """Take events out of the key's bucket: 0, or after how many seconds they may come again.

        A bucket that holds anything gives all that is asked for and owes the rest, so that any batch passes once.
        """
        if key.limit is None:
            return 0
        full, at = float(key.limit * BURST_SECONDS), self._clock()
        level, since = self._levels.get(key.number, (full, at))
        level = min(full, level + (at - since) * key.limit)
        if level <= 0:
            return math.floor(-level / key.limit) + 1
        self._levels[key.number] = (level - events, at)
        return 0
