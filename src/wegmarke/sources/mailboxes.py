"""Cutting a mailbox (mbox) into messages, one at a time, however large it is.

A message begins behind a line `From …` that ends in a time and a year and is followed by a header; so a sentence that
begins with "From" does not cut a message in two. Such lines within a text are quoted with `>` by those who write
mailboxes; the sign is taken away again. A message beyond `MAX_MESSAGE_BYTES` is not kept: only its beginning is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wegmarke.sources.limits import MAX_HEADER_BYTES, MAX_MESSAGE_BYTES
from wegmarke.sources.stream import ByteStream

_PIECE = 1 << 20
_LOOKAHEAD = 4_096
_ENVELOPE = re.compile(rb"From (?:- |\S+ )?[^\r\n]{0,200}\d{1,2}:\d\d[^\r\n]{0,60}\b(?:19|20)\d\d[^\r\n]{0,20}\r?\n")
_HEADER = re.compile(rb">?[\x21-\x39\x3b-\x7e]{1,100}[ \t]?:|>?From ")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RawMessage:
    """The bytes of a message, and its place in the file from 1; `is_cut`: it was too large, this is its beginning."""

    number: int
    content: bytes
    is_cut: bool = False


def is_mailbox(head: bytes) -> bool:
    """Say whether a file that begins so is a mailbox."""
    found = _ENVELOPE.match(head.lstrip(b"\r\n"))
    return found is not None


def messages(stream: ByteStream, *, boxed: bool) -> Iterator[RawMessage]:
    """Yield the messages of a mailbox, or the one message that the file is."""
    if not boxed:
        content = stream.read(MAX_MESSAGE_BYTES + 1)
        if content and not stream.truncated:
            cut = len(content) > MAX_MESSAGE_BYTES
            yield RawMessage(1, content[:MAX_HEADER_BYTES] if cut else content, cut)
        return
    number = 0
    for content, cut in _pieces(stream):
        if content.strip():
            number += 1
            yield RawMessage(number, content if cut else _QUOTED.sub(rb"\1", content), cut)


def _pieces(stream: ByteStream) -> Iterator[tuple[bytes, bool]]:
    """Yield what stands between the lines that begin messages; the piece at which a packed file broke off is none."""
    buffer = bytearray()
    begin = look = 0
    final = cut = False
    while not final:
        piece = stream.read(_PIECE)
        final = not piece
        buffer += piece
        while not isinstance(found := _next(buffer, look, final=final), int):
            place, behind = found
            if place > begin:
                yield bytes(buffer[begin : min(place, begin + MAX_HEADER_BYTES) if cut else place]), cut
            begin = look = behind
            cut = False
        look = found - begin
        del buffer[:begin]
        begin = 0
        if cut or len(buffer) > MAX_MESSAGE_BYTES:  # what is behind the headers is let go
            cut = True
            if look > MAX_HEADER_BYTES:
                del buffer[MAX_HEADER_BYTES:look]
                look = MAX_HEADER_BYTES
    if buffer and not stream.truncated:
        yield bytes(buffer[:MAX_HEADER_BYTES] if cut else buffer), cut


def _next(buffer: bytearray, at: int, *, final: bool) -> tuple[int, int] | int:
    """Find where the next message begins: the place of its line, and the first byte behind that line.

    Else the place from which to look on when more of the file is there.
    """
    place = at
    while True:
        if place > 0 or not buffer.startswith(b"From "):
            place = buffer.find(b"\nFrom ", max(0, place - 1)) + 1
            if not place:
                return max(at, len(buffer) - len(b"\nFrom "))
        if len(buffer) - place < _LOOKAHEAD and not final:
            return place
        envelope = _ENVELOPE.match(buffer, place)
        if envelope is not None and _HEADER.match(buffer, envelope.end()):
            return place, envelope.end()
        place += 1
