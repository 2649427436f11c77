"""Names of people and companies, folded to what stays the same however they were typed in."""

from __future__ import annotations

import re
import unicodedata

import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.identity.normalising.nothing import says_something
from wegmarke.identity.normalising.texts import one_by_one, or_null, tidied

_GERMAN = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa", "œ": "oe", "ł": "l", "đ": "d",
    "ð": "d", "þ": "th", "\u0131": "i",
})  # fmt: skip
_NO_WORD = re.compile(r"[\W_]+")
_TITLES = (
    "herrn?|frau|fräulein|familie|fam|eheleute|mr|mrs|ms|miss|dr|prof|professor|doktor|mag|dipl|ing|inform|kfm|med|dent"
    "|vet|jur|rer|nat|phil|pol|oec|hc|mba|msc|bsc|phd|ba|ma"
)
_TITLE = rf"(?:^| )(?:(?:{_TITLES}) )+"
_FORMS = (
    "ggmbh|gmbh|gag|co|kgaa|mbh|ag|kg|ohg|gbr|ug|haftungsbeschraenkt|se|eg|ev|e v|e k|ek|ltd|limited|inc|llc|plc|pty|sa"
    "|sarl|bv"
)
_COMPANY = rf"(?: (?:{_FORMS}))+$"


def folded(values: pa.StringArray) -> pa.StringArray:
    """Small letters without accents (ü → ue, ß → ss, é → e), words with one space between, no other signs."""
    some = tidied(values)
    ascii_only = pc.string_is_ascii(some)
    out = pc.utf8_trim_whitespace(pc.replace_substring_regex(pc.utf8_lower(some), r"[^a-z0-9]+", " "))
    return one_by_one(some, pc.invert(ascii_only), fold, out)


def fold(text: str) -> str:
    """One text as `folded` gives it."""
    german = unicodedata.normalize("NFC", text.lower()).translate(_GERMAN)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", german) if not unicodedata.combining(sign))
    return _NO_WORD.sub(" ", bare.casefold()).strip()


def normalise(values: pa.StringArray) -> pa.StringArray:
    """A person's name, folded, without titles; null: it says nothing. Double names are words: mueller luedenscheid."""
    some = folded(or_null(says_something(tidied(values)), values))
    bare = pc.utf8_trim_whitespace(pc.replace_substring_regex(pc.binary_join_element_wise(some, "", " "), _TITLE, " "))
    return pc.if_else(pc.equal(bare, ""), some, bare)


def normalise_company(values: pa.StringArray) -> pa.StringArray:
    """A company's name, folded, without its legal form."""
    some = folded(or_null(says_something(tidied(values)), values))
    return pc.replace_substring_regex(some, _COMPANY, "")
