"""Which contacts are critical, against the rules as a person would apply them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import numpy as np
import pytest

from tests.contacts import DAY, HOUR, START_OF_LOG, Contact, index_of
from wegmarke.index.incidents import incident_marks, incidents_in
from wegmarke.index.index import Index
from wegmarke.index.kernels import incidents as k
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentKind, IncidentRules, WaitRule

Found = list[tuple[str, str, float, str]]


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(START_OF_LOG + seconds, UTC)


def found(index: Index) -> Found:
    """Customer, touchpoint, when (seconds after the start of the log), kind."""
    marks, lines = incident_marks(index), []
    for partition in index.partitions:
        journey = np.repeat(np.arange(len(partition.outcome)), np.diff(partition.start))
        of = partition.customer_of_journey[journey]
        incidents = incidents_in(partition, marks)
        for place, kind, seconds in zip(incidents.at, incidents.kind, incidents.seconds.tolist(), strict=True):
            name = partition.identifier[int(of[place])].as_py().split("\x1f")[1]
            label = index.touchpoints[partition.touchpoint[place]].label
            lines.append((name, label, seconds - START_OF_LOG, INCIDENT_KINDS[kind]))
    return sorted(lines)


def incidents_of(*contacts: Contact, rules: IncidentRules | None = None) -> Found:
    index = index_of(contacts)
    return found(index if rules is None else replace(index, incident_rules=rules))


END = Contact("zz", 400 * DAY, "shop")


def test_a_promise_is_broken_when_its_time_is_over_and_late_where_it_is_kept() -> None:
    said = incidents_of(
        Contact("late", 0, "confirmation", matter="1", promise_due=at(5 * DAY), promise_kept=at(9 * DAY)),
        Contact("late", 9 * DAY, "delivery", matter="1", promise_due=at(5 * DAY), promise_kept=at(9 * DAY)),
        Contact("kept", 0, "confirmation", matter="1", promise_due=at(5 * DAY), promise_kept=at(4 * DAY)),
        Contact("broken", 0, "confirmation", promise_due=at(5 * DAY)),
        Contact("open", 0, "confirmation", promise_due=at(500 * DAY)),
        END,
    )
    assert said == [
        ("broken", "confirmation", 5 * DAY + 1, "promise_broken"),
        ("late", "delivery", 5 * DAY + 1, "promise_late"),
    ]


@pytest.mark.parametrize(("gap", "again"), [(13.9 * DAY, True), (14.1 * DAY, False)])
@pytest.mark.parametrize("matter", [None, "7"])
def test_the_same_matter_again_within_two_weeks_is_repeated(*, gap: float, again: bool, matter: str | None) -> None:
    said = incidents_of(
        Contact("a", 0, "hotline", matter=matter),
        Contact("a", DAY, "shop"),
        Contact("a", gap, "hotline", matter=matter),
    )
    assert said == ([("a", "hotline", gap, "repeated")] if again else [])


def test_another_matter_or_a_touchpoint_where_nobody_asks_is_not_repeated() -> None:
    assert incidents_of(Contact("a", 0, "hotline", matter="7"), Contact("a", DAY, "hotline", matter="8")) == []
    assert incidents_of(Contact("a", 0, "newsletter"), Contact("a", DAY, "newsletter")) == []
    assert incidents_of(Contact("a", 0, "hotline"), Contact("b", DAY, "hotline")) == []


def test_complaints_failures_bad_scores_and_dunning_after_a_complaint() -> None:
    said = incidents_of(
        Contact("a", 0, "Zustellung gescheitert"),
        Contact("a", DAY, "complaint"),
        Contact("a", 2 * DAY, "survey", scores=(("nps", 6.0), ("stars", 3.0), ("mine", 0.0))),
        Contact("a", 40 * DAY, "Mahnung"),
        Contact("b", 0, "Mahnung"),
        Contact("b", DAY, "complaint"),
        Contact("b", 90 * DAY, "Mahnung"),
    )
    assert said == [
        ("a", "Mahnung", 40 * DAY, "dunned_after_complaint"),
        ("a", "Zustellung gescheitert", 0, "failure"),
        ("a", "complaint", DAY, "complaint"),
        ("a", "survey", 2 * DAY, "bad_score"),
        ("b", "complaint", DAY, "complaint"),
    ]


@pytest.mark.parametrize(
    ("departments", "times"), [("AB", 0), ("ABA", 0), ("AABBAAB", 1), ("ABCAB", 0), ("ABABA", 2), ("AB-A-B", 1)]
)
def test_a_matter_that_goes_back_and_forth(departments: str, times: int) -> None:
    contacts = [
        Contact("a", day * DAY, f"t{day}", department=None if one == "-" else one, matter="7")
        for day, one in enumerate(departments)
    ]
    assert incidents_of(*contacts) == [], "nobody asked: it goes through the house as it should"
    asked = replace(contacts[1], touchpoint="hotline")
    said = incidents_of(contacts[0], asked, *contacts[2:])
    assert [kind for *_, kind in said] == ["ping_pong"] * times


def test_a_long_wait_ends_late_or_never() -> None:
    rules = IncidentRules(waits=(WaitRule("enquiry", "offer", 10.0),))
    said = incidents_of(
        Contact("late", 0, "enquiry", matter="1"),
        Contact("late", 2 * DAY, "offer", matter="2"),
        Contact("late", 11 * DAY, "offer", matter="1"),
        Contact("soon", 0, "enquiry"),
        Contact("soon", 9 * DAY, "offer", matter="3"),
        Contact("never", 380 * DAY, "enquiry"),
        Contact("not yet", 395 * DAY, "enquiry"),
        END,
        rules=rules,
    )
    assert said == [("late", "offer", 10 * DAY, "long_wait"), ("never", "enquiry", 390 * DAY, "long_wait")]


def test_a_kind_that_is_off_is_not_looked_for() -> None:
    contacts = (Contact("a", 0, "complaint"), Contact("a", HOUR, "hotline"), Contact("a", 2 * HOUR, "hotline"))
    assert {kind for *_, kind in incidents_of(*contacts)} == {"complaint", "repeated"}
    rules = IncidentRules(off=("complaint",))
    assert {kind for *_, kind in incidents_of(*contacts, rules=rules)} == {"repeated"}


def test_journeys_with_numbers_of_their_own_are_read_in_order_of_time() -> None:
    said = incidents_of(
        Contact("a", 0, "hotline", journey="x"),
        Contact("a", 30 * DAY, "shop", journey="x"),
        Contact("a", 2 * DAY, "hotline", journey="y"),
    )
    assert said == [("a", "hotline", 2 * DAY, "repeated")]


def test_more_incidents_than_room_was_made_for() -> None:
    contacts = [Contact(f"c{i}", i, "complaint") for i in range(3000)]
    assert len(incidents_of(*contacts)) == 3000


def test_kernels_know_the_kinds_by_their_places() -> None:
    places: dict[IncidentKind, int] = {
        "repeated": k.K_REPEATED,
        "long_wait": k.K_WAIT,
        "complaint": k.K_COMPLAINT,
        "failure": k.K_FAILURE,
        "ping_pong": k.K_PING_PONG,
        "dunned_after_complaint": k.K_DUNNED,
    }
    assert {kind: get_args(IncidentKind).index(kind) for kind in places} == places
