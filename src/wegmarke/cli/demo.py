"""`wegmarke demo`: the example company, imported, built and opened with one command."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from wegmarke.cli.build import built, compile_all
from wegmarke.cli.importing import print_report
from wegmarke.cli.session import say, watched
from wegmarke.errors import WegmarkeError


def demo(
    folder: Annotated[Path | None, typer.Option("--folder", help="{help.demo.folder}", show_default=False)] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="{help.serve.port}")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="{help.serve.browser}")] = True,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="{help.demo.serve}")] = True,
) -> None:
    """Prepare the example workspace, if it is not there yet, and serve it."""
    place = folder or Path.home() / "wegmarke-demo"
    prepare(place)
    say("demo.ready", folder=place)
    if serve:
        from wegmarke.desk.serve import serve as serve_desk

        serve_desk(place, port=port, open_browser=browser)


def prepare(folder: Path) -> None:
    """Create, import and build; what is there already stays, and what was stopped goes on."""
    from wegmarke.examples import MUSTERHAUS, copy_to
    from wegmarke.workspace import Workspace

    try:
        workspace = Workspace.open(folder)
    except WegmarkeError as error:
        if error.code != "workspace_missing":
            raise
        workspace = Workspace.create(folder, MUSTERHAUS.name, MUSTERHAUS.journeys)
    with watched() as watcher, tempfile.TemporaryDirectory() as copies:
        compile_all(watcher)
        for example in copy_to(Path(copies)).files:
            complete = {entry.name for entry in workspace.record.files if entry.state == "complete"}
            if example.path.name not in complete:
                print_report(workspace.import_file(example.path, example.mapping, watcher=watcher))
        if workspace.status().index.stale:
            built(workspace, watcher)
