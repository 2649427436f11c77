"""Whose every identifier is: found from all that is known, or from what was found before and what is new since.

Both give the same, to the byte. Of what was found before only those regions (see `regions`) are found anew that hold
something new or changed, or that an identifier held together which has become a crowd's, or is one no longer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.identity.clusters import NO_PAIRS, Known, Pairs, clusters, priorities, unique_pairs, weak_and_strong
from wegmarke.identity.places import Places
from wegmarke.identity.regions import Regions, regions


@dataclass(frozen=True, slots=True)
class Resolution:
    """By place of identifiers: the place of the oldest of its customer, which gives the number; that of the strongest,
    by which people know the customer. agreed: as in `Clusters`. crowd: as in `Regions`.
    """

    customer: NDArray[np.int64]
    shown: NDArray[np.int64]
    agreed: Pairs
    crowd: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A resolution of an earlier moment, by numbers, which stay when places move.

    number: of every identifier there was, shape (n,); customer, shown, crowd: likewise; agreed: shape (m, 2).
    assertions: how many entries the ledger of links had.
    """

    number: NDArray[np.int64]
    customer: NDArray[np.int64]
    shown: NDArray[np.int64]
    crowd: NDArray[np.bool_]
    agreed: Pairs
    assertions: int


def resolved(known: Known, ages: NDArray[np.int64]) -> Resolution:
    """Who is who, all found anew."""
    return found_of(replace(known, pairs=unique_pairs(known.pairs)), ages, regions(known).crowd)


def renewed(
    known: Known,
    ages_among: Callable[[NDArray[np.int64]], NDArray[np.int64]],
    places: Places,
    earlier: Earlier,
    changed: NDArray[np.int64],
) -> Resolution:
    """Who is who, where all but the regions concerned are as they were; the same as `resolved`.

    ages_among: the ages of some places. changed: the places of all of which something was told since: paired,
    described, said to be the same or not, or taken back. Those that are new need not be named.
    """
    now_, at = regions(known), places.of_numbers(earlier.number)
    inside = _concerned(known, now_, at, earlier, changed)
    some = np.flatnonzero(inside)
    part = found_of(_part(known, now_, inside), ages_among(some), np.zeros(len(some), np.bool_))
    customer, shown = np.empty(len(inside), np.int64), np.empty(len(inside), np.int64)
    customer[at], shown[at] = places.of_numbers(earlier.customer), places.of_numbers(earlier.shown)
    customer[some], shown[some] = some[part.customer], some[part.shown]
    before = places.of_numbers(earlier.agreed.ravel()).reshape(-1, 2)
    agreed = np.concatenate([before[~inside[before[:, 0]]], some[part.agreed]])
    return Resolution(customer, shown, unique_pairs(agreed), now_.crowd)


def as_earlier(found: Resolution, numbers: NDArray[np.uint64], assertions: int) -> Earlier:
    """The same by numbers (of every place), to start from another time."""
    signed = numbers.astype(np.int64)
    return Earlier(signed, signed[found.customer], signed[found.shown], found.crowd, signed[found.agreed], assertions)


def found_of(known: Known, ages: NDArray[np.int64], crowd: NDArray[np.bool_]) -> Resolution:
    """Who is who of whole regions, of which `crowd` is known already."""
    of = clusters(known)
    orders = (np.lexsort((ages, of.customer)), np.lexsort((ages, priorities(known), of.customer)))
    customer, shown = (_first_of_each(of.customer, order) for order in orders)
    return Resolution(customer, shown, of.agreed, crowd)


def _first_of_each(of: NDArray[np.int64], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """By place of identifiers: the first of its customer in that order, which goes customer by customer."""
    firsts = np.flatnonzero(np.diff(of[order], prepend=-1))
    of_root = np.empty(len(of), np.int64)
    of_root[of[order][firsts]] = order[firsts]
    found: NDArray[np.int64] = of_root[of]
    return found


def _concerned(
    known: Known, now_: Regions, at: NDArray[np.int64], earlier: Earlier, changed: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """By place: whether it lies in a region that has to be found anew.

    A region now that holds nothing changed, and nothing that an identifier joined then and joins no longer or the other
    way round, consists of the very links that it consisted of then.
    """
    there, was_crowd = np.zeros(len(known.kind), np.bool_), np.zeros(len(known.kind), np.bool_)
    there[at], was_crowd[at] = True, earlier.crowd
    told = ~there
    told[changed] = True
    flipped = there & (was_crowd != now_.crowd)
    if flipped.any():
        told |= flipped
        weak, strong, *_ = weak_and_strong(known, known.pairs)
        told[strong[flipped[weak]]] = True
    concerned = np.zeros(len(told), np.bool_)
    concerned[now_.of[told]] = True
    found: NDArray[np.bool_] = concerned[now_.of]
    return found


def _part(known: Known, now_: Regions, inside: NDArray[np.bool_]) -> Known:
    """What is known of these whole regions, by places counted through."""
    rank = np.cumsum(inside) - 1

    def within(links: Pairs) -> Pairs:
        both = inside[links[:, 0]] & inside[links[:, 1]]
        return rank[links[both]] if len(links) else NO_PAIRS

    described = inside[known.described_at]
    return Known(
        kinds=known.kinds,
        kind=known.kind[inside],
        pairs=unique_pairs(rank[now_.inner(inside)]),
        described=known.described.filter(pa.array(described)),
        described_at=rank[known.described_at[described]],
        same=within(known.same),
        apart=within(known.apart),
        model=within(known.model),
    )
