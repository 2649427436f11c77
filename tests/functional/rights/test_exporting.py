"""A person gets everything: every identity, row and derived value, in three forms, and nobody else's."""

import csv
import io
import json
import subprocess
import sys
import zipfile

import pytest

from wegmarke.workspace import Workspace
from wegmarke.workspace.rights.person import Person

ADA = Person((("customer", "ada"), ("email", "ada@lovelace.example")))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("export")
    made = Workspace.create(folder / "acme", "Acme & Söhne")
    (folder / "orders.csv").write_text(
        "customer;time;step;E-Mail;note\n"
        'ada;2026-01-01 10:00;Order;ada@lovelace.example;"=HYPERLINK(""http://x"")"\n'
        "bob;2026-01-02 10:00;Order;bob@x.example;<script>alert(1)</script>\n"
        "ada;2026-01-03 11:30;Call;ada@lovelace.example;<b>loud</b>\n"
        ";2026-01-04 11:30;Call;ada@lovelace.example;nobody\n",
        "utf-8",
    )
    made.import_file(folder / "orders.csv")
    made.build()
    return made


@pytest.fixture(scope="module")
def answer(workspace: Workspace) -> zipfile.ZipFile:
    out = workspace.folder.parent / "ada.zip"
    named = [part for kind, value in ADA.identifiers for part in ("--kind", kind, "--value", value)]
    command = ["-m", "wegmarke.cli", "--language", "de", "person", "export", str(out), "-w", str(workspace.folder)]
    subprocess.run([sys.executable, *command, *named], check=True, capture_output=True)
    return zipfile.ZipFile(out)


def test_everything_is_there_as_data(answer: zipfile.ZipFile) -> None:
    data = json.loads(answer.read("data.json"))
    assert [(line["touchpoint"], line["row"]) for line in data["contacts"]] == [("Order", 2), ("Call", 4)]
    assert data["contacts"][0]["text"].startswith("=HYPERLINK")
    assert [line["row"] for line in data["quarantine"]] == [5]
    assert {(line["kind"], line["value"]) for line in data["identities"]} == set(ADA.identifiers)
    assert [line["touchpoint"] for line in data["steps"]] == ["Order", "Call"]
    assert data["steps"][1]["elapsed_seconds"] == 2 * 86_400 + 5400
    assert [line["outcome"] for line in data["journeys"]] == ["open"]


def test_nothing_of_others_and_no_formula_or_script(answer: zipfile.ZipFile) -> None:
    for name in answer.namelist():
        assert b"bob" not in answer.read(name)
    page = answer.read("ueber-sie.html").decode()
    assert "<h1>Was über Sie gespeichert ist</h1>" in page
    assert "Acme &amp; Söhne" in page
    assert "&lt;b&gt;loud" in page
    assert "<script" not in page
    rows = list(csv.reader(io.StringIO(answer.read("csv/contacts.csv").decode("utf-8-sig")), delimiter=";"))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_nobody_gets_an_answer_that_says_so(workspace: Workspace) -> None:
    found = workspace.everything_about(Person((("email", "nobody@x.example"),)))
    assert [extract.name for extract in found] == ["identities"]
    assert found[0].lines[0]["number"] is None
