"""A cluster takes in the files that one machine takes in, to the last byte; what goes wrong with one is told, and the
others are in.

The cluster is Sail, a process of its own that speaks Spark Connect, or the one that `make cluster` starts.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.clusters import cluster
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping
from wegmarke.model.progress import Progress, Unwatched
from wegmarke.model.settings import BuildsOn
from wegmarke.record.ledger import LEDGER_FILE
from wegmarke.simulation.company import COMPANY_NAME, JOURNEYS, write_company
from wegmarke.simulation.scenarios import SCENARIOS
from wegmarke.workspace import Workspace
from wegmarke.workspace.rights.changing import Change
from wegmarke.workspace.rights.whole import known_person
from wegmarke.workspace.taking_in import known_rows, on_cluster, part
from wegmarke.workspace.taking_in.importing import ImportReport, NotImported
from wegmarke.workspace.taking_in.part import ToImport

CALLS = Mapping("calls", "customer", (InteractionMapping("at", Cell(column="what")),), row_id=("id",), identifiers=())
KINDS = ("generations", "files", "parts", "quarantine")
"""Of what a ledger has lists."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("cluster") / "log.txt") as where:
        yield where


def empty(folder: Path, address: str) -> Workspace:
    """A workspace without data, its runner the cluster."""
    workspace = Workspace.create(folder, COMPANY_NAME, JOURNEYS)
    workspace.save_settings(replace(workspace.settings, runner=address))
    return workspace


def content(workspace: Workspace) -> dict[str, Any]:
    """All that the ledger says, but when something was done, and the bytes of a file in the place of its name."""
    folder = workspace.folder / "record"
    ledger = json.loads((folder / LEDGER_FILE).read_text("utf-8"))
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {LEDGER_FILE}

    def told(entry: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in entry.items() if name not in ("imported_at", "since")}
        for name, value in kept.items():
            if isinstance(value, str) and value in names:
                kept[name] = (folder / value).read_bytes()
        return kept

    named = {value for kind in KINDS for entry in ledger[kind] for value in entry.values() if isinstance(value, str)}
    assert names <= named
    return {kind: [told(entry) for entry in ledger[kind]] for kind in KINDS} | {
        name: value for name, value in ledger.items() if name not in (*KINDS, "serial")
    }


def told(reports: Sequence[ImportReport | NotImported]) -> list[Any]:
    """What is told of files, less how long it took."""
    return [
        replace(one, seconds=0.0)
        if isinstance(one, ImportReport)
        else (one.path.name, one.error.code, one.error.details)
        for one in reports
    ]


def both(tmp_path: Path, address: str, files: Sequence[ToImport | Path]) -> tuple[Workspace, Workspace, list[Any]]:
    """The same files taken in here and on the cluster: both workspaces, and what was told of the files, which is the
    same; so are the records.
    """
    here, there = empty(tmp_path / "here", address), empty(tmp_path / "there", address)
    return again(here, there, files)


def again(
    here: Workspace, there: Workspace, files: Sequence[ToImport | Path]
) -> tuple[Workspace, Workspace, list[Any]]:
    """The same with workspaces that are there already."""
    on: tuple[tuple[Workspace, BuildsOn], ...] = ((here, "here"), (there, "cluster"))
    one, other = (told(workspace.import_files(files, on=where)) for workspace, where in on)
    assert one == other
    mine, theirs = content(here), content(there)
    assert [name for name in mine if mine[name] != theirs[name]] == []
    return here, there, other


def calls(folder: Path, name: str, rows: Sequence[tuple[str, str, str, str]]) -> Path:
    """A file of calls: id, customer, when, what."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("id,customer,at,what\n" + "".join(",".join(row) + "\n" for row in rows), "utf-8")
    return path


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


# what is interrupted


class Impatient(Unwatched):
    """Wants to stop once so much of the bar is full."""

    def __init__(self, share: float) -> None:
        self.most, self._share = 0.0, share

    def report(self, progress: Progress) -> None:
        self.most = max(self.most, progress.share or 0.0)

    def stopped(self) -> bool:
        return self.most >= self._share


@pytest.fixture
def many(tmp_path: Path) -> list[ToImport]:
    """Six files, of which one row supersedes rows of each before."""
    days = range(6)
    return [
        ToImport(
            calls(tmp_path, f"{day}.csv", [(str(n), f"K{n}", f"2026-01-0{day + 1} 08:00", "call") for n in ids]), CALLS
        )
        for day in days
        for ids in [(0, *range(day * 50, day * 50 + 50))]
    ]


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 0.7])
def test_what_was_stopped_goes_on_where_it_was(
    many: list[ToImport], tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setattr(on_cluster, "WAVE_BYTES", 1)  # each file a wave
    here, there = empty(tmp_path / "here", address), empty(tmp_path / "there", address)
    settled: list[Any] = []
    with pytest.raises(WegmarkeError) as error:
        there.import_files(many, on="cluster", watcher=Impatient(share), told=settled.append)
    assert error.value.code == "import_stopped"
    assert len(there.record.files) == len(settled) == sum(file.state == "complete" for file in there.record.files) < 6
    assert [*(there.folder / "record" / "scratch").glob("import-*")] == []
    here.import_files(many, on="here")
    reports = there.import_files(many, on="cluster")
    assert [report.known for report in reports if isinstance(report, ImportReport)].count(True) == len(settled)
    mine, theirs = content(here), content(there)
    assert [name for name in mine if mine[name] != theirs[name]] == []


def test_an_import_begun_here_goes_on_there(many: list[ToImport], tmp_path: Path, address: str) -> None:
    """A file of which a part is in: the worker goes on behind it."""
    rows = [(str(n), f"K{n}", "2026-01-01 08:00", "call") for n in range(300_000)]
    large = ToImport(calls(tmp_path, "large.csv", rows), CALLS)
    base = empty(tmp_path / "base", address)
    run = subprocess.run([sys.executable, "-c", HALF, base.folder, large.path], check=False)
    assert run.returncode == 9
    assert 0 < base.record.files[0].last_row < 300_000
    here, there = (Workspace.open(Path(shutil.copytree(base.folder, tmp_path / name))) for name in ("here", "there"))
    _, there, reports = again(here, there, [many[0], large])
    assert reports[1].resumed_after_row > 0
    assert there.record.interactions == 300_000


HALF = """
import os, sys
from pathlib import Path
from wegmarke.record import chunks, importing
from wegmarke.sources import limits

limits.BLOCK_BYTES = 1 << 18
chunks.CHUNK_INTERACTIONS = 20_000
from tests.conformance.test_importing import CALLS
from wegmarke.workspace import Workspace
commit, times = importing.Import.commit, [0]

def dying(self):
    times[0] += 1
    if times[0] > 3:
        os._exit(9)
    commit(self)

importing.Import.commit = dying
Workspace.open(Path(sys.argv[1])).import_file(Path(sys.argv[2]), CALLS)
"""

CRASH = """
import os, sys
from pathlib import Path
from wegmarke.record import store
from wegmarke.workspace import Workspace
from wegmarke.workspace.taking_in import on_cluster
from wegmarke.workspace.taking_in.part import ToImport

on_cluster.WAVE_BYTES = 1
write = store.write_ledger

def dying(folder, ledger):
    if len(ledger.files) == int(sys.argv[2]):
        os._exit(9)
    write(folder, ledger)

store.write_ledger = dying
files = [ToImport(Path(path), source="calls") for path in sys.argv[3:]]
Workspace.open(Path(sys.argv[1])).import_files(files, on="cluster")
"""


@pytest.mark.parametrize("writing", [1, 3])
def test_a_crash_before_the_ledger_leaves_the_waves_before(
    many: list[ToImport], tmp_path: Path, address: str, writing: int
) -> None:
    here, there = empty(tmp_path / "here", address), empty(tmp_path / "there", address)
    for workspace in (here, there):
        workspace.save_mapping(CALLS)
    renamed = [ToImport(file.path, source="calls") for file in many]
    paths = [str(file.path) for file in renamed]
    run = subprocess.run([sys.executable, "-c", CRASH, there.folder, str(writing), *paths], check=False)
    assert run.returncode == 9
    assert [file.state for file in there.record.files] == ["complete"] * (writing - 1)
    assert [*(there.folder / "record" / "scratch").glob("import-*")]
    _, _, reports = again_with(here, there, renamed)
    assert [report.known for report in reports] == [True] * (writing - 1) + [False] * (7 - writing)
    assert [*(there.folder / "record" / "scratch").glob("import-*")] == []


def again_with(here: Workspace, there: Workspace, files: Sequence[ToImport]) -> tuple[Workspace, Workspace, list[Any]]:
    """The records alone are the same: here nothing is known yet."""
    here.import_files(files, on="here")
    reports = told(there.import_files(files, on="cluster"))
    mine, theirs = content(here), content(there)
    assert [name for name in mine if mine[name] != theirs[name]] == []
    return here, there, reports


# what cannot be


def test_a_worker_that_does_not_see_the_workspace_says_so(
    many: list[ToImport], tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = on_cluster.ImportPlan
    monkeypatch.setattr(
        on_cluster, "ImportPlan", lambda _folder, _staging, *more: plan("/nowhere", "/nowhere/staging", *more)
    )
    there = empty(tmp_path / "there", address)
    with pytest.raises(WegmarkeError) as error:
        there.import_files(many, on="cluster")
    assert (error.value.code, error.value.details["folder"]) == ("cluster_folder", "/nowhere")
    assert there.record.files == ()


def test_small_imports_stay_here_and_large_ones_go_to_the_cluster(
    many: list[ToImport], tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    import_on_cluster = on_cluster.import_on_cluster

    def seen(*args: Any) -> None:
        asked.append(args[2])
        import_on_cluster(*args)

    monkeypatch.setattr(on_cluster, "import_on_cluster", seen)
    there = empty(tmp_path / "there", address)
    there.import_files(many[:2])
    assert asked == []
    monkeypatch.setattr(part, "ON_CLUSTER_FROM", 100)
    there.import_files(many[2:3])  # a single file is one worker's anyway
    there.import_files(many[3:5], on="here")
    assert asked == []
    there.import_files(many)
    assert asked == [address]
    assert len(there.record.files) == 6
    there.save_settings(replace(there.settings, runner="local"))
    with pytest.raises(WegmarkeError) as error:
        there.import_files(many, on="cluster")
    assert (error.value.code, error.value.details["setting"]) == ("workspace_setting", "runner")
