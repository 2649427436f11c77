"""`python -m bench.cluster_importing`: files taken in by one machine, and read by Sail on the same machine.

The log of a company (`bench/company.py`) is written as files of CSV: once as it is, once with an id for every row,
where a quarter of the rows of each file tell a row of the file before anew, half of these with another content. They
are taken into empty workspaces, here and there, in turns; every import is a process of its own. Both use all cores of
the machine, so what the cluster needs beyond is what it costs to lay chunks down and to move them in; that a cluster of
many machines has more cores is not in it. The records are compared byte by byte,
or else row by row.
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

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from bench.beside_sail import measure, measured_on, peak_mib, processor_of, server
from bench.cluster_building import meaning
from bench.company import company_log
from bench.environments import HERE
from wegmarke.model.mapping import Mapping
from wegmarke.model.settings import JourneySettings
from wegmarke.sources.mapping import save_mapping
from wegmarke.workspace import Workspace

PAGE = HERE.parent / "docs" / "explanation" / "importing-on-a-cluster.md"
FILES = 16
TOLD_ANEW = 4
IMPORT = """
import json, resource, sys, time
from pathlib import Path
from wegmarke.workspace import Workspace
from wegmarke.workspace.taking_in import on_cluster
from wegmarke.workspace.taking_in.part import ToImport

on_cluster.JUDGED_THERE_FROM = 0
files = [ToImport(path, Path(sys.argv[3])) for path in sorted(Path(sys.argv[2]).glob("*.csv"))]
workspace = Workspace.open(sys.argv[1])
answered, waited = on_cluster.answered, 0.0

def timed(*given):
    global waited
    began = time.perf_counter()
    try:
        return answered(*given)
    finally:
        waited += time.perf_counter() - began

on_cluster.answered = timed
began = time.perf_counter()
reports = workspace.import_files(files, on=sys.argv[4])
ended = time.perf_counter()
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "seconds": ended - began, "processor": usage.ru_utime + usage.ru_stime, "mib": usage.ru_maxrss // 1024,
    "left": ended - began - waited, "rows": sum(one.read for one in reports),
    "duplicate": sum(one.duplicate for one in reports),
}))
"""


def main() -> None:
    """Measure, write results and page."""
    measure("cluster_importing", "An import on one machine and on Sail.", PAGE, both, page)


def both(size: int, rounds: int, cache: Path) -> dict[str, Any]:
    """Without ids and with them."""
    return {
        name: measured(files_of(size, cache, ids=ids), rounds, ids=ids)
        for name, ids in (("none", False), ("ids", True))
    }


def files_of(size: int, cache: Path, *, ids: bool) -> Path:
    """A folder of files with that many contacts, written if it is not there yet."""
    folder = cache / "files" / f"company-{size}-{'ids' if ids else 'none'}"
    if folder.exists():
        return folder
    aside = folder.with_name(f".{folder.name}.writing")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    log, rng = pq.read_table(company_log(size, cache / "logs")), np.random.default_rng(3)
    each = -(-size // FILES)
    for number in range(FILES):
        table = log.slice(number * each, each)
        own = np.arange(number * each, number * each + len(table))
        if ids and number:
            again = rng.random(len(table)) < 1 / TOLD_ANEW
            of = np.where(again, own - each, own)
            same = np.where(again & (rng.random(len(table)) < 0.5), own - each, own)
            table, own = log.take(pa.array(same)), of
        if ids:
            table = table.append_column("id", pa.array(own))
        pc.write_csv(table, aside / f"{number:02d}.csv")
    aside.rename(folder)
    return folder


def measured(files: Path, rounds: int, *, ids: bool) -> dict[str, Any]:
    """Imports here and there in turns; medians."""
    found: dict[str, list[dict[str, Any]]] = {"here": [], "cluster": []}
    with tempfile.TemporaryDirectory(dir=files.parent) as scratch, server() as (address, process):
        place = Path(scratch)
        mapping = place / "company.toml"
        told: Mapping = meaning()
        save_mapping(replace(told, row_id=("id",)) if ids else told, mapping)
        imported(files, place / "warm", mapping, address, "cluster")  # the server has loaded what it needs
        same = 2
        for _ in range(rounds):
            before = processor_of(process)
            for where, into in found.items():
                into.append(imported(files, place / where, mapping, address, where))
            found["cluster"][-1]["server_processor"] = processor_of(process) - before
            same = min(same, same_records(place / "here", place / "cluster"))
        mib = peak_mib(process)
    medians = {where: {name: median(one[name] for one in some) for name in some[0]} for where, some in found.items()}
    medians["cluster"]["server_mib"] = mib
    return {**medians, "same": same, "bytes": sum(path.stat().st_size for path in files.iterdir())}


def imported(files: Path, folder: Path, mapping: Path, address: str, where: str) -> dict[str, Any]:
    """One import into an empty workspace, in a process of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    workspace = Workspace.create(folder, "Bench", JourneySettings(time_zone="UTC"))
    workspace.save_settings(replace(workspace.settings, runner=address))
    command = [sys.executable, "-c", IMPORT, str(folder), str(files), str(mapping), where]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return told


def same_records(first: Path, second: Path) -> int:
    """How much parts and masks are the same, names aside: 2 to the byte, 1 row for row, 0 not."""
    parts = [json.loads((one / "record" / "ledger.json").read_text("utf-8"))["parts"] for one in (first, second)]
    if len(parts[0]) != len(parts[1]):
        return 0
    least = 2
    for one, other in zip(*parts, strict=True):
        for name in ("name", "superseded"):
            if (one[name] is None) != (other[name] is None):
                return 0
            if one[name] is not None:
                files = first / "record" / one[name], second / "record" / other[name]
                least = min(least, _same(*files))
    return least


def _same(first: Path, second: Path) -> int:
    if first.read_bytes() == second.read_bytes():
        return 2
    return int(pq.read_table(first).equals(pq.read_table(second)))


SAME = ("no", "row for row", "to the byte")
INTRODUCTION = """Sixteen files of CSV, taken in by one machine and read by a cluster of that machine alone: Sail, a
server that speaks Spark Connect, in a process of its own. Both have the same cores. One machine reads a file after the
other, with a thread that decodes ahead; the cluster reads as many at once as there are cores, lays chunks down, and the
machine that imports moves them in. A cluster of many machines is not measured here; that it takes in the same, be it
that an executor dies in the middle, is tested (`make cluster`).
"""
READ_SO = """*Seconds* are medians of {rounds}; *processor* is user and system time of the process that imports and, of
the cluster, of the server beside. *Left* is what the machine that imports does while no worker does anything: looking
at the heads of files, moving chunks in, writing the ledger; a cluster of any size waits for it. *Memory* is the most
that either held.

With ids a quarter of the rows of each file tell a row of the file before anew, half of these with another content: the
first kind is not kept, the second takes the place of the earlier row. Which is which the cluster finds out for a whole
wave; one machine makes a pass over all ids for each chunk. Workers write chunks anew of which not all is kept; these
are the same row for row, the words in a file's dictionary may stand in another order.
"""


def page(run: dict[str, Any]) -> Iterator[str]:
    """What came of it."""
    yield "# What a cluster makes of an import\n"
    yield "<!-- Written by `python -m bench.cluster_importing`. Do not edit: change bench/cluster_importing.py. -->\n"
    yield INTRODUCTION
    yield measured_on(run)
    yield "| rows | ids | here, s | processor, s | cluster, s | processor, s | times | left, s | memory, MiB | equal"
    yield "|--:|:--|--:|--:|--:|--:|--:|--:|--:|:--"
    for told in run["sizes"].values():
        for ids, one in told.items():
            here, there = one["here"], one["cluster"]
            busy = there["processor"] + there["server_processor"]
            yield (
                f"| {int(here['rows']):,} | {'yes' if ids == 'ids' else 'none'} | {here['seconds']:.1f} "
                f"| {here['processor']:.1f} | {there['seconds']:.1f} | {busy:.1f} "
                f"| {there['seconds'] / here['seconds']:.2f} | {there['left']:.2f} "
                f"| {there['mib']:,} + {there['server_mib']:,} (here {here['mib']:,}) "
                f"| {SAME[one['same']]}"
            )
    yield "\n" + READ_SO.format(rounds=run["rounds"])


if __name__ == "__main__":
    main()
