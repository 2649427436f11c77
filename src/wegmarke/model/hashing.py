"""64-bit hashes of text columns and the mixing of numbers: one definition for identity, index and record.

FNV-1a over the UTF-8 bytes with a final avalanche. Not meant to resist an attacker: where equality matters, the
bytes are compared as well.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.compiled import I64, R8, RI32, RI64, U64, VOID, W64, compiled, inlined

_OFFSET = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_MIX2 = np.uint64(0xC4CEB9FE1A85EC53)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_ONE = np.uint64(1)
_ZERO = np.uint64(0)
_TEN = np.uint64(10)
_MINUS = np.uint64(ord("-"))
_DIGIT = np.uint64(ord("0"))
_S29 = np.uint64(29)
_S33 = np.uint64(33)


@inlined
def mix(value: np.uint64) -> np.uint64:
    """Spread every bit of a 64-bit number over all of them."""
    x = np.uint64(value)
    x ^= x >> _S33
    x *= _MIX
    x ^= x >> _S33
    x *= _MIX2
    x ^= x >> _S33
    return x


@compiled(VOID(R8, RI32, I64, U64, W64))
def _hash_strings(data, offsets, first, seed, out):
    for i in range(len(out)):
        x = _OFFSET ^ seed
        for j in range(offsets[first + i], offsets[first + i + 1]):
            x = (x ^ np.uint64(data[j])) * _PRIME
        out[i] = mix(x)


@compiled(VOID(R8, RI32, U64, W64, W64))
def _hash_strings_twice(data, offsets, seed, out, check):
    for i in range(len(out)):
        x = _OFFSET ^ seed
        y = seed
        for j in range(offsets[i], offsets[i + 1]):
            byte = np.uint64(data[j])
            x = (x ^ byte) * _PRIME
            y = (y + byte + _ONE) * _GOLDEN
            y ^= y >> _S29
        out[i] = mix(x)
        check[i] = mix(y)


@compiled(VOID(RI64, U64, W64, W64))
def _hash_numbers_twice(values, seed, out, check):
    digits = np.empty(20, np.uint64)
    for i in range(len(values)):
        left = np.uint64(values[i])
        x = _OFFSET ^ seed
        y = seed
        if values[i] < 0:
            left = _ZERO - left
            x = (x ^ _MINUS) * _PRIME
            y = (y + _MINUS + _ONE) * _GOLDEN
            y ^= y >> _S29
        first = 20
        while True:
            tenth = left // _TEN
            first -= 1
            digits[first] = left - tenth * _TEN
            left = tenth
            if left == _ZERO:
                break
        for j in range(first, 20):
            byte = digits[j] + _DIGIT
            x = (x ^ byte) * _PRIME
            y = (y + byte + _ONE) * _GOLDEN
            y ^= y >> _S29
        out[i] = mix(x)
        check[i] = mix(y)


def string_buffers(column: pa.StringArray) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """The bytes and the offsets (len + 1 of them) of a text column without nulls in question; no copy."""
    _, offsets, data = column.buffers()
    where = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    what = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return what, where


def hash_strings(column: pa.StringArray, seed: int = 0) -> NDArray[np.uint64]:
    """The hash of every text of the column, shape (len,). A null hashes like an empty text."""
    out = np.empty(len(column), np.uint64)
    if len(column):
        data, offsets = string_buffers(column)
        _hash_strings(data, offsets, 0, np.uint64(seed), out)
    return out


def hash_identifiers(
    kinds: pa.DictionaryArray, values: pa.StringArray | pa.Int64Array
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Two independent hashes of every identifier (kind and value), shapes (len,); no nulls. A whole number hashes like
    the text of its decimal digits.

    Both together stand for the identifier where its text is not at hand: among ten thousand million identifiers the
    chance that any two share both is one in a million million million.
    """
    words = kinds.dictionary.to_pylist()
    if len(words) == 1:
        return _hash_twice(values, kind_seed(words[0]))
    key, check = np.empty(len(values), np.uint64), np.empty(len(values), np.uint64)
    indices = kinds.indices.to_numpy(zero_copy_only=False)
    for code, word in enumerate(words):
        rows = np.flatnonzero(indices == code)
        if len(rows):
            key[rows], check[rows] = _hash_twice(values.take(pa.array(rows)), kind_seed(word))
    return key, check


def _hash_twice(
    values: pa.StringArray | pa.Int64Array, seed: np.uint64
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    found = np.empty(len(values), np.uint64), np.empty(len(values), np.uint64)
    if len(values) and pa.types.is_int64(values.type):
        _hash_numbers_twice(values.to_numpy(), seed, *found)
    elif len(values):
        _hash_strings_twice(*string_buffers(values), seed, *found)
    return found


def kind_seed(kind: str) -> np.uint64:
    """What makes the hashes of equal values of two kinds differ."""
    return np.uint64(hash_strings(pa.array([kind], pa.string()))[0])
