"""The columns of a row that the mapping does not use, as a JSON object; and a row's content as a number."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.sources.texts import as_text

_NEEDS_CARE = r'["\\\x00-\x1f]'
_NO_TEXT = pa.scalar(None, pa.string())


def rest_of(columns: pa.RecordBatch, leave_out: Collection[str]) -> pa.Array:
    """Write the columns but `leave_out` as one JSON object a row, empty cells left out; null where nothing remains."""
    pieces: list[pa.Array] = []
    for name, column in zip(columns.schema.names, columns.columns, strict=True):
        if name in leave_out or column.null_count == len(column):
            continue
        pieces.append(_piece(name, column))
    if not pieces:
        return pa.nulls(columns.num_rows, pa.string())
    # Not null_handling="skip": as of Arrow 26 it leaves out the rows in which all cells are null.
    inside = pc.binary_join_element_wise(*pieces, "", null_handling="replace", null_replacement="")
    filled = pc.greater(pc.binary_length(inside), 0)
    whole = pc.replace_substring(pc.binary_join_element_wise("{", inside, "}", ""), "{,", "{", max_replacements=1)
    return pc.if_else(filled, whole, _NO_TEXT)


def row_hashes(columns: pa.RecordBatch, leave_out: Collection[str]) -> pa.Array:
    """Number the content of each row (64 bits of BLAKE2b), whatever the order of its columns."""
    names = sorted(name for name in columns.schema.names if name not in leave_out)
    texts = [pc.fill_null(as_text(columns.column(name)), "") for name in names]
    rows = pc.binary_join_element_wise(*texts, "\x1f") if texts else pa.array([""] * columns.num_rows)
    numbers = (
        int.from_bytes(hashlib.blake2b(row.encode(), digest_size=8).digest(), "little") for row in rows.to_pylist()
    )
    hashes: NDArray[np.uint64] = np.fromiter(numbers, np.uint64, columns.num_rows)
    return pa.array(hashes)


def _piece(name: str, column: pa.Array) -> pa.Array:
    """Give `,"name":value` for each filled cell, null for the others."""
    kind = column.type
    key = "," + json.dumps(name, ensure_ascii=False) + ":"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        return pc.binary_join_element_wise(key, as_text(column), "")
    if pa.types.is_dictionary(kind):
        return pc.take(_piece(name, column.dictionary), column.indices)
    return pc.binary_join_element_wise(key + '"', _escaped(as_text(column)), '"', "")


def _escaped(text: pa.Array) -> pa.Array:
    care = pc.match_substring_regex(text, _NEEDS_CARE)
    if not pc.any(care).as_py():
        return text
    places = np.flatnonzero(pc.fill_null(care, fill_value=False).to_numpy(zero_copy_only=False))
    careful = [json.dumps(value, ensure_ascii=False)[1:-1] for value in text.take(pa.array(places)).to_pylist()]
    return pc.replace_with_mask(text, pc.fill_null(care, fill_value=False), pa.array(careful, pa.string()))
