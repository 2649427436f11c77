"""Snapshots of customers: a design table of what their history was before a moment, and what became of them after it.

A moment is a visit to a touchpoint, or is drawn at random in the time in which somebody was a customer. What is told of
the history lies before the moment, to the second; what came after begins behind a lead, since whoever leaves within it
had decided by then. Moments whose horizon the data do not reach are left out, for everybody alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks, incidents_in
from wegmarke.index.kernels import snapshots as k
from wegmarke.index.kernels.incidents import ASKING, COMPLAINT
from wegmarke.index.kernels.leaving import tell_roles
from wegmarke.index.partition import Partition
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.model.settings import OUTCOME_NAMES

if TYPE_CHECKING:  # a condition of the filter language is made of what is told here
    from wegmarke.index.selection import Selection

HISTORY: Final[tuple[str, ...]] = (
    *("tenure", "customer_for", "contacts_30", "contacts_90", "contacts_365"),
    *("wins", "since_win", "since_contact", "settled", "money"),
    *("asked_30", "asked_90", "incidents_7", "incidents_90"),
    *(f"{kind} {span}" for span in ("30", "90", "365") for kind in INCIDENT_KINDS),
)
"""The columns of a history: logarithms of days, contacts and money; whether a complaint was settled in 90 days; and
incidents by kind in the last 30 days, in the 60 before, and in the rest of a year.
"""

WON, LEFT, SETTLED, ASKED = 1, 2, 4, 8
"""Bits of what a contact is."""

_DAY = 86_400
_NO_CODES = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Which moments to look at.

    touchpoints: codes whose visits are moments; none: moments drawn, one every `every_days`. horizon_days: how far to
    look ahead. lead_days: see above. washout_days: a visit so soon after another to the same touchpoint is no moment of
    its own. bought_once: only who once bought is a customer, from then on; else everybody is from the first contact.
    outcomes: of each touchpoint what a contact there is (bits). leaves: codes of the outcomes of journeys (places in
    OUTCOME_NAMES) that are leaving. per_million: of a million customers how many take part, chosen by their numbers, so
    that the same take part however the index is divided. before_matter: the history ends before the first contact about
    the matter of the visit, not before the visit. kinds: of the incidents that are told as coming with a visit. even:
    moments drawn lie evenly from the day on which somebody became a customer, so that nobody leaves twice or never.
    stayed_per_million: of a million moments drawn after which nobody left, how many are taken.
    """

    touchpoints: tuple[int, ...]
    outcomes: NDArray[np.uint8]
    leaves: tuple[int, ...]
    horizon_days: float = 180.0
    lead_days: float = 7.0
    washout_days: float = 30.0
    every_days: float = 90.0
    bought_once: bool = True
    per_million: int = 1_000_000
    before_matter: bool = False
    kinds: tuple[int, ...] = tuple(range(len(INCIDENT_KINDS)))
    even: bool = False
    stayed_per_million: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Snapshots:
    """Snapshots, one a line, in order of customer and second.

    customer: the permanent number. seconds: of the moment. touchpoint: code visited, or -1. left, won: whether the
    customer left, bought again within the horizon. left_at: when the customer left, however late; -1 where never. bad:
    whether an incident came with the visit. origin: of the visit (file, row, part), 0 for moments drawn. history:
    float64 (lines, len(HISTORY)).
    """

    customer: NDArray[np.uint64]
    seconds: NDArray[np.int64]
    touchpoint: NDArray[np.int64]
    left: NDArray[np.bool_]
    won: NDArray[np.bool_]
    left_at: NDArray[np.int64]
    bad: NDArray[np.bool_]
    origin: NDArray[np.uint64]
    history: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.customer)

    def of(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Snapshots:
        """Only these lines."""
        return Snapshots(*(getattr(self, name)[which] for name in self.__slots__))


NO_SNAPSHOTS: Final = Snapshots(
    np.zeros(0, np.uint64),
    _NO_CODES,
    _NO_CODES,
    *(np.zeros(0, np.bool_),) * 2,
    _NO_CODES,
    np.zeros(0, np.bool_),
    np.zeros(0, np.uint64),
    np.zeros((0, len(HISTORY))),
)


@dataclass(frozen=True, slots=True)
class SnapshotPieces:
    """Snapshots as they were taken, those of a customer together and in order; put in order once, by `table`: a line
    has hundreds of bytes, and to move it is most of the work.
    """

    pieces: tuple[Snapshots, ...]

    def table(self) -> Snapshots:
        """All of them in order of customer and second."""
        if not self.pieces:
            return NO_SNAPSHOTS
        customer = np.concatenate([piece.customer for piece in self.pieces])
        place = _places_by_customer(customer)
        columns = []
        for name in Snapshots.__slots__:
            first = getattr(self.pieces[0], name)
            column, begin = np.empty((len(customer), *first.shape[1:]), first.dtype), 0
            for piece in self.pieces:
                to = place[begin : begin + len(piece)]
                if name == "history":
                    k.lay_out(piece.history, to, column)
                else:
                    column[to] = getattr(piece, name)
                begin += len(piece)
            columns.append(column)
        return Snapshots(*columns)


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

    selection: Selection
    marks: IncidentMarks
    moments: Moments

    def zero(self) -> SnapshotPieces:
        """None."""
        return SnapshotPieces(())

    def add(self, summary: SnapshotPieces, partition: Partition) -> SnapshotPieces:
        """Take those of one partition."""
        return SnapshotPieces((*summary.pieces, *snapshots_in(partition, self.selection, self.marks, self.moments)))

    def merge(self, first: SnapshotPieces, second: SnapshotPieces) -> SnapshotPieces:
        """Put them together."""
        return SnapshotPieces((*first.pieces, *second.pieces))


_ROOM: Final = 1 << 15
"""So many lines are taken at once: eleven megabytes."""


def snapshots_in(
    partition: Partition, selection: Selection, marks: IncidentMarks, moments: Moments
) -> Iterator[Snapshots]:
    """The snapshots of one partition, piece by piece."""
    chosen = selection.choose(partition)
    chosen = np.ones(len(partition.outcome), np.bool_) if chosen is None else chosen
    if not chosen.any():
        return
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
        *(partition.touchpoint.astype(np.uint16, copy=False), matter, contact_roles(partition, moments, marks), chosen),
        *(amounts, found.at, found.kind, found.seconds, wanted, limits),
    )
    done, room = np.zeros(3, np.int64), _ROOM
    while done[0] < len(partition.number):
        room = max(room, int(done[2]))
        customer, when, left_at, place = (np.empty(room, np.int64) for _ in range(4))
        after, bad, history = np.empty(room, np.uint8), np.empty(room, np.uint8), np.empty((room, k.FEATURES))
        n = k.take_snapshots(*told, done, customer, when, after, left_at, bad, place, history)
        if n:
            told_of = customer[:n], when[:n], place[:n]
            yield _piece(partition, *told_of, after[:n], left_at[:n], bad[:n], history[:n])


def _piece(
    partition: Partition,
    customer: NDArray[np.int64],
    when: NDArray[np.int64],
    place: NDArray[np.int64],
    after: NDArray[np.uint8],
    left_at: NDArray[np.int64],
    bad: NDArray[np.uint8],
    history: NDArray[np.float64],
) -> Snapshots:
    visited = place >= 0
    at = np.where(visited, place, 0)
    lines = Snapshots(
        customer=partition.number[customer],
        seconds=when,
        touchpoint=np.where(visited, partition.touchpoint[at].astype(np.int64), -1),
        left=(after & k.O_LEFT) != 0,
        won=(after & k.O_WON) != 0,
        left_at=left_at,
        bad=bad != 0,
        origin=np.where(visited, partition.origin[at], 0).astype(np.uint64),
        history=history,
    )
    same = (customer[1:] == customer[:-1]) & (when[1:] == when[:-1])
    if (same & (lines.touchpoint[1:] < lines.touchpoint[:-1])).any():  # contacts of the same second
        return lines.of(np.lexsort((lines.touchpoint, when, customer)))
    return lines


def contact_roles(partition: Partition, moments: Moments, marks: IncidentMarks) -> NDArray[np.uint8]:
    """What every contact is: won, left, settles a complaint, asked; by its touchpoint, or as the outcome of its
    journey.
    """
    asked = np.where(marks.roles & (ASKING | COMPLAINT), ASKED, 0).astype(np.uint8)
    ends = np.zeros(len(OUTCOME_NAMES), np.uint8)
    ends[list(moments.leaves)] |= np.uint8(LEFT)
    ends[OUTCOME_NAMES.index("won")] |= np.uint8(WON)
    roles = np.empty(len(partition.touchpoint), np.uint8)
    told = (partition.touchpoint.astype(np.uint16, copy=False), partition.start, partition.outcome, partition.decided)
    tell_roles(*told, partition.outcome_happened, moments.outcomes | asked, ends, roles)
    return roles
