"""The thread that works on jobs, one after the other.

Why a table and a thread, and not a queue with its own process: a workspace has one server and one writer lock, so two
jobs could never run side by side; the table is needed anyway, for progress, history and the wish to stop; and one
process is what a laptop can start and end with certainty. A job that was running when the process ended is marked
`interrupted` at the next start; imports and builds can be repeated without harm, so nothing has to be recovered.
The worker lives in the process that serves the pages. What scheduled work on several machines would need is not here.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import close_old_connections, connection

from wegmarke.clock import now
from wegmarke.desk.jobs.models import ACTIVE, Job, State
from wegmarke.errors import WegmarkeError
from wegmarke.model.progress import Progress, Watcher

log = logging.getLogger(__name__)

Handler = Callable[[Mapping[str, object], Watcher], Mapping[str, object]]
"""Does the work: takes the job's arguments, tells the watcher of its progress, returns the result as plain JSON.

Work that was stopped half-way raises `WegmarkeError("import_stopped")`; work that returns is done.
"""

WRITE_EVERY_SECONDS = 0.25
LOOK_EVERY_SECONDS = 2.0


class UnknownKindError(LookupError):
    """A job of a kind nobody registered."""


@dataclass(slots=True)
class JobWatcher:
    """Writes progress to the job's row, a few times a second at most, and knows whether the job is to stop."""

    job_id: int
    stop: threading.Event
    written_at: float = 0.0
    stage: str = ""
    stage_started_at: datetime | None = None

    def report(self, progress: Progress) -> None:
        """Note how far the work is; a new stage is written at once."""
        moment = time.monotonic()
        if progress.stage == self.stage and moment - self.written_at < WRITE_EVERY_SECONDS:
            return
        if progress.stage != self.stage:
            self.stage, self.stage_started_at = progress.stage, now()
        self.written_at = moment
        Job.objects.filter(pk=self.job_id).update(
            stage=progress.stage, share=progress.share, rows=progress.rows, stage_started_at=self.stage_started_at
        )

    def stopped(self) -> bool:
        """Whether somebody asked to stop, or the process is about to end."""
        return self.stop.is_set() or _ending()


@dataclass(slots=True)
class Worker:
    """Takes the oldest waiting job, does it, takes the next. One per process."""

    handlers: dict[str, Handler] = field(default_factory=dict)
    _wake: threading.Event = field(default_factory=threading.Event)
    _end: threading.Event = field(default_factory=threading.Event)
    _stop: threading.Event = field(default_factory=threading.Event)
    _running: int | None = None
    _thread: threading.Thread | None = None

    def register(self, kind: str, handler: Handler) -> None:
        """Say who does the jobs of a kind."""
        self.handlers[kind] = handler

    def start(self) -> None:
        """Mark what an earlier process left running, and begin to work; does nothing when it works already."""
        if self._thread is not None:
            return
        Job.objects.filter(state=State.RUNNING).update(state=State.INTERRUPTED, finished_at=now())
        self._end.clear()
        self._thread = threading.Thread(target=self._work, name="wegmarke-jobs", daemon=True)
        self._thread.start()

    def shut_down(self, timeout_seconds: float = 10.0) -> None:
        """Ask the running job to stop and wait for the thread to end."""
        self._end.set()
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout_seconds)
            self._thread = None

    def wake(self) -> None:
        """Look for a job now."""
        self._wake.set()

    def stop_job(self, job_id: int) -> None:
        """Stop a job: a waiting one at once, the running one when its work next asks."""
        waiting = Job.objects.filter(pk=job_id, state=State.QUEUED)
        if waiting.update(state=State.STOPPED, stop_wanted=True, finished_at=now()):
            return
        Job.objects.filter(pk=job_id, state=State.RUNNING).update(stop_wanted=True)
        if self._running == job_id:
            self._stop.set()

    def _work(self) -> None:
        while not self._end.is_set():
            self._wake.clear()
            try:
                job = Job.objects.filter(state=State.QUEUED).order_by("pk").first()
                if job is not None:
                    self._do(job)
                    continue
            except Exception:  # the thread must outlive a database that is away for a moment
                log.exception("The job worker met an error and goes on.")
                time.sleep(LOOK_EVERY_SECONDS)
            finally:
                close_old_connections()
            self._wake.wait(LOOK_EVERY_SECONDS)
        connection.close()

    def _do(self, job: Job) -> None:
        self._stop.clear()
        if self._end.is_set():
            return
        self._running = job.pk
        begun = Job.objects.filter(pk=job.pk, state=State.QUEUED).update(state=State.RUNNING, started_at=now())
        if not begun:  # stopped in between
            return
        try:
            self._finish(job.pk, self._result(job))
        finally:
            self._running = None

    def _result(self, job: Job) -> dict[str, object]:
        """Do the work and say in which fields of the row it ended."""
        try:
            handler = self.handlers.get(job.kind)
            if handler is None:
                raise UnknownKindError(job.kind)
            result = handler(job.arguments, JobWatcher(job.pk, self._stop))
        except WegmarkeError as error:
            state = State.STOPPED if error.code == "import_stopped" else State.FAILED
            details = {key: plain(value) for key, value in error.details.items()}
            return {"state": state, "error_code": error.code, "error_details": details}
        except Exception as error:  # whatever goes wrong in a job ends the job, not the desk
            if _ending():  # the libraries have let go of their threads already: that is no fault of the job
                return {"state": State.INTERRUPTED}
            log.exception("Job %s (%s) failed.", job.pk, job.kind)
            return {"state": State.FAILED, "error_details": {"error": type(error).__name__}}
        return {"state": State.DONE, "result": dict(result), "share": 1.0}

    @staticmethod
    def _finish(job_id: int, fields: Mapping[str, object]) -> None:
        Job.objects.filter(pk=job_id, state__in=ACTIVE).update(finished_at=now(), **fields)


def _ending() -> bool:
    """Whether the interpreter is shutting down: it then waits for threads, while new ones can no longer be started."""
    return not threading.main_thread().is_alive()


def plain(value: object) -> object:
    """Return a detail of an error as JSON can hold it."""
    return value if isinstance(value, str | int | float | bool | None) else str(value)


WORKER = Worker()
"""The worker of this process; apps register their kinds with it when Django has loaded them."""
