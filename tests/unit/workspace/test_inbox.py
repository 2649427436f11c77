"""The watched folder: what is taken, what is left, and where it goes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from wegmarke.errors import ErrorCode, WegmarkeError
from wegmarke.workspace.taking_in.importing import ImportReport
from wegmarke.workspace.taking_in.inbox import Inbox


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Taking:
    """Notes what is taken in; raises what it is told to."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.errors: dict[str, ErrorCode] = {}

    def __call__(self, source: str, path: Path) -> ImportReport:
        self.taken.append(f"{source}/{path.name}")
        if path.name in self.errors:
            raise WegmarkeError(self.errors[path.name], file=path.name)
        return ImportReport(source, 1, path.name, 1, 1, 0, 0, (), 0.1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def taking() -> Taking:
    return Taking()


@pytest.fixture
def inbox(tmp_path: Path, clock: Clock, taking: Taking) -> Inbox:
    return Inbox(tmp_path, taking, 5.0, clock)


@pytest.fixture
def drop(tmp_path: Path) -> Callable[..., Path]:
    def dropped(source: str, name: str, content: str = "x", when: int = 1_000) -> Path:
        folder = tmp_path / "inbox" / source
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_text(content, encoding="utf-8")
        os.utime(path, (when, when))
        return path

    return dropped


def test_a_file_is_taken_once_it_has_been_stable(
    inbox: Inbox, clock: Clock, taking: Taking, drop: Callable[..., Path], tmp_path: Path
) -> None:
    path = drop("crm", "night.csv", "half")
    assert inbox.look() == ()
    clock.seconds = 4
    drop("crm", "night.csv", "half and more", when=1_004)
    assert inbox.look() == ()
    clock.seconds = 8
    assert inbox.look() == (), "it has grown four seconds ago"
    clock.seconds = 9
    (outcome,) = inbox.look()
    assert (outcome.source, outcome.name, outcome.error) == ("crm", "night.csv", None)
    assert not path.exists()
    assert (tmp_path / "inbox" / "done" / "crm" / "night.csv").read_text() == "half and more"
    assert inbox.look() == ()
    assert taking.taken == ["crm/night.csv"]


def test_the_older_file_comes_first_and_an_error_keeps_nobody(
    inbox: Inbox, clock: Clock, taking: Taking, drop: Callable[..., Path], tmp_path: Path
) -> None:
    drop("crm", "a.csv", when=3_000)
    drop("crm", "b.csv", when=1_000)
    drop("shop", "broken.csv", when=2_000)
    taking.errors["broken.csv"] = "file_empty"
    inbox.look()
    clock.seconds = 5
    outcomes = inbox.look()
    assert taking.taken == ["crm/b.csv", "shop/broken.csv", "crm/a.csv"]
    assert [outcome.error is None for outcome in outcomes] == [True, False, True]
    reason = (tmp_path / "inbox" / "failed" / "shop" / "broken.csv.reason.txt").read_text(encoding="utf-8")
    assert "file_empty" in reason
    assert len(reason.splitlines()) == 3, "when and what, in English, in German"


@pytest.mark.parametrize("code", ["workspace_locked", "disk_full", "import_stopped", "file_changed"])
def test_what_is_not_the_files_fault_is_tried_again(
    inbox: Inbox, clock: Clock, taking: Taking, drop: Callable[..., Path], code: ErrorCode
) -> None:
    path = drop("crm", "a.csv")
    taking.errors["a.csv"] = code
    inbox.look()
    clock.seconds = 5
    assert inbox.look() == ()
    assert path.exists()
    taking.errors.clear()
    assert len(inbox.look()) == 1


def test_names_are_never_written_over(inbox: Inbox, clock: Clock, drop: Callable[..., Path], tmp_path: Path) -> None:
    for number in range(3):
        drop("crm", "export.tar.gz", str(number), when=1_000 + number)
        inbox.look()
        clock.seconds += 5
        inbox.look()
    done = tmp_path / "inbox" / "done" / "crm"
    assert {path.name: path.read_text() for path in done.iterdir()} == {
        "export.tar.gz": "0",
        "export-2.tar.gz": "1",
        "export-3.tar.gz": "2",
    }


def test_only_finished_files_of_sources_are_looked_at(
    inbox: Inbox, clock: Clock, taking: Taking, drop: Callable[..., Path], tmp_path: Path
) -> None:
    for name in (".hidden", "a.csv.part", "b.CSV.TMP", "c.crdownload"):
        drop("crm", name)
    drop("done", "old.csv")
    drop("failed", "old.csv")
    drop(".git", "config")
    (tmp_path / "inbox" / "loose.csv").write_text("x")
    (tmp_path / "inbox" / "crm" / "folder").mkdir()
    (tmp_path / "secret").write_text("x")
    (tmp_path / "inbox" / "crm" / "link.csv").symlink_to(tmp_path / "secret")
    (tmp_path / "inbox" / "link").symlink_to(tmp_path)
    inbox.look()
    clock.seconds = 50
    assert inbox.look() == ()
    assert taking.taken == []


def test_no_inbox_is_no_error(inbox: Inbox) -> None:
    assert inbox.look() == ()
