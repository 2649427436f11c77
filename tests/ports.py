"""Ports for servers under test, which nobody else takes between being chosen and being listened on.

A port that the system hands out is free only until it hands it to the next who asks, and a server starts listening on
it seconds later. So these come from below the system's own range, and a process of tests keeps what it took, by a
locked file, as long as it lives: processes of tests beside it, of this run or another, take others.
"""

from __future__ import annotations

import fcntl
import os
import random
import socket
import tempfile
from pathlib import Path
from typing import IO

PORTS = range(20_000, 32_000)
"""Linux gives out ports from 32768 on, and browsers refuse some below 10081."""

_held: list[IO[str]] = []


def free_port() -> int:
    """A port on which nobody listens, and which no other process of tests takes while this one lives."""
    folder = Path(tempfile.gettempdir()) / f"wegmarke-test-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    for port in random.SystemRandom().sample(PORTS, len(PORTS)):
        held = (folder / str(port)).open("w", encoding="ascii")
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:  # taken, by a process of tests or by another
            held.close()
            continue
        _held.append(held)
        return port
    raise AssertionError("Every port is taken.")
