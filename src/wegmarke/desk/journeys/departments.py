"""Which department a touchpoint belongs to, as the interactions say it: the one that most of them name.

Used for the colours of the map, for nothing that is counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.setup.touchpoint_names import details
from wegmarke.index.partition import Partition


@dataclass(frozen=True, slots=True)
class CountDepartments:
    """Interactions by touchpoint and department, shape (touchpoints, departments + 1); 0 is no department."""

    touchpoints: int
    departments: int

    def zero(self) -> NDArray[np.int64]:
        """Nothing counted."""
        return np.zeros((self.touchpoints, self.departments + 1), np.int64)

    def add(self, summary: NDArray[np.int64], partition: Partition) -> NDArray[np.int64]:
        """Count one partition."""
        if partition.department is not None:
            width = self.departments + 1
            places = partition.touchpoint.astype(np.int64) * width + partition.department
            summary += np.bincount(places, minlength=summary.size).reshape(summary.shape)
        return summary

    def merge(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add two counts."""
        return first + second


_KNOWN: dict[str, dict[str, str]] = {}
"""By version of the index; one version at a time."""


def departments_of_touchpoints(scope: Scope) -> dict[str, str]:
    """The department of every touchpoint that has one, by key; what people said in the settings comes first."""
    said = {key: known.department for key, known in details().items() if known.department}
    return _counted(scope) | said


def _counted(scope: Scope) -> dict[str, str]:
    index = scope.index
    if index is None or not index.departments:
        return {}
    if index.version not in _KNOWN:
        counts = scope.asked().run(CountDepartments(len(index.touchpoints), len(index.departments)))
        counts[:, 0] = 0
        found = {
            touchpoint.key: index.departments[int(row.argmax()) - 1]
            for touchpoint, row in zip(index.touchpoints, counts, strict=True)
            if row.any()
        }
        _KNOWN.clear()
        _KNOWN[index.version] = found
    return _KNOWN.get(index.version, {})
