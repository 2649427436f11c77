"""A workspace whose cluster takes partitions from a store: import, build, ask, crash, lose, ask again; build through
it, and erase. Stores that speak S3, as Azure does and as Google does.

Each store is a process of its own on the loopback (`tests/stores.py`); the cluster is Sail, another. Credentials are in
the environment.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from s3fs import S3FileSystem

import wegmarke as wm
from tests.clusters import sail
from tests.stores import KINDS, STORE, Kind, credentials, opened, store
from wegmarke.errors import WegmarkeError
from wegmarke.index.layout import read_manifest
from wegmarke.library.workspace import Workspace
from wegmarke.record.object_storage import StorageFolder, reached
from wegmarke.workspace import Workspace as Folder
from wegmarke.workspace import building
from wegmarke.workspace.rights.person import Person

CRASH = """
import os, sys
from fsspec import get_filesystem_class
from wegmarke.workspace import Workspace

Store = get_filesystem_class({scheme!r})
{what}
Workspace.open(sys.argv[1]).build(whole=True)
"""
BEFORE_THE_SWITCH = """
put = Store.pipe_file
def dying(self, path, *a, **k):
    os._exit(9) if path.endswith("manifest.json") else put(self, path, *a, **k)
Store.pipe_file = dying
"""
IN_THE_MIDDLE = """
sent, put = [], Store.put_file
def dying(self, *a, **k):
    sent.append(a)
    os._exit(9) if len(sent) > 4 else put(self, *a, **k)
Store.put_file = dying
"""


def rows(path: Path, seed: int) -> Path:
    """A small export."""
    rng = np.random.default_rng(seed)
    lines = ["customer,time,touchpoint"]
    lines += [
        f"c{rng.integers(400)},2026-{1 + n % 9:02d}-{1 + n % 28:02d}T{n % 24:02d}:00:00,{'abcdef'[rng.integers(6)]}"
        for n in range(3000)
    ]
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What opens the store, with a cache of its own."""
    credentials(monkeypatch, tmp_path / "cache")


def counts(workspace: Workspace) -> list[tuple[object, ...]]:
    """The map, as told."""
    table = workspace.map().to_arrow()
    return sorted(zip(*(table.column(name).to_pylist() for name in table.column_names), strict=True), key=repr)


def asking(folder: Path, **settings: str) -> None:
    """Let the workspace have these settings of a cluster, and no others."""
    path = folder / "workspace.toml"
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(("runner", "storage"))]
    at = next(number for number, line in enumerate(kept) if line.startswith("name"))
    kept[at + 1 : at + 1] = [f'{name} = "{value}"' for name, value in settings.items()]
    path.write_text("\n".join(kept) + "\n", "utf-8")


@pytest.mark.timeout(280)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.scheme)
def test_import_build_ask_crash_and_ask_again(tmp_path: Path, kind: Kind) -> None:
    with opened(kind, tmp_path) as url, sail(tmp_path / "sail.txt") as (cluster, _):
        folder = tmp_path / "acme"
        Folder.create(folder, "Acme")
        local = wm.open(folder)
        local.import_file(rows(tmp_path / "visits.csv", 1))
        local.build()
        expected = counts(local)
        asking(folder, runner=cluster, storage=url)

        asked = wm.open(folder)
        with pytest.raises(WegmarkeError) as error:
            counts(asked)
        assert error.value.code == "storage_behind"
        asked.build()
        assert counts(asked) == expected
        assert list((tmp_path / "cache").glob("*/parts/*/whole"))  # from the store, not from the folder

        asked.import_file(rows(tmp_path / "calls.csv", 2))
        for what, behind in ((IN_THE_MIDDLE, True), (BEFORE_THE_SWITCH, False)):
            died = subprocess.run(
                [sys.executable, "-c", CRASH.format(what=what, scheme=kind.scheme), folder], env=os.environ, check=False
            )
            assert died.returncode == 9
            after = wm.open(folder)
            if behind:
                with pytest.raises(WegmarkeError) as error:
                    counts(after)
                assert error.value.code == "storage_behind"
            else:
                assert counts(after) != expected  # all files were there; only who reads the manifest there waits
        whole = wm.open(folder)
        whole.build()
        told = counts(whole)
        asking(folder)
        assert told == counts(wm.open(folder)) != expected

        asking(folder, runner=cluster, storage=url)
        assert Folder.open(folder).build(whole=True, on="cluster").kind == "whole"
        assert counts(wm.open(folder)) == told
        assert on_the_store(url) == {"index"}  # neither the record nor who is who
        assert Folder.open(folder).forget([Person((("customer", "c7"),))]).persons == 1
        manifest = read_manifest(folder / "index")
        assert building.missing(folder / "index", manifest, f"{url}/index") == []
        files, place = reached(url)
        parts = {name.removeprefix(f"{place}/").split("/")[2] for name in files.find(f"{place}/index/parts")}
        assert parts == {entry.name for entry in manifest.partitions}  # nothing of before
        assert counts(wm.open(folder)) != told


def on_the_store(url: str) -> set[str]:
    """The folders there in which something lies."""
    return {name.partition("/")[0] for name in StorageFolder(url).sizes()}


@pytest.mark.timeout(280)
@pytest.mark.usefixtures("environment")
def test_a_lost_file_of_a_partition_is_named_and_a_build_brings_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lost in the store: sent again from the folder. Lost in the folder: made anew from the record, and said so."""
    folder = tmp_path / "acme"
    Folder.create(folder, "Acme")
    local = wm.open(folder)
    local.import_file(rows(tmp_path / "visits.csv", 1))
    local.build()
    expected = counts(local)
    with store(tmp_path / "store.txt") as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        with sail(tmp_path / "sail.txt") as (cluster, _):
            asking(folder, runner=cluster, storage=STORE)
            built(folder)
            part = wm.open(folder).folder.index().names[0]
            S3FileSystem(skip_instance_cache=True).rm(f"{STORE}/index/parts/{part}/journeys.arrow")
            with pytest.raises(WegmarkeError) as error:
                counts(wm.open(folder))
            assert (error.value.code, error.value.details["file"]) == ("storage_behind", f"parts/{part}/journeys.arrow")
            assert "wegmarke build" in str(error.value)
            assert "up to date" in built(folder)  # the index is; its copy was not
            assert counts(wm.open(folder)) == expected
            healthy = wegmarke("doctor", folder)
            assert f"Storage {STORE}: has the whole index" in healthy
            assert "The cluster sees the index: " in healthy

            S3FileSystem(skip_instance_cache=True).rm(f"{STORE}/index/parts/{part}/journeys.arrow")
            assert f"lacks 1 file of the index (parts/{part}/journeys.arrow for one)" in wegmarke("doctor", folder, 1)

            asking(folder, runner=cluster)
            (folder / "index" / "parts" / part / "promises.arrow").unlink()
            with pytest.raises(WegmarkeError) as error:
                counts(wm.open(folder))
            assert (error.value.code, error.value.details["file"]) == ("index_broken", f"parts/{part}/promises.arrow")
            assert "wegmarke build" in str(error.value)
            asking(folder, runner=cluster, storage=STORE)
            assert f"parts/{part}/promises.arrow" in built(folder)
            assert wm.open(folder).folder.index().names[0] != part
            assert counts(wm.open(folder)) == expected
            asking(folder, runner=cluster)
            assert counts(wm.open(folder)) == expected


def built(folder: Path) -> str:
    """What `wegmarke build` says."""
    return wegmarke("build", folder)


def wegmarke(command: str, folder: Path, code: int = 0) -> str:
    """What a command says of the workspace."""
    given = [sys.executable, "-m", "wegmarke.cli", "--language", "en", command, "-w", str(folder)]
    done = subprocess.run(given, env={**os.environ, "COLUMNS": "300"}, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout.replace("\xa0", " ")


@pytest.mark.timeout(280)
def test_the_doctor_says_what_is_wrong_with_a_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "acme"
    Folder.create(folder, "Acme")
    local = wm.open(folder)
    local.import_file(rows(tmp_path / "visits.csv", 1))
    local.build()
    assert "luster" not in wegmarke("doctor", folder)
    asking(folder, runner="sc://127.0.0.1:9")
    assert "The cluster at “sc://127.0.0.1:9” cannot be reached" in wegmarke("doctor", folder, 1)
    with sail(tmp_path / "sail.txt") as (cluster, _):
        asking(folder, runner=cluster)
        assert f"Cluster {cluster}: " in wegmarke("doctor", folder)
        asking(folder, runner=cluster, storage="s3://127.0.0.1")
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        assert "The storage “s3://127.0.0.1/index” cannot be reached" in wegmarke("doctor", folder, 1)
        asking(folder, runner=cluster)
        part = local.folder.index().names[0]
        (folder / "index" / "parts" / part / "customers.arrow").unlink()
        assert f"parts/{part}/customers.arrow" in wegmarke("doctor", folder, 1)
