"""Every word of the filter language can be filled in: what the form writes is the language's own text."""

from __future__ import annotations

import re
import urllib.parse

import pytest

from tests.functional.desk.running import Visitor
from wegmarke.model.filter import parse, write
from wegmarke.model.filter.grammar import CALLS, FIELDS

PAIR = [("then", "visit"), ("then", ""), ("then", "hotline")]
FILLED: dict[str, tuple[list[tuple[str, str]], str]] = {
    "visited": ([("touchpoint", "hotline")], "visited(hotline)"),
    "began": ([("place", "began"), ("touchpoint", "visit")], "began(visit)"),
    "ended": ([("place", "ended"), ("touchpoint", "visit"), ("touchpoint", "order")], "ended(visit, order)"),
    "decided_after": ([("place", "decided_after"), ("touchpoint", "hotline")], "decided_after(hotline)"),
    "order": ([("sequence", "order"), *PAIR], "order(visit > hotline)"),
    "step": ([("sequence", "step"), *PAIR], "step(visit, hotline)"),
    "path": ([("sequence", "path"), *PAIR], "path(visit, hotline)"),
    "reached": (
        [("sequence", "reached"), *PAIR, ("within", "1,5")],
        "reached(2, visit > hotline, 36 hours)",
    ),
    "reached_without": (
        [("sequence", "reached_without"), *PAIR, ("stage", "1")],
        "reached_without(1, visit > hotline)",
    ),
    "promise": ([("promise", "late"), ("promise_by", "=Service")], "promise(late, Service)"),
    "promise_to_keep": ([("promise", "broken"), ("promise_for", "=Sales")], "promise_to_keep(broken, Sales)"),
    "promise_from": (
        [("promise", "given"), ("promise_at", "hotline"), ("promise_by", "=Service"), ("promise_for", "=")],
        'promise_from(given, hotline > Service > "")',
    ),
    "incident": ([("incident", "complaint"), ("incident_at", "hotline")], "incident(complaint, hotline)"),
    "incident_open": ([("incident", "long_wait"), ("incident_open", "1")], "incident_open(long_wait)"),
    "incident_of": ([("incident", "failure"), ("incident_of", "=Service")], "incident_of(failure, Service)"),
    "attribute": ([("attribute-land", "Deutschland")], "attribute(land, Deutschland)"),
    "attribute_at_first": (
        [("attribute-land", "Deutschland"), ("attribute_at", "first")],
        "attribute_at_first(land, Deutschland)",
    ),
    "left_saying": ([("left_saying", "pricing"), ("left_saying", "ethics")], "left_saying(pricing, ethics)"),
    "came_saying": ([("came_saying", "search"), ("came_saying", "any")], "came_saying(search, any)"),
    "came_after": ([("came_after", "recommendation")], "came_after(recommendation)"),
    "left_after": ([("left_after", "any")], "left_after(any)"),
    "outcome": ([("outcome", "won"), ("outcome", "lost")], "outcome in (won, lost)"),
    "department": ([("department", "Sales")], "department = Sales"),
    "length": ([("length_from", "2")], "length >= 2"),
    "duration": ([("duration_to", "36"), ("duration_unit", "hour")], "duration <= 36 hours"),
    "value": ([("value_from", "1.598,50")], "value >= 1598.5"),
    "asked": ([("asked_from", "2")], "asked >= 2"),
    "repeats": ([("repeats_from", "1"), ("repeats_to", "3")], "repeats >= 1 and repeats <= 3"),
    "channel_breaks": ([("channel_breaks_to", "0")], "channel_breaks <= 0"),
    "waited": ([("waited_from", "2"), ("waited_unit", "week")], "waited >= 14 days"),
    "incidents": ([("incidents_from", "1")], "incidents >= 1"),
    "started": ([("date_from", "2026-01-01")], "started >= 2026-01-01"),
    "finished": ([("date_of", "finished"), ("date_to", "2026-01-31")], "finished <= 2026-01-31"),
    "customer": ([("customer", "C 1")], 'customer = "C 1"'),
    "journey": ([("journey", "7")], 'journey = "7"'),
    "channel": ([("channel", "Web")], "channel = Web"),
}
"""What is filled in for each word, and the text that comes of it: as in Python and on the command line."""


def added(visitor: Visitor, fields: list[tuple[str, str]]) -> str:
    """The filter that the form writes."""
    sent = urllib.parse.urlencode([("back", "/journeys/paths/"), *fields])
    answer = visitor.get(f"/findings/filter/add/?{sent}", follow=False)
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(answer.headers["location"]).query)
    return query.get("where", [""])[0]


def test_every_word_of_the_language_has_fields() -> None:
    assert set(FILLED) == {*CALLS, *FIELDS}


@pytest.mark.parametrize("word", sorted(FILLED))
def test_a_word_is_written_as_the_language_writes_it(clinic_owner: Visitor, word: str) -> None:
    fields, text = FILLED[word]
    assert added(clinic_owner, fields) == text == write(parse(text))
    assert re.search(rf"\b{word}\b", text)


def test_what_is_sent_for_a_word_can_be_filled_in(clinic_owner: Visitor) -> None:
    for language in ("en", "de"):
        with clinic_owner.speaking(language):
            page = clinic_owner.get("/journeys/paths/").text
        form = page[page.index('class="filter-form"') : page.index('class="filter-form filter-whole"')]
        for word, (fields, _) in FILLED.items():
            for name, value in fields:
                control = re.search(rf'<(select|input)[^>]* name="{name}"[^>]*>', form)
                assert control, (word, name)
                free = control[1] == "input" and 'type="checkbox"' not in control[0]
                rest = form[control.start() :]
                chosen = rest[: rest.index("</select>")] if control[1] == "select" else form
                of_the_shop = value.removeprefix("=") in {
                    "visit",
                    "hotline",
                    "Service",
                    "Sales",
                    "Web",
                    "order",
                    "Deutschland",
                }
                assert free or of_the_shop or f'value="{value}"' in chosen or not value, (word, name, value)
        assert "filter:" not in form
        unnamed = re.findall(r"<(?:select|input)(?![^>]*(?:aria-label|\bid=|hidden|checkbox))[^>]*>", form)
        assert not unnamed, "a field without a name for who cannot see it"


def test_all_of_it_or_one_of_it_or_none(clinic_owner: Visitor) -> None:
    both = [("incident", "complaint"), ("asked_from", "2")]
    assert added(clinic_owner, both) == "asked >= 2 and incident(complaint)"
    assert added(clinic_owner, [*both, ("join", "any"), ("where", "outcome = lost")]) == (
        "outcome = lost and (asked >= 2 or incident(complaint))"
    )
    assert added(clinic_owner, [*both, ("join", "none")]) == "not asked >= 2 and not incident(complaint)"


def test_each_condition_is_a_chip_that_goes_away(clinic_owner: Visitor) -> None:
    where = "incident(complaint) and promise(broken) and waited >= 2 days"
    page = clinic_owner.get(f"/journeys/paths/?{urllib.parse.urlencode({'where': where})}").text
    chips = re.findall(r'<li class="chip"><span>([^<]+)</span><a href="([^"]+)"', page)
    assert [text for text, _ in chips] == [
        "critical event: complaint",
        "promise: broken",
        "waited too long ≥ 2\xa0days",
    ]
    left = [urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["where"][0] for _, url in chips]
    assert left == [
        "promise(broken) and waited >= 2 days",
        "incident(complaint) and waited >= 2 days",
        "incident(complaint) and promise(broken)",
    ]


@pytest.mark.parametrize(
    "fields",
    [
        [("then", "visit")],
        [("sequence", "step"), ("then", "visit"), ("then", "order"), ("then", "hotline")],
        [("sequence", "reached_without"), *PAIR, ("stage", "2")],
        [("promise", "late"), ("promise_at", "hotline")],
        [("asked_from", "two")],
        [("value_to", "much")],
        [("incident", "miracle")],
    ],
)
def test_what_cannot_be_meant_is_said_and_adds_nothing(clinic_owner: Visitor, fields: list[tuple[str, str]]) -> None:
    assert added(clinic_owner, [("where", "outcome = lost"), *fields]) == "outcome = lost"
    assert "does not take" in clinic_owner.get("/journeys/paths/").text
