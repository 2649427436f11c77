"""The tutorials work as they stand: their commands are taken from the page and run, their outputs must come.

So do the examples of the method pages, on the practice company.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import wegmarke as wm
from tests.functional.desk.running import RunningDesk, Visitor
from tests.surroundings import REPOSITORY

DOCS = REPOSITORY / "docs"
TUTORIALS = {"en": DOCS / "tutorial" / "first-journey.md", "de": DOCS / "de" / "erste-kundenreise.md"}
LOCALE = {"en": "en_GB.UTF-8", "de": "de_DE.UTF-8"}
METHODS = sorted(page for page in (DOCS / "methods").glob("*.md") if page.stem != "index")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"http://127\.0\.0\.1:\d+/enter/\S+")
PROGRAM = (sys.executable, "-m", "wegmarke.cli")
MOST_COMMANDS = 5


@dataclass
class Said:
    """A command of a page, and the lines that the page says it prints."""

    command: list[str]
    prints: list[str] = field(default_factory=list)


def commands_of(page: Path) -> list[Said]:
    found: list[Said] = []
    for kind, text in BLOCK.findall(page.read_text("utf-8")):
        if kind == "sh":
            found += [Said(_words(line)) for line in text.splitlines()]
        elif kind == "text":
            found[-1].prints += text.splitlines()
    return found


def _words(line: str) -> list[str]:
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
    assert words[0] == "wegmarke", line
    return words[1:]


def plain(text: str) -> str:
    """Blanks are blanks: the wording has narrow ones, and a terminal breaks lines."""
    return " ".join(text.split())


def surroundings(language: str) -> dict[str, str]:
    """A person's terminal in that language; the browser that `serve` opens is one that does nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "WEGMARKE_"))}
    return {**kept, "LANG": LOCALE[language], "COLUMNS": "400", "BROWSER": "true", "PYTHONUNBUFFERED": "1"}


def run(said: Said, folder: Path, language: str) -> None:
    done = subprocess.run(
        [*PROGRAM, *said.command],
        cwd=folder,
        env=surroundings(language),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    printed = plain(done.stdout + done.stderr)
    assert done.returncode == 0, (said.command, printed)
    assert [line for line in said.prints if plain(line) not in printed] == [], printed


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
def test_the_tutorial_leads_to_the_answer(shared_data: Path, tmp_path: Path, language: str) -> None:
    page = TUTORIALS[language]
    said = commands_of(page)
    place = next(i for i, one in enumerate(said) if one.command[0] == "serve")
    assert place + 1 <= MOST_COMMANDS
    folder = tmp_path / "applications"
    folder.mkdir()
    shutil.copy(shared_data / "logs" / "bpic2012.xes.gz", folder)
    for one in said[:place]:
        run(one, folder, language)
    for desk in serve(said[place], folder, language):
        visitor = Visitor(desk, language)
        visitor.post(desk.link)
        answer = plain(re.sub(r"<[^>]+>", "", visitor.get("/journeys/entries/").text))
        quoted = re.findall(r"^> (\S.*)$", page.read_text("utf-8"), re.MULTILINE)
        assert len(quoted) >= 3
        assert [line for line in quoted if plain(line) not in answer] == [], answer[:2000]
    for one in said[place + 1 :]:
        run(one, folder, language)
    counted(folder)


def counted(folder: Path) -> None:
    """The numbers that the tutorials tell in their text, once more through Python."""
    workspace = wm.open(folder)
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


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example workspace, made by the command that the pages name."""
    folder = tmp_path_factory.mktemp("methods")
    for said in commands_of(DOCS / "methods" / "index.md"):
        run(said, folder, "en")
    return folder


def test_every_question_shows_how_to_ask_it() -> None:
    for page in METHODS:
        kinds = [kind for kind, _ in BLOCK.findall(page.read_text("utf-8"))]
        assert kinds == ["python", "sh"], page.name


@pytest.mark.parametrize("page", METHODS, ids=lambda page: page.stem)
def test_the_examples_of_a_method_run(page: Path, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example)
    monkeypatch.setenv("MPLBACKEND", "agg")
    names: dict[str, object] = {}
    for text in (DOCS / "methods" / "index.md", page):
        for kind, block in BLOCK.findall(text.read_text("utf-8")):
            if kind == "python":
                exec(compile(block, text.name, "exec"), names)  # noqa: S102 - the documentation's own examples
    for said in commands_of(page):
        assert said.command[:2] == ["ask", page.stem]
        run(said, example, "en")
