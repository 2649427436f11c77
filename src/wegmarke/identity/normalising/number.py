"""Numbers that the company's own systems give: customer, contract, loyalty card, IBAN."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.identity.normalising.nothing import says_something
from wegmarke.identity.normalising.texts import or_null, tidied

_BETWEEN = r"[ \x{ad}\x{2010}-\x{2015}\x{2212}_-]+"
_FROM_A_SHEET = r"^(\d+)\.0$"
"""What a spreadsheet makes of a number it took for an amount."""


def normalise(values: pa.StringArray) -> pa.StringArray:
    """In capital letters, without spaces and dashes; leading zeroes stay, for they tell numbers apart."""
    some = tidied(values)
    keep = pc.and_(says_something(some), pc.invert(pc.match_substring_regex(some, r"^9{6,}$")))
    some = pc.utf8_upper(pc.replace_substring_regex(or_null(keep, some), _BETWEEN, ""))
    return pc.replace_substring_regex(some, _FROM_A_SHEET, r"\1")
