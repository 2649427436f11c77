"""`python -m bench.collector`: events in an open loop while pages are read, against a route that stores nothing.

A thousand requests a second are sent at set times, whether or not earlier ones were answered, and each is timed from
the moment at which it was due: a server that falls behind cannot hide it. Among them, with the same body, are requests
to a route of the same server that parses nothing and stores nothing. Somebody reads pages of the desk all the while. At
the end every event must be in the record, once.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, cast

import numpy as np
import platformdirs

from bench.__main__ import RESULTS, machine
from bench.log import log_of
from bench.serving import Visitor, workspace_of
from wegmarke.workspace import Workspace

STORING, IDLE = "/v1/track", "/v1/m"
CONNECTIONS = 256
BODY_BYTES = 700
SENDER = "bench-user-"
LIMIT_RATIO = 4.0
LATE_MS = 250.0
"""Where even the route that stores nothing is so late, the machine was busy with something else, or fell behind: both
routes then wait for the same, and the ratio says nothing."""


@dataclass(frozen=True)
class Timed:
    """Milliseconds from the moment a request was due to its answer."""

    requests: int
    errors: int
    p50_ms: float
    p99_ms: float
    p999_ms: float
    longest_ms: float


class Connection(asyncio.Protocol):
    """One connection that is kept; one request at a time."""

    def __init__(self) -> None:
        self._buffer = b""
        self._answer: asyncio.Future[int] | None = None
        self._transport: asyncio.Transport | None = None
        self.is_lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.Transport", transport)

    def ask(self, request: bytes) -> asyncio.Future[int]:
        """Send; the status comes with the answer's last byte."""
        self._answer = asyncio.get_running_loop().create_future()
        self._buffer = b""
        cast("asyncio.Transport", self._transport).write(request)
        return self._answer

    def close(self) -> None:
        """Hang up."""
        cast("asyncio.Transport", self._transport).close()

    def data_received(self, data: bytes) -> None:
        """Gather until the answer is whole."""
        self._buffer += data
        head, end, body = self._buffer.partition(b"\r\n\r\n")
        if end and self._answer is not None and not self._answer.done():
            found = re.search(rb"content-length: (\d+)", head.lower())
            if found is None or len(body) >= int(found[1]):
                self._answer.set_result(int(head[9:12]))

    def connection_lost(self, _error: Exception | None) -> None:
        """An answer that does not come any more is an error."""
        self.is_lost = True
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(0)


def request_of(path: str, key: str, number: int) -> bytes:
    """One request, as a browser sends it."""
    event = {
        "type": "track",
        "event": f"Event {number % 20}",
        "userId": f"{SENDER}{number}",
        "messageId": f"message-{number}",
        "timestamp": "2026-11-25T12:00:00.000Z",
        "writeKey": key,
        "context": {"page": {"path": "/shop/", "referrer": "https://example.org/"}, "userAgent": "Mozilla/5.0 (X11)"},
    }
    event["properties"] = {"note": "x" * (BODY_BYTES - len(json.dumps(event)))}
    body = json.dumps(event).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def load(port: int, key: str, rate: int, seconds: int) -> dict[str, Timed]:
    """Send at set times: `rate` to the route that stores, and a tenth of it to the one that does not."""
    loop = asyncio.get_running_loop()
    free: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
    for _ in range(CONNECTIONS):
        free.put_nowait((await loop.create_connection(Connection, "127.0.0.1", port))[1])
    taken: dict[str, list[float]] = {STORING: [], IDLE: []}
    errors: Counter[str] = Counter()

    async def one(path: str, number: int, due: float) -> None:
        connection = await free.get()
        if connection.is_lost:  # servers close what lay idle for half a minute; a request on it would wait for ever
            _transport, connection = await loop.create_connection(Connection, "127.0.0.1", port)
        status = await connection.ask(request_of(path, key, number))
        taken[path].append(loop.time() - due)
        errors[path] += status != 200
        free.put_nowait(connection)

    begin = loop.time() + 1.0
    plan = [(begin + number / rate, STORING, number) for number in range(rate * seconds)]
    idle = rate // 10
    plan += [(begin + (number + 0.5) / idle, IDLE, number) for number in range(idle * seconds)]
    plan.sort()
    running: set[asyncio.Task[None]] = set()
    for due, path, number in plan:
        wait = due - loop.time()
        if wait > 0:
            await asyncio.sleep(wait)
        task = asyncio.create_task(one(path, number, due))
        running.add(task)
        task.add_done_callback(running.discard)
    await asyncio.gather(*running)
    while not free.empty():
        free.get_nowait().close()
    return {path: _timed(times, errors[path]) for path, times in taken.items()}


def _timed(seconds: list[float], errors: int) -> Timed:
    p50, p99, p999, longest = (1_000 * np.quantile(seconds, [0.5, 0.99, 0.999, 1.0])).round(2).tolist()
    return Timed(len(seconds), errors, p50, p99, p999, longest)


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, str]]:
    """`wegmarke serve` on a workspace: the port of the collector, and the link that signs in."""
    command = ["-m", "wegmarke.cli", "serve", "-w", str(folder), "--no-browser", "--sign-in-link", "--port", "0"]
    process = subprocess.Popen(
        [sys.executable, *command, "--collect-port", "0", "--language", "en"], stdout=subprocess.PIPE, text=True
    )
    stream = cast("IO[str]", process.stdout)
    printed = ""
    try:
        while "Ctrl+C ends it / beendet" not in printed:
            printed += stream.readline()
        port = re.findall(r"http://127.0.0.1:(\d+)/v1/", printed)
        link = re.findall(r"http://\S+/enter/\S+", printed)
        yield int(port[0]), link[0]
    finally:
        process.terminate()
        process.wait(60)
        stream.close()


def read_pages(link: str, stop: threading.Event, taken: list[float]) -> None:
    """Read the map under ever new filters, one page after the other with a moment to look at it."""
    visitor = Visitor(link)
    for hours in itertools.count(24, 7):
        if stop.is_set():
            return
        began = time.perf_counter()
        visitor.get("/journeys/", f"duration > {hours} hours")
        visitor.get("/journeys/map.json", f"duration > {hours} hours")
        taken.append(time.perf_counter() - began)
        stop.wait(0.3)


def main() -> int:
    """Measure, check that nothing was lost, write; 0 if all that must hold holds."""
    parser = argparse.ArgumentParser("python -m bench.collector", description=__doc__)
    parser.add_argument("--rate", type=int, default=1_000, help="requests a second")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--size", type=int, default=200_000, help="interactions behind the pages")
    parser.add_argument("--cache", type=Path, default=Path(platformdirs.user_cache_dir("wegmarke-bench")))
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wegmarke-bench-") as place:
        folder = Path(place) / "acme"
        shutil.copytree(workspace_of(log_of(given.size, given.cache / "logs"), given.cache), folder)
        workspace = Workspace.open(folder)
        made, key = workspace.add_write_key("web", "Bench", "browser")
        workspace.limit_write_key(made.number, 2 * given.rate)  # counted as for every page, and never reached
        stop, pages = threading.Event(), list[float]()
        with served(folder) as (port, link):
            reader = threading.Thread(target=read_pages, args=(link, stop, pages), daemon=True)
            reader.start()
            time.sleep(3)
            timed = asyncio.run(load(port, key, given.rate, given.seconds))
            stop.set()
            reader.join(60)
            time.sleep(5)
        workspace = Workspace.open(folder)
        workspace.take_collected()
        found = Counter(
            name
            for batch in workspace.record.batches(["customer"])
            for name in batch["customer"].to_pylist()
            if name.startswith(SENDER)
        )
    return told(given, timed, found, pages)


def told(given: argparse.Namespace, timed: dict[str, Timed], found: Counter[str], pages: list[float]) -> int:
    """Print and write what was measured. found: how often each event is in the record."""
    storing, idle = timed[STORING], timed[IDLE]
    lost, double = storing.requests - len(found), sum(times > 1 for times in found.values())
    for path, one in timed.items():
        print(
            f"  {path:10} {one.requests:>8} requests, {one.errors} errors: p50 {one.p50_ms} ms, p99 {one.p99_ms} ms, "
            f"p99.9 {one.p999_ms} ms, longest {one.longest_ms} ms"
        )
    ratio = storing.p99_ms / idle.p99_ms
    print(f"  p99 of storing is {ratio:.2f} times that of storing nothing (at most {LIMIT_RATIO})")
    print(
        f"  {storing.requests} events sent: {lost} lost, {double} double; {len(pages)} pages read meanwhile, "
        f"median {np.median(pages):.2f} s"
    )
    if idle.p99_ms > LATE_MS:
        print(f"  Even storing nothing took {idle.p99_ms} ms: the machine was busy, and this says nothing.")
    content = {
        "rate": given.rate,
        "seconds": given.seconds,
        "machine": machine(),
        "lost": lost,
        "double": double,
        "pages": len(pages),
        "page_median_seconds": round(float(np.median(pages)), 3),
        "timed": {path: asdict(one) for path, one in timed.items()},
        "ratio_p99": round(ratio, 2),
    }
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "collector.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    sound = not (lost or double or storing.errors or idle.errors)
    return 0 if sound and pages and ratio <= LIMIT_RATIO and idle.p99_ms <= LATE_MS else 1


if __name__ == "__main__":
    sys.exit(main())
