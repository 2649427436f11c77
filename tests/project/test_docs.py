"""The docs build without a warning, and everything that must be documented is."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.tracked import text_of, tracked_files
from tests.surroundings import REPOSITORY, SOURCES

DOCS = REPOSITORY / "docs"


def modules_in(layer: str) -> list[Path]:
    return [file for file in (SOURCES / layer).glob("*.py") if file.stem != "__init__"]


def question_names() -> list[str]:
    """Return the registered questions. Where there are question files there must be a registry."""
    if not modules_in("questions"):
        return []
    return [question.name for question in importlib.import_module("wegmarke.questions").QUESTIONS]


def command_names() -> list[str]:
    """Return the commands as `wegmarke --help` lists them."""
    if not modules_in("cli"):
        return []
    group = importlib.import_module("wegmarke.cli.application").application()
    return sorted(name for name, command in group.commands.items() if not command.hidden)


@pytest.mark.timeout(600)
def test_the_docs_build_without_a_warning(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "-d", tmp_path / "trees"]
    run = subprocess.run([*build, DOCS, tmp_path / "html"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    pages = list((tmp_path / "html").rglob("*.html"))
    loading = re.compile(r"<(?:script|link|img)[^>]+(?:src|href)=\"(?:https?:)?//[^\"]+")
    assert [(page.name, match) for page in pages for match in loading.findall(page.read_text("utf-8"))] == []


def test_every_question_has_its_page() -> None:
    names = question_names()
    assert len(set(names)) == len(names)
    assert [name for name in names if not (DOCS / "methods" / f"{name}.md").is_file()] == []
    assert bool(names) == bool(modules_in("questions"))


def test_every_command_is_documented() -> None:
    names = command_names()
    reference = "\n".join(page.read_text("utf-8") for page in (DOCS / "reference").rglob("*.md"))
    assert [name for name in names if not re.search(rf"^#+ .*`wegmarke {name}\b", reference, re.MULTILINE)] == []
    assert bool(names) == bool(modules_in("cli"))


def test_decisions_are_numbered_without_gap_and_say_their_status() -> None:
    records = sorted((DOCS / "adr").glob("[0-9]*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    status = re.compile(r"^- Status: (?:proposed|accepted|superseded by \d{4})$", re.MULTILINE)
    assert [record.name for record in records if not status.search(record.read_text("utf-8"))] == []


def test_links_between_files_lead_somewhere() -> None:
    """Sphinx checks the links inside docs/; this checks those of README, CONTRIBUTING and their like."""
    link = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
    dead = [
        f"{file}: {target}"
        for file in tracked_files()
        if file.suffix == ".md" and file.parts[0] != "docs"
        for target in link.findall(text_of(file) or "")
        if not (REPOSITORY / file.parent / target).exists()
    ]
    assert dead == []
