"""One event judged by itself: what is kept, when it happened, what is unfit and why."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from wegmarke.collect.judging import Circumstances, Event, judge
from wegmarke.collect.moments import UnreadableTimeError, moments_of, read_moment
from wegmarke.model.write_keys import KeyKind, WriteKey

RECEIVED = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TRACK = {"type": "track", "event": "Order", "userId": "u1", "messageId": "m1"}


def judged(message: object, kind: KeyKind = "server", **given: Any) -> Event:
    key = WriteKey(1, "web", "Shop", kind, "0" * 64, "")
    return judge(message, Circumstances(key, RECEIVED, **given))


def kept(message: object, kind: KeyKind = "server", **given: Any) -> dict[str, Any]:
    event = judged(message, kind, **given)
    assert event.fit
    assert b"\n" not in event.line
    found: dict[str, Any] = json.loads(event.line)
    return found


def refused(message: object, kind: KeyKind = "server", **given: Any) -> tuple[str, str]:
    event = judged(message, kind, **given)
    assert not event.fit
    unfit = json.loads(event.line)["unfit"]
    assert json.loads(unfit["event"]) == message
    return unfit["reason"], unfit["column"]


@pytest.mark.parametrize(
    ("message", "reason", "column"),
    [
        (7, "row_broken", ""),
        (None, "row_broken", ""),
        ([TRACK], "row_broken", ""),
        ({}, "event_unknown", "type"),
        ({**TRACK, "type": "delete"}, "event_unknown", "type"),
        ({**TRACK, "type": ["track"]}, "event_unknown", "type"),
        ({**TRACK, "userId": None}, "customer_missing", "userId"),
        ({**TRACK, "userId": "  "}, "customer_missing", "userId"),
        ({**TRACK, "userId": ["u"]}, "identifier_invalid", "userId"),
        ({**TRACK, "userId": True}, "identifier_invalid", "userId"),
        ({**TRACK, "userId": "u" * 256}, "identifier_invalid", "userId"),
        ({**TRACK, "event": ""}, "touchpoint_missing", "event"),
        ({**TRACK, "event": 5}, "touchpoint_missing", "event"),
        ({"type": "alias", "userId": "u"}, "customer_missing", "previousId"),
        ({"type": "group", "userId": "u"}, "identifier_invalid", "groupId"),
        ({**TRACK, "timestamp": "yesterday"}, "time_unreadable", "timestamp"),
        ({**TRACK, "originalTimestamp": "2026-13-01"}, "time_unreadable", "originalTimestamp"),
        ({**TRACK, "timestamp": 1e300}, "time_unreadable", "timestamp"),
        ({**TRACK, "properties": {"x": "y" * 33_000}}, "event_too_large", ""),
        ({**TRACK, "properties": {f"k{n}": n for n in range(1_100)}}, "event_too_large", ""),
    ],
)
def test_what_is_unfit_is_kept_with_its_reason(message: object, reason: str, column: str) -> None:
    assert refused(message) == (reason, column)


def test_a_fit_event_is_kept_whole_but_for_the_key() -> None:
    found = kept({**TRACK, "writeKey": "secret", "properties": {"a": {"b": "ä"}}, "userId": 42, "extra": None})
    assert found["properties"] == {"a": {"b": "ä"}}
    assert found["userId"] == "42"
    assert found["extra"] is None
    assert "writeKey" not in found


def test_the_address_settles_the_type_and_the_batch_lends_its_context() -> None:
    assert kept({"userId": "u", "name": "Home"}, type="page")["type"] == "page"
    found = kept({**TRACK, "context": {"a": 2}}, context={"a": 1, "b": 1})
    assert found["context"] == {"a": 2, "b": 1}


def test_an_event_just_within_the_limit_is_fit() -> None:
    frame = len(json.dumps({**TRACK, "pad": ""}, separators=(",", ":")))
    assert judged({**TRACK, "pad": "p" * (32 * 1024 - frame)}).fit
    assert not judged({**TRACK, "pad": "p" * (32 * 1024 - frame + 1)}).fit


def test_a_repetition_is_known_by_source_and_message_id() -> None:
    assert judged(TRACK).digest == judged({**TRACK, "event": "Else"}).digest
    assert judged(TRACK).digest != judged({**TRACK, "messageId": "m2"}).digest
    other = WriteKey(2, "app", "App", "server", "1" * 64, "")
    assert judge(TRACK, Circumstances(other, RECEIVED)).digest != judged(TRACK).digest
    nameless = {"type": "track", "event": "Order", "userId": "u1"}
    assert judged(nameless).digest != judged(nameless).digest, "two events without an id are two events"
    assert judged({"type": "x"}).digest == judged({"type": "x"}).digest, "the same rubbish sent again is the same"


def test_the_error_of_a_clock_drops_out_of_the_time() -> None:
    # The device is ten minutes fast and sends two hours after the fact.
    found = kept({**TRACK, "timestamp": "2026-11-25T10:09:00Z"}, sent="2026-11-25T12:09:00Z")
    assert found["timestamp"] == "2026-11-25T10:00:00.000000Z"
    assert found["originalTimestamp"] == "2026-11-25T10:09:00.000000Z"
    assert found["sentAt"] == "2026-11-25T12:09:00.000000Z"
    assert found["receivedAt"] == "2026-11-25T12:00:00.000000Z"


@pytest.mark.parametrize(
    ("original", "sent", "happened"),
    [
        (None, None, "12:00"),
        ("09:00", None, "09:00"),
        ("14:00", None, "12:00"),  # the future is clamped
        ("14:00", "13:00", "12:00"),  # made after it was sent: clamped
        (None, "08:00", "12:00"),  # made when sent
        ("01:00", "03:30", "09:30"),
    ],
)
def test_times_in_all_their_combinations(original: str | None, sent: str | None, happened: str) -> None:
    def at(text: str | None) -> datetime | None:
        return None if text is None else datetime.fromisoformat(f"2026-11-25T{text}:00+00:00")

    assert moments_of(at(original), at(sent), RECEIVED).happened == at(happened)


def test_history_is_taken_as_it_is_told() -> None:
    event = {**TRACK, "timestamp": "2020-02-03T04:05:06Z", "sentAt": "2026-01-01T00:00:00Z"}
    assert kept(event, historic=True)["timestamp"] == "2020-02-03T04:05:06.000000Z"


def test_times_are_read_as_senders_write_them() -> None:
    noon = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    for value in ("2026-11-25T12:00:00Z", "2026-11-25T13:00:00+01:00", "2026-11-25 12:00", 1795608000000):
        assert read_moment(value) == noon
    assert read_moment("") is None
    for wrong in ("soon", True, [1], 10**30):
        with pytest.raises(UnreadableTimeError):
            read_moment(wrong)


def test_a_key_for_browsers_may_only_append() -> None:
    alias = {"type": "alias", "userId": "u1", "previousId": "u2"}
    assert kept(alias)["previousId"] == "u2"
    assert refused(alias, "browser") == ("key_forbids", "type")
    identify = {"type": "identify", "userId": "u1", "anonymousId": "c1", "traits": {"email": "a@example.org"}}
    assert kept(identify)["identified"] == {"email": "a@example.org"}
    by_browser = judged(identify, "browser")
    assert "identified" not in json.loads(by_browser.line)
    assert by_browser.tie is not None
    untied = json.loads(by_browser.untied)
    assert (untied.get("anonymousId"), untied["sharedAnonymousId"]) == (None, "c1")
    assert "identified" not in kept({**identify, "identified": {"email": "victim@example.org"}}, "browser")


def test_half_a_sign_is_kept_as_it_came() -> None:
    event = judged({**TRACK, "event": "\ud83d"})
    assert json.loads(event.line)["event"] == "\ud83d"
