"""Customers who left: when, which reasons were noted then, and which incidents lay before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks, Incidents, incidents_in
from wegmarke.index.partition import Partition
from wegmarke.index.summaries.snapshots import LEFT, WON, Moments, contact_roles

if TYPE_CHECKING:  # a condition of the filter language is made of this
    from wegmarke.index.selection import Selection

SAID_BEFORE_DAYS, SAID_AFTER_DAYS = 30, 90
"""A reason noted so long before leaving, and so long after, is taken for the reason of leaving."""

MET_BEFORE_DAYS: Final = 90
"""Incidents so long before leaving are told with it."""

_DAY = 86_400
_NUMBERS, _CODES, _TIMES = np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """One line a customer who left, in order of their numbers, and two lists of what belongs to them.

    customer: permanent number. seconds: of leaving. identifier: kind and value. said_by, said: whose, and which code of
    `Index.reasons`, each once. met_by, met_kind, met_at, met_seconds: whose, which incident, at which touchpoint, when.
    """

    customer: NDArray[np.uint64]
    seconds: NDArray[np.int64]
    identifier: NDArray[np.object_]
    said_by: NDArray[np.uint64]
    said: NDArray[np.int64]
    met_by: NDArray[np.uint64]
    met_kind: NDArray[np.int64]
    met_at: NDArray[np.int64]
    met_seconds: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.customer)


NO_LOSSES: Final = Losses(_NUMBERS, _TIMES, np.zeros(0, np.object_), _NUMBERS, _CODES, _NUMBERS, _CODES, _CODES, _TIMES)
_PARTS: Final = (("customer", "seconds", "identifier"), ("said_by", "said"), ("met_by", *Losses.__slots__[6:]))


@dataclass(frozen=True, slots=True)
class TakeLosses:
    """The customers who left for the first time in one of the journeys chosen. moments: what leaving is. days: how far
    back incidents are told.
    """

    selection: Selection
    marks: IncidentMarks
    moments: Moments
    days: float

    def zero(self) -> Losses:
        """Nobody."""
        return NO_LOSSES

    def add(self, summary: Losses, partition: Partition) -> Losses:
        """Those of one partition."""
        return self.merge(summary, losses_in(partition, self))

    def merge(self, first: Losses, second: Losses) -> Losses:
        """All together, in order."""
        if not len(first) or not len(second):
            return first if len(first) else second
        together: dict[str, NDArray[Any]] = {}
        for names in _PARTS:
            columns = {name: np.concatenate((getattr(first, name), getattr(second, name))) for name in names}
            order = np.lexsort([columns[name] for name in reversed(names) if name != "identifier"])
            together |= {name: column[order] for name, column in columns.items()}
        return Losses(**together)


def losses_in(partition: Partition, taking: TakeLosses) -> Losses:
    """The losses of one partition."""
    if not len(partition.seconds):
        return NO_LOSSES
    seconds = partition.seconds.astype(np.int64)
    of = np.repeat(np.arange(len(partition.number)), np.diff(partition.start[partition.journeys]))
    at = leaving_contacts(partition, taking.moments, taking.marks)
    chosen = taking.selection.choose(partition)
    if chosen is not None:
        at = at[chosen[np.searchsorted(partition.start, at, side="right") - 1]]
    if not len(at):
        return NO_LOSSES
    gone = np.full(len(partition.number), -1, np.int64)
    gone[of[at]] = seconds[at]
    # Customers in the order of their numbers: the same however the index is divided.
    at = at[np.argsort(partition.number[of[at]], kind="stable")]
    noted, found = partition.noted, incidents_in(partition, taking.marks)
    said_by, said = of[noted.reason_at], said_around(partition, of, gone)
    pairs = np.unique(np.column_stack([said_by[said], noted.reason[said].astype(np.int64)]), axis=0)
    met_by, met = of[found.at], met_before(found, of, gone, taking.days)
    owners, kinds = partition.number[met_by[met]], found.kind[met].astype(np.int64)
    places, times = partition.touchpoint[found.at[met]].astype(np.int64), found.seconds[met].astype(np.int64)
    order = np.lexsort((times, places, kinds, owners))
    numbers = partition.number[pairs[:, 0]]
    by_number = np.lexsort((pairs[:, 1], numbers))
    identifiers = np.array(partition.identifier.take(of[at]).to_pylist(), np.object_)
    return Losses(
        partition.number[of[at]],
        seconds[at],
        identifiers,
        numbers[by_number],
        pairs[by_number, 1],
        *(owners[order], kinds[order], places[order], times[order]),
    )


def said_around(partition: Partition, of: NDArray[np.int64], gone: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the stated reasons of a partition were noted around leaving. of: whose each contact is. gone: when each
    customer left, -1 for who did not.
    """
    at = partition.noted.reason_at
    after = partition.seconds[at].astype(np.int64) - gone[of[at]]
    found: NDArray[np.bool_] = gone[of[at]] >= 0
    return found & (after >= -SAID_BEFORE_DAYS * _DAY) & (after <= SAID_AFTER_DAYS * _DAY)


def met_before(
    found: Incidents, of: NDArray[np.int64], gone: NDArray[np.int64], days: float = MET_BEFORE_DAYS
) -> NDArray[np.bool_]:
    """Which of these incidents lay in the days before leaving."""
    before = gone[of[found.at]] - found.seconds.astype(np.int64)
    met: NDArray[np.bool_] = gone[of[found.at]] >= 0
    return met & (before > 0) & (before <= round(days * _DAY))


def leaving_contacts(partition: Partition, moments: Moments, marks: IncidentMarks) -> NDArray[np.int64]:
    """The place of the contact with which each customer who left did so for the first time."""
    seconds = partition.seconds.astype(np.int64)
    of = np.repeat(np.arange(len(partition.number)), np.diff(partition.start[partition.journeys]))
    roles = contact_roles(partition, moments, marks)
    entry = np.full(len(partition.number), np.iinfo(np.int64).max)
    entering = np.flatnonzero(roles & WON) if moments.bought_once else np.arange(len(seconds))
    np.minimum.at(entry, of[entering], seconds[entering])
    left = np.flatnonzero(roles & LEFT)
    # Who left without a purchase on record was a customer before the records began.
    none = np.iinfo(np.int64).max
    bought_before = np.zeros(len(entry), np.bool_)
    bought_before[of[left[seconds[left] > entry[of[left]]]]] = True
    entry[~bought_before] = none
    left = left[(seconds[left] > entry[of[left]]) | (entry[of[left]] == none)]
    left = left[np.lexsort((seconds[left], of[left]))]
    first: NDArray[np.int64] = left[np.append(np.ones(min(len(left), 1), np.bool_), np.diff(of[left]) != 0)]
    return first
