"""`python -m bench.cluster_building`: a whole index built on one machine, and by Sail on the same machine in two ways.

The log of a company (`bench/company.py`) is imported into a workspace, and who is who is found once. Then the index is
built whole here, there with the disk shared, and there by way of a storage, in turns; the storage is a folder, so that
what is measured is the work and no line. Every build is a process of its own, whose memory is measured, as is that of
the server. All use all cores of the machine, so what the cluster needs beyond is what it costs to share the work out;
that a cluster of many machines has more cores is not in it. The indexes are compared byte by byte.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from bench.beside_sail import measure, measured_on, peak_mib, processor_of, server
from bench.company import COLUMNS, OUTCOMES, SCORES, SILENCE_DAYS, company_log
from bench.environments import HERE
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping, Money, Promise, Score
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.workspace import Workspace

PAGE = HERE.parent / "docs" / "explanation" / "building-on-a-cluster.md"
WAYS = ("here", "cluster", "storage")
BUILD = """
import json, resource, sys, time
from wegmarke.index.warming import warm
from wegmarke.workspace import Workspace

class Stages:
    def __init__(self): self.began = []
    def report(self, progress):
        if not self.began or self.began[-1][0] != progress.stage:
            self.began.append((progress.stage, time.perf_counter()))
    def stopped(self): return False

warm()
stages = Stages()
began = time.perf_counter()
Workspace.open(sys.argv[1]).build(stages, whole=True, on=sys.argv[2])
ended = time.perf_counter()
usage = resource.getrusage(resource.RUSAGE_SELF)
spent = {}
for (name, at), (_, later) in zip(stages.began, [*stages.began[1:], ("", ended)]):
    spent[name] = spent.get(name, 0.0) + later - at
print(json.dumps({
    "seconds": ended - began, "processor": usage.ru_utime + usage.ru_stime, "mib": usage.ru_maxrss // 1024,
    "stages": spent,
}))
"""


def main() -> None:
    """Measure, write results and page."""
    measure(
        "cluster_building",
        "A build on one machine and on Sail.",
        PAGE,
        lambda size, rounds, cache: measured(workspace(size, cache), rounds),
        page,
    )


def workspace(size: int, cache: Path) -> Path:
    """A workspace with that many contacts, made if it is not there yet."""
    folder = cache / "workspaces" / f"company-{size}"
    if not folder.exists():
        aside = folder.with_name(f".{folder.name}.writing")
        shutil.rmtree(aside, ignore_errors=True)
        rules = tuple(OutcomeRule(name, tuple(labels)) for name, labels in OUTCOMES.items())
        settings = JourneySettings(silence_days=SILENCE_DAYS, outcomes=rules, time_zone="UTC")
        made = Workspace.create(aside, "Bench", settings)
        made.import_file(company_log(size, cache / "logs"), meaning())
        made.build()
        aside.rename(folder)
    return folder


def meaning() -> Mapping:
    """What the columns of the log mean."""
    told = InteractionMapping(
        time=COLUMNS["time"],
        touchpoint=Cell(column=COLUMNS["touchpoint"]),
        channel=Cell(column=COLUMNS["channel"]),
        department=Cell(column=COLUMNS["department"]),
        matter=COLUMNS["matter"],
        value=Money(column=COLUMNS["value"]),
        scores=tuple(Score(scale, column) for scale, column in SCORES.items()),
        promise=Promise(COLUMNS["promised"], COLUMNS["kept"]),
        stated_reason=Cell(column=COLUMNS["stated_reason"]),
    )
    return Mapping("company", COLUMNS["customer"], (told,))


def measured(folder: Path, rounds: int) -> dict[str, Any]:
    """Builds here and there in turns; medians."""
    found: dict[str, list[dict[str, Any]]] = {where: [] for where in WAYS}
    same: dict[str, bool] = {}
    with tempfile.TemporaryDirectory(dir=folder.parent) as store, server() as (address, process):
        one = Workspace.open(folder)
        for where in ("cluster", "storage"):
            _set(one, address, store if where == "storage" else "")
            built(folder, "cluster")  # the server has loaded what it needs
        for _ in range(rounds):
            for where, into in found.items():
                _set(one, address, store if where == "storage" else "")
                before = processor_of(process)
                into.append(built(folder, "here" if where == "here" else "cluster"))
                into[-1]["server_processor"] = processor_of(process) - before
                if where == "here":
                    kept = _beside(folder / "index")
                else:
                    same[where] = same_files(kept, folder / "index")
        mib = peak_mib(process)
        _set(one, "local", "")
    shutil.rmtree(kept)
    told = {where: _medians(some) | {"same": same.get(where, True)} for where, some in found.items()}
    return {**told, "server_mib": mib}


def _set(one: Workspace, runner: str, storage: str) -> None:
    one.save_settings(replace(one.settings, runner=runner, storage=Path(storage).as_uri() if storage else ""))


def _medians(some: list[dict[str, Any]]) -> dict[str, Any]:
    names = [name for name in some[0] if name != "stages"]
    every = dict.fromkeys(name for one in some for name in one["stages"])
    stages = {name: median(one["stages"].get(name, 0.0) for one in some) for name in every}
    return {**{name: median(one[name] for one in some) for name in names}, "stages": stages}


def built(folder: Path, where: str) -> dict[str, Any]:
    """One build in a process of its own."""
    run = subprocess.run([sys.executable, "-c", BUILD, folder, where], capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return told


def _beside(folder: Path) -> Path:
    place = folder.with_name(f"{folder.name}-kept")
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, place)
    return place


def same_files(first: Path, second: Path) -> bool:
    """Whether all partitions are equal byte by byte, names aside."""
    names = [
        [entry["name"] for entry in json.loads((one / "manifest.json").read_text("utf-8"))["partitions"]]
        for one in (first, second)
    ]
    return len(names[0]) == len(names[1]) and all(
        (first / "parts" / a / path.name).read_bytes() == path.read_bytes()
        for a, b in zip(*names, strict=True)
        for path in (second / "parts" / b).iterdir()
    )


INTRODUCTION = """A whole index, built on the threads of one machine and on a cluster of that machine alone: Sail, a
server that speaks Spark Connect, in a process of its own. All have the same cores, so the difference is what it costs
to share the work out: reading the words first, packing rows into slices, the shuffle, files of who is who. *Storage* is
the same cluster, whose workers get the record and give the partitions by way of a storage, here a folder: what is
written, sent, fetched and taken back once more, without the time that a line takes. A cluster of many machines is not
measured here; that it builds the same index, be it that an executor dies in the middle, is tested (`make cluster`).
"""
READ_SO = """*Seconds* are medians of {rounds}, from the call to the switch; *processor* is user and system time of the
process that builds and, of the cluster, of the server beside. *Memory* is the most that either held, pages of mapped
files included.
"""


def page(run: dict[str, Any]) -> Iterator[str]:
    """What came of it."""
    yield "# What a cluster makes of a build\n"
    yield "<!-- Written by `python -m bench.cluster_building`. Do not edit: change bench/cluster_building.py. -->\n"
    yield INTRODUCTION
    yield measured_on(run)
    yield "| contacts | where | seconds | processor, s | memory, MiB | times | equal |"
    yield "|--:|:--|--:|--:|--:|--:|:--|"
    for size, told in run["sizes"].items():
        for where in WAYS:
            one, server = told[where], where != "here"
            busy = one["processor"] + (one["server_processor"] if server else 0)
            memory = f"{one['mib']:,} + {told['server_mib']:,}" if server else f"{one['mib']:,}"
            times = f"{one['seconds'] / told['here']['seconds']:.1f}"
            equal = "–" if not server else "to the byte" if one["same"] else "no"
            yield f"| {int(size):,} | {where} | {one['seconds']:.1f} | {busy:.1f} | {memory} | {times} | {equal} |"
    yield "\n" + READ_SO.format(rounds=run["rounds"])
    yield "| contacts | where | " + " | ".join(STAGES.values()) + " |"
    yield "|--:|:--|" + "--:|" * len(STAGES)
    for size, told in run["sizes"].items():
        for where in WAYS:
            stages = told[where]["stages"]
            times = " | ".join(f"{stages.get(name, 0.0):.1f}" for name in STAGES)
            yield f"| {int(size):,} | {where} | {times} |"


STAGES = {"identify": "who is who, s", "send": "sending, s", "number": "words (here: coding), s",
          "sort": "sorting (there: coding too), s", "code": "codes and writing, s",
          "fetch": "fetching, s"}  # fmt: skip


if __name__ == "__main__":
    main()
