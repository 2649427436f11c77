"""The tutorials work as they stand: their commands are taken from the page and run, their outputs must come.

So do the examples of the method pages, on the practice company.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import wegmarke as wm
from tests.functional.desk.running import RunningDesk, Visitor
from tests.practice import DEMO
from tests.tutorials import DOCS, FIRST, Bank, Said, bank_of, blocks_of, commands_of, plain, run, surroundings

TUTORIALS = {"en": FIRST, "de": DOCS / "de" / "erste-kundenreise.md"}
METHODS = sorted(page for page in (DOCS / "methods").glob("*.md") if page.stem != "index")
LINK = re.compile(r"http://127\.0\.0\.1:\d+/enter/\S+")
PROGRAM = (sys.executable, "-m", "wegmarke.cli")
MOST_COMMANDS = 5


def serve(said: Said, folder: Path, language: str) -> Iterator[RunningDesk]:
    """The desk as the page starts it, until it has said where it is."""
    process = subprocess.Popen(
        [*PROGRAM, *said.command],
        cwd=folder,
        env=surroundings(language),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    ends = threading.Timer(120, process.kill)
    ends.start()
    try:
        printed = []
        for line in process.stdout:
            printed.append(line)
            if (found := LINK.search(line)) is not None:
                yield RunningDesk(folder, found.group().partition("/enter/")[0], found.group(), printed)
                return
        pytest.fail("".join(printed))
    finally:
        ends.cancel()
        process.terminate()
        process.wait(60)
        process.stdout.close()


@pytest.mark.parametrize("language", TUTORIALS)
@pytest.mark.timeout(600)
def test_the_tutorial_leads_to_the_answer(
    request: pytest.FixtureRequest, shared_data: Path, tmp_path: Path, language: str
) -> None:
    page = TUTORIALS[language]
    if language == "en":
        bank: Bank = request.getfixturevalue("bank")
    else:
        bank = bank_of(page, tmp_path / "applications", shared_data, language)
    opened, *further = bank.further
    assert len(commands_of(page)) - len(further) <= MOST_COMMANDS
    for desk in serve(opened, bank.folder, language):
        visitor = Visitor(desk, language)
        visitor.post(desk.link)
        answer = plain(re.sub(r"<[^>]+>", "", visitor.get("/journeys/entries/").text))
        quoted = re.findall(r"^> (\S.*)$", page.read_text("utf-8"), re.MULTILINE)
        assert len(quoted) >= 3
        assert [line for line in quoted if plain(line) not in answer] == [], answer[:2000]
    for one in further:
        run(one, bank.folder, language)


def test_the_numbers_that_the_first_tutorial_tells(bank: Bank) -> None:
    """Once more through Python."""
    workspace = wm.open(bank.folder)
    lost = workspace.where("outcome = lost")
    for touchpoint, journeys in (
        ("a_partlysubmitted", 3_429),
        ("w_afhandelen_leads", 2_235),
        ("w_completeren_aanvraag", 2_208),
    ):
        assert lost.where(f"decided_after({touchpoint})").basis.journeys == journeys
    assert lost.where("visited(a_declined)").basis.journeys == 7_635  # as the challenge's literature counts them
    assert lost.where("visited(a_cancelled)").basis.journeys == 2_807
    assert workspace.where("outcome = won").basis.journeys == 2_246


# --- the pages of the methods --------------------------------------------------------------------------------------


def test_every_question_shows_how_to_ask_it() -> None:
    for page in METHODS:
        assert [kind for kind, _ in blocks_of(page)] == ["python", "sh"], page.name


def test_the_methods_ask_the_practice_company_that_the_demo_makes(demo: Path) -> None:
    """The command of the page is the one that made the workspace of these tests."""
    (said,) = commands_of(DOCS / "methods" / "index.md")
    assert said.command == ["demo", "--no-serve", "--folder", DEMO]
    assert (demo / DEMO / "workspace.toml").is_file()


@pytest.mark.parametrize("page", METHODS, ids=lambda page: page.stem)
def test_the_examples_of_a_method_run(page: Path, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo)
    monkeypatch.setenv("MPLBACKEND", "agg")
    names: dict[str, object] = {}
    for text in (DOCS / "methods" / "index.md", page):
        for kind, block in blocks_of(text):
            if kind == "python":
                exec(compile(block, text.name, "exec"), names)  # noqa: S102 - the documentation's own examples
    for said in commands_of(page):
        assert said.command[:2] == ["ask", page.stem]
        run(said, demo, "en")
