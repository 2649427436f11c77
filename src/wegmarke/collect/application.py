"""The collector as an ASGI application: the tracking API, and what its keeper needs to know of it.

Each request is read, judged and written within the same breath; the answer waits for the disk. There is no framework:
the routes are a table, and nothing is parsed that is not needed.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from wegmarke.clock import now
from wegmarke.collect.answers import PIXEL, PREFLIGHT, SUCCESS, Answer, as_json, failed, later
from wegmarke.collect.asked import ASKED, outcome_of, steps_of
from wegmarke.collect.judging import Circumstances, judge
from wegmarke.collect.keys import Keys
from wegmarke.collect.limiting import Buckets
from wegmarke.collect.limits import RETRY_AFTER_SECONDS
from wegmarke.collect.moments import written
from wegmarke.collect.requests import (
    Receive,
    RefusedError,
    Scope,
    Send,
    Sent,
    batch,
    headers_of,
    key_of,
    one_event,
    parse,
    pixel,
    read_body,
)
from wegmarke.collect.spool import Spool, UnavailableError
from wegmarke.model.collection import CONTROL_KEY_FILE

ONE = {
    **{f"/v1/{word}": word for word in ("identify", "track", "page", "screen", "group", "alias")},
    **{f"/v1/{word[0]}": word for word in ("identify", "track", "page", "screen", "group", "alias")},
}
"""Addresses that take one event, and its type; the short ones are those of browsers."""

MANY = frozenset({"/v1/batch", "/v1/b", "/v1/import"})
PIXELS = {f"/v1/pixel/{word}": word for word in ("track", "page", "identify", "screen", "group")}
MEASURED = "/v1/m"
"""Where browsers send measurements of their own library. It is answered, and nothing is kept."""


@dataclass(frozen=True, slots=True)
class _Call:
    """A request, as far as it has been read."""

    scope: Scope
    receive: Receive
    headers: dict[str, str]


_Answering = Callable[[_Call, str], Awaitable[Answer]]


class Collector:
    """The application. `spool` is started and stopped with the server that calls it."""

    def __init__(self, spool: Spool, keys: Keys, folder: Path) -> None:
        self.spool = spool
        self._keys = keys
        self._buckets = Buckets()
        self._folder = folder
        self._routes: dict[str, tuple[str, _Answering]] = {
            **dict.fromkeys((*ONE, *MANY), ("POST", self._take)),
            **dict.fromkeys(PIXELS, ("GET", self._pixel)),
            **dict.fromkeys((f"/collector/{what}" for what in ASKED), ("POST", self._control)),
            **dict.fromkeys(("/ready", "/health"), ("GET", self._state)),
            MEASURED: ("POST", _measured),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise ValueError(scope["type"])
        answer = await self._answer(_Call(scope, receive, headers_of(scope)))
        await answer.send(send)

    async def _answer(self, call: _Call) -> Answer:
        method, path = call.scope["method"], call.scope["path"].rstrip("/")
        if method == "OPTIONS":
            return PREFLIGHT
        handler = self._handler(path)
        if handler is None:
            return failed(404, "not_found", "There is nothing at this address.")
        wanted, answering = handler
        if method not in {wanted, "HEAD" if wanted == "GET" else wanted}:
            return failed(405, "method_not_allowed", f"This address takes {wanted}.", {"allow": f"{wanted}, OPTIONS"})
        try:
            return await answering(call, path)
        except RefusedError as error:
            self.spool.refuse(error.events)
            return failed(error.status, error.code, error.message)

    def _handler(self, path: str) -> tuple[str, _Answering] | None:
        if path.startswith("/v1/projects/") and path.endswith("/settings"):
            return "GET", self._settings
        return self._routes.get(path)

    # the tracking API

    async def _take(self, call: _Call, path: str) -> Answer:
        body = await read_body(call.receive, call.headers)
        found = parse(body)
        sent = batch(found) if path in MANY else one_event(found, len(body))
        return await self._keep(call, sent, ONE.get(path), SUCCESS, historic=path == "/v1/import")

    async def _pixel(self, call: _Call, path: str) -> Answer:
        found, size = pixel(call.scope["query_string"])
        return await self._keep(call, one_event(found, size), PIXELS[path], PIXEL)

    async def _keep(
        self, call: _Call, sent: Sent, kind: str | None, success: Answer, *, historic: bool = False
    ) -> Answer:
        key = key_of(self._keys, call.headers, sent.secret, max(1, len(sent.messages)))
        wait = self._buckets.take(key, len(sent.messages)) if sent.messages else 0
        if wait:
            self.spool.refuse(len(sent.messages), limited=key.number)
            message = f"This key may send {key.limit} events a second, and that was more; send these again."
            return later(429, "rate_limited", message, wait)
        received = now()
        given = Circumstances(key, received, kind, sent.sent, sent.context, historic)
        try:
            if sent.messages:
                events = [judge(message, given) for message in sent.messages]
                await self.spool.keep(key.source, events, written(received))
        except UnavailableError:
            self.spool.refuse(len(sent.messages))
            return later(503, "unavailable", "The event could not be written; send it again.", RETRY_AFTER_SECONDS)
        return success

    async def _settings(self, call: _Call, path: str) -> Answer:
        """What the library for browsers asks before it begins: that everything goes here and to nobody else."""
        secret = path.removeprefix("/v1/projects/").removesuffix("/settings")
        if self._keys.find(secret) is None:
            raise RefusedError(401, "key_unknown", "The write key is missing, unknown or revoked.", 0)
        host = call.headers.get("x-forwarded-host") or call.headers.get("host", "")
        protocol = call.headers.get("x-forwarded-proto") or call.scope.get("scheme", "http")
        target: dict[str, object] = {
            "apiKey": secret,
            "apiHost": f"{host}/v1",
            "protocol": protocol,
            "unbundledIntegrations": [],
        }
        return as_json({
            "integrations": {"Segment.io": {**target, "addBundledMetadata": False, "versionSettings": {}}},
            "plan": {"track": {"__default": {"enabled": True, "integrations": {}}}},
            "edgeFunction": {},
            "analyticsNextEnabled": True,
            "middlewareSettings": {},
            "enabledMiddleware": {},
            "metrics": {"sampleRate": 0},
            "legacyVideoPluginsEnabled": False,
            "remotePlugins": [],
        })  # fmt: skip

    # the keeper

    async def _state(self, _call: _Call, path: str) -> Answer:
        if path == "/health":
            return as_json({"alive": True})
        if self.spool.ready:
            return as_json({"ready": True})
        return later(503, "not_ready", "The spool cannot be written.", RETRY_AFTER_SECONDS)

    async def _control(self, call: _Call, path: str) -> Answer:
        """Do what the workspace itself asks, which knows the control key."""
        wanted = (self._folder / CONTROL_KEY_FILE).read_text("ascii").strip()
        if not hmac.compare_digest(call.headers.get("authorization", "").encode(), f"Bearer {wanted}".encode()):
            raise RefusedError(401, "key_unknown", "This address is for the workspace itself.", 0)
        what = path.rpartition("/")[2]
        try:
            steps = steps_of(what, parse(await read_body(call.receive, call.headers)))
        except ValueError as error:
            raise RefusedError(400, "asked_wrongly", "The body does not say what this is about.", 0) from error
        return as_json(outcome_of(what, [await asyncio.wrap_future(self.spool.do(step)) for step in steps]))


async def _measured(call: _Call, _path: str) -> Answer:
    await read_body(call.receive, call.headers)
    return SUCCESS
