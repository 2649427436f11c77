"""The peers and their environments: each in a virtual environment of its own, pinned, created when first needed."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class PeerSpec:
    """How a peer is found. requirements: None is Wegmarke's own environment. prepared.

    Counts as "best prepared peer".
    """

    key: str
    module: str
    name: str
    requirements: str | None
    prepared: bool = False


WEGMARKE = "wegmarke"
SCAN = "scan"

PEERS = (
    PeerSpec(WEGMARKE, "bench.peers.wegmarke_peer", "Library", None),
    PeerSpec("duckdb-prepared", "bench.peers.duckdb_peer", "Prepared", "duckdb", prepared=True),
    PeerSpec("polars", "bench.peers.polars_peer", "Sorted", "polars", prepared=True),
    PeerSpec("duckdb-raw", "bench.peers.duckdb_peer", "Raw", "duckdb"),
    PeerSpec("pm4py", "bench.peers.pm4py_peer", "OnPolars", "pm4py"),
    PeerSpec(SCAN, "bench.peers.scan_peer", "Scan", None),
)


def python_of(peer: PeerSpec, cache: Path) -> Path:
    """The interpreter of the peer's environment, which is created and filled if it is not there."""
    if peer.requirements is None:
        return Path(sys.executable)
    pinned = HERE / "peers" / f"requirements-{peer.requirements}.txt"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    digest = hashlib.sha256(pinned.read_bytes() + version.encode()).hexdigest()[:12]
    folder = cache / "environments" / f"{peer.requirements}-{digest}"
    python, complete = folder / "bin" / "python", folder / "complete"
    if not complete.exists():
        print(f"creating the environment of {peer.requirements}", flush=True)
        venv.create(folder, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(pinned)]
        subprocess.run(install, check=True)
        complete.touch()
    return python
