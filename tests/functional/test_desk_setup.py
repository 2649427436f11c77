"""Bringing data in over HTTP: uploads, mapping, import, quarantine, inbox, settings, as without scripts."""

from __future__ import annotations

import gzip
import re
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.desk.person import BOUNDARY, Person, fields_of, header, text_of, until
from tests.functional.desk.running import RunningDesk, running_desk, signed_in_owner

NOT_THERE = {404, 422}

ORDERS = """customer_id;time;event;clerk;amount;status
K1;2026-01-01 10:00;order;Ann;10,50;
K1;2026-01-03 10:00;delivery;Bob;;won
K2;2026-01-02 10:00;order;Ann;7,00;
K2;2026-13-04 10:00;complaint;Ann;;lost
;2026-01-05 10:00;order;Bob;3,00;
K3;2026-01-06 10:00;order;Bob;nothing;
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on an empty workspace."""
    with running_desk(tmp_path_factory.mktemp("setup") / "acme") as running:
        yield running


@pytest.fixture(scope="module")
def person(desk: RunningDesk) -> Person:
    return Person(signed_in_owner(desk), desk.workspace)


def test_from_upload_to_quarantine_and_back(person: Person) -> None:
    address, fields = person.mapping_page("orders.csv", ORDERS.encode())
    fields["i0-value"] = "amount"
    page = person.send_mapping(address, fields, "").text
    assert fields["customer"] == "customer_id"
    assert (fields["i0-time"], fields["i0-touchpoint"]) == ("time", "c:event")
    assert (fields["staff-column"], fields["staff-becomes"]) == ("clerk", "drop"), (
        "names of employees are not stored unless somebody wants it"
    )
    assert "Seems to name single employees" in page
    shown = text_of(page[page.index('id="meaning"') :])
    assert "3 would be set aside" in shown
    assert "K1 1 Jan 2026, 10:00 order" in shown.replace("\u202f", " ").replace("\xa0", " ")
    job = person.send_mapping(address, fields, "import")
    person.job_done(int(job.url.rstrip("/").rsplit("/", 1)[1]))

    source = person.open.status().sources[0]
    assert (source.name, source.read, source.accepted, source.duplicate, source.quarantined) == ("orders", 6, 3, 0, 3)
    assert not (person.open.folder / "desk" / "uploads").joinpath(*address.split("/")[-2:-1]).exists()
    assert [path.name for path in (person.open.folder / "inbox" / "done" / "orders").iterdir()] == ["orders.csv"]
    assert "Ann" not in "".join(row.raw for row in person.open.record.quarantine().rows)

    quarantine = text_of(person.visitor.get("/settings/sources/of/orders/quarantine/").text)
    for expected in ("orders.csv, row 5", "The time cannot be read.", "2026-13-04 10:00", "The customer is missing."):
        assert expected in quarantine
    fields = {"file": "1", "row": "5", "column": "time", "before": "2026-13-04 10:00", "value": "2026-01-04 10:00"}
    answer = person.visitor.post("/settings/sources/of/orders/quarantine/correct/", fields)
    assert "waits to be replayed" in text_of(answer.text)
    answer = person.visitor.post("/settings/sources/of/orders/replay/")
    person.job_done(int(answer.url.rstrip("/").rsplit("/", 1)[1]))
    source = person.open.status().sources[0]
    assert (source.read, source.accepted, source.quarantined) == (6, 4, 2)
    assert not person.open.status().index.stale, "the journeys follow the data by themselves while that takes seconds"


def test_quarantine_as_csv_is_safe_in_a_spreadsheet(person: Person) -> None:
    content = "customer_id;time;event\n=1+1;yesterday;order\n" + "K9;2026-01-01;order\n" * 9
    person.imported("formulas.csv", content.encode())
    export = person.visitor.get("/settings/sources/of/formulas/quarantine/csv/")
    assert header(export, "Content-Type").startswith("text/csv")
    lines = export.text.lstrip("\ufeff").splitlines()
    assert lines[0].startswith("file;row;reason;")
    assert lines[1].startswith("formulas.csv;2;time_unreadable;The time cannot be read.;time;yesterday;")
    assert ";=" not in export.text


def test_the_same_file_again_adds_nothing(person: Person) -> None:
    content = b"customer_id;time;event\nA1;2026-02-01 10:00;visit\nA2;2026-02-01 11:00;visit\n"
    person.imported("again.csv", content)
    answer = person.upload("again_2.csv", content, source="again")
    assert "/jobs/" in header(answer, "Location"), "the columns are known, so nothing is asked"
    number = int(header(answer, "Location").rstrip("/").rsplit("/", 1)[1])
    person.job_done(number)
    assert "in the workspace already" in person.visitor.get(f"/jobs/{number}/").text
    source = next(source for source in person.open.status().sources if source.name == "again")
    assert (source.files, source.accepted) == (1, 2)


def test_other_columns_lead_to_the_mapping(person: Person) -> None:
    person.imported("shop.csv", b"customer_id;time;event\nA1;2026-02-01 10:00;visit\n")
    answer = person.upload("shop_new.csv", b"kunde;zeit;was\nA1;2026-02-02;kauf\n", source="shop")
    assert "/settings/sources/read/" in header(answer, "Location")


def test_a_changed_mapping_reads_the_kept_files_again(person: Person) -> None:
    content = b"customer_id;time;event;channel\nA1;2026-02-01 10:00;visit;web\nA2;2026-02-01 11:00;call;phone\n"
    person.imported("again2.csv", content)
    address = "/settings/sources/of/again2/mapping/"
    fields = fields_of(person.visitor.get(address).text)
    assert fields["i0-channel"] == "c:channel"
    answer = person.visitor.post(
        address, {**fields, "i0-touchpoint": "c:channel", "i0-channel": "", "do": "save-and-read"}
    )
    person.job_done(int(answer.url.rstrip("/").rsplit("/", 1)[1]))
    labels = {touchpoint.label for touchpoint in person.open.index().touchpoints}
    assert {"web", "phone"} <= labels
    source = next(source for source in person.open.status().sources if source.name == "again2")
    assert (source.files, source.read, source.accepted, source.earlier_mapping) == (1, 2, 2, ())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
        ("wide.csv", b",".join(b"c%d" % n for n in range(100_000)) + b"\n" + b"1," * 99_999 + b"1\n", "100,000"),
        ("entity.xes", b'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>', "document type"),
        ("binary.xlsx", b"PK\x03\x04" + b"\x00" * 200, "breaks off"),
    ],
)
def test_bad_files_say_what_is_wrong_and_lose_nothing(person: Person, name: str, content: bytes, said: str) -> None:
    before = person.open.record.interactions
    answer = person.upload(name, content)
    page = person.visitor.get(header(answer, "Location"))
    assert page.status == 422
    assert said in text_of(page.text), text_of(page.text)
    assert "Nothing was imported" in page.text
    assert person.open.record.interactions == before


def test_a_file_that_breaks_off_is_not_taken_in_at_all(person: Person) -> None:
    whole = gzip.compress(b"customer_id;time;event\n" + b"A;2026-02-01;x\n" * 50_000, 1)
    before = person.open.record.interactions
    address, fields = person.mapping_page("short.csv.gz", whole[: len(whole) // 2])
    answer = person.send_mapping(address, fields, "import")
    number = int(answer.url.rstrip("/").rsplit("/", 1)[1])
    until(lambda: person.job(number)["state"] == "failed")
    page = text_of(person.visitor.get(f"/jobs/{number}/").text)
    assert "breaks off" in page
    assert "Change the mapping" in page
    assert person.open.record.interactions == before


def test_names_of_uploads_stay_in_their_folder(person: Person) -> None:
    answer = person.upload("../../../../escape.csv", b"customer_id;time;event\nA;2026-02-01;x\n")
    place, query = header(answer, "Location").split("/")[-2:]
    assert urllib.parse.parse_qs(query[1:])["file"] == ["escape.csv"]
    assert (person.open.folder / "desk" / "uploads" / place / "escape.csv").is_file()
    for bad in ("../../secret.key", "..%2F..%2Fsecret.key", "%00"):
        assert person.visitor.get(f"/settings/sources/read/{place}/?file={bad}").status in NOT_THERE
    for bad in ("inbox/../desk", "....", "a" * 300):
        assert person.visitor.get(f"/settings/sources/read/{bad}/?file=secret.key").status in NOT_THERE
    assert person.visitor.get("/settings/sources/read/inbox/?file=../workspace.toml").status in NOT_THERE


def test_an_upload_without_its_token_is_refused(person: Person) -> None:
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="x.csv"\r\n\r\na\r\n--{BOUNDARY}--\r\n'
    )
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    assert person.visitor.bare_post("/settings/sources/add/", body.encode(), Content_Type=kind).status == 403


def test_loose_files_of_the_inbox_can_be_chosen(person: Person) -> None:
    path = person.open.folder / "inbox" / "night.csv"
    path.write_bytes(b"customer_id;time;event\nN1;2026-02-01 10:00;visit\n")
    assert "night.csv" in person.visitor.get("/settings/sources/add/").text
    address = "/settings/sources/read/inbox/?file=night.csv"
    fields = fields_of(person.visitor.get(address).text)
    answer = person.send_mapping(address, fields, "import")
    person.job_done(int(answer.url.rstrip("/").rsplit("/", 1)[1]))
    assert not path.exists()
    assert "night" in person.open.sources


def test_what_a_job_drops_into_a_known_sources_folder_is_taken_in(person: Person) -> None:
    person.imported("drops.csv", b"customer_id;time;event\nD1;2026-02-01 10:00;visit\n")
    folder = person.open.folder / "inbox" / "drops"
    (folder / "second.csv").write_bytes(b"customer_id;time;event\nD2;2026-02-02 10:00;visit\n")
    (folder / "third.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    until(lambda: not any(folder.iterdir()), seconds=60)
    until(lambda: all(job["state"] not in {"queued", "running"} for job in person.jobs()))
    source = next(source for source in person.open.status().sources if source.name == "drops")
    assert (source.files, source.accepted) == (2, 2)
    page = text_of(person.visitor.get("/settings/sources/").text)
    assert "broken" in page
    assert "third.csv" in page


def test_a_restart_leaves_a_clear_state_and_the_import_goes_on(tmp_path: Path) -> None:
    lines = "".join(f"C{n};2026-01-01 10:{n % 60:02d}:00;event {n % 7}\n" for n in range(600_000))
    with running_desk(tmp_path / "acme") as desk:
        person = Person(signed_in_owner(desk), desk.workspace)
        address, fields = person.mapping_page("long.csv", b"customer_id;time;event\n" + lines.encode())
        answer = person.send_mapping(address, fields, "import")
        number = int(answer.url.rstrip("/").rsplit("/", 1)[1])
        until(lambda: person.job(number)["state"] == "running")
    with running_desk(tmp_path / "acme") as desk:
        person = Person(signed_in_owner(desk), desk.workspace)
        state = person.job(number)["state"]
        assert state in {"stopped", "interrupted"}
        page = person.visitor.get(f"/jobs/{number}/").text
        assert ("Go on" if state == "stopped" else "Try again") in page
        again = person.visitor.post(f"/jobs/{number}/repeat/")
        person.job_done(int(again.url.rstrip("/").rsplit("/", 1)[1]))
        source = person.open.status().sources[0]
        assert (source.read, source.accepted, source.unfinished) == (600_000, 600_000, ())


def test_settings_are_kept_and_journeys_follow(person: Person) -> None:
    person.imported("deals.csv", b"customer_id;time;event\nS1;2026-02-01 10:00;signed\nS2;2026-02-01 10:00;refused\n")
    page = person.visitor.get("/settings/").text
    assert 'aria-label="signed: won"' in page
    fields = {
        "name": "Acme",
        "time_zone": "Europe/Vienna",
        "currency": "chf",
        "silence_days": "30,5",
        "contract_days": "365",
        "cut_at_outcome": "on",
    }
    words = {"t-signed": "won", "t-refused": "lost", "further-won": "done, bought"}
    answer = person.visitor.post("/settings/", {**fields, **words})
    assert "The settings were saved." in answer.text
    journeys = person.open.settings.journeys
    assert (journeys.time_zone, journeys.currency, journeys.silence_days) == ("Europe/Vienna", "CHF", 30.5)
    assert person.open.settings.contract_days == 365
    rules = {rule.outcome: rule for rule in journeys.outcomes}
    assert rules["won"].touchpoints == ("signed",)
    assert rules["won"].values[-2:] == ("done", "bought")
    # The page follows the job, which ends a moment after the index stands.
    until(lambda: "won" in text_of(person.visitor.get("/settings/effect/").text))
    assert not person.open.status().index.stale


def test_which_amounts_are_revenue_is_ticked(person: Person) -> None:
    rows = b"customer_id;time;event;amount\nR1;2026-03-01 10:00;quote;100,00\nR1;2026-03-02 10:00;bill;90,00\n"
    person.imported("money.csv", rows, {"i0-value": "amount"})
    page = person.visitor.get("/settings/").text
    assert "Which amounts are revenue" in page
    offered = re.findall(r'name="revenue" value="(\w+)" checked', page)
    assert {"quote", "bill"} <= set(offered)
    fields = {
        "name": "Acme",
        "time_zone": "Europe/Berlin",
        "currency": "EUR",
        "cut_at_outcome": "on",
        "revenue-asked": "on",
    }
    for chosen, kept in (("bill", ("bill",)), ("nothing of it", ())):
        until(lambda: all(job["state"] not in {"queued", "running"} for job in person.jobs()))  # one writer at a time
        assert "The settings were saved." in person.visitor.post("/settings/", {**fields, "revenue": chosen}).text
        assert person.open.settings.journeys.revenue == kept
    assert re.findall(r'name="revenue" value="(\w+)" checked', person.visitor.get("/settings/").text) == []


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("time_zone", "Europe/Atlantis", "Atlantis"),
        ("silence_days", "-3", "-3"),
        ("contract_days", "soon", "soon"),
        ("contract_days", "0", "0"),
        ("currency", "EURO", "EURO"),
        ("name", " ", "name"),
    ],
)
def test_settings_that_cannot_be_are_named_and_nothing_is_saved(
    person: Person, field: str, value: str, said: str
) -> None:
    before = person.open.settings
    fields = {"name": "Acme", "time_zone": "UTC", "currency": "EUR", "silence_days": "", field: value}
    answer = person.visitor.post("/settings/", fields)
    assert answer.status == 422
    assert said in text_of(answer.text[answer.text.index('role="alert"') :])
    assert person.open.settings == before


def test_touchpoints_get_names_and_keep_their_keys(person: Person) -> None:
    person.imported("named.csv", b"customer_id;time;event\nT1;2026-02-01 10:00;hotline_in\n")
    fields = {"key": "hotline_in", "name_de-hotline_in": "Anruf", "stage-hotline_in": "Service"}
    page = person.visitor.post("/settings/touchpoints/", fields).text
    assert 'value="Anruf"' in page
    assert '<code class="key">hotline_in</code>' in page
    assert 'value="Anruf"' not in person.visitor.post("/settings/touchpoints/", {"key": "hotline_in"}).text
