"""Critical events of a partition: which contact, of which kind, and when it happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.index import Index
from wegmarke.index.kernels import incidents as k
from wegmarke.index.partition import Partition
from wegmarke.model.incidents import INCIDENT_KINDS, incident_touchpoints

_DAY = 86_400
_NO_16, _NO_32 = np.zeros(0, np.uint16), np.zeros(0, np.uint32)
_BROKEN, _LATE = INCIDENT_KINDS.index("promise_broken"), INCIDENT_KINDS.index("promise_late")
_BAD_SCORE = INCIDENT_KINDS.index("bad_score")


@dataclass(frozen=True, slots=True)
class Incidents:
    """Incidents in order of `at`, then of kind.

    at: int64, the place of the contact in the partition. kind: uint8, place in `INCIDENT_KINDS`. seconds: uint32, when
    it happened: a promise breaks when its time is over, whenever it is kept.
    """

    at: NDArray[np.int64]
    kind: NDArray[np.uint8]
    seconds: NDArray[np.uint32]

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
    lowered = {scale.casefold(): limit for scale, limit in rules.bad_up_to.items()}
    return IncidentMarks(
        roles=roles,
        waits=np.array([round(wait.days * _DAY) for wait in named.waits], np.int64),
        limits=np.array([*(round(one * _DAY) for one in days), index.last_seconds, kinds], np.int64),
        bad=np.array([lowered.get(scale.casefold(), -np.inf) for scale in index.scales], np.float32),
    )


def incidents_in(partition: Partition, marks: IncidentMarks) -> Incidents:
    """All incidents of a partition, those of journeys that an overlay has replaced included."""
    found = [_found(partition, marks), _promises(partition, marks), _bad_scores(partition, marks)]
    at, kind, seconds = (np.concatenate([part[i] for part in found]) for i in range(3))
    # The same promise may stand with several contacts of its matter; whoever kept it late did so once.
    _, first = np.unique(at * len(INCIDENT_KINDS) + kind, return_index=True)
    return Incidents(at[first], kind[first].astype(np.uint8), seconds[first].astype(np.uint32))


_Part = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]


def _found(partition: Partition, marks: IncidentMarks) -> _Part:
    touchpoint = partition.touchpoint.astype(np.uint16, copy=False)
    department = _NO_16 if partition.department is None else partition.department
    matter = _NO_32 if partition.matter is None else partition.matter
    rows = (partition.start, partition.journeys, partition.seconds, touchpoint, department, matter)
    room = len(touchpoint) // 8 + 64
    while True:
        at, kind, when = np.empty(room, np.uint32), np.empty(room, np.uint8), np.empty(room, np.uint32)
        count = k.find_incidents(*rows, marks.roles, marks.limits, marks.waits, at, kind, when)
        if count <= room:
            return at[:count].astype(np.int64), kind[:count], when[:count]
        room = count


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
    return at, np.where(late[which], _LATE, _BROKEN), noted.promise_due[which] + np.uint32(1)


def _bad_scores(partition: Partition, marks: IncidentMarks) -> _Part:
    noted = partition.noted
    if not marks.wanted(_BAD_SCORE) or not len(noted.score):
        return np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0, np.uint32)
    at = noted.score_at[noted.score <= marks.bad[noted.score_scale]].astype(np.int64)
    return at, np.full(len(at), _BAD_SCORE), partition.seconds[at]
