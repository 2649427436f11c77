"""Dates of birth as 1980-03-31, and the dates that forms fill in where nobody said one."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.identity.normalising.texts import or_null, tidied

_YEAR_FIRST = r"^(\d{4})[-./ ]?(\d{2})[-./ ]?(\d{2})(?:[T ].*)?$"
_YEAR_LAST = r"^(\d{2})[-./ ](\d{2})[-./ ](\d{4})(?:[T ].*)?$"
_FILLED_IN = ("0000-00-00", "0001-01-01", "1111-11-11", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-00",
              "1900-01-01", "1901-01-01", "9999-12-31", "9999-09-09", "9999-99-99")  # fmt: skip


def normalise(values: pa.StringArray, *, day_first: bool = True) -> pa.StringArray:
    """Dates as year, month, day; null: no date, or one that stands for "not known" (01.01.1900).

    A date that no calendar has stays: it is a slip of the pen, and most of it is right. Years of two digits are null:
    a customer of 104 and one of 4 are two.
    """
    some = pc.replace_substring_regex(tidied(values), r"\b(\d)\b", r"0\1")
    first = pc.match_substring_regex(some, _YEAR_FIRST)
    last = pc.match_substring_regex(some, _YEAR_LAST)
    out = or_null(first, pc.replace_substring_regex(some, _YEAR_FIRST, r"\1-\2-\3"))
    order = r"\3-\2-\1" if day_first else r"\3-\1-\2"
    out = pc.if_else(last, pc.replace_substring_regex(some, _YEAR_LAST, order), out)
    return or_null(pc.invert(pc.is_in(out, pa.array(_FILLED_IN))), out)
