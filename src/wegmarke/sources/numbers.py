"""Numbers as people write them: 1.234,50 € and 1,234.50 and 12,5- and 1 234,5, read a column at a time.

A separator is settled by the mapping (`read.decimal`), else by those values of the column that allow one reading only:
19,90 or 1.234,50 settle the comma, 19.90 or 1,234.50 the point. What then still allows two readings (1.234) is not
guessed: it counts as ambiguous.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.sources.texts import as_text, missing_to_null

Decimal = Literal[",", "."]

_BRACKETS = r"^\((.*)\)$"
_MINUS_BEHIND = r"^([^-+].*?)[-−]$"
_ORNAMENT = r"(?i)(EUR|USD|GBP|CHF|[€$£¥%]|[\s'’_\x{00A0}\x{202F}\x{2009}])"
_PLAIN = r"^[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?$"
_BARE = r"^[-+]?[0-9.,]+$"
_BY_DECIMAL: dict[Decimal, str] = {
    ",": r"^[-+]?([1-9][0-9]{0,2}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?$",
    ".": r"^[-+]?(([1-9][0-9]{0,2}(,[0-9]{3})+|[0-9]+)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?$",
}
_THOUSANDS: dict[Decimal, str] = {",": ".", ".": ","}
_NO_NUMBER = pa.scalar(None, pa.float64())

MINOR_DIGITS = dict.fromkeys(
    ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0
) | dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)
"""Digits of the minor unit by ISO 4217 where they are not two."""

CURRENCY_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "EURO": "EUR", "SFR": "CHF", "SFR.": "CHF"}


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of numbers: float64 values (null where there is none), and which cells could not be read.

    Those that allow two readings.
    """

    values: pa.Array
    unreadable: NDArray[np.bool_]
    ambiguous: NDArray[np.bool_]


def read_numbers(column: pa.Array, decimal: Decimal | None = None) -> Numbers:
    """Read a column of numbers, or of text with numbers in it; ambiguous cells are unreadable too."""
    none = np.zeros(len(column), np.bool_)
    kind = column.type
    if (
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_boolean(kind)
    ):
        values = column.cast(pa.float64(), safe=False)
        return Numbers(pc.if_else(pc.is_finite(values), values, _NO_NUMBER), none, none)
    return _once(as_text(column), decimal)


def decimal_of(column: pa.Array) -> Decimal | None:
    """Tell the decimal sign that the column's cells settle; None: none has one, or they contradict each other."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return decimal_of(column.dictionary)
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return None
    text = _cleaned(pc.unique(missing_to_null(as_text(column))))
    comma, point = (
        pc.fill_null(pc.match_substring_regex(text, shape), fill_value=False) for shape in _BY_DECIMAL.values()
    )
    commas, points = pc.any(pc.and_not(comma, point)).as_py(), pc.any(pc.and_not(point, comma)).as_py()
    if commas == points:
        return None
    return "," if commas else "."


def _once(text: pa.Array, decimal: Decimal | None) -> Numbers:
    """Read each distinct cell once: amounts and scores repeat, and text is slow to look at."""
    coded = pc.dictionary_encode(text)
    if len(coded.dictionary) * 2 > len(text):
        return _read(missing_to_null(text), decimal)
    once = _read(missing_to_null(coded.dictionary), decimal)
    places = pc.fill_null(coded.indices, 0).to_numpy(zero_copy_only=False)
    there = _true(pc.is_valid(coded.indices))
    if not len(coded.dictionary):
        return Numbers(pa.nulls(len(text), pa.float64()), there, there)
    values = pc.take(once.values, coded.indices)
    return Numbers(values, once.unreadable[places] & there, once.ambiguous[places] & there)


def _read(text: pa.Array, decimal: Decimal | None) -> Numbers:
    none = np.zeros(len(text), np.bool_)
    filled = _true(pc.is_valid(text))
    plain = _true(pc.match_substring_regex(text, _PLAIN)).sum() == filled.sum()
    if decimal != "," and plain and not _maybe_thousands(text, decimal):
        return Numbers(text.cast(pa.float64()), none, none)
    text = _cleaned(text)
    fits = {sign: _true(pc.match_substring_regex(text, shape)) for sign, shape in _BY_DECIMAL.items()}
    if decimal is not None:
        return Numbers(_cast(text, decimal, fits[decimal]), filled & ~fits[decimal], none)
    both = fits[","] & fits["."]
    commas, points = (fits[","] & ~fits["."]).any(), (fits["."] & ~fits[","]).any()
    if commas != points:
        settled: Decimal = "," if commas else "."
        return Numbers(_cast(text, settled, fits[settled]), filled & ~fits[settled], none)
    ambiguous = both & _true(pc.match_substring_regex(text, r"[.,]"))
    values = pc.coalesce(_cast(text, ",", fits[","] & ~ambiguous), _cast(text, ".", fits["."] & ~ambiguous))
    return Numbers(values, filled & _true(pc.is_null(values)), ambiguous)


def minor_units(values: pa.Array, currency: pa.DictionaryArray) -> pa.Array:
    """Turn amounts into whole minor units of their currency: 19.90 EUR to 1990, 500 JPY to 500.

    Further digits are rounded.
    """
    amounts = pc.fill_null(values, 0.0).to_numpy(zero_copy_only=False)
    factors = np.array([10.0 ** MINOR_DIGITS.get(name or "", 2) for name in currency.dictionary.to_pylist()] or [100.0])
    places = pc.fill_null(currency.indices, 0).to_numpy(zero_copy_only=False)
    minor = np.rint(amounts * factors[places]).astype(np.int64)
    return pa.array(minor, mask=_true(pc.is_null(values)))


def major_units(minor: int, currency: str) -> float:
    """Turn minor units into an amount: 1990 EUR to 19.90, 500 JPY to 500."""
    return float(minor / 10 ** MINOR_DIGITS.get(currency, 2))


def currency_codes(named: pa.DictionaryArray) -> pa.DictionaryArray:
    """Give ISO codes for currencies as written: eur, Euro and € are EUR."""
    names = [None if name is None else name.upper() for name in named.dictionary.to_pylist()]
    iso = pa.array([CURRENCY_SIGNS.get(name or "", name) for name in names], pa.string())
    return pc.dictionary_encode(pc.take(iso, named.indices))


def _maybe_thousands(text: pa.Array, decimal: Decimal | None) -> bool:
    """Say whether a plain reading could be wrong: 1.234 may be a thousand where no decimal sign is settled."""
    if decimal == ".":
        return False
    return bool(pc.any(pc.match_substring_regex(text, r"^[-+]?[1-9][0-9]{0,2}\.[0-9]{3}$")).as_py())


def _cleaned(text: pa.Array) -> pa.Array:
    """Take currency, spaces and brackets away, and the sign to the front, where there are such."""
    adorned = pc.fill_null(pc.invert(pc.match_substring_regex(text, _BARE)), fill_value=False)
    if not pc.any(adorned).as_py():
        return text
    some = text.filter(adorned)
    some = pc.replace_substring_regex(some, _ORNAMENT, "")
    some = pc.replace_substring_regex(some, _BRACKETS, r"-\1")
    some = pc.replace_substring_regex(some, _MINUS_BEHIND, r"-\1")
    return pc.replace_with_mask(text, adorned, pc.replace_substring(some, "−", "-"))


def _cast(text: pa.Array, decimal: Decimal, fits: NDArray[np.bool_]) -> pa.Array:
    plain = pc.replace_substring(text, _THOUSANDS[decimal], "")
    plain = pc.replace_substring(plain, decimal, ".") if decimal == "," else plain
    plain = pc.replace_substring_regex(plain, r"^\+", "")
    return pc.if_else(pa.array(fits), plain, pa.scalar(None, pa.string())).cast(pa.float64())


def _true(mask: pa.Array) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.fill_null(mask, fill_value=False).to_numpy(zero_copy_only=False)
    return found
