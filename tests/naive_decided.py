"""What `DescribeDecided` adds up, once more as a table with a line a journey and a column a feature.

Made of whole columns with NumPy, feature by feature, and not journey by journey as the kernel is. A cell is NaN where
the feature has no meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import Incidents, incidents_in
from wegmarke.index.partition import Partition
from wegmarke.index.summaries.around import Around
from wegmarke.index.summaries.decided import Decided, DescribeDecided
from wegmarke.index.summaries.features import Features
from wegmarke.model.incidents import INCIDENT_KINDS

Floats = NDArray[np.float64]
_LATE, _BROKEN = INCIDENT_KINDS.index("promise_late"), INCIDENT_KINDS.index("promise_broken")
_NOBODY = -1


def decided_in(partition: Partition, asked: DescribeDecided, reason: int | None = None) -> Decided:
    """The first group beside the second, of which with a reason (0: none) only journeys in which it is noted."""
    chosen = asked.selection.choose(partition)
    second = partition.outcome == asked.second
    if reason is not None:
        second &= _with_reason(partition, reason)
    wanted = (partition.outcome == asked.first) | second
    journeys = np.flatnonzero(wanted if chosen is None else wanted & chosen)
    if not len(journeys):
        features = asked.features
        width, touchpoints = len(features.columns), len(features.touchpoints)
        return Decided(np.zeros((18, width)), np.zeros((2, 2, touchpoints), np.int64), np.zeros((2, 3), np.int64))
    found = incidents_in(partition, asked.marks)
    customer = np.searchsorted(partition.journeys, journeys, side="right") - 1
    first = partition.journeys[customer] == journeys
    early = (partition.seconds[partition.start[journeys]] < asked.begun_after) & first
    told = before_outcome(partition, journeys, ~early, asked.features, found)
    empty = partition.outcome_happened[journeys] & (partition.decided[journeys] == 0)
    return _described(told, partition.outcome[journeys] == asked.second, customer, early, empty)


def around_in(partition: Partition, first: int, second: int, codes: tuple[int, ...]) -> Around:
    """The same for where touchpoints stand, of all journeys of a partition."""
    journeys = np.flatnonzero((partition.outcome == first) | (partition.outcome == second))
    none = np.zeros(0, np.int64)
    nothing = Incidents(
        none, *(none.astype(np.uint32),) * 2, none.astype(np.uint8), none.astype(np.uint32), none.astype(np.bool_)
    )
    told = before_outcome(partition, journeys, np.ones(len(journeys), np.bool_), Features(codes, (), (), ()), nothing)
    before = told.table[:, : len(codes)] == 1
    groups = [partition.outcome[journeys] == outcome for outcome in (first, second)]
    stands = (before, told.anywhere, told.closing, told.at_once)
    parts = [part[group].sum(axis=0) for group in groups for part in stands]
    return Around(np.array(parts).reshape(2, 4, -1), np.array([np.count_nonzero(group) for group in groups]))


def _with_reason(partition: Partition, reason: int) -> NDArray[np.bool_]:
    noted = partition.noted
    at = noted.reason_at if reason == 0 else noted.reason_at[noted.reason == reason]
    told = np.zeros(len(partition.outcome), np.bool_)
    told[np.searchsorted(partition.start, at, side="right") - 1] = True
    return ~told if reason == 0 else told


def _described(
    told: Before,
    second: NDArray[np.bool_],
    customer: NDArray[np.int64],
    early: NDArray[np.bool_],
    empty: NDArray[np.bool_],
) -> Decided:
    begins = np.flatnonzero(np.diff(customer, prepend=customer[0] - 1))
    known = ~np.isnan(told.table)
    values = np.where(known, told.table, 0.0)
    lines: list[Floats] = []
    clustered = []
    for group in (~second, second):
        here = known & group[:, None]
        some = np.where(here, values, 0.0)
        x, m = (np.add.reduceat(part, begins, axis=0) for part in (some, here.astype(np.float64)))
        clustered.append((x, m))
        lines += [m.sum(axis=0), (m > 0).sum(axis=0).astype(np.float64), x.sum(axis=0), (some * some).sum(axis=0)]
        lines += [(x * x).sum(axis=0), (x * m).sum(axis=0), (m * m).sum(axis=0)]
    (x1, m1), (x2, m2) = clustered
    lines += [(x1 * x2).sum(axis=0), (x1 * m2).sum(axis=0), (m1 * x2).sum(axis=0), (m1 * m2).sum(axis=0)]
    places = [part[group].sum(axis=0) for group in (~second, second) for part in (told.anywhere, told.began)]
    journeys = [np.count_nonzero(group & part) for group in (~second, second) for part in (group, early, empty)]
    told_places = np.array(places).reshape(2, 2, -1).astype(np.int64)
    return Decided(np.array(lines), told_places, np.array(journeys, np.int64).reshape(2, 3))


@dataclass(frozen=True, slots=True)
class Before:
    """The table of some journeys, and where their touchpoints stood.

    table: (journeys, columns). The others (journeys, touchpoints): anywhere: the touchpoint stands in the journey,
    before the outcome or after it. began: the journey begins with it. closing: from its first contact before the
    outcome on nothing but itself follows. at_once: that contact is of the outcome's very second.
    """

    table: Floats
    anywhere: NDArray[np.bool_]
    began: NDArray[np.bool_]
    closing: NDArray[np.bool_]
    at_once: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Contacts before the outcome, journey by journey. journey: place among the journeys looked at. first, length:
    where its rows begin, and how many there are. until: the place in the partition at which what counts ends. begun,
    ended: seconds of its first row, and of the outcome.
    """

    at: NDArray[np.int64]
    journey: NDArray[np.int64]
    seconds: NDArray[np.int64]
    first: NDArray[np.int64]
    length: NDArray[np.int64]
    until: NDArray[np.int64]
    begun: NDArray[np.int64]
    ended: NDArray[np.int64]
    happened: NDArray[np.bool_]

    @property
    def journeys(self) -> int:
        return len(self.length)

    @property
    def some(self) -> NDArray[np.bool_]:
        return self.length > 0


def before_outcome(
    partition: Partition, journeys: NDArray[np.int64], timed: NDArray[np.bool_], features: Features, found: Incidents
) -> Before:
    """The features of these journeys. timed: whose beginning was seen, so that speeds mean something."""
    rows = _rows(partition, journeys, features.without)
    codes = np.array(features.touchpoints, np.int64)
    column = _places(codes, int(partition.touchpoint.max(initial=0)) + 1)
    here = column[partition.touchpoint[rows.at]]
    first = _first_places(rows, here, len(codes))
    there = first >= 0
    since = np.where(there, rows.seconds[np.maximum(first, 0)] - rows.begun[:, None], 0) if len(rows.at) else first * 0
    entry = _entries(rows, here, len(codes))
    departments, since_department = _departments(partition, rows, np.array(features.departments, np.int64))
    speeds = np.hstack(
        [
            _speeds(rows),
            _known(since[:, column[list(features.timed)]], there[:, column[list(features.timed)]]),
            _known(since_department, departments),
        ]
    )
    speeds[~timed] = np.nan
    late, broken, given = _promises(partition, journeys, rows)
    incidents = _incidents(partition, journeys, rows, found, features.without)
    incidents[:, _LATE], incidents[:, _BROKEN] = late, broken
    table = np.hstack(
        [
            there,
            entry,
            _order(first[:, column[list(features.ordered)]]),
            departments,
            incidents,
            given[:, None],
            _numbers(partition, rows),
            speeds,
        ]
    )
    return Before(
        table=table,
        anywhere=_anywhere(partition, journeys, column, len(codes)),
        began=column[partition.entry[journeys]][:, None] == np.arange(len(codes)),
        closing=there & _closing(rows, here, first),
        at_once=there & rows.happened[:, None] & (since + rows.begun[:, None] == rows.ended[:, None]),
    )


def _rows(partition: Partition, journeys: NDArray[np.int64], without: tuple[int, ...]) -> _Rows:
    begin, end = partition.start[journeys], partition.start[journeys + 1]
    happened = partition.outcome_happened[journeys]
    length = np.where(happened, np.minimum(partition.decided[journeys], end - begin), end - begin).astype(np.int64)
    until, ended = begin + length, np.where(happened, begin + length, end - 1)
    first = np.cumsum(length) - length
    at = np.arange(int(length.sum())) + np.repeat(begin - first, length)
    journey = np.repeat(np.arange(len(journeys)), length)
    if without:
        kept = ~np.isin(partition.touchpoint[at], without)
        at, journey = at[kept], journey[kept]
        length = np.bincount(journey, minlength=len(journeys))
        first = np.cumsum(length) - length
    seconds = partition.seconds[at].astype(np.int64)
    begun = partition.seconds[begin].astype(np.int64)
    begun[length > 0] = seconds[first[length > 0]]
    return _Rows(at, journey, seconds, first, length, until, begun, partition.seconds[ended].astype(np.int64), happened)


def _places(codes: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """For each code its column, or −1."""
    places = np.full(max(size, int(codes.max(initial=-1)) + 1), _NOBODY)
    places[codes] = np.arange(len(codes))
    return places


def _first_places(rows: _Rows, here: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """The first row of each journey in each column, or −1."""
    first = np.full((rows.journeys, width), _NOBODY)
    wanted = np.flatnonzero(here >= 0)[::-1]  # of several rows the last one written stays: the first
    first[rows.journey[wanted], here[wanted]] = wanted
    return first


def _entries(rows: _Rows, here: NDArray[np.int64], width: int) -> NDArray[np.bool_]:
    entry = np.full(rows.journeys, _NOBODY)
    entry[rows.some] = here[rows.first[rows.some]]
    told: NDArray[np.bool_] = entry[:, None] == np.arange(width)
    return told


def _known(values: NDArray[np.int64], known: NDArray[np.bool_]) -> Floats:
    return np.where(known, values, np.nan)


def _order(first: NDArray[np.int64]) -> Floats:
    """For each pair whether the first came before the second, where the journey has both."""
    pairs = list(combinations(range(first.shape[1]), 2))
    told = np.full((len(first), len(pairs)), np.nan)
    for place, (a, b) in enumerate(pairs):
        both = (first[:, a] >= 0) & (first[:, b] >= 0)
        told[both, place] = first[both, a] < first[both, b]
    return told


def _departments(
    partition: Partition, rows: _Rows, codes: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which departments there were, and how long after the first contact."""
    if partition.department is None or not len(codes):
        return np.zeros((rows.journeys, len(codes)), np.bool_), np.zeros((rows.journeys, len(codes)), np.int64)
    of = partition.department[rows.at]
    here = _places(codes, int(partition.department.max(initial=0)) + 1)[of]
    first = _first_places(rows, here, len(codes))
    there = first >= 0
    since = rows.seconds[np.maximum(first, 0)] if len(rows.at) else np.zeros_like(first)
    return there, np.where(there, since - rows.begun[:, None], 0)


def _numbers(partition: Partition, rows: _Rows) -> Floats:
    """Contacts, different touchpoints, different departments, and handovers from one department to another."""
    told = np.zeros((rows.journeys, 4))
    told[:, 0] = rows.length
    told[:, 1] = _different(rows.journey, partition.touchpoint[rows.at].astype(np.int64), rows.journeys)
    if partition.department is not None:
        of = partition.department[rows.at].astype(np.int64)
        journey, of = rows.journey[of > 0], of[of > 0]
        told[:, 2] = _different(journey, of, rows.journeys)
        changes = (journey[1:] == journey[:-1]) & (of[1:] != of[:-1])
        told[:, 3] = np.bincount(journey[1:][changes], minlength=rows.journeys)
    return told


def _different(journey: NDArray[np.int64], code: NDArray[np.int64], journeys: int) -> NDArray[np.int64]:
    width = int(code.max(initial=0)) + 1
    pairs = np.unique(journey * width + code)
    return np.bincount(pairs // width, minlength=journeys)


def _speeds(rows: _Rows) -> Floats:
    """From the first contact to the outcome, from the last contact to the outcome, the longest silence between."""
    told = np.full((rows.journeys, 3), np.nan)
    timed = rows.some & rows.happened
    last = np.maximum(rows.first + rows.length - 1, 0)
    told[timed, 0] = (rows.ended - rows.begun)[timed]
    told[timed, 1] = rows.ended[timed] - rows.seconds[last[timed]]
    several = rows.length > 1
    if several.any():
        silence = np.diff(rows.seconds, prepend=rows.seconds[:1])
        silence[rows.first[rows.some]] = 0
        longest = np.maximum.reduceat(silence, rows.first[rows.some])
        told[several, 2] = longest[rows.length[rows.some] > 1]
    return told


def _incidents(
    partition: Partition, journeys: NDArray[np.int64], rows: _Rows, found: Incidents, without: tuple[int, ...]
) -> NDArray[np.bool_]:
    """Which kinds happened before the outcome; what became of promises is told from the promises themselves, since one
    that is kept after the outcome was broken when the outcome came.
    """
    told = np.zeros((rows.journeys, len(INCIDENT_KINDS)), np.bool_)
    journey, before = _before(partition, journeys, rows, found.at)
    before &= ~np.isin(partition.touchpoint[found.at], without)
    before &= found.seconds <= rows.ended[np.maximum(journey, 0)] if rows.journeys else False
    told[journey[before], found.kind[before]] = True
    return told


def _promises(
    partition: Partition, journeys: NDArray[np.int64], rows: _Rows
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Of each journey whether a promise given before the outcome had been kept late by then; whether one was due and
    not kept by then; whether any was given.
    """
    late, broken, given = (np.zeros(rows.journeys, np.bool_) for _ in range(3))
    noted = partition.noted
    if not len(noted.promise_at) or not rows.journeys:
        return late, broken, given
    journey, before = _before(partition, journeys, rows, noted.promise_at.astype(np.int64))
    ended = rows.ended[np.maximum(journey, 0)]
    due, kept = noted.promise_due.astype(np.int64), noted.promise_kept.astype(np.int64)
    given[journey[before]] = True
    done = (kept > 0) & (kept <= ended)
    late[journey[before & done & (kept > due)]] = True
    broken[journey[before & ~done & (due < ended)]] = True
    return late, broken, given


def _before(
    partition: Partition, journeys: NDArray[np.int64], rows: _Rows, at: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """For contacts at these places: their journey among those looked at, and whether they lie before its outcome."""
    if not len(journeys) or not len(at):
        return np.zeros(len(at), np.int64), np.zeros(len(at), np.bool_)
    own = np.searchsorted(partition.start, at, side="right") - 1
    place = np.minimum(np.searchsorted(journeys, own), len(journeys) - 1)
    before = (journeys[place] == own) & (at < rows.until[place])
    return place, before


def _anywhere(
    partition: Partition, journeys: NDArray[np.int64], column: NDArray[np.int64], width: int
) -> NDArray[np.bool_]:
    begin = partition.start[journeys]
    length = partition.start[journeys + 1] - begin
    first = np.cumsum(length) - length
    at = np.arange(int(length.sum())) + np.repeat(begin - first, length)
    here = column[partition.touchpoint[at]]
    told = np.zeros((len(journeys), width), np.bool_)
    told[np.repeat(np.arange(len(journeys)), length)[here >= 0], here[here >= 0]] = True
    return told


def _closing(rows: _Rows, here: NDArray[np.int64], first: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether from the first row of a column on all rows of the journey are of that column."""
    told = np.zeros(first.shape, np.bool_)
    if not len(rows.at):
        return told
    last = np.maximum(rows.first + rows.length - 1, 0)
    # The row at which the run of equal columns that reaches the end begins.
    begins = np.ones(len(here), np.bool_)
    begins[1:] = (here[1:] != here[:-1]) | (rows.journey[1:] != rows.journey[:-1])
    run = np.maximum.accumulate(np.where(begins, np.arange(len(here)), 0))
    some = np.flatnonzero(rows.some & (here[np.minimum(last, len(here) - 1)] >= 0))
    of = here[last[some]]
    told[some, of] = first[some, of] >= run[last[some]]
    return told
