"""Snapshots of customers: a design table of what their history was before a moment, and what became of them after it.

A moment is a visit to a touchpoint, or is drawn at random in the time in which somebody was a customer. What is told of
the history lies before the moment, to the second; what came after begins behind a lead, since whoever leaves within it
had decided by then. Moments whose horizon the data do not reach are left out, for everybody alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks, incidents_in
from wegmarke.index.kernels import snapshots as k
from wegmarke.index.kernels.incidents import ASKING, COMPLAINT
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
    customer left, bought again within the horizon. bad: whether an incident came with the visit. origin: of the visit
    (file, row, part), 0 for moments drawn. history: float64 (lines, len(HISTORY)).
    """

    customer: NDArray[np.uint64]
    seconds: NDArray[np.int64]
    touchpoint: NDArray[np.int64]
    left: NDArray[np.bool_]
    won: NDArray[np.bool_]
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
    *(np.zeros(0, np.bool_),) * 3,
    np.zeros(0, np.uint64),
    np.zeros((0, len(HISTORY))),
)


@dataclass(frozen=True, slots=True)
class TakeSnapshots:
    """The snapshots at these moments of the customers of the journeys chosen."""

    selection: Selection
    marks: IncidentMarks
    moments: Moments

    def zero(self) -> Snapshots:
        """None."""
        return NO_SNAPSHOTS

    def add(self, summary: Snapshots, partition: Partition) -> Snapshots:
        """Take those of one partition."""
        return self.merge(summary, snapshots_in(partition, self.selection, self.marks, self.moments))

    def merge(self, first: Snapshots, second: Snapshots) -> Snapshots:
        """Put them together, in order."""
        if not len(first) or not len(second):
            return first if len(first) else second
        both = Snapshots(*(np.concatenate((getattr(first, n), getattr(second, n))) for n in Snapshots.__slots__))
        return both.of(np.lexsort((both.touchpoint, both.seconds, both.customer)))


def snapshots_in(partition: Partition, selection: Selection, marks: IncidentMarks, moments: Moments) -> Snapshots:
    """The snapshots of one partition."""
    count = len(partition.seconds)
    chosen = selection.choose(partition)
    chosen = np.ones(len(partition.outcome), np.bool_) if chosen is None else chosen
    amounts = np.zeros(0, np.int64)
    if len(partition.noted.amount_at):
        amounts = np.zeros(count, np.int64)
        amounts[partition.noted.amount_at] = partition.noted.amount
    found = incidents_in(partition, marks)
    wanted = np.array(moments.touchpoints, np.int64)
    days = (moments.horizon_days, moments.lead_days, moments.washout_days, moments.every_days)
    flags = (
        *(int(moments.bought_once), moments.per_million, int(not len(wanted)), int(moments.before_matter)),
        *(int(moments.even), moments.stayed_per_million, sum(1 << kind for kind in moments.kinds)),
    )
    limits = np.array([marks.end, *(round(one * _DAY) for one in days), *flags], np.int64)
    matter = np.zeros(0, np.uint32) if partition.matter is None else partition.matter
    told = (
        *(partition.start, partition.journeys, partition.seconds, partition.number),
        *(partition.touchpoint.astype(np.uint16, copy=False), matter, contact_roles(partition, moments, marks), chosen),
        *(amounts, found.at, found.kind, found.seconds, wanted, limits),
    )
    room = max(len(partition.number) * (2 if not len(wanted) else 1), 64)
    while True:
        columns = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.uint8), np.empty(room, np.uint8)
        place, history = np.empty(room, np.int64), np.empty((room, k.FEATURES))
        taken = k.take_snapshots(*told, *columns, place, history)
        if taken <= room:
            break
        room = taken
    customer, when, after, bad = columns[0][:taken], columns[1][:taken], columns[2][:taken], columns[3][:taken]
    place, visited = place[:taken], place[:taken] >= 0
    at = np.where(visited, place, 0)
    touchpoint = np.where(visited, partition.touchpoint[at].astype(np.int64), -1) if count else place
    lines = Snapshots(
        customer=partition.number[customer],
        seconds=when,
        touchpoint=touchpoint.astype(np.int64),
        left=(after & k.O_LEFT) != 0,
        won=(after & k.O_WON) != 0,
        bad=bad != 0,
        origin=np.where(visited, partition.origin[at], 0).astype(np.uint64) if count else np.zeros(0, np.uint64),
        history=history[:taken].copy(),
    )
    return lines.of(np.lexsort((lines.touchpoint, lines.seconds, lines.customer)))


def contact_roles(partition: Partition, moments: Moments, marks: IncidentMarks) -> NDArray[np.uint8]:
    """What every contact is: won, left, settles a complaint, asked; by its touchpoint, or as the outcome of its
    journey.
    """
    asked = np.where(marks.roles & (ASKING | COMPLAINT), ASKED, 0).astype(np.uint8)
    roles: NDArray[np.uint8] = (moments.outcomes | asked)[partition.touchpoint]
    outcome, last = partition.outcome, partition.start[1:] - 1
    decided = np.where(partition.outcome_happened, partition.start[:-1] + partition.decided, last)
    decided = np.minimum(decided, last)
    for codes, bit in (((OUTCOME_NAMES.index("won"),), WON), (moments.leaves, LEFT)):
        of = decided[np.isin(outcome, codes)]
        roles[of] |= np.uint8(bit)
    return roles
