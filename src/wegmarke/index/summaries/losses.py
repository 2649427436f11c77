"""Customers who left: when, which reasons were noted then, and which incidents lay before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.choosing import Choosing
from wegmarke.index.incidents import IncidentMarks, Incidents, incidents_in
from wegmarke.index.kept import Kept
from wegmarke.index.kernels.leaving import find_leaving
from wegmarke.index.moments import Moments, contact_roles
from wegmarke.index.partition import Partition

SAID_BEFORE_DAYS, SAID_AFTER_DAYS = 30, 90
"""A reason noted so long before leaving, and so long after, is taken for the reason of leaving."""

MET_BEFORE_DAYS: Final = 90
"""Incidents so long before leaving are told with it."""

_DAY = 86_400
_NUMBERS, _CODES, _TIMES = np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """One line a customer who left, in order of their numbers, and two lists of what belongs to them.

    customer: permanent number. seconds: of leaving. identifier: kind and value. said_by, said: whose, and which code
    (`Index.said`), each once. met_by, met_kind, met_at, met_seconds: whose, which incident, at which touchpoint, when.
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
class LossPieces:
    """Losses by partition; put in order once, by `table`, and not anew with every partition."""

    pieces: tuple[Losses, ...]

    def table(self) -> Losses:
        """All together, in order."""
        if len(self.pieces) < 2:
            return self.pieces[0] if self.pieces else NO_LOSSES
        together: dict[str, NDArray[Any]] = {}
        for names in _PARTS:
            columns = {name: np.concatenate([getattr(piece, name) for piece in self.pieces]) for name in names}
            order = np.lexsort([columns[name] for name in reversed(names) if name != "identifier"])
            together |= {name: column[order] for name, column in columns.items()}
        return Losses(**together)


_KEPT: Final[Kept[NDArray[np.int64]]] = Kept(64 << 20)
"""Who left is the same under every filter; eight bytes for each who did."""


@dataclass(frozen=True, slots=True)
class TakeLosses:
    """The customers who left for the first time in one of the journeys chosen. moments: what leaving is. days: how far
    back incidents are told.
    """

    selection: Choosing
    marks: IncidentMarks
    moments: Moments
    days: float

    def zero(self) -> LossPieces:
        """Nobody."""
        return LossPieces(())

    def add(self, summary: LossPieces, partition: Partition) -> LossPieces:
        """Those of one partition."""
        found = losses_in(partition, self)
        return LossPieces((*summary.pieces, found)) if len(found) else summary

    def merge(self, first: LossPieces, second: LossPieces) -> LossPieces:
        """Put them together."""
        return LossPieces((*first.pieces, *second.pieces))


def losses_in(partition: Partition, taking: TakeLosses) -> Losses:
    """The losses of one partition."""
    if not len(partition.seconds):
        return NO_LOSSES
    at = leaving_contacts(partition, taking.moments, taking.marks)
    chosen = taking.selection.choose(partition)
    if chosen is not None:
        at = at[chosen[np.searchsorted(partition.start, at, side="right") - 1]]
    if not len(at):
        return NO_LOSSES
    begins = partition.start[partition.journeys]
    customer = np.searchsorted(begins, at, side="right") - 1
    # Customers in the order of their numbers: the same however the index is divided.
    order = np.argsort(partition.number[customer], kind="stable")
    at, customer = at[order], customer[order]
    gone, bounds = partition.seconds[at].astype(np.int64), (begins[customer], begins[customer + 1])
    (said_at, codes), found = partition.said("leaving"), incidents_in(partition, taking.marks)
    by, which = _within(said_at, *bounds)
    said = said_before_or_after(partition.seconds[said_at[which]].astype(np.int64) - gone[by])
    pairs = np.unique(np.column_stack([by[said], codes[which[said]]]), axis=0)
    by, which = _within(found.at, *bounds)
    met = met_within(gone[by] - found.seconds[which].astype(np.int64), taking.days)
    owners, which = partition.number[customer[by[met]]], which[met]
    kinds, times = found.kind[which].astype(np.int64), found.seconds[which].astype(np.int64)
    places = partition.touchpoint[found.at[which]].astype(np.int64)
    order = np.lexsort((times, places, kinds, owners))
    return Losses(
        partition.number[customer],
        gone,
        np.array(partition.identifier.take(customer).to_pylist(), np.object_),
        partition.number[customer[pairs[:, 0]]],
        pairs[:, 1],
        *(owners[order], kinds[order], places[order], times[order]),
    )


def _within(
    places: NDArray[np.integer], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which of these rising places lie within each of the ranges: the range, and the number of the place."""
    first, behind = (np.searchsorted(places, bounds) for bounds in (begins, ends))
    counts = behind - first
    by = np.repeat(np.arange(len(begins)), counts)
    return by, np.arange(len(by)) + np.repeat(first - np.cumsum(counts) + counts, counts)


def said_around(
    partition: Partition, at: NDArray[np.int64], of: NDArray[np.int64], gone: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether what is noted at each of these places was noted around leaving. of: whose each contact is. gone: when
    each customer left, -1 for who did not.
    """
    found: NDArray[np.bool_] = gone[of[at]] >= 0
    return found & said_before_or_after(partition.seconds[at].astype(np.int64) - gone[of[at]])


def said_before_or_after(seconds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether what is noted so long after leaving (before it: negative) is taken for its reason."""
    told: NDArray[np.bool_] = (seconds >= -SAID_BEFORE_DAYS * _DAY) & (seconds <= SAID_AFTER_DAYS * _DAY)
    return told


def met_before(
    found: Incidents, of: NDArray[np.int64], gone: NDArray[np.int64], days: float = MET_BEFORE_DAYS
) -> NDArray[np.bool_]:
    """Which of these incidents lay in the days before leaving."""
    met: NDArray[np.bool_] = gone[of[found.at]] >= 0
    return met & met_within(gone[of[found.at]] - found.seconds.astype(np.int64), days)


def met_within(seconds: NDArray[np.int64], days: float) -> NDArray[np.bool_]:
    """Whether what happened so long before leaving lay in the days before it."""
    told: NDArray[np.bool_] = (seconds > 0) & (seconds <= round(days * _DAY))
    return told


def leaving_contacts(partition: Partition, moments: Moments, marks: IncidentMarks) -> NDArray[np.int64]:
    """The place of the contact with which each customer who left did so for the first time, in order of customers; not
    to be written to.

    Who once bought leaves by a contact that is leaving behind the first purchase; who left without a purchase on record
    was a customer before the records began.
    """
    key = (moments.key, marks.key)
    known = _KEPT.get(partition, key)
    if known is None:
        at = np.empty(len(partition.number), np.int64)
        roles = contact_roles(partition, moments, marks)
        told = (partition.start, partition.journeys, partition.seconds, roles, int(moments.bought_once))
        known = at[: find_leaving(*told, at)].copy()
        known.setflags(write=False)
        _KEPT.put(partition, key, known, known.nbytes)
    return known
