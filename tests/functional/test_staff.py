"""Single employees on the way into a workspace: dropped, their team, or kept for a reason; on page and disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.desk.person import Person, text_of
from tests.functional.desk.running import RunningDesk, running_desk, signed_in_owner
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping, Staff
from wegmarke.workspace import Workspace

TICKETS = """kunde;zeit;was;Bearbeiter;Notiz
K1;2026-01-01;Anruf;Meier, Anna;a
K2;2026-01-02;Anruf;ameier;b
K3;2026-01-03;Anruf;Cem Fremd;c
K4;bald;Anruf;Anna Meier;d
"""
MEANT = Mapping("tickets", "kunde", (InteractionMapping("zeit", Cell("was")),))
NAMES = ("Meier", "ameier", "Fremd")


def stored(folder: Path) -> str:
    """Everything the record holds, unpacked."""
    workspace = Workspace.open(folder)
    rows = [batch.to_pylist() for batch in workspace.record.batches()]
    return f"{rows} {workspace.record.quarantine().rows}"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "tickets.csv").write_text(TICKETS, "utf-8")
    return Workspace.create(tmp_path / "acme", "Acme")


def test_what_a_mapping_does_not_speak_of_is_dropped_and_then_said(workspace: Workspace, tmp_path: Path) -> None:
    report = workspace.import_file(tmp_path / "tickets.csv", MEANT)
    assert (report.accepted, report.quarantined) == (3, 1)
    assert workspace.mapping("tickets").staff == (Staff("Bearbeiter"),)
    assert [name for name in NAMES if name in stored(workspace.folder)] == []
    assert "Notiz" in stored(workspace.folder)
    assert workspace.import_file(tmp_path / "tickets.csv", MEANT).known, "said or not, it is the same mapping"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("staff.toml", '[[team]]\nname = "Süd"\npeople = ["Anna Meier", "ameier"]\n'),
        ("staff.csv", "Name;Kennung;Abteilung\nMeier, Anna;ameier;Süd\n"),
    ],
)
def test_teams_by_the_list_of_staff(workspace: Workspace, tmp_path: Path, name: str, content: str) -> None:
    (workspace.folder / name).write_text(content, "utf-8")
    part = InteractionMapping("zeit", Cell("was"), department=Cell("Bearbeiter"))
    meant = Mapping("tickets", "kunde", (part,), staff=(Staff("Bearbeiter", "team"),))
    workspace.import_file(tmp_path / "tickets.csv", meant)
    departments = [row["department"] for batch in workspace.record.batches() for row in batch.to_pylist()]
    assert departments == ["Süd", "Süd", None]
    assert [one for one in NAMES if one in stored(workspace.folder)] == []
    workspace.correct(1, {5: {"zeit": "2026-01-04", "Bearbeiter": "Anna Meier"}})
    assert workspace.replay().accepted == 1
    departments = [row["department"] for batch in workspace.record.batches() for row in batch.to_pylist()]
    assert departments.count("Süd") == 3


def test_a_broken_list_is_told_and_nothing_is_taken_in(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.folder / "staff.toml").write_text("[[team]]\nname = 1\n", "utf-8")
    with pytest.raises(WegmarkeError):
        workspace.import_file(tmp_path / "tickets.csv", MEANT)
    assert workspace.record.interactions == 0


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    with running_desk(tmp_path_factory.mktemp("staff") / "acme") as running:
        yield running


def test_on_the_page_a_name_needs_a_reason(desk: RunningDesk) -> None:
    person = Person(signed_in_owner(desk), desk.workspace)
    address, fields = person.mapping_page("tickets.csv", TICKETS.encode())
    assert (fields["staff-column"], fields["staff-becomes"]) == ("Bearbeiter", "drop")
    fields["staff-becomes"] = "keep"
    page = person.send_mapping(address, fields, "import").text
    assert "Please say for what reason" in text_of(page)
    fields["staff-reason"] = "Provision nach Vereinbarung 7"
    done = person.send_mapping(address, fields, "import")
    person.job_done(int(done.url.rstrip("/").rsplit("/", 1)[1]))
    assert "Fremd" in stored(desk.workspace)
    sources = text_of(person.visitor.get("/settings/sources/").text)
    assert "Bearbeiter names single employees and is stored. Reason: Provision nach Vereinbarung 7" in sources
