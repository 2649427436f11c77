"""A table as Arrow: every column with its own type, shares as fractions, elapsed times in seconds."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from wegmarke.model.finding import Column, Finding, Table
from wegmarke.report.presentation import tables_of


def arrow_table(finding: Finding[Any], place: int = 0, labels: dict[str, str] | None = None) -> pa.Table:
    """One table of a finding; columns are named by their keys.

    labels: names of touchpoints by permanent key; None leaves the keys. Of a finding that cannot say anything the table
    is empty. IndexError when there is no such table.
    """
    tables = tables_of(finding)
    if not tables:
        return pa.table({})
    table: Table = tables[place]
    return pa.table({column.key: _array(column, finding.basis.time_zone, labels) for column in table.columns})


def _array(column: Column, time_zone: str, labels: dict[str, str] | None) -> pa.Array:
    values = list(column.values)
    match column.unit:
        case "count" | "minor_units":
            return pa.array(values, pa.int64())
        case "share" | "difference" | "seconds" | "score" | "mean":
            return pa.array(values, pa.float64())
        case "time":
            return pa.array(values, pa.int64()).cast(pa.timestamp("s", tz="UTC")).cast(pa.timestamp("s", tz=time_zone))
        case "touchpoint" if labels is not None:
            return pa.array([None if value is None else labels.get(str(value), str(value)) for value in values])
        case _:
            texts = [None if value is None else str(value) for value in values]
            return pa.array(texts, pa.string())
