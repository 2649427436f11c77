"""Many chunks with ids judged at once, before any is recorded: what `matching` would say of one after the other.

Rows of one id hang together and with no others, so that ids may be judged in shares, wherever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.record.matching import ORDER_SHIFT, line_up
from wegmarke.record.recording import Judged

KNOWN = -1


@dataclass(frozen=True, slots=True)
class PieceOf:
    """Of what interactions are: a part of the record, or a chunk that comes to it.

    order, generation: of the file. chunk: the place of the chunk among all, in the order in which they are recorded;
    KNOWN for a part.
    """

    order: int
    generation: int
    chunk: int


@dataclass(frozen=True, slots=True)
class Ids:
    """Interactions whose row declares an id, those of a part only while they count. Shapes (interactions,).

    piece: of which piece; at: the place in it; row: in its file.
    """

    row_id: pa.StringArray
    row_hash: NDArray[np.uint64]
    row: NDArray[np.int64]
    at: NDArray[np.int64]
    piece: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What becomes of interactions: those of chunks that are known already, and those whose place is taken.

    Columns: piece, place in it, row in its file; of those whose place is taken also the chunk with which that happens.
    """

    known: NDArray[np.int64]
    taken: NDArray[np.int64]

    @classmethod
    def together(cls, some: Sequence[Verdicts]) -> Verdicts:
        """What was said of shares of the ids."""
        known = [one.known for one in some] or [np.empty((0, 3), np.int64)]
        taken = [one.taken for one in some] or [np.empty((0, 4), np.int64)]
        return cls(np.concatenate(known), np.concatenate(taken))


def judge(ids: Ids, pieces: Sequence[PieceOf]) -> Verdicts:
    """Judge all interactions of some ids."""
    code = ids.row_id.dictionary_encode().indices.to_numpy().astype(np.int64)
    order, generation, chunk = (
        np.array([getattr(piece, name) for piece in pieces], np.int64)[ids.piece]
        for name in ("order", "generation", "chunk")
    )
    rank = (order << ORDER_SHIFT) + ids.row
    by_row = np.lexsort((ids.at, rank, code))
    begins = np.ones(len(by_row), np.bool_)
    begins[1:] = (code[by_row][1:] != code[by_row][:-1]) | (rank[by_row][1:] != rank[by_row][:-1])
    first, row_of = by_row[begins], np.empty(len(by_row), np.int64)
    row_of[by_row] = np.cumsum(begins) - 1

    lined = line_up(code[first], ids.row_hash[first], rank[first], generation[first], chunk[first] != KNOWN)
    of_row = chunk[first]
    with_chunk = np.where(lined.covered_by >= 0, np.maximum(of_row, of_row[lined.covered_by]), KNOWN)[row_of]
    known, taken = lined.duplicate[row_of], with_chunk != KNOWN
    columns = np.stack([ids.piece, ids.at, ids.row, with_chunk], axis=1)
    return Verdicts(columns[known, :3], columns[taken])


@dataclass(slots=True)
class Rulings:
    """The verdicts on chunks while these are recorded, in their order. parts: the names of the pieces; that of a chunk
    is entered once it is a part (`recorded`).
    """

    verdicts: Verdicts
    parts: list[str | None]

    def __post_init__(self) -> None:
        """Sort them, so that each chunk finds its own at once."""
        known, taken = self.verdicts.known, self.verdicts.taken
        self.verdicts = Verdicts(known[np.lexsort((known[:, 1], known[:, 0]))], taken[np.lexsort(taken.T[[1, 0, 3]])])

    def dropped(self, piece: int) -> NDArray[np.int64]:
        """The places of a chunk that are not kept, ascending."""
        return self._known(piece)[:, 1]

    def _known(self, piece: int) -> NDArray[np.int64]:
        known = self.verdicts.known
        return known[slice(*np.searchsorted(known[:, 0], (piece, piece + 1)))]

    def of(self, piece: int, chunk: int, interactions: int) -> Judged:
        """What becomes of a chunk that has so many interactions."""
        taken, dropped = self.verdicts.taken, self.dropped(piece)
        rows, kept = len(np.unique(self._known(piece)[:, 2])), None
        if len(dropped):
            kept = np.ones(interactions, np.bool_)
            kept[dropped] = False
        now = taken[slice(*np.searchsorted(taken[:, 3], (chunk, chunk + 1)))]
        masked, supersedes = np.empty(0, np.int64), dict[str, NDArray[np.int64]]()
        for victim in np.unique(now[:, 0]).tolist():
            at = now[now[:, 0] == victim, 1]
            at = at - np.searchsorted(self.dropped(victim), at)  # places in the part that was made of it
            name = self.parts[victim]
            if victim == piece:
                masked = at
            elif name is not None:
                supersedes[name] = at
        return Judged(kept, masked, rows, supersedes)

    def recorded(self, piece: int, name: str | None) -> None:
        """The chunk is a part of this name now; None where nothing of it is kept."""
        self.parts[piece] = name
