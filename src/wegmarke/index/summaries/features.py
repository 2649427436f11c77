"""What is told of a journey before its outcome: a column a feature.

Only contacts ahead of the outcome are looked at; where the outcome is no contact of its own, all of them are. Contacts
of the same second lie in the order given. A feature may have no meaning (no way from A to B without both, no speed
where the beginning was not seen).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.partition import Partition
from wegmarke.model.incidents import INCIDENT_KINDS

Whole = NDArray[np.int64]
Feature = Literal[
    "touchpoint",
    "first",
    "order",
    "department",
    "incident",
    "promise",
    "contacts",
    "touchpoints",
    "departments",
    "handovers",
    "to_outcome",
    "last_silence",
    "longest_silence",
    "to_touchpoint",
    "to_department",
]
SHARES: Final[frozenset[Feature]] = frozenset({"touchpoint", "first", "order", "department", "incident", "promise"})
"""Features that a journey has or has not; the others are measured."""
TIMES: Final[frozenset[Feature]] = frozenset(
    {"to_outcome", "last_silence", "longest_silence", "to_touchpoint", "to_department"}
)
"""Features in seconds."""

_NOBODY = -1


@dataclass(frozen=True, slots=True)
class Features:
    """Which features there are. touchpoints, ordered, timed: codes of touchpoints looked for, of those whose order is
    compared in pairs, and of those the way to which is timed (both among `touchpoints`). departments: codes from 1.
    without: touchpoints whose contacts are passed over as if they had not been.
    """

    touchpoints: tuple[int, ...]
    ordered: tuple[int, ...]
    timed: tuple[int, ...]
    departments: tuple[int, ...]
    without: tuple[int, ...] = ()

    @property
    def columns(self) -> tuple[tuple[Feature, tuple[int, ...]], ...]:
        """What each column is: the feature, and the codes it is about."""
        return (
            *(("touchpoint", (code,)) for code in self.touchpoints),
            *(("first", (code,)) for code in self.touchpoints),
            *(("order", pair) for pair in combinations(self.ordered, 2)),
            *(("department", (code,)) for code in self.departments),
            *(("incident", (kind,)) for kind in range(len(INCIDENT_KINDS))),
            *((name, ()) for name in ("promise", "contacts", "touchpoints", "departments", "handovers")),
            *((name, ()) for name in ("to_outcome", "last_silence", "longest_silence")),
            *(("to_touchpoint", (code,)) for code in self.timed),
            *(("to_department", (code,)) for code in self.departments),
        )

    @property
    def sometimes(self) -> Whole:
        """By column whether it may have no meaning (1)."""
        named = {"order"} | TIMES
        return np.array([feature in named for feature, _ in self.columns], np.int64)

    @property
    def begins(self) -> Whole:
        """Where the columns of each sort begin, as the kernel wants them; touchpoints begin at 0."""
        touchpoints, ordered, departments = len(self.touchpoints), len(self.ordered), len(self.departments)
        pairs = ordered * (ordered - 1) // 2
        numbers, speeds = 4, 3
        widths = (touchpoints, touchpoints, pairs, departments, len(INCIDENT_KINDS), 1, numbers, speeds)
        return np.cumsum((*widths, len(self.timed)))

    def coded(self, partition: Partition) -> tuple[NDArray[np.generic], ...]:
        """Look-up tables: by code of a touchpoint whether it is passed over, and its column; by column its place among
        those ordered (behind their number), and among those timed; by code of a department its column.
        """
        width = max(int(partition.touchpoint.max(initial=0)), *self.touchpoints, *self.without, 0) + 1
        column = _places(self.touchpoints, width)
        passed_over = np.zeros(width, np.uint8)
        passed_over[list(self.without)] = 1
        ordered, timed = (np.full(max(len(self.touchpoints), 1), _NOBODY) for _ in range(2))
        ordered[column[list(self.ordered)]] = np.arange(len(self.ordered))
        timed[column[list(self.timed)]] = np.arange(len(self.timed))
        most = 0 if partition.department is None else int(partition.department.max(initial=0))
        departments = _places(self.departments, max(most, *self.departments, 0) + 1)
        return passed_over, column, np.concatenate(([len(self.ordered)], ordered)), timed, departments


def _places(codes: tuple[int, ...], size: int) -> Whole:
    """For each code its column, or −1."""
    places = np.full(size, _NOBODY)
    places[list(codes)] = np.arange(len(codes))
    return places
