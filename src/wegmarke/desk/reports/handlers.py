"""The job that writes a report."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, cast

from django.utils import translation

from wegmarke.clock import now
from wegmarke.desk.accounts.models import User
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.findings.level import speak_of
from wegmarke.desk.jobs.worker import Worker
from wegmarke.desk.reports.kept import keep, sweep
from wegmarke.desk.reports.reading import answers_of, presented_in, reading_of
from wegmarke.desk.setup.services import workspace
from wegmarke.errors import WegmarkeError
from wegmarke.model.progress import Watcher
from wegmarke.model.settings import Level
from wegmarke.report.board.gathered import gathered
from wegmarke.report.board.written import Form, written

REPORT = "report"


def register(worker: Worker) -> None:
    """Tell the worker who writes reports."""
    worker.register(REPORT, write_report)


def write_report(arguments: Mapping[str, object], watcher: Watcher) -> dict[str, object]:
    """Ask what a report answers for whoever started it, as that account may see it now, and keep the file."""
    began = time.monotonic()
    sweep()
    level = cast("Level", arguments["level"])
    user = User.objects.filter(pk=cast("int", arguments["user"]), is_active=True).first()
    with translation.override(str(arguments["language"])):
        speak_of(level)
        try:
            scope = scope_of(str(arguments["where"]), level)
            if user is None or not scope.ready:
                raise scope.error or WegmarkeError("index_missing")
            reading = reading_of(user, scope, persons=bool(arguments["persons"]), root=str(arguments["root"]))
            made = gathered(
                answers_of(scope),
                presented_in(scope),
                reading,
                company=workspace().settings.name,
                made_at=now(),
                data_until=cast("Any", scope.index).last_seconds,
                watcher=watcher,
            )
        finally:
            speak_of("customer")
    content = written(made, cast("Form", arguments["form"]))
    keep(str(arguments["name"]), content)
    return {"report": str(arguments["name"]), "bytes": len(content), "seconds": time.monotonic() - began}
