"""Every kernel says the same on a cluster as on the threads of this machine, and what goes wrong there is said.

The cluster is Sail, a process of its own that speaks Spark Connect, or the one that `make cluster` starts.
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.clusters import GIVEN, cluster, sail
from tests.conformance.test_kernels import FILTERS, SETTINGS, _selection, arguments_of, as_told, kernel_classes, same
from tests.contacts import batches_of, partitions, random_log, with_promises
from tests.slowly import LookedThrough, Slowly
from wegmarke.desk.findings.working import working_on
from wegmarke.errors import WegmarkeError
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.index.build import build_index
from wegmarke.index.index import Index
from wegmarke.index.opened import open_index
from wegmarke.index.partitions import Partitions
from wegmarke.index.runner import Kernel, LocalRunner
from wegmarke.index.selection import EVERYTHING
from wegmarke.index.spark.executing import MERGED_AT_ONCE
from wegmarke.index.spark.runner import SparkRunner
from wegmarke.index.spark.waiting import connection_to
from wegmarke.index.summaries.journeys import CountTotals
from wegmarke.index.summaries.steps import CountSteps
from wegmarke.index.summaries.together import Together
from wegmarke.model.progress import Progress
from wegmarke.questions import Asked

TREE = MERGED_AT_ONCE + 3  # so many tasks that their summaries are merged in two rounds
SLOW = Slowly(CountTotals(EVERYTHING), 0.2)
ASKED = ("", FILTERS[1])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("cluster") / "log.txt") as where:
        yield where


@pytest.fixture(scope="module")
def runner(address: str) -> SparkRunner:
    """A task costs a real cluster a quarter of a second, whatever it does; Sail next to nothing."""
    return SparkRunner(address, tasks=4 if GIVEN in os.environ else TREE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index on disk in many partitions."""
    folder = tmp_path_factory.mktemp("index")
    rng = np.random.default_rng(7)
    log = with_promises(rng, random_log(rng, 4000, 300, 90, with_ids=0.5))
    with partitions(32):
        build_index(folder, batches_of(log, 1500), SETTINGS, CustomerNumbers(), position=1)
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> Index:
    return open_index(folder)


@pytest.mark.parametrize("kernel", kernel_classes(), ids=lambda one: one.__name__)
def test_a_cluster_says_what_threads_say(kernel: type, runner: SparkRunner, index: Index) -> None:
    assert len(index.partitions) > 20  # more than are merged at once: there is a tree
    local = LocalRunner(1)
    for text in ASKED:
        for arguments in arguments_of(kernel, index, _selection(text, index)):
            one: Kernel[Any] = kernel(**arguments)
            expected = as_told(local.map_merge(one, index.partitions), index)
            assert same(expected, as_told(runner.map_merge(kernel(**arguments), index.partitions), index)), text


def test_a_tree_of_merges_says_what_threads_say(address: str, index: Index) -> None:
    kernel = CountSteps(EVERYTHING, len(index.steps), elapsed=True, squares=True)
    expected = LocalRunner(1).map_merge(kernel, index.partitions)
    found = SparkRunner(address, tasks=TREE).map_merge(kernel, index.partitions)
    assert same(as_told(expected, index), as_told(found, index))


def test_the_server_is_asked_for_the_answer_alone(
    runner: SparkRunner, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the columns of a walk are is known here; each time the server is asked costs some milliseconds."""
    from pyspark.sql.connect.client import SparkConnectClient

    expected = runner.map_merge(CountTotals(EVERYTHING), index.partitions).interactions
    monkeypatch.delattr(SparkConnectClient, "_analyze")
    assert runner.map_merge(CountTotals(EVERYTHING), index.partitions).interactions == expected


def test_what_workers_have_imported_is_not_looked_through_after_every_task(runner: SparkRunner, index: Index) -> None:
    """Spark has Python collect garbage after each: with all modules that takes longer than the task."""
    kernels = Together((CountTotals(EVERYTHING), LookedThrough()))
    most = [runner.map_merge(kernels, index.partitions)[1] for _ in range(4)]
    imported = gc.get_freeze_count() + len(gc.get_objects())
    assert most[-1] < imported / 4, most


def test_no_partitions_are_nothing(runner: SparkRunner) -> None:
    assert runner.map_merge(CountTotals(EVERYTHING), ()).journeys == 0


def test_a_file_that_is_lost_is_named(runner: SparkRunner, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "index")
    index = open_index(tmp_path / "index", lazily=True)
    lost = f"parts/{index.names[3]}/journeys.arrow"
    (tmp_path / "index" / lost).unlink()
    with pytest.raises(WegmarkeError) as error:
        runner.map_merge(CountTotals(EVERYTHING), index.partitions)
    assert (error.value.code, error.value.details["file"]) == ("index_broken", lost)


def test_the_machine_that_asks_opens_no_partition(runner: SparkRunner, folder: Path) -> None:
    index = open_index(folder, lazily=True)
    assert isinstance(index.partitions, Partitions)
    assert runner.map_merge(CountTotals(EVERYTHING), index.partitions).interactions == 4000
    assert index.partitions.opened == 0


def test_workers_that_differ_are_refused_before_anything_is_asked(
    address: str, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wegmarke.index.spark.versions.here", lambda: {"numba": "0.1"})
    connection_to.cache_clear()
    with pytest.raises(WegmarkeError) as error:
        SparkRunner(address).map_merge(CountTotals(EVERYTHING), index.partitions)
    assert (error.value.code, error.value.details["package"]) == ("cluster_differs", "numba")


def test_a_program_that_comes_from_no_file_can_ask(address: str, folder: Path) -> None:
    """As `python -c`, and as the workers of a server; PySpark would end them."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom wegmarke.index.opened import open_index\n"
        "from wegmarke.index.runners import runner_of\nfrom wegmarke.index.selection import EVERYTHING\n"
        "from wegmarke.index.summaries.journeys import CountTotals\nindex = open_index(Path(sys.argv[2]))\n"
        "print(runner_of(sys.argv[1]).map_merge(CountTotals(EVERYTHING), index.partitions).interactions)"
    )
    run = subprocess.run([sys.executable, "-c", program, address, folder], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "4000", run.stderr


class Impatient:
    """Wants to stop as soon as it has been told that the work goes on."""

    def __init__(self) -> None:
        self.told: list[Progress] = []

    def report(self, progress: Progress) -> None:
        self.told.append(progress)

    def stopped(self) -> bool:
        return len(self.told) > 2


def test_a_question_can_be_stopped_on_the_cluster(address: str, index: Index) -> None:
    watcher = Impatient()
    with pytest.raises(WegmarkeError) as error:
        SparkRunner(address, watcher).map_merge(SLOW, index.partitions)
    assert error.value.code == "import_stopped"
    assert len(watcher.told) < 10  # it was told ten times a second, and the kernel alone takes longer
    with pytest.raises(WegmarkeError) as error:
        SparkRunner(address).map_merge(SLOW, index.partitions, lambda: True)
    assert error.value.code == "question_stopped"


def test_an_answer_that_a_page_waits_for_is_stopped(address: str, index: Index) -> None:
    """As the button of the page does. A task of four partitions takes ten seconds and is not cut short, but not waited
    for either.
    """
    slowly = Slowly(CountTotals(EVERYTHING), 2.5)
    runner = SparkRunner(address, tasks=8)
    runner.map_merge(CountTotals(EVERYTHING), index.partitions)
    with working_on("abc", can_stop=True) as watcher:
        waiting = threading.Timer(1.0, watcher.stop)
        waiting.start()
        began = time.monotonic()
        with pytest.raises(WegmarkeError) as error:
            Asked(index, runner, watcher=watcher).run(slowly)
        assert error.value.code == "question_stopped"
        waiting.join()
    assert time.monotonic() - began < 10
    assert runner.map_merge(CountTotals(EVERYTHING), index.partitions).interactions == 4000


def test_many_threads_ask_at_once(runner: SparkRunner, index: Index) -> None:
    expected = LocalRunner(1).map_merge(CountTotals(EVERYTHING), index.partitions).interactions
    found: list[int] = []

    def ask() -> None:
        found.append(runner.map_merge(CountTotals(EVERYTHING), index.partitions).interactions)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 6


def test_a_server_that_is_killed_and_begins_anew_is_found_again(index: Index, tmp_path: Path) -> None:
    """What runs fails with a reason; whoever asks the same runner later has the answer."""
    with sail(tmp_path / "first.txt") as (address, server):
        runner = SparkRunner(address)
        expected = runner.map_merge(CountTotals(EVERYTHING), index.partitions).interactions
        threading.Timer(0.5, server.kill).start()
        with pytest.raises(WegmarkeError) as error:
            runner.map_merge(SLOW, index.partitions)
        assert error.value.code in {"cluster_failed", "cluster_unreachable"}
    with sail(tmp_path / "second.txt", int(address.rpartition(":")[2])):
        assert runner.map_merge(CountTotals(EVERYTHING), index.partitions).interactions == expected
