"""Partitions are opened when somebody looks into them; what is known of all is in the manifest and true."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tests.contacts import WHOLE, batches_of, index_of, partitions, random_log, with_promises
from wegmarke.errors import WegmarkeError
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.index.build import build_index, sweep
from wegmarke.index.index import Index
from wegmarke.index.layout import read_manifest
from wegmarke.index.opened import open_index
from wegmarke.index.partitions import Partitions, facts_of
from wegmarke.index.spark.runner import partitions_shared
from wegmarke.model.settings import OUTCOME_NAMES, JourneySettings

PARTS = 16


def build(folder: Path, seed: int = 3, *, attributes: bool = False) -> None:
    if (folder / "manifest.json").exists():
        sweep(folder, read_manifest(folder))
    rng = np.random.default_rng(seed)
    log = with_promises(rng, random_log(rng, 2000, 200, 12))
    told = []
    if attributes:
        region = pa.array([[("region", "north")]], pa.map_(pa.string(), pa.string()))
        row = {"customer_kind": ["id"], "customer": ["c1"], "time": pa.array([0], pa.timestamp("us", "UTC"))}
        told = [pa.RecordBatch.from_pydict({**row, "attributes": region})]
    settings = JourneySettings(silence_days=6, outcomes=WHOLE.outcomes)
    with partitions(PARTS):
        build_index(folder, batches_of(log), settings, CustomerNumbers(), position=seed, attributes=told)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(tmp_path)
    return tmp_path


def told(index: Index) -> object:
    """All that is asked of an index as a whole."""
    ended = [index.ended(outcome) for outcome in range(len(OUTCOME_NAMES))]
    return index.first_seconds, index.last_seconds, index.sizes, index.names, index.facts, ended


def opened(index: Index) -> int:
    assert isinstance(index.partitions, Partitions)
    return index.partitions.opened


def test_nothing_is_opened_for_what_the_manifest_tells(folder: Path) -> None:
    index, eager = open_index(folder, lazily=True), open_index(folder)
    assert told(index) == told(eager)
    assert partitions_shared(index.partitions, 5) == partitions_shared(eager.partitions, 5)
    assert opened(index) == 0
    assert index.partitions[3] is index.partitions[3]
    assert opened(index) == 1
    assert [part.name for part in index.partitions[-2:]] == list(eager.names[-2:])
    assert opened(index) == 3
    assert tuple(part.name for part in index.partitions) == eager.names
    assert opened(index) == len(eager.partitions) > 10


def test_facts_are_those_of_the_contacts(folder: Path) -> None:
    index = open_index(folder)
    seconds = np.concatenate([part.seconds for part in index.partitions])
    outcomes = np.concatenate([part.outcome for part in index.partitions])
    assert (index.first_seconds, index.last_seconds) == (seconds.min(), seconds.max())
    assert (
        np.sum([one.outcomes for one in index.facts], axis=0).tolist()
        == np.bincount(outcomes, minlength=len(OUTCOME_NAMES)).tolist()
    )
    priced = np.concatenate([part.touchpoint[part.noted.amount_at] for part in index.partitions])
    assert {code for one in index.facts for code in one.priced} == set(priced.tolist())


def test_an_index_of_before_there_were_facts_is_looked_through(folder: Path) -> None:
    expected = told(open_index(folder))
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    assert all(entry.pop("facts") for entry in manifest["partitions"])
    path.write_text(json.dumps(manifest), "utf-8")
    index = open_index(folder, lazily=True)
    assert told(index) == expected
    assert opened(index) == PARTS


def test_a_log_in_memory_is_looked_through() -> None:
    rng = np.random.default_rng(3)
    log = with_promises(rng, random_log(rng, 2000, 200, 12))
    index = index_of(log, JourneySettings(silence_days=6, outcomes=WHOLE.outcomes), in_partitions=4)
    assert index.last_seconds == max(int(part.seconds.max()) for part in index.partitions)
    assert facts_of(index.partitions)[0] is facts_of(index.partitions)[0]  # once


def test_a_lost_file_is_named_with_its_partition(folder: Path) -> None:
    index = open_index(folder, lazily=True)
    (folder / "parts" / index.names[5] / "journeys.arrow").unlink()
    assert len(index.partitions[4].seconds)
    with pytest.raises(WegmarkeError) as error:
        index.partitions[5]
    assert (error.value.code, error.value.details["file"]) == (
        "index_broken",
        f"parts/{index.names[5]}/journeys.arrow",
    )


def test_a_lost_file_of_attributes_is_not_taken_for_none(tmp_path: Path) -> None:
    build(tmp_path, attributes=True)
    names = open_index(tmp_path).names
    (tmp_path / "parts" / names[0] / "attributes.arrow").unlink()
    with pytest.raises(WegmarkeError) as error:
        open_index(tmp_path)
    assert error.value.details["file"] == f"parts/{names[0]}/attributes.arrow"


def test_what_later_builds_removed_is_replaced_and_not_damaged(folder: Path) -> None:
    index = open_index(folder, lazily=True)
    build(folder, 4)
    assert len(index.partitions[0].seconds)  # the version before stays
    build(folder, 5)
    with pytest.raises(WegmarkeError) as error:
        index.partitions[1]
    assert error.value.code == "index_replaced"
