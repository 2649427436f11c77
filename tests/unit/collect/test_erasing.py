"""Which events are a person's, which only speak of them, and what is left of these."""

import json

import pytest

from wegmarke.collect.erasing import Persons

ERIKA = Persons(["Kunde-4711", "17", "erika@example.org", "+49 171 2345678"])


def left(event: object) -> object:
    line = json.dumps(event, ensure_ascii=False).encode()
    found = ERIKA.without(line)
    if found is None:
        return None
    assert len(found) <= len(line), "it must fit where the line stood"
    return "untouched" if found == line else json.loads(found)


@pytest.mark.parametrize(
    "event",
    [
        {"userId": "kunde-4711"},
        {"userId": "17"},
        {"anonymousId": " 17 "},
        {"type": "identify", "userId": "x", "traits": {"address": {"email": "Erika@Example.org"}}},
        {"context": {"traits": {"phone": "(0171) 234-5678"}}},
        {"unfit": {"reason": "touchpoint_missing", "event": '{"userId": "Kunde-4711"}'}},
    ],
)
def test_an_event_is_theirs_where_it_says_so(event: object) -> None:
    assert left(event) is None


@pytest.mark.parametrize(
    "event",
    [
        {"userId": "kunde-47110"},
        {"userId": "x", "properties": {"quantity": 17, "sku": "17"}},
        {"userId": "x", "properties": {"mail": "xerika@example.org", "phone": "0171 23456789"}},
    ],
)
def test_somebody_elses_event_stays(event: object) -> None:
    assert left(event) == "untouched"


def test_what_others_say_of_them_is_taken_out() -> None:
    said = {"userId": "x", "url": "/?m=ERIKA@example.org&q=1", "from": "0049 171/234 56 78", "n": 1712345678}
    assert left(said) == {"userId": "x", "url": "/?m=[…]&q=1", "from": "[…]", "n": None}
