"""Summaries of what journeys cost the customer: distributions and sums by group of journeys, and where it arose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.efforts import EFFORT_KINDS, Efforts, efforts_in
from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.kernels import friction as k
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.model.settings import OUTCOME_NAMES

MEASURES: tuple[str, ...] = ("contacts", *EFFORT_KINDS)
"""What is measured of every journey: how many contacts it has, and what else it cost."""
HOUR = 3600
WHOLE, OUTCOMES = 0, 1
"""The first group is all journeys, then come those of each outcome, then those in which a department took part."""
DEPARTMENTS = OUTCOMES + len(OUTCOME_NAMES)
_VALUE_BITS = 32
_NO_CODES = np.zeros(0, np.uint16)


@dataclass(slots=True)
class FrictionSummary:
    """spread: (S, 2), rows of (group × measures + measure) × 2³² + value, and how many journeys have it, in order;
    waiting in whole hours. sums: (G, M, 6) over customers, m = their journeys in the group, x = what these cost: how
    many customers, Σm, Σx, Σx², Σxm, Σm². arose: (departments + 1, M), contacts and efforts with each department, 0
    where none is known.
    """

    spread: NDArray[np.int64]
    sums: NDArray[np.int64]
    arose: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class CountFriction:
    """What the journeys chosen cost the customer. departments: how many there are."""

    selection: Selection
    marks: IncidentMarks
    departments: int

    def zero(self) -> FrictionSummary:
        """Nothing counted."""
        groups, measures = DEPARTMENTS + self.departments, len(MEASURES)
        return FrictionSummary(
            np.zeros((0, 2), np.int64),
            np.zeros((groups, measures, 6), np.int64),
            np.zeros((self.departments + 1, measures), np.int64),
        )

    def add(self, summary: FrictionSummary, partition: Partition) -> FrictionSummary:
        """Count one partition."""
        chosen = self.selection.choose(partition)
        every = np.ones(len(partition.outcome), np.bool_) if chosen is None else chosen
        some, efforts = self.zero(), efforts_in(partition, self.marks)
        some.spread = self._counted(partition, every, efforts, some)
        return self.merge(summary, some)

    def _counted(
        self, partition: Partition, every: NDArray[np.bool_], efforts: Efforts, some: FrictionSummary
    ) -> NDArray[np.int64]:
        """Add to the sums and to what arose; returns how often each value is there."""
        department = _NO_CODES if partition.department is None or not self.departments else partition.department
        told = (
            *(partition.start, partition.journeys, department, partition.outcome, every),
            *(efforts.kind, efforts.journey, efforts.department, efforts.amount),
            # In whole hours, so that `waited >= 5 hours` holds for as many as have 5 or more.
            *(MEASURES.index("waited"), HOUR, OUTCOMES, DEPARTMENTS),
        )
        sums = some.sums.reshape(-1, some.sums.shape[2])
        room = len(every)
        while True:
            values, large = np.zeros((len(sums), k.MOST_VALUES), np.int64), np.empty((2, room), np.int64)
            sums[:], some.arose[:] = 0, 0
            found = k.count_friction(*told, sums, values, large[0], large[1], some.arose)
            if found <= room:
                break
            room = found
        values[:, 0] = sums[:, k.JOURNEYS] - values.sum(axis=1) - np.bincount(large[0, :found], minlength=len(sums))
        line, value = np.nonzero(values)
        rows = [np.stack((line << _VALUE_BITS | value, values[line, value]), axis=1)]
        codes, counts = np.unique(large[0, :found] << _VALUE_BITS | large[1, :found], return_counts=True)
        return np.concatenate((*rows, np.stack((codes, counts), axis=1)))

    def merge(self, first: FrictionSummary, second: FrictionSummary) -> FrictionSummary:
        """Add two summaries."""
        both = np.concatenate((first.spread, second.spread))
        code, place = np.unique(both[:, 0], return_inverse=True)
        counts = np.zeros(len(code), np.int64)
        np.add.at(counts, place, both[:, 1])
        return FrictionSummary(np.stack((code, counts), axis=1), first.sums + second.sums, first.arose + second.arose)


def spread_of(summary: FrictionSummary, group: int, measure: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The values of a measure in a group, in rising order, and how many journeys have each."""
    series = np.int64(group * len(MEASURES) + measure)
    begin, end = np.searchsorted(summary.spread[:, 0], (series << _VALUE_BITS, (series + 1) << _VALUE_BITS))
    part = summary.spread[begin:end]
    return part[:, 0] & ((1 << _VALUE_BITS) - 1), part[:, 1]
