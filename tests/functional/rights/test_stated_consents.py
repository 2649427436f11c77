"""What sources say of consents: the newest holds, an objection that was entered outweighs it, and it is erased."""

import datetime as dt
from pathlib import Path

import pytest

from tests.searching import found
from tests.surroundings import REPOSITORY
from wegmarke.model.mapping import Cell, ConsentColumn, Identifier, InteractionMapping, Mapping
from wegmarke.sources.mapping import load_mapping, mapping_from_toml, mapping_to_toml
from wegmarke.workspace import Workspace
from wegmarke.workspace.rights.person import Person
from wegmarke.workspace.rights.stated import StatedConsents, held
from wegmarke.workspace.rights.whole import known_person
from wegmarke.workspace.suppression import RecordedObjections

SHOP = Mapping(
    "shop",
    "Nr",
    (InteractionMapping("at", Cell(constant="Visit")),),
    customer_kind="customer_number",
    identifiers=(Identifier("Mail", "email"),),
    consents=(
        ConsentColumn("Newsletter", "advertising"),
        ConsentColumn("Statistik", "analysis", given=("an",), refused=("aus",), objected=("nie",)),
    ),
)
LINES = (
    "Nr;Mail;at;Newsletter;Statistik\n"
    "1;ada@x.example;2026-01-01 10:00;ja;aus\n"  # newer wins, by whichever identifier it comes
    ";ada@x.example;2026-02-01 10:00;Nein;AN\n"
    "2;bob@x.example;2026-01-01 10:00;nein;an\n"
    "2;bob@x.example;2026-03-01 10:00;ja;vielleicht\n"
    "3;cem@x.example;2026-01-01 10:00:00.3;ja;an\n"  # the same second: objected wins, in whichever order
    "3;cem@x.example;2026-01-01 10:00:00.1;widerrufen;nie\n"
    "4;dee@x.example;2026-01-01 10:00;;\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "acme", "Acme")
    (tmp_path / "shop.csv").write_text(LINES, "utf-8")
    made.import_file(tmp_path / "shop.csv", SHOP)
    made.build()
    return made


def person(workspace: Workspace, number: str) -> Person:
    return known_person(workspace.folder, "customer_number", number)


def states(workspace: Workspace, number: str) -> dict[str, str]:
    return {one.purpose: one.state for one in held(workspace.folder, person(workspace, number))}


def left_alone(workspace: Workspace, purpose: str = "advertising") -> set[str]:
    """Who objects by the suppression list, asked of everybody; it must agree with what is held of each."""
    objections = RecordedObjections(workspace.folder, workspace.customers())
    against = {"refused", "withdrawn", "objected", "restricted"}
    numbers = {number: person(workspace, number).number for number in "1234"}
    listed = {number for number, customer in numbers.items() if customer and objections.objects(customer, purpose)}
    assert listed == {number for number in "1234" if states(workspace, number).get(purpose) in against}
    return listed


def test_the_newest_holds_and_in_one_second_the_objection(workspace: Workspace) -> None:
    assert states(workspace, "1") == {"advertising": "refused", "analysis": "given"}
    assert states(workspace, "2") == {"advertising": "given", "analysis": "given"}
    assert states(workspace, "3") == {"advertising": "objected", "analysis": "objected"}
    assert states(workspace, "4") == {}
    assert left_alone(workspace) == {"1", "3"}
    assert left_alone(workspace, "analysis") == {"3"}


def test_what_the_person_said_here_outweighs_later_files(workspace: Workspace, tmp_path: Path) -> None:
    before = RecordedObjections(workspace.folder, workspace.customers()).state
    early = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    workspace.consents.note(Person((("email", "bob@x.example"),)), "advertising", "objected", at=early)
    workspace.consents.note(Person((("email", "cem@x.example"),)), "advertising", "given", at=early)
    assert left_alone(workspace) == {"1", "2", "3"}  # an old objection holds; an old consent does not
    assert RecordedObjections(workspace.folder, workspace.customers()).state != before
    later = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    workspace.consents.note(Person((("email", "bob@x.example"),)), "advertising", "given", at=later)
    workspace.consents.note(Person((("email", "cem@x.example"),)), "advertising", "given", at=later)
    assert left_alone(workspace) == {"1"}  # the person gave it here
    newer = tmp_path / "newer.csv"
    newer.write_text("Nr;Mail;at;Newsletter;Statistik\n2;bob@x.example;2026-07-01 10:00;abgelehnt;an\n", "utf-8")
    workspace.import_file(newer, SHOP)
    workspace.build()
    assert left_alone(workspace) == {"1", "2"}


def test_it_is_exported_and_goes_with_the_person(workspace: Workspace) -> None:
    ada = person(workspace, "1")
    (contacts,) = [one for one in workspace.everything_about(ada) if one.name == "contacts"]
    assert [line["consents"] for line in contacts.lines] == [
        {"advertising": "given", "analysis": "refused"},
        {"advertising": "refused", "analysis": "given"},
    ]
    assert found(workspace.folder / "identity" / "derived", {"ada@x.example"})
    workspace.forget([ada])
    assert found(workspace.folder, {"ada@x.example"}) == {}
    assert StatedConsents(workspace.folder).of(ada) == ()
    assert left_alone(workspace) == {"3"}


def test_a_mapping_with_consents_is_written_and_read() -> None:
    assert mapping_from_toml(mapping_to_toml(SHOP)) == SHOP
    web = load_mapping(REPOSITORY / "src" / "wegmarke" / "simulation" / "silos" / "mappings" / "web.toml")
    assert [one.purpose for one in web.consents] == ["analysis", "advertising"]
