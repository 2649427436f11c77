"""The filter on one customer's page: which of the contacts are shown. What is left out stays counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest

from wegmarke.questions.timeline import Moment, Timeline


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which contacts are shown: on which days (both ends belong to it), of which department, channel, touchpoint."""

    since: dt.date | None = None
    until: dt.date | None = None
    department: str = ""
    channel: str = ""
    touchpoint: str = ""

    @property
    def is_on(self) -> bool:
        """Whether anything is left out."""
        return self != Narrowing()

    def leaves(self, moment: Moment, day: dt.date) -> bool:
        """Whether a contact of that day is shown."""
        return (
            (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
            and (not self.department or moment.department == self.department)
            and (not self.channel or moment.channel == self.channel)
            and (not self.touchpoint or moment.touchpoint.key == self.touchpoint)
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What one can choose from: what occurs in this history."""

    departments: tuple[str, ...]
    channels: tuple[str, ...]
    touchpoints: tuple[tuple[str, str], ...]


def narrowing_of(request: HttpRequest) -> Narrowing:
    """The filter in the address; a date that is none is no filter."""
    return Narrowing(
        since=_date(request.GET.get("since", "")),
        until=_date(request.GET.get("until", "")),
        department=request.GET.get("department", ""),
        channel=request.GET.get("channel", ""),
        touchpoint=request.GET.get("touchpoint", ""),
    )


def choices_of(timeline: Timeline) -> Choices:
    """What occurs in the history, in order of the alphabet."""
    touchpoints = {moment.touchpoint.key: moment.touchpoint.label for moment in timeline.moments}
    return Choices(
        departments=tuple(sorted({moment.department for moment in timeline.moments if moment.department})),
        channels=tuple(sorted({moment.channel for moment in timeline.moments if moment.channel})),
        touchpoints=tuple(sorted(touchpoints.items(), key=lambda one: one[1])),
    )


def _date(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None
