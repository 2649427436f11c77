"""A file that is one JSON array, cut into its elements without holding more of it than one of them.

Brackets, commas and quotation marks are all that counts here; whether an element is an object is for its reader to say.
So an element that is no JSON costs only itself, as long as its brackets and quotation marks match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wegmarke.sources.limits import MAX_RECORD_BYTES

_BEGINNING = re.compile(r"\[\s*(\{|\]\s*$)")
_BLANK = b" \t\r\n"
_SHOWN = 1000
# Everything up to the next sign that matters, whole texts included; outside of an element a comma matters, too.
_BETWEEN = re.compile(rb'(?:[^"{}\[\],]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_WITHIN = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_OPENING, _CLOSING = b"{[", b"}]"


def begins_array(text: str) -> bool:
    """Say whether a text is the beginning of an array of objects, or an empty array."""
    return _BEGINNING.match(text.lstrip("\ufeff \t\r\n")) is not None


class ArrayCutter:
    """Takes an array block by block and gives its elements; several arrays one after the other are one.

    Of an element longer than `MAX_RECORD_BYTES` only the beginning is given, which is no JSON.
    """

    def __init__(self) -> None:
        self.is_open = False
        """Whether an array has begun and not ended."""
        self._kept = b""
        """From the beginning of the element that is being read."""
        self._seen = 0
        """How many of the bytes kept have been looked at: all but a text that goes on in the next block."""
        self._depth = 0
        """How many brackets are open within the element."""
        self._head = b""
        """The beginning of an element that is too long to be kept."""

    @property
    def rest(self) -> bytes:
        """What stands behind the last element."""
        return (self._head or self._kept).strip(_BLANK)

    def elements(self, block: bytes) -> Iterator[bytes]:
        """Yield the elements that end within the block."""
        data, start, at = self._kept + block, 0, self._seen
        while True:
            plain = (_WITHIN if self._depth else _BETWEEN).match(data, at)
            at = plain.end() if plain else at
            sign = data[at : at + 1]
            if sign in {b"", b'"'}:
                break
            at += 1
            if self._is_boundary(sign):
                element = self._head or data[start : at - 1].strip(_BLANK)
                start, self._head = at, b""
                if element:
                    yield element
        if self._head or len(data) - start > MAX_RECORD_BYTES:
            self._head = self._head or data[start : start + _SHOWN]
            data, start, at = _beginning_of_text(data[at:]), 0, 0
        self._kept, self._seen = data[start:], at - start

    def _is_boundary(self, sign: bytes) -> bool:
        """Say whether an element begins or ends at a sign, and note which brackets are open behind it."""
        if self._depth == 0:
            if sign == b",":
                return True
            if sign == (b"]" if self.is_open else b"["):
                self.is_open = not self.is_open
                return True
        if sign in _OPENING:
            self._depth += 1
        elif sign in _CLOSING:
            self._depth = max(0, self._depth - 1)
        return False


def _beginning_of_text(text: bytes) -> bytes:
    """Shorten a text that goes on: what comes next must be read as it would be behind the whole."""
    backslashes = len(text) - len(text.rstrip(b"\\"))
    return text[:1] + b"\\" * (backslashes % 2)
