"""What `CountFriction` counts, once more measure by measure and group by group, with NumPy alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.burdens import HOUR, MEASURES
from wegmarke.index.efforts import EFFORT_KINDS, EffortKind, efforts_in
from wegmarke.index.partition import Partition
from wegmarke.index.summaries.friction import DEPARTMENTS, OUTCOMES, WHOLE, CountFriction, FrictionSummary, spread_of

_VALUE_BITS = 32
_MOST_CELLS = 1 << 22
Counts = NDArray[np.int64]


def friction_told(told: FrictionSummary) -> tuple[Counts, Counts, Counts]:
    """The same of a summary of `CountFriction`."""
    rows = []
    for group in range(len(told.sums)):
        for measure in range(len(MEASURES)):
            values, counts = spread_of(told, group, measure)
            rows.append(np.stack(((group * len(MEASURES) + measure) << _VALUE_BITS | values, counts), axis=1))
    return np.concatenate(rows), told.sums, told.arose


def friction_counted(partition: Partition, asked: CountFriction) -> tuple[Counts, Counts, Counts]:
    """Values with how many journeys have each, in order, sums, and what arose where, of one partition."""
    chosen = asked.selection.choose(partition)
    every = np.ones(len(partition.outcome), np.bool_) if chosen is None else chosen
    some = asked.zero()
    measured = _measured(partition, every, some.arose, asked)
    group, journey = _members(partition, every, asked.departments)
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
    spread = np.concatenate(spreads)
    return spread[np.argsort(spread[:, 0])], some.sums, some.arose


def _measured(partition: Partition, every: NDArray[np.bool_], arose: Counts, asked: CountFriction) -> list[Counts]:
    """Each measure of each journey; what arose with which department is added on the way."""
    journeys = len(partition.outcome)
    efforts = efforts_in(partition, asked.marks)
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


def _members(partition: Partition, every: NDArray[np.bool_], departments: int) -> tuple[Counts, Counts]:
    """Groups and journeys, once for each group that a journey is in."""
    journey = np.flatnonzero(every)
    groups = [np.full(len(journey), WHOLE), OUTCOMES + partition.outcome[journey].astype(np.int64)]
    journeys = [journey, journey]
    if partition.department is not None and departments:
        width = departments + 1
        of = np.repeat(np.arange(len(every)), np.diff(partition.start))
        pairs = of * width + partition.department
        there = _distinct(pairs[every[of]], len(every) * width)
        there = there[there % width > 0]
        groups.append(DEPARTMENTS + there % width - 1)
        journeys.append(there // width)
    return np.concatenate(groups), np.concatenate(journeys)


def _rounded(kind: EffortKind, values: Counts) -> Counts:
    """Waiting in whole hours, so that `waited >= 5 hours` holds for as many journeys as have 5 or more."""
    return values // HOUR if kind == "waited" else values


def _distinct(values: Counts, count: int) -> Counts:
    """The values that occur, of so many that can."""
    if count > _MOST_CELLS:
        return np.unique(values)
    seen = np.zeros(count, np.bool_)
    seen[values] = True
    return np.flatnonzero(seen)


def _tally(series: Counts, values: Counts) -> Counts:
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
