"""One customer's history: what became of promises, what was critical, which complaints are open, what it was worth."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from wegmarke.index.runner import LocalRunner
from wegmarke.model.complaints import complaint_touchpoints, open_complaints
from wegmarke.model.incidents import USUAL_RULES
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping, Money, Promise, Score
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions import Asked, ask
from wegmarke.questions.timeline import timeline
from wegmarke.workspace import Workspace
from wegmarke.workspace.history import History, history
from wegmarke.workspace.promises import PromiseState, promise_state

BERLIN = "Europe/Berlin"
HEADER = "customer,at,what,department,matter,nps,paid,due,kept,note"
LINES = (
    "A,2026-01-05 10:00,Order,Shop,O1,,100.50,2026-01-09,2026-01-09 17:00,please ring twice",
    "A,2026-01-08 10:00,Complaint,Service,T1,,,2026-01-10,2026-01-12,",
    "A,2026-01-09 10:00,Complaint,Service,T1,,,,,",
    "A,2026-01-12 10:00,Complaint resolved,Service,T1,,,,,",
    "A,2026-02-01 10:00,Survey,Marketing,,6,,,,never again",
    "A,2026-02-02 10:00,Order,Shop,O2,,20,2026-02-03,,",
    "A,2026-03-01 10:00,Survey,Marketing,,9,,2026-12-31,,",
    "B,2026-03-05 10:00,Visit,Shop,,,,,,",
)
MAPPING = Mapping(
    "contacts",
    "customer",
    (
        InteractionMapping(
            "at",
            Cell(column="what"),
            department=Cell(column="department"),
            matter="matter",
            scores=(Score("nps", "nps"),),
            value=Money("paid"),
            promise=Promise("due", "kept"),
            text="note",
        ),
    ),
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two customers, of whom one has been through a lot."""
    folder = tmp_path_factory.mktemp("history")
    file = folder / "contacts.csv"
    file.write_text("\n".join((HEADER, *LINES)) + "\n", encoding="utf-8")
    won = (OutcomeRule("won", touchpoints=("Order",)),)
    settings = JourneySettings(cut_at_outcome=False, outcomes=won, time_zone=BERLIN)
    workspace = Workspace.create(folder / "shop", "Shop", settings)
    workspace.import_file(file, MAPPING)
    workspace.build()
    return workspace


def history_of(workspace: Workspace, identifier: str) -> History:
    index = workspace.index()
    asked = Asked(index, LocalRunner(1))
    number = next(
        int(partition.number[place])
        for partition in index.partitions
        for place, known in enumerate(partition.identifier.to_pylist())
        if known.endswith("\x1f" + identifier)
    )
    return history(timeline(asked, customer=number).result, workspace.record, index)


def test_every_contact_is_told_with_what_the_record_holds(shop: Workspace) -> None:
    found = history_of(shop, "A")
    assert [contact.moment.touchpoint.label for contact in found.contacts] == [line.split(",")[2] for line in LINES[:7]]
    assert found.contacts[0].told.text == "please ring twice"
    assert (found.contacts[0].told.value_minor, found.contacts[0].told.currency) == (10050, "EUR")
    assert found.contacts[4].told.scores == (("nps", 6.0),)
    assert found.contacts[1].told.matter == "T1"
    assert {contact.told.source for contact in found.contacts} == {"contacts"}


def test_promises_and_incidents(shop: Workspace) -> None:
    found = history_of(shop, "A")
    assert [contact.promise for contact in found.contacts] == ["kept", "late", None, None, None, "broken", "open"]
    assert [contact.incidents for contact in found.contacts] == [
        (),
        ("promise_late", "complaint"),
        ("repeated", "complaint"),
        (),
        ("bad_score",),
        ("promise_broken",),
        (),
    ]
    assert [contact.moment.touchpoint.label for contact in found.overdue] == ["Order"]
    assert [contact.told.promise_due.year for contact in found.promised if contact.told.promise_due] == [2026]


def test_the_page_of_a_customer_tells_the_incidents_that_the_question_counts(shop: Workspace) -> None:
    told = Counter(kind for name in ("A", "B") for one in history_of(shop, name).contacts for kind in one.incidents)
    result = ask("incidents", Asked(shop.index(), LocalRunner(1))).result
    assert {line.kind: line.found.incidents for line in result.kinds} == told
    assert result.open.incidents == len(history_of(shop, "A").complaints) + len(history_of(shop, "A").overdue)
    shop.save_incident_rules(replace(USUAL_RULES, bad_up_to={"nps": 9.0}, off=("repeated",)))
    try:
        again = history_of(shop, "A").contacts
        assert [one.bad_scores for one in again if one.told.scores] == [("nps",), ("nps",)]
        assert sum("repeated" in one.incidents for one in again) == 0
    finally:
        shop.save_incident_rules(USUAL_RULES)


def test_worth_and_relation(shop: Workspace) -> None:
    assert (history_of(shop, "A").relation, history_of(shop, "A").value_minor) == ("customer", 12050)
    assert (history_of(shop, "B").relation, history_of(shop, "B").value_minor) == ("prospect", None)


def test_one_of_two_complaints_about_the_same_matter_is_still_open(shop: Workspace) -> None:
    assert [contact.moment.seconds for contact in history_of(shop, "A").complaints] == [
        int(datetime(2026, 1, 9, 9, tzinfo=UTC).timestamp())
    ]


def test_a_very_long_history_is_told_from_its_end(shop: Workspace) -> None:
    index = shop.index()
    whole = history_of(shop, "A").timeline
    short = history(whole, shop.record, index, most=2)
    assert (len(short.contacts), short.earlier) == (2, 5)
    assert short.contacts[-1].moment == whole.moments[-1]


def berlin(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of June 2026, two hours ahead of UTC there."""
    return datetime(2026, 6, day, hour, minute, tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)


@pytest.mark.parametrize(
    ("due", "kept", "as_of", "state"),
    [
        (berlin(9), berlin(9, 23, 59), berlin(20), "kept"),  # a day was named: any hour of it will do
        (berlin(9), berlin(10), berlin(20), "late"),
        (berlin(9, 12), berlin(9, 12), berlin(20), "kept"),
        (berlin(9, 12), berlin(9, 12, 1), berlin(20), "late"),
        (berlin(9), None, berlin(9, 23), "open"),
        (berlin(9), None, berlin(10), "broken"),
        (berlin(9, 12), None, berlin(9, 12), "open"),
        (berlin(9, 12), None, berlin(9, 13), "broken"),
    ],
)
def test_what_became_of_a_promise(due: datetime, kept: datetime | None, as_of: datetime, state: PromiseState) -> None:
    assert promise_state(due, kept, as_of, BERLIN) == state


def test_a_settlement_settles_its_own_matter_else_the_oldest() -> None:
    assert open_complaints([("opened", "T1"), ("opened", "T2"), ("settled", "T2")]) == [0]
    assert open_complaints([("opened", "T1"), ("opened", "T2"), ("settled", None)]) == [1]
    assert open_complaints([("settled", "T1"), ("opened", "T1")]) == [1]
    assert open_complaints([("opened", None), ("settled", "T9")]) == []


def test_answering_a_complaint_or_asking_after_one_is_no_further_complaint() -> None:
    keys = ("beschwerde", "antwort_auf_beschwerde", "nachfrage_zur_beschwerde", "reply_to_complaint", "complaint")
    found = complaint_touchpoints([Touchpoint(key, key) for key in keys])
    assert found.opened == {"beschwerde", "complaint"}


def test_complaints_are_known_by_the_words_of_their_keys_or_by_name(shop: Workspace) -> None:
    touchpoints = shop.index().touchpoints
    assert complaint_touchpoints(touchpoints).opened == {"complaint"}
    assert complaint_touchpoints(touchpoints).settled == {"complaint_resolved"}
    named = complaint_touchpoints(touchpoints, opened=("visit",), settled=("survey",))
    assert (named.opened, named.settled) == ({"visit"}, {"survey"})
