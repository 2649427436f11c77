"""What each customer of a partition adds to what customers did and departments did, period by period; found once.

All that is counted lies in one table. A customer adds one to some of its places, which are kept for each customer: a
filter, which chooses customers, then only says whose places count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.efforts import turning_to_us
from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.kept import Kept
from wegmarke.index.kernels import behaviour as k
from wegmarke.index.moments import Moments, contact_roles
from wegmarke.index.partition import Partition
from wegmarke.index.promises import KEPT, OPEN, promises_in
from wegmarke.index.standing import customers_at

Whole = NDArray[np.int64]

ANSWER_SECONDS: Final = 86_400
"""An answer within so long is a quick one."""
_ROOM: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class Table:
    """Where in the table what is counted. bounds: seconds at which the periods begin, and the last one ends.
    departments, scales: how many there are.

    Of cells (department, 0: none; period): met (× 16), of the customers met in it how many had been one at the
    beginning of which of this period and the three behind it (bits); met_left, met_bought, likewise who left, who
    bought in them; more, contacts beyond the first of a customer; asked, answered, due, kept; scored (scales × cells).
    Of periods, everybody: present, with how many customers there was a contact; begins, ends, how many began to be
    customers with it, were it for the last time; left, bought.
    """

    bounds: tuple[int, ...]
    departments: int
    scales: int

    @property
    def periods(self) -> int:
        """How many periods."""
        return len(self.bounds) - 1

    @property
    def cells(self) -> int:
        """How many pairs of a department and a period."""
        return (self.departments + 1) * self.periods

    @property
    def parts(self) -> Whole:
        """Where each part begins, by the names of the kernel; and how long the table is."""
        cells, periods = self.cells, self.periods
        long = [cells * k.NIBBLES] * 3 + [periods] * 5 + [cells] * 5 + [self.scales * cells]
        return np.concatenate(([0], np.cumsum(long)))

    def part(self, table: Whole, name: int) -> Whole:
        """One part of it."""
        begin, end = self.parts[name : name + 2].tolist()
        return table[begin:end]


@dataclass(frozen=True, slots=True, eq=False)
class CustomerPlaces:
    """The places that the customers of a partition (C) add one to. ends: where those of each end. places: of contacts;
    noted_ends, noted: of promises and scores. scored_by, score_cell, score: every score, its cell (scales × cells).
    """

    ends: Whole
    places: NDArray[np.uint32]
    noted_ends: Whole
    noted: NDArray[np.uint32]
    scored_by: NDArray[np.uint32]
    score_cell: NDArray[np.uint32]
    score: NDArray[np.float64]

    def add(self, chosen: NDArray[np.bool_], table: Whole) -> None:
        """Count the customers chosen."""
        k.add_places(chosen, self.ends, self.places, table)
        k.add_places(chosen, self.noted_ends, self.noted, table)

    def scores(self, chosen: NDArray[np.bool_], cells: int) -> NDArray[np.float64]:
        """The sums of their scores, by scales × cells."""
        some = chosen[self.scored_by]
        return np.bincount(self.score_cell[some], self.score[some], minlength=cells).astype(np.float64)


_KEPT: Final[Kept[CustomerPlaces]] = Kept(256 << 20)
"""About nine bytes a contact."""


def behaviour_in(partition: Partition, marks: IncidentMarks, moments: Moments, of: Table) -> CustomerPlaces:
    """Of all customers of a partition. It is kept, and not to be written to."""
    key = (marks.key, moments.key, of)
    known = _KEPT.get(partition, key)
    if known is None:
        known = _behaviour_in(partition, marks, moments, of)
        _KEPT.put_arrays(partition, key, known)
    return known


def _behaviour_in(partition: Partition, marks: IncidentMarks, moments: Moments, of: Table) -> CustomerPlaces:
    bounds, customers = np.array(of.bounds, np.int64), len(partition.number)
    told = (
        *(partition.start, partition.journeys, partition.seconds, partition.touchpoint.astype(np.uint16, copy=False)),
        np.zeros(0, np.uint16) if partition.department is None else partition.department,
        contact_roles(partition, moments, marks),
        turning_to_us(marks).astype(np.uint8),
        *(customers_at(partition, of.bounds, moments, marks), bounds, of.parts, ANSWER_SECONDS),
    )
    pieces, ends, done, before = [], np.empty(customers, np.int64), np.zeros(2, np.int64), 0
    while done[0] < customers:
        first, room = int(done[0]), np.empty(max(_ROOM, int(done[1])), np.uint32)
        found = k.tell_behaviour(*told, done, room, ends)
        ends[first : int(done[0])] += before
        pieces.append(room[:found].copy())
        before += found
    places = np.concatenate(pieces) if pieces else np.zeros(0, np.uint32)
    return CustomerPlaces(ends, places, *_noted(partition, marks, of, bounds))


def _noted(
    partition: Partition, marks: IncidentMarks, of: Table, bounds: Whole
) -> tuple[Whole, NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32], NDArray[np.float64]]:
    """Promises that fell due and those that were kept, and scores."""
    promises, parts, noted = promises_in(partition, marks.end), of.parts, partition.noted
    owners, places = [], []
    for name, which in ((k.DUE, promises.state != OPEN), (k.KEPT, promises.state == KEPT)):
        inside, cell = _cells(partition, promises.at[which], promises.due[which], of, bounds)
        owners.append(promises.customer[which][inside])
        places.append(parts[name] + cell)
    at = noted.score_at.astype(np.int64)
    inside, cell = _cells(partition, at, partition.seconds[at].astype(np.int64), of, bounds)
    by = np.searchsorted(partition.start[partition.journeys], at[inside], side="right") - 1
    cell += noted.score_scale[inside].astype(np.int64) * of.cells
    owner, place = np.concatenate((*owners, by)), np.concatenate((*places, parts[k.SCORED] + cell))
    order = np.argsort(owner, kind="stable")
    ends = np.searchsorted(owner[order], np.arange(len(partition.number)), side="right")
    scores = noted.score[inside].astype(np.float64)
    return ends, place[order].astype(np.uint32), by.astype(np.uint32), cell.astype(np.uint32), scores


def _cells(
    partition: Partition, at: Whole, seconds: Whole, of: Table, bounds: Whole
) -> tuple[NDArray[np.bool_], Whole]:
    """Which of these lie in a period, and the cells of those."""
    period = np.searchsorted(bounds, seconds, side="right") - 1
    inside = (period >= 0) & (period < of.periods)
    department = np.zeros(len(at), np.int64)
    if partition.department is not None:
        department = partition.department[at].astype(np.int64)
    return inside, department[inside] * of.periods + period[inside]
