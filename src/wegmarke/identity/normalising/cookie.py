"""Cookies, devices and the ids of users: random or secret texts that are taken as they are, letter by letter."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.identity.normalising.nothing import says_something
from wegmarke.identity.normalising.texts import or_null


def normalise(values: pa.StringArray) -> pa.StringArray:
    """The text without spaces around it; null: nothing, zeroes only (a phone that refuses tracking), or "null"."""
    some = pc.utf8_trim_whitespace(values)
    return or_null(says_something(some), some)
