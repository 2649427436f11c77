"""What followed contacts and incidents, told once for all filters: whether they were watched long enough, and whether
the customer was lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks, incidents_in
from wegmarke.index.kept import Kept
from wegmarke.index.kernels import following as k
from wegmarke.index.partition import Partition
from wegmarke.model.settings import OUTCOME_NAMES

_LOSING = np.array([name in {"lost", "churned"} for name in OUTCOME_NAMES], np.uint8)
_NO_CODES = np.zeros(0, np.uint16)


@dataclass(frozen=True, slots=True)
class Watched:
    """The touchpoints of each journey, each once, and its contacts there.

    first: uint32 (J + 1), where those of each journey begin. code: uint16. watched: uint32, contacts there after which
    the data go on long enough. losses: uint32 (C), how often each customer was lost. lost: uint32, of the touchpoints
    of those who ever were, in order, after how many of the contacts watched the customer was lost in that time.
    """

    first: NDArray[np.uint32]
    code: NDArray[np.uint16]
    watched: NDArray[np.uint32]
    lost: NDArray[np.uint32]
    losses: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Aftermath:
    """Of each of the incidents of `incidents_in` the touchpoint and the department (0: none known) of its contact
    (uint16), and bits (uint8, `kernels.following`): whether what came after the contact, and after the incident, was
    watched, and whether the customer was lost.
    """

    touchpoint: NDArray[np.uint16]
    department: NDArray[np.uint16]
    bits: NDArray[np.uint8]


_KEPT: Final[Kept[Watched | Aftermath]] = Kept(256 << 20)
"""About ten bytes a contact at most; seven where few customers are lost."""


def watched_in(partition: Partition, end: int, within: int) -> Watched:
    """All journeys of a partition, those that an overlay has replaced included; end: until when the data tell; within:
    seconds in which a customer may be lost after a contact. Not to be written to.
    """
    key = ("watched", end, within)
    known = _KEPT.get(partition, key)
    if not isinstance(known, Watched):
        known = _watched_in(partition, end, within)
        _KEPT.put_arrays(partition, key, known)
    return known


def aftermath_in(partition: Partition, marks: IncidentMarks, within: int) -> Aftermath:
    """What followed each incident of a partition within so many seconds. Not to be written to."""
    key = ("aftermath", marks.key, within)
    known = _KEPT.get(partition, key)
    if not isinstance(known, Aftermath):
        known = _aftermath_in(partition, marks, within)
        _KEPT.put_arrays(partition, key, known)
    return known


def _watched_in(partition: Partition, end: int, within: int) -> Watched:
    touchpoint = partition.touchpoint.astype(np.uint16, copy=False)
    room, journeys = len(touchpoint) + 1, len(partition.outcome)
    first, losses = np.empty(journeys + 1, np.uint32), np.empty(len(partition.number), np.uint32)
    code, watched, lost = np.empty(room, np.uint16), np.empty(room, np.uint32), np.empty(room, np.uint32)
    written = np.zeros(2, np.int64)
    k.find_watched(
        *(partition.start, partition.journeys, partition.seconds, touchpoint),
        *(partition.outcome, partition.decided, partition.outcome_happened, _LOSING, within, end),
        *(int(touchpoint.max(initial=0)) + 1, first, code, watched, lost, losses, written),
    )
    for column, size in ((code, written[0]), (watched, written[0]), (lost, written[1])):
        column.resize(int(size), refcheck=False)  # gives back what is behind, and copies nothing
    return Watched(first, code, watched, lost, losses)


def _aftermath_in(partition: Partition, marks: IncidentMarks, within: int) -> Aftermath:
    found = incidents_in(partition, marks)
    bits = np.empty(len(found), np.uint8)
    k.find_aftermath(
        *(partition.start, partition.journeys, partition.seconds),
        *(partition.outcome, partition.decided, partition.outcome_happened, _LOSING),
        *(
            watched_in(partition, marks.end, within).losses,
            found.at,
            found.customer,
            found.seconds,
            within,
            marks.end,
            bits,
        ),
    )
    department = np.zeros(len(found), np.uint16) if partition.department is None else partition.department[found.at]
    return Aftermath(partition.touchpoint[found.at].astype(np.uint16), department.astype(np.uint16), bits)
