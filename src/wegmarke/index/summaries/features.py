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

from wegmarke.index.kernels import decided as k
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
NUMBERS: Final[frozenset[Feature]] = frozenset({"contacts", "touchpoints", "departments", "handovers"})
"""Features that every journey has, whether 0 or more."""
SOMETIMES: Final[frozenset[Feature]] = TIMES | {"order"}
"""Features that may have no meaning for a journey."""

_NOBODY = -1


@dataclass(frozen=True, slots=True)
class Features:
    """Which features there are. touchpoints, ordered, timed: codes of touchpoints looked for, of those whose order is
    compared in pairs, and of those the way to which is timed (both among `touchpoints`). departments: codes from 1.
    without: touchpoints whose contacts are passed over as if they had not been, none of the others.
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
    def begins(self) -> Whole:
        """Where the columns of each sort begin, as the kernel wants them; touchpoints begin at 0."""
        touchpoints, ordered, departments = len(self.touchpoints), len(self.ordered), len(self.departments)
        pairs = ordered * (ordered - 1) // 2
        numbers, speeds = 4, 3
        widths = (touchpoints, touchpoints, pairs, departments, len(INCIDENT_KINDS), 1, numbers, speeds)
        return np.cumsum((*widths, len(self.timed)))

    @property
    def pairs(self) -> Whole:
        """The column of the order of each two of those ordered, by their places."""
        told = np.full((len(self.ordered), len(self.ordered)), _NOBODY)
        for place, (a, b) in enumerate(combinations(range(len(self.ordered)), 2)):
            told[a, b] = told[b, a] = self.begins[k.A_ORDER] + place
        return told

    def coded(self, partition: Partition) -> tuple[Whole, Whole]:
        """Look-up tables: by code of a touchpoint what the kernel asks of it (`kernels.decided`, BY_CODE), and by code
        of a department its column.
        """
        begins = self.begins
        width = max(int(partition.touchpoint.max(initial=0)), *self.touchpoints, *self.without, 0) + 1
        told = np.full((width, k.BY_CODE), _NOBODY)
        told[:, k.BY_COUNTED] = 1
        told[list(self.touchpoints), k.BY_BEFORE] = np.arange(len(self.touchpoints))
        told[list(self.touchpoints), k.BY_FIRST] = begins[k.A_FIRST] + np.arange(len(self.touchpoints))
        told[list(self.timed), k.BY_TIMED] = begins[k.A_TO_TOUCHPOINT] + np.arange(len(self.timed))
        told[list(self.ordered), k.BY_ORDER] = np.arange(len(self.ordered))
        told[list(self.without)] = _NOBODY
        told[list(self.without), k.BY_COUNTED] = 0
        most = 0 if partition.department is None else int(partition.department.max(initial=0))
        departments = np.full(max(most, *self.departments, 0) + 1, _NOBODY)
        departments[list(self.departments)] = begins[k.A_DEPARTMENT] + np.arange(len(self.departments))
        return told, departments
