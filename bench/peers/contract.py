"""What a peer offers. Nothing but the standard library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bench.answers import Answer


@dataclass(frozen=True, slots=True)
class Files:
    """The log, as paths: rows in order of arrival, and sorted by customer and time; and a folder to write to."""

    arrival: str
    by_customer: str
    scratch: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One job of a peer: what is timed, and how its outcome becomes an answer."""

    ask: Callable[[], Any]
    answer: Callable[[Any], Answer]


class Peer(Protocol):
    """One tool in one state of preparation."""

    name: str
    version: str

    def prepare(self, files: Files) -> Mapping[str, float]:
        """Get ready for the jobs, and tell what is worth telling about it (seconds and bytes by name)."""

    def jobs(self) -> Mapping[str, Asked]:
        """The jobs this peer can do."""
