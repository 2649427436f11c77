"""Tables of the figures that departments steer by (KPIs): a line a figure and period.

Columns are found by what they are called, in German or English; those that mean nothing here are not read, so that no
name of an employee comes in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from wegmarke.errors import WegmarkeError
from wegmarke.model.kpis import Better, Kpi, KpiValue, Period, period_of
from wegmarke.sources.numbers import read_numbers
from wegmarke.sources.reading import find_format, open_source
from wegmarke.sources.texts import as_text

MOST_ROWS: Final = 100_000
MOST_CHARACTERS: Final = 200

_COLUMNS: Final[dict[str, re.Pattern[str]]] = {
    "kpi": re.compile(r"kpi|kennzahl|metric|messgröße|name", re.IGNORECASE),
    "department": re.compile(r"department|abteilung|bereich|team", re.IGNORECASE),
    "segment": re.compile(r"segment|kundengruppe|channel|kanal", re.IGNORECASE),
    "period": re.compile(r"period|zeitraum|monat|month|quartal|quarter|woche|week|datum|date", re.IGNORECASE),
    "value": re.compile(r"value|wert|ist|actual", re.IGNORECASE),
    "better": re.compile(r"better|besser|richtung|direction", re.IGNORECASE),
    "target": re.compile(r"target|ziel|soll", re.IGNORECASE),
}
"""What the columns are called; the first part of the name decides."""
NEEDED: Final = ("kpi", "department", "period", "value", "better")
_BETTER: Final[dict[str, Better]] = {
    **dict.fromkeys(("up", "more", "higher", "+", "hoch", "höher", "mehr", "steigend"), "up"),
    **dict.fromkeys(("down", "less", "lower", "-", "−", "tief", "niedrig", "niedriger", "weniger", "fallend"), "down"),
}


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A line of such a table."""

    name: str
    department: str
    segment: str
    period: Period
    value: float
    better: Better
    target: float | None


def read_kpis(path: Path) -> list[KpiRow]:
    """The lines of a table (CSV or Excel).

    Errors: those of reading a file; `column_missing`; `kpi_row` with row, column and value for
    a line that cannot be understood.
    """
    kind = find_format(path)
    if kind not in {"csv", "excel"}:
        raise WegmarkeError("format_unsupported", file=path.name, format=kind)
    rows: list[KpiRow] = []
    with open_source(path, format=kind) as reader:
        columns = _meant(reader.columns, path)
        for batch in reader.batches():
            for one in batch.unreadable:
                raise WegmarkeError("kpi_row", file=path.name, row=one.row, column=columns["kpi"], value=one.value)
            rows += _batch(batch.columns, batch.row_numbers.tolist(), columns, path)
            if len(rows) > MOST_ROWS:
                raise WegmarkeError("file_too_large", file=path.name)
    if not rows:
        raise WegmarkeError("file_empty", file=path.name)
    return rows


def _meant(names: Sequence[str], path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for meaning, pattern in _COLUMNS.items():
        column = next((name for name in names if pattern.match(name.strip()) and name not in found.values()), None)
        if column is not None:
            found[meaning] = column
        elif meaning in NEEDED:
            raise WegmarkeError("column_missing", file=path.name, column=meaning, columns=list(names))
    return found


def _batch(table: pa.RecordBatch, numbers: list[int], columns: dict[str, str], path: Path) -> Iterator[KpiRow]:
    cells = {meaning: as_text(table.column(name)).to_pylist() for meaning, name in columns.items()}
    figures = {
        meaning: np.array(read_numbers(table.column(columns[meaning])).values.to_pylist(), np.float64)
        for meaning in ("value", "target")
        if meaning in columns
    }
    for place, row in enumerate(numbers):
        told = {meaning: (values[place] or "").strip() for meaning, values in cells.items()}
        if not told["value"]:  # a mean of nothing; many months have such
            continue

        def wrong(meaning: str, told: dict[str, str] = told, row: int = row) -> WegmarkeError:
            return WegmarkeError(
                "kpi_row", file=path.name, row=row, column=columns[meaning], value=told[meaning] or None
            )

        for meaning in ("kpi", "department"):
            if not told[meaning] or len(told[meaning]) > MOST_CHARACTERS:
                raise wrong(meaning)
        period, better = period_of(told["period"]), _BETTER.get(told["better"].casefold())
        value, target = float(figures["value"][place]), None
        if period is None:
            raise wrong("period")
        if better is None:
            raise wrong("better")
        if not math.isfinite(value):
            raise wrong("value")
        if told.get("target"):
            target = float(figures["target"][place])
            if not math.isfinite(target):
                raise wrong("target")
        yield KpiRow(told["kpi"], told["department"], told.get("segment", ""), period, value, better, target)


def _checked(rows: Sequence[KpiRow]) -> None:
    """That every figure is told of periods of one length."""
    spans: dict[tuple[str, str], str] = {}
    for row in rows:
        if spans.setdefault((row.name, row.department), row.period.span) != row.period.span:
            raise WegmarkeError("kpi_spans", kpi=row.name, department=row.department)


Told = dict[tuple[str, str, str], dict[Period, KpiValue]]


def told_last(rows: Sequence[KpiRow]) -> Told:
    """What was told last of each period, by name, department and segment. `kpi_spans` for a figure told of weeks here
    and of months there.
    """
    found: Told = {}
    spans: dict[tuple[str, str], str] = {}
    for row in rows:
        if spans.setdefault((row.name, row.department), row.period.span) != row.period.span:
            raise WegmarkeError("kpi_spans", kpi=row.name, department=row.department)
        of = found.setdefault((row.name, row.department, row.segment), {})
        before = of.get(row.period)
        revised = 0 if before is None else before.revised + (before.value != row.value)
        of[row.period] = KpiValue(row.period, row.value, row.segment, revised)
    return found


def kpis_of(rows: Sequence[KpiRow]) -> tuple[Kpi, ...]:
    """The figures that lines tell of, the later lines counting, by name and department. Errors as in `told_last`."""
    meanings = {(row.name, row.department): row for row in rows}
    found: dict[tuple[str, str], list[KpiValue]] = {}
    for (name, department, _), values in told_last(rows).items():
        found.setdefault((name, department), []).extend(values.values())
    return tuple(
        Kpi(
            *key,
            meanings[key].better,
            tuple(sorted(values, key=lambda one: (one.segment, one.period))),
            meanings[key].target,
        )
        for key, values in sorted(found.items())
    )
