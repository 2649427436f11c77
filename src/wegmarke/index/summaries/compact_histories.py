"""Histories of customers as they are kept: compact, and laid out as numbers for a model only when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels import snapshots as k
from wegmarke.model.incidents import INCIDENT_KINDS

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

HISTORY: Final[tuple[str, ...]] = (
    *("tenure", "customer_for", "contacts_30", "contacts_90", "contacts_365"),
    *("wins", "since_win", "since_contact", "settled", "money"),
    *("asked_30", "asked_90", "incidents_7", "incidents_90"),
    *(f"{kind} {span}" for span in ("30", "90", "365") for kind in INCIDENT_KINDS),
)
"""The columns of a history: logarithms of days, contacts and money; whether a complaint was settled in 90 days; and
incidents by kind in the last 30 days, in the 60 before, and in the rest of a year. More than 255 incidents are told as
255.
"""

_AGES = {"tenure": k.A_TENURE, "customer_for": k.A_CUSTOMER_FOR, "since_win": k.A_SINCE_WIN}
_AGES |= {"since_contact": k.A_SINCE_CONTACT, "money": k.A_MONEY}
_COUNTS = {"contacts_30": k.C_CONTACTS_30, "contacts_90": k.C_CONTACTS_90, "contacts_365": k.C_CONTACTS_365}
_COUNTS |= {"wins": k.C_WINS, "asked_30": k.C_ASKED_30, "asked_90": k.C_ASKED_90}
_FEW = ("settled", "incidents_7", "incidents_90", *HISTORY[-3 * k.KINDS :])
_MARKS = {name: place for place, name in enumerate(_FEW)}


def _stored(name: str) -> int:
    if name in _AGES:
        return _AGES[name]
    return k.AGES + _COUNTS[name] if name in _COUNTS else k.AGES + k.COUNTS + _MARKS[name]


_STORED: Final = np.array([_stored(name) for name in HISTORY])


@dataclass(frozen=True, slots=True, eq=False)
class CompactHistories:
    """Some histories, one a line. ages: float64 (n, 5), logarithms of days and money. counts: uint32 (n, 6), what can
    be many. marks: uint8 (n, 30), what is seldom many.
    """

    ages: Floats
    counts: NDArray[np.uint32]
    marks: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.ages)

    @classmethod
    def room(cls, lines: int) -> CompactHistories:
        """To be written to."""
        ages, counts = np.empty((lines, k.AGES)), np.empty((lines, k.COUNTS), np.uint32)
        return cls(ages, counts, np.empty((lines, k.MARKS), np.uint8))

    def of(self, which: NDArray[np.bool_] | Places | slice) -> CompactHistories:
        """Only these lines, copied."""
        return CompactHistories(self.ages[which].copy(), self.counts[which].copy(), self.marks[which].copy())

    @property
    def nbytes(self) -> int:
        """Their size."""
        return self.ages.nbytes + self.counts.nbytes + self.marks.nbytes


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """The histories of the lines of a table, where they lie: pieces, and of each line the piece and the row in it."""

    pieces: tuple[CompactHistories, ...]
    piece: NDArray[np.uint16]
    row: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.row)

    def of(self, which: NDArray[np.bool_] | Places) -> Histories:
        """Only these lines."""
        return Histories(self.pieces, self.piece[which], self.row[which])

    def behind(self, first: Histories) -> Histories:
        """Those of `first`, then these."""
        piece = np.concatenate((first.piece, self.piece + np.uint16(len(first.pieces))))
        return Histories((*first.pieces, *self.pieces), piece, np.concatenate((first.row, self.row)))

    def laid_out(self, columns: Sequence[int] = range(len(HISTORY))) -> Floats:
        """These columns, by their places in HISTORY: float64 (n, len(columns))."""
        table, runs = np.empty((len(self), len(columns))), _runs(_STORED[list(columns)])
        for piece, row, place in self._by_piece():
            k.lay_histories(piece.ages, piece.counts, piece.marks, row, place, *runs, table)
        return table

    def together(self) -> Histories:
        """The same in one piece, which is quicker to lay out again and again."""
        found = CompactHistories.room(len(self))
        for piece, row, place in self._by_piece():
            found.ages[place], found.counts[place] = piece.ages[row], piece.counts[row]
            found.marks[place] = piece.marks[row]
        return Histories((found,), np.zeros(len(self), np.uint16), np.arange(len(self), dtype=np.uint32))

    @property
    def nbytes(self) -> int:
        """The size of all that is held by this."""
        return self.piece.nbytes + self.row.nbytes + sum(piece.nbytes for piece in self.pieces)

    def _by_piece(self) -> list[tuple[CompactHistories, Places, Places]]:
        """Of each piece that lines lie in: which rows, and of which lines they are."""
        if len(self.pieces) == 1:
            return [(self.pieces[0], self.row.astype(np.int64), np.arange(len(self)))]
        order = np.argsort(self.piece, kind="stable")
        ends = np.searchsorted(self.piece[order], np.arange(len(self.pieces) + 1)).tolist()
        row = self.row[order].astype(np.int64)
        return [
            (piece, row[begin:end], order[begin:end])
            for piece, begin, end in zip(self.pieces, ends[:-1], ends[1:], strict=True)
            if end > begin
        ]


def _runs(stored: Places) -> tuple[Places, Places, Places]:
    """Columns that lie side by side, together: where each run is stored, where it goes, and how long it is."""
    of = np.searchsorted((k.AGES, k.AGES + k.COUNTS), stored, side="right")
    begins = np.flatnonzero(np.append(True, (np.diff(stored) != 1) | (np.diff(of) != 0)))
    return stored[begins], begins, np.diff(begins, append=len(stored))


NO_HISTORIES: Final = Histories((), np.zeros(0, np.uint16), np.zeros(0, np.uint32))
