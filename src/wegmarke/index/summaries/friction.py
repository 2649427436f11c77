"""Summaries of what journeys cost the customer: distributions and sums by group of journeys, and where it arose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.efforts import EFFORT_KINDS, EffortKind, efforts_in
from wegmarke.index.incidents import IncidentMarks
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
_MOST_CELLS = 1 << 22


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
        some = self.zero()
        measured = self._measured(partition, every, some.arose)
        group, journey = self._members(partition, every)
        customer = partition.customer_of_journey[journey]
        pairs, of = np.unique(group * max(len(partition.number), 1) + customer, return_inverse=True)
        group_of_pair = pairs // max(len(partition.number), 1)
        m = np.bincount(of, minlength=len(pairs)).astype(np.int64)
        spreads = []
        for place, values in enumerate(measured):
            spreads.append(_tally(group * len(MEASURES) + place, values[journey]))
            x = np.zeros(len(pairs), np.int64)
            np.add.at(x, of, values[journey])
            for column, part in enumerate((np.ones_like(m), m, x, x * x, x * m, m * m)):
                np.add.at(some.sums[:, place, column], group_of_pair, part)
        some.spread = np.concatenate(spreads)
        return self.merge(summary, some)

    def merge(self, first: FrictionSummary, second: FrictionSummary) -> FrictionSummary:
        """Add two summaries."""
        both = np.concatenate((first.spread, second.spread))
        code, place = np.unique(both[:, 0], return_inverse=True)
        counts = np.zeros(len(code), np.int64)
        np.add.at(counts, place, both[:, 1])
        return FrictionSummary(np.stack((code, counts), axis=1), first.sums + second.sums, first.arose + second.arose)

    def _measured(
        self, partition: Partition, every: NDArray[np.bool_], arose: NDArray[np.int64]
    ) -> list[NDArray[np.int64]]:
        """Each measure of each journey; what arose with which department is added on the way."""
        journeys = len(partition.outcome)
        efforts = efforts_in(partition, self.marks)
        lengths = np.diff(partition.start)
        if partition.department is not None:
            arose[:, 0] += np.bincount(partition.department[np.repeat(every, lengths)], minlength=len(arose))
        else:
            arose[0, 0] += lengths[every].sum()
        measured = [lengths]
        for place, kind in enumerate(EFFORT_KINDS):
            values = efforts.by_journey(kind, journeys)
            measured.append(_rounded(kind, values))
            which = (efforts.kind == place) & every[efforts.journey]
            np.add.at(arose[:, place + 1], efforts.department[which], efforts.amount[which])
        return measured

    def _members(self, partition: Partition, every: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Groups and journeys, once for each group that a journey is in."""
        journey = np.flatnonzero(every)
        groups = [np.full(len(journey), WHOLE), OUTCOMES + partition.outcome[journey].astype(np.int64)]
        journeys = [journey, journey]
        if partition.department is not None and self.departments:
            width = self.departments + 1
            of = np.repeat(np.arange(len(every)), np.diff(partition.start))
            pairs = of * width + partition.department
            there = _distinct(pairs[every[of]], len(every) * width)
            there = there[there % width > 0]
            groups.append(DEPARTMENTS + there % width - 1)
            journeys.append(there // width)
        return np.concatenate(groups), np.concatenate(journeys)


def _rounded(kind: EffortKind, values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Waiting in whole hours, so that `waited >= 5 hours` holds for as many journeys as have 5 or more."""
    return values // HOUR if kind == "waited" else values


def _distinct(values: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """The values that occur, of so many that can."""
    if count > _MOST_CELLS:
        return np.unique(values)
    seen = np.zeros(count, np.bool_)
    seen[values] = True
    return np.flatnonzero(seen)


def _tally(series: NDArray[np.int64], values: NDArray[np.int64]) -> NDArray[np.int64]:
    """How often each value occurs in each series, as rows of the summary."""
    if not len(values):
        return np.zeros((0, 2), np.int64)
    width, lines = int(values.max()) + 1, int(series.max()) + 1
    if width * lines <= _MOST_CELLS:
        cells = np.bincount(series * width + values, minlength=width * lines)
        places = np.flatnonzero(cells)
        return np.stack((places // width << _VALUE_BITS | places % width, cells[places]), axis=1)
    code, counts = np.unique(series << _VALUE_BITS | values, return_counts=True)
    return np.stack((code, counts), axis=1)


def spread_of(summary: FrictionSummary, group: int, measure: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The values of a measure in a group, in rising order, and how many journeys have each."""
    series = np.int64(group * len(MEASURES) + measure)
    begin, end = np.searchsorted(summary.spread[:, 0], (series << _VALUE_BITS, (series + 1) << _VALUE_BITS))
    part = summary.spread[begin:end]
    return part[:, 0] & ((1 << _VALUE_BITS) - 1), part[:, 1]
