"""Snapshots of customers: a design table of what their history was before a moment, and what became of them after it.

A moment is a visit to a touchpoint, or is drawn at random in the time in which somebody was a customer. What is told of
the history lies before the moment, to the second; what came after begins behind a lead, since whoever leaves within it
had decided by then. Moments whose horizon the data do not reach are left out, for everybody alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.choosing import Choosing
from wegmarke.index.incidents import IncidentMarks, incidents_in
from wegmarke.index.kept import Kept
from wegmarke.index.kernels import snapshots as k
from wegmarke.index.moments import Moments, contact_roles
from wegmarke.index.partition import Partition
from wegmarke.index.summaries.compact_histories import NO_HISTORIES, CompactHistories, Histories

_DAY = 86_400
_NO_CODES = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Snapshots:
    """Snapshots, one a line, in order of customer and second.

    customer: the permanent number. seconds: of the moment. touchpoint: code visited, or -1. left, won: whether the
    customer left, bought again within the horizon. left_at: when the customer left, however late; -1 where never. bad:
    whether an incident came with the visit. histories: of each line, not laid out yet.
    """

    customer: NDArray[np.uint64]
    seconds: NDArray[np.int64]
    touchpoint: NDArray[np.int64]
    left: NDArray[np.bool_]
    won: NDArray[np.bool_]
    left_at: NDArray[np.int64]
    bad: NDArray[np.bool_]
    histories: Histories

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def history(self) -> NDArray[np.float64]:
        """All columns of HISTORY, laid out anew: float64 (lines, len(HISTORY))."""
        return self.histories.laid_out()

    def told(self, columns: Sequence[int]) -> NDArray[np.float64]:
        """These columns of the history, by their places in HISTORY: float64 (lines, len(columns))."""
        return self.histories.laid_out(columns)

    def of(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Snapshots:
        """Only these lines."""
        columns = {name: column[which] for name, column in self._plain.items()}
        return Snapshots(**columns, histories=self.histories.of(which))

    def behind(self, first: Snapshots) -> Snapshots:
        """Those of `first`, then these."""
        before = first._plain
        columns = {name: np.concatenate((before[name], column)) for name, column in self._plain.items()}
        return Snapshots(**columns, histories=self.histories.behind(first.histories))

    def read_only(self) -> Snapshots:
        """Themselves, not to be written to."""
        for column in (*self._plain.values(), self.histories.piece, self.histories.row):
            column.setflags(write=False)
        return self

    @property
    def nbytes(self) -> int:
        """Their size, with the histories they point at."""
        return sum(column.nbytes for column in self._plain.values()) + self.histories.nbytes

    @property
    def _plain(self) -> dict[str, NDArray[Any]]:
        return {name: getattr(self, name) for name in self.__slots__ if name != "histories"}


_NO_FLAGS: Final = np.zeros(0, np.bool_)
NO_SNAPSHOTS: Final = Snapshots(
    customer=np.zeros(0, np.uint64),
    seconds=_NO_CODES,
    touchpoint=_NO_CODES,
    left=_NO_FLAGS,
    won=_NO_FLAGS,
    left_at=_NO_CODES,
    bad=_NO_FLAGS,
    histories=NO_HISTORIES,
)


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """All snapshots of a partition, whoever is asked for: what a filter chooses among, and what is kept.

    Those of a customer stand together and in order. customer: the permanent number. seconds: of the moment. journey: in
    which the moment lies, by place. touchpoint: code visited, or NO_VISIT. left_at: when the customer left, or NEVER.
    after: bits of what came after, and of the visit. histories: of each line.
    """

    customer: NDArray[np.uint64]
    seconds: NDArray[np.uint32]
    journey: NDArray[np.uint32]
    touchpoint: NDArray[np.uint32]
    left_at: NDArray[np.uint32]
    after: NDArray[np.uint8]
    histories: CompactHistories

    def __len__(self) -> int:
        return len(self.customer)

    def of(self, which: NDArray[np.bool_] | NDArray[np.int64] | slice) -> Taken:
        """Only these lines, copied."""
        columns: dict[str, Any] = {name: getattr(self, name)[which].copy() for name in _PLAIN}
        return Taken(**columns, histories=self.histories.of(which))

    @property
    def nbytes(self) -> int:
        """Their size."""
        return sum(int(getattr(self, field.name).nbytes) for field in fields(self))


_PLAIN: Final = tuple(name for name in Taken.__slots__ if name != "histories")


@dataclass(frozen=True, slots=True, eq=False)
class ChosenSnapshots:
    """Those of a partition that a filter chooses. rows: which of them, in order."""

    among: Taken
    rows: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)

    def __reduce__(self) -> tuple[Any, ...]:
        """Only what was chosen travels to another machine."""
        return ChosenSnapshots, (self.among.of(self.rows), np.arange(len(self.rows)))


@dataclass(frozen=True, slots=True)
class SnapshotPieces:
    """Snapshots as they were taken, those of a customer together and in order; put in order once, by `table`."""

    pieces: tuple[ChosenSnapshots, ...]

    def table(self) -> Snapshots:
        """All of them in order of customer and second."""
        pieces = [piece for piece in self.pieces if len(piece)]
        if not pieces:
            return NO_SNAPSHOTS
        lines = sum(map(len, pieces))
        place = _places_by_customer(np.concatenate([piece.among.customer[piece.rows] for piece in pieces]))
        customer, flags = np.empty(lines, np.uint64), [np.empty(lines, np.bool_) for _ in range(3)]
        seconds, touchpoint, left_at = (np.empty(lines, np.int64) for _ in range(3))
        of, row = np.empty(lines, np.uint16), np.empty(lines, np.uint32)
        begin = 0
        for number, piece in enumerate(pieces):
            to, taken = place[begin : begin + len(piece)], piece.among
            told = (taken.customer, taken.seconds, taken.touchpoint, taken.left_at, taken.after, piece.rows, to)
            k.lay_lines(*told, customer, seconds, touchpoint, left_at, *flags)
            of[to], row[to] = number, piece.rows
            begin += len(piece)
        left, won, bad = flags
        histories = Histories(tuple(piece.among.histories for piece in pieces), of, row)
        return Snapshots(customer, seconds, touchpoint, left, won, left_at, bad, histories)


def _places_by_customer(customer: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Where each line goes so that customers come in order; those of a customer stay as they are."""
    begins = np.flatnonzero(np.append(True, customer[1:] != customer[:-1]))
    lengths = np.diff(begins, append=len(customer))
    order = np.argsort(customer[begins], kind="stable")
    moved = np.empty(len(begins), np.int64)
    moved[order] = np.cumsum(lengths[order]) - lengths[order]
    places: NDArray[np.int64] = np.arange(len(customer)) + np.repeat(moved - begins, lengths)
    return places


@dataclass(frozen=True, slots=True)
class TakeSnapshots:
    """The snapshots at these moments of the customers of the journeys chosen."""

    selection: Choosing
    marks: IncidentMarks
    moments: Moments

    def zero(self) -> SnapshotPieces:
        """None."""
        return SnapshotPieces(())

    def add(self, summary: SnapshotPieces, partition: Partition) -> SnapshotPieces:
        """Take those of one partition."""
        chosen = self.selection.choose(partition)
        if chosen is not None and not chosen.any():
            return summary
        taken = taken_in(partition, self.marks, self.moments)
        rows = np.arange(len(taken)) if chosen is None else np.flatnonzero(chosen[taken.journey])
        return SnapshotPieces((*summary.pieces, ChosenSnapshots(taken, rows))) if len(rows) else summary

    def merge(self, first: SnapshotPieces, second: SnapshotPieces) -> SnapshotPieces:
        """Put them together."""
        return SnapshotPieces((*first.pieces, *second.pieces))


_ROOM: Final = 1 << 15
"""So many lines are taken at once: four megabytes."""

_KEPT: Final[Kept[Taken]] = Kept(640 << 20)
"""A line takes 119 bytes: five tables of a million, or many small ones."""


def taken_in(partition: Partition, marks: IncidentMarks, moments: Moments) -> Taken:
    """All snapshots of a partition, those of journeys that an overlay has replaced included. They are kept, so that
    another filter only chooses among them, and not to be written to.
    """
    key = (marks.key, moments.key)
    known = _KEPT.get(partition, key)
    if known is None:
        known = _taken(partition, marks, moments)
        _KEPT.put(partition, key, known, known.nbytes)
    return known


def _taken(partition: Partition, marks: IncidentMarks, moments: Moments) -> Taken:
    amounts = np.zeros(0, np.int64)
    if len(partition.noted.amount_at):
        amounts = np.zeros(len(partition.seconds), np.int64)
        amounts[partition.noted.amount_at] = partition.noted.amount
    found = incidents_in(partition, marks)
    wanted = np.full(max(int(partition.touchpoint.max(initial=0)), *moments.touchpoints, 0) + 1, -1)
    wanted[list(moments.touchpoints)] = np.arange(len(moments.touchpoints))
    days = (moments.horizon_days, moments.lead_days, moments.washout_days, moments.every_days)
    flags = (
        *(int(moments.bought_once), moments.per_million, int(not moments.touchpoints), int(moments.before_matter)),
        *(int(moments.even), moments.stayed_per_million, sum(1 << kind for kind in moments.kinds)),
    )
    limits = np.array([marks.end, *(round(one * _DAY) for one in days), *flags], np.int64)
    matter = np.zeros(0, np.uint32) if partition.matter is None else partition.matter
    told = (
        *(partition.start, partition.journeys, partition.seconds, partition.number),
        *(partition.touchpoint.astype(np.uint16, copy=False), matter, contact_roles(partition, moments, marks)),
        *(amounts, found.at, found.kind, found.seconds, wanted, limits),
    )
    pieces: list[Taken] = []
    done, room = np.zeros(3, np.int64), _ROOM
    while done[0] < len(partition.number):
        room = max(room, int(done[2]))
        lines = _room(room)
        columns = (lines.customer, lines.seconds, lines.journey, lines.touchpoint, lines.left_at, lines.after)
        history = lines.histories
        n = k.take_snapshots(*told, done, *columns, history.ages, history.counts, history.marks)
        pieces.append(_in_order(lines.of(slice(0, n))))
    return _joined(pieces)


def _room(lines: int) -> Taken:
    seconds, journey, touchpoint, left_at = (np.empty(lines, np.uint32) for _ in range(4))
    customer, after = np.empty(lines, np.uint64), np.empty(lines, np.uint8)
    return Taken(customer, seconds, journey, touchpoint, left_at, after, CompactHistories.room(lines))


def _in_order(lines: Taken) -> Taken:
    """Contacts of the same second by touchpoint."""
    same = (lines.customer[1:] == lines.customer[:-1]) & (lines.seconds[1:] == lines.seconds[:-1])
    if not (same & (lines.touchpoint[1:] < lines.touchpoint[:-1])).any():
        return lines
    begins = np.append(True, lines.customer[1:] != lines.customer[:-1])
    return lines.of(np.lexsort((lines.touchpoint, lines.seconds, np.cumsum(begins))))


def _joined(pieces: Sequence[Taken]) -> Taken:
    """One behind the other, read-only."""
    found = pieces[0] if pieces else _room(0)
    if len(pieces) > 1:
        columns: dict[str, Any] = {name: np.concatenate([getattr(piece, name) for piece in pieces]) for name in _PLAIN}
        histories = {
            name: np.concatenate([getattr(piece.histories, name) for piece in pieces])
            for name in CompactHistories.__slots__
        }
        found = Taken(**columns, histories=CompactHistories(**histories))
    for of in (found, found.histories):
        for name in of.__slots__:
            if isinstance(column := getattr(of, name), np.ndarray):
                column.setflags(write=False)
    return found
