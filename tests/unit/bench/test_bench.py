"""The benchmark measures what it says: strict comparison, the same log every time, results that survive the disk."""

import json
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from bench import answers
from bench.building import SORTER
from bench.environments import PEERS
from bench.jobs import JOBS
from bench.log import log_of
from bench.measured import PeerResult, Run, Spread, Timed
from bench.page import write_page
from bench.peers.contract import Files
from bench.peers.duckdb_peer import Prepared, Raw
from bench.peers.wegmarke_peer import Library


def test_wegmarke_answers_as_sql_does(tmp_path: Path) -> None:
    # Two formulations in SQL, over a table as loaded and over prepared ones, against the public API of the library.
    log = log_of(20_000, tmp_path)
    files = Files(str(log.arrival), str(log.by_customer), str(tmp_path))
    given: dict[str, list[answers.Answer]] = {job.key: [] for job in JOBS}
    for peer in (Library(), Raw(), Prepared()):
        peer.prepare(files)
        jobs = peer.jobs()
        for job in JOBS:
            given[job.key].append(jobs[job.key].answer(jobs[job.key].ask()))
    for key, (ours, *others) in given.items():
        assert ours, key
        for other in others:
            assert answers.difference(ours, other) is None, key


def test_log_has_its_size_and_distinct_times_in_any_order(tmp_path: Path) -> None:
    log = log_of(5_000, tmp_path)
    by_customer, arrival = pq.read_table(log.by_customer), pq.read_table(log.arrival)
    assert by_customer.num_rows == arrival.num_rows == 5_000
    keys = [("customer_id", "ascending"), ("timestamp", "ascending")]
    assert by_customer.equals(by_customer.sort_by(keys))
    assert by_customer.equals(arrival.sort_by(keys))
    assert not arrival.equals(by_customer)
    assert by_customer.group_by(["customer_id", "timestamp"]).aggregate([]).num_rows == 5_000
    assert pc.count_distinct(by_customer["touchpoint"]).as_py() == 40
    outcomes = by_customer.group_by("customer_id").aggregate([("outcome", "count_distinct")])
    assert pc.max(outcomes["outcome_count_distinct"]).as_py() == 1


def test_log_is_the_same_every_time(tmp_path: Path) -> None:
    first, second = log_of(2_000, tmp_path / "one"), log_of(2_000, tmp_path / "two")
    assert pq.read_table(first.arrival).equals(pq.read_table(second.arrival))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([["a", 1]], [["a", 2]]),
        ([["a", 1]], []),
        ([["a", 1]], [["a"]]),
        ([["a", 1.0]], [["a", 1.0 + 1e-8]]),
        (answers.of_map([("a", "b", 3, 10.0, 4.5)]), answers.of_map([("a", "b", 3, 10.0, 5.0)])),
        (answers.of_map([("a", "b", 3, 10.0, None)]), answers.of_map([("a", "b", 3, 10.4, None)])),
        (answers.of_paths([(["a"], 2), (["b"], 1)], 2), answers.of_paths([(["a"], 2), (["b"], 2)], 2)),
    ],
)
def test_answers_that_differ_are_told(one: answers.Answer, other: answers.Answer) -> None:
    assert answers.difference(one, other)
    assert answers.difference(one, json.loads(json.dumps(one))) is None


def test_paths_may_differ_only_where_the_last_counts_tie() -> None:
    one = answers.of_paths([(["a"], 5), (["b"], 2), (["c"], 1)], 3)
    assert answers.difference(one, answers.of_paths([(["a"], 5), (["b"], 2), (["d"], 1)], 3)) is None
    assert answers.difference(one, answers.of_paths([(["x"], 5), (["b"], 2), (["c"], 1)], 3))


def test_every_peer_is_pinned_and_none_but_wegmarke_runs_in_its_environment() -> None:
    folder = Path(__file__).parents[3] / "bench" / "peers"
    for peer in (*PEERS, SORTER):
        assert (folder / f"{peer.module.rsplit('.', 1)[1]}.py").exists()
        if peer.requirements is None:
            assert peer.key in {"wegmarke", "scan"}
            continue
        pins = (folder / f"requirements-{peer.requirements}.txt").read_text(encoding="utf-8").splitlines()
        assert pins
        assert all("==" in pin for pin in pins)


def timed(seconds: float, ratio: float | None) -> Timed:
    return Timed(
        Spread.of([seconds]), 0.0, 2**20, agrees=True, ratio=None if ratio is None else Spread.of([ratio, ratio * 2])
    )


def peer(name: str, jobs: dict[str, Timed], *, prepared: bool) -> PeerResult:
    return PeerResult(name, "1.0", prepared=prepared, prepare_seconds=1.0, memory_bytes=1, told={}, jobs=jobs)


def test_page_says_missed_where_it_was_missed(tmp_path: Path) -> None:
    machine = {"cores": "2", "processor": "x", "memory": "1 GiB", "system": "Linux", "python": "3.11"}
    run = Run("2026-11-22T00:00:00+00:00", "python -m bench", 1000, machine)
    run.peers["wegmarke"] = peer("Wegmarke", {job.key: timed(0.1, None) for job in JOBS}, prepared=False)
    other = {"map_mean": timed(1.0, 10.0), "paths": timed(0.05, 0.5)}
    run.peers["duckdb-prepared"] = peer("DuckDB, prepared", other, prepared=True)
    run.write(tmp_path / "1000.json")
    assert Run.read(tmp_path / "1000.json") == run
    write_page(tmp_path / "speed.md", tmp_path)
    page = (tmp_path / "speed.md").read_text(encoding="utf-8")
    required = page[page.index("| times as fast") : page.index("Seconds of everybody")].splitlines()
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in required}
    titles = {job.key: job.title for job in JOBS}
    assert "| 4 ✓ |" in rows[titles["map_mean"]]
    assert "| 3 ✗ missed |" in rows[titles["paths"]]
    assert "| – | – | 12 |" in rows[titles["funnel"]]  # nobody to compare with: neither reached nor missed
