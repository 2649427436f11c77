"""Findings and progress in the terminal."""

import io
import os
import signal
from collections.abc import Iterator

import pytest
from rich.console import Console

from tests.unit.library.making import log
from wegmarke.model.finding import Column, Table
from wegmarke.model.progress import Progress
from wegmarke.report.cells import harmless
from wegmarke.report.presentation import Presentation
from wegmarke.report.progress import ProgressBar
from wegmarke.report.terminal import grid, print_finding


def printed(what: object, width: int = 200) -> str:
    out = io.StringIO()
    Console(file=out, width=width).print(what)
    return out.getvalue()


def test_names_are_never_taken_for_markup() -> None:
    table = Table("paths", (Column("path", "text", ["[red]Hotline[/red]"]), Column("journeys", "count", [12345])))
    text = printed(grid(table, Presentation("de")))
    assert "[red]Hotline[/red]" in text
    assert "12.345" in text


def test_intervals_stand_behind_their_value() -> None:
    text = printed(grid(log(25).entries().tables[0], Presentation()))
    assert "50.0% (36.6 … 63.4)" in text
    assert "Share of all won, from" not in text


def test_columns_without_room_are_named_below() -> None:
    table = log(25).entries().tables[0]
    narrow = printed(grid(table, Presentation(), width=70), 70)
    assert "Not shown for want of room:" in narrow
    assert max(len(line.rstrip()) for line in narrow.splitlines()) <= 70
    assert "Not shown" not in printed(grid(table, Presentation(), width=400), 400)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_finding_is_printed_with_its_basis(language: str) -> None:
    answer, out = log().map(), io.StringIO()
    print_finding(answer.finding, answer.presentation(language), Console(file=out, width=160), rows=2)  # type: ignore[arg-type]
    assert "2 / 5" in out.getvalue()
    assert ("Basis:" if language == "en" else "Grundlage:") in out.getvalue()


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 30", "-1", "@SUM(A1)", "\t=1", " =1", "\u00a0=1", "\ufeff=1", "=HYPERLINK(1)", "\r=1", "\n=1"]
)
def test_what_a_spreadsheet_may_take_for_a_formula_is_defused(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Hotline", "a=b", "", "1", "'=1", "Ärger – Hotline"])
def test_other_text_is_left_alone(text: str) -> None:
    assert harmless(text) == text


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Whoever runs tests in the background may have told them to pass over Ctrl+C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_progress_is_drawn_and_ctrl_c_asks_to_stop() -> None:
    out = io.StringIO()
    with ProgressBar("de", Console(file=out, force_terminal=True, width=100)) as bar:
        bar.report(Progress("read", 0.5, 1_000_000))
        bar.report(Progress("compile", None))
        assert not bar.stopped()
        os.kill(os.getpid(), signal.SIGINT)
        assert bar.stopped()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert "Lesen" in out.getvalue()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
