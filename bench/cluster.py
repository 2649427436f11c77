"""`python -m bench.cluster`: what a cluster would make of the work, from measurements on one thread.

Measured here: how long each partition of the log takes (the transition map with its log-histogram), how long a summary
takes to be packed, read and merged, and what it weighs. Simulated from that: the partitions shared out among 1, 2, 4, …
executors as `SparkRunner` does, where the slowest decides; and the tree of merges for 10 to 10,000 partitions. What is
not in it: the network, starting tasks (a tenth of a second or so a question), and executors that disturb each other.
"""

from __future__ import annotations

import argparse
import json
import pickle
import resource
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import platformdirs

from bench.__main__ import machine
from bench.company import read_company
from bench.environments import HERE
from wegmarke.index import build
from wegmarke.index.partition import Partition
from wegmarke.index.runner import Kernel
from wegmarke.index.selection import EVERYTHING
from wegmarke.index.spark.executing import MERGED_AT_ONCE, MergeSummaries, merged
from wegmarke.index.spark.travelling import Travelling, packed, unpacked
from wegmarke.index.summaries.steps import MeasureSteps

RESULTS = HERE / "results" / "cluster.json"
PAGE = HERE.parent / "docs" / "explanation" / "cluster.md"
PARTITIONS = 256
EXECUTORS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
TASKS = (10, 100, 1_000, 10_000)
ROUNDS = 5


def main() -> None:
    """Measure, write results and page."""
    parser = argparse.ArgumentParser("python -m bench.cluster", description="What a cluster would make of the work.")
    parser.add_argument("--size", type=lambda text: int(text.replace("_", "")), default=10_000_000)
    parser.add_argument("--cache", type=Path, default=Path(platformdirs.user_cache_dir("wegmarke-bench")))
    given = parser.parse_args()
    with patch.object(build, "partition_count", return_value=PARTITIONS):
        log = read_company(given.size, given.cache)
    index = log._of.index  # noqa: SLF001 - partitions are no matter of a user
    kernel = MeasureSteps(EVERYTHING, len(index.steps))
    run: dict[str, Any] = {
        "began": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": f"python -m bench.cluster --size {given.size}",
        "machine": machine(),
        "size": given.size,
        "bytes": sum(weight(partition) for partition in index.partitions) / given.size,
    }
    seconds = [folding(kernel, partition) for partition in index.partitions]
    run["fold"] = {"partitions": len(seconds), "seconds": sum(seconds), "median": median(seconds)}
    run["executors"] = {str(count): makespan(seconds, count) for count in EXECUTORS}
    run["merging"] = {str(count): merging(kernel, index.partitions[0], count) for count in TASKS}
    run["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    RESULTS.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text("\n".join(page(run)).rstrip() + "\n", encoding="utf-8")


def weight(partition: Partition) -> int:
    """Bytes of all that a partition holds of its interactions, journeys and customers."""
    held = [getattr(partition, name) for name in Partition.__dataclass_fields__]
    held += [getattr(partition.noted, name) for name in type(partition.noted).__dataclass_fields__]
    return sum(int(getattr(one, "nbytes", 0) or 0) for one in held)


def folding(kernel: Kernel[Any], partition: Partition) -> float:
    """Processor seconds of one partition, warm."""
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        kernel.add(kernel.zero(), partition)
        found.append(time.process_time() - began)
    return median(found)


def makespan(seconds: Sequence[float], executors: int) -> float:
    """When the last of so many executors is ready, each share the largest to whoever has least."""
    busy = [0.0] * executors
    for one in sorted(seconds, reverse=True):
        busy[busy.index(min(busy))] += one
    return max(busy)


def merging(kernel: Kernel[Any], partition: Partition, tasks: int) -> dict[str, float]:
    """The tree over so many summaries: seconds of all its tasks, seconds until it is done where as many executors as
    tasks are free, seconds and bytes of what is left for the machine that asks.
    """
    summary = kernel.add(kernel.zero(), partition)
    data = pickle.dumps(kernel)
    began = time.process_time()
    rows = list(packed(Travelling(0, summary, 1, 1)))
    packing = time.process_time() - began
    merge = MergeSummaries(data)
    together = [row for task in range(MERGED_AT_ONCE) for row in packed(Travelling(task, summary, 1, 1))]
    one = median(_timed(lambda: list(merge(together))) for _ in range(ROUNDS))
    levels, merges, left = 0, 0, tasks
    while left > MERGED_AT_ONCE:
        left = -(-left // MERGED_AT_ONCE)
        levels, merges = levels + 1, merges + left
    last = [row for task in range(left) for row in packed(Travelling(task, summary, 1, 1))]
    here = median(_timed(lambda: merged(kernel, unpacked(last), 0)) for _ in range(ROUNDS))
    return {
        "packing": packing,
        "bytes": sum(len(row.column(3)[0].as_py()) for row in rows),
        "levels": levels,
        "all": tasks * packing + merges * one + here,
        "until": packing + levels * one + here,
        "here": here,
        "here_bytes": sum(len(row.column(3)[0].as_py()) for row in last),
    }


def _timed(work: Any) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


INTRODUCTION = """Measured on one thread: the transition map with its log-histogram, partition by partition; and how
long a summary takes to be packed, read and merged. Simulated from that: partitions shared out among executors, of which
the slowest decides, and the tree in which summaries are merged, sixteen at a time. The network and the starting of
tasks are not in it; on a cluster of Spark they take a tenth of a second to some seconds a question, whatever its size.
The tests that hold threads to the last digit hold a real cluster of two workers to it as well (`make cluster`).
"""
PARTITIONS_TOLD = """One summary a partition, which is the most there can be (`SparkRunner` folds several into one).
*Share* is that of the merges in all processor time, against folding as many partitions of the size above, and of
partitions of half a million contacts, as an index makes them.
"""
DRIVER_TOLD = """The machine that asks never holds more than sixteen summaries, however
many partitions there are; nor does a task of the tree. The largest summary, a table of histories, is capped at a
million lines (DESIGN D7), some 120 MB.
"""


def page(run: dict[str, Any]) -> Iterator[str]:
    """What came of it."""
    yield "# What a cluster makes of a question\n"
    yield "<!-- Written by `python -m bench.cluster`. Do not edit: change bench/cluster.py. -->\n"
    yield INTRODUCTION
    fold = run["fold"]
    yield (
        f"Measured on {run['began'][:10]} with `{run['command']}`: {run['machine']['processor']}, one thread; "
        f"{run['size']:,} contacts in {fold['partitions']} partitions, {run['bytes']:.1f} bytes a contact; "
        f"all partitions {fold['seconds']:.3f} s, one {1000 * fold['median']:.2f} ms.\n"
    )
    yield "## More executors\n"
    yield "| executors | seconds until the slowest is ready | times faster than one |"
    yield "|--:|--:|--:|"
    for count, seconds in run["executors"].items():
        yield f"| {count} | {seconds:.4f} | {fold['seconds'] / seconds:.1f} |"
    yield "\n## More partitions\n"
    yield PARTITIONS_TOLD
    yield "| partitions | levels | all merges, s | share | share, usual size | longest way, s | here, s | here, MB |"
    yield "|--:|--:|--:|--:|--:|--:|--:|--:|"
    usual = fold["seconds"] / run["size"] * build.PARTITION_ROWS
    for count, told in run["merging"].items():
        shares = (told["all"] / (told["all"] + int(count) * one) for one in (fold["median"], usual))
        small, large = (f"{100 * share:.0f} %" for share in shares)
        yield (
            f"| {int(count):,} | {told['levels']} | {told['all']:.2f} | {small} | {large} | {told['until']:.3f} "
            f"| {told['here']:.3f} | {told['here_bytes'] / 1e6:.1f} |"
        )
    first = next(iter(run["merging"].values()))
    yield f"\nA summary weighs {first['bytes'] / 1e6:.2f} MB. {DRIVER_TOLD}"


if __name__ == "__main__":
    main()
