"""A cluster takes in the files that one machine takes in, to the last byte; what goes wrong with one is told, and the
others are in.

The cluster is Sail, a process of its own that speaks Spark Connect, or the one that `make cluster` starts.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.clusters import cluster
from tests.imports import CALLS, again, both, calls, empty, told
from wegmarke.model.mapping import Cell, InteractionMapping
from wegmarke.simulation.company import write_company
from wegmarke.simulation.scenarios import SCENARIOS
from wegmarke.workspace import Workspace
from wegmarke.workspace.rights.changing import Change
from wegmarke.workspace.rights.whole import known_person
from wegmarke.workspace.taking_in import known_rows, on_cluster
from wegmarke.workspace.taking_in.part import ToImport


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("cluster") / "log.txt") as where:
        yield where


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> list[ToImport]:
    """What a company's departments export."""
    company = write_company(tmp_path_factory.mktemp("company"), SCENARIOS["process"], 300, 7)
    return [ToImport(file, export.mapping) for export in company.exports for file in export.files]


@pytest.fixture(params=[0, 1 << 62], ids=["ids on the cluster", "ids here"])
def judged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is found out which rows are known already."""
    monkeypatch.setattr(on_cluster, "JUDGED_THERE_FROM", request.param)


@pytest.mark.usefixtures("judged")
def test_all_exports_of_a_company(exports: list[ToImport], tmp_path: Path, address: str) -> None:
    """Ten files in CSV, Excel, JSON Lines, Parquet and mail, with rows that go to quarantine."""
    here, there, reports = both(tmp_path, address, exports)
    assert len(reports) == len(exports) > 9
    assert sum(report.accepted for report in reports) > 3_000
    assert sum(report.quarantined for report in reports) > 0
    assert [*(there.folder / "record" / "scratch").glob("import-*")] == []
    again(here, there, exports)  # all known by now


@pytest.mark.usefixtures("judged")
def test_rows_told_anew(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Overlapping exports: duplicates, rows that supersede others in the same file, in another, in an earlier wave."""
    monkeypatch.setattr(on_cluster, "WAVE_FILES", 1)  # for everything that the cluster does at once
    monkeypatch.setattr(known_rows, "IDS_A_SHARE", 30)
    days = [
        [(str(n), f"K{n}", "2026-01-01 08:00", "call") for n in range(40)],
        [(str(n), f"K{n}", "2026-01-01 08:00", "call" if n % 3 else "mail") for n in range(20, 60)],
        [*((str(n), f"K{n}", "2026-01-01 08:00", "call") for n in range(50, 70)), ("50", "K50", "2026-01-02", "chat")],
        [(str(n), f"K{n}", "2026-01-01 08:00", "call") for n in range(40)],
        [("3", "K3", "soon", "call"), ("4", "K4", "2026-01-03 09:00", "call")],
    ]
    files = [ToImport(calls(tmp_path, f"{n}.csv", rows), CALLS) for n, rows in enumerate(days)]
    here, there, reports = both(tmp_path, address, files)
    assert [(report.accepted, report.duplicate, report.quarantined) for report in reports] == [
        (40, 0, 0),
        (27, 13, 0),
        (14, 7, 0),
        (0, 40, 0),
        (1, 0, 1),
    ]
    assert there.record.interactions == here.record.interactions


@pytest.mark.parametrize("seed", range(3))
def test_rows_told_anew_at_random(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Several contacts a row, files that come between, a file that changes while it is read, chunks of a few rows."""
    monkeypatch.setattr(on_cluster, "JUDGED_THERE_FROM", 0)
    monkeypatch.setattr(known_rows, "IDS_A_SHARE", 16)
    rng = np.random.default_rng(seed)
    twice = replace(CALLS, interactions=(*CALLS.interactions, InteractionMapping("at", Cell(column="also"))))
    files = []
    for number in range(8):
        path = tmp_path / f"{number}.csv"
        ids = rng.integers(0, 40, rng.integers(1, 40)) if number else np.arange(40)
        lines = [f"{n},K{n},2026-01-01 08:00,{rng.choice(['call', 'mail'])},{rng.choice(['', 'chat'])}" for n in ids]
        path.write_text("id,customer,at,what,also\n" + "\n".join(lines) + "\n", "utf-8")
        files.append(ToImport(path, twice))
    here, there, _ = both(tmp_path, address, files[:2])
    here, there, reports = again(here, there, files)
    assert sum(report.duplicate for report in reports[2:]) > 0
    assert sum(part.superseded_rows for part in there.record._store.ledger.parts) > 0


def test_whom_somebody_erased_or_corrected(tmp_path: Path, address: str) -> None:
    base = empty(tmp_path / "base", address)
    rows = [(str(n), f"K{n}", "2026-01-01 08:00", "call") for n in range(20)]
    base.import_file(calls(tmp_path, "first.csv", rows), CALLS)
    base.build()
    base.forget([known_person(base.folder, "customer", "K3")])
    base.correct_person(known_person(base.folder, "customer", "K4"), Change("what", "call", "visit"))
    here, there = (Workspace.open(Path(shutil.copytree(base.folder, tmp_path / name))) for name in ("here", "there"))
    rows += [("20", "K3", "2026-01-02 08:00", "call"), ("21", "K3", "soon", "call"), ("22", "K5", "2026-01-02", "call")]
    files = [ToImport(calls(tmp_path, name, rows), source="calls") for name in ("again.csv", "the same.csv")]
    _, there, reports = again(here, there, files)
    assert (reports[0].refused, reports[0].accepted, reports[0].duplicate) == (3, 2, 18)
    assert reports[1].known
    assert "K3" not in {row["customer"] for batch in there.record.batches(("customer",)) for row in batch.to_pylist()}


def test_files_read_again_under_another_mapping_with_corrections_of_the_quarantine(
    tmp_path: Path, address: str
) -> None:
    base = empty(tmp_path / "base", address)
    files = [
        calls(
            tmp_path,
            f"{day}.csv",
            [(f"1{day}", "K1", "soon", "call"), (f"2{day}", "K2", f"2026-01-0{day} 08:00", "call")],
        )
        for day in range(1, 4)
    ]
    base.import_files([ToImport(path, CALLS) for path in files])
    for file in base.record.files:
        base.correct(file.number, {2: {"at": "2026-01-01 10:00"}})
    other = replace(
        CALLS, interactions=(InteractionMapping("at", Cell(column="what"), channel=Cell(constant="phone")),)
    )
    here, there = (Workspace.open(Path(shutil.copytree(base.folder, tmp_path / name))) for name in ("here", "there"))
    _, there, reports = again(here, there, [ToImport(path, other) for path in files])
    assert [(report.accepted, report.quarantined) for report in reports] == [(2, 0), (2, 0), (2, 0)]
    assert [file.state for file in there.record.files] == ["retired"] * 3 + ["complete"] * 3


def test_a_file_and_its_copy_without_an_erased_person_are_read_again_once(tmp_path: Path, address: str) -> None:
    base = empty(tmp_path / "base", address)
    base.save_mapping(CALLS)
    rows = [(str(n), f"K{n}", "2026-01-01 08:00", "call") for n in range(20)]
    shutil.copy(calls(tmp_path, "as it came.csv", rows), base.folder / "inbox" / "calls" / "a.csv")
    base.inbox(settle_seconds=0).look()
    base.build()
    base.forget([known_person(base.folder, "customer", "K3")])
    shutil.copy(base.folder / "inbox" / "done" / "calls" / "a.csv", tmp_path / "cleaned.csv")
    other = replace(
        CALLS, interactions=(InteractionMapping("at", Cell(column="what"), channel=Cell(constant="phone")),)
    )
    here, there = (Workspace.open(Path(shutil.copytree(base.folder, tmp_path / name))) for name in ("here", "there"))
    files = [ToImport(tmp_path / name, other) for name in ("as it came.csv", "cleaned.csv")]
    _, there, reports = again(here, there, files)
    assert [report.known for report in reports] == [False, True]
    assert there.record.interactions == 19


def test_a_doubt_of_reading_is_settled_for_each_file(tmp_path: Path, address: str) -> None:
    """Day or month first: the second file shows it in its last rows, the third never does."""
    files = [
        calls(tmp_path, "a.csv", [("1", "K1", "01/02/2026 08:00", "call"), ("2", "K1", "13/02/2026 08:00", "call")]),
        calls(tmp_path, "b.csv", [("3", "K1", "01/02/2026 08:00", "call"), ("4", "K1", "02/13/2026 08:00", "call")]),
        calls(tmp_path, "c.csv", [("5", "K1", "01/02/2026 08:00", "call")]),
    ]
    _, there, _ = both(tmp_path, address, [ToImport(path, CALLS) for path in files])
    assert len({file.reading for file in there.record.files}) > 1


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path, address: str) -> None:
    rows = [(str(n), f"K{n}", "2026-01-01 08:00", "call") for n in range(2000)]
    good, other = calls(tmp_path, "good.csv", rows), calls(tmp_path, "other.csv", rows[:1000])
    packed = gzip.compress(other.read_bytes())
    cut, empty_one, columns = (tmp_path / name for name in ("cut.csv.gz", "empty.csv", "columns.csv"))
    cut.write_bytes(packed[: len(packed) // 2])
    empty_one.write_bytes(b"")
    columns.write_text("id,who\n1,K1\n", "utf-8")
    last = calls(tmp_path, "last.csv", rows[:7])
    files = [columns, cut, good, tmp_path / "missing.csv", cut, empty_one, last]
    here, there, reports = again_but_for_numbers(tmp_path, address, [ToImport(path, CALLS) for path in files])
    assert [one if isinstance(one, tuple) else one.accepted for one in reports] == [
        ("columns.csv", "mapping_column_missing", reports[0][2]),
        ("cut.csv.gz", "file_truncated", reports[1][2]),
        2000,
        ("missing.csv", "file_missing", reports[3][2]),
        ("cut.csv.gz", "file_truncated", reports[4][2]),
        ("empty.csv", "file_empty", reports[5][2]),
        0,
    ]
    assert there.record.interactions == here.record.interactions == 2000


def again_but_for_numbers(
    tmp_path: Path, address: str, files: Sequence[ToImport]
) -> tuple[Workspace, Workspace, list[Any]]:
    """As `both`, where a file that failed has used up a number on the cluster."""
    here, there = empty(tmp_path / "here", address), empty(tmp_path / "there", address)
    one, other = told(here.import_files(files, on="here")), told(there.import_files(files, on="cluster"))
    assert [report if isinstance(report, tuple) else replace(report, file=0) for report in one] == [
        report if isinstance(report, tuple) else replace(report, file=0) for report in other
    ]
    return here, there, other


def test_a_file_that_comes_again_under_another_mapping_takes_its_own_place(tmp_path: Path, address: str) -> None:
    """All within what would be one wave: what was read first counts no more, there as here."""
    phone = InteractionMapping("at", Cell(column="what"), channel=Cell(constant="phone"))
    one, other = replace(CALLS, row_id=()), replace(CALLS, row_id=(), interactions=(phone,))
    rows = [(str(n), f"K{n}", "2026-01-01 08:00", "call") for n in range(20)]
    first, second = calls(tmp_path, "first.csv", rows), calls(tmp_path, "second.csv", rows[:7])
    pairs = [(first, one), (first, other), (second, other), (first, other), (first, one)]
    _, there, reports = both(tmp_path, address, [ToImport(path, mapping) for path, mapping in pairs])
    assert [report.known for report in reports] == [False, False, False, True, False]
    assert there.record.interactions == 27
