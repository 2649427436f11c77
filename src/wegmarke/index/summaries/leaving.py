"""Customers who left, and for each the customer most like them at that time who stayed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels import staying as k
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.model.settings import OUTCOME_NAMES

Floats = NDArray[np.float64]
_WON = OUTCOME_NAMES.index("won")


@dataclass(frozen=True, slots=True)
class Left:
    """Customers who left, in order of their numbers, and the second in which they last did."""

    number: NDArray[np.uint64]
    seconds: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.number)


@dataclass(frozen=True, slots=True)
class FindLeft:
    """The customers of the journeys chosen that ended with this outcome (a place in OUTCOME_NAMES)."""

    selection: Selection
    outcome: int

    def zero(self) -> Left:
        """Nobody."""
        return Left(np.zeros(0, np.uint64), np.zeros(0, np.int64))

    def add(self, summary: Left, partition: Partition) -> Left:
        """Those of one partition."""
        chosen = self.selection.choose(partition)
        wanted = partition.outcome == self.outcome
        journeys = np.flatnonzero(wanted if chosen is None else wanted & chosen)
        customer = np.searchsorted(partition.journeys, journeys, side="right") - 1
        latest = np.full(len(partition.number), -1, np.int64)
        np.maximum.at(latest, customer, decided_at(partition)[journeys])
        some = np.flatnonzero(latest >= 0)
        return self.merge(summary, Left(partition.number[some], latest[some]))

    def merge(self, first: Left, second: Left) -> Left:
        """Put them together, in order."""
        number = np.concatenate((first.number, second.number))
        order = np.argsort(number, kind="stable")
        return Left(number[order], np.concatenate((first.seconds, second.seconds))[order])


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each moment the nearest customer: distance (infinite: nobody) and number."""

    distance: Floats
    number: NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class FindStayed:
    """For each of K moments the customer who stayed and was most like the one who left then.

    Stayed: never ended with `outcome`, and was in contact before the moment and after it. Distance:
    Σ |ln(1 + a) − ln(1 + b)| over days since the first contact, contacts and purchases so far; who had bought is only
    like who had bought. Of equally near the lowest number. seconds: of the moments. like: (K, 3), those of the one who
    left.
    """

    outcome: int
    seconds: NDArray[np.int64]
    like: Floats

    def zero(self) -> Nearest:
        """Nobody."""
        return Nearest(np.full(len(self.seconds), np.inf), np.zeros(len(self.seconds), np.uint64))

    def add(self, summary: Nearest, partition: Partition) -> Nearest:
        """The nearest of one partition."""
        here = self.zero()
        logs = np.log1p(np.ascontiguousarray(self.like))
        live = np.zeros(0, np.bool_) if partition.live is None else partition.live
        told = (
            *(partition.start, partition.journeys, partition.seconds, partition.outcome, partition.decided),
            *(partition.outcome_happened, live, partition.number, self.outcome, _WON, self.seconds),
        )
        k.find_stayed(*told, logs, here.distance, here.number)
        return self.merge(summary, here)

    def merge(self, first: Nearest, second: Nearest) -> Nearest:
        """The nearer of the two."""
        nearer = (second.distance < first.distance) | (
            (second.distance == first.distance) & (second.number < first.number)
        )
        return Nearest(np.where(nearer, second.distance, first.distance), np.where(nearer, second.number, first.number))


def decided_at(partition: Partition) -> NDArray[np.int64]:
    """The second of each journey's outcome, or of its last contact where the outcome is none of its own."""
    last = partition.start[1:] - 1
    at = np.where(partition.outcome_happened, np.minimum(partition.start[:-1] + partition.decided, last), last)
    told: NDArray[np.int64] = partition.seconds[at].astype(np.int64)
    return told
