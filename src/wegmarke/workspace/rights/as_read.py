"""Rows of a source as they were read, put together again from what the record holds of them.

The record keeps every cell, but not always as it was written: a time is a time in UTC, an amount is cents. So what
comes back reads the same under the same mapping, and need not look the same.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.model.mapping import InteractionMapping, Mapping
from wegmarke.sources.batch import RawBatch
from wegmarke.sources.cells import Columns
from wegmarke.sources.interactions import ROW_ID_SEPARATOR
from wegmarke.sources.numbers import major_units
from wegmarke.workspace.rights.person import form, learn

Recorded = dict[str, Any]
"""An interaction of the record, by column."""


def as_read(mapping: Mapping, interactions: Iterable[Recorded]) -> RawBatch:
    """The rows of one file from their interactions, in order of rows; every column is text."""
    numbers: list[int] = []
    rows: list[dict[str, str]] = []
    names: dict[str, None] = {}
    for number, parts in groupby(interactions, key=lambda one: int(one["row"])):
        cells = {name: value for name, value in _cells(mapping, list(parts)) if value is not None}
        numbers.append(number)
        rows.append(cells)
        names |= dict.fromkeys(cells)
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
    return RawBatch(pa.RecordBatch.from_pydict(columns), np.array(numbers, np.int64))


def _cells(mapping: Mapping, parts: list[Recorded]) -> Iterator[tuple[str, str | None]]:
    first = parts[0]
    for part in parts:
        for name, value in json.loads(part["rest"] or "{}").items():
            yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    of_kind = dict(first["identifiers"] or ()) | {first["customer_kind"]: first["customer"]}
    for one in (*mapping.identifiers, *reversed(mapping.all_identifiers)):  # of two columns of a kind the first
        if one.kind in of_kind:
            yield one.column, of_kind[one.kind]
    if first["row_id"] is not None:
        yield from zip(mapping.row_id, first["row_id"].split(ROW_ID_SEPARATOR), strict=True)
    told = dict(first["attributes"] or ())
    yield from ((one.column, told[one.name]) for one in mapping.attributes if one.name in told)
    if mapping.master is not None:
        known = {mapping.master.changed: "time", mapping.master.until: "end", mapping.master.account: "account"}
        yield from ((column, _cell(first[name])) for column, name in known.items() if column)
        return
    for part in parts:
        yield from _of_part(mapping.interactions[part["part"]], part, mapping.read.decimal or ".")


def _of_part(meant: InteractionMapping, said: Recorded, decimal: str) -> Iterator[tuple[str, str | None]]:
    promise = meant.promise
    for column, moment in (
        (meant.time, "time"),
        (meant.end, "end"),
        (promise and promise.due, "promise_due"),
        (promise and promise.kept, "promise_kept"),
    ):
        if column:
            yield column, _cell(said[moment])
    coded = {name: getattr(meant, name) for name in _CODED}
    columns = {name: cell.column for name, cell in coded.items() if cell is not None and not cell.rules}
    for name, column in (columns | {name: getattr(meant, name) for name in _TEXTS}).items():
        if column:  # what rules look at is among the remaining columns
            yield column, said[name]
    if meant.sequence and said["sequence"] is not None:
        yield meant.sequence, str(said["sequence"])
    yield from _amounts(meant, said, decimal)


_CODED = ("touchpoint", "channel", "department", "lifecycle", "outcome", "stated_reason")
_TEXTS = ("journey", "matter", "account", "text")


def _amounts(meant: InteractionMapping, said: Recorded, decimal: str) -> Iterator[tuple[str, str | None]]:
    if meant.value is not None and said["value_minor"] is not None:
        yield meant.value.column, _number(major_units(said["value_minor"], said["currency"]), decimal)
        if meant.value.currency.column and not meant.value.currency.rules:
            yield meant.value.currency.column, said["currency"]
    scores = dict(said["scores"] or ())
    for score in meant.scores:
        if score.scale in scores:
            yield score.column, _number(scores[score.scale], decimal)


def _cell(said: dt.datetime | str | None) -> str | None:
    return said.isoformat() if isinstance(said, dt.datetime) else said


def _number(value: float, decimal: str) -> str:
    return f"{value:.10g}".replace(".", decimal)


def readings(mapping: Mapping, field: str, batch: pa.RecordBatch) -> list[str | None]:
    """What a column says in each row, such that two spellings of one time, number or identifier are the same; None
    where it says nothing.
    """
    columns = Columns(batch, mapping.read, "UTC")
    if field in _times(mapping):
        return [None if one is None else one.isoformat() for one in columns.times(field).values.to_pylist()]
    if field in _numbers(mapping):
        return [None if one is None else f"{one:.10g}" for one in columns.numbers(field).values.to_pylist()]
    found: list[str | None] = columns.text(field).to_pylist()
    if any(one.column == field for one in mapping.all_identifiers):
        learn(filter(None, found))
        return [None if one is None else form(one) for one in found]
    return found


def reading(mapping: Mapping, field: str, value: str) -> str | None:
    """The same for one value; None where it is empty, or no time or number where one is asked for."""
    return readings(mapping, field, pa.record_batch({field: pa.array([value], pa.string())}))[0]


def replaced(batch: pa.RecordBatch, field: str, where: Iterable[bool], value: str) -> pa.RecordBatch:
    """The batch with this value in a column of some rows; "" empties the cell."""
    from_text = Columns(batch, Mapping("", "", ()).read, "UTC").text(field)
    mask = pa.array(list(where), pa.bool_())
    column = pc.if_else(mask, pa.scalar(value or None, pa.string()), from_text)
    if field not in batch.schema.names:
        return batch.append_column(field, column)
    return batch.set_column(batch.schema.get_field_index(field), field, column)


def _times(mapping: Mapping) -> set[str | None]:
    parts = mapping.interactions
    promises = [part.promise for part in parts if part.promise]
    return {
        *(name for part in parts for name in (part.time, part.end)),
        *(name for promise in promises for name in (promise.due, promise.kept)),
        *((mapping.master.changed, mapping.master.until) if mapping.master else ()),
    }


def _numbers(mapping: Mapping) -> set[str | None]:
    parts = mapping.interactions
    return {part.sequence for part in parts} | {
        *(part.value.column for part in parts if part.value),
        *(score.column for part in parts for score in part.scores),
    }
