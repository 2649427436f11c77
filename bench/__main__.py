"""`python -m bench`: everything in one run, results as JSON and as a page."""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from bench.building import build_against_sort, compile_once, files_of
from bench.environments import HERE, PEERS, PeerSpec
from bench.jobs import EXTRA_JOBS, JOBS
from bench.log import Log, log_of
from bench.measured import PeerResult, Run
from bench.page import write_page
from bench.pairing import measure_job
from bench.serving import page_against_kernels
from bench.workers import PeerFailedError, PeerProcess

RESULTS = HERE / "results"
PAGE = HERE.parent / "docs" / "explanation" / "speed.md"


def arguments() -> argparse.Namespace:
    """What the command takes."""
    parser = argparse.ArgumentParser("python -m bench", description="Measure Wegmarke against its peers, in one run.")
    parser.add_argument("--size", type=lambda text: int(text.replace("_", "")), default=10_000_000)
    parser.add_argument("--jobs", help="comma-separated; default: all", type=lambda text: text.split(","))
    parser.add_argument("--peers", help="comma-separated; default: all", type=lambda text: text.split(","))
    parser.add_argument("--rounds", type=int, default=9, help="measurements of each job and peer")
    parser.add_argument("--build-rounds", type=int, default=3, help="measurements of the index build; 0: none")
    parser.add_argument("--page-rounds", type=int, default=9, help="measurements of a page of the desk; 0: none")
    parser.add_argument("--no-compile", action="store_true", help="leave out compiling the kernels anew")
    parser.add_argument("--cache", type=Path, default=Path(platformdirs.user_cache_dir("wegmarke-bench")))
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the JSON")
    parser.add_argument("--page", type=Path, default=PAGE, help="the Markdown page to write")
    parser.add_argument("--only-page", action="store_true", help="write the page from the results that are there")
    given = parser.parse_args()
    known = {"jobs": [job.key for job in JOBS + EXTRA_JOBS], "peers": [peer.key for peer in PEERS]}
    for name, allowed in known.items():
        wrong = set(getattr(given, name) or ()) - set(allowed)
        if wrong:
            parser.error(f"unknown {name}: {', '.join(sorted(wrong))}; there are {', '.join(allowed)}")
    return given


def main() -> int:
    """Measure, write, and tell with the exit code whether all answers agreed."""
    given = arguments()
    if given.only_page:
        write_page(given.page, given.results)
        return 0
    log = log_of(given.size, given.cache / "logs")
    run = Run(
        began=datetime.now(UTC).isoformat(timespec="seconds"),
        command="python -m bench " + " ".join(_shown(sys.argv[1:])),
        size=given.size,
        machine=machine(),
    )
    chosen = [peer for peer in PEERS if given.peers is None or peer.key in given.peers]
    if not given.no_compile:
        run.building["compile"] = compile_once()
    if given.build_rounds:
        run.building["build"] = build_against_sort(log, given.cache, given.build_rounds)
    if given.page_rounds:
        run.serving = page_against_kernels(log, given.cache, given.page_rounds)
    measure(run, log, chosen, given)
    run.write(given.results / f"{given.size}.json")
    write_page(given.page, given.results)
    disagreeing = [
        f"{key}, {job}: {timed.difference}"
        for key, peer in run.peers.items()
        for job, timed in peer.jobs.items()
        if timed.agrees is False
    ]
    print("\n".join(["answers that differ:", *disagreeing] if disagreeing else ["all answers agree"]))
    return 1 if disagreeing else 0


def measure(run: Run, log: Log, chosen: list[PeerSpec], given: argparse.Namespace) -> None:
    """Start the peers, let them prepare one after the other, then ask them job by job."""
    with contextlib.ExitStack() as running:
        ready: list[tuple[PeerProcess, list[str]]] = []
        for spec in chosen:
            process = running.enter_context(PeerProcess(spec, given.cache))
            try:
                reply = process.ask(do="prepare", **files_of(log, process))
            except PeerFailedError as error:
                print(f"  {spec.key} cannot take part: {error}", flush=True)
                run.peers[spec.key] = PeerResult(
                    spec.key, "", spec.prepared, 0.0, 0, {}, failed={"prepare": str(error)}
                )
                continue
            print(f"  prepared         {spec.key:16} {reply['seconds']:10.2f} s", flush=True)
            run.peers[spec.key] = PeerResult(
                reply["name"],
                reply["version"],
                spec.prepared,
                reply["seconds"],
                int(reply["memory_bytes"]),
                {**reply["told"], "peak_bytes": reply["peak_bytes"]},
            )
            ready.append((process, reply["jobs"]))
        answers_folder = given.cache / "answers"
        answers_folder.mkdir(parents=True, exist_ok=True)
        for job in JOBS + EXTRA_JOBS:
            asked = [process for process, jobs in ready if job.key in jobs]
            if asked and (given.jobs is None or job.key in given.jobs):
                measure_job(job, asked, run.peers, given.rounds, answers_folder)


def machine() -> dict[str, str]:
    """What it ran on: processor, cores, memory, system and versions; nothing that names the machine."""
    model = "unknown"
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    told = {
        "processor": model,
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GiB",
        "system": platform.system(),
        "python": platform.python_version(),
    }
    git = shutil.which("git")
    if git:
        done = subprocess.run(
            [git, "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True, check=False
        )
        told["commit"] = done.stdout.strip()
    return told


def _shown(words: list[str]) -> list[str]:
    """The command without folders of this machine."""
    shown, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word in {"--cache", "--results", "--page"}:
            skip = True
        elif not word.startswith(("--cache=", "--results=", "--page=")):
            shown.append(word)
    return shown


if __name__ == "__main__":
    sys.exit(main())
