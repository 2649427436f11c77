"""What journeys cost the customer: turning to the company, doing so again, changing the channel, waiting, incidents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks, incidents_in
from wegmarke.index.kept import Kept
from wegmarke.index.kernels.friction import find_breaks
from wegmarke.index.kernels.incidents import ASKING, COMPLAINT, FIRST_WAIT
from wegmarke.index.partition import Partition
from wegmarke.index.promises import BROKEN, LATE, promises_in
from wegmarke.model.incidents import INCIDENT_KINDS

EffortKind = Literal["asked", "repeats", "channel_breaks", "waited", "incidents"]
EFFORT_KINDS: Final[tuple[EffortKind, ...]] = get_args(EffortKind)
"""The closed list; the position is the code. waited is in seconds, the others are counts."""

_MATTER_BITS = 32
_KEPT: Final[Kept[Efforts]] = Kept(256 << 20)
"""Words of the filter language look for the same efforts as the question does; 11 bytes each."""
_ASKED, _REPEATS, _BREAKS, _WAITED, _INCIDENTS = range(len(EFFORT_KINDS))
_REPEATED, _LONG_WAIT = INCIDENT_KINDS.index("repeated"), INCIDENT_KINDS.index("long_wait")


@dataclass(frozen=True, slots=True)
class Efforts:
    """Single efforts, in order of journeys. kind: uint8, place in `EFFORT_KINDS`. journey: uint32. department: uint16,
    the code of the one with which it arose, 0 where none is known. amount: uint32, 1 or seconds.
    """

    kind: NDArray[np.uint8]
    journey: NDArray[np.uint32]
    department: NDArray[np.uint16]
    amount: NDArray[np.uint32]

    def by_journey(self, kind: EffortKind, journeys: int) -> NDArray[np.int64]:
        """How much of that kind each of so many journeys cost, shape (J,)."""
        which = self.kind == EFFORT_KINDS.index(kind)
        result = np.zeros(journeys, np.int64)
        np.add.at(result, self.journey[which], self.amount[which])
        return result


def efforts_in(partition: Partition, marks: IncidentMarks) -> Efforts:
    """All efforts of a partition, those of journeys that an overlay has replaced included.

    asked: a contact at a touchpoint where customers turn to the company: to ask, to complain, or to begin what the
    rules of waiting wait for. repeats: the incident of that kind. channel_breaks: a contact of these by another channel
    than the one before it in the journey, within the days that the rules give a repetition, and not known to be about
    another matter. waited:
    beyond what was promised or what the rules call long; where it never ended, until the last contact of the journey
    about that matter. incidents:
    all of them.
    """
    key = marks.key
    known = _KEPT.get(partition, key)
    if known is None:
        known = _efforts_in(partition, marks)
        _KEPT.put_arrays(partition, key, known)
    return known


def _efforts_in(partition: Partition, marks: IncidentMarks) -> Efforts:
    asked = np.flatnonzero(marks.roles[partition.touchpoint] & np.uint32(_turning_to_us(marks)))
    found = incidents_in(partition, marks)
    ones = [
        (_ASKED, asked),
        (_REPEATS, found.at[found.kind == _REPEATED]),
        (_BREAKS, _breaks(partition, marks)),
        (_INCIDENTS, found.at),
    ]
    parts = [
        (kind, _journey(partition, at), _department(partition, at), np.ones(len(at), np.int64)) for kind, at in ones
    ]
    waits = found.kind == _LONG_WAIT
    parts += [
        _long_waits(partition, found.at[waits], found.seconds[waits].astype(np.int64)),
        _promises(partition, marks.end),
    ]
    kinds = np.concatenate([np.full(len(journey), kind, np.uint8) for kind, journey, _, _ in parts])
    journey, department, amount = (np.concatenate([part[place] for part in parts]) for place in (1, 2, 3))
    order = np.argsort(journey, kind="stable")
    return Efforts(
        kinds[order],
        journey[order].astype(np.uint32),
        department[order].astype(np.uint16),
        amount[order].astype(np.uint32),
    )


def turning_to_us(marks: IncidentMarks) -> NDArray[np.bool_]:
    """At which touchpoints customers turn to the company, by code."""
    result: NDArray[np.bool_] = (marks.roles & np.uint32(_turning_to_us(marks))) != 0
    return result


def _turning_to_us(marks: IncidentMarks) -> int:
    return ASKING | COMPLAINT | sum(1 << (FIRST_WAIT + 2 * wait) for wait in range(len(marks.waits)))


def _journey(partition: Partition, at: NDArray[np.int64]) -> NDArray[np.int64]:
    found: NDArray[np.int64] = np.searchsorted(partition.start, at, side="right") - 1
    return found


def _department(partition: Partition, at: NDArray[np.int64]) -> NDArray[np.int64]:
    if partition.department is None:
        return np.zeros(len(at), np.int64)
    return partition.department[at].astype(np.int64)


def _breaks(partition: Partition, marks: IncidentMarks) -> NDArray[np.int64]:
    """Of the contacts at which customers turned to the company, those by another channel than the one before."""
    within = int(marks.limits[0])
    if partition.channel is None or within < 0:
        return np.zeros(0, np.int64)
    codes = partition.touchpoint.astype(np.uint16, copy=False)
    matter = np.zeros(0, np.uint32) if partition.matter is None else partition.matter
    at = np.empty(len(codes), np.int64)
    told = (partition.seconds, codes, partition.channel, matter, turning_to_us(marks), partition.start)
    return at[: find_breaks(*told, within, at)].copy()


_Part = tuple[int, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _long_waits(partition: Partition, at: NDArray[np.int64], long_from: NDArray[np.int64]) -> _Part:
    """From when a wait became long until it ended, else as long as its matter went on."""
    ended = partition.seconds[at].astype(np.int64)
    until = np.where(ended >= long_from, ended, _last_about(partition, at))
    return _WAITED, _journey(partition, at), _department(partition, at), np.maximum(until - long_from, 0)


def _promises(partition: Partition, end: int) -> _Part:
    """From when a promise was due until it was kept, else as long as its matter went on."""
    promises = promises_in(partition, end)
    which = (promises.state == LATE) | (promises.state == BROKEN)
    due, kept = promises.due[which], promises.kept[which]
    until = np.where(kept > 0, kept, _last_about(partition, promises.at[which]))
    department = np.where(promises.keeper[which] > 0, promises.keeper[which], promises.giver[which])
    return _WAITED, promises.journey[which], department, np.maximum(until - due, 0)


def _last_about(partition: Partition, at: NDArray[np.int64]) -> NDArray[np.int64]:
    """When the last contact of its journey about the same matter was, for each of these; where no matter is noted, the
    last of all.
    """
    journey = _journey(partition, at)
    last = partition.last_seconds[journey].astype(np.int64)
    known = np.zeros(len(at), np.bool_) if partition.matter is None else partition.matter[at] != 0
    if partition.matter is None or not known.any():
        return last
    wanted = np.zeros(len(partition.outcome), np.bool_)
    wanted[journey[known]] = True
    lengths = np.diff(partition.start)
    places = np.flatnonzero(np.repeat(wanted, lengths))
    about = np.repeat(np.flatnonzero(wanted), lengths[wanted]) << _MATTER_BITS | partition.matter[places]
    order = np.argsort(about, kind="stable")  # within a journey contacts lie in order of time
    keys = journey[known] << _MATTER_BITS | partition.matter[at[known]]
    last[known] = partition.seconds[places[order]][np.searchsorted(about[order], keys, side="right") - 1]
    return last
