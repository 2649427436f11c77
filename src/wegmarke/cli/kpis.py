"""`wegmarke kpis FILE…`: bring in the figures that departments steer by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wegmarke.cli.session import HERE, WorkspaceOption, as_option, opened, say

if TYPE_CHECKING:
    from wegmarke.workspace.kpis import KpisTaken


def kpis(
    files: Annotated[list[Path], typer.Argument(help="{help.kpis.files}", metavar="FILE...")],
    workspace: WorkspaceOption = HERE,
) -> None:
    """Take in tables of KPIs, one after the other."""
    place = opened(workspace)
    for file in files:
        print_taken(file, place.import_kpis(file))
    say("kpis.next", workspace=as_option(workspace))


def print_taken(file: Path, taken: KpisTaken) -> None:
    """Say what became of a file."""
    if taken.known:
        say("import.known", file=file.name)
        return
    say("kpis.done", file=file.name, kpis=len(taken.kpis), values=taken.values, revised=taken.revised or None)
