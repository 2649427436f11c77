"""`wegmarke collect`: events over HTTP, without the desk; and the keys by which they are sent."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from wegmarke.cli.session import HERE, WorkspaceOption, opened, say

if TYPE_CHECKING:
    from wegmarke.model.write_keys import KeyKind
    from wegmarke.workspace import Workspace

COLLECTOR_PORT = 8787
TURN_EVERY_SECONDS = 1.0


def collect(
    workspace: WorkspaceOption = HERE,
    host: Annotated[str, typer.Option("--host", help="{help.serve.host}")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="{help.collect.port}")] = None,
) -> None:
    """Take events in over HTTP until Ctrl+C, and build."""
    from wegmarke.workspace.collecting import Pace, turn

    place = opened(workspace)
    stop = threading.Event()

    def stopping(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, stopping)
    with collecting(place, host, port):
        pace = Pace()
        while not stop.wait(TURN_EVERY_SECONDS):
            turn(place, pace)
    place.take_collected()


@contextmanager
def collecting(workspace: Workspace, host: str, port: int | None) -> Iterator[None]:
    """A collector at work while the block runs; where it listens is said."""
    from wegmarke.collect.starting import Collecting
    from wegmarke.desk.serve import free_port

    chosen = free_port(host, port, COLLECTOR_PORT)
    collector = Collecting(workspace.folder.resolve(), host, chosen)
    collector.start()
    say("collect.begins", address=f"http://{f'[{host}]' if ':' in host else host}:{chosen}/v1/")
    try:
        yield
    finally:
        collector.stop()


def list_keys(workspace: WorkspaceOption = HERE) -> None:
    """Show who may send events."""
    for key in opened(workspace).write_keys:
        state = "collect.key.revoked" if key.revoked_at else "collect.key.active"
        given = {"number": key.number, "name": key.name, "source": key.source, "kind": key.kind, "at": key.created_at}
        say(state, **given, limit=key.limit)


def add_keys(
    source: Annotated[str, typer.Argument(help="{help.keys.source}")],
    workspace: WorkspaceOption = HERE,
    browser: Annotated[bool, typer.Option("--browser/--server", help="{help.keys.browser}")] = False,
    name: Annotated[str, typer.Option("--name", help="{help.keys.name}", show_default=False)] = "",
) -> None:
    """Make a key; it is printed this once."""
    kind: KeyKind = "browser" if browser else "server"
    _, secret = opened(workspace).add_write_key(source, name, kind)
    print(secret)


def limit_keys(
    number: Annotated[int, typer.Argument(help="{help.keys.number}")],
    events: Annotated[int, typer.Argument(min=0, help="{help.keys.events}")],
    workspace: WorkspaceOption = HERE,
) -> None:
    """Let a key send so many events a second; 0: as many as come."""
    opened(workspace).limit_write_key(number, events or None)


def revoke_keys(
    number: Annotated[int, typer.Argument(help="{help.keys.number}")], workspace: WorkspaceOption = HERE
) -> None:
    """Refuse a key from now on."""
    opened(workspace).revoke_write_key(number)
