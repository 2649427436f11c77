"""What was so in the last periods: who was a customer, who left, who was hit by what, and how much money came in.

A customer at a moment is who bought before it and has not left since (where nothing is known to be bought: who had a
contact before it and has not left since). Of every period those count who were customers when it began: who of them had
left when it ended, who met a critical event within it, what their contacts within it brought.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks, incidents_in
from wegmarke.index.kept import Kept
from wegmarke.index.moments import Moments
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.standing import customers_at
from wegmarke.index.summaries.exact import exact_dot
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.stats.clustered_mean import CustomerTotals
from wegmarke.stats.ratio import CustomerSums

Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]

NOBODY = CustomerSums(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """Sums over customers, with the periods at whose beginning each was one as units.

    now: customers at the end. lost: periods within which they left. hit: for each kind of INCIDENT_KINDS, periods with
    such an event. revenue: minor units. lost_revenue: Σ losses × revenue of each customer. amounts: how many contacts
    with an amount there were.
    """

    now: int
    lost: CustomerSums
    hit: tuple[CustomerSums, ...]
    revenue: CustomerTotals
    lost_revenue: int
    amounts: int


NONE_STANDING = Standing(0, NOBODY, (NOBODY,) * len(INCIDENT_KINDS), CustomerTotals(0, 0, 0, 0, 0, 0), 0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class CountStanding:
    """What was so with the customers of the journeys chosen.

    bounds: seconds at which the periods begin, and the last one ends. moments: what leaving is and who is a customer.
    """

    selection: Selection
    marks: IncidentMarks
    bounds: tuple[int, ...]
    moments: Moments

    def zero(self) -> Standing:
        """Nobody."""
        return NONE_STANDING

    def add(self, summary: Standing, partition: Partition) -> Standing:
        """Count one partition."""
        return self.merge(summary, self._counted(partition)) if len(partition.seconds) else summary

    def merge(self, first: Standing, second: Standing) -> Standing:
        """Add two summaries."""
        return Standing(
            first.now + second.now,
            first.lost + second.lost,
            tuple(one + other for one, other in zip(first.hit, second.hit, strict=True)),
            _both(first.revenue, second.revenue),
            first.lost_revenue + second.lost_revenue,
            first.amounts + second.amounts,
        )

    def _counted(self, partition: Partition) -> Standing:
        each = self._each(partition)
        counts = among(partition, self.selection)
        some = np.flatnonzero(counts & (each.units > 0))
        units, losses, revenue = (
            each.units[some].astype(np.int64),
            each.losses[some].astype(np.int64),
            each.revenue[some],
        )
        squares = int(units @ units)
        hits = tuple(_share(one[some].astype(np.int64), units, squares) for one in each.hits)
        paid = CustomerTotals(
            *(len(units), int(units.sum()), int(revenue.sum())),
            *(exact_dot(revenue, revenue), exact_dot(revenue, units), squares),
        )
        now = int(np.count_nonzero(each.now & counts))
        both = exact_dot(revenue, losses)
        return Standing(now, _share(losses, units, squares), hits, paid, both, int(each.amounts[some].sum()))

    def _each(self, partition: Partition) -> _Each:
        """Kept: another filter only chooses among the customers."""
        key = (self.marks.key, self.bounds, self.moments.key)
        known = _KEPT.get(partition, key)
        if known is None:
            known = self._worked_out(partition)
            _KEPT.put_arrays(partition, key, known)
        return known

    def _worked_out(self, partition: Partition) -> _Each:
        there = customers_at(partition, self.bounds, self.moments, self.marks)
        at_risk, customers = there[:, :-1], len(partition.number)
        revenue, amounts = self._revenue(partition, at_risk)
        found = incidents_in(partition, self.marks)
        period = self._period(found.seconds.astype(np.int64))
        inside = np.flatnonzero(period >= 0)
        inside = inside[at_risk[found.customer[inside], period[inside]]]
        # Several incidents of a kind in a period are one hit: each cell is marked, and those marked are counted.
        line = found.kind[inside].astype(np.int64) * customers + found.customer[inside]
        periods = len(self.bounds) - 1
        hit = np.zeros(len(INCIDENT_KINDS) * customers * periods, np.bool_)
        hit[line * periods + period[inside]] = True
        hits = np.bincount(np.flatnonzero(hit) // periods, minlength=len(INCIDENT_KINDS) * customers)
        return _Each(
            now=there[:, -1].copy(),
            units=_true_of_each(at_risk),
            losses=_true_of_each(at_risk & ~there[:, 1:]),
            hits=hits.reshape(len(INCIDENT_KINDS), customers).astype(np.uint16),
            revenue=revenue,
            amounts=amounts,
        )

    def _period(self, seconds: Whole) -> Whole:
        """In which period each second lies; -1: in none."""
        place = np.searchsorted(np.array(self.bounds), seconds, side="right") - 1
        return np.where(place < len(self.bounds) - 1, place, -1)

    def _revenue(self, partition: Partition, at_risk: Truth) -> tuple[Whole, NDArray[np.uint32]]:
        """What each customer brought in the periods in which they were one, and with how many contacts."""
        noted = partition.noted
        at = noted.amount_at.astype(np.int64)
        period = self._period(partition.seconds[at].astype(np.int64))
        owner = np.searchsorted(partition.start[partition.journeys], at, side="right") - 1
        counts = period >= 0
        counts[counts] = at_risk[owner[counts], period[counts]]
        total = np.zeros(len(partition.number), np.int64)
        np.add.at(total, owner[counts], noted.amount[counts])
        return total, np.bincount(owner[counts], minlength=len(total)).astype(np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class _Each:
    """Of every customer of a partition (C), whoever is asked for. now: is one at the end. units: periods at whose
    beginning they were one. losses: periods within which they left. hits: (kinds, C), periods with such an event.
    revenue: minor units, and amounts: with how many contacts.
    """

    now: Truth
    units: NDArray[np.uint16]
    losses: NDArray[np.uint16]
    hits: NDArray[np.uint16]
    revenue: Whole
    amounts: NDArray[np.uint32]


_KEPT: Final[Kept[_Each]] = Kept(256 << 20)
"""35 bytes a customer."""


def among(partition: Partition, selection: Selection) -> Truth:
    """Which customers have a journey chosen."""
    chosen = selection.choose(partition)
    if chosen is None:
        return np.ones(len(partition.number), np.bool_)
    before = np.concatenate(([0], np.cumsum(chosen)))[partition.journeys]
    found: Truth = before[1:] > before[:-1]
    return found


def _true_of_each(table: Truth) -> NDArray[np.uint16]:
    """How many are true in each line; there are few columns, so they are added one after the other."""
    found = np.zeros(len(table), np.uint16)
    for column in table.T:
        found += column
    return found


def _share(x: Whole, units: Whole, squares: int) -> CustomerSums:
    return CustomerSums(len(x), int(x.sum()), int(units.sum()), int(x @ x), int(x @ units), squares)


def _both(first: CustomerTotals, second: CustomerTotals) -> CustomerTotals:
    return CustomerTotals(*(getattr(first, name) + getattr(second, name) for name in CustomerTotals.__slots__))
