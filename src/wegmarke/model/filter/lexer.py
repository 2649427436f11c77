"""The filter language's text as tokens, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from wegmarke.errors import WegmarkeError

TokenKind = Literal["word", "text", "number", "date", "sign", "end"]

WORD = re.compile(r"[^\W\d_]\w*")
_TOKEN = re.compile(
    r"""
      (?P<blank>\s+)
    | (?P<word>[^\W\d_]\w*)
    | (?P<text>"(?:[^"\\]|\\.)*")
    | (?P<date>[0-9]{4}-[0-9A-Za-z-]+)
    | (?P<number>-?[0-9]+(?:\.[0-9]+)?)
    | (?P<sign>!=|<=|>=|[=<>(),|])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """A token: `text` is what it means (a text without its quotes), `position` its first character, counted from 1."""

    kind: TokenKind
    text: str
    position: int


def tokens(text: str) -> list[Token]:
    """All tokens of the text, an `end` token last; `filter_syntax` where no token begins."""
    result: list[Token] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            expected = "closing_quote" if text[place] == '"' else "filter_sign"
            raise WegmarkeError("filter_syntax", position=place + 1, found=text[place], expected=(expected,))
        kind, found = match.lastgroup, match.group()
        if kind == "text":
            result.append(Token("text", _unescaped(found, place), place + 1))
        elif kind != "blank":
            result.append(Token(cast("TokenKind", kind), found, place + 1))
        place = match.end()
    result.append(Token("end", "", len(text) + 1))
    return result


def is_word(text: str) -> bool:
    """Whether the text can stand without quotes."""
    return WORD.fullmatch(text) is not None


def quoted(text: str) -> str:
    """The text as the language writes it: bare if it is a word, else in quotes."""
    if is_word(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unescaped(literal: str, place: int) -> str:
    for escape in _ESCAPE.finditer(literal):
        if escape.group(1) not in '"\\':
            position = place + 1 + escape.start()
            raise WegmarkeError("filter_syntax", position=position, found=escape.group(), expected=('\\"', "\\\\"))
    return _ESCAPE.sub(r"\1", literal[1:-1])
