"""What only a real cluster can show (`make cluster`): a worker is slow, says how far it is, is killed in the middle."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from tests.clusters import GIVEN
from tests.contacts import batches_of, partitions, random_log
from tests.slowly import Slowly, SlowOnOne
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.index.build import build_index
from wegmarke.index.index import Index
from wegmarke.index.opened import open_index
from wegmarke.index.runner import LocalRunner
from wegmarke.index.selection import EVERYTHING
from wegmarke.index.spark.runner import SparkRunner
from wegmarke.index.summaries.steps import CountSteps
from wegmarke.model.settings import JourneySettings


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("index")
    log = random_log(np.random.default_rng(5), 4000, 300, 20)
    with partitions(16):
        build_index(folder, batches_of(log), JourneySettings(silence_days=6), CustomerNumbers(), position=1)
    return open_index(folder)


def test_what_a_slow_worker_has_not_done_is_tried_by_another(index: Index) -> None:
    """Three quarters of a minute for each partition; the other needs a fifth of a second. Tasks are small, so the slow
    one holds one of them and no more, and the cluster has `spark.speculation` on: that one is tried elsewhere as well.
    """
    kernel = CountSteps(EVERYTHING, len(index.steps), elapsed=True, squares=True)
    expected = LocalRunner(1).map_merge(kernel, index.partitions)
    runner = SparkRunner(os.environ[GIVEN], tasks=len(index.partitions))
    runner.map_merge(kernel, index.partitions)  # executors are there, and have what they need
    began = time.monotonic()
    found, by = runner.map_merge(SlowOnOne(kernel, "worker-1", 45.0), index.partitions)
    assert time.monotonic() - began < 40
    assert (found.counts == expected.counts).all()
    assert (found.seconds == expected.seconds).all()
    assert by == {"worker-2": len(index.partitions)}  # once each, whoever tried


def test_the_cluster_says_how_far_a_walk_is(index: Index) -> None:
    shares: list[float] = []
    kernel = Slowly(CountSteps(EVERYTHING, len(index.steps)), 0.8)
    SparkRunner(os.environ[GIVEN], tasks=len(index.partitions)).map_merge(kernel, index.partitions, None, shares.append)
    assert shares == sorted(shares)
    assert len({share for share in shares if 0 < share < 1}) > 1


def executors(worker: int) -> list[int]:
    """The processes that a worker started, and theirs."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text("ascii").rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == worker:
            found += [int(place.name), *executors(int(place.name))]
    return found


def test_a_worker_that_is_killed_during_the_question_changes_nothing(index: Index) -> None:
    """The worker, its executor and the Python processes of that executor go at once, as when a machine loses power."""
    kernel = CountSteps(EVERYTHING, len(index.steps), elapsed=True, squares=True)
    expected = LocalRunner(1).map_merge(kernel, index.partitions)
    runner = SparkRunner(os.environ[GIVEN], tasks=16)
    runner.map_merge(kernel, index.partitions)  # executors are there, and have what they need
    worker = int(os.environ["WEGMARKE_TEST_WORKERS"].split(",")[0])
    killed: list[int] = []

    def kill() -> None:
        for one in (worker, *executors(worker)):
            os.kill(one, signal.SIGKILL)
            killed.append(one)

    timer = threading.Timer(3, kill)
    timer.start()
    found = runner.map_merge(Slowly(kernel, 1.0), index.partitions)
    timer.join()
    assert len(killed) > 1  # the worker and at least its executor
    assert (found.counts == expected.counts).all()
    assert (found.seconds == expected.seconds).all()
    assert np.allclose(found.squares, expected.squares, rtol=1e-12, atol=0)
    again = runner.map_merge(kernel, index.partitions)  # by the worker that is left
    assert (again.counts == expected.counts).all()
