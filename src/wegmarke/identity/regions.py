"""Regions: identifiers whose customers depend on one another. What is new in one changes nobody in another.

A region is what hangs together by all that may ever join: what stood in one row, what people and models said. An
identifier that was met with more regions than its kind allows customers (the tablet of a branch, the telephone of a
hotel) is a *crowd's*. It joins nobody, whatever becomes of those it was met with one by one; so it does not make one
region of them, and its next contact does not set half of the company in motion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.identity.clusters import Known, Pairs, runs, unique_pairs, weak_and_strong, without
from wegmarke.identity.joining import join


@dataclass(frozen=True, slots=True)
class Regions:
    """By place of identifiers: the smallest place of its region, and whether it is a crowd's.

    pairs: those that are not kept apart; barred: which of them bear a crowd's identifier beside a stronger one.
    """

    of: NDArray[np.int64]
    crowd: NDArray[np.bool_]
    pairs: Pairs
    barred: NDArray[np.bool_]

    def inner(self, inside: NDArray[np.bool_]) -> Pairs:
        """The pairs that may join, of the regions in which these places lie."""
        return self.pairs[inside[self.pairs[:, 0]] & inside[self.pairs[:, 1]] & ~self.barred]


def regions(known: Known) -> Regions:
    """The regions, from all that is known; every customer lies in one of them."""
    pairs = without(known.pairs, known.apart)
    weak, strong, level, strong_level = weak_and_strong(known, pairs)
    stronger = level > strong_level
    most = np.maximum(np.array([kind.most_shared for kind in known.kinds], np.int64), 1)[known.kind]
    met = np.bincount(weak[stronger], minlength=len(known.kind))
    barred = stronger & (met > most)[weak]
    of = np.arange(len(known.kind))
    join(weak, np.where(barred, weak, strong), of)
    for links in (known.same, known.model):
        join(np.ascontiguousarray(links[:, 0]), np.ascontiguousarray(links[:, 1]), of)
    while barred.any():  # each round takes back some, and what is joined stays so: the order does not matter
        found = unique_pairs(np.column_stack([weak[barred], of[strong[barred]]]))
        begins, counts = runs(found[:, 0])
        few = np.zeros(len(of), np.bool_)
        few[found[begins, 0]] = counts <= most[found[begins, 0]]
        back = barred & few[weak]
        if not back.any():
            break
        join(weak[back], strong[back], of)
        barred &= ~back
    crowd = np.zeros(len(of), np.bool_)
    crowd[weak[barred]] = True
    return Regions(of, crowd, pairs, barred)
