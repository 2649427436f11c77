"""Where a row says that somebody lives: an address and a family name, put together from what describes the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_PARTS = ("street", "house_number", "postcode", "city", "last_name", "name", "company")
_DIGIT = r"\d"


@dataclass(frozen=True, slots=True)
class Part:
    """Values of one kind, in one spelling, and in which rows they stand."""

    kind: str
    rows: NDArray[np.int64]
    values: pa.StringArray


@dataclass(frozen=True, slots=True)
class Addresses:
    """The rows that name a whole address: street with number, postcode, and town where it is known; each with the
    family name ("" where none is known). Rows that name a company are left out: there people work.
    """

    rows: NDArray[np.int64]
    address: pa.StringArray
    family: pa.StringArray


def addresses(parts: Sequence[Part], rows: int) -> Addresses | None:
    """The addresses in so many rows; None where no row has one. Of several values of a kind a row's first counts."""
    if not {"street", "postcode"} <= {part.kind for part in parts}:
        return None
    street, number, postcode, city, last, name, company = (_column(parts, kind, rows) for kind in _PARTS)
    numbered = pc.fill_null(pc.match_substring_regex(street, _DIGIT), fill_value=False)
    whole = pc.if_else(numbered, street, pc.binary_join_element_wise(street, number, " "))
    place = pc.if_else(pc.is_valid(city), pc.binary_join_element_wise(postcode, city, " "), postcode)
    address = pc.binary_join_element_wise(whole, place, ", ")
    family = pc.fill_null(pc.coalesce(last, _last_word(name)), "")
    there = pc.and_(pc.is_valid(address), pc.is_null(company))
    found = np.flatnonzero(there.to_numpy(zero_copy_only=False))
    return Addresses(found, address.filter(there), family.filter(there)) if len(found) else None


def _column(parts: Sequence[Part], kind: str, rows: int) -> pa.StringArray:
    """What each row says of this kind; null where it says nothing."""
    column = pa.nulls(rows, pa.string())
    for part in parts:
        if part.kind == kind:
            at = np.full(rows, -1, np.int64)
            at[part.rows[::-1]] = np.arange(len(part.rows))[::-1]
            column = pc.coalesce(column, part.values.take(pa.array(at, mask=at < 0)))
    return column


def _last_word(name: pa.StringArray) -> pa.StringArray:
    """The family name of a whole name; null where it is one word."""
    return pc.struct_field(pc.extract_regex(name, r"\s(?P<last>\S+)$"), "last")
