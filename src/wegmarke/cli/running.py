"""From arguments to an exit code: language first, then the command, and one sentence for whatever goes wrong."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from wegmarke.cli.session import SESSION, language_of, text
from wegmarke.errors import ErrorCode, WegmarkeError
from wegmarke.text.language import LANGUAGES, Language

FAILED, WRONG_USE, INTERRUPTED = 1, 2, 130

_WRONG_USE: tuple[ErrorCode, ...] = (
    "question_unknown",
    "question_argument",
    "filter_syntax",
    "filter_unknown_word",
    "filter_unknown_touchpoint",
    "filter_wrong_value",
    "filter_too_long",
    "touchpoint_unknown",
    "scenario_unknown",
    "simulation_size",
)
"""These are about what was typed, not about the data."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command that these arguments name (those of the process by default) and give its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(
            errors="backslashreplace"
        )  # names of files need not be text, nor terminals know each sign
    SESSION.debug = "--debug" in given
    language, given = _language(given)
    if language is None:
        print(text("error", text=text("help.language")), file=sys.stderr)
        return WRONG_USE
    SESSION.language = language
    try:
        return _ended([one for one in given if one != "--debug"])
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever reads has seen enough, `| head` for one. Nothing may be written at the end of the process either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        if SESSION.debug:
            raise
        known = error if isinstance(error, WegmarkeError) else _of_the_system(error)
        if known is not None:
            return _said(known)
        print(text("error.unforeseen", kind=type(error).__name__, text=str(error)), file=sys.stderr)
        return FAILED


def _said(error: WegmarkeError) -> int:
    """Say what went wrong, and give the exit code for it."""
    from wegmarke.text import error_sentence

    print(text("error", text=error_sentence(error, SESSION.language)), file=sys.stderr)
    return WRONG_USE if error.code in _WRONG_USE else FAILED


def _of_the_system(error: Exception) -> WegmarkeError | None:
    """The error for what the system refused a command: a full disk, or a path that cannot be used."""
    if not isinstance(error, OSError):
        return None
    if error.errno == errno.ENOSPC:
        return WegmarkeError("disk_full")
    return WegmarkeError("path_unusable", path=error.filename, reason=error.strerror) if error.filename else None


def _ended(given: list[str]) -> int:
    """Run the command; Typer ends the process itself, also when all is well."""
    from wegmarke.cli.application import application

    try:
        application()(given, prog_name="wegmarke")
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else FAILED
    return 0


def _language(given: list[str]) -> tuple[Language | None, list[str]]:
    """The language asked for anywhere in the line (None: one that is not there), and the line without it."""
    language: Language | None = language_of(dict(os.environ))
    rest: list[str] = []
    waiting = iter(given)
    for one in waiting:
        if one == "--":
            rest += [one, *waiting]
        elif one == "--language" or one.startswith("--language="):
            wanted = next(waiting, "") if one == "--language" else one.partition("=")[2]
            language = next((known for known in LANGUAGES if known == wanted), None)
        else:
            rest.append(one)
    return language, rest
