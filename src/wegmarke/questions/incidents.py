"""Which critical events are there, at which touchpoint, with which department, what followed, and what is open?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wegmarke.errors import WegmarkeError
from wegmarke.index.incidents import incident_marks
from wegmarke.index.kernels import following as k
from wegmarke.index.summaries.incidents import CountIncidents, IncidentSummary
from wegmarke.index.summaries.journeys import CountTotals
from wegmarke.index.summaries.together import Together
from wegmarke.model.evidence import Behind
from wegmarke.model.filter import Incident, IncidentOf, IncidentOpen, write
from wegmarke.model.finding import CannotSay, Column, Estimate, Finding, Interval, Sentence, Table
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentKind
from wegmarke.questions.asked import Asked
from wegmarke.questions.followed import LEAST_LOSSES, Followed, false_discoveries, followed
from wegmarke.stats.intervals import Difference

WINDOW_DAYS = 90
_DAY = 86_400
_MOST_DAYS = 20 * 365
_CLEAR = 0.05


@dataclass(frozen=True, slots=True)
class Counted:
    """How many incidents, in how many journeys, of how many customers."""

    incidents: int
    journeys: int
    customers: int


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """Incidents of one kind at one touchpoint (its key).

    department: with which most of them happened. visited: journeys that visited the touchpoint. q: the share of false
    discoveries if this difference and all clearer ones are believed.
    """

    kind: IncidentKind
    touchpoint: str
    found: Counted
    open: Counted
    open_since: int | None
    department: str | None
    visited: int
    followed: Followed
    q: float | None


@dataclass(frozen=True, slots=True)
class KindLine:
    """Incidents of one kind, all together or at contacts with one department."""

    kind: IncidentKind
    department: str | None
    found: Counted
    open: Counted


@dataclass(frozen=True, slots=True)
class IncidentsFound:
    """Incidents by kind and touchpoint, by kind, and by kind and department; the most first.

    every, open: of all kinds together. losses: how often the customers asked for were lost. window_days: within which
    a customer counts as lost after a contact.
    """

    lines: tuple[IncidentLine, ...]
    kinds: tuple[KindLine, ...]
    departments: tuple[KindLine, ...]
    every: Counted
    open: Counted
    losses: int
    window_days: int
    filter: str

    @property
    def answered(self) -> Literal["rates", "counted"]:
        """In which of the two ways the question was answered."""
        return "counted" if self.losses < LEAST_LOSSES else "rates"

    def tables(self) -> tuple[Table, ...]:
        """By kind and touchpoint; what is open; by kind; by department."""
        return (self._by_touchpoint(), self._open(), self._by_kind(), self._by_department())

    def _by_touchpoint(self) -> Table:
        lines = self.lines
        behind = Behind(self.filter, [write(Incident(one.kind, (one.touchpoint,))) for one in lines])
        visited = Behind(self.filter, [f"visited({one.touchpoint})" for one in lines])
        of = [one.followed for one in lines]
        return Table(
            "incidents",
            (
                Column("incident", "text", [one.kind for one in lines]),
                Column("touchpoint", "touchpoint", [one.touchpoint for one in lines]),
                Column("department", "text", [one.department for one in lines]),
                *_counts([one.found for one in lines], behind),
                Column("journeys_open", "count", [one.open.journeys for one in lines], self._opened(lines)),
                Column("journeys_visited", "count", [one.visited for one in lines], visited),
                *_estimates("incident_share", [one.rate for one in of]),
                *_estimates("lost_after", [one.after for one in of]),
                *_estimates("lost_otherwise", [one.otherwise for one in of]),
                *_estimates("difference", [_interval_of(one.difference) for one in of]),
                Column("q", "score", [one.q for one in lines]),
            ),
        )

    def _open(self) -> Table:
        lines = sorted((one for one in self.lines if one.open.incidents), key=lambda one: -one.open.incidents)
        return Table(
            "incidents_open",
            (
                Column("incident", "text", [one.kind for one in lines]),
                Column("touchpoint", "touchpoint", [one.touchpoint for one in lines]),
                Column("department", "text", [one.department for one in lines]),
                *_counts([one.open for one in lines], self._opened(lines)),
                Column("open_since", "time", [one.open_since for one in lines]),
            ),
        )

    def _opened(self, lines: Sequence[IncidentLine]) -> Behind:
        return Behind(self.filter, [write(IncidentOpen(one.kind, (one.touchpoint,))) for one in lines])

    def _by_kind(self) -> Table:
        behind = Behind(self.filter, [write(Incident(one.kind)) for one in self.kinds])
        return Table(
            "incident_kinds",
            (
                Column("incident", "text", [one.kind for one in self.kinds]),
                *_counts([one.found for one in self.kinds], behind),
                Column(
                    "journeys_open",
                    "count",
                    [one.open.journeys for one in self.kinds],
                    Behind(self.filter, [write(IncidentOpen(one.kind)) for one in self.kinds]),
                ),
            ),
        )

    def _by_department(self) -> Table:
        lines = self.departments
        conditions = [
            None if one.department is None else write(IncidentOf(one.kind, (one.department,))) for one in lines
        ]
        return Table(
            "incident_departments",
            (
                Column("incident", "text", [one.kind for one in lines]),
                Column("department", "text", [one.department for one in lines]),
                *_counts([one.found for one in lines], Behind(self.filter, conditions)),
            ),
        )


def incidents(asked: Asked, *, days: int = WINDOW_DAYS) -> Finding[IncidentsFound]:
    """Critical events of the journeys asked for, found by the rules of the index.

    days: within how many days after a contact a customer counts as lost. Where fewer than 50 losses are known it counts
    alone and says so. `question_argument` for days that are none.
    """
    if not 0 < days <= _MOST_DAYS:
        raise WegmarkeError("question_argument", question="incidents", argument="days", value=days)
    index = asked.index
    kernel = CountIncidents(
        asked.selection, incident_marks(index), len(index.touchpoints), len(index.departments), days * _DAY
    )
    totals, found = asked.run(Together((CountTotals(asked.selection), kernel)))
    basis = asked.basis(totals)
    if not totals.journeys:
        nobody = CannotSay("empty_group", 0, 1)
        return Finding("incidents", (Sentence("customers.nobody"),), nobody, basis, "incidents_counted")
    result = IncidentsFound(
        lines=_lines(asked, found),
        kinds=tuple(_kinds(found)),
        departments=tuple(_departments(asked, found)),
        every=_counted(found.every[0].tolist()),
        open=_counted(found.open_every[0].tolist()),
        losses=found.losses,
        window_days=days,
        filter=asked.selection.text,
    )
    headline = tuple(_headline(result, asked, totals.journeys))
    caveats = tuple(_caveats(result, asked))
    if result.answered == "counted":
        return Finding("incidents", headline, result, basis, "incidents_counted", caveats=caveats)
    return Finding(
        "incidents", headline, result, basis, "incidents", "association", ("independent_customers",), caveats
    )


def _lines(asked: Asked, found: IncidentSummary) -> tuple[IncidentLine, ...]:
    width = len(asked.index.touchpoints)
    counts = found.by_line[:, 0]
    ranked = np.lexsort((np.arange(len(counts)), -counts))[: int(np.count_nonzero(counts))].tolist()
    of = [followed(found, line, line % width) for line in ranked]
    main = _main_departments(asked, found)
    return tuple(
        IncidentLine(
            kind=INCIDENT_KINDS[line // width],
            touchpoint=asked.index.touchpoints[line % width].key,
            found=_counted(found.by_line[line].tolist()),
            open=_counted(found.open_by_line[line].tolist()),
            open_since=int(found.open_since[line]) if found.open_by_line[line, 0] else None,
            department=main[line],
            visited=int(found.visits[line % width, k.AT_VISITED]),
            followed=estimates,
            q=q,
        )
        for line, estimates, q in zip(ranked, of, false_discoveries(of), strict=True)
    )


def _main_departments(asked: Asked, found: IncidentSummary) -> dict[int, str | None]:
    """The department with which most incidents of each line happened; of equal ones the first by code."""
    words = asked.index.departments
    most: dict[int, tuple[int, int]] = {}
    for code, count in zip(*(part.tolist() for part in found.department), strict=True):
        line, department = divmod(code, len(words) + 1)
        if count > most.get(line, (0, 0))[0]:
            most[line] = (count, department)
    return {line: words[department - 1] if department else None for line, (_, department) in most.items()}


def _kinds(found: IncidentSummary) -> Iterator[KindLine]:
    for kind in np.argsort(-found.by_kind[:, 0], kind="stable").tolist():
        if found.by_kind[kind, 0]:
            counted, still = (_counted(part[kind].tolist()) for part in (found.by_kind, found.open_by_kind))
            yield KindLine(INCIDENT_KINDS[kind], None, counted, still)


def _departments(asked: Asked, found: IncidentSummary) -> Iterator[KindLine]:
    words = (None, *asked.index.departments)
    for place in np.argsort(-found.by_department[:, 0], kind="stable").tolist():
        if found.by_department[place, 0]:
            kind, department = divmod(place, len(words))
            counted, still = (
                _counted(part[place].tolist()) for part in (found.by_department, found.open_by_department)
            )
            yield KindLine(INCIDENT_KINDS[kind], words[department], counted, still)


def _counted(counts: Sequence[int]) -> Counted:
    return Counted(*counts)


def _headline(result: IncidentsFound, asked: Asked, journeys: int) -> Iterator[Sentence]:
    every = result.every
    if not every.incidents:
        yield Sentence("incidents.none", {"journeys": journeys})
        return
    most = result.kinds[0]
    yield Sentence(
        "incidents.extent",
        {
            "incidents": every.incidents,
            "with_one": every.journeys,
            "journeys": journeys,
            "customers": every.customers,
            "kind": most.kind,
            "most": most.found.incidents,
        },
    )
    if result.open.incidents:
        yield Sentence("incidents.open", {"open": result.open.incidents, "customers": result.open.customers})
    if result.answered == "counted":
        yield Sentence("incidents.too_few", {"losses": result.losses})
        return
    worst = _worst(result.lines)
    if worst is None:
        yield Sentence("incidents.alike", {"days": result.window_days})
        return
    labels = {touchpoint.key: touchpoint.label for touchpoint in asked.index.touchpoints}
    after, otherwise, difference = worst.followed.after, worst.followed.otherwise, worst.followed.difference
    if isinstance(after, Interval) and isinstance(otherwise, Interval) and isinstance(difference, Difference):
        yield Sentence(
            "incidents.followed",
            {
                "kind": worst.kind,
                "touchpoint": labels[worst.touchpoint],
                "days": result.window_days,
                "after": after.value,
                "otherwise": otherwise.value,
                "low": difference.interval.low,
                "high": difference.interval.high,
            },
        )


def _worst(lines: Sequence[IncidentLine]) -> IncidentLine | None:
    """The line with the greatest clear difference for the worse."""
    clear = [
        (one.followed.difference.interval.value, -place)
        for place, one in enumerate(lines)
        if isinstance(one.followed.difference, Difference)
        and one.followed.difference.interval.low > 0
        and one.q is not None
        and one.q < _CLEAR
    ]
    return lines[-max(clear)[1]] if clear else None


def _caveats(result: IncidentsFound, asked: Asked) -> Iterator[Sentence]:
    if result.answered == "rates":
        yield Sentence("caveat.association")
        yield Sentence("caveat.incident_watched", {"days": result.window_days})
    if asked.index.incident_rules.off:
        yield Sentence("caveat.incidents_off", {"kinds": asked.index.incident_rules.off})


def _interval_of(difference: Difference | CannotSay) -> Estimate:
    return difference if isinstance(difference, CannotSay) else difference.interval


def _counts(found: Sequence[Counted], behind: Behind) -> tuple[Column, ...]:
    return (
        Column("incidents", "count", [one.incidents for one in found]),
        Column("journeys", "count", [one.journeys for one in found], behind),
        Column("customers", "count", [one.customers for one in found], behind, "customers"),
    )


def _estimates(key: str, estimates: Sequence[Estimate]) -> tuple[Column, ...]:
    unit: Literal["difference", "share"] = "difference" if key == "difference" else "share"
    return tuple(
        Column(
            key + end,
            unit,
            [None if isinstance(one, CannotSay) else float(getattr(one, name)) for one in estimates],
        )
        for end, name in (("", "value"), ("_low", "low"), ("_high", "high"))
    )
