"""Summaries of promises: what became of them by where they were given, by whom, and who had to keep them."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels import promises as k
from wegmarke.index.partition import Partition
from wegmarke.index.promises import BROKEN, LATE, PROMISE_STATES, Promises, promises_in
from wegmarke.index.selection import Selection

STATES = len(PROMISE_STATES)
ALL, GIVER, KEEPER, LINE = range(4)
"""How promises are grouped: all of them, by who gave them, by who had to keep them, by touchpoint and both."""
_GROUPINGS = {ALL: "", GIVER: "g", KEEPER: "k", LINE: "tgk"}
_WIDTH = 16
"""Bits of the code of a touchpoint or a department."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of promises; codes of touchpoint and departments are 0 where the grouping does not tell them apart."""

    grouping: int
    touchpoint: int
    giver: int
    keeper: int


def group_of(code: int) -> Group:
    """The group with that code."""
    low = (1 << _WIDTH) - 1
    return Group(code >> 3 * _WIDTH, (code >> 2 * _WIDTH) & low, (code >> _WIDTH) & low, code & low)


def regrouped(line: NDArray[np.int64], grouping: int) -> NDArray[np.int64]:
    """The groups of that grouping in which these groups `LINE` are."""
    kept = sum(((1 << _WIDTH) - 1) << "kgt".index(letter) * _WIDTH for letter in _GROUPINGS[grouping])
    return (line & kept) | (grouping << 3 * _WIDTH)


def _lines(touchpoint: NDArray[np.int64], promises: Promises) -> NDArray[np.int64]:
    return (LINE << 3 * _WIDTH) | (touchpoint << 2 * _WIDTH) | (promises.giver << _WIDTH) | promises.keeper


@dataclass(slots=True)
class PromiseSummary:
    """By group (G, in order of `group`): promises by state (G, 4); journeys in which one of that state was given, and
    last those in which any was (G, 5); sums over customers, x = kept and m = no longer open: how many have m > 0, Σx²,
    Σxm, Σm² (G, 4). late: groups `LINE` and seconds after the time that was said, of every promise kept late; broken:
    likewise of every broken one, until when the data tell. Pieces, 12 bytes a promise.
    """

    group: NDArray[np.int64]
    promises: NDArray[np.int64]
    journeys: NDArray[np.int64]
    sums: NDArray[np.int64]
    late: list[tuple[NDArray[np.int64], NDArray[np.uint32]]]
    broken: list[tuple[NDArray[np.int64], NDArray[np.uint32]]]


@dataclass(frozen=True, slots=True)
class CountPromises:
    """The promises given in the journeys chosen. end: until when the data tell (whole seconds since 1970)."""

    selection: Selection
    end: int

    def zero(self) -> PromiseSummary:
        """Nothing counted."""
        promises, journeys, sums = (np.zeros((0, width), np.int64) for width in (STATES, STATES + 1, 4))
        return PromiseSummary(np.zeros(0, np.int64), promises, journeys, sums, [], [])

    def add(self, summary: PromiseSummary, partition: Partition) -> PromiseSummary:
        """Count one partition."""
        promises = promises_in(partition, self.end)
        chosen = self.selection.choose(partition)
        if chosen is not None:
            promises = _only(promises, chosen[promises.journey])
        line = _lines(partition.touchpoint[promises.at].astype(np.int64), promises)
        some = _counted(line, promises)
        late, broken = promises.state == LATE, promises.state == BROKEN
        some.late.append((line[late], (promises.kept - promises.due)[late].astype(np.uint32)))
        some.broken.append((line[broken], (self.end - promises.due)[broken].astype(np.uint32)))
        return self.merge(summary, some)

    def merge(self, first: PromiseSummary, second: PromiseSummary) -> PromiseSummary:
        """Add what is of the same group, append pieces."""
        group, place = np.unique(np.concatenate((first.group, second.group)), return_inverse=True)
        promises, journeys, sums = (
            _added(np.concatenate((getattr(first, name), getattr(second, name))), place, len(group))
            for name in ("promises", "journeys", "sums")
        )
        return PromiseSummary(group, promises, journeys, sums, first.late + second.late, first.broken + second.broken)


def _added(rows: NDArray[np.int64], place: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    table = np.zeros((count, rows.shape[1]), np.int64)
    np.add.at(table, place, rows)
    return table


def _only(promises: Promises, which: NDArray[np.bool_]) -> Promises:
    return Promises(*(getattr(promises, field.name)[which] for field in fields(promises)))


def _counted(line: NDArray[np.int64], promises: Promises) -> PromiseSummary:
    """By line first, of which there are few: each is in one group of every grouping."""
    lines, place = np.unique(line, return_inverse=True)
    group, groups = np.unique([regrouped(lines, one) for one in _GROUPINGS], return_inverse=True)
    by_state, journeys, sums = (np.zeros((len(group), width), np.int64) for width in (STATES, STATES + 1, 4))
    groups = groups.reshape(len(_GROUPINGS), len(lines))
    k.count_promises(place, groups, promises.state, promises.journey, promises.customer, by_state, journeys, sums)
    return PromiseSummary(group, by_state, journeys, sums, [], [])
