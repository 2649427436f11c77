"""Workers that see nothing of the workspace build the index that one machine builds, to the last byte, through a store
that speaks S3; and whatever goes wrong, nothing of the record stays there.

The store is moto, the cluster Sail, each a process of its own. The workspace is opened by a path that leads somewhere
else in every other process (`/proc/self/cwd/…`), so that no worker finds it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from s3fs import S3FileSystem

import wegmarke as wm
from tests.clusters import sail
from tests.conformance.test_building import Impatient, assert_same, files, kept
from tests.contacts import partitions
from tests.firms import firms_workspace
from tests.stores import STORE, credentials, store
from wegmarke.errors import WegmarkeError
from wegmarke.index.layout import read_manifest
from wegmarke.model.progress import Progress, Unwatched
from wegmarke.record.object_storage import StorageFolder
from wegmarke.workspace import Workspace, building
from wegmarke.workspace.resolving import forget_derived
from wegmarke.workspace.rights.person import Person

HERE = Path("/proc/self/cwd")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="how a path is hidden from workers")


@dataclass(frozen=True)
class Surroundings:
    """The cluster's address, the store's, and where workers keep what they fetched."""

    cluster: str
    store: str
    cache: Path


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surroundings]:
    folder = tmp_path_factory.mktemp("around")
    with pytest.MonkeyPatch.context() as patched, store(folder / "store.txt") as address:
        credentials(patched, folder / "cache")
        patched.setenv("AWS_ENDPOINT_URL", address)
        with sail(folder / "sail.txt") as (cluster, _):
            yield Surroundings(cluster, address, folder / "cache")


@pytest.fixture
def workspace(practice: Path, around: Surroundings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Eleven sources with promises, scores, amounts, attributes and rows told anew, nothing of it on the store."""
    return hidden(Path(shutil.copytree(practice, tmp_path / "acme")), around, monkeypatch)


def hidden(folder: Path, around: Surroundings, patched: pytest.MonkeyPatch, storage: str = STORE) -> Workspace:
    """The workspace under a path that is this process's alone."""
    S3FileSystem.clear_instance_cache()  # two stores may stand at once
    left = S3FileSystem(skip_instance_cache=True)
    if left.exists(STORE):
        left.rm(STORE, recursive=True)
    patched.chdir(folder.parent)
    workspace = Workspace.open(HERE / folder.name)
    workspace.save_settings(replace(workspace.settings, runner=around.cluster, storage=storage))
    return Workspace.open(HERE / folder.name)


def on_the_store() -> dict[str, int]:
    """The files on the store and how large they are, by their path in the workspace's folder there."""
    found = S3FileSystem(skip_instance_cache=True, use_listings_cache=False).find(STORE, detail=True)
    return {name.split("/", 2)[2]: int(told["size"]) for name, told in found.items()}


def assert_copied(workspace: Workspace, *indexes: str) -> None:
    """The store has the indexes, and nothing else."""
    wanted = {index: read_manifest(workspace.folder / index) for index in indexes}
    there = on_the_store()
    assert {name.split("/")[0] for name in there} == {*indexes}
    for index, manifest in wanted.items():
        assert building.missing(workspace.folder / index, manifest, f"{STORE}/{index}") == []


def kept_by_workers(around: Surroundings) -> set[str]:
    """The partitions on the disk of workers; that is all there is."""
    every = [path for path in around.cache.rglob("*") if path.is_file()]
    parts = {path.relative_to(around.cache).parts[2] for path in every if path.parts[-3] == "parts"}
    assert all(path.parts[-3] == "parts" for path in every)
    return parts


def counts(workspace: Workspace) -> list[tuple[object, ...]]:
    """The map, as the cluster tells it from what it takes from the store."""
    table = wm.open(workspace.folder).map().to_arrow()
    return sorted(zip(*(table.column(name).to_pylist() for name in table.column_names), strict=True), key=repr)


def test_workers_that_do_not_see_the_workspace_build_the_same_index(workspace: Workspace, around: Surroundings) -> None:
    with partitions(8):
        workspace.build(whole=True, on="here")
        before = kept(workspace.folder / "index")
        forget_derived(workspace.folder)  # workers read who is who as well
        report = workspace.build(whole=True, on="cluster")
        manifest = assert_same(before, workspace.folder / "index")
    assert report.kind == "whole"
    assert all("-" in entry.name for entry in manifest.partitions)  # a cluster's names have two parts
    assert_copied(workspace, "index")
    assert not [*(workspace.folder / "index").glob("spill-*")]
    assert kept_by_workers(around) == set()  # neither the record nor who is who
    told = counts(workspace)
    assert kept_by_workers(around) == {entry.name for entry in manifest.partitions}

    workspace.save_settings(replace(workspace.settings, storage="", runner="local"))
    assert counts(workspace) == told
    workspace.save_settings(replace(workspace.settings, runner=around.cluster))
    with pytest.raises(WegmarkeError) as error:
        workspace.build(whole=True, on="cluster")
    assert error.value.code == "cluster_folder"  # the workers really do not see it


def test_accounts_too(
    around: Surroundings, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = hidden(firms_workspace(tmp_path_factory), around, monkeypatch)
    with partitions(4):
        workspace.build(whole=True, on="here")
        before = [kept(workspace.folder / name) for name in ("index", "index-accounts")]
        workspace.build(whole=True, on="cluster")
    assert_same(before[0], workspace.folder / "index")
    assert assert_same(before[1], workspace.folder / "index-accounts").level == "account"
    assert_copied(workspace, "index", "index-accounts")


def test_large_builds_go_there_by_themselves(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "ON_CLUSTER_FROM", 30_000)
    workspace.build(whole=True)
    assert all("-" in entry.name for entry in read_manifest(workspace.folder / "index").partitions)
    workspace.build(whole=True, on="here")
    assert_copied(workspace, "index")


# what goes wrong


@pytest.mark.parametrize("stage", ["send", "number", "sort", "code", "fetch"])
def test_a_build_that_is_stopped_leaves_the_old_index_and_nothing_on_the_store(
    workspace: Workspace, stage: str
) -> None:
    workspace.build()
    before, there = files(workspace.folder / "index"), on_the_store()
    with partitions(4), pytest.raises(WegmarkeError) as error:
        workspace.build(Impatient(stage), whole=True, on="cluster")
    assert error.value.code == "import_stopped"
    assert files(workspace.folder / "index") == before
    assert on_the_store() == there


CRASH = """
import os, sys
from pathlib import Path
from wegmarke.index.spark import site
from wegmarke.workspace import Workspace, building

{what} = lambda *_, **__: os._exit(9)
Workspace.open(Path(sys.argv[1])).build(whole=True, on="cluster")
"""


def dying(workspace: Workspace, what: str) -> None:
    """A build on the cluster ends, with the process, when it comes to this."""
    run = subprocess.run([sys.executable, "-c", CRASH.format(what=what), workspace.folder], check=False)
    assert run.returncode == 9


def killed(workspace: Workspace) -> dict[str, int]:
    """A build dies when all is done on the cluster; what is on the store then that was not before."""
    before = on_the_store()
    dying(workspace, "site.Site.bring_home")
    after = on_the_store()
    assert {name: after.get(name) for name in before} == before
    left = {name: size for name, size in after.items() if name not in before}
    assert {name.split("/")[0] for name in left} == {"building", "index"}
    assert any(name.startswith("building/record/parts/") for name in left)
    assert any(name.endswith("/parts/customers/customer.npy") for name in left)
    return left


def test_of_a_build_that_is_killed_the_next_one_uses_the_record_and_sweeps_the_rest(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.build(whole=True, on="cluster")
    before, told = kept(workspace.folder / "index"), counts(workspace)
    left = killed(workspace)
    assert counts(workspace) == told  # the old index serves, from the old copy
    sent: list[str] = []
    put = StorageFolder.put
    monkeypatch.setattr(StorageFolder, "put", lambda self, some: (sent.extend(some), put(self, some)))
    workspace.build(whole=True, on="cluster")
    assert not [name for name in sent if f"building/record/{name}" in left]
    assert any(name.startswith("parts/customers/") for name in sent)
    assert_same(before, workspace.folder / "index")
    workspace.build(whole=True, on="here")  # the version before goes
    workspace.build(whole=True, on="here")
    assert_copied(workspace, "index")
    assert counts(workspace) == told


def test_between_the_two_switches_the_new_index_answers(workspace: Workspace) -> None:
    """Workers said of each partition that it is whole; what is left is the manifest of the copy."""
    workspace.build(whole=True, on="cluster")
    told, copied = counts(workspace), on_the_store()
    dying(workspace, "building.publish")
    manifest = read_manifest(workspace.folder / "index")
    assert {
        f"index/parts/{entry.name}/journeys.arrow" for entry in manifest.partitions
    } <= on_the_store().keys() - copied
    assert not any(name.startswith("building/") for name in on_the_store())
    assert counts(workspace) == told
    assert building.lacking(workspace.folder) == [f"shared/{manifest.steps}", f"shared/{manifest.variants}"]
    assert workspace.build().kind == "nothing"
    assert building.lacking(workspace.folder) == []
    assert version_of_the_copy() == manifest.version


def version_of_the_copy() -> str:
    copy = S3FileSystem(skip_instance_cache=True, use_listings_cache=False)
    return str(json.loads(copy.cat_file(f"{STORE}/index/manifest.json"))["version"])


def test_any_build_sweeps_what_a_killed_one_left(workspace: Workspace) -> None:
    workspace.build()
    before = on_the_store()
    killed(workspace)
    assert workspace.build().kind == "nothing"
    assert on_the_store() == before


@pytest.mark.parametrize("killed_one", ["first", "later"])
def test_an_erasure_leaves_nothing_of_a_killed_build(workspace: Workspace, killed_one: str) -> None:
    """Be it that the killed one was the first, and there is no index yet."""
    first = killed_one == "first"
    if first:
        shutil.rmtree(workspace.folder / "index")
    else:
        workspace.build()
    killed(workspace)
    assert workspace.forget([Person((("customer", "K000001"),))]).persons == 1
    if first:
        assert on_the_store() == {}
    else:
        assert_copied(workspace, "index")


class Cutting(Unwatched):
    """Ends something at a stage."""

    def __init__(self, stage: str, end: Callable[[], None]) -> None:
        self._stage, self._end = stage, end

    def report(self, progress: Progress) -> None:
        if progress.stage == self._stage:
            self._end()
            self._stage = ""


@pytest.mark.parametrize("stage", ["sort", "fetch"])
def test_a_store_that_goes_in_the_middle_is_named_and_the_old_index_stays(
    practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    """While workers write, and while what they wrote comes home."""
    credentials(monkeypatch, tmp_path / "cache")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")  # nobody waits for it to come back
    with ExitStack() as standing:
        monkeypatch.setenv("AWS_ENDPOINT_URL", standing.enter_context(store(tmp_path / "store.txt")))
        with sail(tmp_path / "sail.txt") as (cluster, _):
            folder = Path(shutil.copytree(practice, tmp_path / "acme"))
            workspace = hidden(folder, Surroundings(cluster, "", tmp_path / "cache"), monkeypatch)
            before = files(workspace.folder / "index")
            with partitions(4), pytest.raises(WegmarkeError) as error:
                workspace.build(Cutting(stage, standing.close), whole=True, on="cluster")
            assert error.value.code == "storage_unreachable"
            assert files(workspace.folder / "index") == before
