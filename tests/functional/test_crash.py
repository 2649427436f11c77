"""Killed at any moment: the old state serves, what was committed is in, and the same work done again ends the same.

A real process imports and builds; it is killed with a signal that nothing can catch, at moments spread over its run.
"""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping
from wegmarke.record import Record
from wegmarke.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
ROWS = 20_000
KILLS = 10
CALLS = Mapping("calls", "caller", (InteractionMapping("at", Cell(column="what")),), row_id=("id",))

WORK = """
    import sys
    from pathlib import Path
    from wegmarke.record import chunks
    from wegmarke.sources import limits

    limits.BLOCK_BYTES = 1 << 18           # many batches and commits, so that kills fall between and into them
    chunks.CHUNK_INTERACTIONS = 1_000
    from wegmarke.workspace import Workspace
    workspace = Workspace.open(Path(sys.argv[1]))
    print("begun", flush=True)
    for name in sys.argv[2:]:
        workspace.import_file(Path(name), source="calls")
        workspace.build()
    print("done", flush=True)
"""


def calls(path: Path, beginning: int, word: str) -> Path:
    """An export: every id from `beginning`, a tenth of the rows unfit."""
    lines = [f"{beginning + number},C{number % 997},{_when(number)},{word},{'note ' * 60}" for number in range(ROWS)]
    path.write_text("id,caller,at,what,note\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def _when(number: int) -> str:
    return "soon" if number % 10 == 3 else f"2026-01-{number % 28 + 1:02d}"


def begin(folder: Path, *files: Path) -> subprocess.Popen[str]:
    worker = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WORK), str(folder), *map(str, files)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "begun\n", worker.communicate()[1]
    return worker


def state(workspace: Workspace) -> tuple[list[tuple[str, str, int, int]], int, int, int | None]:
    """All that a reader sees."""
    record = Record.open(workspace.folder / "record")
    for entry in record.files:
        assert entry.read == entry.accepted + entry.duplicate + entry.quarantined
    rows = {(line["file"], line["row"]) for batch in record.batches(("file", "row")) for line in batch.to_pylist()}
    assert len(rows) == record.interactions, "no row counts twice"
    total = record.quarantine(limit=1).total
    assert total == sum(entry.quarantined for entry in record.files)
    index = workspace.index() if (workspace.folder / "index" / "manifest.json").is_file() else None
    journeys = None if index is None else sum(len(partition.outcome) for partition in index.partitions)
    files = [(entry.name, entry.state, entry.read, entry.accepted) for entry in record.files]
    return files, len(rows), total, journeys


@pytest.mark.timeout(600)
def test_killed_at_any_moment_and_done_again_it_ends_the_same(tmp_path: Path, rng: np.random.Generator) -> None:
    first, second = calls(tmp_path / "first.csv", 0, "Call"), calls(tmp_path / "second.csv", ROWS // 2, "Visit")
    undisturbed = Workspace.create(tmp_path / "undisturbed", "Acme")
    undisturbed.save_mapping(CALLS)
    began = time.monotonic()
    worker = begin(undisturbed.folder, first, second)
    assert worker.communicate()[0] == "done\n"
    duration = time.monotonic() - began
    assert len(undisturbed.record.parts()) > 20, "there are many moments to be killed at"

    workspace = Workspace.create(tmp_path / "acme", "Acme")
    workspace.save_mapping(CALLS)
    ends = []
    for share in rng.random(KILLS):
        worker = begin(workspace.folder, first, second)
        time.sleep(share * duration * 0.8)
        worker.kill()
        ends.append(worker.wait() == -signal.SIGKILL)
        worker.communicate()
        state(Workspace.open(workspace.folder))
    assert any(ends), "at least one kill fell into the work"
    worker = begin(workspace.folder, first, second)
    assert worker.communicate()[0] == "done\n"
    assert state(workspace) == state(undisturbed)

    Record.open(workspace.folder / "record", write=True)
    ledger = json.loads((workspace.folder / "record" / "ledger.json").read_text(encoding="utf-8"))
    named = {part["name"] for part in ledger["parts"]} | {entry["name"] for entry in ledger["quarantine"]}
    lying = {f"{path.parent.name}/{path.name}" for path in (workspace.folder / "record").rglob("*.parquet")}
    assert {name for name in lying if not name.startswith("superseded")} == named, "what crashes left is gone"


def test_a_killed_writer_holds_nobody_up(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "acme", "Acme")
    workspace.save_mapping(CALLS)
    first = calls(tmp_path / "first.csv", 0, "Call")
    worker = begin(workspace.folder, first)
    lock = workspace.folder / "writer.lock"
    held = False
    while not held:
        assert worker.poll() is None, "it ended before it was seen to write"
        if lock.is_file() and lock.read_text(encoding="utf-8"):
            os.kill(worker.pid, signal.SIGSTOP)
            held = bool(lock.read_text(encoding="utf-8"))  # else it let go between the two looks
            if not held:
                os.kill(worker.pid, signal.SIGCONT)
    with pytest.raises(WegmarkeError) as caught:
        workspace.save_mapping(CALLS)
    assert caught.value.code == "workspace_locked"
    assert caught.value.details["process"] == worker.pid, "it holds the lock as long as it lives, even asleep"
    worker.kill()
    worker.wait()
    worker.communicate()
    assert workspace.import_file(first, source="calls").read > 0


def test_two_writers_at_once_do_not_mix(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "acme", "Acme")
    workspace.save_mapping(CALLS)
    first, second = calls(tmp_path / "first.csv", 0, "Call"), calls(tmp_path / "second.csv", ROWS, "Visit")
    workers = [begin(workspace.folder, first), begin(workspace.folder, second)]
    ends = [worker.communicate() for worker in workers]  # each may meet the other between its two steps, or never
    refused = [error for _, error in ends if error]
    assert all("workspace_locked" in error or "Another process writes" in error for error in refused), refused
    assert len(refused) < 2, "one of them came through"
    state(workspace)
    for path in (first, second):
        workspace.import_file(path, source="calls")
    assert workspace.record.interactions == 2 * ROWS * 9 // 10
