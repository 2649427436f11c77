"""An import on a cluster that is stopped, killed or cannot be leaves the waves before, and goes on behind them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.clusters import cluster
from tests.imports import CALLS, again, again_with, calls, content, empty
from wegmarke.errors import WegmarkeError
from wegmarke.model.progress import Progress, Unwatched
from wegmarke.workspace import Workspace
from wegmarke.workspace.taking_in import on_cluster, part
from wegmarke.workspace.taking_in.importing import ImportReport
from wegmarke.workspace.taking_in.part import ToImport


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("cluster") / "log.txt") as where:
        yield where


@pytest.fixture(params=[0, 1 << 62], ids=["ids on the cluster", "ids here"])
def judged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is found out which rows are known already."""
    monkeypatch.setattr(on_cluster, "JUDGED_THERE_FROM", request.param)


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
from tests.imports import CALLS
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
