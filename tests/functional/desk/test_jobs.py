"""Jobs: real work in the real thread, on the real database."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wegmarke.errors import WegmarkeError
from wegmarke.model.progress import Progress, Watcher

if TYPE_CHECKING:
    from wegmarke.desk.jobs.models import Job
    from wegmarke.desk.jobs.worker import Worker

SECONDS_TO_END = 60


def count_lines(arguments: Mapping[str, object], watcher: Watcher) -> Mapping[str, object]:
    """Count the lines of a file, slowly if asked."""
    path = Path(str(arguments["path"]))
    if not path.exists():
        raise WegmarkeError("file_missing", file=str(path))
    size, lines = path.stat().st_size, 0
    with path.open("rb") as file:
        for line in file:
            if watcher.stopped():
                raise WegmarkeError("import_stopped", rows=lines)
            lines += 1
            watcher.report(Progress("read", file.tell() / size, lines))
            time.sleep(float(str(arguments.get("pause", 0))))
            if line == b"break\n":
                raise ZeroDivisionError
    return {"lines": lines}


@pytest.fixture
def worker(loaded_desk: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """The worker of this process, working, with a kind of job that counts lines."""
    from wegmarke.desk.jobs.worker import WORKER

    assert loaded_desk.is_dir()
    monkeypatch.setitem(WORKER.handlers, "count_lines", count_lines)
    WORKER.start()
    yield WORKER
    WORKER.shut_down()


def start(path: Path, pause: float = 0) -> Job:
    from wegmarke.desk.jobs.services import start_job

    return start_job("count_lines", {"path": str(path), "pause": pause}, title="Count lines", user=None)


def until(job: Job, *states: str) -> Job:
    deadline = time.monotonic() + SECONDS_TO_END
    while time.monotonic() < deadline:
        job.refresh_from_db()
        if job.state in states:
            return job
        time.sleep(0.02)
    raise AssertionError(f"The job is {job.state}, not one of {states}.")


def test_a_job_is_done_and_keeps_its_result(worker: Worker, tmp_path: Path) -> None:
    assert worker.handlers
    path = tmp_path / "lines.txt"
    path.write_text("line\n" * 1000)
    job = until(start(path), "done")
    assert job.result == {"lines": 1000}
    assert job.share == 1.0
    assert job.started_at is not None
    assert job.finished_at is not None
    assert job.finished_at >= job.started_at >= job.created_at


def test_progress_can_be_seen_and_the_job_stopped(worker: Worker, tmp_path: Path) -> None:
    from wegmarke.desk.jobs.services import view_of

    path = tmp_path / "lines.txt"
    path.write_text("line\n" * 2000)
    job = start(path, pause=0.01)
    deadline = time.monotonic() + SECONDS_TO_END
    seen: list[int] = []
    while len(set(seen)) < 3 and time.monotonic() < deadline:
        job.refresh_from_db()
        seen.append(job.rows)
        time.sleep(0.05)
    assert seen == sorted(seen)
    assert 0 < seen[-1] < 2000
    assert view_of(job, "en").percent == round(100 * (job.share or 0))
    worker.stop_job(job.pk)
    stopped = until(job, "stopped")
    assert stopped.rows < 2000
    assert stopped.stop_wanted


def test_a_waiting_job_is_stopped_before_it_begins(worker: Worker, tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("line\n" * 300)
    first, second = start(path, pause=0.01), start(path)
    worker.stop_job(second.pk)
    assert until(second, "stopped").started_at is None
    assert until(first, "done").result == {"lines": 300}


def test_an_error_is_worded_in_the_readers_language(worker: Worker, tmp_path: Path) -> None:
    from wegmarke.desk.jobs.services import view_of

    assert worker.handlers
    job = until(start(tmp_path / "missing.csv"), "failed")
    assert job.error_code == "file_missing"
    english, german = view_of(job, "en").message, view_of(job, "de").message
    assert "missing.csv" in english
    assert "missing.csv" in german
    assert english != german


def test_an_unexpected_error_ends_the_job_and_not_the_worker(worker: Worker, tmp_path: Path) -> None:
    assert worker.handlers
    path = tmp_path / "lines.txt"
    path.write_text("break\n")
    failed = until(start(path), "failed")
    assert failed.error_code == ""
    assert failed.error_details == {"error": "ZeroDivisionError"}
    path.write_text("line\n")
    assert until(start(path), "done").result == {"lines": 1}


def test_what_ran_when_the_desk_ended_is_marked(worker: Worker, tmp_path: Path) -> None:
    from wegmarke.desk.jobs.models import Job

    path = tmp_path / "lines.txt"
    path.write_text("line\n")
    worker.shut_down()
    job = start(path)
    Job.objects.filter(pk=job.pk).update(state="running")
    worker.start()
    assert until(job, "interrupted").finished_at is not None


def test_ending_the_desk_stops_the_running_job(worker: Worker, tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("line\n" * 5000)
    job = until(start(path, pause=0.01), "running")
    before = time.monotonic()
    worker.shut_down()
    assert time.monotonic() - before < 5
    assert until(job, "stopped").rows < 5000


def test_a_kind_nobody_does_is_refused(worker: Worker) -> None:
    from wegmarke.desk.jobs.services import start_job

    assert worker.handlers
    with pytest.raises(LookupError):
        start_job("paint", {}, title="Paint", user=None)
