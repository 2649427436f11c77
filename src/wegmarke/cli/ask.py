"""`wegmarke ask QUESTION`: one command for each question, with the question's own options from the register."""

from __future__ import annotations

import inspect
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core
import typer.main

from wegmarke.cli.session import HERE, SESSION, WorkspaceOption, as_option, console, say, text, watched, word_options

if TYPE_CHECKING:
    from wegmarke.library.answer import Answer
    from wegmarke.questions import Parameter


PICTURES = (".png", ".svg", ".pdf")


class Form(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


class Level(StrEnum):
    """Whose journeys."""

    CUSTOMER = "customer"
    ACCOUNT = "account"


class Questions(typer.core.TyperGroup):
    """The questions as commands; the register is read when one is asked, not for the program's help."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the questions, in the order of the register."""
        from wegmarke.questions import QUESTIONS

        del ctx
        return [question.name for question in QUESTIONS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a question."""
        from wegmarke.questions import QUESTIONS
        from wegmarke.text import word

        del ctx
        for question in QUESTIONS:
            if question.name == cmd_name:
                app = typer.Typer(rich_markup_mode=None, add_completion=False)
                help_text = word(f"question:{question.name}", SESSION.language)
                app.command(question.name, help=help_text)(_command(question.name, question.parameters))
                made = typer.main.get_command(app)
                word_options(made)
                return made
        return None


def _command(question: str, parameters: tuple[Parameter, ...]) -> Any:
    """A function whose signature is the question's parameters and what all answers have in common."""

    def command(**options: Any) -> None:
        own = {one.name: options.pop(one.name) for one in parameters}
        ask(question, {name: value for name, value in own.items() if value is not None}, **options)

    common = list(inspect.signature(_common, eval_str=True).parameters.values())
    own = [_option(one) for one in parameters]
    command.__signature__ = inspect.Signature([*own, *common])  # type: ignore[attr-defined]  # Typer reads it
    command.__annotations__ = {one.name: one.annotation for one in (*own, *common)}
    return command


def _option(parameter: Parameter) -> inspect.Parameter:
    """A parameter as an option that takes text; the register makes its kind of it."""
    shown = "|".join(parameter.choices) or parameter.kind.upper().replace("_", "/")
    kind: Any = Annotated[
        str | None if not parameter.required else str,
        typer.Option(
            f"--{parameter.name.replace('_', '-')}",
            metavar=shown,
            help=_example(parameter.kind),
            show_default=_default(parameter),
        ),
    ]
    empty = inspect.Parameter.empty if parameter.required else None
    return inspect.Parameter(parameter.name, inspect.Parameter.KEYWORD_ONLY, default=empty, annotation=kind)


def _default(parameter: Parameter) -> str | bool:
    """The default as one would type it; False: there is none to show."""
    default = parameter.default
    if default is None:
        return False
    if isinstance(default, tuple):
        if parameter.kind == "range":
            return "..".join(f"{one:g}" for one in default)
        return ",".join(one if isinstance(one, str) else f"{one:g}" for one in default)
    return ("yes" if default else "no") if isinstance(default, bool) else str(default)


def _example(kind: str) -> str:
    return {
        "stages": '"a > b | c > d"',
        "duration": '"30 days"',
        "filter": '"outcome = won"',
        "shares": "0.5,0.9",
        "words": "value,journeys",
        "yes_no": "yes, no",
        "range": "0.25..0.4",
    }.get(kind, "")


def _common(
    *,
    where: Annotated[str, typer.Option("--where", help="{help.ask.where}", show_default=False)] = "",
    level: Annotated[Level, typer.Option("--level", help="{help.ask.level}")] = Level.CUSTOMER,
    form: Annotated[Form, typer.Option("--format", help="{help.ask.format}")] = Form.TABLE,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="{help.ask.out}", show_default=False)] = None,
    table: Annotated[int, typer.Option("--table", min=1, help="{help.ask.table}")] = 1,
    rows: Annotated[int, typer.Option("--rows", min=0, help="{help.ask.rows}")] = 20,
    plot: Annotated[Path | None, typer.Option("--plot", help="{help.ask.plot}", show_default=False)] = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """What all answers have in common."""


def ask(  # noqa: PLR0913 - the options of a command
    question: str,
    arguments: dict[str, object],
    *,
    where: str,
    level: Level,
    form: Form,
    out: Path | None,
    table: int,
    rows: int,
    plot: Path | None,
    workspace: Path,
) -> None:
    """Ask, write the answer, draw it."""
    from wegmarke.errors import WegmarkeError
    from wegmarke.library.workspace import open_workspace

    if plot is not None and plot.suffix.lower() not in PICTURES:
        raise WegmarkeError("question_argument", question=question, argument="plot", value=plot, expected=PICTURES)
    opened = open_workspace(workspace)
    if opened.folder.status().index.data_changed and opened.folder.status().index.exists:
        print(text("stale", workspace=as_option(workspace)), file=sys.stderr)
    journeys = opened.by_account if level is Level.ACCOUNT else opened
    with watched() as bar:
        answer = journeys.where(where).ask(question, progress=bar, **arguments)
    if form is Form.XLSX and out is None:
        raise WegmarkeError("question_argument", question=question, argument="out", value=None)
    if form in {Form.CSV, Form.XLSX} and table > max(len(answer.tables), 1):
        raise WegmarkeError("question_argument", question=question, argument="table", value=table)
    _write(answer, form, out, table - 1, rows)
    if plot is not None:
        answer.plot(language=SESSION.language).savefig(plot, dpi=150)
        say("written", file=plot)


def _write(answer: Answer, form: Form, out: Path | None, table: int, rows: int) -> None:
    from wegmarke.report.csv import csv_bytes
    from wegmarke.report.excel import excel_bytes
    from wegmarke.report.json import json_text

    presentation = answer.presentation(SESSION.language)
    if form is Form.TABLE:
        _print(answer, out, rows)
    elif form is Form.XLSX and out is not None:
        out.write_bytes(excel_bytes(answer.finding, presentation))
    else:
        content = (
            csv_bytes(answer.finding, presentation, table)
            if form is Form.CSV
            else f"{json_text(answer.finding, SESSION.language)}\n".encode()
        )
        if out is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            out.write_bytes(content)
    if out is not None:
        say("written", file=out)


def _print(answer: Answer, out: Path | None, rows: int) -> None:
    from rich.console import Console

    from wegmarke.report.terminal import print_finding

    presentation = answer.presentation(SESSION.language)
    if out is None:
        print_finding(answer.finding, presentation, console(), rows or None)
        return
    with out.open("w", encoding="utf-8") as stream:
        print_finding(answer.finding, presentation, Console(file=stream, width=200), rows or None)
