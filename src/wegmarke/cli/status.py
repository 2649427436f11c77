"""`wegmarke status`: how the workspace stands."""

from __future__ import annotations

from wegmarke.cli.session import HERE, SESSION, WorkspaceOption, as_option, console, field_word, opened, say

COUNTS = ("read", "accepted", "duplicate", "quarantined")


def status(workspace: WorkspaceOption = HERE) -> None:
    """Sources with their rows, and whether the index is up to date."""
    from rich.table import Table
    from rich.text import Text

    from wegmarke.text import NOTHING, date, number, time

    place = opened(workspace)
    found, zone = place.status(), place.settings.journeys.time_zone
    say("status.workspace", name=found.name, interactions=found.interactions, quarantined=found.quarantined)
    if not found.sources:
        say("status.no_sources")
        say("init.next", workspace=as_option(workspace))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for name in ("source", *COUNTS, "last_import", "span"):
        table.add_column(field_word(name), justify="right" if name in COUNTS else "left")
    for source in found.sources:
        counts = [number(getattr(source, name), "count", SESSION.language) for name in COUNTS]
        last = NOTHING if source.last_import is None else time(source.last_import, SESSION.language, zone)
        ends = [date(one, SESSION.language, zone) for one in (source.first_time, source.last_time) if one is not None]
        table.add_row(Text(source.name), *counts, last, " … ".join(ends) or NOTHING)
    console().print(table)
    for source in found.sources:
        if source.unfinished:
            say("status.unfinished", files=source.unfinished)
    if found.index.stale:
        say("stale", workspace=as_option(workspace))
    else:
        say("status.index_ready")
