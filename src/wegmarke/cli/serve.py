"""`wegmarke serve`: the desk in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from wegmarke.cli.session import HERE, WorkspaceOption, as_option, opened, say


def serve(
    workspace: WorkspaceOption = HERE,
    host: Annotated[str, typer.Option("--host", help="{help.serve.host}")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="{help.serve.port}")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="{help.serve.browser}")] = True,
    sign_in_link: Annotated[bool, typer.Option("--sign-in-link", help="{help.serve.sign_in_link}")] = False,
) -> None:
    """Serve the desk until Ctrl+C."""
    from wegmarke.desk.serve import serve as serve_desk

    if opened(workspace).status().index.stale:
        say("stale", workspace=as_option(workspace))
    serve_desk(workspace, host, port, open_browser=browser, sign_in_link=sign_in_link)
