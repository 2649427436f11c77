"""Settling how days, months and decimals are written, once for a whole file, before its rows are taken in.

A file is read in pieces, and 3/4/2026 must not be March in one piece and April in the next. So what the mapping leaves
open is settled from the first batch, and the settled mapping is the one that is used and recorded.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Mapping, ReadOptions
from wegmarke.sources.batch import RawBatch
from wegmarke.sources.numbers import Decimal, decimal_of, read_numbers
from wegmarke.sources.texts import as_text
from wegmarke.sources.times import DateOrder, date_order_of, read_times


def settle(mapping: Mapping, batch: RawBatch) -> Mapping:
    """Give the mapping with `date_order` and `decimal` settled by the rows of its first batch, where there is a doubt.

    Errors: `time_unreadable` (column, value) where days and months could change places and nothing tells them apart,
    `mapping_incomplete` (read.decimal) where 1.234 could be a thousand and nothing tells, and (read.own_domains) where
    it could not be found out which side of the mails is the company's.
    """
    read = mapping.read
    if mapping.format == "mail" and not read.own_domains and not _has_sides(batch.columns):
        raise WegmarkeError("mapping_incomplete", key="read.own_domains")
    if read.date_order is None:
        read = replace(read, date_order=_date_order(mapping, batch.columns))
    if read.decimal is None:
        read = replace(read, decimal=_decimal(mapping, batch.columns, read))
    return replace(mapping, read=read)


def time_columns(mapping: Mapping) -> list[str]:
    """Name the columns that are read as times, in the order of the mapping."""
    names: list[str] = []
    if mapping.master is not None:
        names += [name for name in (mapping.master.changed, mapping.master.until) if name]
    for part in mapping.interactions:
        promise = (part.promise.due, part.promise.kept) if part.promise else ()
        names += [name for name in (part.time, part.end, *promise) if name]
    return list(dict.fromkeys(names))


def number_columns(mapping: Mapping) -> list[str]:
    """Name the columns that are read as numbers."""
    names: list[str] = []
    for part in mapping.interactions:
        names += [part.value.column] if part.value else []
        names += [score.column for score in part.scores]
    return list(dict.fromkeys(names))


def _has_sides(columns: pa.RecordBatch) -> bool:
    """Say whether the reader knew which side is the company's: then every mail has a direction."""
    name = "direction"
    return not columns.num_rows or (name in columns.schema.names and columns.column(name).null_count == 0)


def _date_order(mapping: Mapping, columns: pa.RecordBatch) -> DateOrder | None:
    names = [name for name in time_columns(mapping) if name in columns.schema.names]
    orders = {date_order_of(columns.column(name)) for name in names} - {None}
    if len(orders) == 1:
        return orders.pop()
    for name in names:
        doubtful = read_times(columns.column(name)).ambiguous
        if doubtful.any():
            value = as_text(columns.column(name).slice(int(np.argmax(doubtful)), 1))[0].as_py()
            raise WegmarkeError("time_unreadable", column=name, value=value)
    return None


def _decimal(mapping: Mapping, columns: pa.RecordBatch, read: ReadOptions) -> Decimal | None:
    names = [name for name in number_columns(mapping) if name in columns.schema.names]
    signs = {decimal_of(columns.column(name)) for name in names} - {None}
    if len(signs) == 1:
        return signs.pop()
    for name in names:
        if read_numbers(columns.column(name), read.decimal).ambiguous.any():
            raise WegmarkeError("mapping_incomplete", key="read.decimal", column=name)
    return None
