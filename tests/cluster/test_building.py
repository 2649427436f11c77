"""What only a real cluster can show (`make cluster`): an executor dies in the middle of a build."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.test_workers import executors
from tests.clusters import GIVEN
from tests.conformance.test_building import assert_same, kept, on
from tests.contacts import partitions
from tests.slowly import SlowReading
from wegmarke.workspace import read_by_workers

PATIENCE_SECONDS = 120


@pytest.mark.timeout(280)
@pytest.mark.parametrize("way", ["disk", "storage"])
def test_an_executor_that_dies_during_the_build_changes_nothing(
    practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """It is killed as soon as the first partition is begun: what it had shared out by then is lost. By way of a storage
    workers do not find the workspace: the path leads somewhere else for them.
    """
    monkeypatch.chdir(tmp_path)
    shutil.copytree(practice, tmp_path / "acme")
    workspace = on(os.environ[GIVEN], (tmp_path if way == "disk" else Path("/proc/self/cwd")) / "acme")
    worker = int(os.environ["WEGMARKE_TEST_WORKERS"].split(",")[1])
    parts, killed = workspace.folder / "index" / "parts", list[int]()
    if way == "storage":
        workspace.save_settings(replace(workspace.settings, storage=(tmp_path / "store").as_uri()))
        parts = tmp_path / "store" / "index" / "parts"
    laid_out = read_by_workers.ByCustomer.laid_out

    def slowly(*args: Any) -> Any:
        return SlowReading(laid_out(*args), 0.5)

    def kill() -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not [*parts.glob("*-*")] and time.monotonic() < until:
            time.sleep(0.05)
        for one in executors(worker):
            os.kill(one, signal.SIGKILL)
            killed.append(one)

    with partitions(8):
        workspace.build(whole=True, on="here")
        before = kept(workspace.folder / "index")
        workspace.build(on="here")  # what was replaced is swept
        monkeypatch.setattr(read_by_workers.ByCustomer, "laid_out", slowly)
        killing = threading.Thread(target=kill)
        killing.start()
        workspace.build(whole=True, on="cluster")
        killing.join()
        assert_same(before, workspace.folder / "index")
    left = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert {path.relative_to(tmp_path / "store").parts[0] for path in left} == (
        {"index"} if way == "storage" else set()
    )
    assert len(killed) > 1  # the executor and a Python process of it
