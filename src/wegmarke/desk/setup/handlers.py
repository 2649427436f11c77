"""What the jobs of this app do: import, build, replay, read again, take in what lies in the inbox."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, replace

from wegmarke.clock import now
from wegmarke.desk.jobs.models import ACTIVE, Job, State
from wegmarke.desk.jobs.worker import Worker, plain
from wegmarke.desk.setup import uploads
from wegmarke.desk.setup.effect import effect
from wegmarke.desk.setup.services import workspace
from wegmarke.model.progress import Watcher
from wegmarke.sources.mapping import mapping_from_toml
from wegmarke.workspace import ImportReport, InboxFile
from wegmarke.workspace.taking_in.inbox import INBOX, SETTLE_SECONDS, waiting

BUILD_AT_ONCE = 5_000_000
"""Up to so many interactions the journeys are built right after an import: it takes seconds."""

Arguments = Mapping[str, object]
Result = dict[str, object]

IMPORT, BUILD, REPLAY, READ_AGAIN, TAKE_IN = "import", "build", "replay", "read_again", "inbox"


def register(worker: Worker) -> None:
    """Tell the worker who does which kind of job."""
    worker.register(IMPORT, import_upload)
    worker.register(BUILD, build)
    worker.register(REPLAY, replay)
    worker.register(READ_AGAIN, read_again)
    worker.register(TAKE_IN, take_in)


def import_upload(arguments: Arguments, watcher: Watcher) -> Result:
    """Import an uploaded file under the mapping it was given; then keep it, so that it can be read again."""
    place, name = str(arguments["place"]), str(arguments["file"])
    path = uploads.locate(place, name)
    mapping = mapping_from_toml(str(arguments["mapping"]))
    report = workspace().import_file(path, mapping, watcher=watcher)
    if report.known:
        if place != INBOX:
            uploads.discard(place, name)
    else:
        uploads.keep(place, name, report.source)
    return _reported(report) | build_after()


def build(arguments: Arguments, watcher: Watcher) -> Result:
    """Bring the journeys up to date with data and settings."""
    report = workspace().build(watcher, whole=bool(arguments.get("whole")))
    return {**asdict(report), **asdict(effect())}


def replay(arguments: Arguments, watcher: Watcher) -> Result:
    """Read what lies in quarantine again, corrections applied."""
    began = time.monotonic()
    counts = workspace().replay(source=str(arguments["source"]), watcher=watcher)
    return {**asdict(counts), "seconds": time.monotonic() - began} | build_after()


def read_again(arguments: Arguments, watcher: Watcher) -> Result:
    """Read the kept files of a source again under its present mapping."""
    began = time.monotonic()
    reports = workspace().read_again(str(arguments["source"]), watcher=watcher)
    total = {key: sum(getattr(report, key) for report in reports) for key in ("read", "accepted", "duplicate")}
    quarantined = sum(report.quarantined for report in reports)
    seconds = time.monotonic() - began
    return {**total, "quarantined": quarantined, "files": len(reports), "seconds": seconds} | build_after()


def take_in(arguments: Arguments, watcher: Watcher) -> Result:
    """Take in what lies in the folders of sources in the inbox; each file is noted as an import of its own."""
    inbox = workspace().inbox(watcher, SETTLE_SECONDS)
    looks_until = time.monotonic() + 2 * SETTLE_SECONDS
    taken = 0
    while not watcher.stopped():
        for outcome in inbox.look():
            _note(outcome)
            taken += outcome.report is not None
        if time.monotonic() > looks_until or not any(waiting(workspace().folder / INBOX)):
            break
        time.sleep(0.5)
    return {"files": taken} | (build_after() if taken else {})


def _note(outcome: InboxFile) -> None:
    """Write a file of the inbox into the table of jobs, where people look for what was imported."""
    job = Job(kind=IMPORT, arguments={"source": outcome.source, "file": outcome.name, "place": ""})
    job.created_at = job.started_at = job.finished_at = now()
    job.state = State.DONE
    if outcome.report is not None:
        job.result, job.rows, job.share = _reported(outcome.report), outcome.report.read, 1.0
    if outcome.error is not None:
        job.state, job.error_code = State.FAILED, outcome.error.code
        job.error_details = {key: plain(value) for key, value in outcome.error.details.items()}
    job.save()


def _reported(report: ImportReport) -> Result:
    reasons = {count.reason: count.rows for count in report.reasons}
    return {**asdict(replace(report, reasons=())), "reasons": reasons}


def build_after() -> Result:
    """Start building the journeys, where that takes seconds; the last of several imports does it for all."""
    others = Job.objects.filter(kind__in=(IMPORT, READ_AGAIN, REPLAY, BUILD), state=State.QUEUED).exists()
    status = workspace().status()
    if not status.index.stale or others or status.interactions > BUILD_AT_ONCE:
        return {}
    job = Job.objects.create(kind=BUILD, created_at=now())
    return {"build": job.pk}


def is_building() -> bool:
    """Whether a build waits or runs."""
    return Job.objects.filter(kind=BUILD, state__in=ACTIVE).exists()
