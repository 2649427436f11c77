"""The CRM's backlog: planted neglect is found, nothing else is, and it comes by value; on the page and as a file."""

from __future__ import annotations

import csv
import io
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.functional.desk.person import text_of
from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from wegmarke.model.mapping import Cell, Identifier, InteractionMapping, Mapping, Money
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.workspace import Workspace
from wegmarke.workspace.backlog import Backlog, BacklogKind, backlog

JOURNEYS = JourneySettings(outcomes=(OutcomeRule("won", touchpoints=("Auftrag",)),), silence_days=None)
ORDERS = Mapping(
    "auftraege",
    "mail",
    (InteractionMapping("am", Cell("was"), account="firma", value=Money("betrag")),),
    customer_kind="email",
)
CRM = Mapping(
    "crm",
    "nr",
    (InteractionMapping("am", Cell(constant="Besuch"), account="Firma"),),
    customer_kind="crm_number",
    identifiers=(Identifier("E-Mail", "email"),),
)
ORDER_ROWS = """mail;firma;am;was;betrag
anna@a.example;A;2026-06-01;Auftrag;100
bernd@a.example;A;2025-01-10;Auftrag;5000
cem@c.example;C;2025-02-01;Auftrag;900
dora@d.example;D;2026-05-01;Auftrag;700
dora@d.example;D;2026-05-20;Reklamation;
emil@e.example;;2026-06-10;Auftrag;50
fritz@f.example;;2025-03-01;Anfrage;
"""
CRM_ROWS = """nr;E-Mail;am;Firma;Telefon;PLZ;naechsterSchritt;Wiedervorlage
1;anna@a.example;2026-05-30;A;0221 1234567;50667;Angebot;
2;bernd@a.example;2026-05-29;A;0221 7654321;50667;;2026-07-01
3;cem@c.example;2025-02-02;C;;50667;;
4;dora@d.example;2026-05-02;D;+49 (0)221 99 88 77;50667;Anruf;
6;emil@e.example;2026-06-09;;0221 55555555;50667;;
6;emil@e.example;2026-06-10;;0221 55555555;50667;Mail;
"""
SERVICE = Mapping("service", "mail", (InteractionMapping("am", Cell(constant="Technik")),), customer_kind="email")
SERVICE_ROWS = """mail;am;Telefon;PLZ
dora@d.example;2026-05-03;0221-998877;51149
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("backlog")
    workspace = Workspace.create(place / "acme", "Acme", JOURNEYS)
    exports = (("auftraege", ORDER_ROWS, ORDERS), ("crm", CRM_ROWS, CRM), ("service", SERVICE_ROWS, SERVICE))
    for name, rows, mapping in exports:
        (place / f"{name}.csv").write_text(rows, "utf-8")
        report = workspace.import_file(place / f"{name}.csv", mapping)
        assert report.quarantined == 0
    workspace.build()
    return place / "acme"


@pytest.fixture(scope="module")
def found(folder: Path) -> Backlog:
    return backlog(Workspace.open(folder))


def told(found: Backlog, kind: BacklogKind) -> list[tuple[str, str]]:
    return [(line.identifier, line.column) for line in found.only(kind)]


def mails(folder: Path, found: Backlog, kind: BacklogKind) -> list[str]:
    """The customers of a kind, in their order, by their e-mail addresses."""
    customers = Workspace.open(folder).customers()
    named = {customers.number_of("email", f"{name}.example"): name for name in NAMES}
    return [named[line.customer] for line in found.only(kind)]


NAMES = ("anna@a", "bernd@a", "cem@c", "dora@d", "emil@e", "fritz@f")


def test_who_has_not_been_spoken_to(folder: Path, found: Backlog) -> None:
    """Company A was spoken to through Anna, so Bernd's silence is none; Fritz never bought anything."""
    assert mails(folder, found, "stale") == ["cem@c"]
    (line,) = found.only("stale")
    assert (line.account, line.value, line.days) == ("C", 90_000, 492)
    assert backlog(Workspace.open(folder), stale_days=492).only("stale") == ()
    assert len(backlog(Workspace.open(folder), stale_days=491).only("stale")) == 1


def test_what_is_to_happen_next(folder: Path, found: Backlog) -> None:
    """A date for the next contact is a next step too, and of Emil the newest row counts."""
    assert mails(folder, found, "no_next_step") == ["cem@c"]
    (line,) = found.only("no_next_step")
    assert (line.source, line.row, line.column) == ("crm", 4, "naechsterSchritt, Wiedervorlage")


def test_contact_data_that_is_missing(folder: Path, found: Backlog) -> None:
    assert mails(folder, found, "empty_field") == ["cem@c"]
    assert [line.column for line in found.only("empty_field")] == ["Telefon"]


def test_records_that_contradict_each_other(folder: Path, found: Backlog) -> None:
    """The same telephone in another spelling is no contradiction, another postcode is."""
    assert mails(folder, found, "contradiction") == ["dora@d"]
    (line,) = found.only("contradiction")
    assert (line.column, line.found) == ("PLZ", ("50667 (crm)", "51149 (service)"))


def test_won_and_the_last_word_was_a_complaint(folder: Path, found: Backlog) -> None:
    assert mails(folder, found, "open_complaint") == ["dora@d"]
    assert found.only("open_complaint")[0].found == ("Reklamation",)


def test_the_most_valuable_come_first_and_the_counts_are_those_of_the_lines(found: Backlog) -> None:
    values = [line.value for line in found.lines]
    assert values == sorted(values, reverse=True) == [90_000] * 3 + [70_000] * 2
    assert found.affected == {
        "stale": 1,
        "open_complaint": 1,
        "no_next_step": 1,
        "contradiction": 1,
        "empty_field": 1,
    }
    assert (found.customers, found.looked_at, found.affected_customers, found.sources) == (6, 6, 2, ("crm", "service"))


def test_only_the_most_valuable_are_looked_at(folder: Path) -> None:
    few = backlog(Workspace.open(folder), most=3)
    assert (few.customers, few.looked_at) == (6, 3)
    assert {line.value for line in few.lines} == {90_000}


@pytest.fixture(scope="module")
def visitor(folder: Path) -> Iterator[Visitor]:
    desk: RunningDesk
    with running_desk(folder) as desk:
        yield signed_in_owner(desk)


def test_on_the_page(visitor: Visitor) -> None:
    page = text_of(visitor.get("/customers/backlog/").text)
    assert "Of 6 customers something is neglected with 2" in page
    assert "492 days" in page
    assert "50667 (crm)" in page
    only = text_of(visitor.get("/customers/backlog/?kind=contradiction").text)
    assert "51149 (service)" in only
    assert "492 days" not in only
    assert "Nothing of this kind." in text_of(visitor.get("/customers/backlog/?kind=stale&days=600").text)
    for wrong in ("kind=nothing", "days=0", "days=x", "page=0"):
        assert visitor.get(f"/customers/backlog/?{wrong}").status == 422


def test_as_a_file_to_correct(visitor: Visitor) -> None:
    rows = list(csv.DictReader(io.StringIO(visitor.get("/customers/backlog/csv/").text.lstrip("\ufeff"))))
    assert len(rows) == 5
    assert {row["What is right"] for row in rows} == {""}
    assert rows[0]["Value (EUR)"] == "900"
    assert {row["Source"] for row in rows} == {"", "crm", "service"}
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(visitor.cookies))
    with opener.open(f"{visitor.desk.address}/customers/backlog/excel/?kind=contradiction", timeout=30) as answer:
        content = answer.read()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert len(sheet) == 2
    assert "50667 (crm) | 51149 (service)" in sheet[1]
