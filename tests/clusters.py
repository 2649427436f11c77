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
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
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
from wegmarke.index.runner import Kernel, LocalRunner, Runner
from wegmarke.index.spark.runner import SparkRunner
from wegmarke.index.spark.session import Connection
from wegmarke.index.summaries.together import Together

GIVEN = "WEGMARKE_TEST_CLUSTER"
PATIENCE_SECONDS = 120
AT_ONCE = 32
"""So many threads ask side by side."""

T = TypeVar("T")


def side_by_side(calls: Iterable[Callable[[], T]]) -> list[T]:
    """What these calls return, in their order. Where all is asked of a cluster several threads make them, so that walks
    over the same partitions go together: of a small one a cluster is longer in beginning it than in making it.
    """
    if os.environ.get("WEGMARKE_TEST_RUNNER") != "cluster":
        return [call() for call in calls]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return [one.result() for one in [threads.submit(call) for call in calls]]


class JoinedWalks:
    """A runner before a runner: kernels that several threads ask of the same partitions at the same time make one walk.
    Each is folded and merged by the workers as it would be alone.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._lock = threading.Lock()
        self._waiting: dict[tuple[int, ...], list[tuple[Kernel[Any], Future[Any]]]] = {}

    def map_merge(
        self,
        kernel: Kernel[T],
        partitions: Sequence[Partition],
        stopped: Callable[[], bool] | None = None,
        told: Callable[[float], None] | None = None,
    ) -> T:
        """The kernel's summary. Who comes while nobody walks there leads, and takes along whoever comes meanwhile."""
        where, mine = tuple(map(id, partitions)), Future[Any]()
        with self._lock:
            leads = where not in self._waiting
            self._waiting.setdefault(where, []).append((kernel, mine))
        while leads:
            with self._lock:
                some = self._waiting[where]
                if not some:
                    del self._waiting[where]
                    break
                self._waiting[where] = []
            self._walk(some, partitions, stopped, told)
        found: T = mine.result()
        return found

    def _walk(self, some: list[tuple[Kernel[Any], Future[Any]]], *of: Any) -> None:
        try:
            if len(some) == 1:
                found: tuple[Any, ...] = (self._runner.map_merge(some[0][0], *of),)
            else:
                found = self._runner.map_merge(Together(tuple(kernel for kernel, _ in some)), *of)
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            for _, waiting in some:
                waiting.set_exception(error)
        else:
            for (_, waiting), summary in zip(some, found, strict=True):
                waiting.set_result(summary)


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
        self._numbers = count()

    def of(self, partition: Partition) -> Partition:
        """The same partition with a place."""
        if partition.place is not None:
            return partition
        with self._lock:
            known = self._known.get(id(partition))
            if known is None or known[0]() is not partition:
                known = weakref.ref(partition), self._written(partition, next(self._numbers))
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
    with cluster(folder / "cluster.txt") as address:
        laid_down = LaidDown(folder / "partitions")
        runner = JoinedWalks(SparkRunner(address))

        def on_cluster(
            _: LocalRunner, kernel: Kernel[Any], partitions: Sequence[Partition], stopped: Any = None, told: Any = None
        ) -> Any:
            return runner.map_merge(kernel, [laid_down.of(one) for one in partitions], stopped, told)

        with mock.patch.object(LocalRunner, "map_merge", on_cluster):
            yield
