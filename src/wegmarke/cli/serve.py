"""`wegmarke serve`: the desk in the browser."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Annotated

import typer

from wegmarke.cli.collect import collecting
from wegmarke.cli.session import HERE, WorkspaceOption, as_option, opened, say


def serve(
    workspace: WorkspaceOption = HERE,
    host: Annotated[str, typer.Option("--host", help="{help.serve.host}")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="{help.serve.port}")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="{help.serve.browser}")] = True,
    sign_in_link: Annotated[bool, typer.Option("--sign-in-link", help="{help.serve.sign_in_link}")] = False,
    collect: Annotated[bool, typer.Option("--collect/--no-collect", help="{help.serve.collect}")] = True,
    collect_port: Annotated[
        int | None, typer.Option("--collect-port", min=0, max=65535, help="{help.collect.port}")
    ] = None,
) -> None:
    """Serve the desk until Ctrl+C, with the collector of events beside it."""
    from wegmarke.desk.serve import serve as serve_desk

    place = opened(workspace)
    if place.status().index.stale:
        say("stale", workspace=as_option(workspace))
    with collecting(place, host, collect_port) if collect else nullcontext():
        serve_desk(workspace, host, port, open_browser=browser, sign_in_link=sign_in_link)
