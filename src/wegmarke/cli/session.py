"""What all commands share while one of them runs: language, terminal, workspace, and how they speak."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wegmarke.text.commands import told
from wegmarke.text.language import LANGUAGES, Language

if TYPE_CHECKING:
    from rich.console import Console

    from wegmarke.model.progress import Watcher
    from wegmarke.workspace import Workspace

WORKSPACE_VARIABLE = "WEGMARKE_WORKSPACE"

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NAMED = re.compile(r"\{(help\.[\w.]+)\}")


@dataclass(slots=True)
class Session:
    """The language of this run, and whether errors show where they arose."""

    language: Language = "en"
    debug: bool = False


SESSION = Session()


def language_of(surroundings: dict[str, str]) -> Language:
    """The language that the surroundings ask for: the first of LC_ALL, LC_MESSAGES, LANG that is set."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = surroundings.get(name, "")
        if wanted:
            found = wanted.lower()[:2]
            return next((language for language in LANGUAGES if language == found), "en")
    return "en"


def text(key: str, **values: object) -> str:
    """A text of the commands in the language of this run."""
    return visible(told(key, SESSION.language, **values))


def visible(text: str) -> str:
    """The text with control characters as escapes: what stands in files must not steer the terminal."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def say(key: str, **values: object) -> None:
    """Print a text of the commands."""
    print(text(key, **values))


WorkspaceOption = Annotated[
    Path,
    typer.Option("--workspace", "-w", envvar=WORKSPACE_VARIABLE, show_default=False, help="{help.workspace}"),
]
HERE = Path()


def opened(folder: Path) -> Workspace:
    """The workspace in this folder. Errors as in `Workspace.open`."""
    from wegmarke.workspace import Workspace

    return Workspace.open(folder)


def as_option(folder: Path) -> str:
    """How the workspace has to be named in a command that is suggested: not at all where it is found anyway."""
    if folder == HERE or os.environ.get(WORKSPACE_VARIABLE) == str(folder):
        return ""
    return f" --workspace {shlex.quote(str(folder))}"


def console(*, stderr: bool = False) -> Console:
    """The terminal; without one, lines are as long as they need to be."""
    from rich.console import Console

    made = Console(stderr=stderr, highlight=False)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made = Console(stderr=stderr, highlight=False, width=200)
    return made


@contextmanager
def watched() -> Iterator[Watcher]:
    """A bar that shows how far the work is; Ctrl+C stops the work where that is safe."""
    from wegmarke.report.progress import ProgressBar

    with ProgressBar(SESSION.language, console(stderr=True)) as bar:
        yield bar


def field_word(name: str) -> str:
    """What a column of a list is called."""
    from wegmarke.text import word

    return word(f"field:{name}", SESSION.language)


def word_options(command: Any) -> None:
    """Put the words where `{help.…}` stands: options name them, so that help is in the language of this run."""
    for parameter in getattr(command, "params", ()):
        help_text = getattr(parameter, "help", None)
        if help_text:
            parameter.help = _NAMED.sub(_worded, help_text)
    commands: dict[str, Any] = getattr(command, "commands", {})
    for inner in commands.values():
        word_options(inner)


def _worded(found: re.Match[str]) -> str:
    return text(found[1])
