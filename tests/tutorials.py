"""The pages of the docs as tests see them: their commands, what they say is printed, and workspaces made by them."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from tests import forks
from tests.surroundings import REPOSITORY

DOCS = REPOSITORY / "docs"
FIRST = DOCS / "tutorial" / "first-journey.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LOCALE = {"en": "en_GB.UTF-8", "de": "de_DE.UTF-8"}


@dataclass
class Said:
    """A command of a page, and the lines that the page says it prints."""

    command: list[str]
    prints: list[str] = field(default_factory=list)


def blocks_of(page: Path) -> list[tuple[str, str]]:
    """Kind and text of every code block, in order."""
    return BLOCK.findall(page.read_text("utf-8"))


def commands_of(page: Path) -> list[Said]:
    found: list[Said] = []
    for kind, text in blocks_of(page):
        if kind == "sh":
            found += [Said(words_of(line)) for line in text.splitlines()]
        elif kind == "text":
            found[-1].prints += text.splitlines()
    return found


def words_of(line: str) -> list[str]:
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


def run(said: Said, folder: Path, language: str) -> str:
    """Run a command; what the page says it prints must come."""
    done = forks.wegmarke(said.command, folder, surroundings(language))
    printed = plain(done.stdout + done.stderr)
    assert done.returncode == 0, (said.command, printed)
    assert [line for line in said.prints if plain(line) not in printed] == [], printed
    return printed


@dataclass(frozen=True)
class Bank:
    """The workspace of the first tutorial, as its commands up to `serve` make it."""

    folder: Path
    language: str
    further: list[Said]
    """The commands from `serve` on."""


def bank_of(page: Path, folder: Path, shared_data: Path, language: str) -> Bank:
    """Do what the first tutorial says, as far as it goes without a desk."""
    folder.mkdir()
    shutil.copy(shared_data / "logs" / "bpic2012.xes.gz", folder)
    said = commands_of(page)
    place = next(i for i, one in enumerate(said) if one.command[0] == "serve")
    for one in said[:place]:
        run(one, folder, language)
    return Bank(folder, language, said[place:])
