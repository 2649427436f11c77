"""`wegmarke build`: the index up to date, and the calculations compiled, once per machine."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from wegmarke.cli.session import HERE, WorkspaceOption, as_option, opened, say, watched
from wegmarke.model.progress import Progress, Watcher

if TYPE_CHECKING:
    from wegmarke.workspace import Workspace


class On(StrEnum):
    """Where files are read and a whole index is built."""

    AUTO = "auto"
    HERE = "here"
    CLUSTER = "cluster"


def build(
    workspace: WorkspaceOption = HERE,
    whole: Annotated[bool, typer.Option("--whole", help="{help.build.whole}")] = False,
    on: Annotated[On, typer.Option("--on", help="{help.build.on}")] = On.AUTO,
) -> None:
    """Bring the index up to date."""
    with watched() as watcher:
        compile_all(watcher)
        built(opened(workspace), watcher, whole=whole, on=on)
    say("build.next", workspace=as_option(workspace))


def built(workspace: Workspace, watcher: Watcher, *, whole: bool = False, on: On = On.AUTO) -> None:
    """Build, and say what was done."""
    report = workspace.build(watcher, whole=whole, on=on.value)
    if report.damaged is not None:
        say("build.damaged", file=report.damaged)
    say(f"build.{report.kind}", seconds=report.seconds, interactions=report.interactions)


def compile_all(watcher: Watcher) -> None:
    """Load every kernel: what was never compiled on this machine is compiled now, not in the middle of a question."""
    watcher.report(Progress("compile", None))
    from wegmarke.index.warming import warm

    warm(watcher)
