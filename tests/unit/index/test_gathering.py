"""What a worker does with the slices of a partition, and what it says when it cannot; no cluster is needed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pyarrow as pa

from tests.contacts import batches_of, random_log
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.index.rows import Rows
from wegmarke.index.spark.gathering import gathering, of_journey
from wegmarke.index.spark.ground import Ground, SharedDisk, ThroughStorage
from wegmarke.index.spark.scattering import Counted, Plan, Reading, sent, told_rows
from wegmarke.index.spark.slices import SCHEMA, sliced
from wegmarke.index.spark.travelling import unpacked
from wegmarke.index.storage import BEGUN
from wegmarke.model.settings import JourneySettings


class Numbers(CustomerNumbers):
    """Numbers that travel, as those of a reading do: minted anew where they arrive, in the same order."""

    def __reduce__(self) -> tuple[type[Numbers], tuple[()]]:
        return Numbers, ()


def plan_and_slices(folder: Path, ground: Ground | None = None) -> tuple[bytes, pa.Table]:
    """The plan of a build into that folder, and all slices of its one partition, the last first."""
    rows = Rows(JourneySettings(silence_days=6))
    log = random_log(np.random.default_rng(5), 900, 60, 12)
    entered = [one for batch in batches_of(log, 300) for one in rows.enter(batch)]
    chunks = [rows.scattered(one) for one in entered]
    (folder / "spill").mkdir(parents=True)
    plan = Plan(
        settings=rows.settings,
        reading=cast("Reading", Numbers()),  # who gathers asks it for numbers alone
        touchpoints=rows.touchpoints,
        channels=rows.channels,
        departments=rows.departments,
        scales=rows.scales,
        reasons=rows.reasons,
        columns=frozenset(),
        recoded=rows.settle(),
        bits=0,
        ground=ground or SharedDisk(str(folder), str(folder / "spill")),
        build="b",
        attributes=(),
    )
    data = [data for chunk in chunks for _, data in sliced(chunk, 0)]
    places = np.arange(len(data))
    table = pa.Table.from_arrays([pa.array(places * 0), pa.array(places), pa.array(data, pa.binary())], schema=SCHEMA)
    return sent(plan), table.take(places[::-1])


def test_a_partition_is_written_under_a_name_of_this_attempt(tmp_path: Path) -> None:
    plan, table = plan_and_slices(tmp_path)
    (tmp_path / "parts").mkdir()
    gather = gathering(plan)
    first, again = (unpacked(gather(table).to_batches())[0] for _ in range(2))
    assert (first.task, first.folded, first.places, first.error) == (0, 1, 1, None)
    entry, other = first.summary.entry, again.summary.entry
    assert entry.name.startswith("b-")
    assert entry.name != other.name
    assert entry.interactions == 900
    for path in (tmp_path / "parts" / entry.name).iterdir():
        assert path.read_bytes() == (tmp_path / "parts" / other.name / path.name).read_bytes()
    assert len(np.load(tmp_path / "spill" / of_journey(entry.name))) == entry.journeys
    assert first.summary.files == sizes(tmp_path / "parts" / entry.name)
    assert [path.suffix for path in (tmp_path / "spill").iterdir()] == [".npy", ".npy"]
    assert first.summary.variants.count.sum() == entry.journeys


def sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in folder.iterdir()}


def through(store: Path) -> ThroughStorage:
    """By way of a storage, on which the build has begun."""
    building = store / "building" / "b"
    building.mkdir(parents=True)
    (building / BEGUN).touch()
    return ThroughStorage(f"{store.as_uri()}/index", building.as_uri())


def test_by_way_of_a_storage_it_is_the_same(tmp_path: Path) -> None:
    plan, table = plan_and_slices(tmp_path)
    (tmp_path / "parts").mkdir()
    here = unpacked(gathering(plan)(table).to_batches())[0].summary
    store = tmp_path / "store"
    plan, table = plan_and_slices(tmp_path / "other", through(store))
    there = unpacked(gathering(plan)(table).to_batches())[0].summary
    assert replace(there.entry, name="") == replace(here.entry, name="")
    assert there.files == here.files == sizes(store / "index" / "parts" / there.entry.name)
    for path in (tmp_path / "parts" / here.entry.name).iterdir():
        assert path.read_bytes() == (store / "index" / "parts" / there.entry.name / path.name).read_bytes()
    journeys = np.load(store / "building" / "b" / of_journey(there.entry.name))
    assert (journeys == np.load(tmp_path / "spill" / of_journey(here.entry.name))).all()


def test_a_task_that_comes_when_its_build_is_over_puts_nothing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    plan, table = plan_and_slices(tmp_path, through(store))
    (store / "building" / "b" / BEGUN).unlink()
    one = unpacked(gathering(plan)(table).to_batches())[0]
    assert one.error is not None
    assert one.error.code == "import_stopped"
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_a_worker_that_cannot_write_says_where(tmp_path: Path) -> None:
    plan, table = plan_and_slices(tmp_path)
    one = unpacked(gathering(plan)(table).to_batches())[0]
    assert one.error is not None
    assert (one.error.code, one.error.details["folder"]) == ("cluster_folder", str(tmp_path))
    (tmp_path / "spill").rmdir()
    one = unpacked(gathering(plan)(table).to_batches())[0]
    assert one.error is not None
    assert one.error.code == "cluster_folder"


def test_what_is_told_of_parts_goes_through_with_its_numbers(tmp_path: Path) -> None:
    plan, _ = plan_and_slices(tmp_path)
    rows = [batch for number in (4, 2) for batch in told_rows(number, Counted(10 * number, 1, 0))]
    found = unpacked(gathering(plan)(pa.Table.from_batches(rows)).to_batches())
    assert [(one.task, one.summary.rows, one.folded, one.places) for one in found] == [(-5, 40, 1, 5), (-3, 20, 1, 3)]
