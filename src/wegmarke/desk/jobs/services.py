"""Start jobs, and tell people about them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from wegmarke.clock import now
from wegmarke.desk.accounts.models import User
from wegmarke.desk.jobs.models import ENDED_EARLY, Job, State
from wegmarke.desk.jobs.worker import WORKER
from wegmarke.desk.privacy.published import erased_mark
from wegmarke.errors import WegmarkeError
from wegmarke.text import Language, error_sentence, word

MIN_SHARE_FOR_ESTIMATE = 0.03
"""Below this share done, the time that remains cannot be told from what has passed."""


@dataclass(frozen=True, slots=True)
class JobView:
    """What a page shows of a job.

    stage: what it does right now, in words. remaining_seconds, rows_per_second: None where they cannot be told (yet).
    ahead: how many jobs come before a waiting one. message: its error, worded. is_stopped_by_wish: it ended early since
    somebody wanted it to. erased: that persons were erased since its figures were computed; "" where none was.
    """

    job: Job
    percent: int | None
    remaining_seconds: float | None
    message: str
    stage: str = ""
    rows_per_second: float | None = None
    ahead: int = 0
    is_stopped_by_wish: bool = False
    can_be_repeated: bool = False
    erased: str = ""


def asking_user(request: HttpRequest) -> User | None:
    """Return the account on whose behalf a page starts a job."""
    return User.objects.filter(pk=request.user.pk).first() if request.user.is_authenticated else None


def start_job(kind: str, arguments: dict[str, object], *, user: User | None, title: str = "") -> Job:
    """Queue a job of a registered kind and wake the worker. A job without a title is named by its kind."""
    if kind not in WORKER.handlers:
        raise LookupError(kind)
    job = Job.objects.create(kind=kind, arguments=arguments, title=title, started_by=user, created_at=now())
    WORKER.wake()
    return job


def repeat_job(job: Job, user: User | None) -> Job:
    """Start the same job once more. Imports and builds can be repeated without harm: a stopped one goes on."""
    return start_job(job.kind, job.arguments, user=user, title=job.title)


def view_of(job: Job, language: Language) -> JobView:
    """Word the job's state for people in that language."""
    percent = None if job.share is None else round(100 * min(max(job.share, 0.0), 1.0))
    message = ""
    if job.error_code:
        # The code comes from the table, where only codes of WegmarkeError were written.
        message = error_sentence(WegmarkeError(job.error_code, **job.error_details), language)  # type: ignore[arg-type]
    waits = job.state == State.QUEUED
    return JobView(
        job=job,
        percent=percent,
        remaining_seconds=_remaining_seconds(job),
        message=message,
        stage=word(f"stage:{job.stage}", language) if job.stage and job.state == State.RUNNING else "",
        rows_per_second=_rows_per_second(job),
        ahead=Job.objects.filter(state__in=(State.QUEUED, State.RUNNING), pk__lt=job.pk).count() if waits else 0,
        is_stopped_by_wish=job.state == State.STOPPED,
        can_be_repeated=job.state in ENDED_EARLY and job.kind in WORKER.handlers,
        erased=erased_mark(job.finished_at) if job.state == State.DONE and job.result else "",
    )


def _remaining_seconds(job: Job) -> float | None:
    if not job.is_active or job.share is None or job.stage_started_at is None or job.share < MIN_SHARE_FOR_ESTIMATE:
        return None
    passed = (now() - job.stage_started_at).total_seconds()
    return passed * (1 - job.share) / job.share


def _rows_per_second(job: Job) -> float | None:
    """Tell the speed of the present stage; of an ended job, that of all of it."""
    if not job.is_active:
        seconds = job.result.get("seconds")
        return job.rows / seconds if job.rows and isinstance(seconds, float) and seconds > 0 else None
    if not job.rows or job.stage_started_at is None:
        return None
    passed = (now() - job.stage_started_at).total_seconds()
    return job.rows / passed if passed > 0.5 else None
