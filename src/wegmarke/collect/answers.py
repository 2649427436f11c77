"""Answers, whole and ready to send."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass

from wegmarke.collect.requests import Send

_CORS = ((b"access-control-allow-origin", b"*"),)
_JSON = (b"content-type", b"application/json")
_NOT_KEPT = (b"cache-control", b"no-store")
_GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers, body."""

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()

    async def send(self, send: Send) -> None:
        """Send it."""
        headers = [*self.headers, *_CORS, (b"content-length", str(len(self.body)).encode())]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


def as_json(content: object, status: int = 200) -> Answer:
    """An answer in JSON."""
    return Answer(status, json.dumps(content, ensure_ascii=False).encode(), (_JSON, _NOT_KEPT))


def failed(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Answer:
    """An error, as senders of the tracking API read it: `code` and `message`."""
    answer = as_json({"code": code, "message": message}, status)
    more = tuple((name.encode(), value.encode()) for name, value in (headers or {}).items())
    return Answer(answer.status, answer.body, answer.headers + more)


def later(status: int, code: str, message: str, seconds: int) -> Answer:
    """An error that passes: the sender is to come again after so many seconds. Pages may read when."""
    return failed(status, code, message, {"retry-after": str(seconds), "access-control-expose-headers": "retry-after"})


SUCCESS = as_json({"success": True})
PIXEL = Answer(200, _GIF, ((b"content-type", b"image/gif"), _NOT_KEPT))
PREFLIGHT = Answer(
    200,
    b"",
    (
        (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
        (b"access-control-allow-headers", b"authorization, content-type, content-encoding, x-retry-count"),
        (b"access-control-max-age", b"86400"),
    ),
)
