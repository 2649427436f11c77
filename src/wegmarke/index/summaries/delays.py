"""How long it took from one touchpoint to another, journey by journey, and what became of the journey afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Delays:
    """One line a journey with the first touchpoint, in order of customer and time.

    customer: permanent number. began, asked, answered: seconds since 1970 of the journey's first contact, of the first
    touchpoint, of the second after it (-1: never). ended: of the outcome (-1: none that is a contact). outcome: place
    in OUTCOME_NAMES. last: of the last contact. earlier: contacts before the first touchpoint.
    """

    customer: NDArray[np.uint64]
    began: Ints
    asked: Ints
    answered: Ints
    ended: Ints
    outcome: Ints
    last: Ints
    earlier: Ints

    def __len__(self) -> int:
        return len(self.customer)

    def where(self, chosen: NDArray[np.bool_] | Ints) -> Delays:
        """Some of the lines, by truth values or places."""
        return Delays(*(getattr(self, name)[chosen] for name in Delays.__slots__))


_NONE: Final = np.zeros(0, np.int64)
NO_DELAYS: Final = Delays(np.zeros(0, np.uint64), *[_NONE] * 7)


@dataclass(frozen=True, slots=True)
class TakeDelays:
    """From touchpoint `start` to touchpoint `end` (codes). apart: what comes sooner after `start`, in seconds, does not
    count as `end`.
    """

    selection: Selection
    start: int
    end: int
    apart: int

    def zero(self) -> Delays:
        """No journey."""
        return NO_DELAYS

    def add(self, summary: Delays, partition: Partition) -> Delays:
        """Those of one partition."""
        return self.merge(summary, _delays(partition, self))

    def merge(self, first: Delays, second: Delays) -> Delays:
        """All together, in order, however the index is divided."""
        if not len(first) or not len(second):
            return first if len(first) else second
        together = [np.concatenate((getattr(first, name), getattr(second, name))) for name in Delays.__slots__]
        order = np.lexsort((together[2], together[1], together[0]))
        return Delays(*(column[order] for column in together))


def _delays(partition: Partition, taking: TakeDelays) -> Delays:
    """Contacts that stand at the outcome or behind it do not count."""
    chosen = taking.selection.choose(partition)
    begins, ends = partition.start[:-1], partition.start[1:]
    limit = np.where(partition.outcome_happened, begins + partition.decided, ends)
    first = _first(partition, taking.start, limit, begins)
    which = first < limit
    if chosen is not None:
        which = which & chosen
    rows = np.flatnonzero(which)
    if not len(rows):
        return NO_DELAYS
    seconds = partition.seconds.astype(np.int64)
    asked = seconds[first[rows]]
    answered = _answered(partition, taking, first, limit)[rows]
    happened = partition.outcome_happened[rows]
    at = np.minimum(begins[rows] + partition.decided[rows], ends[rows] - 1)
    found = Delays(
        partition.number[partition.customer_of_journey[rows]],
        seconds[begins[rows]],
        asked,
        answered,
        np.where(happened, seconds[at], -1),
        partition.outcome[rows].astype(np.int64),
        seconds[ends[rows] - 1],
        first[rows] - begins[rows],
    )
    order = np.lexsort((found.asked, found.began, found.customer))
    return found.where(order)


def _first(partition: Partition, code: int, limit: Ints, begins: Ints) -> Ints:
    """The place of the first contact at that touchpoint in each journey; its limit where there is none before it."""
    at = np.flatnonzero(partition.touchpoint == code)
    behind = np.append(at, np.iinfo(np.int64).max)
    found: Ints = np.minimum(behind[np.searchsorted(at, begins)], limit)
    return found


def _answered(partition: Partition, taking: TakeDelays, first: Ints, limit: Ints) -> Ints:
    """When the second touchpoint followed in each journey, at least `apart` after the first and before the outcome."""
    at = np.flatnonzero(partition.touchpoint == taking.end)
    journey = np.searchsorted(partition.start, at, side="right") - 1
    behind = (at > first[journey]) & (at < limit[journey])
    at, journey = at[behind], journey[behind]
    times = partition.seconds[at].astype(np.int64)
    late = times - partition.seconds[first[journey]].astype(np.int64) >= taking.apart
    found = np.full(len(partition.outcome), np.iinfo(np.int64).max)
    np.minimum.at(found, journey[late], times[late])
    return np.where(found == np.iinfo(np.int64).max, -1, found)
