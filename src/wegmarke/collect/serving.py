"""Run the collector in this process: open the spool, serve, and hand on what was acknowledged before ending."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import sqlite3
import sys
import threading
from pathlib import Path
from typing import Any

from wegmarke.clock import now
from wegmarke.collect.application import Collector
from wegmarke.collect.handing_over import HandOver, Refused
from wegmarke.collect.keys import Keys
from wegmarke.collect.spool import Spool
from wegmarke.model.collection import COLLECT, CONTROL_KEY_FILE, SPOOL_TAKEN, STATE_FILE, CollectionState, written_state


def run(workspace: str, host: str, port: int, *, watch_parent: bool = False) -> None:
    """Collect for the workspace in that folder until SIGINT or SIGTERM.

    watch_parent: end, too, when standard input ends. Exits with `SPOOL_TAKEN` if another collector is at work.
    """
    folder = Path(workspace) / COLLECT
    folder.mkdir(mode=0o700, exist_ok=True)
    _control_key(folder)
    shown = f"[{host}]" if ":" in host else host
    publisher = _Publisher(folder, f"http://{shown}:{port}")
    spool = Spool(folder, publisher, Path(workspace) / "sources")
    try:
        spool.start()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            sys.exit(SPOOL_TAKEN)
        raise
    if watch_parent:
        _watch_parent()
    asyncio.run(_serve(Collector(spool, Keys(folder), folder), host, port))


async def _serve(collector: Collector, host: str, port: int) -> None:
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server.embed import Server  # noqa: PLC0415

    server: Any = Server(
        collector,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        websockets=False,
        backlog=1024,
        log_level=LogLevels.error,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C raises KeyboardInterrupt there
            loop.add_signal_handler(number, server.stop)
    try:
        await server.serve()
    finally:
        await asyncio.to_thread(collector.spool.stop)


class _Publisher:
    """Writes the state file, so that others know what there is without opening the spool."""

    def __init__(self, folder: Path, address: str) -> None:
        self._path = folder / STATE_FILE
        self._address = address

    def __call__(self, over: HandOver, *, ready: bool, refused: Refused, ended: bool) -> None:
        at = now().isoformat(timespec="seconds")
        state = CollectionState(
            self._address,
            os.getpid(),
            ready,
            at,
            refused.events,
            over.counts(),
            ended_at=at if ended else None,
            limited=tuple(sorted(refused.limited.items())),
        )
        written = self._path.with_name(f"{STATE_FILE}.writing")
        written.write_text(written_state(state), encoding="utf-8")
        written.replace(self._path)


def _control_key(folder: Path) -> None:
    """Mint the key by which the workspace itself speaks to its collector; readable by the owner of the machine only."""
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(folder / CONTROL_KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))


def _watch_parent() -> None:
    """End with the process that started this, however it ended: the port and the spool must be free for the next.

    It holds the other end of our standard input, and nobody ever writes there.
    """
    threading.Thread(target=_end_with_parent, name="wegmarke-parent", daemon=True).start()


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
