"""Find customers by any of their identifiers, however they are spelt.

All identifiers are folded once and lie in memory; a search walks over them. Nothing is written to the disk: what is
erased from the index is gone from search with the next version of the index.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.workspace.searching.folding import fold, folded
from wegmarke.workspace.searching.known import KNOWN
from wegmarke.workspace.searching.nearness import LONGEST, edits_to

How = Literal["whole", "part", "similar"]
DEFAULT_HITS, MOST_HITS = 20, 200
LEAST_LETTERS = 2
MOST_WORDS = 5

_FAR = 200
"""More edits than any search allows."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer found. kind, value: the identifier that fits best; how: it is the text searched for as a whole, holds
    it, or is similar to it. last: the last contact (whole seconds UTC). contacts: how many there are.
    """

    number: int
    kind: str
    value: str
    how: How
    last: int
    contacts: int


@dataclass(frozen=True, slots=True)
class Hits:
    """The best hits, best first, and how many customers fit as well as the least of them that is admitted."""

    hits: tuple[Hit, ...]
    found: int


@dataclass(frozen=True, slots=True)
class _Scored:
    """For every customer: the edits to the nearest identifier, whether that is it as a whole, and its line."""

    edits: NDArray[np.uint8]
    whole: NDArray[np.bool_]
    line: NDArray[np.int64]

    @classmethod
    def nobody(cls, customers: int) -> _Scored:
        """Everybody is far."""
        return cls(np.full(customers, _FAR, np.uint8), np.zeros(customers, np.bool_), np.zeros(customers, np.int64))

    def and_also(self, other: _Scored) -> _Scored:
        """Both are there; the edits add up. The line stays that of the first, longer word."""
        far = (self.edits >= _FAR) | (other.edits >= _FAR)
        edits = np.where(far, _FAR, np.minimum(self.edits, _FAR // 2) + np.minimum(other.edits, _FAR // 2))
        return _Scored(edits.astype(np.uint8), self.whole & other.whole, self.line)

    def or_rather(self, other: _Scored) -> _Scored:
        """Whichever is nearer, the other where both are as near: it stands in one identifier."""
        rather = other.edits <= self.edits
        return _Scored(
            np.where(rather, other.edits, self.edits),
            np.where(rather, other.whole, self.whole),
            np.where(rather, other.line, self.line),
        )


class CustomerSearch:
    """Search in the customers of an index, by the identifiers given (in `KNOWN`)."""

    def __init__(self, index: Index, known: Iterable[pa.RecordBatch]) -> None:
        table = pa.Table.from_batches(known, KNOWN).combine_chunks()
        self._numbers, self._last, self._contacts = _customers(index)
        numbers = table["number"].to_numpy()
        order = np.argsort(numbers, kind="stable")
        order = order[np.isin(numbers[order], self._numbers)]
        self._table = table.take(pa.array(order)).combine_chunks()
        self._heap, self._starts = folded(_one_array(self._table["value"]))
        given, self._firsts, self._lines = np.unique(numbers[order], return_index=True, return_counts=True)
        self._of = np.searchsorted(self._numbers, given)
        self._rows = np.arange(len(order))

    def find(self, text: str, limit: int = DEFAULT_HITS) -> Hits:
        """Customers whose identifiers are like the text, best first: the same before similar, the latest contact first.

        A text of several words is found in one identifier or across several of one customer (first name, last name).
        Errors: `question_argument` for a limit that is none, or fewer than two letters.
        """
        if not 0 < limit <= MOST_HITS:
            raise WegmarkeError("question_argument", question="search", argument="limit", value=limit)
        whole = fold(text)[:LONGEST]
        if not whole or sum(letter.isalnum() for letter in text) < LEAST_LETTERS:
            raise WegmarkeError("question_argument", question="search", argument="q", value=text)
        if not len(self._firsts):
            return Hits((), 0)
        words = sorted({word for word in whole.split(b" ") if word}, key=len, reverse=True)[:MOST_WORDS]
        if len(words) == 1:
            return self._best(self._scored(whole, None), limit)
        # The longest word leaves few customers, among whom the others and the whole text are looked for.
        across = self._scored(words[0], None)
        left = np.flatnonzero(across.edits < _FAR)
        for word in words[1:]:
            across = across.and_also(self._scored(word, left))
            left = np.flatnonzero(across.edits < _FAR)
        together = self._scored(whole, left if len(left) else None)
        return self._best(across.or_rather(together), limit)

    def _scored(self, wanted: bytes, among: NDArray[np.int64] | None) -> _Scored:
        """How near every customer's identifiers come; with `among`, of these customers only: all others are far."""
        if among is None:
            among, rows, firsts = np.arange(len(self._firsts)), self._rows, self._firsts
        else:
            chosen = np.zeros(len(self._firsts), np.bool_)
            chosen[among] = True
            rows = np.flatnonzero(np.repeat(chosen, self._lines))
            firsts = np.cumsum(self._lines[among]) - self._lines[among]
        result = _Scored.nobody(len(self._firsts))
        if len(among):
            edits = edits_to(wanted, self._heap, self._starts, rows)
            edits[edits > _tolerated(wanted)] = _FAR
            whole = (edits == 0) & (np.diff(self._starts)[rows] == len(wanted))
            key = (2 * edits.astype(np.int64) + ~whole) * len(rows) + np.arange(len(rows))  # a whole one comes first
            place = np.minimum.reduceat(key, firsts) % len(rows)
            result.edits[among], result.whole[among], result.line[among] = edits[place], whole[place], rows[place]
        return result

    def _best(self, scored: _Scored, limit: int) -> Hits:
        nearest = int(scored.edits.min())
        if nearest >= _FAR:
            return Hits((), 0)
        fits = np.flatnonzero(scored.edits <= nearest + 1)
        of = self._of[fits]
        ranked = np.lexsort((self._numbers[of], -self._last[of], ~scored.whole[fits], scored.edits[fits]))
        return Hits(tuple(self._hit(int(at), scored) for at in fits[ranked[:limit]]), len(fits))

    def _hit(self, at: int, scored: _Scored) -> Hit:
        line, customer = int(scored.line[at]), int(self._of[at])
        return Hit(
            number=int(self._numbers[customer]),
            kind=self._table["kind"][line].as_py(),
            value=self._table["value"][line].as_py(),
            how="similar" if scored.edits[at] else "whole" if scored.whole[at] else "part",
            last=int(self._last[customer]),
            contacts=int(self._contacts[customer]),
        )


def _tolerated(wanted: bytes) -> int:
    """How many edits are still the same: none in three letters, one up to six and in numbers, two from seven on."""
    if len(wanted) <= 3:
        return 0
    return 1 if len(wanted) <= 6 or wanted.isdigit() else 2


def _customers(index: Index) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """All customers in order of their numbers, when the last contact of each was, and how many there were."""
    numbers, last, contacts = [np.empty(0, np.uint64)], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for partition in index.partitions:
        bounds = partition.start[partition.journeys]
        there = np.diff(bounds) > 0
        if partition.live is not None:
            there &= partition.live[partition.journeys[:-1]]
        numbers.append(partition.number[there])
        last.append(partition.seconds[bounds[1:][there] - 1].astype(np.int64))
        contacts.append(np.diff(bounds)[there])
    every = np.concatenate(numbers)
    order = np.argsort(every)
    return every[order], np.concatenate(last)[order], np.concatenate(contacts)[order]


def _one_array(column: pa.ChunkedArray) -> pa.StringArray:
    return column.chunk(0) if column.num_chunks else pa.array([], pa.string())
