"""The tracking API as senders see it: addresses, keys, limits, answers. Over a real socket."""

import base64
import gzip
import json
import socket
import time

import pytest

from tests.functional.collect.running import RunningCollector, basic

EVENT = {"userId": "u1", "event": "Order Completed", "name": "Home", "groupId": "g", "previousId": "p"}


@pytest.mark.parametrize(
    "path",
    [f"/v1/{word}" for word in ("identify", "track", "page", "screen", "group", "alias")]
    + [f"/v1/{letter}" for letter in "itpsga"]
    + ["/v1/track/"],
)
def test_every_address_takes_an_event_and_answers_exactly_so(shared: RunningCollector, path: str) -> None:
    answer = shared.post(path, EVENT)
    assert (answer.status, answer.body) == (200, b'{"success": true}')
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/v1/batch", "/v1/b", "/v1/import"])
def test_batches_are_taken_and_an_empty_one_is_no_error(shared: RunningCollector, path: str) -> None:
    for messages in ([], [{"type": "track", **EVENT}, {"type": "nonsense"}, 7]):
        assert shared.post(path, {"batch": messages}).json == {"success": True}


def test_the_key_may_come_by_basic_by_bearer_or_in_the_body(shared: RunningCollector) -> None:
    assert shared.post("/v1/track", EVENT).status == 200
    assert shared.post("/v1/track", EVENT, Authorization=f"Bearer {shared.server}").status == 200
    assert shared.post("/v1/track", {**EVENT, "writeKey": shared.server}, key="").status == 200
    assert shared.post("/v1/batch", {"batch": [], "writeKey": shared.browser}, key="").status == 200
    inner = {"batch": [{"type": "track", **EVENT, "writeKey": shared.browser}]}
    assert shared.post("/v1/batch", inner, key="").status == 200
    assert shared.post("/v1/track", {**EVENT, "writeKey": shared.server}, Authorization="Basic !").status == 200


@pytest.mark.parametrize("key", ["", "wrong", "ü", "x" * 5000])
def test_without_a_known_key_the_answer_is_401(shared: RunningCollector, key: str) -> None:
    headers = {"Authorization": basic(key)} if key else {}
    answer = shared.post("/v1/track", EVENT, key="", **headers)
    assert answer.status == 401
    assert set(answer.json) == {"code", "message"}
    assert answer.json["code"] == "key_unknown"


def test_a_revoked_key_is_refused_within_a_second(fresh: RunningCollector) -> None:
    assert fresh.post("/v1/track", EVENT, key=fresh.browser).status == 200
    fresh.workspace.revoke_write_key(2)
    time.sleep(1)
    assert fresh.post("/v1/track", EVENT, key=fresh.browser).status == 401
    assert fresh.post("/v1/track", EVENT).status == 200
    text = (fresh.folder / "keys.json").read_text("utf-8")
    assert fresh.server not in text
    assert fresh.browser not in text


def test_who_sends_more_than_the_key_may_is_told_when_to_come_again(fresh: RunningCollector) -> None:
    assert [key.limit for key in fresh.workspace.write_keys] == [None, 1_000]
    fresh.workspace.limit_write_key(2, 3)
    time.sleep(0.7)
    event = {"type": "track", **EVENT}
    answers = [fresh.post("/v1/b", {"batch": [event] * 20}, key=fresh.browser) for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 429, 429], "thirty at once, and the last batch is owed"
    assert set(answers[-1].json) == {"code", "message"}
    assert answers[-1].json["code"] == "rate_limited"
    assert answers[-1].headers["access-control-expose-headers"] == "retry-after", "a page may read when"
    assert fresh.post("/v1/track", EVENT).status == 200, "other keys are not concerned"
    wait = int(answers[-1].headers["retry-after"])
    assert 1 <= wait <= 4
    time.sleep(wait)
    assert fresh.post("/v1/b", {"batch": [event]}, key=fresh.browser).status == 200
    fresh.until_handed_over()
    fresh.kill()
    fresh.start()
    assert (fresh.state().refused, fresh.state().limited) == (40, ((2, 40),))
    fresh.workspace.limit_write_key(2, None)
    time.sleep(0.7)
    assert fresh.post("/v1/b", {"batch": [event] * 2_500}, key=fresh.browser).status == 200
    assert fresh.post("/v1/track", EVENT, key=fresh.browser).status == 200


def test_a_beacon_that_calls_its_json_text_is_understood(shared: RunningCollector) -> None:
    body = json.dumps({**EVENT, "writeKey": shared.browser}).encode()
    assert shared.post("/v1/t", body, key="", Content_Type="text/plain").status == 200


def test_gzip_is_unpacked_and_bounded(shared: RunningCollector) -> None:
    packed = gzip.compress(json.dumps({"batch": [{"type": "track", **EVENT}]}).encode())
    assert shared.post("/v1/batch", packed, Content_Encoding="gzip").status == 200
    bomb = gzip.compress(b'{"batch": [' + b" " * 50_000_000 + b"]}")
    assert len(bomb) < 100_000
    for body, status, code in (
        (bomb, 413, "too_large"),
        (packed[:-9], 400, "gzip_broken"),
        (b"no gzip", 400, "gzip_broken"),
    ):
        answer = shared.post("/v1/batch", body, Content_Encoding="gzip")
        assert (answer.status, answer.json["code"]) == (status, code)
    assert shared.post("/v1/batch", packed, Content_Encoding="br").json["code"] == "encoding_unknown"


def test_a_preflight_is_allowed(shared: RunningCollector) -> None:
    asked = {"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"}
    answer = shared.send("OPTIONS", "/v1/t", None, asked)
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    for header in ("authorization", "content-type"):
        assert header in answer.headers["access-control-allow-headers"]


def _batch_of(size: int) -> bytes:
    """A batch of exactly so many bytes, each event below its own limit."""
    events = [{"type": "track", "event": "E", "userId": "u", "properties": {"x": "y" * 20_000}} for _ in range(20)]
    shell = json.dumps({"batch": events, "pad": ""}).encode()
    return json.dumps({"batch": events, "pad": "p" * (size - len(shell))}).encode()


def test_the_limits_hold_to_the_byte(shared: RunningCollector) -> None:
    whole = _batch_of(512_000)
    assert len(whole) == 512_000
    assert shared.post("/v1/batch", whole).status == 200
    assert shared.post("/v1/batch", _batch_of(512_001)).status == 413
    frame = len(json.dumps({**EVENT, "pad": ""}))
    for size, status in ((32 * 1024, 200), (32 * 1024 + 1, 413)):
        body = json.dumps({**EVENT, "pad": "p" * (size - frame)}).encode()
        assert len(body) == size
        answer = shared.post("/v1/track", body)
        assert answer.status == status, size
    small = {"type": "track", "event": "E", "userId": "u"}
    assert shared.post("/v1/batch", {"batch": [small] * 2_500}).status == 200
    assert shared.post("/v1/batch", {"batch": [small] * 2_501}).json["code"] == "too_many"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "json_broken"),
        (b"{", "json_broken"),
        (b"[]", "json_broken"),
        (b'"text"', "json_broken"),
        (b"\xff\xfe\x00", "json_broken"),
        (b'{"a": NaN}', "json_broken"),
        (b"[" * 100_000, "json_broken"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "json_broken"),
        (b"{}", "batch_missing"),
        (b'{"batch": {}}', "batch_missing"),
    ],
)
def test_a_body_that_cannot_be_read_is_400(shared: RunningCollector, body: bytes, code: str) -> None:
    answer = shared.post("/v1/batch", body)
    assert (answer.status, answer.json["code"]) == (400, code)


def test_other_addresses_and_methods_are_no_surprise(shared: RunningCollector) -> None:
    assert shared.get("/").status == 404
    assert shared.get("/v2/track").status == 404
    answer = shared.get("/v1/track")
    assert (answer.status, answer.headers["allow"]) == (405, "POST, OPTIONS")
    assert shared.post("/ready", {}).status == 405
    assert shared.post("/v1/m", {"series": []}, key="").json == {"success": True}


def test_the_pixel_takes_an_event_and_is_an_image(shared: RunningCollector) -> None:
    event = {"userId": "u1", "event": "Mail Opened", "writeKey": shared.browser, "note": "äß?>"}
    plain = base64.b64encode(json.dumps(event).encode()).decode()
    for data in (plain, plain.rstrip("="), plain.replace("+", "-").replace("/", "_")):
        answer = shared.get(f"/v1/pixel/track?data={data}")
        assert (answer.status, answer.headers["content-type"]) == (200, "image/gif")
        assert answer.body.startswith(b"GIF89a")
    assert shared.get("/v1/pixel/track?data=%21").json["code"] == "data_broken"
    assert shared.get("/v1/pixel/track").status == 400


def test_the_settings_send_a_browser_here_and_nowhere_else(shared: RunningCollector) -> None:
    answer = shared.get(f"/v1/projects/{shared.browser}/settings")
    integrations = answer.json["integrations"]
    assert isinstance(integrations, dict)
    assert set(integrations) == {"Segment.io"}
    assert integrations["Segment.io"]["apiHost"] == f"127.0.0.1:{shared.port}/v1"
    assert integrations["Segment.io"]["protocol"] == "http"
    assert shared.get("/v1/projects/nobody/settings").status == 401


def test_a_sender_that_goes_away_in_the_middle_disturbs_nobody(shared: RunningCollector) -> None:
    with socket.create_connection(("127.0.0.1", shared.port)) as connection:
        connection.sendall(b"POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{")
    assert shared.post("/v1/track", EVENT).status == 200
    assert shared.get("/health").json == {"alive": True}


def test_the_addresses_for_the_workspace_itself_are_for_nobody_else(shared: RunningCollector) -> None:
    for path in ("/collector/erase", "/collector/events"):
        for key in ("", shared.server):
            assert shared.post(path, {"identifiers": ["u1"]}, key=key).status == 401
