"""Critical events end to end: the page and its filter, the rules and what a changed one does, interface and export."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.parse
from collections.abc import Iterator

import pytest

from tests.functional.desk.clinic import clinic_workspace, customer_address
from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from tests.functional.desk.test_findings import asked, column

PAGE, RULES = "/critical-events/", "/settings/critical-events/"
KINDS = ("promise_broken", "promise_late", "repeated", "complaint", "failure", "ping_pong", "dunned_after_complaint")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A clinic of its own, whose rules the tests change."""
    with running_desk(clinic_workspace(tmp_path_factory.mktemp("incidents")).folder) as running:
        yield running


@pytest.fixture(scope="module")
def keeper(own: RunningDesk) -> Visitor:
    return signed_in_owner(own)


def saved(visitor: Visitor, *fields: tuple[str, str]) -> str:
    """The page after the form was sent with these fields."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', visitor.get(RULES).text)
    assert token is not None
    days = (("repeated_days", "14"), ("ping_pong_days", "30"), ("dunning_days", "60"))
    body = urllib.parse.urlencode([("csrfmiddlewaretoken", token[1]), *days, *fields])
    answer = visitor.bare_post(RULES, body.encode())
    return visitor.get(RULES).text if answer.status == 302 else answer.text


def test_few_losses_are_counted_and_the_page_says_so(keeper: Visitor) -> None:
    page = keeper.get(PAGE)
    assert page.status == 200
    told = page.text.replace("\u00a0", " ")
    assert "3 critical events in 1 of 4 journeys" in told
    assert "Open now: 2, of 1 customer" in told
    assert "Counted only: customers were lost 0" in page.text
    assert "Lost afterwards" not in page.text
    assert page.text.index("Open now</h2>") < page.text.index("Critical events by touchpoint</h2>")


@pytest.mark.parametrize(
    ("where", "english", "german"),
    [
        ("incident(complaint)", "critical event: complaint", "kritisches Ereignis: Beschwerde"),
        (
            "incident_open(promise_broken, complaint)",
            "open critical event: promise broken (Complaint)",
            "offenes kritisches Ereignis: Zusage gebrochen (Complaint)",
        ),
        ("incident_of(bad_score, Marketing)", "bad score (Marketing)", "schlechte Note (Marketing)"),
    ],
)
def test_the_filter_bar_tells_the_words_in_both_languages(
    keeper: Visitor, where: str, english: str, german: str
) -> None:
    address = f"{PAGE}?where={urllib.parse.quote(where)}"
    page = keeper.get(address).text
    assert english in page
    assert "in 1 of 1" in page
    with keeper.speaking("de"):
        assert german in keeper.get(address).text
        assert "Kritische Ereignisse" in keeper.get(address).text


def test_interface_export_and_page_tell_the_same(keeper: Visitor) -> None:
    finding = asked(keeper, "incidents")
    kinds = column(finding, "incident_kinds", "incident")["values"]
    assert sorted(kinds) == ["bad_score", "complaint", "promise_broken"]
    for evidence in column(finding, "incidents", "journeys")["evidence"]:
        assert asked(keeper, "customers", where=evidence)["basis"]["journeys"] == 1
    exported = keeper.get("/findings/incidents.csv?table=incidents_open")
    lines = list(csv.reader(io.StringIO(exported.text.lstrip("\ufeff"))))
    assert sorted(line[:2] for line in lines[1:]) == [["complaint", "Complaint"], ["promise broken", "Complaint"]]


def test_a_changed_rule_changes_numbers_filters_and_the_page_of_a_customer(own: RunningDesk, keeper: Visitor) -> None:
    ada = customer_address(keeper, "ada.example@mail.example")
    assert "Complaint" in keeper.get(ada).text
    before = asked(keeper, "incidents")["basis"]["version"]
    kinds = [("kind", kind) for kind in KINDS if kind != "complaint"]
    page = saved(keeper, *kinds, ("kind", "bad_score"), ("failures", "newsletter"), ("scale", "nps"), ("limit", "1,5"))
    try:
        assert "failure 0 → 4" in page
        assert "complaint 1 → 0" in page
        assert "bad score 1 → 0" in page
        finding = asked(keeper, "incidents")
        assert finding["basis"]["version"] != before
        assert sorted(column(finding, "incident_kinds", "incident")["values"]) == ["failure", "promise_broken"]
        assert asked(keeper, "customers", where="incident(failure, newsletter)")["basis"]["journeys"] == 1
        assert asked(keeper, "customers", where="incident(complaint)")["cannot_say"] is not None
        bob = keeper.get(customer_address(keeper, "bob@mail.example")).text
        assert bob.count("Failure") >= 4
    finally:
        (own.workspace / "incidents.toml").unlink()
    assert asked(keeper, "incidents")["basis"]["version"] == before


def test_complaints_are_those_of_the_suppression_list(own: RunningDesk, keeper: Visitor) -> None:
    kinds = [("kind", kind) for kind in (*KINDS, "long_wait", "bad_score")]
    try:
        saved(keeper, *kinds, ("complaints", "survey"), ("settled", "visit"))
        assert 'opened = ["survey"]' in (own.workspace / "suppression.toml").read_text(encoding="utf-8")
        listed = json.loads(keeper.get("/api/v1/suppression?rule=open_complaint").text)
        assert listed["total"] == 1
        assert asked(keeper, "customers", where="incident(complaint, survey)")["basis"]["journeys"] == 1
    finally:
        for name in ("incidents.toml", "suppression.toml"):
            (own.workspace / name).unlink(missing_ok=True)


@pytest.mark.parametrize(
    "fields",
    [
        (("repeated_days", "soon"),),
        (("repeated_days", "-3"),),
        (("wait_begins", "visit"), ("wait_ends", ""), ("wait_days", "3")),
        (("wait_begins", "visit"), ("wait_ends", "visit"), ("wait_days", "3")),
        (("scale", "nps"), ("limit", "inf")),
    ],
)
def test_a_rule_that_cannot_be_is_refused_and_nothing_is_written(
    own: RunningDesk, keeper: Visitor, fields: tuple[tuple[str, str], ...]
) -> None:
    page = saved(keeper, *fields)
    assert "is not valid" in page
    assert not (own.workspace / "incidents.toml").exists()


def test_a_wait_rule_is_kept_and_the_usual_ones_stay_where_nothing_changed(own: RunningDesk, keeper: Visitor) -> None:
    kinds = [("kind", kind) for kind in (*KINDS, "long_wait", "bad_score")]
    waits = [("wait_begins", "visit"), ("wait_ends", "order"), ("wait_days", "20")]
    file = own.workspace / "incidents.toml"
    try:
        assert "waited long 0 → 1" in saved(keeper, *kinds, *waits)
        assert 'begins = "visit"' in file.read_text(encoding="utf-8")
        assert "waited long 1 → 0" in saved(keeper, *kinds)
        assert "wait = []" in file.read_text(encoding="utf-8")
        file.unlink()
        saved(keeper, *kinds)
        assert "wait" not in file.read_text(encoding="utf-8")
    finally:
        file.unlink(missing_ok=True)


def test_a_broken_file_says_what_is_wrong(own: RunningDesk, keeper: Visitor) -> None:
    file = own.workspace / "incidents.toml"
    file.write_text("version = 1\nrepeat_days = 3\n", encoding="utf-8")
    try:
        for address in (RULES, PAGE):
            answer = keeper.get(address)
            assert answer.status == 422, address
            assert "incidents.toml: repeat_days" in answer.text
    finally:
        file.unlink()
