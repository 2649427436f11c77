"""A server that speaks Spark Connect for tests: the one that WEGMARKE_TEST_CLUSTER names (`make cluster` starts a real
one), else Sail, a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port
from wegmarke.errors import WegmarkeError
from wegmarke.index.spark.session import Connection

GIVEN = "WEGMARKE_TEST_CLUSTER"
PATIENCE_SECONDS = 120


@contextmanager
def cluster(log: Path) -> Iterator[str]:
    """The address of a server whose workers have this very Wegmarke."""
    if given := os.environ.get(GIVEN):
        yield given
        return
    with sail(log) as (address, _):
        yield address


@contextmanager
def sail(log: Path, port: int | None = None) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address and the process of a Sail server."""
    port = port or free_port()
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "pysail",
        "spark",
        "server",
        "--ip",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with log.open("wb") as told, subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT) as server:
        try:
            address = f"sc://127.0.0.1:{port}"
            _until_it_answers(address, server, log)
            yield address, server
        finally:
            server.terminate()


def _until_it_answers(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            Connection(address).session()
        except WegmarkeError:
            if server.poll() is not None or time.monotonic() > until:
                raise AssertionError(log.read_text("utf-8", "replace")) from None
            time.sleep(0.2)
        else:
            return
