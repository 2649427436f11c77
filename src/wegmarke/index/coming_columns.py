"""Columns of Arrow batches on their way into the index, as NumPy columns: words, numbers and where rows come from."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.index.layout import ORIGIN_PART_BITS, ORIGIN_ROW_BITS
from wegmarke.index.words import Words
from wegmarke.model.hashing import hash_strings


def column_of(batch: pa.RecordBatch, name: str) -> pa.Array | None:
    """A column that may be missing; None too where it holds nothing but nulls."""
    place = batch.schema.get_field_index(name)
    if place < 0:
        return None
    column = batch.column(place)
    return None if column.null_count == len(column) else column


def dictionary_of(column: pa.Array) -> pa.DictionaryArray:
    """A column of words as a dictionary and places in it."""
    if pa.types.is_dictionary(column.type):
        return column
    return column.cast(pa.string()).dictionary_encode()


def text_of(column: pa.Array) -> pa.StringArray:
    """A column as text."""
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def int64_of(column: pa.Array) -> NDArray[np.int64]:
    """A column without nulls as whole numbers."""
    result: NDArray[np.int64] = column.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return result


def optional(column: pa.Array | None, order: NDArray[np.int32]) -> NDArray[np.int64] | None:
    """A column of whole numbers in this order, 0 for null; None where there is none."""
    if column is None:
        return None
    result: NDArray[np.int64] = pc.fill_null(column.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)[order]
    return result


def indices_of(column: pa.DictionaryArray) -> NDArray[np.int32]:
    """The place of each row's word in the dictionary; one behind the last where it has none."""
    indices = column.indices.fill_null(len(column.dictionary)) if column.null_count else column.indices
    result: NDArray[np.int32] = indices.cast(pa.int32()).to_numpy()
    return result


def coded(column: pa.Array | None) -> pa.DictionaryArray | None:
    """As `dictionary_of`, of a column that may be missing."""
    return None if column is None else dictionary_of(column)


def codes_of(column: pa.DictionaryArray | None, words: Words) -> NDArray[np.uint16]:
    """The code of each word of the dictionary, and 0 behind them for none."""
    found = [] if column is None else [words.code(word) + 1 for word in column.dictionary.to_pylist()]
    return np.array([*found, 0], np.uint16)


def in_order(
    column: pa.DictionaryArray | None, codes: NDArray[np.uint16], order: NDArray[np.int32]
) -> NDArray[np.uint16] | None:
    """The code of each row's word, rows in this order; None where there is no column."""
    return None if column is None else codes[indices_of(column)[order]]


def origin_of(batch: pa.RecordBatch) -> NDArray[np.uint64]:
    """Source file, row and part of each row as one number."""
    result: NDArray[np.uint64] = batch.column("row").to_numpy().astype(np.uint64)
    result <<= np.uint64(ORIGIN_PART_BITS)
    for name, bits in (("file", ORIGIN_PART_BITS + ORIGIN_ROW_BITS), ("part", 0)):
        column = column_of(batch, name)
        if column is not None:
            numbers: NDArray[np.integer] = column.to_numpy()
            if numbers.any():
                result |= numbers.astype(np.uint64) << np.uint64(bits)
    return result


def id_hashes(column: pa.Array) -> NDArray[np.uint64]:
    """The hash of the journey id, never 0; 0 where there is none."""
    hashes = hash_strings(text_of(column))
    hashes[hashes == 0] = 1
    if column.null_count:
        hashes[column.is_null().to_numpy(zero_copy_only=False)] = 0
    return hashes
