"""Start jobs, and tell people about them."""

from __future__ import annotations

from dataclasses import dataclass

from wegmarke.clock import now
from wegmarke.desk.accounts.models import User
from wegmarke.desk.jobs.models import Job
from wegmarke.desk.jobs.worker import WORKER
from wegmarke.errors import WegmarkeError
from wegmarke.text import Language, error_sentence

MIN_SHARE_FOR_ESTIMATE = 0.03
"""Below this share done, the time that remains cannot be told from what has passed."""


@dataclass(frozen=True, slots=True)
class JobView:
    """What a page shows of a job. `remaining_seconds` is None where it cannot be told yet."""

    job: Job
    percent: int | None
    remaining_seconds: float | None
    message: str


def start_job(kind: str, arguments: dict[str, object], *, title: str, user: User | None) -> Job:
    """Queue a job of a registered kind and wake the worker."""
    if kind not in WORKER.handlers:
        raise LookupError(kind)
    job = Job.objects.create(kind=kind, arguments=arguments, title=title, started_by=user, created_at=now())
    WORKER.wake()
    return job


def view_of(job: Job, language: Language) -> JobView:
    """Word the job's state for people in that language."""
    percent = None if job.share is None else round(100 * min(max(job.share, 0.0), 1.0))
    message = ""
    if job.error_code:
        # The code comes from the table, where only codes of WegmarkeError were written.
        message = error_sentence(WegmarkeError(job.error_code, **job.error_details), language)  # type: ignore[arg-type]
    return JobView(job=job, percent=percent, remaining_seconds=_remaining_seconds(job), message=message)


def _remaining_seconds(job: Job) -> float | None:
    if not job.is_active or job.share is None or job.stage_started_at is None or job.share < MIN_SHARE_FOR_ESTIMATE:
        return None
    passed = (now() - job.stage_started_at).total_seconds()
    return passed * (1 - job.share) / job.share
