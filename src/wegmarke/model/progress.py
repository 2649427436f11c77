"""Progress of long work, and the wish to stop it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Stage = Literal[
    "read",
    "record",
    "identify",
    "send",
    "number",
    "sort",
    "code",
    "fetch",
    "write",
    "compile",
    "ask",
    "walk",
    "simulate",
    "truth",
    "forget",
]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage has come: `share` from 0 to 1 (None: not known), and how many rows so far."""

    stage: Stage
    share: float | None
    rows: int = 0


class Watcher(Protocol):
    """Who is told of progress and asked whether to go on. Long work calls both at least a few times a second of
    work.
    """

    def report(self, progress: Progress) -> None:
        """Take note of progress."""
        ...

    def stopped(self) -> bool:
        """Whether to stop here."""
        ...


class Unwatched:
    """Nobody looks, nobody stops."""

    def report(self, progress: Progress) -> None:
        """Say nothing."""

    def stopped(self) -> bool:
        """Go on, always."""
        return False
