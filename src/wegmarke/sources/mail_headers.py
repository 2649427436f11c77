"""The headers of a mail as they are found in the wild: unfolded, decoded, taken apart into addresses and dates.

What the standards ask for and many programs do not do is mended where it is clear what was meant: text beyond ASCII
without a word of its encoding, encoded words that are folded or cut within a character, base64 without its padding.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import collapse_rfc2231_value, parsedate_to_datetime, unquote
from quopri import decodestring

from wegmarke.sources.limits import MAX_HEADER_BYTES, MAX_MESSAGE_HEADERS

_HEADER = re.compile(rb"([\x21-\x39\x3b-\x7e]+)[ \t]*:(.*)", re.DOTALL)
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_ENCODED = re.compile(r"=\?([\w.:-]+)(?:\*[\w-]*)?\?([bBqQ])\?([^?]*)\?=")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]@]{1,128}@[^\s<>,;:\"()\[\]@]{1,255}")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.){0,200}"|<[^<>]*>|\([^()]*\)|=\?[^?]*\?[bBqQ]\?[^?]*\?=|[,;]|[^,;"<(=]+|.')
_COMMENT = re.compile(r"\([^()]*\)")
_MOST_PARAMETERS = 8_192  # bytes of a Content-Type that are looked at: taking apart more would take long
_EARLIEST, _LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2105, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody who sent or received a mail: address in small letters, and the name it was given, or ""."""

    address: str
    name: str

    @property
    def domain(self) -> str:
        """What stands behind the @."""
        return self.address.rpartition("@")[2]


class TooManyHeadersError(ValueError):
    """There are more header lines, or longer ones, than a mail has."""


class Headers:
    """The headers of a message or a part, by name in any case, undecoded."""

    def __init__(self, values: dict[str, list[bytes]]) -> None:
        self._values = values

    def __bool__(self) -> bool:
        return bool(self._values)

    def raw(self, name: str) -> list[bytes]:
        """Give every value of a header, in the order of the mail."""
        return self._values.get(name, [])

    def text(self, name: str) -> str:
        """Give the first value, decoded, on one line; "" if the header is not there."""
        values = self._values.get(name)
        return decoded(values[0]) if values else ""

    def addresses(self, name: str) -> list[Address]:
        """Give everybody who is named in a header, in order."""
        return [one for value in self._values.get(name, []) for one in addresses(value)]

    def parameters(self, name: str) -> tuple[str, dict[str, str]]:
        """Give the first word of a header such as Content-Type in small letters, and its parameters."""
        values = self._values.get(name)
        if not values:
            return "", {}
        message = Message()
        message[name] = " ".join(decode_bytes(values[0][:_MOST_PARAMETERS]).split())
        first, *pairs = message.get_params([("", "")], name) or [("", "")]
        found = {str(key).lower(): decoded_text(unquote(collapse_rfc2231_value(value))) for key, value in pairs}
        return str(first[0]).lower(), found


def read_headers(block: bytes) -> Headers:
    """Read the lines of a header block; what is no header is passed over. Too many: `TooManyHeadersError`."""
    if len(block) > MAX_HEADER_BYTES:
        raise TooManyHeadersError
    values: dict[str, list[bytes]] = {}
    lines = _FOLD.sub(b"", block).splitlines()
    if len(lines) > MAX_MESSAGE_HEADERS:
        raise TooManyHeadersError
    for line in lines:
        found = _HEADER.match(line)
        if found is not None:
            values.setdefault(found[1].decode("ascii").lower(), []).append(found[2].strip())
    return Headers(values)


def decode_bytes(value: bytes, charset: str = "") -> str:
    """Decode text: in the encoding that is named if that works, else UTF-8, else Windows-1252."""
    wanted = charset.strip().strip("\"'").lower()
    if wanted in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", ""}:
        wanted = "utf-8" if wanted in {"us-ascii", "ascii", ""} else "cp1252"
    for name in (wanted, "utf-8", "cp1252"):
        try:
            return value.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return value.decode("cp1252", "replace")


def decode_base64(value: bytes) -> bytes:
    """Decode base64, without regard to signs that do not belong, to padding that is missing or stands within."""
    return b"".join(map(_unpadded, _NOT_BASE64.sub(b"", value).split(b"=")))


def _unpadded(signs: bytes) -> bytes:
    whole = signs[: len(signs) - (len(signs) % 4 == 1)]
    return b64decode(whole + b"=" * (-len(whole) % 4))


def decoded(value: bytes) -> str:
    """Decode a header's value: its encoded words, and what stands there undeclared; one line, without controls."""
    return decoded_text(decode_bytes(value))


def decoded_text(text: str) -> str:
    """Decode the encoded words of a text. Neighbours of one encoding are joined first: some cut within a character."""
    pieces: list[str] = []
    waiting, charset, at = b"", "", 0
    for found in _ENCODED.finditer(text):
        between = text[at : found.start()]
        if waiting and (between.strip() or found[1].lower() != charset):
            pieces.append(decode_bytes(waiting, charset))
            waiting = b""
        if between.strip() or (at == 0 and between):
            pieces.append(between)
        charset, at = found[1].lower(), found.end()
        waiting += _word(found[2], found[3])
    pieces += [decode_bytes(waiting, charset), text[at:]]
    return " ".join(_CONTROLS.sub("", "".join(pieces)).split())


def _word(coding: str, value: str) -> bytes:
    plain = value.encode("utf-8", "replace")
    if coding in "bB":
        return decode_base64(plain)
    return decodestring(re.sub(rb"\s+", b"", plain), header=True)


def addresses(value: bytes) -> Iterator[Address]:
    """Yield who is named in the value of From, To or Cc; what holds no address is passed over."""
    for piece in _split(decode_bytes(value)):
        found = _ADDRESS.findall(piece)
        if not found:
            continue
        before, sign, behind = piece.rpartition("<")
        inside = _ADDRESS.search(behind) if sign else None
        address = inside[0] if inside else found[-1]
        name = before if inside else _COMMENT.findall(piece)[0][1:-1] if _COMMENT.search(piece) else ""
        name = decoded_text(name.replace('\\"', "").replace('"', "")).strip("' ")
        yield Address(address.lower().strip(".'"), "" if name.lower() == address.lower() else name)


def _split(value: str) -> list[str]:
    """Split at commas and semicolons that stand neither in quotes nor in brackets, comments or encoded words."""
    pieces = [""]
    for token in _TOKEN.findall(" ".join(value.splitlines())):
        if token in {",", ";"}:
            pieces.append("")
        else:
            pieces[-1] += token
    return pieces


def moment(value: str) -> datetime | None:
    """Read a date as mails write it; None: it is none, or lies before 1980 or after 2105. Without zone it is UTC."""
    try:
        found = parsedate_to_datetime(value)
        found = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
        return found if _EARLIEST <= found < _LATEST else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
