"""`wegmarke report FILE`: what the board should know, as PDF, HTML or a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wegmarke.cli.ask import Level
from wegmarke.cli.person import with_desk
from wegmarke.cli.session import HERE, SESSION, WorkspaceOption, as_option, say, text, watched


def report(
    out: Annotated[Path, typer.Argument(metavar="FILE.pdf|html|xlsx", help="{help.ask.out}")],
    where: Annotated[str, typer.Option("--where", help="{help.ask.where}", show_default=False)] = "",
    level: Annotated[Level, typer.Option("--level", help="{help.ask.level}")] = Level.CUSTOMER,
    margin: Annotated[
        str, typer.Option("--margin", metavar="0.25..0.4", help="{help.report.margin}", show_default=False)
    ] = "",
    persons: Annotated[
        bool, typer.Option("--with-customers/--without-customers", help="{help.report.persons}")
    ] = False,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Ask, and write the report."""
    import sys

    from wegmarke.errors import WegmarkeError
    from wegmarke.library.workspace import open_workspace
    from wegmarke.report.board.written import FORMS

    if out.suffix.lower().removeprefix(".") not in FORMS:  # before half a minute of work
        raise WegmarkeError("report_form", file=out.name, expected=[f".{one}" for one in FORMS])
    opened = open_workspace(workspace)
    if opened.folder.status().index.data_changed and opened.folder.status().index.exists:
        print(text("stale", workspace=as_option(workspace)), file=sys.stderr)
    journeys = opened.by_account if level is Level.ACCOUNT else opened
    with watched() as watcher:
        made = journeys.where(where).report(
            company=opened.folder.settings.name,
            language=SESSION.language,
            persons=persons,
            in_charge=_in_charge(workspace),
            margin=_margin(margin),
            progress=watcher,
        )
    made.save(out)
    say("written", file=out)


def _in_charge(workspace: Path) -> dict[str, str]:
    """Who is responsible for which touchpoint, as the desk of the workspace knows it."""
    if not (workspace / "desk").is_dir():
        return {}
    with_desk(workspace)
    from wegmarke.desk.setup.touchpoint_names import in_charge

    return in_charge()


def _margin(written: str) -> tuple[float, float] | None:
    """A share, or from one to another."""
    from wegmarke.errors import WegmarkeError

    if not written:
        return None
    low, _, high = written.partition("..")
    try:
        return float(low), float(high or low)
    except ValueError as error:
        raise WegmarkeError("question_argument", question="levers", argument="margin", value=written) from error
