"""Spellings made alike: what people write in several ways is folded into one.

Case, accents and punctuation go; ä, ae and a are one letter, and so are ö and ü; ß is ss. What consists of digits alone
is a number: blanks, dashes, leading zeros and the German country code (+49, 0049) go.
"""

from __future__ import annotations

import unicodedata

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.compiled import I64, R8, RI32, W8, WI64, compiled
from wegmarke.model.hashing import string_buffers

FIRST_ACCENTED, AFTER_ACCENTED = 0xC0, 0x180
_SPECIAL = {"ß": "ss", "æ": "a", "œ": "o", "ø": "o", "đ": "d", "ð": "d", "þ": "t", "ł": "l"}

LEAST_DIGITS = 3
"""Fewer digits are a word, not a number."""

_A, _Z, _LOWER = ord("A"), ord("Z"), ord("a") - ord("A")
_SMALL_A, _SMALL_E, _SMALL_O, _SMALL_U, _SMALL_Z = (ord(letter) for letter in "aeouz")
_ZERO, _FOUR, _NINE, _AT, _PLUS, _BLANK = ord("0"), ord("4"), ord("9"), ord("@"), ord("+"), ord(" ")


def _plain_letters() -> NDArray[np.uint8]:
    """For every letter of Latin beyond ASCII the one or two letters it is folded into, 0 for none."""
    table = np.zeros((AFTER_ACCENTED - FIRST_ACCENTED, 2), np.uint8)
    for code in range(FIRST_ACCENTED, AFTER_ACCENTED):
        letter = chr(code).lower()[:1]
        plain = _SPECIAL.get(letter) or unicodedata.normalize("NFD", letter)[0]
        if plain.isascii() and plain.isalpha():
            table[code - FIRST_ACCENTED, : len(plain)] = np.frombuffer(plain.encode(), np.uint8)
    return table.reshape(-1)


_PLAIN = _plain_letters()


def folded(values: pa.StringArray) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """All values folded, as one heap of bytes and where each begins (len + 1 places)."""
    data, offsets = string_buffers(values)
    out, starts = np.empty(max(len(data), 1), np.uint8), np.zeros(len(values) + 1, np.int64)
    size = _fold(data, offsets, _PLAIN, out, starts)
    return out[:size], starts


def fold(text: str) -> bytes:
    """One value, folded."""
    return folded(pa.array([text], pa.string()))[0].tobytes()


@compiled(I64(W8, I64, I64, I64))
def _number(out, begin, end, signs):
    """The digits alone, without leading zeros and without the country code of Germany; returns where they end."""
    at = begin
    for j in range(begin, end):
        if out[j] != _BLANK:
            out[at] = out[j]
            at += 1
    skip = begin
    while skip < at - 1 and out[skip] == _ZERO:
        skip += 1
    abroad = signs == 1 or skip - begin == 2
    if abroad and at - skip > 4 and out[skip] == _FOUR and out[skip + 1] == _NINE:
        skip += 2
        while skip < at - 1 and out[skip] == _ZERO:
            skip += 1
    for j in range(skip, at):
        out[begin + j - skip] = out[j]
    return begin + at - skip


@compiled(I64(R8, RI32, R8, W8, WI64))
def _fold(data, offsets, plain, out, starts):
    at = 0
    for i in range(len(starts) - 1):
        begin, j, end = at, offsets[i], offsets[i + 1]
        digits, others, signs, gap = 0, 0, 0, False
        while j < end:
            byte = np.int64(data[j])
            first, second = 0, 0
            if byte < 0x80:
                j += 1
                if _A <= byte <= _Z:
                    first = byte + _LOWER
                elif _SMALL_A <= byte <= _SMALL_Z or _ZERO <= byte <= _NINE or byte == _AT:
                    first = byte
                elif byte == _PLUS and at == begin:
                    signs = 1
            elif 0xC3 <= byte <= 0xC5 and j + 1 < end:
                letter = 2 * ((((byte & 31) << 6) | (np.int64(data[j + 1]) & 63)) - FIRST_ACCENTED)
                first, second = np.int64(plain[letter]), np.int64(plain[letter + 1])
                j += 2
            elif 0xCC <= byte <= 0xCD and j + 1 < end:  # an accent that stands by itself behind its letter
                j += 2
                continue
            else:
                first = byte
                j += 1
            if first == 0:
                gap = True
                continue
            if gap and at > begin:
                out[at] = _BLANK
                at += 1
            gap = False
            before = np.int64(out[at - 1]) if at > begin else 0
            if first == _SMALL_E and before in (_SMALL_A, _SMALL_O, _SMALL_U):
                continue
            out[at] = first
            at += 1
            if second:
                out[at] = second
                at += 1
            if _ZERO <= first <= _NINE:
                digits += 1
            else:
                others += 1
        if others == 0 and digits >= LEAST_DIGITS:
            at = _number(out, begin, at, signs)
        starts[i + 1] = at
    return at
