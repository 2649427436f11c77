"""One event, judged by itself: what is kept of it, under which id, and whether it goes to quarantine."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wegmarke.collect.fingerprints import fingerprint, of_unfit, tie_of
from wegmarke.collect.limits import MAX_EVENT_BYTES, MAX_EVENT_KEYS, MAX_ID_CHARACTERS
from wegmarke.collect.moments import UnreadableTimeError, moments_of, read_moment, written
from wegmarke.model.quarantine import UnfitReason
from wegmarke.model.write_keys import WriteKey

TYPES = frozenset({"identify", "track", "page", "screen", "group", "alias"})
_IDENTIFIERS = ("userId", "anonymousId", "previousId", "groupId")
_NEVER_KEPT = frozenset({"writeKey", "identified", "sharedAnonymousId", "unfit"})
"""The key is a secret; the others are names that only the collector gives."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event on its way to the disk.

    digest: 16 bytes for (source, messageId), by which a repetition is known. line: what is kept, one line of JSON.
    tie: fingerprints of the browser and of the user it speaks of, where a browser's key says that both are one; untied:
    what is kept instead if this browser was another user's before.
    """

    digest: bytes
    line: bytes
    fit: bool
    tie: tuple[bytes, bytes] | None = None
    untied: bytes = b""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a request says of all its events.

    type: given by the address, else None. sent: time of sending of the batch, unread. context: of the batch, for events
    without one of their own. historic: the sender's times are taken as they are.
    """

    key: WriteKey
    received: datetime
    type: str | None = None
    sent: object = None
    context: dict[str, Any] | None = None
    historic: bool = False


class _UnfitError(Exception):
    def __init__(self, reason: UnfitReason, column: str = "", value: object = "") -> None:
        super().__init__(reason)
        self.reason: UnfitReason = reason
        self.column = column
        self.value = str(value)[:1000]


def judge(message: object, given: Circumstances) -> Event:
    """Judge one event. Whatever it is, something of it is kept: itself, or itself with the reason why it is unfit."""
    try:
        return _fit(message, given)
    except _UnfitError as error:
        return _unfit(message, given, error)


def _fit(message: object, given: Circumstances) -> Event:
    if not isinstance(message, dict):
        raise _UnfitError("row_broken")
    kind = given.type or message.get("type") or message.get("action")
    if not isinstance(kind, str) or kind not in TYPES:
        raise _UnfitError("event_unknown", "type", kind)
    kept: dict[str, Any] = {"type": kind}
    kept.update((name, value) for name, value in message.items() if name not in _NEVER_KEPT and name != "type")
    if given.context and isinstance(kept.get("context", {}), dict):
        kept["context"] = {**given.context, **kept.get("context", {})}
    for name in _IDENTIFIERS:
        _settle_identifier(kept, name)
    _check(kind, kept)
    if kind == "alias" and given.key.kind == "browser":
        raise _UnfitError("key_forbids", "type", kind)
    kept["messageId"] = _message_id(message) or str(uuid.uuid4())
    _settle_times(kept, given)
    if given.key.kind == "server":
        _note_identified(kept)
    return _event(kept, message, given.key)


def _event(kept: dict[str, Any], message: dict[str, Any], key: WriteKey) -> Event:
    anonymous, user = kept.pop("anonymousId", None), kept.get("userId")
    rest = _json(kept)
    # What was sent is measured, not what is kept, which is a little more; and only where it could be too much.
    too_long = len(rest) > MAX_EVENT_BYTES and len(_json(message)) > MAX_EVENT_BYTES
    if too_long or (rest.count(b":") > MAX_EVENT_KEYS and _values(kept) > MAX_EVENT_KEYS):
        raise _UnfitError("event_too_large")
    digest = fingerprint(key.source, kept["messageId"])
    if anonymous is None:
        return Event(digest, rest, fit=True)
    line = b'{"anonymousId":' + _json(anonymous) + b"," + rest[1:]
    if user is None or key.kind == "server":
        return Event(digest, line, fit=True)
    tie = tie_of(key.source, anonymous, user)
    return Event(digest, line, fit=True, tie=tie, untied=b'{"sharedAnonymousId":' + _json(anonymous) + b"," + rest[1:])


def _unfit(message: object, given: Circumstances, error: _UnfitError) -> Event:
    text = _json(message)
    identity = _message_id(message) if isinstance(message, dict) else None
    digest = of_unfit(given.key.source, identity, text)
    told = {"reason": error.reason, "column": error.column, "value": error.value, "event": text.decode()}
    return Event(digest, _json({"unfit": told, "receivedAt": written(given.received)}), fit=False)


def _settle_identifier(kept: dict[str, Any], name: str) -> None:
    """Identifiers are texts; numbers become some, what is empty is none."""
    value = kept.pop(name, None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return
    if not isinstance(value, str):
        raise _UnfitError("identifier_invalid", name, value)
    if len(value) > MAX_ID_CHARACTERS:
        raise _UnfitError("identifier_invalid", name, value)
    kept[name] = value


def _check(kind: str, kept: dict[str, Any]) -> None:
    """What each type must have."""
    if "userId" not in kept and "anonymousId" not in kept:
        raise _UnfitError("customer_missing", "userId")
    event = kept.get("event")
    if kind == "track" and (not isinstance(event, str) or not event.strip()):
        raise _UnfitError("touchpoint_missing", "event", event or "")
    if kind == "alias" and ("previousId" not in kept or "userId" not in kept):
        raise _UnfitError("customer_missing", "previousId")
    if kind == "group" and "groupId" not in kept:
        raise _UnfitError("identifier_invalid", "groupId")


def _message_id(message: dict[str, Any]) -> str | None:
    found = message.get("messageId")
    return found if isinstance(found, str) and 0 < len(found) <= MAX_ID_CHARACTERS else None


def _settle_times(kept: dict[str, Any], given: Circumstances) -> None:
    name = "originalTimestamp" if kept.get("originalTimestamp") else "timestamp"
    try:
        original = read_moment(kept.get(name))
    except UnreadableTimeError as error:
        raise _UnfitError("time_unreadable", name, error) from error
    try:
        sent = read_moment(kept.get("sentAt") or given.sent)
    except UnreadableTimeError:
        sent = None  # no reason to lose an event: its own time is then taken as it is
    told = moments_of(original, None if given.historic else sent, given.received)
    kept["originalTimestamp"] = written(told.original)
    kept["sentAt"] = None if sent is None else written(sent)
    kept["receivedAt"] = written(told.received)
    kept["timestamp"] = written(told.happened)


def _note_identified(kept: dict[str, Any]) -> None:
    """Identifiers among the traits, for which a server vouches; a browser's word must not join two known people."""
    context = kept.get("context")
    inner = context.get("traits") if isinstance(context, dict) else None
    found = {}
    for traits in (inner, kept.get("traits")):
        if isinstance(traits, dict):
            found.update({
                name: traits[name].strip()
                for name in ("email", "phone")
                if isinstance(traits.get(name), str) and traits[name].strip()
            })  # fmt: skip
    if found:
        kept["identified"] = found


def _values(value: object) -> int:
    """How many values there are in it, at any depth."""
    if isinstance(value, dict):
        return sum(_values(inner) for inner in value.values()) or 1
    return 1


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:  # half a sign is JSON, but no text; written as it came, the reader sets it aside
        return json.dumps(value, separators=(",", ":")).encode()
