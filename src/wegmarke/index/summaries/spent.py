"""What certain customers paid, and when: the amounts of their contacts, for the span after a moment.

Only of customers who are asked for, so that there are few, however long the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.partition import Partition

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Spent:
    """Amounts in minor units, in order of customer and second. customer: the permanent number. seconds: when."""

    customer: NDArray[np.uint64]
    seconds: Whole
    amount: Whole

    def after(self, customer: NDArray[np.uint64], seconds: Whole, span: int) -> Whole:
        """What each of these customers paid after this second, and no later than `span` seconds after it."""
        everyone = np.unique(np.concatenate([self.customer, customer]))
        paid = _places(np.searchsorted(everyone, self.customer), self.seconds)
        asked = np.searchsorted(everyone, customer)
        so_far = np.concatenate([np.zeros(1, np.int64), np.cumsum(self.amount)])
        ends = [np.searchsorted(paid, _places(asked, seconds + more), side="right") for more in (0, span)]
        found: Whole = so_far[ends[1]] - so_far[ends[0]]
        return found


@dataclass(frozen=True, slots=True)
class SpentPieces:
    """Amounts as they were taken from partitions; put in order once, by `table`."""

    pieces: tuple[Spent, ...]

    def table(self) -> Spent:
        """All of them in order of customer and second."""
        if not self.pieces:
            return NOTHING_SPENT
        columns = ([getattr(piece, name) for piece in self.pieces] for name in Spent.__slots__)
        customer, seconds, amount = (np.concatenate(column) for column in columns)
        order = np.lexsort((seconds, customer))
        return Spent(customer[order], seconds[order], amount[order])


NOTHING_SPENT: Final = Spent(np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class TakeSpent:
    """The amounts of these customers. numbers: their permanent numbers, in order."""

    numbers: NDArray[np.uint64]

    def zero(self) -> SpentPieces:
        """None."""
        return SpentPieces(())

    def add(self, summary: SpentPieces, partition: Partition) -> SpentPieces:
        """Take those of one partition."""
        if not len(partition.noted.amount_at):
            return summary
        return SpentPieces((*summary.pieces, self._of(partition)))

    def merge(self, first: SpentPieces, second: SpentPieces) -> SpentPieces:
        """Put them together."""
        return SpentPieces((*first.pieces, *second.pieces))

    def _of(self, partition: Partition) -> Spent:
        # Customers lie together: of each asked for, the amounts between their first contact and their last.
        bounds = partition.start[partition.journeys]
        theirs = np.flatnonzero(self._asks_for(partition.number))
        at = partition.noted.amount_at.astype(np.int64)
        begin, end = np.searchsorted(at, bounds[theirs]), np.searchsorted(at, bounds[theirs + 1])
        many = end - begin
        where = np.repeat(end - np.cumsum(many), many) + np.arange(int(many.sum()))
        customer, seconds = np.repeat(partition.number[theirs], many), partition.seconds[at[where]].astype(np.int64)
        return Spent(customer, seconds, partition.noted.amount[where].astype(np.int64))

    def _asks_for(self, numbers: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which of these customers are asked for. Numbers are given out one after the other, so a table of them is
        small, and looking a customer up in it is all there is to do.
        """
        if not len(self.numbers) or int(self.numbers[-1]) > _MOST_IN_A_TABLE:
            return np.isin(numbers, self.numbers)
        table = np.zeros(int(self.numbers[-1]) + 1, np.bool_)
        table[self.numbers] = True
        return table[np.minimum(numbers, len(table) - 1)] & (numbers < len(table))


_MOST_IN_A_TABLE: Final = 1 << 24
_LONGEST: Final = 1 << 40
"""More seconds than any log has."""


def _places(customer: Whole, seconds: Whole) -> Whole:
    """Customer and second as one number."""
    return customer * _LONGEST + seconds
