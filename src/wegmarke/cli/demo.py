"""`wegmarke demo`: the practice company, simulated, imported, built and opened with one command."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wegmarke.cli.build import built, compile_all
from wegmarke.cli.importing import print_report
from wegmarke.cli.kpis import print_taken
from wegmarke.cli.session import opened, say, watched
from wegmarke.errors import WegmarkeError

if TYPE_CHECKING:
    from wegmarke.model.progress import Watcher
    from wegmarke.workspace import Workspace

CUSTOMERS, SEED, SCENARIO = 2000, 1, "process"
PRACTICE = "practice"
"""The folder of the workspace that holds the company as it was written, with its truth."""


def demo(
    folder: Annotated[Path | None, typer.Option("--folder", help="{help.demo.folder}", show_default=False)] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="{help.serve.port}")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="{help.serve.browser}")] = True,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="{help.demo.serve}")] = True,
) -> None:
    """Prepare the practice workspace, if it is not there yet, and serve it."""
    place = folder or Path.home() / "wegmarke-demo"
    prepare(place)
    say("demo.ready", folder=place)
    if serve:
        from wegmarke.cli.collect import collecting
        from wegmarke.desk.serve import serve as serve_desk

        with collecting(opened(place), "127.0.0.1", None):
            serve_desk(place, port=port, open_browser=browser)


def prepare(folder: Path) -> None:
    """Simulate, import and build; what is there already stays, and what was stopped goes on."""
    from wegmarke.simulation.company import COMPANY_NAME, JOURNEYS
    from wegmarke.workspace import Workspace

    try:
        workspace = Workspace.open(folder)
    except WegmarkeError as error:
        if error.code != "workspace_missing":
            raise
        workspace = Workspace.create(folder, COMPANY_NAME, JOURNEYS)
    if workspace.record.files and not (folder / PRACTICE).exists():
        raise WegmarkeError(
            "workspace_exists", path=str(folder)
        )  # somebody's own data, or the example of an older version
    with watched() as watcher, kernels_compiled_beside():
        _simulated(folder / PRACTICE, watcher)
        _imported(workspace, folder / PRACTICE, watcher)
    with watched() as watcher:
        compile_all(watcher)
        if workspace.status().index.stale:
            built(workspace, watcher)
    from wegmarke.desk.walk.preparing import prepare_desk

    prepare_desk(folder)


def _simulated(folder: Path, watcher: Watcher) -> None:
    if folder.exists():
        return
    from wegmarke.simulation.company import write_company
    from wegmarke.simulation.scenarios import scenario

    written = write_company(folder, scenario(SCENARIO), CUSTOMERS, SEED, watcher)
    say("demo.simulated", customers=written.people, contacts=written.contacts)


def _imported(workspace: Workspace, folder: Path, watcher: Watcher) -> None:
    from wegmarke.simulation.company import KPI_FILE, exports_in

    complete = {entry.name for entry in workspace.record.files if entry.state == "complete"}
    for export in exports_in(folder):
        for file in export.files:
            if file.name not in complete:
                print_report(workspace.import_file(file, export.mapping, watcher=watcher))
    if (folder / KPI_FILE).is_file() and not workspace.kpis:
        _told(workspace, folder / KPI_FILE)


def _told(workspace: Workspace, file: Path) -> None:
    """Take the KPIs in. The example of an older version wrote them with other columns: it goes on without."""
    try:
        print_taken(file, workspace.import_kpis(file))
    except WegmarkeError as error:
        if error.code != "column_missing":
            raise
        say("demo.older", path=str(workspace.folder))


@contextmanager
def kernels_compiled_beside() -> Iterator[None]:
    """Meanwhile, compile the kernels of questions in a process of its own: on a new machine that saves the wait for
    them, since simulating compiles what is its own. Where nothing is left to compile it ends at once.
    """
    command = [sys.executable, "-c", "from wegmarke.index.warming import warm; warm()"]
    beside = subprocess.Popen(  # noqa: S603 - this Python, on a command that stands here
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
        beside.wait()
    finally:
        beside.kill()
        beside.wait()
