"""Talking to a peer's process."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench.environments import HERE, PeerSpec, python_of


class PeerFailedError(Exception):
    """A peer could not do what it was asked; the message is the peer's."""


class PeerProcess:
    """A running peer. Between requests it sleeps, and costs the others nothing but memory."""

    def __init__(self, peer: PeerSpec, cache: Path) -> None:
        self.peer = peer
        scratch = cache / "scratch" / peer.key
        scratch.mkdir(parents=True, exist_ok=True)
        self.scratch = scratch
        self.log = (cache / f"{peer.key}.log").open("w", encoding="utf-8")
        self.process = subprocess.Popen(
            [str(python_of(peer, cache)), "-m", "bench.worker", peer.module, peer.name],
            cwd=HERE.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()

    def ask(self, **request: Any) -> dict[str, Any]:
        """One request, one reply; PeerFailedError when the peer fails or dies."""
        if self.process.stdin is None or self.process.stdout is None:
            raise PeerFailedError("the process was started without pipes")
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise PeerFailedError(f"{self.peer.key} has ended; see {self.log.name}") from error
        line = self.process.stdout.readline()
        if not line:
            raise PeerFailedError(f"{self.peer.key} has ended; see {self.log.name}")
        reply: dict[str, Any] = json.loads(line)
        if "error" in reply:
            raise PeerFailedError(reply["error"])
        return reply
