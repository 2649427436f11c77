"""Figures that were computed and kept stay as they were when a person is erased, and say that they are older."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import ngettext

from wegmarke import text
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.workspace.rights.erasures import erased_since, read_erasures


def erased_mark(moment: dt.datetime | None) -> str:
    """What stands beside a figure that was computed at that moment; "" where nobody was erased since."""
    since = None if moment is None else erased_since(workspace().folder, moment)
    if since is None:
        return ""
    return ngettext(
        "Computed before an erasure on %(day)s; one person less since.",
        "Computed before an erasure on %(day)s; %(n)s persons less since.",
        since.persons,
    ) % {"day": _day(since.at), "n": since.persons}


def erased_by_day() -> list[tuple[str, int]]:
    """For each day of an erasure, the latest first, how many persons have been erased since it began."""
    found: dict[str, int] = {}
    total = 0
    for entry in reversed(read_erasures(workspace().folder)):
        total += entry.persons
        found[_day(entry.at)] = total
    return list(found.items())


def _day(at: str) -> str:
    moment = int(dt.datetime.fromisoformat(at).timestamp())
    return text.date(moment, reader_language(), workspace().settings.journeys.time_zone)
