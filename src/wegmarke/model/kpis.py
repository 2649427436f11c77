"""The figures that departments steer by (KPIs): whose, which way is better, and a value for each period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from wegmarke.clock import to_seconds

Span = Literal["week", "month", "quarter"]
Better = Literal["up", "down"]
SPANS: Final[tuple[Span, ...]] = ("week", "month", "quarter")

_WRITTEN: Final[tuple[tuple[Span, re.Pattern[str]], ...]] = (
    ("month", re.compile(r"(?P<year>\d{4})-(?P<part>\d{1,2})(?:-01(?:[T ]00:00(?::00(?:\.0+)?)?)?)?")),
    ("month", re.compile(r"(?:0?1\.)?(?P<part>\d{1,2})[./](?P<year>\d{4})")),
    ("quarter", re.compile(r"(?P<year>\d{4})[- ]?Q(?P<part>[1-4])", re.IGNORECASE)),
    ("quarter", re.compile(r"Q(?P<part>[1-4])[/ -](?P<year>\d{4})", re.IGNORECASE)),
    ("week", re.compile(r"(?P<year>\d{4})-?[WK]W?(?P<part>\d{1,2})", re.IGNORECASE)),
    ("week", re.compile(r"KW ?(?P<part>\d{1,2})[/ ](?P<year>\d{4})", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A week, month or quarter of the calendar, by its first day."""

    begins: date
    span: Span

    @property
    def after(self) -> Period:
        """The one that follows."""
        if self.span == "week":
            return Period(self.begins + timedelta(days=7), "week")
        months = self.begins.year * 12 + self.begins.month - 1 + (1 if self.span == "month" else 3)
        return Period(date(months // 12, months % 12 + 1, 1), self.span)

    def seconds(self, zone_name: str) -> int:
        """The second of its beginning, in that time zone."""
        return to_seconds(datetime(self.begins.year, self.begins.month, self.begins.day), zone_name)  # noqa: DTZ001 - the zone is the workspace's

    def __str__(self) -> str:
        """As files write it: 2026-03, 2026-Q1, 2026-W10."""
        if self.span == "week":
            year, week, _ = self.begins.isocalendar()
            return f"{year}-W{week:02}"
        if self.span == "quarter":
            return f"{self.begins.year}-Q{self.begins.month // 3 + 1}"
        return f"{self.begins.year}-{self.begins.month:02}"


def period_of(text: str) -> Period | None:
    """The period that a text names: 2026-03, 03/2026, 2026-Q1, Q1 2026, 2026-W10, KW 10/2026, or the first day of a
    month; None for any other text.
    """
    for span, pattern in _WRITTEN:
        found = pattern.fullmatch(text.strip())
        if found is None:
            continue
        year, part = int(found["year"]), int(found["part"])
        try:
            if span == "week":
                return Period(date.fromisocalendar(year, part, 1), span)
            return Period(date(year, part if span == "month" else 3 * part - 2, 1), span)
        except ValueError:
            continue
    return None


def periods_between(first: int, last: int, span: Span, zone_name: str) -> tuple[Period, ...]:
    """The whole periods from second `first` to before second `last`."""
    start = date.fromordinal(date(1970, 1, 1).toordinal() + max(first // 86_400 - 1, 0))
    if span == "week":
        one = Period(start - timedelta(days=start.weekday()), span)
    else:
        one = Period(date(start.year, start.month if span == "month" else (start.month - 1) // 3 * 3 + 1, 1), span)
    found = []
    while one.after.seconds(zone_name) <= last:
        if one.seconds(zone_name) >= first:
            found.append(one)
        one = one.after
    return tuple(found)


@dataclass(frozen=True, slots=True)
class KpiValue:
    """What was told of one period. segment: of which customers; "" of all. revised: how often another value was told
    for it before.
    """

    period: Period
    value: float
    segment: str = ""
    revised: int = 0


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure that a department steers by. values: in order of segment and period, all of one span."""

    name: str
    department: str
    better: Better
    values: tuple[KpiValue, ...]
    target: float | None = None

    @property
    def span(self) -> Span:
        """Of which span its periods are."""
        return self.values[0].period.span

    @property
    def segments(self) -> tuple[str, ...]:
        """The segments of which it is told apart, in order; not the whole."""
        return tuple(sorted({one.segment for one in self.values if one.segment}))

    def of(self, segment: str) -> dict[Period, float]:
        """Its values of that segment ("": of all customers)."""
        return {one.period: one.value for one in self.values if one.segment == segment}

    @property
    def revised(self) -> int:
        """Of how many periods another value had been told before."""
        return sum(one.revised > 0 for one in self.values)


def named_in(kpis: Sequence[Kpi], name: str) -> Kpi | None:
    """The first of that name, without regard to case; None where there is none."""
    return next((one for one in kpis if one.name.casefold() == name.casefold()), None)
