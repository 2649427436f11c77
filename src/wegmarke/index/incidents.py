"""Critical events of a partition: which contact, of which kind, and when it happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.index import Index
from wegmarke.index.kept import Kept
from wegmarke.index.kernels import incidents as k
from wegmarke.index.partition import Partition
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentKind, incident_touchpoints

_DAY = 86_400
_NO_16, _NO_32 = np.zeros(0, np.uint16), np.zeros(0, np.uint32)
_BROKEN, _LATE = INCIDENT_KINDS.index("promise_broken"), INCIDENT_KINDS.index("promise_late")
_BAD_SCORE = INCIDENT_KINDS.index("bad_score")


@dataclass(frozen=True, slots=True)
class Incidents:
    """Incidents in order of `at`, then of kind.

    at: int64, the place of the contact in the partition. journey, customer: uint32, whose it is. kind: uint8, place in
    `INCIDENT_KINDS`. seconds: uint32, when it happened: a promise breaks when its time is over, whenever it is kept.
    open: bool, it is not settled by now: a promise is not kept, a complaint is not settled, a wait goes on. Of other
    kinds none stays open.
    """

    at: NDArray[np.int64]
    journey: NDArray[np.uint32]
    customer: NDArray[np.uint32]
    kind: NDArray[np.uint8]
    seconds: NDArray[np.uint32]
    open: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True, slots=True, eq=False)
class IncidentMarks:
    """The rules of incidents in codes of one index.

    roles: bits of each touchpoint (kernels.incidents). waits: seconds of each rule of waiting. limits: see there. bad:
    the highest bad value of each scale, -inf where none is.
    """

    roles: NDArray[np.uint32]
    waits: NDArray[np.int64]
    limits: NDArray[np.int64]
    bad: NDArray[np.float32]

    def wanted(self, kind: int) -> bool:
        """Whether incidents of this kind are looked for."""
        return bool((int(self.limits[4]) >> kind) & 1)

    def only(self, kind: str) -> IncidentMarks:
        """The same rules, looking for one kind alone."""
        code = INCIDENT_KINDS.index(kind)
        limits = self.limits.copy()
        limits[4] &= np.int64(1) << np.int64(code)
        for place, walked in ((0, k.K_REPEATED), (1, k.K_PING_PONG)):
            if code != walked:
                limits[place] = -1
        return IncidentMarks(self.roles, self.waits, limits, self.bad)

    @property
    def key(self) -> tuple[bytes, ...]:
        """The same for the same rules."""
        return tuple(part.tobytes() for part in (self.roles, self.waits, self.limits, self.bad))

    @property
    def end(self) -> int:
        """Until when the data tell (seconds since 1970)."""
        return int(self.limits[3])


def incident_marks(index: Index) -> IncidentMarks:
    """The index's rules, in its codes."""
    rules = index.incident_rules
    named = incident_touchpoints(index.touchpoints, rules)
    roles = np.zeros(len(index.touchpoints), np.uint32)
    parts = (
        (named.complaints, k.COMPLAINT),
        (named.settled - named.complaints, k.SETTLED),
        (named.failures, k.FAILURE),
        (named.dunning, k.DUNNING),
        (named.asking, k.ASKING),
        *((frozenset((wait.begins,)), 1 << (k.FIRST_WAIT + 2 * w)) for w, wait in enumerate(named.waits)),
        *((frozenset((wait.ends,)), 1 << (k.FIRST_WAIT + 2 * w + 1)) for w, wait in enumerate(named.waits)),
    )
    for keys, bit in parts:
        for code, touchpoint in enumerate(index.touchpoints):
            if touchpoint.key in keys:
                roles[code] |= np.uint32(bit)
    days = (rules.repeated_days, rules.ping_pong_days, rules.dunning_days)
    kinds = sum(1 << place for place, kind in enumerate(INCIDENT_KINDS) if kind not in rules.off)
    worst = [rules.worst_limit(scale) for scale in index.scales]
    return IncidentMarks(
        roles=roles,
        waits=np.array([round(wait.days * _DAY) for wait in named.waits], np.int64),
        limits=np.array([*(round(one * _DAY) for one in days), index.last_seconds, kinds], np.int64),
        bad=np.array([-np.inf if limit is None else limit for limit in worst], np.float32),
    )


_KEPT: Final[Kept[Incidents]] = Kept(256 << 20)
"""Many questions look for the same incidents; about four bytes a contact."""


def incidents_in(partition: Partition, marks: IncidentMarks) -> Incidents:
    """All incidents of a partition, those of journeys that an overlay has replaced included. They are kept, and not to
    be written to.
    """
    key = marks.key
    known = _KEPT.get(partition, key)
    if known is None:
        known = _incidents_in(partition, marks)
        _KEPT.put_arrays(partition, key, known)
    return known


def _incidents_in(partition: Partition, marks: IncidentMarks) -> Incidents:
    found = [_found(partition, marks), _promises(partition, marks), _bad_scores(partition, marks)]
    at, kind, seconds, still = (np.concatenate([part[i] for part in found]) for i in range(4))
    # The same promise may stand with several contacts of its matter; whoever kept it late did so once.
    code = at * len(INCIDENT_KINDS) + kind
    order = np.argsort(code, kind="stable")
    code, still = code[order], still[order]
    first = np.flatnonzero(np.diff(code, prepend=-1))
    is_open = np.logical_or.reduceat(still, first) if len(first) else still
    once = order[first]
    at = at[once]
    journey = np.searchsorted(partition.start, at, side="right") - 1
    customer = np.searchsorted(partition.journeys, journey, side="right") - 1
    return Incidents(
        *(at, journey.astype(np.uint32), customer.astype(np.uint32)),
        *(kind[once].astype(np.uint8), seconds[once].astype(np.uint32), is_open),
    )


def incidents_of(index: Index, customer: int) -> dict[int, list[tuple[IncidentKind, bool]]]:
    """The incidents of one customer: by the place of the contact in the whole history (from 0), of which kind, in the
    order of the kinds, and whether it is open. None for a customer whom the index does not know.
    """
    found: dict[int, list[tuple[IncidentKind, bool]]] = {}
    for partition in index.partitions:
        for place in np.flatnonzero(partition.number == np.uint64(customer)).tolist():
            first, last = (int(partition.journeys[at]) for at in (place, place + 1))
            if partition.live is not None and not partition.live[first]:
                continue
            begin, end = int(partition.start[first]), int(partition.start[last])
            every = incidents_in(partition, incident_marks(index))
            for i in np.flatnonzero((every.at >= begin) & (every.at < end)).tolist():
                kind = INCIDENT_KINDS[int(every.kind[i])]
                found.setdefault(int(every.at[i]) - begin, []).append((kind, bool(every.open[i])))
    return found


_Part = tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[np.bool_]]


def _found(partition: Partition, marks: IncidentMarks) -> _Part:
    touchpoint = partition.touchpoint.astype(np.uint16, copy=False)
    department = _NO_16 if partition.department is None else partition.department
    matter = _NO_32 if partition.matter is None else partition.matter
    rows = (partition.start, partition.journeys, partition.seconds, touchpoint, department, matter)
    room = len(touchpoint) + 64  # pages that nothing is written to cost nothing
    while True:
        at, kind, when = np.empty(room, np.uint32), np.empty(room, np.uint8), np.empty(room, np.uint32)
        on = np.empty(room, np.uint8)
        count = k.find_incidents(*rows, marks.roles, marks.limits, marks.waits, at, kind, when, on)
        if count <= room:
            break
        room = count
    return at[:count].astype(np.int64), kind[:count], when[:count], on[:count] == 1


def keepers_in(partition: Partition) -> NDArray[np.int64]:
    """For each promise of a partition the place of the contact with which it was kept, else of the promise."""
    noted = partition.noted
    keeper = np.empty(len(noted.promise_at), np.int64)
    matter = _NO_32 if partition.matter is None else partition.matter
    rows = (partition.start, partition.journeys, partition.seconds, matter)
    k.find_keepers(*rows, noted.promise_at, noted.promise_kept, keeper)
    return keeper


def _promises(partition: Partition, marks: IncidentMarks) -> _Part:
    noted = partition.noted
    late = noted.promise_kept > noted.promise_due
    broken = (noted.promise_kept == 0) & (noted.promise_due < marks.end)
    late &= marks.wanted(_LATE)
    broken &= marks.wanted(_BROKEN)
    which = late | broken
    at = keepers_in(partition)[which]
    kind = np.where(late[which], _LATE, _BROKEN)
    return at, kind, noted.promise_due[which] + np.uint32(1), kind == _BROKEN


def _bad_scores(partition: Partition, marks: IncidentMarks) -> _Part:
    noted = partition.noted
    if not marks.wanted(_BAD_SCORE) or not len(noted.score):
        return np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0, np.uint32), np.zeros(0, np.bool_)
    at = noted.score_at[noted.score <= marks.bad[noted.score_scale]].astype(np.int64)
    return at, np.full(len(at), _BAD_SCORE), partition.seconds[at], np.zeros(len(at), np.bool_)
