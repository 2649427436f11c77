"""What a request says: its body, unpacked within bounds; its key; its events."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import parse_qs

from wegmarke.collect.keys import Keys
from wegmarke.collect.limits import MAX_BATCH_EVENTS, MAX_BODY_BYTES, MAX_DISCARDED_BYTES, MAX_EVENT_BYTES
from wegmarke.model.write_keys import WriteKey

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_GZIP = 16 + zlib.MAX_WBITS


class RefusedError(Exception):
    """The request is answered with an error: status, a code for programs, a sentence for people.

    events: how many were sent with it, as far as that is known; a request that cannot be read counts as one.
    """

    def __init__(self, status: int, code: str, message: str, events: int = 1) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.events = events


@dataclass(frozen=True, slots=True)
class Sent:
    """What a body holds: its events as they came, and what it says of all of them."""

    messages: Sequence[object]
    sent: object
    context: dict[str, Any] | None
    secret: str | None


def headers_of(scope: Scope) -> dict[str, str]:
    """The headers, names in small letters."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


async def read_body(receive: Receive, headers: Mapping[str, str]) -> bytes:
    """The body, unpacked; 413 if it is too large, 400 if it cannot be unpacked or its sender has gone."""
    announced = headers.get("content-length", "")
    too_large = announced.isdigit() and int(announced) > MAX_BODY_BYTES
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RefusedError(400, "body_incomplete", "The connection ended before the body did.")
        piece = message.get("body", b"")
        size += len(piece)
        too_large = too_large or size > MAX_BODY_BYTES
        if not too_large:
            pieces.append(piece)
        if not message.get("more_body", False) or size > MAX_DISCARDED_BYTES:
            break
    if too_large:
        _too_large()
    return _unpacked(b"".join(pieces), headers.get("content-encoding", "").strip().lower())


def _unpacked(body: bytes, encoding: str) -> bytes:
    if encoding in {"", "identity"}:
        return body
    if encoding not in {"gzip", "x-gzip"}:
        raise RefusedError(400, "encoding_unknown", "The only content encoding understood is gzip.")
    unpacker = zlib.decompressobj(_GZIP)
    try:
        unpacked = unpacker.decompress(body, MAX_BODY_BYTES + 1)
    except zlib.error as error:
        raise RefusedError(400, "gzip_broken", "The body is no gzip.") from error
    if len(unpacked) > MAX_BODY_BYTES:
        _too_large()
    if not unpacker.eof:
        raise RefusedError(400, "gzip_broken", "The gzip ends too early.")
    return unpacked


def _too_large() -> NoReturn:
    raise RefusedError(413, "too_large", f"A request may hold {MAX_BODY_BYTES} bytes, unpacked.")


def parse(body: bytes) -> dict[str, Any]:
    """The object in a body, whatever type it says it has: beacons can only send text. 400 if it is none."""
    try:
        found = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "json_broken", "The body is no JSON.") from error
    if not isinstance(found, dict):
        raise RefusedError(400, "json_broken", "The body is no JSON object.")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def one_event(found: dict[str, Any], size: int) -> Sent:
    """A body that is one event; 413 for one beyond the limit of an event."""
    if size > MAX_EVENT_BYTES:
        raise RefusedError(413, "event_too_large", f"An event may have {MAX_EVENT_BYTES} bytes.")
    secret = found.get("writeKey")
    return Sent([found], found.get("sentAt"), None, secret if isinstance(secret, str) else None)


def batch(found: dict[str, Any]) -> Sent:
    """A body that is a batch; 400 without one, 413 with too many events."""
    messages = found.get("batch")
    if not isinstance(messages, list):
        raise RefusedError(400, "batch_missing", "The body has no list named batch.")
    if len(messages) > MAX_BATCH_EVENTS:
        raise RefusedError(413, "too_many", f"A batch may have {MAX_BATCH_EVENTS} events.", len(messages))
    secret = found.get("writeKey")
    if not isinstance(secret, str) and messages and isinstance(messages[0], dict):
        secret = messages[0].get("writeKey")
    context = found.get("context")
    return Sent(
        messages,
        found.get("sentAt"),
        context if isinstance(context, dict) else None,
        secret if isinstance(secret, str) else None,
    )


def pixel(query: bytes) -> tuple[dict[str, Any], int]:
    """The event in the address of a pixel, and its size: base64 in `data`, in either alphabet, padded or not."""
    data = parse_qs(query.decode("latin-1"), max_num_fields=20).get("data", [""])[0]
    text = data.replace(" ", "+").replace("-", "+").replace("_", "/")
    try:
        body = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError(400, "data_broken", "The parameter data is no base64.") from error
    return parse(body), len(body)


def key_of(keys: Keys, headers: Mapping[str, str], secret: str | None, events: int) -> WriteKey:
    """Whose request this is: the user name of Basic, a Bearer token, or the body's writeKey; 401 if none is known."""
    for candidate in (_authorization(headers.get("authorization", "")), secret):
        if candidate:
            found = keys.find(candidate)
            if found is not None:
                return found
    raise RefusedError(401, "key_unknown", "The write key is missing, unknown or revoked.", events)


def _authorization(header: str) -> str | None:
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value.strip(), validate=True).decode("utf-8", "replace").partition(":")[0]
        except (binascii.Error, ValueError):
            return None
    return None
