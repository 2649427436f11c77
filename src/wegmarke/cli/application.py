"""The commands, put together, with their help in the language of this run."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer
import typer.core
import typer.main

from wegmarke.cli.session import text, word_options

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("wegmarke.cli.init", "init"),
    "import": ("wegmarke.cli.importing", "import_files"),
    "kpis": ("wegmarke.cli.kpis", "kpis"),
    "build": ("wegmarke.cli.build", "build"),
    "serve": ("wegmarke.cli.serve", "serve"),
    "demo": ("wegmarke.cli.demo", "demo"),
    "simulate": ("wegmarke.cli.simulate", "simulate"),
    "status": ("wegmarke.cli.status", "status"),
    "report": ("wegmarke.cli.report", "report"),
    "doctor": ("wegmarke.cli.doctor", "doctor"),
    "forget": ("wegmarke.cli.forget", "forget"),
    "watch": ("wegmarke.cli.watch", "watch"),
    "collect": ("wegmarke.cli.collect", "collect"),
}
GROUPS: dict[str, dict[str, tuple[str, str]]] = {
    "quarantine": {
        name: ("wegmarke.cli.quarantine", f"{name}_rows") for name in ("list", "export", "correct", "replay")
    },
    "person": {
        "export": ("wegmarke.cli.export", "export_person"),
        "correct": ("wegmarke.cli.correct", "correct_person"),
    },
    "settings": {name: ("wegmarke.cli.settings", f"{name}_settings") for name in ("show", "set")},
    "customers": {name: ("wegmarke.cli.customers", f"{name}_customers") for name in ("show", "merge", "part", "try")},
    "keys": {name: ("wegmarke.cli.collect", f"{name}_keys") for name in ("list", "add", "limit", "revoke")},
    "accounts": {name: ("wegmarke.cli.accounts", f"{name}_accounts") for name in ("list", "show", "join", "part")},
}


def application() -> typer.core.TyperGroup:
    """The program `wegmarke`."""
    app = typer.Typer(
        name="wegmarke", help=text("help.wegmarke"), no_args_is_help=True, add_completion=True, rich_markup_mode=None
    )
    app.callback()(_whole)
    for name, (module, function) in COMMANDS.items():
        app.command(name, help=text(f"help.{name}"))(getattr(import_module(module), function))
    for group, commands in GROUPS.items():
        inner = typer.Typer(help=text(f"help.{group}"), no_args_is_help=True, rich_markup_mode=None)
        for name, (module, function) in commands.items():
            inner.command(name, help=text(f"help.{group}.{name}"))(getattr(import_module(module), function))
        app.add_typer(inner, name=group)
    from wegmarke.cli.ask import Questions

    app.add_typer(
        typer.Typer(cls=Questions, help=text("help.ask"), no_args_is_help=True, rich_markup_mode=None), name="ask"
    )
    made = typer.main.get_command(app)
    word_options(made)
    return made  # type: ignore[return-value]  # an app with several commands is a group


def _version(wanted: bool) -> None:
    """Print the version and end, before a command is asked for."""
    if wanted:
        from importlib.metadata import version as version_of

        print(version_of("wegmarke"))
        raise typer.Exit


def _whole(
    version: Annotated[
        bool, typer.Option("--version", help="{help.version}", is_eager=True, callback=_version)
    ] = False,
    language: Annotated[str, typer.Option("--language", metavar="en|de", help="{help.language}")] = "",
    debug: Annotated[bool, typer.Option("--debug", help="{help.debug}")] = False,
) -> None:
    """Options of the whole program; `running` has taken language and debug out of the line, here they are for help."""
    del version, language, debug
