"""A server that speaks Spark Connect for tests: the one that WEGMARKE_TEST_CLUSTER names (`make cluster` starts a real
one), else Sail, a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import weakref
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock

import numpy as np

from tests.ports import free_port
from wegmarke.errors import WegmarkeError
from wegmarke.index.attributes import code_columns
from wegmarke.index.layout import PartitionEntry, write_arrow
from wegmarke.index.noted import TABLES
from wegmarke.index.partition import Partition, open_partition
from wegmarke.index.runner import Kernel, LocalRunner
from wegmarke.index.spark.runner import SparkRunner
from wegmarke.index.spark.session import Connection

GIVEN = "WEGMARKE_TEST_CLUSTER"
PATIENCE_SECONDS = 120
TASKS_OF_A_REAL_ONE = 2
"""A task costs a real cluster of two workers a quarter of a second, whatever it does."""

LOOKED_AT: Counter[str] = Counter()
"""Of what only a few are looked at on a real cluster: all there were, and looked."""
T = TypeVar("T")


def few(many: Sequence[T], most: int) -> Sequence[T]:
    """Everything, or, where all is asked of a real cluster, so many of them, evenly spread."""
    if GIVEN not in os.environ or os.environ.get("WEGMARKE_TEST_RUNNER") != "cluster":
        return many
    some = many if len(many) <= most else [many[len(many) * place // most] for place in range(most)]
    LOOKED_AT.update(all=len(many), looked=len(some))
    return some


@contextmanager
def cluster(log: Path) -> Iterator[str]:
    """The address of a server whose workers have this very Wegmarke."""
    if given := os.environ.get(GIVEN):
        yield given
        return
    with sail(log) as (address, _):
        yield address


@contextmanager
def sail(log: Path, port: int | None = None) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address and the process of a Sail server."""
    port = port or free_port()
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "pysail",
        "spark",
        "server",
        "--ip",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with log.open("wb") as told, subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT) as server:
        try:
            address = f"sc://127.0.0.1:{port}"
            _until_it_answers(address, server, log)
            yield address, server
        finally:
            server.terminate()


def _until_it_answers(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            Connection(address).session()
        except WegmarkeError:
            if server.poll() is not None or time.monotonic() > until:
                raise AssertionError(log.read_text("utf-8", "replace")) from None
            time.sleep(0.2)
        else:
            return


class LaidDown:
    """Partitions that lie in memory alone, written where workers can read them; each once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[int, tuple[weakref.ref[Partition], Partition]] = {}
        self._lock = threading.Lock()

    def of(self, partition: Partition) -> Partition:
        """The same partition with a place."""
        if partition.place is not None:
            return partition
        with self._lock:
            known = self._known.get(id(partition))
            if known is None or known[0]() is not partition:
                known = weakref.ref(partition), self._written(partition, len(self._known))
                self._known[id(partition)] = known
            return known[1]

    def _written(self, partition: Partition, number: int) -> Partition:
        root = self._folder / str(number)  # names of partitions in memory are not unique
        place = root / "parts" / partition.name
        place.mkdir(parents=True)
        names = ("touchpoint", "seconds", "origin", "channel", "department", "matter")
        core = {name: column for name in names if (column := getattr(partition, name)) is not None}
        names = ("outcome", "decided", "entry", "exit", "before", "visited", "value")
        journeys = {name: column for name in names if (column := getattr(partition, name)) is not None}
        journeys["outcome_happened"] = partition.outcome_happened.view(np.uint8)
        journeys |= {} if partition.journey_label is None else {"label": partition.journey_label}
        write_arrow(place / "interactions.arrow", core)
        write_arrow(place / "journeys.arrow", journeys)
        write_arrow(place / "offsets.arrow", {"start": partition.start})
        write_arrow(place / "customers.arrow", {"number": partition.number, "identifier": partition.identifier})
        write_arrow(place / "customer-offsets.arrow", {"journeys": partition.journeys})
        for table, of in TABLES.items():
            write_arrow(place / f"{table}.arrow", {column: getattr(partition.noted, column) for column in of})
        if partition.attributes:
            write_arrow(place / "attributes.arrow", {**code_columns(partition.attributes)})
        write_arrow(place / "steps.arrow", {"step": partition.step})
        write_arrow(place / "variants.arrow", {"variant": partition.variant})
        live = None
        if partition.live is not None:
            live = "live-0.arrow"
            write_arrow(place / live, {"live": partition.live.view(np.uint8)})
        sizes = len(partition.seconds), len(partition.outcome), len(partition.number)
        return open_partition(root, PartitionEntry(partition.name, *sizes, "steps.arrow", "variants.arrow", live))


@contextmanager
def everything_on_a_cluster(folder: Path) -> Iterator[None]:
    """Inside, whatever asks threads asks a cluster instead."""
    with cluster(folder / "cluster.txt") as address, mock.patch.object(LocalRunner, "map_merge") as asked:
        tasks = TASKS_OF_A_REAL_ONE if GIVEN in os.environ else None
        runner, laid_down = SparkRunner(address, tasks=tasks), LaidDown(folder / "partitions")

        def on_cluster(
            kernel: Kernel[Any], partitions: Sequence[Partition], stopped: Any = None, told: Any = None
        ) -> Any:
            return runner.map_merge(kernel, [laid_down.of(one) for one in partitions], stopped, told)

        asked.side_effect = on_cluster
        yield
