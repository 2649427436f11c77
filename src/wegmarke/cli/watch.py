"""`wegmarke watch`: take in what a nightly job drops."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from wegmarke.cli.build import built
from wegmarke.cli.importing import print_report
from wegmarke.cli.session import HERE, SESSION, WorkspaceOption, opened, say
from wegmarke.model.progress import Unwatched

if TYPE_CHECKING:
    from wegmarke.workspace import InboxFile, Workspace


def watch(
    workspace: WorkspaceOption = HERE,
    every: Annotated[float, typer.Option("--every", min=0.1, help="{help.watch.every}")] = 10.0,
    once: Annotated[bool, typer.Option("--once", help="{help.watch.once}")] = False,
) -> None:
    """Look into the inbox until Ctrl+C; after files came in, build."""
    place = opened(workspace)
    stop = threading.Event()

    def stopping(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    if once:
        inbox = place.inbox(settle_seconds=min(every, 1.0))
        inbox.look()
        time.sleep(min(every, 1.0) + 0.1)
        _told(place, list(inbox.look()))
        return
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, stopping)
    say("watch.begins", folder=workspace / "inbox")
    inbox = place.inbox(settle_seconds=min(every / 2, 5.0))
    while not stop.is_set():
        _told(place, list(inbox.look()))
        stop.wait(every)


def _told(workspace: Workspace, files: list[InboxFile]) -> None:
    from wegmarke.text import error_sentence

    for file in files:
        if file.report is not None:
            print_report(file.report)
        elif file.error is not None:
            sentence = error_sentence(file.error, SESSION.language)
            say("watch.failed", source=file.source, file=file.name, error=sentence)
    if any(file.report is not None for file in files):
        built(workspace, Unwatched())
