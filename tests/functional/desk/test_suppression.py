"""The suppression list end to end: pages, file, interface, and the hashed lists as the networks take them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.functional.desk.clinic import clinic_workspace
from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from tests.functional.desk.test_sign_in import invite
from wegmarke.clock import now
from wegmarke.workspace import Workspace
from wegmarke.workspace.rights.consents import Consents
from wegmarke.workspace.rights.person import Person

# Computed with `printf '%s' VALUE | sha256sum` (GNU coreutils 9.1), VALUE as the comment says.
MAIL = "ca82ddf2cf18d2b845dc982845bb07f7fdf7a6faecf7adfd861013bbccbd8c30"  # ada.example@mail.example
PHONE_GOOGLE = "b4267a2234e2072fa4d2e8d89fbe727c50fc414731d6ecacc2ed3d00f05038d1"  # +491701234567
PHONE_META = "8b47a52ed04d068c3a9c5632b98cec18780a9f9f4099d4f8afe233970ce116fe"  # 491701234567
FIRST = "169a70266bab21de9998a9b8bd8a85f08e50bc58d4900cda1d472dc7da2f5eda"  # änne
LAST_GOOGLE = "8b1b9882ad8bf3e35913763bd736e8a11769a4b57992d181f168fab22a01cf85"  # müller-lüdenscheid
LAST_META = "cf0f0bade4db63c6b03230893f0feb51c30b5c0b243e32d5370f68a473679574"  # müllerlüdenscheid
ZIP_META = "ac7bb74de6884ffce919c15fef4193749d4588026c643973946713ac46da540d"  # 10115
COUNTRY_META = "959a45d44e6fcf58361ed004681556fe50129f2109e817dec098c00c9e5d2578"  # de


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A clinic of its own, whose rules the tests change."""
    with running_desk(clinic_workspace(tmp_path_factory.mktemp("lists")).folder) as running:
        yield running


@pytest.fixture(scope="module")
def keeper(lists: RunningDesk) -> Visitor:
    return signed_in_owner(lists)


@pytest.fixture
def house_rules(lists: RunningDesk) -> Iterator[Path]:
    """The file of the rules, gone before and after the test."""
    file = lists.workspace / "suppression.toml"
    file.unlink(missing_ok=True)
    yield file
    file.unlink(missing_ok=True)


def rows_of(visitor: Visitor, path: str) -> list[list[str]]:
    answer = visitor.get(path)
    assert answer.status == 200, answer.text
    return list(csv.reader(io.StringIO(answer.text)))


def listed(visitor: Visitor, query: str = "", **headers: str) -> dict[str, object]:
    answer = visitor.get(f"/api/v1/suppression{query}", **headers)
    assert answer.status == 200, answer.text
    return json.loads(answer.text)


def kept(answer: dict[str, object]) -> dict[str, list[str]]:
    """Shown identifier to reasons."""
    customers = answer["customers"]
    assert isinstance(customers, list)
    return {one["identifiers"][0]["value"]: one["reasons"] for one in customers}


@pytest.mark.usefixtures("house_rules")
def test_the_rules_of_the_house(keeper: Visitor) -> None:
    answer = listed(keeper)
    assert kept(answer) == {
        "ada.example@mail.example": ["open_complaint", "customer"],
        "bob@mail.example": ["contacted"],
    }
    assert answer["total"] == 2
    assert answer["as_of"] == "2026-03-31T08:00:00Z"
    assert {rule["key"]: rule["customers"] for rule in answer["rules"]} == {  # type: ignore[union-attr,index]
        "objection": 0,
        "open_complaint": 1,
        "customer": 1,
        "contacted": 1,
    }


@pytest.mark.usefixtures("house_rules")
def test_the_page_says_how_many_and_why_and_opens(keeper: Visitor) -> None:
    page = keeper.get("/customers/suppression/").text
    assert "2 of 4 customers must not be advertised to." in page
    assert "whose complaint (Complaint) nothing settled, none older than 180 days" in page
    assert "who was met 3 times or more in the last 7 days by: Newsletter" in page
    behind = keeper.get("/customers/suppression/open_complaint/").text
    assert "ada.example@mail.example</a>" in behind
    assert "Customer already" in behind
    assert keeper.get("/customers/suppression/nothing/").status == 404


@pytest.mark.usefixtures("house_rules")
def test_every_identifier_has_a_line_in_the_file(keeper: Visitor) -> None:
    rows = rows_of(keeper, "/customers/suppression/all.csv")
    assert rows[0] == ["customer_number", "kind", "identifier", "reasons"]
    ada = [row[1:] for row in rows if row[3] == "open_complaint customer"]
    assert ["email", "ada.example@mail.example", "open_complaint customer"] in ada
    assert [row[1] for row in ada if row[0] == "phone"] == ["+491701234567"]
    answer = keeper.get("/customers/suppression/all.csv")
    state = listed(keeper)["state"]
    assert answer.headers["x-wegmarke-version"] == state
    assert f'filename="suppression-{state}.csv"' in answer.headers["content-disposition"]


@pytest.mark.usefixtures("house_rules")
def test_who_objects_is_on_the_list_from_then_on(lists: RunningDesk, keeper: Visitor) -> None:
    before = keeper.get("/api/v1/suppression").headers["etag"]
    workspace = Workspace.open(lists.workspace)
    cleo = Person((("email", "CLEO@mail.example"),))
    Consents(workspace.folder).note(cleo, "advertising", "objected", at=now() - timedelta(days=1), origin="letter")
    answer = keeper.get("/api/v1/suppression?rule=objection", If_None_Match=before)
    assert answer.status == 200
    assert kept(json.loads(answer.text)) == {"cleo@mail.example": ["objection"]}
    Consents(workspace.folder).note(cleo, "advertising", "lifted")
    assert listed(keeper, "?rule=objection")["total"] == 0


@pytest.mark.usefixtures("house_rules")
def test_google_takes_its_list(keeper: Visitor) -> None:
    rows = rows_of(keeper, "/customers/suppression/list/google.csv")
    assert rows[0] == ["Email", "Phone", "First Name", "Last Name", "Country", "Zip"]
    assert [MAIL, PHONE_GOOGLE, FIRST, LAST_GOOGLE, "de", "10115"] in rows
    assert len(rows) == 3
    assert keeper.get("/customers/suppression/list/google.csv").headers["x-wegmarke-customers"] == "2"


@pytest.mark.usefixtures("house_rules")
def test_meta_takes_its_list(keeper: Visitor) -> None:
    answer = keeper.get("/customers/suppression/list/meta.csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["email", "phone", "fn", "ln", "zip", "country"]
    assert [MAIL, PHONE_META, FIRST, LAST_META, ZIP_META, COUNTRY_META] in rows
    for plain in ("mail.example", "170", "nne", "denscheid", "10115"):
        assert all(plain not in cell for row in rows[1:] for cell in row if len(cell) != 64)
    assert keeper.get("/customers/suppression/list/nowhere.csv").status == 404


@pytest.mark.usefixtures("house_rules")
def test_an_audience_leaves_out_who_must_not_be_advertised_to(keeper: Visitor) -> None:
    rows = rows_of(keeper, "/customers/segments/google.csv")
    assert MAIL not in {cell for row in rows for cell in row}
    assert len(rows) == 1 + 2  # Cleo, and who only called
    assert len(rows_of(keeper, "/customers/segments/google.csv?where=visited(visit)")) == 1 + 1


@pytest.mark.usefixtures("house_rules")
def test_the_same_list_is_not_sent_twice(keeper: Visitor, house_rules: Path) -> None:
    answer = keeper.get("/api/v1/suppression")
    tag = answer.headers["etag"]
    again = keeper.get("/api/v1/suppression", If_None_Match=tag)
    assert (again.status, again.text, again.headers["etag"]) == (304, "", tag)
    assert keeper.get("/api/v1/suppression", If_None_Match='"other"').status == 200
    house_rules.write_text('version = 1\n[[rule]]\nkey = "all"\nkind = "filter"\nwhere = "length > 0"\n', "utf-8")
    changed = keeper.get("/api/v1/suppression", If_None_Match=tag)
    assert changed.status == 200
    assert changed.headers["etag"] != tag
    assert json.loads(changed.text)["total"] == 4


@pytest.mark.usefixtures("house_rules")
def test_pages_put_together_are_the_list(keeper: Visitor) -> None:
    first = listed(keeper, "?limit=1")
    second = listed(keeper, f"?limit=1&offset={first['next_offset']}")
    assert second["next_offset"] is None
    assert kept(first) | kept(second) == kept(listed(keeper))
    assert kept(listed(keeper, "?rule=contacted")) == {"bob@mail.example": ["contacted"]}
    for wrong in ("?limit=0", "?offset=-1", "?rule=nothing", "?limit=99999"):
        assert keeper.get(f"/api/v1/suppression{wrong}").status == 422


def test_a_token_fetches_it_and_nobody_else(lists: RunningDesk, keeper: Visitor) -> None:
    token = re.search(r'id="new-token">(\S+)<', keeper.post("/account/tokens/add/", {"name": "newsletter"}).text)
    assert token is not None
    assert Visitor(lists).get("/api/v1/suppression", Authorization=f"Bearer {token[1]}").status == 200
    assert Visitor(lists).get("/api/v1/suppression", follow=False).status == 401
    reader = Visitor(lists)
    assert reader.post(invite(keeper, "suppression_reader", "reader")).status == 200
    for path in (
        "/api/v1/suppression",
        "/customers/suppression/",
        "/customers/suppression/all.csv",
        "/customers/suppression/list/google.csv",
        "/customers/suppression/customer/",
        "/customers/segments/meta.csv",
    ):
        assert reader.get(path).status == 403, path


def test_rules_are_changed_on_the_page_and_wrong_ones_are_refused(keeper: Visitor, house_rules: Path) -> None:
    rules = (
        'version = 1\n\n[complaints]\nopened = ["visit"]\nsettled = ["order"]\n\n'
        '[[rule]]\nkey = "moaners"\nkind = "open_complaint"\n\n'
        '[[rule]]\nkey = "readers"\nkind = "contacted"\nwithin_days = 60\ntimes = 4\ntouchpoints = ["newsletter"]\n'
    )
    assert "The rules were saved." in keeper.post("/customers/suppression/rules/", {"rules": rules}).text
    assert kept(listed(keeper)) == {"cleo@mail.example": ["moaners"], "bob@mail.example": ["readers"]}
    saved = house_rules.read_text("utf-8")
    refused = keeper.post("/customers/suppression/rules/", {"rules": rules.replace('"contacted"', '"loud"')}).text
    assert "rule.kind" in refused
    assert house_rules.read_text("utf-8") == saved
    house_rules.write_text("version = ", "utf-8")
    assert keeper.get("/api/v1/suppression").status == 422
    assert keeper.get("/customers/suppression/").status == 422
