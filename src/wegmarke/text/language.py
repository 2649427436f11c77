"""The two languages, and what a catalogue entry is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

Wording = tuple[str, str]
"""The same in English and German, in the order of `LANGUAGES`."""

NARROW_SPACE = "\u202f"
HARD_SPACE = "\u00a0"
MINUS = "\u2212"
NOTHING = "–"
"""What stands in an empty cell."""


def chosen(wording: Wording, lang: Language) -> str:
    """The wording in that language."""
    return wording[LANGUAGES.index(lang)]


def looked_up(catalogue: Mapping[str, Wording], code: str, lang: Language, name: str) -> str:
    """The catalogue's wording of a code.

    KeyError, naming the file, when it has none: a code without wording is a defect.
    """
    try:
        return chosen(catalogue[code], lang)
    except KeyError:
        raise KeyError(f"no wording for {code!r}: add a line to wegmarke/text/{name}.py") from None


def quotation(text: str, lang: Language) -> str:
    """The text in the language's quotation marks."""
    return f"„{text}“" if lang == "de" else f"“{text}”"


def enumeration(texts: list[str], lang: Language, *, alternative: bool = False) -> str:
    """One after the other: "a, b and c"; with `alternative`, "a, b or c"."""
    joint = chosen((" or ", " oder ") if alternative else (" and ", " und "), lang)
    return joint.join((", ".join(texts[:-1]), texts[-1])) if len(texts) > 1 else "".join(texts)
