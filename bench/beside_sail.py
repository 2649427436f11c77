"""A piece of work on one machine, and on Sail on the same machine: what both benches of that kind have in common."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs

from bench.__main__ import machine
from bench.environments import HERE

SIZES = (1_000_000, 10_000_000)
ROUNDS = 3


def measure(
    name: str, about: str, page: Path, measured: Callable[[int, int, Path], Any], lines: Callable[[Any], Iterator[str]]
) -> None:
    """Run from the command line: measure each size, write `results/NAME.json` and the page of these lines.

    measured: of a size, in so many rounds, with what is made once in a folder.
    """
    parser = argparse.ArgumentParser(f"bench.{name}", description=about)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--cache", type=Path, default=Path(platformdirs.user_cache_dir("wegmarke-bench")))
    given = parser.parse_args()
    run: dict[str, Any] = {
        "began": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": f"python -m bench.{name} " + " ".join(sys.argv[1:]),
        "machine": machine(),
        "rounds": given.rounds,
        "load": os.getloadavg()[0],
        "sizes": {},
    }
    for size in given.sizes:
        run["sizes"][str(size)] = measured(size, given.rounds, given.cache)
        run["load_after"] = os.getloadavg()[0]
        (HERE / "results" / f"{name}.json").write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
        page.write_text("\n".join(lines(run)).rstrip() + "\n", encoding="utf-8")


def measured_on(run: dict[str, Any]) -> str:
    """When, with what, and what else was going on."""
    load = f"load {run['load']:.1f} before, {run['load_after']:.1f} after"
    return (
        f"Measured on {run['began'][:10]} with `{run['command'].strip()}`: {run['machine']['processor']}, "
        f"{run['machine']['cores']} cores, of which others used some: {load}.\n"
    )


@contextmanager
def server() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Sail, on all cores."""
    from tests.clusters import sail  # noqa: PLC0415 - the one place that starts it

    with tempfile.TemporaryDirectory() as scratch, sail(Path(scratch) / "log.txt") as found:
        yield found


def processor_of(process: subprocess.Popen[bytes]) -> float:
    """Processor seconds so far."""
    told = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def peak_mib(process: subprocess.Popen[bytes]) -> int:
    """The most memory it has held, pages of mapped files included."""
    for line in Path(f"/proc/{process.pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    raise AssertionError
