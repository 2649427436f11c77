"""Files are taken in whatever they are called; what the system refuses is said of the file, and the others are in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wegmarke.sources.guess import LONGEST_NAME
from wegmarke.workspace import Workspace
from wegmarke.workspace.taking_in.importing import ImportReport, NotImported

ROWS = "customer,at,what\nK1,2026-01-01 08:00,call\n"
NOT_TEXT = os.fsdecode(b"t\xe4glich.csv")
"""A name as a program wrote it that knew Latin-1 only."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of files, those of which the name is not UTF-8 where the system has such."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number, name in enumerate(["Größe 1.csv", "two\nlines.csv", "-dash.csv"]):
        (folder / name).write_text(ROWS + f"K{number},2026-01-02,call\n", "utf-8")
    try:
        (folder / NOT_TEXT).write_text(ROWS + "K9,2026-01-03,call\n", "utf-8")
    except OSError:
        pytest.skip("names of files are text here")
    return folder


def test_names_that_are_not_text_are_kept_readable(folder: Path, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "acme", "Acme")
    files = sorted(folder.iterdir())
    reports = workspace.import_files(files)
    assert [report.accepted for report in reports if isinstance(report, ImportReport)] == [2] * 4
    again = Workspace.open(workspace.folder)
    assert {file.name for file in again.record.files} == {
        "Größe 1.csv",
        "two\nlines.csv",
        "-dash.csv",
        "t\\udce4glich.csv",
    }
    assert {report.name for report in reports if isinstance(report, ImportReport)} == {
        file.name for file in again.record.files
    }
    known = again.import_file(folder / NOT_TEXT)
    assert known.known


def test_commands_say_such_names(folder: Path, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "acme", "Acme").folder
    command = [sys.executable, "-m", "wegmarke.cli", "import", str(folder / NOT_TEXT), "--yes", "-w", str(workspace)]
    surroundings = {**os.environ, "PYTHONIOENCODING": "utf-8:strict"}
    run = subprocess.run(command, env=surroundings, capture_output=True, check=False)
    assert (run.returncode, run.stderr.strip()) == (0, b"")
    assert b"t\\udce4glich.csv" in run.stdout


def test_a_name_that_the_system_refuses_does_not_stop_the_others(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "acme", "Acme")
    long, good = tmp_path / ("l" * 300 + ".csv"), tmp_path / "good.csv"
    good.write_text(ROWS, "utf-8")
    refused, taken = workspace.import_files([long, good])
    assert isinstance(refused, NotImported)
    assert (refused.error.code, refused.error.details["file"]) == ("file_unreadable", str(long))
    assert isinstance(taken, ImportReport)
    assert taken.accepted == 1
    command = [sys.executable, "-m", "wegmarke.cli", "import", str(long), "-w", str(workspace.folder)]
    run = subprocess.run(command, capture_output=True, check=False, text=True)
    assert run.returncode == 1
    assert "cannot be read" in run.stderr
    assert "doctor" not in run.stderr


def test_the_longest_name_there_is_names_a_source(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "acme", "Acme")
    path = tmp_path / ("l" * 251 + ".csv")
    path.write_text(ROWS, "utf-8")
    assert workspace.import_file(path).accepted == 1
    assert workspace.import_file(path).known
    assert [len(source) for source in workspace.sources] == [LONGEST_NAME]


def test_what_stands_in_files_does_not_steer_the_terminal(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "acme", "Acme").folder
    path = tmp_path / "calls\x1b[2J.csv"
    path.write_text("customer,at,what,\x1b[31m\nK\x1b[1m1,2026-01-01 08:00,\x1b]0;call\x07,1\n", "utf-8")
    command = [sys.executable, "-m", "wegmarke.cli", "import", "--yes", "-w", str(workspace), str(path)]
    run = subprocess.run([*command, str(tmp_path / "no\x1bwhere.csv")], capture_output=True, check=False)
    assert b"\x1b" not in run.stdout + run.stderr
    assert b"calls\\x1b[2J.csv: 1" in run.stdout
    assert b"no\\x1bwhere.csv" in run.stderr
    missing = [str(tmp_path / name) for name in ("a.csv", "b.csv")]
    none = subprocess.run([*command[:-1], *missing], capture_output=True, check=False)
    assert none.returncode == 1
    assert b"None of 2" in none.stderr
    assert b"the others" not in none.stderr
