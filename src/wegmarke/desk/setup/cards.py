"""A source as its card shows it: what came in, when, and whether something is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wegmarke.clock import now
from wegmarke.desk.jobs.models import ACTIVE, Job, State
from wegmarke.desk.jobs.services import view_of
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.setup.uploads import kept_files
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Staff
from wegmarke.text import Language
from wegmarke.workspace import SourceStatus, WorkspaceStatus

OF_A_SOURCE = ("import", "read_again", "replay")


@dataclass(frozen=True, slots=True)
class Breakage:
    """What keeps a source from being read: since when it has been so, the last file that failed, and why."""

    since: datetime | None
    job: Job
    message: str


@dataclass(frozen=True, slots=True)
class SourceCard:
    """One source. age_seconds: how long ago its newest contact happened; unfinished: numbers of files not read to the
    end; kept: how many files can be read again; staff: what becomes of columns that name employees.
    """

    status: SourceStatus
    age_seconds: float | None
    broken: Breakage | None
    running: Job | None
    kept: int
    staff: tuple[Staff, ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether the rows of the source are all accounted for."""
        status = self.status
        return status.read == status.accepted + status.duplicate + status.quarantined


def source_cards(status: WorkspaceStatus, language: Language) -> tuple[SourceCard, ...]:
    """Describe every source of the workspace."""
    jobs = list(Job.objects.filter(kind__in=OF_A_SOURCE).order_by("-pk")[:500])
    return tuple(
        _card(source, [job for job in jobs if _is_about(job, source.name)], language) for source in status.sources
    )


def _is_about(job: Job, source: str) -> bool:
    return bool(job.arguments.get("source") == source)


def _card(source: SourceStatus, jobs: list[Job], language: Language) -> SourceCard:
    return SourceCard(
        status=source,
        age_seconds=None if source.last_time is None else max(0.0, (now() - source.last_time).total_seconds()),
        broken=_breakage(jobs, language),
        running=next((job for job in jobs if job.state in ACTIVE), None),
        kept=len(kept_files(source.name)),
        staff=_staff(source.name),
    )


def _staff(source: str) -> tuple[Staff, ...]:
    """What the mapping says of employees; columns that are simply not stored are of no interest here."""
    try:
        return workspace().mapping(source).staff
    except WegmarkeError:  # somebody is editing the file: its own page says what is wrong
        return ()


def _breakage(jobs: Iterable[Job], language: Language) -> Breakage | None:
    """A source is broken when its last import failed, since the first failure behind the last that was done."""
    last: Job | None = None
    since: datetime | None = None
    for job in jobs:  # the latest first
        if job.kind != "import" or job.state not in {State.DONE, State.FAILED}:
            continue
        if job.state == State.DONE:
            break
        last = last or job
        since = job.finished_at
    if last is None:
        return None
    return Breakage(since, last, view_of(last, language).message)


def orphaned(status: WorkspaceStatus) -> tuple[Job, ...]:
    """Return the imports that failed or were interrupted before their source came to be, the latest first."""
    known = {source.name for source in status.sources}
    found: dict[str, Job] = {}
    for job in Job.objects.filter(kind="import").order_by("-pk")[:200]:
        found.setdefault(str(job.arguments.get("source", "")), job)
    return tuple(
        job
        for source, job in found.items()
        if source not in known and job.state in {State.FAILED, State.INTERRUPTED} and source
    )
