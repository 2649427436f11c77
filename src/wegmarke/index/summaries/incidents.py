"""Summaries of incidents: how many of each kind, where, and what became of the customers afterwards."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.following import aftermath_in, watched_in
from wegmarke.index.incidents import IncidentMarks, incidents_in
from wegmarke.index.kernels import following as k
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.model.incidents import INCIDENT_KINDS

Counts = NDArray[np.int64]
KINDS: Final = len(INCIDENT_KINDS)
LATER: Final = np.iinfo(np.int64).max
"""Where nothing is open since any time."""

_MOST_COUNTERS: Final = 1 << 20


@dataclass(slots=True)
class IncidentSummary:
    """Incidents of the journeys chosen. L lines: kind × touchpoints + touchpoint; D: departments, and none first.

    Each of the counts has three columns: incidents, journeys with one, customers with one. by_line (L, 3), open_by_line
    (L, 3): those not settled; open_since (L): when the first of these happened, LATER where there is none. every,
    open_every (1, 3): of all kinds together. by_kind, open_by_kind (K, 3). by_department, open_by_department (K × D,
    3): kind × D + department of the contact. department (L × D): incidents of the line at a contact with it, as codes
    and how many, rising. visits, followed: sums by touchpoint and by line (`kernels.following`). losses: how often
    customers asked for were lost.
    """

    by_line: Counts
    open_by_line: Counts
    open_since: Counts
    every: Counts
    open_every: Counts
    by_kind: Counts
    open_by_kind: Counts
    by_department: Counts
    open_by_department: Counts
    department: tuple[Counts, Counts]
    visits: Counts
    followed: Counts
    losses: int


@dataclass(frozen=True, slots=True, eq=False)
class CountIncidents:
    """Counts the incidents that the marks find. within: seconds in which a customer may be lost after a contact."""

    selection: Selection
    marks: IncidentMarks
    touchpoints: int
    departments: int
    within: int

    def zero(self) -> IncidentSummary:
        """Nothing counted."""
        lines, departments = KINDS * self.touchpoints, KINDS * (self.departments + 1)
        none = np.zeros(0, np.int64)
        return IncidentSummary(
            by_line=np.zeros((lines, 3), np.int64),
            open_by_line=np.zeros((lines, 3), np.int64),
            open_since=np.full(lines, LATER, np.int64),
            every=np.zeros((1, 3), np.int64),
            open_every=np.zeros((1, 3), np.int64),
            by_kind=np.zeros((KINDS, 3), np.int64),
            open_by_kind=np.zeros((KINDS, 3), np.int64),
            by_department=np.zeros((departments, 3), np.int64),
            open_by_department=np.zeros((departments, 3), np.int64),
            department=(none, none),
            visits=np.zeros((self.touchpoints, k.AT_COLUMNS), np.int64),
            followed=np.zeros((lines, k.LINE_COLUMNS), np.int64),
            losses=0,
        )

    def add(self, summary: IncidentSummary, partition: Partition) -> IncidentSummary:
        """Count one partition."""
        chosen = self.selection.choose(partition)
        if chosen is None:
            chosen = np.ones(len(partition.outcome), np.bool_)
        found, after = incidents_in(partition, self.marks), aftermath_in(partition, self.marks, self.within)
        watched = watched_in(partition, self.marks.end, self.within)
        summary.losses += k.count_following(
            *(partition.journeys, chosen),
            *(watched.first, watched.code, watched.watched, watched.lost, watched.losses),
            *(found.journey, found.kind, after.touchpoint, after.bits, summary.visits, summary.followed),
        )
        tables = _tables(summary)
        groups = sum(len(one) for one, _ in tables)
        counts, codes = np.zeros((2 * groups, k.COUNTED), np.int64), np.empty(len(found), np.int64)
        told = (
            *(after.touchpoint, after.department, chosen, found.journey, found.customer, found.kind, found.seconds),
            *(found.open, KINDS, self.touchpoints, self.departments),
        )
        codes = codes[: k.count_incidents(*told, counts, summary.open_since, codes)]
        begin = 0
        for every, opened in tables:
            size = len(every)
            np.add(every, counts[begin : begin + size, :3], out=every)
            np.add(opened, counts[groups + begin : groups + begin + size, :3], out=opened)
            begin += size
        summary.department = _more(summary.department, codes, KINDS * self.touchpoints * (self.departments + 1))
        return summary

    def merge(self, first: IncidentSummary, second: IncidentSummary) -> IncidentSummary:
        """Add two summaries; of two times since when something is open, the earlier."""
        both = {
            field.name: getattr(first, field.name) + getattr(second, field.name)
            for field in fields(IncidentSummary)
            if field.name not in {"open_since", "department"}
        }
        since = np.minimum(first.open_since, second.open_since)
        return IncidentSummary(**both, open_since=since, department=_joined(first.department, second.department))


def _tables(summary: IncidentSummary) -> tuple[tuple[Counts, Counts], ...]:
    """The tables that incidents are counted in, and those of the open ones, in the order of the kernel."""
    return (
        (summary.every, summary.open_every),
        (summary.by_kind, summary.open_by_kind),
        (summary.by_line, summary.open_by_line),
        (summary.by_department, summary.open_by_department),
    )


def _more(so_far: tuple[Counts, Counts], codes: Counts, size: int) -> tuple[Counts, Counts]:
    """The codes that occur in either, rising, and how often each does. size: how many codes there are."""
    if size > _MOST_COUNTERS:
        found, counts = np.unique(codes, return_counts=True)
        return _joined(so_far, (found, counts.astype(np.int64)))
    every = np.bincount(codes, minlength=size)
    every[so_far[0]] += so_far[1]
    found = np.flatnonzero(every)
    return found, every[found]


def _joined(first: tuple[Counts, Counts], second: tuple[Counts, Counts]) -> tuple[Counts, Counts]:
    """Two lists of codes and counts as one."""
    codes, place = np.unique(np.concatenate((first[0], second[0])), return_inverse=True)
    counts = np.zeros(len(codes), np.int64)
    np.add.at(counts, place, np.concatenate((first[1], second[1])))
    return codes, counts
