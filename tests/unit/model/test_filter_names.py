"""Touchpoints by key and by label, and filters from Python's keywords."""

import datetime as dt
from typing import Any

import pytest

from wegmarke.errors import WegmarkeError
from wegmarke.model import filter as f
from wegmarke.model.touchpoint import Touchpoint, mint_keys

TOUCHPOINTS = mint_keys(["Hotline", "Prüfung & Versand", "mail", "Mail", "Order"])


def resolved(text: str) -> str:
    return f.write(f.resolve(f.parse(text), TOUCHPOINTS))


def test_labels_become_keys_everywhere() -> None:
    text = (
        'visited("Prüfung & Versand") and (began(Hotline) or not ended("HOTLINE")) and decided_after(order)'
        ' and order(Hotline > "Prüfung & Versand") and step(Hotline, "Prüfung & Versand") and path(Hotline)'
        ' and reached(2, Hotline | Order > "prüfung & versand", 1 day) and reached_without(1, Hotline > Order)'
        ' and promise(late, Hotline) and promise_from(kept, Hotline > Hotline > "")'
        " and incident(complaint, Hotline) and incident_open(long_wait, order) and incident_of(repeated, Hotline)"
        " and left_saying(pricing) and left_after(complaint)"
        " and attribute(Hotline, Order) and attribute_at_first(Hotline, Order)"
        " and outcome = lost and channel in (Hotline) and length between 1 and 2"
    )
    assert resolved(text) == (
        "visited(pruefung_versand) and (began(hotline) or not ended(hotline)) and decided_after(order)"
        " and order(hotline > pruefung_versand) and step(hotline, pruefung_versand) and path(hotline)"
        " and reached(2, hotline | order > pruefung_versand, 1 day) and reached_without(1, hotline > order)"
        ' and promise(late, Hotline) and promise_from(kept, hotline > Hotline > "")'
        " and incident(complaint, hotline) and incident_open(long_wait, order) and incident_of(repeated, Hotline)"
        " and left_saying(pricing) and left_after(complaint)"
        " and attribute(Hotline, Order) and attribute_at_first(Hotline, Order)"
        " and outcome = lost and channel in (Hotline) and length between 1 and 2"
    )


def test_a_key_comes_before_a_label_before_any_case() -> None:
    # "mail" is the key of the first and its label; "Mail" is the label of the second, whose key is mail_2.
    assert resolved("visited(mail, Mail, mail_2, MAIL)") == "visited(mail, mail_2, mail_2, mail)"


def test_a_key_keeps_its_meaning_when_somebody_takes_it_for_a_label() -> None:
    before = (Touchpoint("hotline", "Hotline"),)
    after = (*before, Touchpoint("callback", "hotline"))
    assert f.resolve(f.parse("visited(hotline)"), before) == f.resolve(f.parse("visited(hotline)"), after)


def test_composed_and_decomposed_letters_are_the_same_name() -> None:
    assert resolved('visited("Pru\u0308fung & Versand")') == "visited(pruefung_versand)"


def test_unknown_touchpoints_get_the_nearest_keys() -> None:
    with pytest.raises(WegmarkeError) as caught:
        resolved("visited(hotlin)")
    assert caught.value.code == "filter_unknown_touchpoint"
    assert caught.value.details == {"touchpoint": "hotlin", "suggestions": ("hotline",)}


def test_touchpoints_of_a_filter_in_the_order_of_its_text() -> None:
    text = "visited(b) and (step(c, a) or reached(1, d | b > e)) and channel = x"
    assert f.touchpoints_of(f.parse(text)) == ("b", "c", "a", "d", "e")


KEYWORDS: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"outcome": None}, ""),
    ({"outcome": "lost", "visited": "hotline"}, "outcome = lost and visited(hotline)"),
    ({"visited": ["hotline", "Prüfung & Versand"]}, 'visited(hotline, "Prüfung & Versand")'),
    ({"not_visited": ("a", "b")}, "not visited(a, b)"),
    ({"began": "a", "ended": "b", "decided_after": "c"}, "began(a) and ended(b) and decided_after(c)"),
    ({"order": ["a", "b"], "step": ("c", "d"), "path": ["e"]}, "order(a > b) and step(c, d) and path(e)"),
    ({"promise": "late"}, "promise(late)"),
    ({"promise": ["Broken", "Vertrieb", "Kundendienst Nord"]}, 'promise(broken, Vertrieb, "Kundendienst Nord")'),
    ({"promise_to_keep": ("kept", "Logistik")}, "promise_to_keep(kept, Logistik)"),
    (
        {"incident": "complaint", "incident_open": ["long_wait", "a"]},
        "incident(complaint) and incident_open(long_wait, a)",
    ),
    ({"incident_of": ("Repeated", "Service", "Team 7")}, 'incident_of(repeated, Service, "Team 7")'),
    ({"outcome": {"won", "lost"}}, "outcome in (lost, won)"),
    ({"channel": "lost or all"}, 'channel = "lost or all"'),
    ({"customer": 4711}, 'customer = "4711"'),
    ({"length": 3}, "length = 3"),
    ({"length": ">= 3"}, "length >= 3"),
    ({"length": [1, 2]}, "length in (1, 2)"),
    ({"value": "between 10 and 20.5"}, "value between 10 and 20.5"),
    ({"value": 1e-7}, "value = 0.0000001"),
    ({"duration": "> 3 days"}, "duration > 3 days"),
    ({"duration": dt.timedelta(hours=36)}, "duration = 36 hours"),
    ({"started": "2026-Q1"}, "started = 2026-Q1"),
    ({"started": dt.date(2026, 3, 1)}, "started = 2026-03-01"),
    ({"finished": dt.datetime(2026, 3, 1, 12, 0)}, "finished = 2026-03-01"),  # noqa: DTZ001 - a day, zone of the workspace
    ({"started": ["2026-01", "2026-03"]}, "started in (2026-01, 2026-03)"),
]


@pytest.mark.parametrize(("keywords", "text"), KEYWORDS)
def test_keywords_are_sugar(keywords: dict[str, Any], text: str) -> None:
    made = f.from_keywords(**keywords)
    assert f.write(made) == text
    assert f.parse(text) == made


@pytest.mark.parametrize(
    ("keywords", "code"),
    [
        ({"vistied": "a"}, "filter_unknown_word"),
        ({"outcome": "lots"}, "filter_wrong_value"),
        ({"visited": []}, "filter_wrong_value"),
        ({"visited": ""}, "filter_wrong_value"),
        ({"visited": [1]}, "filter_wrong_value"),
        ({"visited": 1}, "filter_wrong_value"),
        ({"order": "a"}, "filter_wrong_value"),
        ({"step": ["a", "b", "c"]}, "filter_wrong_value"),
        ({"promise": "lated"}, "filter_wrong_value"),
        ({"promise_to_keep": "late"}, "filter_wrong_value"),
        ({"length": "3 or all"}, "filter_wrong_value"),
        ({"length": -1}, "filter_wrong_value"),
        ({"length": dt.timedelta(1)}, "filter_wrong_value"),
        ({"duration": dt.timedelta(microseconds=1)}, "filter_wrong_value"),
        ({"duration": dt.timedelta(-1)}, "filter_wrong_value"),
        ({"duration": 3}, "filter_wrong_value"),
        ({"value": float("inf")}, "filter_wrong_value"),
        ({"started": 2026.5}, "filter_wrong_value"),
        ({"started": {}}, "filter_wrong_value"),
        ({"channel": ""}, "filter_wrong_value"),
        ({"incident": "grumble"}, "filter_wrong_value"),
        ({"incident_of": "complaint"}, "filter_wrong_value"),
    ],
)
def test_keywords_that_mean_nothing(keywords: dict[str, Any], code: str) -> None:
    with pytest.raises(WegmarkeError) as caught:
        f.from_keywords(**keywords)
    assert caught.value.code == code
