"""Journeys with an outcome, told once for all filters: the touchpoints they meet, and how each was before it.

A filter chooses among journeys and changes none of them, so both are found once and kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks, incidents_in
from wegmarke.index.kept import Kept
from wegmarke.index.kernels import describing as k
from wegmarke.index.partition import Partition

_NO_CODES = np.zeros(0, np.uint16)


@dataclass(frozen=True, slots=True)
class Met:
    """R journeys with one of two outcomes, in order, and the E touchpoints they meet, each once.

    journey: uint32 (R), the place in the partition. second: uint8 (R), whether it ended with the second outcome (1).
    customers: int64, where the journeys of each of their customers begin, and R. first: uint32 (R + 1), where the
    touchpoints of each begin. before: uint32 (R), how many of these are met before the outcome; they lie in front, in
    the order in which they were met. code: uint16 (E). since: uint32 (E), seconds from the journey's first contact to
    the touchpoint's, where it lies before the outcome. bits: uint8 (E), see `kernels.describing`.
    """

    journey: NDArray[np.uint32]
    second: NDArray[np.uint8]
    customers: NDArray[np.int64]
    first: NDArray[np.uint32]
    before: NDArray[np.uint32]
    code: NDArray[np.uint16]
    since: NDArray[np.uint32]
    bits: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Described:
    """The same journeys before their outcome. told: uint32 (R, OF_ROW), see `kernels.describing`. department: uint16,
    those of each journey in the order in which it met them; since: uint32, seconds from its first contact to each.
    """

    told: NDArray[np.uint32]
    department: NDArray[np.uint16]
    since: NDArray[np.uint32]


_KEPT: Final[Kept[Met | Described | str]] = Kept(256 << 20)
"""About 75 bytes for each journey with one of the two outcomes."""
_AS_WITH_ALL, _ITS_BYTES = "the same with all touchpoints", 256


def met_in(partition: Partition, first: int, second: int) -> Met:
    """The journeys of a partition that ended with one of these outcomes (places in OUTCOME_NAMES), those that an
    overlay has replaced included. Not to be written to.
    """
    key = ("met", first, second)
    known = _KEPT.get(partition, key)
    if not isinstance(known, Met):
        known = _met_in(partition, first, second)
        _KEPT.put_arrays(partition, key, known)
    return known


def described_in(
    partition: Partition, outcomes: tuple[int, int], marks: IncidentMarks, begun_after: int, without: tuple[int, ...]
) -> Described:
    """The journeys of `met_in`, before their outcome. Not to be written to.

    begun_after: a customer's first journey that begins before this second is early. without: touchpoints whose contacts
    are passed over.
    """
    key = ("described", *outcomes, marks.key, begun_after, without)
    known = _KEPT.get(partition, key)
    if isinstance(known, Described):
        return known
    told = marks, begun_after, without
    met = met_in(partition, *outcomes)
    if not without:
        found = _described_in(partition, met, np.arange(len(met.journey)), *told)
    else:
        # Few journeys meet what is passed over, and the others are the same whatever that is.
        every = described_in(partition, outcomes, marks, begun_after, ())
        others = np.zeros(0, np.int64) if known == _AS_WITH_ALL else _meeting(met, without)
        if not len(others):
            _KEPT.put(partition, key, _AS_WITH_ALL, _ITS_BYTES)
            return every
        found = _replaced(every, others, _described_in(partition, met, others, *told))
    _KEPT.put_arrays(partition, key, found)
    return found


def _met_in(partition: Partition, first: int, second: int) -> Met:
    journey = np.flatnonzero((partition.outcome == first) | (partition.outcome == second)).astype(np.uint32)
    customer = np.searchsorted(partition.journeys, journey, side="right")
    begins = np.flatnonzero(np.diff(customer, prepend=-1))
    contacts = int((partition.start[journey + 1] - partition.start[journey]).sum())
    touchpoint = partition.touchpoint.astype(np.uint16, copy=False)
    begin, before = np.empty(len(journey) + 1, np.uint32), np.empty(len(journey), np.uint32)
    code, since, bits = (
        np.empty(contacts + 1, np.uint16),
        np.empty(contacts + 1, np.uint32),
        np.empty(contacts + 1, np.uint8),
    )
    found = k.find_met(
        *(partition.start, partition.seconds, touchpoint, partition.decided, partition.outcome_happened, journey),
        *(int(touchpoint.max(initial=0)) + 1, begin, before, code, since, bits),
    )
    for column in (code, since, bits):
        column.resize(found, refcheck=False)  # gives back what is behind, and copies nothing
    return Met(
        journey=journey,
        second=(partition.outcome[journey] == second).astype(np.uint8),
        customers=np.append(begins, len(journey)),
        first=begin,
        before=before,
        code=code,
        since=since,
        bits=bits,
    )


def _described_in(
    partition: Partition,
    met: Met,
    rows: NDArray[np.int64],
    marks: IncidentMarks,
    begun_after: int,
    without: tuple[int, ...],
) -> Described:
    """These of the journeys."""
    found, noted, journey = incidents_in(partition, marks), partition.noted, met.journey[rows]
    touchpoint = partition.touchpoint.astype(np.uint16, copy=False)
    department = _NO_CODES if partition.department is None else partition.department
    passed_over = np.zeros(max(int(touchpoint.max(initial=0)), *without, 0) + 1, np.uint8)
    passed_over[list(without)] = 1
    customer = np.searchsorted(partition.journeys, journey, side="right") - 1
    early = (partition.journeys[customer] == journey) & (partition.seconds[partition.start[journey]] < begun_after)
    contacts = int((partition.start[journey + 1] - partition.start[journey]).sum()) if len(department) else 0
    told = np.empty((len(rows), k.OF_ROW), np.uint32)
    of, since = np.empty(contacts + 1, np.uint16), np.empty(contacts + 1, np.uint32)
    written = k.describe_journeys(
        *(partition.start, partition.seconds, touchpoint, department, partition.decided, partition.outcome_happened),
        *(found.at, found.kind, found.seconds, noted.promise_at, noted.promise_due, noted.promise_kept),
        *(passed_over, journey, early, int(department.max(initial=0)) + 1, told, of, since),
    )
    for column in (of, since):
        column.resize(written, refcheck=False)
    return Described(told, of, since)


def _meeting(met: Met, touchpoints: tuple[int, ...]) -> NDArray[np.int64]:
    """The journeys that meet one of these touchpoints before their outcome."""
    here = np.flatnonzero(np.isin(met.code, touchpoints))
    rows = np.searchsorted(met.first, here, side="right") - 1
    found: NDArray[np.int64] = np.unique(rows[here - met.first[rows] < met.before[rows]])
    return found


def _replaced(every: Described, rows: NDArray[np.int64], others: Described) -> Described:
    """The same with these journeys as others describe them; what they were described by before stays in the lists."""
    told = every.told.copy()
    told[rows] = others.told
    told[rows, k.FIRST_DEPARTMENT] += np.uint32(len(every.department))
    department = np.concatenate((every.department, others.department))
    return Described(told, department, np.concatenate((every.since, others.since)))
