"""Where the disk is full an import on a cluster says so, leaves nothing, and goes on when there is room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clusters import cluster
from tests.imports import CALLS, calls, empty
from wegmarke.errors import WegmarkeError
from wegmarke.workspace.taking_in.part import ToImport


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("cluster") / "log.txt") as where:
        yield where


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 700 kB."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", place], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root makes a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def test_a_full_disk(tmp_path: Path, address: str, small: Path) -> None:
    workspace = empty(small / "acme", address)
    rows = [(str(n), f"K{n}", "2026-01-01 08:00", os.urandom(16).hex()) for n in range(20_000)]
    files = [ToImport(calls(tmp_path, f"{n}.csv", rows[n:]), CALLS) for n in range(3)]
    with pytest.raises(WegmarkeError) as error:
        workspace.import_files(files, on="cluster")
    assert (error.value.code, error.value.details["folder"]) == ("disk_full", str(workspace.folder))
    assert workspace.record.files == ()
    assert [*(workspace.folder / "record").rglob("*.parquet*")] == []
    subprocess.run(["mount", "-o", "remount,size=40m", small], check=True)
    workspace.import_files(files, on="cluster")
    assert workspace.record.interactions == 20_000
