"""The job that writes a report."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import cast

from django.utils import translation

from wegmarke.desk.accounts.models import User
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.findings.level import speak_of
from wegmarke.desk.jobs.worker import Worker
from wegmarke.desk.reports.kept import keep, sweep
from wegmarke.desk.reports.making import made_for
from wegmarke.errors import WegmarkeError
from wegmarke.model.progress import Watcher
from wegmarke.model.settings import Level
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
            if user is None:
                raise WegmarkeError("index_missing")
            persons, root = bool(arguments["persons"]), str(arguments["root"])
            made = made_for(user, scope, persons=persons, root=root, watcher=watcher)
        finally:
            speak_of("customer")
    content = written(made, cast("Form", arguments["form"]))
    keep(str(arguments["name"]), content)
    return {"report": str(arguments["name"]), "bytes": len(content), "seconds": time.monotonic() - began}
