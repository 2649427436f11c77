"""What each journey cost the customer, as one line a journey, and with which departments it had how many contacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.efforts import EFFORT_KINDS, efforts_in
from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.kept import Kept
from wegmarke.index.kernels import friction as k
from wegmarke.index.partition import Partition

MEASURES: Final[tuple[str, ...]] = ("contacts", *EFFORT_KINDS)
"""What is measured of every journey: how many contacts it has, and what else it cost."""
HOUR: Final = 3600
WAITED: Final = MEASURES.index("waited")

_KEPT: Final[Kept[Burdens]] = Kept(256 << 20)
"""The same under every filter; 14 bytes a contact where a journey has four."""
_NO_CODES = np.zeros(0, np.uint16)


@dataclass(frozen=True, slots=True)
class Burdens:
    """measured: uint32 (J × measures), waiting in whole hours, so that `waited >= 5 hours` holds for as many journeys
    as have 5 or more. begins: int64 (J + 1), where the departments of each journey begin; department: uint16, each
    once, 0 where none is known; contacts: uint32, how many the journey had with it. large: how many values of journeys
    and their departments are beyond the tables of the kernel, at most.
    """

    measured: NDArray[np.uint32]
    begins: NDArray[np.int64]
    department: NDArray[np.uint16]
    contacts: NDArray[np.uint32]
    large: int


def burdens_in(partition: Partition, marks: IncidentMarks) -> Burdens:
    """What every journey of a partition cost, those that an overlay has replaced included. Not to be written to."""
    key = marks.key
    known = _KEPT.get(partition, key)
    if known is None:
        known = _burdens_in(partition, marks)
        _KEPT.put_arrays(partition, key, known)
    return known


def _burdens_in(partition: Partition, marks: IncidentMarks) -> Burdens:
    efforts, journeys = efforts_in(partition, marks), len(partition.outcome)
    measured, begins = np.zeros(journeys * k.MEASURES, np.uint32), np.empty(journeys + 1, np.int64)
    room = len(partition.seconds)
    department, contacts = np.empty(room, np.uint16), np.empty(room, np.uint32)
    found = k.measure_journeys(
        *(partition.start, _NO_CODES if partition.department is None else partition.department),
        *(efforts.kind, efforts.journey, efforts.amount, WAITED, HOUR),
        *(measured, begins, department, contacts),
    )
    beyond = (measured.reshape(-1, k.MEASURES) >= k.MOST_VALUES).sum(axis=1)
    large = int((beyond * (1 + np.diff(begins))).sum())
    return Burdens(measured, begins, department[:found].copy(), contacts[:found].copy(), large)
