"""What stands before the questions: building the index against DuckDB's sort, its size, and compiling the kernels."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.environments import HERE, PEERS, WEGMARKE, PeerSpec
from bench.log import Log
from bench.measured import Spread
from bench.workers import PeerProcess

SORTER = PeerSpec("duckdb-sort", "bench.peers.duckdb_sorter", "Sorter", "duckdb")

WARM = """
import importlib, json, pkgutil, time
began = time.perf_counter()
# Kernels name their signatures and are compiled when their module is imported.
for layer in ("index", "identity", "record", "sources", "questions", "library"):
    package = importlib.import_module(f"wegmarke.{layer}")
    for module in pkgutil.walk_packages(package.__path__, f"wegmarke.{layer}."):
        importlib.import_module(module.name)
print(json.dumps({"seconds": time.perf_counter() - began}))
"""

WARM_WIDE = (
    WARM
    + """
from wegmarke.compiled import prepare_wide
began = time.perf_counter()
functions = prepare_wide("touchpoint", "step")
print(json.dumps({"functions": functions, "seconds": time.perf_counter() - began}))
"""
)


def build_against_sort(log: Log, cache: Path, rounds: int) -> dict[str, Any]:
    """Seconds, peak memory and bytes of both, each in a fresh process, taking turns."""
    specs = (next(peer for peer in PEERS if peer.key == WEGMARKE), SORTER)
    seconds: dict[str, list[float]] = {spec.key: [] for spec in specs}
    told: dict[str, Any] = {}
    for number in range(rounds):
        for spec in specs if number % 2 == 0 else specs[::-1]:
            with PeerProcess(spec, cache) as process:
                reply = process.ask(do="prepare", **files_of(log, process))
            seconds[spec.key].append(reply["told"]["load_seconds"])
            told[spec.key] = {"name": reply["name"], "peak_bytes": reply["peak_bytes"], **reply["told"]}
            print(f"  build            {spec.key:16} {seconds[spec.key][-1]:10.2f} s", flush=True)
    pairs = zip(seconds[SORTER.key], seconds[WEGMARKE], strict=True)
    return {
        "seconds": {key: asdict(Spread.of(values)) for key, values in seconds.items()},
        "ratio": asdict(Spread.of([other / own for other, own in pairs])),
        "told": told,
    }


def files_of(log: Log, process: PeerProcess) -> dict[str, str]:
    """The files as a request names them."""
    return {
        "arrival": str(log.arrival.resolve()),
        "by_customer": str(log.by_customer.resolve()),
        "scratch": str(process.scratch.resolve()),
    }


def compile_once() -> dict[str, Any]:
    """Seconds of the first start ever on a machine (nothing compiled) and of the next ones, with all that a start
    compiles; and apart from it, what a log with wide codes (very many touchpoints or steps) has compiled besides.
    """
    with tempfile.TemporaryDirectory() as fresh:
        starts = [_start(Path(fresh)) for _ in range(2)]
        compiled = _compiled(Path(fresh))
        again = _start(Path(fresh))
        compiled_again = _compiled(Path(fresh)) != compiled
        wide = _start(Path(fresh), WARM_WIDE)
    return {
        "first": starts[0],
        "second": starts[1],
        "third": again,
        "kernels_compiled": len(compiled),
        "compiled_again": compiled_again,
        "wide": wide,
    }


def _compiled(cache: Path) -> dict[str, int]:
    """The compiled functions in the cache, and when each was written."""
    return {path.name: path.stat().st_mtime_ns for path in cache.rglob("*.nbc")}


def _start(cache: Path, program: str = WARM) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=HERE.parent,
        env={**os.environ, "NUMBA_CACHE_DIR": str(cache)},
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
