"""What goes over the wire, who folds what, and what is said of workers that differ; no cluster is needed."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.contacts import batches_of, index_of, partitions, random_log
from wegmarke.errors import WegmarkeError
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.index.build import build_index
from wegmarke.index.coded_texts import NamedText, NamedTexts, PlacedTexts
from wegmarke.index.index import Index
from wegmarke.index.layout import read_manifest
from wegmarke.index.opened import open_index
from wegmarke.index.partition import Partition
from wegmarke.index.partitions import Partitions
from wegmarke.index.runner import LocalRunner
from wegmarke.index.runners import runner_of
from wegmarke.index.selection import EVERYTHING, select
from wegmarke.index.spark.executing import MERGED_AT_ONCE, FoldPartitions, MergeSummaries, _opened, merged
from wegmarke.index.spark.runner import ROWS_A_TASK, partitions_shared, tasks_for
from wegmarke.index.spark.session import Connection, first_line
from wegmarke.index.spark.travelling import Travelling, packed, unpacked
from wegmarke.index.spark.versions import PACKAGES, checked, here
from wegmarke.index.storage import CACHE, address_of, publish
from wegmarke.index.summaries.journeys import CountTotals
from wegmarke.model import pieces
from wegmarke.model.progress import Unwatched
from wegmarke.model.settings import JourneySettings


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    log = random_log(np.random.default_rng(3), 3000, 250, 20)
    with partitions(64):
        build_index(folder, batches_of(log), JourneySettings(silence_days=6), CustomerNumbers(), position=1)
    return folder


@pytest.fixture(scope="module")
def written(folder: Path) -> Index:
    return open_index(folder)


def tasks(count: int) -> list[pa.RecordBatch]:
    """What Spark hands to the tasks."""
    return [pa.RecordBatch.from_pydict({"id": pa.array([task], pa.int64())}) for task in range(count)]


def test_a_summary_travels_in_pieces_that_come_in_any_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE_BYTES", 1000)
    counts = np.arange(5000)
    rows = [row for task in (3, 1) for row in packed(Travelling(task, counts * task, 2, 7))]
    assert len(rows) > 70
    first, second = unpacked(reversed(rows))
    assert (first.task, second.task, first.folded, first.places) == (1, 3, 2, 7)
    assert (first.summary == counts).all()
    assert (second.summary == 3 * counts).all()
    with pytest.raises(WegmarkeError) as lost:
        unpacked(rows[1:])
    assert lost.value.code == "cluster_lost"


def test_every_partition_is_in_one_share_and_shares_are_alike(written: Index) -> None:
    assert len(written.partitions) > 40
    for most in (1, 3, 7, 1000):
        shares = partitions_shared(written.partitions, most)
        assert len(shares) == min(most, len(written.partitions))
        assert sorted(number for share in shares for number, _ in share) == list(range(1, len(written.partitions) + 1))
        rows = [sum(place.entry.interactions for _, place in share) for share in shares]
        largest = max(place.entry.interactions for share in shares for _, place in share)
        assert max(rows) - min(rows) <= largest + len(written.partitions)


@pytest.mark.parametrize(("rows", "tasks_"), [(100, 16), (16 * ROWS_A_TASK, 16), (32 * ROWS_A_TASK, 32), (10**9, 64)])
def test_a_small_index_is_a_task_for_each_that_runs_and_a_large_one_four(folder: Path, rows: int, tasks_: int) -> None:
    entry = read_manifest(folder).partitions[0]
    assert tasks_for(Partitions(folder, [replace(entry, interactions=rows)]), 16) == tasks_


@pytest.mark.parametrize("most", [1, 5, 40])
def test_folding_and_merging_in_a_tree_say_what_threads_say(written: Index, most: int) -> None:
    kernel = CountTotals(select("length > 2", written))
    shares = partitions_shared(written.partitions, most)
    rows = list(FoldPartitions.of(kernel, shares)(tasks(len(shares))))
    merge = MergeSummaries(pickle.dumps(kernel))
    levels = 0
    while len(unpacked(rows)) > MERGED_AT_ONCE:
        rows, levels = list(merge(reversed(rows))), levels + 1
    found = merged(kernel, unpacked(rows), 0)
    assert levels == (most > MERGED_AT_ONCE)
    assert (found.folded, found.places) == (len(written.partitions), sum(range(len(written.partitions) + 1)))
    expected = LocalRunner(1).map_merge(kernel, written.partitions)
    assert found.summary.journeys == expected.journeys > 0
    assert (found.summary.outcomes == expected.outcomes).all()


def test_what_a_worker_cannot_find_is_named(written: Index, tmp_path: Path) -> None:
    kernel = CountTotals(EVERYTHING)
    (share,) = partitions_shared(written.partitions, 1)
    (number, place), *rest = share
    broken = replace(place, entry=replace(place.entry, name="0123456789ab"))
    elsewhere = replace(place, folder=str(tmp_path / "nowhere"))
    for bad, code in ((broken, "index_broken"), (elsewhere, "cluster_folder")):
        rows = FoldPartitions.of(kernel, [((number, bad),), tuple(rest)])(tasks(2))
        found = merged(kernel, unpacked(rows), 0)
        assert found.error is not None
        assert found.error.code == code
        assert found.error.details


@dataclass(frozen=True)
class CountTexts:
    """How many coded texts stand in the partitions."""

    def zero(self) -> int:
        return 0

    def add(self, summary: int, partition: Partition) -> int:
        return summary + len(partition.texts.leaving) + 10 * len(partition.texts.coming)

    def merge(self, first: int, second: int) -> int:
        return first + second


def named(index: Index) -> NamedTexts:
    """Two texts of a customer who left and one of another who came, as codes 1 to 3; and one that stands nowhere."""
    first, second = index.partitions[0], index.partitions[1]
    one, other = int(first.number[0]), int(second.number[0])
    texts = (
        NamedText("leaving", one, int(first.origin[0]), 1),
        NamedText("leaving", one, int(first.origin[int(first.start[first.journeys[1]]) - 1]), 2),
        NamedText("coming", other, int(second.origin[0]), 3),
        NamedText("leaving", 10**9, int(first.origin[0]), 4),
    )
    return NamedTexts("a digest", texts)


def test_texts_that_people_coded_travel_with_their_partition(written: Index, folder: Path) -> None:
    texts, lazy = named(written), open_index(folder, lazily=True).partitions
    assert isinstance(lazy, Partitions)
    told = lazy.with_texts(texts)
    placed = tuple(texts.beside(one) for one in written.partitions)
    for partitions_, expected in ((told, 12), (placed, 12), (written.partitions, 0)):
        shares = partitions_shared(partitions_, 3)
        rows = list(FoldPartitions.of(CountTexts(), shares)(tasks(len(shares))))
        assert merged(CountTexts(), unpacked(rows), 0).summary == expected
    assert (lazy.opened, told.opened) == (0, 0), "the machine that asks opens none"


def test_texts_that_people_coded_travel_where_partitions_come_from_storage(
    written: Index, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    storage = f"file://{tmp_path / 'copy'}"
    publish(folder, read_manifest(folder), address_of(storage, folder), Unwatched())
    lazy = open_index(folder, lazily=True).partitions
    assert isinstance(lazy, Partitions)
    shares = partitions_shared(lazy.with_texts(named(written)), 3, storage)
    rows = list(FoldPartitions.of(CountTexts(), shares)(tasks(len(shares))))
    assert merged(CountTexts(), unpacked(rows), 0).summary == 12


def test_partitions_in_which_no_coded_text_stands_are_the_same_objects(written: Index, folder: Path) -> None:
    """So what was found in them is not looked for again when somebody codes a text."""
    texts, lazy = named(written), open_index(folder, lazily=True).partitions
    assert isinstance(lazy, Partitions)
    told = lazy.with_texts(texts)
    assert [one is other for one, other in zip(told, lazy, strict=True)] == [False, False] + [True] * (len(lazy) - 2)
    assert told[0].texts.leaving[0] == (0, 1)
    assert told[1].texts == PlacedTexts(coming=((0, 3),))
    place = told[0].place
    assert place is not None
    assert _opened(place) is not _opened(replace(place, texts=None))
    assert _opened(replace(place, entry=lazy.places[2].entry)) is _opened(lazy.places[2])


def test_a_log_in_memory_is_not_sent() -> None:
    index = index_of(random_log(np.random.default_rng(4), 50, 5, 4))
    with pytest.raises(WegmarkeError) as error:
        partitions_shared(index.partitions, 4)
    assert error.value.code == "runner_needs_files"


def test_selections_that_arrive_share_what_they_choose(written: Index) -> None:
    sent = pickle.dumps(CountTotals(select("length > 2", written)))
    first, second, everything = (pickle.loads(one) for one in (sent, sent, pickle.dumps(EVERYTHING)))  # noqa: S301
    assert first.selection is second.selection
    assert everything is EVERYTHING


def _told(**different: str) -> pa.Table:
    rows: list[dict[str, str]] = [{"host": "w1", **here()}, {"host": "w2", **here(), **different}]
    return pa.Table.from_pylist(rows)


@pytest.mark.parametrize("name", ["python", *PACKAGES])
@pytest.mark.parametrize("found", ["0.0.1", ""])
def test_workers_that_differ_are_named_with_what_they_have(name: str, found: str) -> None:
    assert checked(_told()).hosts == ("w1", "w2")
    with pytest.raises(WegmarkeError) as error:
        checked(_told(**{name: found}))
    assert error.value.code == "cluster_differs"
    assert error.value.details == {"package": name, "wanted": here()[name], "found": found or None, "host": "w2"}


def test_nobody_there_is_said_at_once() -> None:
    with pytest.raises(WegmarkeError) as error:
        Connection("sc://127.0.0.1:9").session()
    assert error.value.code == "cluster_unreachable"


def test_of_an_error_of_spark_one_line_is_shown() -> None:
    traceback = "Job aborted\nTraceback\n  File x\nValueError: what went wrong\n\n\tat org.apache.spark.Some"
    assert first_line(Exception(traceback)) == "ValueError: what went wrong"
    assert first_line(Exception("plain\nand more")) == "plain"
    assert first_line(Exception()) == "Exception"


@pytest.mark.parametrize("setting", ["", "spark", "sc://", "http://127.0.0.1:1"])
def test_a_runner_that_is_none_is_refused(setting: str) -> None:
    with pytest.raises(WegmarkeError) as error:
        runner_of(setting)
    assert error.value.details["setting"] == "runner"


def test_the_runner_of_a_setting_is_one_for_all() -> None:
    assert runner_of() is runner_of()
    assert isinstance(runner_of("local", 3), LocalRunner)
    connected: Any = runner_of("sc://127.0.0.1:9")
    assert connected is runner_of("sc://127.0.0.1:9")
