"""What only a real cluster can show (`make cluster`): an executor dies while files are read."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.test_workers import executors
from tests.clusters import GIVEN
from tests.imports import CALLS, calls, content, empty, told
from wegmarke.workspace.taking_in import on_cluster
from wegmarke.workspace.taking_in.part import ToImport

PATIENCE_SECONDS = 120
FILES, ROWS = 16, 60_000


def rows_of(number: int) -> list[tuple[str, str, str, str]]:
    """Half of the ids are those of the file before; every other row says the same as there."""
    ids = range(number * ROWS // 2, number * ROWS // 2 + ROWS)
    return [(str(n), f"K{n % 999}", "2026-01-01 08:00", f"call {number if n % 2 else 0}") for n in ids]


@pytest.mark.timeout(280)
def test_an_executor_that_dies_while_files_are_read_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is killed as soon as the first chunk is laid down: what it had read by then is lost, or is there twice."""
    monkeypatch.setattr(on_cluster, "JUDGED_THERE_FROM", 0)
    files = [ToImport(calls(tmp_path, f"{number}.csv", rows_of(number)), CALLS) for number in range(FILES)]
    here, there = empty(tmp_path / "here", os.environ[GIVEN]), empty(tmp_path / "there", os.environ[GIVEN])
    worker = int(os.environ["WEGMARKE_TEST_WORKERS"].split(",")[1])
    scratch, killed, done = there.folder / "record" / "scratch", list[int](), threading.Event()

    def kill() -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not [*scratch.glob("import-*/*.parquet")] and time.monotonic() < until and not done.is_set():
            time.sleep(0.01)
        for one in executors(worker):
            os.kill(one, signal.SIGKILL)
            killed.append(one)

    killing = threading.Thread(target=kill)
    killing.start()
    reports: list[Any] = told(there.import_files(files, on="cluster"))
    done.set()
    killing.join()
    assert len(killed) > 1  # the executor and a Python process of it
    assert told(here.import_files(files, on="here")) == reports
    assert sum(report.duplicate for report in reports) > ROWS
    mine, theirs = content(here), content(there)
    assert [name for name in mine if mine[name] != theirs[name]] == []
