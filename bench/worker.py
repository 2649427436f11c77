"""One peer in a process of its own: `python -m bench.worker MODULE CLASS`, spoken to in lines of JSON.

Nothing but the standard library and the peer, so that it runs in the peer's environment. Requests, one a line:

    {"do": "prepare", "arrival": …, "by_customer": …, "scratch": …}
    {"do": "answer", "job": …, "path": …}      asks once, untimed, and writes the answer to the path
    {"do": "measure", "job": …}                asks once and tells the time

`measure` replies with seconds, and with the share of the machine that other processes used meanwhile: a measurement
taken while others worked says little, and the report says so.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from bench.peers.contract import Asked, Files, Peer

TICKS = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count() or 1
LEAST_SECONDS = 0.1


def machine_busy_seconds() -> float:
    """Processor time that all processes have used since the machine started."""
    columns = [int(column) for column in Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:]]
    idle, waiting = columns[3], columns[4]
    return (sum(columns[:8]) - idle - waiting) / TICKS


def memory_bytes(kind: str) -> int:
    """Memory of this process: VmRSS now, VmHWM at its highest."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(kind + ":"):
            return int(line.split()[1]) * 1024
    return 0


def measure(asked: Asked) -> dict[str, float]:
    """Ask once; the garbage collector does its work before, not meanwhile."""
    gc.collect()
    gc.disable()
    busy, own, began = machine_busy_seconds(), time.process_time(), time.perf_counter()
    outcome = asked.ask()
    seconds = time.perf_counter() - began
    own, busy = time.process_time() - own, machine_busy_seconds() - busy
    gc.enable()
    del outcome
    # The machine's own books are kept in hundredths of a second: over less than a tenth they tell nothing.
    others = max(0.0, busy - own) / (seconds * CORES) if seconds >= LEAST_SECONDS else 0.0
    return {"seconds": seconds, "processor_seconds": own, "others_share": others}


class Worker:
    """A peer and what it was asked last."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.jobs: dict[str, Asked] = {}

    def do(self, request: dict[str, Any]) -> dict[str, Any]:
        """Reply to one request."""
        if request["do"] == "prepare":
            began = time.perf_counter()
            told = self.peer.prepare(Files(request["arrival"], request["by_customer"], request["scratch"]))
            self.jobs = dict(self.peer.jobs())
            return {
                "name": self.peer.name,
                "version": self.peer.version,
                "seconds": time.perf_counter() - began,
                "told": dict(told),
                "jobs": list(self.jobs),
                "memory_bytes": memory_bytes("VmRSS"),
                "peak_bytes": memory_bytes("VmHWM"),
            }
        asked = self.jobs[request["job"]]
        if request["do"] == "answer":
            _forget_peak()
            began = time.perf_counter()
            outcome = asked.ask()
            seconds = time.perf_counter() - began
            Path(request["path"]).write_text(json.dumps(asked.answer(outcome)), encoding="utf-8")
            return {"seconds": seconds, "peak_bytes": memory_bytes("VmHWM")}
        return measure(asked)


def _forget_peak() -> None:
    # Not every container lets a process do this; then the peak is that of its whole life.
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def main(module: str, name: str) -> None:
    """Reply line by line until the input ends. What the peer prints goes to the error stream, not between the replies.

    Eply line by line until the input ends. What the peer prints goes to the error stream, not between the replies.
    """
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    worker = Worker(getattr(importlib.import_module(module), name)())
    for line in sys.stdin:
        try:
            reply = worker.do(json.loads(line))
        except Exception as error:  # noqa: BLE001 (whatever goes wrong in a peer is reported, and the others go on)
            reply = {"error": f"{type(error).__name__}: {str(error)[:500]}"}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
