"""The access log over HTTP: every look at a person is a row, no row holds a name, and no row can be changed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests import databases
from tests.functional.desk.person import text_of
from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from tests.functional.desk.test_sign_in import invite
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.workspace import Workspace

NAMES = [f"anna.{number}@kundin.example" for number in range(6)]
MAPPING = Mapping("contacts", "customer", (InteractionMapping("at", Cell(column="what")),))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on six customers who are known by their e-mail address."""
    folder = tmp_path_factory.mktemp("logged")
    file = folder / "contacts.csv"
    lines = [f"{name},2026-01-0{place + 1} 10:00,Order" for place, name in enumerate(NAMES)]
    file.write_text("customer,at,what\n" + "\n".join(lines) + "\n", encoding="utf-8")
    outcomes = (OutcomeRule("won", touchpoints=("Order",)),)
    workspace = Workspace.create(folder / "shop", "Shop", JourneySettings(outcomes=outcomes))
    workspace.import_file(file, MAPPING)
    workspace.build()
    with running_desk(workspace.folder) as running:
        yield running


@pytest.fixture(scope="module")
def admin(shop: RunningDesk) -> Visitor:
    return signed_in_owner(shop)


@pytest.fixture(scope="module")
def manager(shop: RunningDesk, admin: Visitor) -> Visitor:
    visitor = Visitor(shop)
    assert visitor.post(invite(admin, "the_manager", "manager")).status == 200
    return visitor


def rows(admin: Visitor, **chosen: str) -> list[dict[str, str]]:
    """The log as the export gives it, the latest first."""
    answer = admin.get("/settings/access-log/csv/?" + urlencode(chosen))
    assert answer.status == 200
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def latest(admin: Visitor, name: str = "the_manager") -> dict[str, str]:
    return next(row for row in rows(admin) if row["Person"] == name)


def number_of(visitor: Visitor, name: str) -> int:
    found = visitor.get("/customers/search/?" + urlencode({"q": name}))
    return int(re.search(r"/customers/(\d+)/", found.url)[1])


def test_opening_a_customer_is_a_row(admin: Visitor, manager: Visitor) -> None:
    number = number_of(manager, NAMES[2])
    manager.get(f"/customers/{number}/")
    row = latest(admin)
    assert row["What was done"] == "Opened a customer"
    assert row["Customer number"] == str(number)
    assert (row["Role"], row["Network"]) == ("Touchpoint manager", "127.0.0.0")
    page = manager.get(f"/customers/{number}/").text
    assert manager.get(re.search(rf"/customers/{number}/rows/\d+/\d+/", page)[0]).status == 200
    assert latest(admin)["What was done"] == "Opened a source row of a customer"


def test_a_list_says_who_stood_on_it(admin: Visitor, manager: Visitor) -> None:
    manager.get("/customers/")
    row = latest(admin)
    assert (row["What was done"], row["Rows"]) == ("Opened a list of customers", str(len(NAMES)))
    assert len(row["Numbers on the list"].split()) == len(NAMES)


def test_who_looked_at_a_customer_is_found_by_the_number(admin: Visitor, manager: Visitor) -> None:
    number = number_of(manager, NAMES[1])
    other = number_of(manager, NAMES[4])
    manager.get(f"/customers/{number}/")
    about = rows(admin, customer=str(number))
    done = {row["What was done"] for row in about}
    assert {"Opened a customer", "Opened a list of customers", "Searched for a customer"} <= done
    assert all(row["Customer number"] in {str(number), ""} for row in about)
    assert all(str(other) != row["Customer number"] for row in about)


def test_exports_and_programs_are_rows(shop: RunningDesk, admin: Visitor, manager: Visitor) -> None:
    manager.get("/findings/customers.csv")
    row = latest(admin)
    exported = (row["What was done"], row["Format"], row["Rows"], row["Concerns"])
    assert exported == ("Exported a table", "csv", str(len(NAMES)), "customers")
    assert len(row["Numbers on the list"].split()) == len(NAMES)
    with manager._following.open(manager._url("/findings/map.xlsx"), timeout=30) as workbook:
        assert workbook.read(2) == b"PK"
    assert latest(admin)["Format"] == "xlsx"
    token = re.search(r'id="new-token">(\S+)<', manager.post("/account/tokens/add/", {"name": "nightly"}).text)[1]
    assert latest(admin)["What was done"] == "Made a key or token"
    program = Visitor(shop)
    answer = program.get("/api/v1/ask/customers?limit=2", Authorization=f"Bearer {token}")
    assert len(json.loads(answer.text)["tables"][0]["columns"][0]["values"]) == 2
    row = latest(admin)
    assert (row["What was done"], row["Format"], row["Rows"]) == ("Opened a list of customers", "json", "2")
    assert row["Token"] == token[:8]
    program.get(f"/api/v1/ask/timeline?customer={number_of(manager, NAMES[0])}", Authorization=f"Bearer {token}")
    assert latest(admin)["What was done"] == "Opened a customer"
    # Counts of journeys show nobody: they are not written down.
    before = len(rows(admin, kind="looks"))
    program.get("/api/v1/ask/map", Authorization=f"Bearer {token}")
    assert len(rows(admin, kind="looks")) == before


def test_no_row_holds_a_name(shop: RunningDesk, admin: Visitor, manager: Visitor) -> None:
    for where in (
        f'customer = "{NAMES[3]}"',
        f'customer in ("{NAMES[3]}", x) and length > 1',
        f'channel = "{NAMES[3]}"',
    ):
        manager.get("/customers/?" + urlencode({"where": where}))
        manager.get("/findings/customers.csv?" + urlencode({"where": where}))
        manager.get("/api/v1/ask/customers?" + urlencode({"where": where}))
    manager.get("/customers/?" + urlencode({"find": NAMES[3]}))
    manager.get("/customers/?" + urlencode({"find": "nobody@kundin.example"}))
    assert any("…" in row["Filter"] for row in rows(admin))
    stored = databases.contents(shop.workspace)
    assert b"the_manager" in stored
    assert b"kundin.example" not in stored


def test_a_refusal_is_a_row_and_shows_nothing(shop: RunningDesk, admin: Visitor) -> None:
    reader = Visitor(shop)
    reader.post(invite(admin, "the_reader", "reader"))
    assert reader.get("/customers/").status == 403
    row = latest(admin, "the_reader")
    assert (row["What was done"], row["Concerns"]) == ("Was refused", "see_customers")
    assert reader.get("/settings/access-log/").status == 403
    assert reader.get("/settings/access-log/csv/").status == 403


def test_changes_are_rows_once_they_are_done(admin: Visitor, manager: Visitor) -> None:
    manager.post("/settings/touchpoints/", {"key": "order", "name_en-order": "The order"})
    assert latest(admin)["What was done"] == "Changed settings"
    before = len(rows(admin, kind="changes"))
    assert manager.post("/settings/", {"time_zone": "Nowhere/Nothing"}).status == 422
    assert len(rows(admin, kind="changes")) == before
    invite(admin, "added", "owner")
    added = next(row for row in rows(admin) if row["What was done"] == "Added an account")
    assert added["Concerns"] == "added: owner"


def test_the_page_filters_and_speaks_german(shop: RunningDesk, admin: Visitor) -> None:
    officer = Visitor(shop, "de")
    officer.post(invite(admin, "the_officer", "dpo"))
    page = text_of(officer.get("/settings/access-log/").text)
    assert "Zugriffsprotokoll" in page
    assert "Kundin oder Kunden geöffnet" in page
    chosen = text_of(officer.get("/settings/access-log/?kind=exports").text)
    assert "Tabelle exportiert" in chosen
    assert "Kundin oder Kunden geöffnet" not in chosen.split("Netz", 1)[1]
    assert "Nichts wurde festgehalten" in text_of(officer.get("/settings/access-log/?first=2030-01-01").text)
    assert "Nichts wurde festgehalten" in text_of(officer.get("/settings/access-log/?last=2020-01-01").text)
    assert latest(admin, "the_officer")["What was done"] == "Opened the access log"


def test_the_database_refuses_to_change_a_row(shop: RunningDesk, admin: Visitor) -> None:
    assert rows(admin)
    with pytest.raises(Exception, match="append-only"):
        databases.execute(shop.workspace, "UPDATE audit_auditentry SET account_name = 'somebody else'")
    with pytest.raises(Exception, match=r"too young|append-only"):
        databases.execute(shop.workspace, "DELETE FROM audit_auditentry")
