"""A person's rows are corrected: what the dry run says is what is done, everywhere, and it stays corrected."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.searching import found
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import (
    Cell,
    Condition,
    Identifier,
    InteractionMapping,
    Mapping,
    Master,
    Money,
    ReadOptions,
    Rule,
)
from wegmarke.workspace import Workspace
from wegmarke.workspace.rights.changing import Change
from wegmarke.workspace.rights.correcting import Answers
from wegmarke.workspace.rights.corrections import read_corrections
from wegmarke.workspace.rights.person import Person
from wegmarke.workspace.rights.whole import known_person

CRM = Mapping(
    "crm",
    "Nr",
    (
        InteractionMapping(
            "Datum",
            Cell(constant="Order", rules=(Rule((Condition("Art", "is", "R"),), "Return"),)),
            value=Money("Betrag"),
            text="Notiz",
        ),
    ),
    customer_kind="customer_number",
    identifiers=(Identifier("E-Mail", "email"), Identifier("Name", "last_name")),
    read=ReadOptions(time_zone="Europe/Berlin"),
    row_id=("Beleg",),
)
LIST = Mapping(
    "list",
    "Nr",
    (),
    customer_kind="customer_number",
    identifiers=(Identifier("Name", "last_name"),),
    master=Master(account="Firma", left=(Condition("aktiv", "is", "nein"),)),
)
MAIL = Mapping("mail", "mail", (InteractionMapping("at", Cell(column="step")),), customer_kind="email")
WRONG, RIGHT = "adda@lovelace.example", "ada@lovelace.example"
CRM_LINES = (
    "Beleg;Nr;E-Mail;Name;Datum;Betrag;Art;Notiz\n"
    f'1;4711;{WRONG};"Löve;lace";03.04.2026 10:00;1.234,50;K;"sagt ""Hallo"""\n'
    "2;4712;bob@x.example;Bob;04.04.2026;20,00;K;\n"
    f"3;4711;{WRONG};Lovelace;05.04.2026;30,00;R;\n"
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("correcting")
    made = Workspace.create(folder / "acme", "Acme")
    for name, lines, mapping, encoding in (
        ("crm.csv", CRM_LINES, CRM, "cp1252"),
        (
            "mail.jsonl",
            "".join(
                json.dumps({"mail": mail, "at": f"2026-0{month}-02T08:00:00Z", "step": "Mail", "n": {"of": mail}})
                + "\n"
                for month, mail in ((1, WRONG), (2, "bob@x.example"), (3, WRONG))
            ),
            MAIL,
            "utf-8",
        ),
    ):
        kept = made.folder / "inbox" / "done" / mapping.source
        kept.mkdir(parents=True)
        (kept / name).write_text(lines, encoding)
        made.import_file(kept / name, mapping)
    (folder / "list.csv").write_text("Nr;Name;Firma;aktiv\n4711;Lovelace;F1;ja\n4712;Bob;F1;ja\n", "utf-8")
    made.import_file(folder / "list.csv", LIST)
    made.build()
    made.consents.note(Person((("email", WRONG),)), "advertising", "objected")
    return made


def copied(workspace: Workspace, folder: Path) -> Workspace:
    return Workspace.open(shutil.copytree(workspace.folder, folder / "acme"))


def ada(workspace: Workspace) -> Person:
    return known_person(workspace.folder, "customer_number", "4711")


def contacts(workspace: Workspace) -> list[dict[str, Any]]:
    """Every interaction that counts, without the hash of what the source wrote."""
    rows = [row for batch in workspace.record.batches() for row in batch.to_pylist()]
    return [{name: value for name, value in row.items() if name != "row_hash"} for row in rows]


def differing(before: Workspace, after: Workspace) -> dict[tuple[object, object], set[str]]:
    """Which columns of which rows differ."""
    pairs = zip(contacts(before), contacts(after), strict=True)
    told = {(old["file"], old["row"]): {name for name in old if old[name] != new[name]} for old, new in pairs}
    return {row: names for row, names in told.items() if names}


MAIL_CHANGE = Change("E-Mail", WRONG, RIGHT)


def test_a_wrong_address_is_right_everywhere_as_the_dry_run_says(workspace: Workspace, tmp_path: Path) -> None:
    after = copied(workspace, tmp_path)
    told = after.correcting(ada(after), MAIL_CHANGE)
    assert [(row.source, row.row, row.field, row.new, row.state) for row in told.rows] == [
        ("crm", 2, "E-Mail", RIGHT, "counts"),
        ("crm", 4, "E-Mail", RIGHT, "counts"),
        ("mail", 1, "mail", RIGHT, "counts"),
        ("mail", 3, "mail", RIGHT, "counts"),
    ]
    assert [(file.rows, file.removed) for file in told.files] == [(2, False), (2, False)]
    assert told.elsewhere == (("mail", "n.of"),)
    done = after.correct_person(ada(after), MAIL_CHANGE, answers=Answers("Letter", "privacy", 7))
    assert (done.done, done.rows, done.request) == (True, 4, 7)
    after.correct_person(ada(after), Change("n.of", WRONG, RIGHT))
    assert differing(workspace, after) == {
        (1, 2): {"identifiers"},
        (1, 4): {"identifiers"},
        (2, 1): {"customer", "rest"},
        (2, 3): {"customer", "rest"},
    }
    assert found(after.folder, {WRONG}) == {}
    whole = set(ada(after).identifiers)
    assert {("email", RIGHT), ("customer_number", "4711")} <= whole
    assert after.consents.objects(Person((("email", RIGHT),)), "advertising")
    assert known_person(after.folder, "email", RIGHT).number == ada(after).number
    ledger = json.dumps([entry.hashes for entry in read_corrections(after.folder)])
    assert RIGHT not in ledger + (after.folder / "rights" / "corrections.json").read_text("utf-8")
    assert "Letter" in str(after.everything_about(ada(after)))


@pytest.mark.parametrize(
    ("change", "columns"),
    [
        (Change("Datum", "2026-04-03T10:00:00+02:00", "03.05.2026 11:30"), {"time"}),
        (Change("Betrag", "1234,5", "12,34"), {"value_minor"}),
        (Change("Art", "K", "R"), {"touchpoint", "rest"}),
        (Change("Notiz", 'sagt "Hallo"', ""), {"text"}),
    ],
)
def test_any_column_can_be_corrected_and_only_what_it_says_changes(
    workspace: Workspace, tmp_path: Path, change: Change, columns: set[str]
) -> None:
    after = copied(workspace, tmp_path)
    after.correct_person(ada(after), change)
    assert differing(workspace, after) == {(1, 2): columns}
    kept = (after.folder / "inbox" / "done" / "crm" / "crm.csv").read_text("cp1252").splitlines()
    assert change.becomes in kept[1]
    assert [kept[0], *kept[2:]] == CRM_LINES.splitlines()[:1] + CRM_LINES.splitlines()[2:]


def test_the_uncorrected_row_does_not_bring_the_wrong_value_back(workspace: Workspace, tmp_path: Path) -> None:
    after = copied(workspace, tmp_path)
    after.correct_person(ada(after), MAIL_CHANGE)
    known = contacts(after)
    newer = tmp_path / "newer.csv"  # the amount has changed since, so it is a later version of the row
    newer.write_text(CRM_LINES.replace("30,00", "31,00"), "cp1252")
    after.import_file(newer, CRM)
    again = tmp_path / "mail.jsonl"
    again.write_text((workspace.folder / "inbox" / "done" / "mail" / "mail.jsonl").read_text("utf-8") + "\n", "utf-8")
    after.import_file(again, MAIL)
    after.build()
    new = [row for row in contacts(after) if row["file"] not in (1, 2, 3)]
    assert [dict(row["identifiers"])["email"] for row in new if row["customer"] == "4711"] == [RIGHT] * 2
    assert {row["customer"] for row in contacts(after)} == {row["customer"] for row in known}
    # What the source itself puts right later is believed.
    newer.write_text(CRM_LINES.replace(WRONG, "countess@lovelace.example"), "cp1252")
    after.import_file(newer, CRM)
    assert {
        dict(row["identifiers"])["email"] for row in contacts(after) if row["customer"] == "4711" and row["file"] != 3
    } == {"countess@lovelace.example"}


def test_master_data_are_corrected_as_of_when_they_were_read(workspace: Workspace, tmp_path: Path) -> None:
    after = copied(workspace, tmp_path)
    after.correct_person(ada(after), Change("aktiv", "ja", "nein", "list"))
    after.correct_person(ada(after), Change("Firma", "F1", "F2"))
    assert differing(workspace, after) == {(3, 2): {"account", "end", "rest"}}
    left = next(row for row in contacts(after) if row["file"] == 3)
    assert left["end"] == left["time"]
    again = tmp_path / "list.csv"
    again.write_text("Nr;Name;Firma;aktiv\n4711;Lovelace;F1;ja\n", "utf-8")
    after.import_file(again, LIST)
    new = [row for row in contacts(after) if row["file"] == 4]
    assert [(row["account"], row["end"] is None) for row in new] == [("F2", False)]


def test_what_cannot_be_is_refused_and_leaves_everything_as_it_was(workspace: Workspace) -> None:
    before = {path: path.read_bytes() for path in workspace.folder.rglob("*") if path.is_file()}
    told = workspace.correcting(ada(workspace), Change("E-Mail", "else@x.example", RIGHT))
    assert (told.rows, told.readings) == ((), (WRONG,))
    for change, code in (
        (Change("E-Mail", "else@x.example", RIGHT), "correction_nothing"),
        (Change("Datum", "03.04.2026 10:00", "soon"), "correction_unfit"),
        (Change("Datum", "03.04.2026 10:00", ""), "correction_unfit"),
        (Change("Beleg", "1", "9"), "correction_row_id"),
    ):
        with pytest.raises(WegmarkeError) as refused:
            workspace.correct_person(ada(workspace), change)
        assert refused.value.code == code
    assert {path: path.read_bytes() for path in workspace.folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "where", ["record.store.write_ledger", "workspace.rights.kept_cells._write", "workspace.building.build"]
)
def test_a_correction_that_breaks_off_is_taken_up_again(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    after = copied(workspace, tmp_path)

    def full(*_: object, **__: object) -> None:
        raise WegmarkeError("disk_full", folder="record")

    with monkeypatch.context() as patched:
        patched.setattr(f"wegmarke.{where}", full)
        with pytest.raises(WegmarkeError, match="space"):
            after.correct_person(ada(after), MAIL_CHANGE)
    Workspace.open(after.folder).build()
    assert differing(workspace, after) == {
        (1, 2): {"identifiers"},
        (1, 4): {"identifiers"},
        (2, 1): {"customer"},
        (2, 3): {"customer"},
    }
    assert (after.folder / "inbox" / "done" / "mail" / "mail.jsonl").read_text("utf-8").count(f'"mail": "{RIGHT}"') == 2
    assert [entry.done for entry in read_corrections(after.folder)] == [True]
    assert not (after.folder / "rights" / "correcting.json").exists()


def test_the_right_value_goes_with_the_person(workspace: Workspace, tmp_path: Path) -> None:
    after = copied(workspace, tmp_path)
    after.correct_person(ada(after), MAIL_CHANGE, answers=Answers("Ada's letter"))
    after.correct_person(ada(after), Change("n.of", WRONG, RIGHT))
    after.correct_person(ada(after), Change("Name", "Lovelace", "Lovelace-Byron"))
    after.forget([ada(after)])
    assert found(after.folder, {WRONG, RIGHT, "Lovelace-Byron", "Ada's letter"}) == {}
    assert [entry.fields for entry in read_corrections(after.folder)] == [("E-Mail", "mail"), ("n.of",), ("Name",)]
