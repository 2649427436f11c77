"""Rows into what the index needs: the same meaning as `sources.interactions`, and a short way for typed tables.

A table of ten million rows has nothing to read out of text: its time is a time, its customer a number or a tidy text.
Such a batch goes to the index column by column. A batch with anything else in it (an empty customer, a time as text,
blanks around a name, a mapping with rules) takes the long way, which knows all that; so both agree by construction,
and a test compares them. Further identifiers are asked where the customer is empty, which is never the case on the
short way.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.model.hashing import string_buffers
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping, Money
from wegmarke.sources.batch import RawBatch
from wegmarke.sources.interactions import MappedBatch, apply_mapping
from wegmarke.sources.numbers import minor_units
from wegmarke.sources.times import read_times

_LONGEST_PLAIN = 1 << 20
_EXACT_FLOAT = 9e15


def interactions_of(mapping: Mapping, batch: RawBatch, time_zone: str) -> MappedBatch:
    """The interactions of a batch with those columns of `INDEX_COLUMNS` at least that hold anything, and what is unfit.

    Customers are whole numbers where their column is of such: their text is made once a customer, not once a row.
    """
    short = _short_way(mapping, batch, time_zone)
    if short is not None:
        return MappedBatch(short, (), batch.rows)
    return apply_mapping(mapping, batch, keep_rest=False, time_zone=time_zone)


def _short_way(mapping: Mapping, batch: RawBatch, time_zone: str) -> pa.RecordBatch | None:
    if (
        len(mapping.interactions) != 1
        or batch.unreadable
        or mapping.row_id
        or mapping.attributes
        or not batch.columns.num_rows
    ):
        return None
    part, count = mapping.interactions[0], batch.columns.num_rows
    if not _is_plain(part):
        return None
    customer = _plain_identifiers(_column(batch, mapping.customer))
    time = _plain_time(_column(batch, part.time), mapping.read.time_zone or time_zone)
    touchpoint = _plain_codes(_column(batch, part.touchpoint.column))
    if customer is None or time is None or touchpoint is None or touchpoint.null_count or customer.null_count:
        return None
    found: dict[str, pa.Array | None] = {
        "row": pa.array(batch.row_numbers),
        "customer_kind": pa.DictionaryArray.from_arrays(
            pa.array(np.zeros(count, np.int32)), pa.array([mapping.customer_kind])
        ),
        "customer": customer,
        "time": time,
        "touchpoint": touchpoint,
    }
    if part.sequence is not None:
        found["sequence"] = _whole_numbers(_column(batch, part.sequence))
    for name in ("journey", "matter"):
        column: str | None = getattr(part, name)
        if column is not None:
            found[name] = _plain_text(_column(batch, column))
    for name in ("channel", "department", "lifecycle", "outcome", "stated_reason"):
        cell: Cell | None = getattr(part, name)
        if cell is not None:
            found[name] = _plain_codes(_column(batch, cell.column))
    if part.value is not None:
        found["value_minor"], found["currency"] = _money(_column(batch, part.value.column), part.value)
    if any(column is None for column in found.values()):
        return None
    return pa.RecordBatch.from_pydict(found)


def _is_plain(part: InteractionMapping) -> bool:
    """Say whether the mapping names columns and nothing that needs a second look."""
    cells = (part.touchpoint, part.channel, part.department, part.lifecycle, part.outcome, part.stated_reason)
    plain = all(cell is None or (cell.column and not cell.rules and not cell.constant) for cell in cells)
    money = part.value is None or (part.value.currency.column is None and not part.value.currency.rules)
    return (
        plain and money and part.end is None and part.outcome_of == "journey" and not part.scores and not part.promise
    )


def _column(batch: RawBatch, name: str | None) -> pa.Array | None:
    place = -1 if name is None else batch.columns.schema.get_field_index(name)
    return None if place < 0 else batch.columns.column(place)


def _plain_identifiers(column: pa.Array | None) -> pa.Array | None:
    """A column of whole numbers as such, of tidy text as text; None where it takes a closer look."""
    if column is not None and pa.types.is_integer(column.type) and not pa.types.is_uint64(column.type):
        return column.cast(pa.int64())
    return _plain_text(column)


def _plain_text(column: pa.Array | None) -> pa.Array | None:
    """A column of whole numbers or of tidy text, as text; None where it takes a closer look."""
    if column is None:
        return None
    if pa.types.is_integer(column.type):
        return column.cast(pa.string())
    if pa.types.is_dictionary(column.type):
        words = _plain_text(column.dictionary)
        return None if words is None or words.null_count else pc.take(words, column.indices)
    if pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type):
        column = column.cast(pa.string())
    if not pa.types.is_string(column.type) or not _is_tidy(column):
        return None
    return column


def _is_tidy(column: pa.StringArray) -> bool:
    """Say whether no text can be empty, begin or end with blanks, or be longer than a cell may be.

    A first or last byte outside printable ASCII may belong to a blank of some script and counts as untidy, which costs
    time and nothing else.
    """
    if not len(column):
        return True
    data, offsets = string_buffers(column)
    lengths = np.diff(offsets)
    filled = lengths[pc.is_valid(column).to_numpy(zero_copy_only=False)] if column.null_count else lengths
    if len(filled) == 0:
        return True
    if filled.min() == 0 or filled.max() > _LONGEST_PLAIN:
        return False
    there = lengths > 0
    first, last = data[offsets[:-1][there]], data[offsets[1:][there] - 1]
    return bool(((first > 32) & (first < 127) & (last > 32) & (last < 127)).all())


def _plain_time(column: pa.Array | None, zone_name: str) -> pa.Array | None:
    if column is None or not pa.types.is_timestamp(column.type) or column.null_count:
        return None
    times = read_times(column, zone_name)
    return None if times.values.null_count else times.values


def _plain_codes(column: pa.Array | None) -> pa.DictionaryArray | None:
    """A column of names as a dictionary; nulls stay."""
    if column is None:
        return None
    if not pa.types.is_dictionary(column.type):
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            return None
        column = column.dictionary_encode()
    words = column.dictionary.cast(pa.string()) if not pa.types.is_string(column.dictionary.type) else column.dictionary
    if words.null_count:
        return None
    trimmed = pc.utf8_trim_whitespace(words)
    if not trimmed.equals(words) or pc.any(pc.equal(pc.binary_length(words), 0)).as_py():
        return None
    return pa.DictionaryArray.from_arrays(column.indices.cast(pa.int32()), words)


def _whole_numbers(column: pa.Array | None) -> pa.Array | None:
    if column is None or not pa.types.is_integer(column.type) or pa.types.is_uint64(column.type):
        return None
    return column.cast(pa.int64())


def _money(column: pa.Array | None, money: Money) -> tuple[pa.Array | None, pa.Array | None]:
    if column is None or not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        return None, None
    amounts = column.cast(pa.float64(), safe=False)
    numbers = pc.fill_null(amounts, 0.0).to_numpy(zero_copy_only=False)
    if not np.isfinite(numbers).all() or np.abs(numbers).max() > _EXACT_FLOAT:
        return None, None
    places = pa.array(np.zeros(len(column), np.int32), mask=pc.is_null(amounts).to_numpy(zero_copy_only=False))
    currency = pa.DictionaryArray.from_arrays(places, pa.array([money.currency.constant or "EUR"]))
    return minor_units(amounts, currency), currency
