"""The series that `questions.proxies` compares: each figure, turned so that more is better, beside what customers did.

A figure of a department that the histories know is told of the customers whom it met in the period; any other one of
all customers. A segment is a channel's name, or a filter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.incidents import incident_marks
from wegmarke.index.leaving import Leaving
from wegmarke.index.moments import Moments
from wegmarke.index.summaries.behaviour import Behaviour, CountBehaviour, TakeLeavers
from wegmarke.model.kpis import Kpi, Period, Span, periods_between
from wegmarke.questions.asked import Asked
from wegmarke.questions.proxies.audit import LAGS, Does

Floats = NDArray[np.float64]

_YEAR = 365.2425 * 86_400

FEWEST_CUSTOMERS = 20
"""Of a period with fewer customers no share is told."""
MOST_PERIODS = 400
"""So many periods at the end of the data are looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What customers did, by periods."""

    periods: tuple[Period, ...]
    bounds: tuple[int, ...]
    behaviour: Behaviour


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A figure beside behaviour, by the places of `told.periods`. group: 0 of all customers, else the department's
    code. values: as it was told, NaN where it was not; figure: turned so that more is better.
    """

    kpi: Kpi
    segment: str
    told: Told
    group: int
    values: Floats

    @property
    def figure(self) -> Floats:
        """The values, turned so that more is better."""
        return self.values if self.kpi.better == "up" else -self.values

    @property
    def years(self) -> Floats:
        """When each period begins, in years."""
        return np.array(self.told.bounds[:-1], np.float64) / _YEAR

    def later(self, does: Does, lag: int) -> Floats:
        """The share of customers who stayed, or bought again, so many periods after each; NaN where there are few."""
        of = self.told.behaviour
        customers = of.customers[self.group, lag].astype(np.float64)
        counted = of.left[self.group, lag] if does == "stayed" else of.bought[self.group, lag]
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(customers >= FEWEST_CUSTOMERS, counted / customers, np.nan)
        return 1 - share if does == "stayed" else share

    def behaviour(self, does: Does) -> list[Floats]:
        """That of every lag."""
        return [self.later(does, lag) for lag in LAGS]

    def counted(self, does: Does) -> int:
        """How many customers left (or bought) in periods that follow one with a value."""
        of = self.told.behaviour
        counts = of.left if does == "stayed" else of.bought
        return int(counts[self.group, 1][np.isfinite(self.values)].sum())


@dataclass(slots=True)
class Tracks:
    """Makes tracks; behaviour of the same customers in the same periods is counted once."""

    asked: Asked
    leaving: Leaving
    unknown: set[str] = field(default_factory=set)
    _told: dict[tuple[Span, str], Told] = field(default_factory=dict)

    @property
    def moments(self) -> Moments:
        """What leaving is, and who is a customer."""
        leaving = self.leaving
        return Moments((), leaving.contacts, (leaving.outcome,), bought_once=leaving.bought_once)

    def whole(self, kpi: Kpi) -> Track:
        """A figure as told of all customers; where it was told of segments only, their mean weighed by customers."""
        told, group = self.told(kpi.span), self._group(kpi)
        values = kpi.of("")
        if not values and kpi.segments:
            return Track(kpi, "", told, group, self._pooled(self.parts(kpi), len(told.periods)))
        return Track(kpi, "", told, group, _placed(values, told.periods))

    def parts(self, kpi: Kpi) -> list[Track]:
        """The figure in each of its segments that can be told apart; of others the name is kept in `unknown`."""
        found = []
        for segment in kpi.segments:
            where = self._filter(segment)
            if where is None:
                self.unknown.add(segment)
                continue
            told = self.told(kpi.span, where)
            found.append(Track(kpi, segment, told, self._group(kpi), _placed(kpi.of(segment), told.periods)))
        return found

    def told(self, span: Span, where: str = "") -> Told:
        """What the customers of that filter did, by such periods."""
        if (span, where) not in self._told:
            index = self.asked.index
            first = index.first_seconds
            zone = index.settings.time_zone
            periods = periods_between(first, index.last_seconds + 1, span, zone)[-MOST_PERIODS:]
            bounds = tuple(one.seconds(zone) for one in (*periods, *(one.after for one in periods[-1:])))
            asked = self.asked.where(where) if where else self.asked
            kernel = CountBehaviour(
                asked.selection,
                incident_marks(index),
                bounds or (0,),
                self.moments,
                len(index.departments),
                len(index.scales),
            )
            self._told[span, where] = Told(periods, bounds, asked.run(kernel))
        return self._told[span, where]

    def leavers(self, track: Track, place: int, lag: int) -> TakeLeavers:
        """Who the customers are that left so many periods after that place."""
        where = self._filter(track.segment) if track.segment else ""
        asked, bounds = self.asked.where(where) if where else self.asked, track.told.bounds
        met, within = (bounds[place], bounds[place + 1]), (bounds[place + lag], bounds[place + lag + 1])
        return TakeLeavers(asked.selection, incident_marks(self.asked.index), met, within, self.moments, track.group)

    def _group(self, kpi: Kpi) -> int:
        wanted = kpi.department.casefold()
        names = (one.casefold() for one in self.asked.index.departments)
        return next((code for code, name in enumerate(names, start=1) if name == wanted), 0)

    def _filter(self, segment: str) -> str | None:
        for channel in self.asked.index.channels:
            if channel.casefold() == segment.casefold():
                told = channel.replace("\\", "\\\\").replace('"', '\\"')
                return f'channel = "{told}"'
        try:
            self.asked.where(segment)
        except WegmarkeError:
            return None
        return segment

    @staticmethod
    def _pooled(parts: Sequence[Track], periods: int) -> Floats:
        weighed, weights = np.zeros(periods), np.zeros(periods)
        missing = np.zeros(periods, np.bool_)
        for one in parts:
            customers = one.told.behaviour.customers[one.group, 0]
            known = np.isfinite(one.values)
            missing |= ~known & (customers > 0)
            weighed[known] += (one.values * customers)[known]
            weights[known] += customers[known]
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = np.where(missing | (weights <= 0), np.nan, weighed / weights)
        return found


def _placed(values: dict[Period, float], periods: Sequence[Period]) -> Floats:
    return np.array([values.get(one, np.nan) for one in periods], np.float64)
