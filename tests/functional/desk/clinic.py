"""A small company with people in it: numbers, addresses and what they said, for tests of the customers' pages."""

from __future__ import annotations

import re
from pathlib import Path

from tests.functional.desk.running import Visitor
from wegmarke.model.mapping import AttributeColumn, Cell, Identifier, InteractionMapping, Mapping, Money, Promise, Score
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.workspace import Workspace

SHOP = Mapping(
    "shop",
    "email",
    (
        InteractionMapping(
            "at",
            Cell(column="what"),
            department=Cell(column="department"),
            channel=Cell(column="channel"),
            matter="matter",
            value=Money("paid"),
            scores=(Score("nps", "nps"),),
            promise=Promise("due", "kept"),
            text="note",
        ),
    ),
    customer_kind="email",
    identifiers=(
        Identifier("phone", "phone"),
        Identifier("first", "first_name"),
        Identifier("last", "last_name"),
        Identifier("zip", "postcode"),
        Identifier("country", "country"),
    ),
    attributes=(AttributeColumn("land", "country"),),
)
CALLS = Mapping(
    "calls",
    "number",
    (InteractionMapping("at", Cell(constant="Call"), department=Cell(constant="Service"), text="note"),),
    customer_kind="phone",
)
SHOP_LINES = (
    "email,at,what,department,channel,matter,paid,nps,due,kept,note,phone,first,last,zip,country",
    (
        "Ada.Example@Mail.example,2026-01-05 10:00,Order,Shop,Web,O1,100.50,,2026-01-09,2026-01-09 17:00,ring twice"
        ",0170 / 12 345 67, Änne ,Müller-Lüdenscheid,10115,Deutschland"
    ),
    "Ada.Example@Mail.example,2026-03-02 10:00,Complaint,Service,Phone,T1,,,2026-03-05,,the door was open,,,,,",
    "Ada.Example@Mail.example,2026-03-30 10:00,Survey,Marketing,E-mail,,,2,,,never again,,,,,",
    "bob@mail.example,2026-02-01 10:00,Newsletter,Marketing,E-mail,,,,,,,,,,,",
    "bob@mail.example,2026-03-28 10:00,Newsletter,Marketing,E-mail,,,,,,,,,,,",
    "bob@mail.example,2026-03-29 10:00,Newsletter,Marketing,E-mail,,,,,,,,,,,",
    "bob@mail.example,2026-03-31 10:00,Newsletter,Marketing,E-mail,,,,,,,,,,,",
    "cleo@mail.example,2026-01-07 10:00,Visit,Shop,Web,,,,,,,,,,,",
)
CALL_LINES = ("number,at,note", "+49 170 1234567,2026-02-03 11:00,asks when", "0170 / 7654321,2026-02-04 11:00,")


def clinic_workspace(folder: Path) -> Workspace:
    """Ada bought, complained and was not heard, and called once; Bob gets a newsletter; Cleo looked; one called."""
    outcomes = (OutcomeRule("won", touchpoints=("Order",)),)
    workspace = Workspace.create(folder / "clinic", "Clinic", JourneySettings(cut_at_outcome=False, outcomes=outcomes))
    for mapping, lines in ((SHOP, SHOP_LINES), (CALLS, CALL_LINES)):
        file = folder / f"{mapping.source}.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        workspace.import_file(file, mapping)
    workspace.build()
    return workspace


def customer_address(visitor: Visitor, identifier: str) -> str:
    """The address of a customer's page."""
    page = visitor.get("/customers/?order=identifier").text
    found = re.search(rf'href="(/customers/\d+/)[^"]*">{re.escape(identifier)}</a>', page)
    assert found is not None, page
    return found[1]
