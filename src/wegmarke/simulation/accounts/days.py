"""The days of the simulation: their dates, their workdays by state, and the moments in them."""

from __future__ import annotations

import datetime as dt

from wegmarke.clock import zone
from wegmarke.simulation.words.calendar import workdays

BEYOND_DAYS = 700
"""Days beyond the end that are known: what was begun may end there, and is then not told."""

BERLIN = zone("Europe/Berlin")


class Days:
    """Days counted from the first one simulated, which is 0."""

    def __init__(self, begin: dt.date, count: int) -> None:
        self.begin, self.count = begin, count
        known = count + BEYOND_DAYS
        self._midnights = [
            int(dt.datetime.combine(begin + dt.timedelta(day), dt.time(), BERLIN).astimezone(dt.UTC).timestamp())
            for day in range(known)
        ]
        self.months = tuple(day for day in range(known) if self.date(day).day == 1)
        """The days with which a month begins."""
        self._workdays = [bytes(row) for row in workdays(begin, known)]
        self.end = self._midnights[count]
        """Seconds since 1970 at which the simulation ends: what lies beyond has not happened."""

    def date(self, day: int) -> dt.date:
        """The date of a day."""
        return self.begin + dt.timedelta(day)

    def day(self, when: dt.date) -> int:
        """The day of a date."""
        return (when - self.begin).days

    def workday(self, state: int, day: int, later: int = 0) -> int:
        """The day that lies so many workdays of a state after a day; 0: the day itself, or the next workday."""
        calendar = self._workdays[state]
        last = len(calendar) - 1
        day = min(max(day, 0), last)
        while day < last and not calendar[day]:
            day += 1
        for _ in range(later):
            day = min(day + 1, last)
            while day < last and not calendar[day]:
                day += 1
        return day

    def at(self, day: int, minute: int) -> int:
        """Seconds since 1970 of a minute of a local day."""
        day = min(max(day, 0), len(self._midnights) - 1)
        return self._midnights[day] + minute * 60

    def local(self, moment: int) -> dt.datetime:
        """What clocks in Germany show at a moment."""
        return dt.datetime.fromtimestamp(moment, BERLIN)
