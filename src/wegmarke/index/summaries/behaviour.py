"""What customers did, period by period: who was one, who stayed, who bought; and what the departments did meanwhile.

A customer at a moment is who is one by `summaries.standing`. Behaviour is told of everybody, and for each department of
the customers whom it met in a period: what they did in that period and in the ones that follow. What happens within a
period that a contact begins belongs to what can be known of it at its end; therefore figures are told with a lag.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.behaviour import Table, behaviour_in
from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.kernels import behaviour as k
from wegmarke.index.moments import Moments
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.standing import customers_at
from wegmarke.index.summaries.standing import among

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]
Number = TypeVar("Number", np.int64, np.float64)

MOST_LAG: Final = k.LAGS - 1
"""So many periods later behaviour is looked at."""
WORK: Final = ("contacts", "met", "asked", "answered", "due", "kept")
"""What a department did: contacts, customers met, contacts at which customers turned to it, those of them that a
contact of the company followed within a day, promises of it that fell due, those of them kept in time.
"""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Sums, as integers but for scores. With P periods, D departments (0: everybody; else its code) and lag k of 0 to
    MOST_LAG, period p + k is behind the place p.

    customers, left, bought: (D, MOST_LAG + 1, P), customers at the beginning of period p + k whom the department met in
    period p, those of them who left in it, who bought in it. work: (WORK, D, P). scored, scores: (scales, D, P), how
    many scores were noted at contacts with the department, and their sum.
    """

    customers: Whole
    left: Whole
    bought: Whole
    work: Whole
    scored: Whole
    scores: Floats


@dataclass(frozen=True, slots=True, eq=False)
class CountBehaviour:
    """The behaviour of the customers of the journeys chosen. bounds: seconds at which the periods begin, and the last
    one ends. moments: what leaving is and who is a customer. departments, scales: how many there are.
    """

    selection: Selection
    marks: IncidentMarks
    bounds: tuple[int, ...]
    moments: Moments
    departments: int
    scales: int

    def zero(self) -> Behaviour:
        """Nothing counted."""
        periods, groups = len(self.bounds) - 1, self.departments + 1
        by_lag, by_scale = (groups, MOST_LAG + 1, periods), (self.scales, groups, periods)
        customers, left, bought = (np.zeros(by_lag, np.int64) for _ in range(3))
        work = np.zeros((len(WORK), groups, periods), np.int64)
        return Behaviour(customers, left, bought, work, np.zeros(by_scale, np.int64), np.zeros(by_scale))

    def add(self, summary: Behaviour, partition: Partition) -> Behaviour:
        """Count one partition."""
        of = Table(self.bounds, self.departments, self.scales)
        if not len(partition.seconds) or not of.periods:
            return summary
        chosen, table = among(partition, self.selection), np.zeros(int(of.parts[-1]), np.int64)
        told = behaviour_in(partition, self.marks, self.moments, of)
        told.add(chosen, table)
        return self.merge(summary, self._read(of, table, told.scores(chosen, of.scales * of.cells)))

    def _read(self, of: Table, table: Whole, scores: Floats) -> Behaviour:
        """What the table says."""
        found, groups, periods = self.zero(), self.departments + 1, of.periods
        by_cell = (groups, periods)
        met = of.part(table, k.MET).reshape(*by_cell, k.NIBBLES)
        ends = np.append(0, np.cumsum(of.part(table, k.ENDS)))[:-1]
        everybody = np.cumsum(of.part(table, k.BEGINS)) - ends, of.part(table, k.LEFT), of.part(table, k.BOUGHT)
        later = met, *(of.part(table, part).reshape(met.shape) for part in (k.MET_LEFT, k.MET_BOUGHT))
        for sums, of_all, by_group in zip((found.customers, found.left, found.bought), everybody, later, strict=True):
            for lag in range(min(MOST_LAG + 1, periods)):
                sums[:, lag] = by_group[:, :, np.arange(k.NIBBLES) >> lag & 1 == 1].sum(axis=2)
                sums[0, lag], sums[0, lag, : periods - lag] = 0, of_all[lag:]
        customers = met.sum(axis=2)
        found.work[WORK.index("met")] = customers
        found.work[WORK.index("met"), 0] = of.part(table, k.PRESENT)
        counted = (customers + of.part(table, k.MORE).reshape(by_cell),)
        counted += tuple(of.part(table, part).reshape(by_cell) for part in (k.ASKED, k.ANSWERED, k.DUE, k.KEPT))
        for name, one in zip(("contacts", "asked", "answered", "due", "kept"), counted, strict=True):
            found.work[WORK.index(name)] = _with_all(one, axis=0)
        by_scale = (self.scales, *by_cell)
        found.scored[:] = _with_all(of.part(table, k.SCORED).reshape(by_scale), axis=1)
        found.scores[:] = _with_all(scores.reshape(by_scale), axis=1)
        return found

    def merge(self, first: Behaviour, second: Behaviour) -> Behaviour:
        """Add two summaries."""
        return Behaviour(*(getattr(first, name) + getattr(second, name) for name in Behaviour.__slots__))


def _with_all(cells: NDArray[Number], axis: int) -> NDArray[Number]:
    """With the sum over all departments, and over what is of none, in the place of none."""
    found = cells.copy()
    np.moveaxis(found, axis, 0)[0] = cells.sum(axis=axis)
    return found


@dataclass(frozen=True, slots=True)
class Leavers:
    """Customers who left, in order of their numbers: permanent number, and kind and value of an identifier."""

    number: NDArray[np.uint64]
    identifier: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.number)


@dataclass(frozen=True, slots=True, eq=False)
class TakeLeavers:
    """The customers behind one number of `Behaviour.left`. met: from which second to before which one the department
    (a code; 0: none in particular) met them. within: likewise, when they left.
    """

    selection: Selection
    marks: IncidentMarks
    met: tuple[int, int]
    within: tuple[int, int]
    moments: Moments
    department: int

    def zero(self) -> Leavers:
        """Nobody."""
        return Leavers(np.zeros(0, np.uint64), np.zeros(0, np.object_))

    def add(self, summary: Leavers, partition: Partition) -> Leavers:
        """Those of one partition."""
        if not len(partition.seconds):
            return summary
        contacts = np.diff(partition.start[partition.journeys])
        owner = np.repeat(np.arange(len(partition.number)), contacts)
        there = customers_at(partition, self.within, self.moments, self.marks)
        which = there[:, 0] & ~there[:, 1] & among(partition, self.selection)
        if self.department:
            of_it = np.zeros(len(owner), np.bool_)
            if partition.department is not None:
                of_it = partition.department == self.department
            begin, end = self.met
            met = np.zeros(len(which), np.bool_)
            met[owner[of_it & (partition.seconds >= begin) & (partition.seconds < end)]] = True
            which &= met
        at = np.flatnonzero(which)
        identifiers = np.array(partition.identifier.take(at).to_pylist(), np.object_)
        return self.merge(summary, Leavers(partition.number[at], identifiers))

    def merge(self, first: Leavers, second: Leavers) -> Leavers:
        """Put them together, in order."""
        number = np.concatenate((first.number, second.number))
        order = np.argsort(number, kind="stable")
        return Leavers(number[order], np.concatenate((first.identifier, second.identifier))[order])
