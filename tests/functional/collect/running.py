"""A real collector for tests: a process of its own, ended and started at will, and a sender over a socket."""

from __future__ import annotations

import base64
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tests.ports import free_port
from wegmarke.errors import WegmarkeError
from wegmarke.model.collection import CollectionState
from wegmarke.workspace import Workspace

SECONDS_TO_START = 120.0
Result = TypeVar("Result")


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        """The body as an object."""
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found


@dataclass
class RunningCollector:
    """A collector of a workspace, and a key of each kind for its source `web`."""

    workspace: Workspace
    port: int
    server: str
    browser: str
    process: subprocess.Popen[bytes] | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def folder(self) -> Path:
        """The collector's own folder."""
        return self.workspace.folder / "collect"

    def start(self, *, wait: bool = True) -> None:
        """Start the process; with `wait`, return when it is ready."""
        command = [sys.executable, "-m", "wegmarke.collect", str(self.workspace.folder), "127.0.0.1", str(self.port)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, **self.environment})
        if wait:
            self.until_ready()

    def until_ready(self) -> None:
        """Wait until it says so."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            assert self.process is not None
            assert self.process.poll() is None, "the collector has ended"
            with suppress(OSError, http.client.HTTPException):
                if self.get("/ready").status == 200:
                    return
            time.sleep(0.02)
        raise AssertionError("The collector did not start.")

    def kill(self) -> None:
        """End it as a power cut would, as far as a process can tell."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self._ended()

    def stop(self) -> None:
        """End it in order."""
        if self.process is not None:
            self.process.terminate()
            self._ended()

    def _ended(self) -> None:
        assert self.process is not None
        self.process.wait(30)
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process = None

    def get(self, path: str, **headers: str) -> Answer:
        """Ask."""
        return self.send("GET", path, None, headers)

    def post(self, path: str, content: object, *, key: str | None = None, **headers: str) -> Answer:
        """Send JSON, or bytes as they are; with the key for servers, unless another is given ("" for none)."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        chosen = self.server if key is None else key
        if chosen and "Authorization" not in headers:
            headers["Authorization"] = basic(chosen)
        return self.send("POST", path, body, headers)

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """One request over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()

    def state(self) -> CollectionState:
        """How it says it stands."""
        found = self.workspace.collection()
        assert found is not None
        return found

    def until_handed_over(self, source: str = "web") -> None:
        """Wait until nothing of the source waits in the spool, as told after this call."""
        asked = time.time_ns()
        self.workspace.collected_events(["nobody at all"])
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            found = self.workspace.collection()
            mine = [one for one in found.sources if one.source == source] if found else []
            newer = (self.folder / "state.json").stat().st_mtime_ns > asked
            if newer and mine and found is not None and found.ready and mine[0].waiting == 0:
                return
            time.sleep(0.05)
        raise AssertionError(f"Not handed over: {self.workspace.collection()}")


def basic(key: str) -> str:
    """The header of Basic authentication, the key as user name."""
    return "Basic " + base64.b64encode(f"{key}:".encode()).decode()


def patiently(call: Callable[[], Result]) -> Result:
    """Call again while the workspace is locked.

    Where threads start processes, one that is just being started may hold another's lock for a moment.
    """
    for _ in range(50):
        try:
            return call()
        except WegmarkeError as error:
            if error.code != "workspace_locked":
                raise
            time.sleep(0.1)
    return call()


@contextmanager
def collector(folder: Path, *, start: bool = True) -> Iterator[RunningCollector]:
    """A workspace with its collector; both keys are for the source `web`."""
    workspace = Workspace.create(folder, "Acme & Söhne")
    _, server = patiently(lambda: workspace.add_write_key("web", "Shop", "server"))
    _, browser = patiently(lambda: workspace.add_write_key("web", "Pages", "browser"))
    running = RunningCollector(workspace, free_port(), server, browser)
    try:
        if start:
            running.start()
        yield running
    finally:
        running.stop()


def stored(running: RunningCollector) -> list[dict[str, object]]:
    """The events that stand in files, in order of their sources and lines; the collector has ended."""
    lines: list[dict[str, object]] = []
    for path in sorted(running.folder.glob("open/*.jsonl")):
        lines += [json.loads(line) for line in path.read_bytes().splitlines() if line.strip()]
    return lines
