"""Figures that departments usually steer by, derived from the histories where nobody has told any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.index import Index
from wegmarke.index.summaries.behaviour import WORK, Behaviour
from wegmarke.model.kpis import Better, Kpi, KpiValue, Period

Floats = NDArray[np.float64]

DERIVED: Final[tuple[tuple[str, Better], ...]] = (
    ("contacts_handled", "up"),
    ("contacts_a_customer", "down"),
    ("answered_in_a_day", "up"),
    ("promises_in_time", "up"),
)
"""What is derived, and which way a department usually calls better; besides, the mean score of every scale by its name.
"""

FEWEST_OF: Final = 10
"""A share or mean of fewer in a period is left out: it would be chance alone."""


def derived_kpis(index: Index, told: Behaviour, periods: Sequence[Period]) -> tuple[Kpi, ...]:
    """The derived figures of every department, told of all customers."""
    work = {name: told.work[place].astype(np.float64) for place, name in enumerate(WORK)}
    found = []
    for code, department in enumerate(index.departments, start=1):
        for name, better, values in _figures(index, told, {key: one[code] for key, one in work.items()}, code):
            kept = [KpiValue(p, float(v)) for p, v in zip(periods, values.tolist(), strict=True) if np.isfinite(v)]
            if kept:
                found.append(Kpi(name, department, better, tuple(kept)))
    return tuple(found)


def _figures(index: Index, told: Behaviour, work: dict[str, Floats], code: int) -> Iterator[tuple[str, Better, Floats]]:
    better = dict(DERIVED)
    ratios = {
        "contacts_handled": (work["contacts"], None),
        "contacts_a_customer": (work["contacts"], work["met"]),
        "answered_in_a_day": (work["answered"], work["asked"]),
        "promises_in_time": (work["kept"], work["due"]),
    }
    for name, (counted, of) in ratios.items():
        values = counted if of is None else _ratio(counted, of)
        if of is not None or counted.any():
            yield name, better[name], values
    for scale, label in enumerate(index.scales):
        values = _ratio(told.scores[scale, code], told.scored[scale, code].astype(np.float64))
        yield label, "up", values


def _ratio(counted: Floats, of: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = np.where(of >= FEWEST_OF, counted / of, np.nan)
    return found
