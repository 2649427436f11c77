"""Which reason is noted for the same customer at one touchpoint and at another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection

_NOBODY: Final = np.zeros(0, np.uint64), np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class NotedTwice:
    """One line a customer with a reason noted at either touchpoint, in order of their numbers.

    customer: permanent number. first, second: codes of `Index.reasons`, the last noted there; 0 where none is.
    """

    customer: NDArray[np.uint64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TakeNotedTwice:
    """The reasons noted at touchpoints `first` and `second` (codes) in the journeys chosen."""

    selection: Selection
    first: int
    second: int

    def zero(self) -> NotedTwice:
        """Nobody."""
        return NotedTwice(_NOBODY[0], _NOBODY[1], _NOBODY[1])

    def add(self, summary: NotedTwice, partition: Partition) -> NotedTwice:
        """Those of one partition."""
        at = partition.noted.reason_at.astype(np.int64)
        words, places = partition.noted.reason.astype(np.int64), partition.touchpoint[at]
        journey = np.searchsorted(partition.start, at, side="right") - 1
        chosen = self.selection.choose(partition)
        counts = np.ones(len(at), np.bool_) if chosen is None else np.asarray(chosen, np.bool_)[journey]
        owner = partition.customer_of_journey[journey]
        found = np.zeros((2, len(partition.number)), np.int64)
        for line, code in enumerate((self.first, self.second)):
            here = counts & (places == code)
            # Places rise with time within a customer: of equal owners the last assignment stays.
            found[line][owner[here]] = words[here]
        told = np.flatnonzero(found.any(axis=0))
        return self.merge(summary, NotedTwice(partition.number[told], found[0][told], found[1][told]))

    def merge(self, first: NotedTwice, second: NotedTwice) -> NotedTwice:
        """All together, in order; a customer is in one partition."""
        together = [np.concatenate((getattr(first, name), getattr(second, name))) for name in NotedTwice.__slots__]
        order = np.argsort(together[0], kind="stable")
        return NotedTwice(*(column[order] for column in together))


@dataclass(frozen=True, slots=True)
class CountNoted:
    """At how many contacts a reason is noted, by touchpoint, in the journeys chosen; touchpoints: how many."""

    selection: Selection
    touchpoints: int

    def zero(self) -> NDArray[np.int64]:
        """None."""
        return np.zeros(self.touchpoints, np.int64)

    def add(self, summary: NDArray[np.int64], partition: Partition) -> NDArray[np.int64]:
        """Those of one partition."""
        at = partition.noted.reason_at.astype(np.int64)
        chosen = self.selection.choose(partition)
        if chosen is not None:
            at = at[np.asarray(chosen, np.bool_)[np.searchsorted(partition.start, at, side="right") - 1]]
        return summary + np.bincount(partition.touchpoint[at], minlength=self.touchpoints)

    def merge(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
        """All together."""
        return first + second
