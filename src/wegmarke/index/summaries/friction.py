"""Summaries of what journeys cost the customer: distributions and sums by group of journeys, and where it arose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.burdens import MEASURES, WAITED, burdens_in
from wegmarke.index.efforts import efforts_in
from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.kernels import friction as k
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.model.settings import OUTCOME_NAMES

WHOLE, OUTCOMES = 0, 1
"""The first group is all journeys, then come those of each outcome, then those in which a department took part."""
DEPARTMENTS = OUTCOMES + len(OUTCOME_NAMES)
_VALUE_BITS = 32


@dataclass(slots=True)
class FrictionSummary:
    """sums: (G, M, 6) over customers, m = their journeys in the group, x = what these cost: how many customers, Σm, Σx,
    Σx², Σxm, Σm². arose: (departments + 1, M), contacts and efforts with each department, 0 where none is known. How
    many journeys have a value (waiting in whole hours), of every group but all journeys: values (G, M × MOST_VALUES)
    those from 1 on, hours (G, MOST_HOURS) larger ones of waiting, large (n, 2) still larger ones, rows of
    (group × measures + measure) × 2³² + value, and how many, in order (`spread_of`).
    """

    sums: NDArray[np.int64]
    arose: NDArray[np.int64]
    values: NDArray[np.int64]
    hours: NDArray[np.int64]
    large: NDArray[np.int64]


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
            np.zeros((groups, measures, 6), np.int64),
            np.zeros((self.departments + 1, measures), np.int64),
            np.zeros((groups, measures * k.MOST_VALUES), np.int64),
            np.zeros((groups, k.MOST_HOURS), np.int64),
            np.zeros((0, 2), np.int64),
        )

    def add(self, summary: FrictionSummary, partition: Partition) -> FrictionSummary:
        """Count one partition."""
        chosen = self.selection.choose(partition)
        every = np.ones(len(partition.outcome), np.bool_) if chosen is None else chosen
        efforts, burdens = efforts_in(partition, self.marks), burdens_in(partition, self.marks)
        told = (efforts.kind, efforts.journey, efforts.department, efforts.amount)
        k.count_arising(every, *told, summary.arose)
        large = np.empty((2, burdens.large), np.int64)
        found = k.count_friction(
            *(partition.journeys, partition.outcome, every),
            *(burdens.measured, burdens.begins, burdens.department, burdens.contacts, WAITED, OUTCOMES, DEPARTMENTS),
            *(summary.sums.reshape(-1, 6), summary.values, summary.hours, large[0], large[1], summary.arose),
        )
        if found:
            codes, counts = np.unique(large[0, :found] << _VALUE_BITS | large[1, :found], return_counts=True)
            summary.large = _joined(summary.large, np.stack((codes, counts), axis=1))
        return summary

    def merge(self, first: FrictionSummary, second: FrictionSummary) -> FrictionSummary:
        """Add two summaries."""
        return FrictionSummary(
            first.sums + second.sums,
            first.arose + second.arose,
            first.values + second.values,
            first.hours + second.hours,
            _joined(first.large, second.large),
        )


def _joined(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    """Two lists of codes and counts as one."""
    both = np.concatenate((first, second))
    code, place = np.unique(both[:, 0], return_inverse=True)
    counts = np.zeros(len(code), np.int64)
    np.add.at(counts, place, both[:, 1])
    return np.stack((code, counts), axis=1)


def spread_of(summary: FrictionSummary, group: int, measure: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The values of a measure in a group, in rising order, and how many journeys have each."""
    groups = [*range(OUTCOMES, DEPARTMENTS)] if group == WHOLE else [group]
    small = summary.values.reshape(len(summary.values), -1, k.MOST_VALUES)[groups, measure].sum(axis=0)
    if measure == WAITED:
        small = np.concatenate((small, summary.hours[groups].sum(axis=0)[k.MOST_VALUES :]))
    rows = [summary.large[:0]]
    for one in groups:
        series = np.int64(one * len(MEASURES) + measure)
        begin, end = np.searchsorted(summary.large[:, 0], (series << _VALUE_BITS, (series + 1) << _VALUE_BITS))
        rows.append(summary.large[begin:end] & [(1 << _VALUE_BITS) - 1, -1])
    large = _joined(rows[0], np.concatenate(rows))
    small[0] = summary.sums[group, measure, k.JOURNEYS] - small.sum() - large[:, 1].sum()
    values = np.flatnonzero(small)
    return np.concatenate((values, large[:, 0])), np.concatenate((small[values], large[:, 1]))
