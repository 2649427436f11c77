"""Telephone numbers in E.164 (+491531234567).

The common spellings of German numbers, and of its neighbours' with their country code, are read in one sweep over the
column; all others one by one with `phonenumbers`. What is merely possible is enough: numbering plans change, and the
ranges kept free for films and examples belong to no plan.
"""

from __future__ import annotations

import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.identity.normalising.nothing import says_something
from wegmarke.identity.normalising.texts import one_by_one, or_null, tidied

_NOISE = r"[ ()/.\x{2010}-\x{2015}\x{2212}-]+"
_LETTERS = r"(?i)^(?:tel(?:efon)?|phone|mobile?|mobil(?:nummer)?|handy|fax|fon|p|t|m)[.: ]+"
_GERMAN = r"^(?:\+49|0049|0)([1-9]\d{5,11})$"
_NO_PLUS = r"^(491[567]\d{8,9})$"
"""Mobile numbers as messengers write them. Dialled at home, 0491 is an area whose numbers are shorter."""

_NEIGHBOURS = r"^(?:\+|00)(4[1345678]|3[1234])([1-9]\d{7,9})$"
"""Switzerland, Austria, the United Kingdom, Denmark to Norway, Poland, the Netherlands to Spain: countries in which no
number begins with the digit that is dialled before it at home."""

_SAME_DIGITS = "|".join(f"{digit}{{6,}}" for digit in range(10))
_MADE_UP = rf"^\+\d{{1,3}}(?:{_SAME_DIGITS}|0?12345678?9?0?|0?987654321?0?)$"
_DROPS_ZERO = frozenset({"DE", "AT", "CH", "GB", "NL", "FR", "BE", "SE", "AU", "NZ"})
"""Countries where people write +49 (0) 153 …: the zero in brackets is dialled at home only."""

_LONGEST, _SMALLEST = 40, 100_000


def normalise(values: pa.StringArray, country: str = "DE") -> pa.StringArray:
    """Numbers in E.164; null: no number, not possible, or made up (0, 0000000, 123456789).

    country: whose number it is if no country code is written. An extension stays, as `;ext=12`: two people at one
    switchboard are two.
    """
    some = pc.replace_substring_regex(tidied(values), _LETTERS, "")
    some = pc.replace_substring(some, "(0)", "") if country in _DROPS_ZERO else some
    some = or_null(says_something(some), some)
    bare = pc.replace_substring_regex(pc.replace_substring_regex(some, _NOISE, ""), _NO_PLUS, r"+\1")
    easy = pc.match_substring_regex(bare, _NEIGHBOURS)
    out = or_null(easy, pc.replace_substring_regex(bare, _NEIGHBOURS, r"+\1\2"))
    german = pc.match_substring_regex(bare, _GERMAN if country == "DE" else r"^(?:\+49|0049)([1-9]\d{5,11})$")
    out = pc.if_else(german, pc.replace_substring_regex(bare, _GERMAN, r"+49\1"), out)
    hard = pc.and_(pc.invert(pc.or_(easy, german)), pc.match_substring_regex(some, r"\d"))
    out = one_by_one(some, hard, lambda text: _read(text, country), out)
    return or_null(pc.invert(pc.match_substring_regex(out, _MADE_UP)), out)


def _read(text: str, country: str) -> str | None:
    if len(text) > _LONGEST:
        return None
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    if (number.national_number or 0) < _SMALLEST:
        return None
    written = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return f"{written};ext={number.extension}" if number.extension else written
