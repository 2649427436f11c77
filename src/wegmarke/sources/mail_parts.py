"""The parts of a mail (MIME): the text that is read, and of everything attached name and size, never the content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from quopri import decodestring

from wegmarke.sources.limits import MAX_MIME_DEPTH, MAX_MIME_PARTS
from wegmarke.sources.mail_headers import Headers, TooManyHeadersError, decode_base64, decode_bytes, read_headers
from wegmarke.sources.mail_markup import text_of_html

_MOST_UNFIT = 0.05  # of a text's signs: more that are controls, and it is no text
_MOST_BYTES = 4 << 20  # of a text part before it is reduced


@dataclass(frozen=True, slots=True)
class Attachment:
    """What hung at a mail: its name as the sender gave it, its kind, and its size in bytes, about."""

    name: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Body:
    """What a mail says, and what was attached. kind: what the text was made from, "" where there is none."""

    text: str
    kind: str
    attachments: tuple[Attachment, ...]


class BrokenMessageError(ValueError):
    """The parts are too many, too deep, or no text."""

    def __init__(self, *, undecodable: bool = False) -> None:
        super().__init__()
        self.undecodable = undecodable


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str
    charset: str
    coding: str
    name: str
    attached: bool
    content: bytes
    alternative: int  # number of the multipart/alternative it stands in, 0: in none


def split_message(content: bytes) -> tuple[Headers, bytes]:
    """Part headers from body. Errors: `BrokenMessageError`."""
    for sign in (b"\n\n", b"\r\n\r\n"):
        if content.startswith(sign[len(sign) // 2 :]):  # an empty line at once: there are no headers
            return Headers({}), content
    places = [(place, len(sign)) for sign in (b"\n\n", b"\n\r\n") if (place := content.find(sign)) >= 0]
    place, length = min(places, default=(len(content), 0))
    try:
        return read_headers(content[: place + 1]), content[place + length :]
    except TooManyHeadersError as error:
        raise BrokenMessageError from error


def body_of(headers: Headers, content: bytes) -> Body:
    """Read the text of a mail: its plain parts, or where a part is given as HTML only, that, reduced to text.

    Errors: `BrokenMessageError`.
    """
    parts = list(_parts(headers, content, 0, [0], 0))
    plain = {part.alternative for part in parts if part.kind == "text/plain" and not part.attached}
    texts: list[str] = []
    kinds: list[str] = []
    attachments: list[Attachment] = []
    for part in parts:
        if part.attached or part.kind not in {"text/plain", "text/html"}:
            attachments.append(Attachment(part.name, part.kind, _size(part)))
        elif part.kind == "text/plain" or not part.alternative or part.alternative not in plain:
            text = decode_bytes(_decoded(part), part.charset)
            texts.append(text_of_html(text) if part.kind == "text/html" else text)
            kinds.append("html" if part.kind == "text/html" else "plain")
    text = "\n\n".join(text.strip("\r\n") for text in texts if text.strip())
    unfit = sum(text.count(sign) for sign in _CONTROLS)
    if unfit > max(3, _MOST_UNFIT * len(text)):
        raise BrokenMessageError(undecodable=True)
    return Body(
        text.translate(_WITHOUT_CONTROLS), "html" if "html" in kinds else (kinds or [""])[0], tuple(attachments)
    )


_CONTROLS = [chr(code) for code in (*range(9), 11, *range(14, 32), 0xFFFD)]
_WITHOUT_CONTROLS = {ord(sign): None for sign in _CONTROLS}


def _parts(headers: Headers, content: bytes, depth: int, count: list[int], alternative: int) -> Iterator[_Part]:
    count[0] += 1
    if depth > MAX_MIME_DEPTH or count[0] > MAX_MIME_PARTS:
        raise BrokenMessageError
    kind, parameters = headers.parameters("content-type")
    boundary = parameters.get("boundary", "")
    if kind.startswith("multipart/") and boundary:
        inside = count[0] if kind == "multipart/alternative" else alternative
        for piece in _between(content, boundary.encode("utf-8", "replace")):
            yield from _parts(*split_message(piece), depth + 1, count, inside)
        return
    disposition, more = headers.parameters("content-disposition")
    name = more.get("filename") or parameters.get("name", "")
    text = kind in {"", "text/plain", "text/html"} or kind.startswith("multipart/")
    yield _Part(
        kind=("text/html" if kind == "text/html" else "text/plain") if text else kind,
        charset=parameters.get("charset", ""),
        coding=headers.text("content-transfer-encoding").lower(),
        name=name,
        attached=disposition == "attachment" or bool(name) or not text,
        content=content,
        alternative=alternative,
    )


def _between(content: bytes, boundary: bytes) -> Iterator[bytes]:
    """Yield what stands between the lines of a boundary; where the last one is missing, up to the end."""
    mark = b"--" + boundary
    begin = -1
    at = 0
    while True:
        place = content.find(mark, at)
        if place < 0:
            if begin >= 0 and content[begin:].strip():
                yield content[begin:]
            return
        at = place + len(mark)
        if place and content[place - 1 : place] != b"\n":
            continue
        behind = content[at : at + 2]
        if behind[:1] not in {b"\r", b"\n", b" ", b"\t", b""} and behind != b"--":
            continue  # the boundary of another part that begins alike
        if begin >= 0:
            yield content[begin : place - (2 if content[place - 2 : place] == b"\r\n" else 1)]
        if behind == b"--":
            return
        line_end = content.find(b"\n", at)
        begin = at = len(content) if line_end < 0 else line_end + 1


def _decoded(part: _Part) -> bytes:
    content = part.content[:_MOST_BYTES]
    if part.coding == "base64":
        return decode_base64(content)
    return decodestring(content) if part.coding == "quoted-printable" else content


def _size(part: _Part) -> int:
    if part.coding != "base64":
        return len(part.content)
    signs = len(part.content) - part.content.count(b"\n") - part.content.count(b"\r")
    return signs * 3 // 4 - part.content[-4:].count(b"=")
