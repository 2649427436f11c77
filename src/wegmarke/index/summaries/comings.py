"""Customers who bought for the first time: when, which reasons were noted around it, and what they met before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.choosing import Choosing
from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.moments import LEFT, WON, Moments, contact_roles
from wegmarke.index.partition import Partition

STATED_BEFORE_DAYS, STATED_AFTER_DAYS = 90, 30
"""A reason noted so long before the first purchase, and so long after, is taken for the reason of coming."""

ON_WAY_DAYS: Final = 90
"""Contacts so long before the first purchase lie on the way to it."""

_DAY = 86_400


@dataclass(frozen=True, slots=True, eq=False)
class Comings:
    """One line a customer, in order of their numbers, and two lists of what belongs to them, each pair once.

    customer: permanent number. said_by, said: whose, and which code (`Index.said`). met_by, met_touchpoint,
    met_channel: whose contact, where and by which channel (0: none noted).
    """

    customer: NDArray[np.uint64]
    said_by: NDArray[np.uint64]
    said: NDArray[np.int64]
    met_by: NDArray[np.uint64]
    met_touchpoint: NDArray[np.int64]
    met_channel: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.customer)


_PARTS: Final = (("customer",), ("said_by", "said"), ("met_by", "met_touchpoint", "met_channel"))
_NUMBERS: Final = np.zeros(0, np.uint64)
NO_COMINGS: Final = Comings(_NUMBERS, _NUMBERS, *(np.zeros(0, np.int64), _NUMBERS), *(np.zeros(0, np.int64),) * 2)


@dataclass(frozen=True, slots=True)
class TakeComings:
    """The customers who bought for the first time in one of the journeys chosen. moments: what a purchase is, and what
    leaving. refusing: of each touchpoint whether a reason noted there is one for not coming, or for leaving.
    """

    selection: Choosing
    marks: IncidentMarks
    moments: Moments
    refusing: NDArray[np.bool_]

    def zero(self) -> Comings:
        """Nobody."""
        return NO_COMINGS

    def add(self, summary: Comings, partition: Partition) -> Comings:
        """Those of one partition."""
        return self.merge(summary, _comings_in(partition, self))

    def merge(self, first: Comings, second: Comings) -> Comings:
        """All together, in order."""
        together: dict[str, NDArray[Any]] = {}
        for names in _PARTS:
            columns = [np.concatenate((getattr(first, name), getattr(second, name))) for name in names]
            order = np.lexsort(columns[::-1])
            together |= {name: column[order] for name, column in zip(names, columns, strict=True)}
        return Comings(**together)


def _comings_in(partition: Partition, taking: TakeComings) -> Comings:
    if not len(partition.seconds):
        return NO_COMINGS
    at, of = coming_contacts(partition, taking.moments, taking.marks), owners(partition)
    chosen = taking.selection.choose(partition)
    if chosen is not None:
        at = at[chosen[np.searchsorted(partition.start, at, side="right") - 1]]
    came = came_at(partition, at, of)
    number, (said_at, codes) = partition.number, partition.said("coming")
    reasons = stated_around(partition, said_at, of, came, taking.refusing)
    said = np.unique(np.column_stack((of[said_at[reasons]], codes[reasons])), axis=0)
    way = np.flatnonzero(on_way(partition, of, came))
    channel = np.zeros(len(way), np.int64) if partition.channel is None else partition.channel[way].astype(np.int64)
    met = np.unique(np.column_stack((of[way], partition.touchpoint[way].astype(np.int64), channel)), axis=0)
    found = Comings(
        customer=number[of[at]],
        said_by=number[said[:, 0]],
        said=said[:, 1].astype(np.int64),
        met_by=number[met[:, 0]],
        met_touchpoint=met[:, 1],
        met_channel=met[:, 2],
    )
    return taking.merge(found, NO_COMINGS)  # in the order of their numbers, however the index is divided


def owners(partition: Partition) -> NDArray[np.int64]:
    """Whose each contact is: the place of the customer in the partition."""
    return np.repeat(np.arange(len(partition.number)), np.diff(partition.start[partition.journeys]))


def coming_contacts(partition: Partition, moments: Moments, marks: IncidentMarks) -> NDArray[np.int64]:
    """The place of the first purchase of each customer. Who left before it had bought before the records began."""
    seconds, of = partition.seconds.astype(np.int64), owners(partition)
    roles = contact_roles(partition, moments, marks)
    won = np.flatnonzero(roles & WON)
    won = won[np.lexsort((seconds[won], of[won]))]
    first: NDArray[np.int64] = won[np.append(np.ones(min(len(won), 1), np.bool_), np.diff(of[won]) != 0)]
    left = _first(np.flatnonzero(roles & LEFT), seconds, of, len(partition.number))
    return first[left[of[first]] >= seconds[first]]


def came_at(partition: Partition, at: NDArray[np.int64], of: NDArray[np.int64]) -> NDArray[np.int64]:
    """When each customer bought for the first time with one of these contacts; -1 for who did not."""
    came = np.full(len(partition.number), -1, np.int64)
    came[of[at]] = partition.seconds[at]
    return came


def stated_around(
    partition: Partition,
    at: NDArray[np.int64],
    of: NDArray[np.int64],
    came: NDArray[np.int64],
    refusing: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Whether what is noted at each of these places was noted around the first purchase, and where nobody refused or
    left.
    """
    after = partition.seconds[at].astype(np.int64) - came[of[at]]
    around: NDArray[np.bool_] = (after >= -STATED_BEFORE_DAYS * _DAY) & (after <= STATED_AFTER_DAYS * _DAY)
    around &= (came[of[at]] >= 0) & ~refusing[partition.touchpoint[at]]
    return around


def on_way(partition: Partition, of: NDArray[np.int64], came: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which contacts lay in the days before the first purchase."""
    before = came[of] - partition.seconds.astype(np.int64)
    way: NDArray[np.bool_] = (came[of] >= 0) & (before > 0) & (before <= ON_WAY_DAYS * _DAY)
    return way


def _first(at: NDArray[np.int64], seconds: NDArray[np.int64], of: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    found = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(found, of[at], seconds[at])
    return found
