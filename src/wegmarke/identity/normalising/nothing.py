"""Values that say nothing: what people and forms write where they do not know, must not or will not say."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

WORDS = (
    "n/a", "na", "n.a.", "n. a.", "k.a.", "k. a.", "k.a", "keine angabe", "keine angaben", "ohne angabe", "o.a.",
    "keine", "keiner", "kein", "ohne", "nicht vorhanden", "nicht bekannt", "nicht angegeben", "unbekannt", "unbek.",
    "unknown", "not known", "not available", "not provided", "not given", "none", "null", "nil", "nan", "undefined",
    "(null)", "(none)", "(not set)", "<null>", "#n/a", "#nv", "#wert!", "#ref!", "anonym", "anonymous", "anonymus",
    "unterdrückt", "unterdrueckt", "withheld", "restricted", "privat", "private", "geheim", "leer", "empty", "blank",
    "fehlt", "missing", "test", "tester", "testkunde", "dummy", "musterkunde", "xxx", "xxxx", "asdf", "tbd", "todo",
)  # fmt: skip
"""Compared without regard to case."""

_MEANS_SOMETHING = r"[\p{L}1-9]|\p{No}|\p{Nl}|[^\x00-\x7f]*\p{Nd}[1-9]"
_words = pa.array(WORDS)


def says_something(values: pa.StringArray) -> pa.BooleanArray:
    """Whether a tidied text is more than signs and zeroes, and none of the words for "unknown"."""
    letters = pc.match_substring_regex(values, _MEANS_SOMETHING)
    return pc.and_(letters, pc.invert(pc.is_in(pc.utf8_lower(values), _words)))
