"""Which departments served these customers: those of their contacts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.partition import Partition


@dataclass(frozen=True, slots=True, eq=False)
class Serving:
    """Whose contact, and which department's (codes from 1); each pair once, in order."""

    customer: NDArray[np.uint64]
    department: NDArray[np.int64]

    def of(self, customer: int) -> tuple[int, ...]:
        """The departments of one customer."""
        return tuple(self.department[self.customer == np.uint64(customer)].tolist())


@dataclass(frozen=True, slots=True, eq=False)
class TakeServing:
    """The departments that served the customers of these numbers, in all their journeys."""

    numbers: NDArray[np.uint64]

    def zero(self) -> Serving:
        """Nobody."""
        return Serving(np.zeros(0, np.uint64), np.zeros(0, np.int64))

    def add(self, summary: Serving, partition: Partition) -> Serving:
        """Those of one partition; what an overlay holds by now is left to it."""
        if partition.department is None or not len(self.numbers):
            return summary
        begins = partition.start[partition.journeys]
        wanted = np.flatnonzero(np.isin(partition.number, self.numbers))
        counts = begins[wanted + 1] - begins[wanted]
        of = np.repeat(wanted, counts)
        at = np.arange(len(of)) + np.repeat(begins[wanted] - np.cumsum(counts) + counts, counts)
        known = partition.department[at] > 0
        if partition.live is not None:
            known &= partition.live[np.searchsorted(partition.start, at, side="right") - 1]
        of, at = of[known], at[known]
        return self.merge(summary, _once(partition.number[of], partition.department[at].astype(np.int64)))

    def merge(self, first: Serving, second: Serving) -> Serving:
        """All together."""
        customer = np.concatenate((first.customer, second.customer))
        return _once(customer, np.concatenate((first.department, second.department)))


def _once(customer: NDArray[np.uint64], department: NDArray[np.int64]) -> Serving:
    order = np.lexsort((department, customer))
    customer, department = customer[order], department[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = (customer[1:] != customer[:-1]) | (department[1:] != department[:-1])
    return Serving(customer[new], department[new])
