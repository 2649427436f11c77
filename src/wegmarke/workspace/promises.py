"""What became of a promise: kept, late, broken, or still open."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from wegmarke.clock import zone

PromiseState = Literal["kept", "late", "broken", "open"]

_MIDNIGHT = (0, 0, 0)


def promise_state(due: datetime, kept: datetime | None, as_of: datetime, zone_name: str) -> PromiseState:
    """What became of a promise, as far as the data of `as_of` can tell.

    kept: done by the time that was said. late: done afterwards. broken: the time has passed and nothing was done.
    open: the time is yet to come. A promise that names a day and no time (midnight in the zone of the workspace) is
    kept on any hour of that day.
    """
    local = due.astimezone(zone(zone_name))
    if (local.hour, local.minute, local.second) == _MIDNIGHT:
        local += timedelta(days=1)  # a day of that zone, however long the clock makes it
        last = local - timedelta(microseconds=1)
    else:
        last = local
    if kept is not None:
        return "kept" if kept <= last else "late"
    return "open" if as_of <= last else "broken"
