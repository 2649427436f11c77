"""What a run yields, as it is written to `results/`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Spread:
    """Several measurements of one thing."""

    median: float
    least: float
    most: float
    times: int

    @staticmethod
    def of(values: list[float]) -> Spread:
        """The spread of at least one value."""
        return Spread(median(values), min(values), max(values), len(values))


@dataclass(frozen=True, slots=True)
class Timed:
    """A job of a peer. ratio: this peer's time over Wegmarke's, taken in pairs of neighbouring measurements."""

    seconds: Spread
    others_share: float
    peak_bytes: int
    agrees: bool | None
    ratio: Spread | None = None
    difference: str | None = None


@dataclass(slots=True)
class PeerResult:
    """A peer and all its jobs; failed: job → what went wrong."""

    name: str
    version: str
    prepared: bool
    prepare_seconds: float
    memory_bytes: int
    told: dict[str, float]
    jobs: dict[str, Timed] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Run:
    """One run: where, on what, and everything that was measured."""

    began: str
    command: str
    size: int
    machine: dict[str, str]
    peers: dict[str, PeerResult] = field(default_factory=dict)
    building: dict[str, Any] = field(default_factory=dict)
    serving: dict[str, Any] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """As JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @staticmethod
    def read(path: Path) -> Run:
        """What `write` wrote."""
        raw = json.loads(path.read_text(encoding="utf-8"))
        peers = {}
        for key, peer in raw.pop("peers").items():
            jobs = {job: _timed(timed) for job, timed in peer.pop("jobs").items()}
            peers[key] = PeerResult(**peer, jobs=jobs)
        return Run(**raw, peers=peers)


def _timed(raw: dict[str, Any]) -> Timed:
    ratio = raw.pop("ratio")
    return Timed(seconds=Spread(**raw.pop("seconds")), ratio=ratio and Spread(**ratio), **raw)
