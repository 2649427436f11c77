"""Malformed input in every shape: an answer each time, never a 5xx, and everything that was sent is accounted for."""

from __future__ import annotations

import gzip
import http.client
import json
import random

from tests.functional.collect.running import RunningCollector, basic

REQUESTS, EVENTS = 500, 5_000
VALUES: tuple[object, ...] = (
    *(None, True, False, 0, -1, 1.5, 10**30, "", " ", "x", "ä", "\0", "\ud83d", "x" * 300, "2026-11-25T12:00:00Z"),
    *("soon", "1969-01-01", "9999-12-31T23:59:59Z", [], {}, ["x"], {"a": {"b": [1]}}, {"": ""}, [[[[]]]]),
)
NAMES = (
    *("type", "event", "userId", "anonymousId", "messageId", "timestamp", "originalTimestamp", "sentAt", "context"),
    *(
        "properties",
        "traits",
        "groupId",
        "previousId",
        "name",
        "category",
        "unfit",
        "identified",
        "writeKey",
        "touchpoint",
    ),
    *("properties.revenue", "", "a.b", "\ud83d", "row"),
)
KINDS = ("identify", "track", "page", "screen", "group", "alias", "delete", 7, None)


def event(rng: random.Random) -> object:
    """An event in which anything may be wrong; many are fit."""
    if rng.random() < 0.05:
        return rng.choice(VALUES)
    made: dict[str, object] = {"type": rng.choice(KINDS), "event": "E", "userId": f"u{rng.randrange(50)}", "name": "N"}
    for _ in range(rng.randrange(4)):
        made[rng.choice(NAMES)] = rng.choice(VALUES)
    if rng.random() < 0.004:
        made["properties"] = {f"{rng.random()}": 1 for _ in range(rng.choice((10, 60, 1_500)))}
    if rng.random() < 0.02:
        made["big"] = "y" * 40_000
    return made


def broken(rng: random.Random, body: bytes) -> tuple[bytes, dict[str, str]]:
    """A body that was damaged on its way, and headers that may lie."""
    cut = rng.randrange(len(body))
    damage = rng.randrange(6)
    if damage == 0:
        return body[:cut], {}
    if damage == 1:
        return body[:cut] + bytes([rng.randrange(256)]) + body[cut + 1 :], {}
    if damage == 2:
        return gzip.compress(body)[: cut + 1], {"Content-Encoding": "gzip"}
    if damage == 3:
        return body, {"Content-Encoding": rng.choice(("gzip", "br", "x"))}
    if damage == 4:
        return rng.randbytes(rng.randrange(200)), {}
    return body, {"Authorization": rng.choice(("Basic", "Basic !!", "Bearer", "Basic " + "A" * 9_000, "Digest x"))}


def test_whatever_is_sent_is_answered_and_accounted_for(fresh: RunningCollector) -> None:
    rng = random.Random(20261125)
    connection = http.client.HTTPConnection("127.0.0.1", fresh.port, timeout=30)
    sent = refused = 0
    for number in range(REQUESTS):
        events = [event(rng) for _ in range(EVENTS // REQUESTS)]
        body = json.dumps({"batch": events}).encode()
        headers = {"Authorization": basic(fresh.browser if number % 3 == 0 else fresh.server)}
        if rng.random() < 0.3:
            body, changed = broken(rng, body)
            headers |= changed
        connection.request("POST", rng.choice(("/v1/batch", "/v1/b", "/v1/import")), body, headers)
        answer = connection.getresponse()
        said = json.loads(answer.read())
        if answer.status == 200:
            assert said == {"success": True}
            sent += len(
                json.loads(gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body)["batch"]
            )
        else:
            assert answer.status in {400, 401, 413}, (answer.status, said)
            assert set(said) == {"code", "message"}
            refused += 1
    connection.close()
    assert refused > 50
    fresh.until_handed_over()
    fresh.workspace.take_collected()
    (source,) = fresh.workspace.status().sources
    (collected,) = fresh.state().sources
    assert sent == source.accepted + source.quarantined + collected.duplicate
    assert source.accepted > 500
    assert source.quarantined > 500
    assert fresh.state().refused >= refused
    fresh.workspace.build_collected()
    assert fresh.workspace.replay().read == source.quarantined, "and the quarantine can be read again"
