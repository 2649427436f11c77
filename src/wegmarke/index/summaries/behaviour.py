"""What customers did, period by period: who was one, who stayed, who bought; and what the departments did meanwhile.

A customer at a moment is who is one by `summaries.standing`. Behaviour is told of everybody, and for each department of
the customers whom it met in a period: what they did in that period and in the ones that follow. What happens within a
period that a contact begins belongs to what can be known of it at its end; therefore figures are told with a lag.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.efforts import turning_to_us
from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.moments import WON, Moments, contact_roles
from wegmarke.index.partition import Partition
from wegmarke.index.promises import KEPT, OPEN, promises_in
from wegmarke.index.selection import Selection
from wegmarke.index.summaries.standing import among, customers_at

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]

MOST_LAG: Final = 3
"""So many periods later behaviour is looked at."""
ANSWER_SECONDS: Final = 86_400
"""An answer within so long is a quick one."""
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
        return self.merge(summary, _Counting(self, partition).counted()) if len(partition.seconds) else summary

    def merge(self, first: Behaviour, second: Behaviour) -> Behaviour:
        """Add two summaries."""
        return Behaviour(*(getattr(first, name) + getattr(second, name) for name in Behaviour.__slots__))


class _Counting:
    """A partition, counted."""

    def __init__(self, asked: CountBehaviour, partition: Partition) -> None:
        self._asked, self._partition = asked, partition
        contacts = np.diff(partition.start[partition.journeys])
        self._owner = np.repeat(np.arange(len(partition.number)), contacts)
        self._seconds = partition.seconds.astype(np.int64)
        self._period = self._period_of(self._seconds)
        self._takes_part = among(partition, asked.selection)
        self._counts = self._takes_part[self._owner]
        none = np.zeros(len(self._seconds), np.int64)
        self._department = none if partition.department is None else partition.department.astype(np.int64)

    def counted(self) -> Behaviour:
        """All of it."""
        asked, part, found = self._asked, self._partition, self._asked.zero()
        periods = len(asked.bounds) - 1
        there = customers_at(part, asked.bounds, asked.moments, asked.marks) & self._takes_part[:, None]
        at_risk, left = there[:, :-1], there[:, :-1] & ~there[:, 1:]
        won = self._happened((contact_roles(part, asked.moments, asked.marks) & WON) != 0)
        bought = at_risk & won
        for group in range(asked.departments + 1):
            met = None if not group else self._happened(self._department == group)
            for lag in range(min(MOST_LAG + 1, periods)):
                behind = slice(0, periods - lag)
                for sums, told in ((found.customers, at_risk), (found.left, left), (found.bought, bought)):
                    later = told[:, lag:]
                    sums[group, lag, behind] = (later if met is None else later & met[:, behind]).sum(axis=0)
            if met is not None:
                found.work[WORK.index("met"), group] = met.sum(axis=0)
        found.work[WORK.index("met"), 0] = self._happened(np.ones(len(self._seconds), np.bool_)).sum(axis=0)
        self._work(found)
        self._scores(found)
        return found

    def _work(self, found: Behaviour) -> None:
        asked, part = self._asked, self._partition
        everything = np.arange(len(self._seconds))
        self._count(found.work[WORK.index("contacts")], everything)
        turned = turning_to_us(asked.marks)[part.touchpoint]
        self._count(found.work[WORK.index("asked")], np.flatnonzero(turned))
        self._count(found.work[WORK.index("answered")], self._answered(turned))
        promises = promises_in(part, asked.marks.end)
        over = promises.state != OPEN
        for name, which in (("due", over), ("kept", over & (promises.state == KEPT))):
            at = promises.at[which]
            self._count(found.work[WORK.index(name)], at, self._period_of(promises.due[which]))

    def _answered(self, turned: NDArray[np.bool_]) -> Whole:
        """Contacts at which a customer turned to the company and whose next contact in the journey is the company's,
        within a day.
        """
        start = self._partition.start
        following = np.ones(len(turned), np.bool_)
        following[start[1:] - 1] = False
        at = np.flatnonzero(turned & following)
        quick = (self._seconds[at + 1] - self._seconds[at] <= ANSWER_SECONDS) & ~turned[at + 1]
        found: Whole = at[quick]
        return found

    def _scores(self, found: Behaviour) -> None:
        noted = self._partition.noted
        at = noted.score_at.astype(np.int64)
        for scale in range(self._asked.scales):
            of = noted.score_scale == scale
            self._count(found.scored[scale], at[of])
            values = noted.score[of].astype(np.float64)
            self._sum(found.scores[scale], at[of], self._period[at[of]], values)

    def _count(self, into: Whole, at: Whole, period: Whole | None = None) -> None:
        """Count these contacts, by department and of all."""
        period = self._period[at] if period is None else period
        self._sum(into, at, period, np.ones(len(at), np.int64))

    def _sum(self, into: NDArray[np.generic], at: Whole, period: Whole, amount: NDArray[np.generic]) -> None:
        inside = self._counts[at] & (period >= 0)
        at, period, amount = at[inside], period[inside], amount[inside]
        np.add.at(into, (np.zeros(len(at), np.int64), period), amount)
        known = self._department[at] > 0
        np.add.at(into, (self._department[at[known]], period[known]), amount[known])

    def _happened(self, which: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether each customer had such a contact in each period, shape (customers, periods)."""
        found = np.zeros((len(self._partition.number), len(self._asked.bounds) - 1), np.bool_)
        at = np.flatnonzero(which & self._counts & (self._period >= 0))
        found[self._owner[at], self._period[at]] = True
        return found

    def _period_of(self, seconds: Whole) -> Whole:
        """In which period each second lies; -1: in none."""
        place = np.searchsorted(np.array(self._asked.bounds), seconds, side="right") - 1
        return np.where(place < len(self._asked.bounds) - 1, place, -1)


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
