"""A cluster builds the index that one machine builds, to the last byte; and what goes wrong leaves the old one.

The cluster is Sail, a process of its own that speaks Spark Connect, or the one that `make cluster` starts.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.clusters import cluster
from tests.contacts import partitions
from tests.firms import firms_workspace
from wegmarke.errors import WegmarkeError
from wegmarke.index.layout import Manifest, read_manifest
from wegmarke.index.spark.ground import SharedDisk
from wegmarke.model.progress import Progress, Unwatched
from wegmarke.record import lending
from wegmarke.workspace import Workspace, building, read_by_workers

OWN = ("version", "steps", "variants", "partitions")
"""What a manifest names that has another name in every build."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("cluster") / "log.txt") as where:
        yield where


@pytest.fixture
def workspace(practice: Path, address: str, tmp_path: Path) -> Workspace:
    """Eleven sources with promises, scores, amounts, attributes and rows told anew, on a cluster."""
    return on(address, Path(shutil.copytree(practice, tmp_path / "acme")))


def on(address: str, folder: Path) -> Workspace:
    """The workspace, its runner the cluster."""
    workspace = Workspace.open(folder)
    workspace.save_settings(replace(workspace.settings, runner=address))
    return Workspace.open(folder)


def kept(folder: Path) -> Path:
    """The index as it is, beside."""
    return Path(shutil.copytree(folder, folder.parent / f"{folder.name}-kept"))


def assert_same(first: Path, second: Path) -> Manifest:
    """Byte for byte, names aside."""
    one, other = read_manifest(first), read_manifest(second)
    for name in Manifest.__dataclass_fields__:
        if name not in OWN:
            assert getattr(one, name) == getattr(other, name), name
    for name in ("steps", "variants"):
        files = (first / "shared" / getattr(one, name), second / "shared" / getattr(other, name))
        assert files[0].read_bytes() == files[1].read_bytes(), name
    assert len(one.partitions) == len(other.partitions)
    for a, b in zip(one.partitions, other.partitions, strict=True):
        assert replace(a, name="") == replace(b, name="")
        mine, theirs = contents(first / "parts" / a.name), contents(second / "parts" / b.name)
        assert mine.keys() == theirs.keys()
        assert [name for name in mine if mine[name] != theirs[name]] == []
    return other


def files(folder: Path) -> dict[str, bytes]:
    """All files below, by path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def contents(folder: Path) -> dict[str, bytes]:
    """Files by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("count", [None, 8])
def test_a_cluster_builds_the_same_index(workspace: Workspace, count: int | None) -> None:
    with partitions(count):
        workspace.build(whole=True, on="here")
        before = kept(workspace.folder / "index")
        report = workspace.build(whole=True, on="cluster")
        manifest = assert_same(before, workspace.folder / "index")
    assert (report.kind, report.interactions) == ("whole", workspace.build().interactions)
    assert len(manifest.attributes) > 0
    assert len(manifest.scales) > 0
    assert sum(len(part.noted.promise_at) for part in workspace.index().partitions) > 0
    assert sum(len(part.noted.amount_at) for part in workspace.index().partitions) > 0
    assert not [*(workspace.folder / "index").glob("spill-*")]


def test_accounts_too(address: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    workspace = on(address, firms_workspace(tmp_path_factory))
    with partitions(4):
        workspace.build(whole=True, on="here")
        before = [kept(workspace.folder / name) for name in ("index", "index-accounts")]
        workspace.build(whole=True, on="cluster")
    assert_same(before[0], workspace.folder / "index")
    assert assert_same(before[1], workspace.folder / "index-accounts").level == "account"


# what a build is asked to do


def test_small_builds_stay_here_and_large_ones_go_to_the_cluster(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gathered() -> bool:
        names = [entry.name for entry in read_manifest(workspace.folder / "index").partitions]
        return all("-" in name for name in names)  # names of a cluster's build have two parts

    workspace.build(whole=True)
    assert not gathered()
    monkeypatch.setattr(building, "ON_CLUSTER_FROM", 30_000)
    workspace.build(whole=True)
    assert gathered()
    workspace.build(whole=True, on="here")
    assert not gathered()


def test_a_workspace_without_a_cluster_says_so(practice: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(Path(shutil.copytree(practice, tmp_path / "acme")))
    with pytest.raises(WegmarkeError) as error:
        workspace.build(whole=True, on="cluster")
    assert (error.value.code, error.value.details["setting"]) == ("workspace_setting", "runner")


def test_what_comes_later_is_laid_over_it(workspace: Workspace, tmp_path: Path) -> None:
    workspace.build(whole=True, on="cluster")
    late = tmp_path / "late.csv"
    late.write_text("customer,time,touchpoint\nK000001,2026-05-01T10:00:00,Neuer Kontakt\n", "utf-8")
    workspace.import_file(late)
    assert workspace.build(on="cluster").kind == "overlay"
    assert sum(len(part.seconds) for part in workspace.index().partitions if part.live is None) > 0
    assert "Neuer Kontakt" in {touchpoint.label for touchpoint in workspace.index().touchpoints}


# what goes wrong


class Impatient(Unwatched):
    """Wants to stop at a stage."""

    def __init__(self, stage: str) -> None:
        self._stage, self._stop = stage, False

    def report(self, progress: Progress) -> None:
        self._stop = progress.stage == self._stage

    def stopped(self) -> bool:
        return self._stop


@pytest.mark.parametrize("stage", ["number", "sort", "code"])
def test_a_build_that_is_stopped_leaves_the_old_index(workspace: Workspace, stage: str) -> None:
    before = files(workspace.folder / "index")
    with partitions(4), pytest.raises(WegmarkeError) as error:
        workspace.build(Impatient(stage), whole=True, on="cluster")
    assert error.value.code == "import_stopped"
    assert files(workspace.folder / "index") == before  # and no spill folder
    assert len(workspace.index().partitions) == 1


CRASH = """
import os, sys
from pathlib import Path
from wegmarke.index import build
from wegmarke.workspace import Workspace

build.write_manifest = lambda *_: os._exit(9)
Workspace.open(Path(sys.argv[1])).build(whole=True, on="cluster")
"""


def test_a_crash_before_the_switch_leaves_the_old_index_and_the_next_build_clears_up(workspace: Workspace) -> None:
    folder = workspace.folder / "index"
    workspace.build(whole=True, on="cluster")
    workspace.build()  # nothing is left of the index before
    before, served = files(folder), kept(folder)
    run = subprocess.run([sys.executable, "-c", CRASH, workspace.folder], check=False)
    assert run.returncode == 9
    left = files(folder)
    assert {name: left[name] for name in before} == before
    assert len(left) > len(before)  # partitions and dictionaries that nobody names
    workspace.build(whole=True, on="cluster")
    assert_same(served, folder)
    names = {entry.name for entry in read_manifest(folder).partitions}
    workspace.build()  # what the last one replaced goes with the next
    assert {path.name for path in (folder / "parts").iterdir()} == names
    assert not [*folder.glob("spill-*")]


def test_a_part_of_the_record_that_is_damaged_is_named(workspace: Workspace) -> None:
    workspace.build(whole=True, on="here")  # who is who is known by now, and is not read again
    part = min((workspace.folder / "record" / "parts").iterdir())
    part.write_bytes(b"nothing")
    before = files(workspace.folder / "index")
    with pytest.raises(WegmarkeError) as error:
        workspace.build(whole=True, on="cluster")
    assert (error.value.code, Path(error.value.details["what"]).name) == ("record_broken", part.name)
    left = files(workspace.folder / "index")
    assert left == {name: before[name] for name in left}  # less what the sweep before it removed


@pytest.mark.parametrize("what", ["record", "index"])
def test_a_worker_that_does_not_see_the_workspace_says_so(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Reached by a path that only this machine has."""
    if what == "record":
        lent = lending.Lending.lent
        elsewhere = lambda *args: [replace(part, record="/nowhere") for part in lent(*args)]  # noqa: E731
        monkeypatch.setattr(lending.Lending, "lent", elsewhere)
    else:
        laid_out, nowhere = read_by_workers.ByCustomer.laid_out, SharedDisk("/nowhere", "/nowhere/spill")
        monkeypatch.setattr(
            read_by_workers.ByCustomer, "laid_out", lambda *args: replace(laid_out(*args), ground=nowhere)
        )
    with pytest.raises(WegmarkeError) as error:
        workspace.build(whole=True, on="cluster")
    assert (error.value.code, error.value.details["folder"]) == ("cluster_folder", "/nowhere")
