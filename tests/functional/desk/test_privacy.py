"""The officer's way through a request, over HTTP: take in, look, copy, object, erase, proof; retention; documents."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.desk.person import Person as Uploader
from tests.functional.desk.person import text_of
from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from tests.searching import found
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping, Staff
from wegmarke.workspace import Workspace

STEP = InteractionMapping("at", Cell(column="step"))
KEPT = Staff("Bearbeiter", "keep", "for questions")
CALLS = Mapping("calls", "mail", (STEP,), customer_kind="email", drop=("Agent",), staff=(KEPT,))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    folder = tmp_path_factory.mktemp("privacy")
    workspace = Workspace.create(folder / "acme", "Acme & Söhne")
    (folder / "calls.csv").write_text(
        "mail;at;step;Agent;Bearbeiter\n"
        "ada@lovelace.example;2026-01-01 10:00;Call;LNO;K. Lindner\n"
        "bob@x.example;2026-01-02 10:00;Call;LNO;K. Lindner\n"
        "cem@x.example;2019-01-02 10:00;Call;LNO;K. Lindner\n",
        "utf-8",
    )
    workspace.import_file(folder / "calls.csv", CALLS)
    workspace.build()
    with running_desk(workspace.folder) as running:
        yield running


@pytest.fixture(scope="module")
def officer(desk: RunningDesk) -> Visitor:
    return signed_in_owner(desk)


def taken_in(officer: Visitor, wish: str, known_by: str, received: str, note: str = "") -> str:
    fields = {"wish": wish, "received": received, "known_by": known_by, "note": note}
    answer = officer.post("/privacy/take-in/", fields)
    assert answer.status == 200, text_of(answer.text)
    return re.sub(r"^http://[^/]+", "", answer.url)


def test_a_request_has_a_deadline_and_lines_that_say_nothing_are_refused(officer: Visitor) -> None:
    page = taken_in(officer, "access", "email bob@x.example", "2026-01-31")
    assert "The answer was due on 28 Feb 2026: it is late." in text_of(officer.get(page).text)
    assert "One request is late." in text_of(officer.get("/privacy/").text)
    officer.post(page + "close/", {"do": "extend"})
    assert (
        officer.post("/privacy/take-in/", {"wish": "access", "received": "2026-01-31", "known_by": "email"}).status
        == 422
    )


def test_a_person_gets_a_copy_objects_and_is_erased(desk: RunningDesk, officer: Visitor) -> None:
    today = dt.date.today().isoformat()  # noqa: DTZ011 - a day on the calendar, as the form has it
    page = taken_in(officer, "erasure", "email Ada@lovelace.example", today, "Letter of Ada L.")
    looked = text_of(officer.get(page + "?look=1").text)
    assert "Your contacts with us, as the departments recorded them 1" in looked

    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', officer.get(page).text)
    assert token
    copy = officer._staying.open(desk.address + page + "export/", f"csrfmiddlewaretoken={token[1]}".encode())
    data = json.loads(zipfile.ZipFile(io.BytesIO(copy.read())).read("data.json"))
    assert [line["customer"] for line in data["contacts"]] == ["ada@lovelace.example"]

    wrong = {"field": "mail", "reads": "ADA@lovelace.example", "becomes": "ada@byron.example", "reason": "Her letter"}
    asked = text_of(officer.post(page + "correct/", {**wrong, "do": "look"}).text)
    assert "One cell would change" in asked
    assert "calls calls.csv 2 mail ADA@lovelace.example ada@byron.example counts" in asked
    assert found(desk.workspace / "record", {"ada@byron.example"}) == {}
    officer.post(page + "correct/", {"do": "correct"})
    uploader = Uploader(officer, desk.workspace)
    corrected = int(str(uploader.jobs()[0]["id"]))
    uploader.job_done(corrected)
    assert "email ada@byron.example" in text_of(officer.get(page).text)
    assert "ada@lovelace.example" not in found(desk.workspace / "record", {"ada@lovelace.example"})

    officer.post(page + "note/", {"purpose": "advertising", "state": "objected", "origin": "letter"})
    assert "advertising: objects to it" in text_of(officer.get(page).text)

    assert "tick that it cannot be undone" in text_of(officer.post(page + "erase/").text)
    assert found(desk.workspace, {"ada@byron.example", "Her letter"})
    officer.post(page + "erase/", {"sure": "on"})
    uploader.job_done(int(str(uploader.jobs()[0]["id"])))
    assert found(desk.workspace, {"ada@lovelace.example", "ada@byron.example", "Her letter", "Ada L."}) == {}
    said = text_of(officer.get(page).text)
    assert "this request names nobody any more" in said
    # What was counted before stays, and says so; what was counted by the erasure itself does not.
    erased = int(str(uploader.jobs()[0]["id"]))
    assert "one person less since" in text_of(officer.get(f"/jobs/{corrected}/").text)
    assert "less since" not in text_of(officer.get(f"/jobs/{erased}/").text)
    assert "one person less since" in text_of(officer.get("/privacy/").text)
    proof = text_of(officer.get(page + "proof/").text)
    assert "Number in the ledger of erasures 1" in proof
    assert "Contacts and rows in quarantine: 1" in proof
    assert "corrected (admin) Rows: 1" in proof
    assert "statement noted (admin)" in proof


def test_rows_that_are_too_old_go_after_a_dry_run(desk: RunningDesk, officer: Visitor) -> None:
    officer.post("/privacy/retention/", {"days-calls": str(365 * 3)})
    assert "Today one row of 1 customers would be erased." in text_of(officer.get("/privacy/retention/").text)
    officer.post("/privacy/retention/expire/", {"sure": "on"})
    uploader = Uploader(officer, desk.workspace)
    uploader.job_done(int(str(uploader.jobs()[0]["id"])))
    page = text_of(officer.get("/privacy/retention/").text)
    assert "calls: 1 rows of 1 customers older than 1,095 days." in page
    assert found(desk.workspace, {"cem@x.example"}) == {}


def test_the_register_and_the_documents_are_made_of_what_is_configured(officer: Visitor) -> None:
    officer.post("/privacy/processing/", {"controller": "Acme & Söhne AG", "purposes": "=1+1"})
    register = officer.get("/privacy/processing/csv/").text
    assert "calls,email," in register
    assert ",'=1+1," in register
    staff = text_of(officer.get("/privacy/staff/").text)
    assert "Only what a mapping keeps for the reason it states." in staff
    assert "calls: Bearbeiter for questions" in staff
    assert "calls: Agent" in staff
    for name in ("agreement", "assessment"):
        text = officer.get(f"/privacy/staff/{name}/").text
        assert "Acme &amp; Söhne AG" in text
        assert "calls" in text
    assert "Bearbeiter wird gespeichert. Grund: for questions" in officer.get("/privacy/staff/agreement/").text
    assert officer.get("/privacy/staff/other/").status == 404


def test_no_file_of_a_request_is_left_in_the_open(desk: RunningDesk) -> None:
    assert not list(Path(desk.workspace).rglob("*.zip"))
