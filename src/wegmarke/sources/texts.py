"""A column of any type as trimmed text, and the words that stand for "nothing" where a number or a time is asked."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.compute as pc

MISSING_WORDS = ("na", "n/a", "#n/a", "nan", "nat", "null", "none", "nil", "-", "–", "—", "\\n")
"""Stand for an empty cell where a number or a time is asked for.

As an identifier or a name they are text like any other.
"""


def as_text(column: pa.Array) -> pa.Array:  # noqa: PLR0911 - one line for each type
    """Give the column as text: trimmed, null where empty; whole floats without `.0`; times as ISO.

    Nested values as JSON.
    """
    kind = column.type
    if pa.types.is_string(kind):
        return _trimmed(column)
    if pa.types.is_dictionary(kind):
        return pc.take(as_text(column.dictionary), column.indices)
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return _trimmed(column.cast(pa.string()))
    if pa.types.is_floating(kind):
        return _float_text(column)
    if pa.types.is_timestamp(kind):
        return _time_text(column)
    if pa.types.is_null(kind):
        return pa.nulls(len(column), pa.string())
    if pa.types.is_nested(kind):
        return pa.array([None if value is None else _json(value) for value in column.to_pylist()], pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return pa.array(
            [None if value is None else value.decode("utf-8", "backslashreplace") for value in column.to_pylist()],
            pa.string(),
        )
    return column.cast(pa.string())


def missing_to_null(text: pa.Array) -> pa.Array:
    """Turn the words of `MISSING_WORDS` into null."""
    if text.null_count == len(text):
        return text
    lengths = pc.utf8_length(text)
    if pc.min(lengths).as_py() > max(map(len, MISSING_WORDS)):
        return text
    missing = pc.is_in(pc.utf8_lower(text), pa.array(MISSING_WORDS))
    return pc.if_else(missing, pa.scalar(None, pa.string()), text)


def _trimmed(column: pa.Array) -> pa.Array:
    trimmed = pc.utf8_trim_whitespace(column)
    empty = pc.equal(pc.binary_length(trimmed), 0)
    if pc.any(empty).as_py():
        return pc.if_else(empty, pa.scalar(None, pa.string()), trimmed)
    return trimmed


def _float_text(column: pa.Array) -> pa.Array:
    number = column.cast(pa.float64())
    finite = pc.fill_null(pc.is_finite(number), fill_value=False)
    whole = pc.and_(finite, pc.and_(pc.equal(pc.floor(number), number), pc.less(pc.abs(number), 2.0**53)))
    as_whole = pc.if_else(whole, number, pa.scalar(None, pa.float64())).cast(pa.int64()).cast(pa.string())
    as_is = pc.if_else(finite, number, pa.scalar(None, pa.float64())).cast(pa.string())  # NaN is an empty cell
    return pc.coalesce(as_whole, as_is)


def _time_text(column: pa.Array) -> pa.Array:
    text = pc.strftime(
        column.cast(pa.timestamp("us", column.type.tz)),
        "%Y-%m-%dT%H:%M:%S%z" if column.type.tz else "%Y-%m-%dT%H:%M:%S",
    )
    return pc.replace_substring(text, ".000000", "")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
