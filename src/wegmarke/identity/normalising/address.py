"""Streets, postcodes and towns, as post offices would read them alike."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.identity.normalising.name import folded
from wegmarke.identity.normalising.nothing import says_something
from wegmarke.identity.normalising.texts import or_null, tidied

_NUMBER_SIGN = r"(?: (?:nr|no|nummer|number|hausnr|hausnummer))+ (\d)"
_LETTER = r"(\d) ([a-z])(?:$| )"
_SHORT = (
    (r" ?(?:strasse|str|straat)( \d|$| [a-z]$)", r"str\1"),
    (r" (?:street|st)( \d|$)", r" st\1"),
    (r" (?:road|rd)( \d|$)", r" rd\1"),
    (r" (?:avenue|ave|av)( \d|$)", r" av\1"),
    (r" (?:place|pl)( \d|$)", r" pl\1"),
    (r" ?(?:platz|pl)( \d|$)", r"pl\1"),
    (r" (?:drive|drv)( \d|$)", r" drive\1"),
    (r" (?:court|ct)( \d|$)", r" court\1"),
    (r" (?:crescent|cres|cr)( \d|$)", r" cres\1"),
    (r" (?:circuit|cct|crct)( \d|$)", r" cct\1"),
    (r" (?:close|cl)( \d|$)", r" close\1"),
)
"""Words for street at the end of its name, by what they become."""


def normalise_street(values: pa.StringArray) -> pa.StringArray:
    """A street and its house number: Große Straße 5 A, Große Str. 5a → grossestr 5a. Null: it says nothing."""
    some = folded(or_null(says_something(tidied(values)), values))
    some = pc.replace_substring_regex(some, _NUMBER_SIGN, r" \1")
    for written, short in _SHORT:
        some = pc.replace_substring_regex(some, written, short)
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(some, _LETTER, r"\1\2 "))


def normalise_house_number(values: pa.StringArray) -> pa.StringArray:
    """A house number: 12 a, 12A, Nr. 12 a → 12a; leading zeroes go. Null: it says nothing."""
    some = folded(or_null(says_something(tidied(values)), values))
    some = pc.replace_substring_regex(some, r"^(?:(?:nr|no|hausnr|nummer) ?)+", "")
    some = pc.replace_substring_regex(some, r"(\d) ([a-z])$", r"\1\2")
    return pc.replace_substring_regex(some, r"^0+(\d)", r"\1")


def normalise_postcode(values: pa.StringArray) -> pa.StringArray:
    """A postcode without its country and without spaces: D-04109 → 04109. Null: it says nothing."""
    some = tidied(values)
    some = pc.utf8_upper(or_null(says_something(some), some))
    some = pc.replace_substring_regex(some, r"[^0-9A-Z]+", "")
    some = pc.replace_substring_regex(some, r"^(?:DE|D|AT|A|CH)(\d{4,5})$", r"\1")
    return or_null(pc.not_equal(some, ""), some)


def normalise_town(values: pa.StringArray) -> pa.StringArray:
    """A town, folded, without what stands in brackets: Frankfurt (Main) → frankfurt. Null: it says nothing."""
    some = tidied(values)
    some = or_null(says_something(some), some)
    outside = pc.utf8_trim_whitespace(pc.replace_substring_regex(some, r"\([^)]*\)", " "))
    return folded(pc.if_else(pc.equal(outside, ""), some, outside))
