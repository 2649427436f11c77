"""`wegmarke init FOLDER`: a new workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wegmarke.cli.session import as_option, say


def init(
    folder: Annotated[Path, typer.Argument(help="{help.init.folder}")],
    name: Annotated[str, typer.Option("--name", help="{help.init.name}", show_default=False)] = "",
) -> None:
    """Create a workspace."""
    from wegmarke.workspace import Workspace

    made = Workspace.create(folder, name or folder.resolve().name)
    say("init.done", name=made.settings.name, folder=folder)
    say("init.next", workspace=as_option(folder))
