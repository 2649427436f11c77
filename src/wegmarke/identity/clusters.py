"""Which identifiers are one person: a function of all that is known, never of the order in which it came (DESIGN D3).

Kinds of identifiers are gone through from the strongest to the weakest. An identifier that was met with one customer
only belongs to that customer. One that was met with several makes one of them only if they agree in what describes
them, and if they are not more than its kind allows; else it is shared (a family's device, a couple's address), and
joins nobody: it stands for itself. Whoever a person has called the same is joined before all else; whoever a person has
kept apart is not joined, and where other links still hold the two together, the weakest of them give way. So do the
weakest links of a customer with more identifiers of a kind than one person can have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.identity.agreement import agreeing
from wegmarke.identity.joining import join
from wegmarke.identity.kinds import Kind

PERSON, MODEL = -1, 1000
"""Levels of links that no kind has: what a person said is cut last, what a model thinks is cut first. The level of any
other is the priority of the weaker identifier, or of the one that was shared.
"""
Pairs = NDArray[np.int64]
"""Places of two identifiers a line, shape (n, 2)."""
NO_PAIRS: Pairs = np.zeros((0, 2), np.int64)


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of who is who, by place of identifiers.

    kind: code of each identifier's kind in `kinds`. pairs: identifiers seen in one row. described, described_at: lines
    of `sightings.DESCRIBED` and the place each belongs to. same, apart: what people decided. model: what a model links.
    """

    kinds: Sequence[Kind]
    kind: NDArray[np.uint16]
    pairs: Pairs
    described: pa.Table
    described_at: NDArray[np.int64]
    same: Pairs = field(default_factory=NO_PAIRS.copy)
    apart: Pairs = field(default_factory=NO_PAIRS.copy)
    model: Pairs = field(default_factory=NO_PAIRS.copy)


@dataclass(frozen=True, slots=True)
class Clusters:
    """customer: the smallest place of each identifier's customer. agreed: pairs of identifiers, one of each of two
    customers, that were joined because they agree and share an identifier.
    """

    customer: NDArray[np.int64]
    agreed: Pairs


def clusters(known: Known) -> Clusters:
    """The customers."""
    joined = _Joined(len(known.kind))
    joined.add(known.same, np.full(len(known.same), PERSON))
    weak, strong, weak_level, strong_level = weak_and_strong(known, without(known.pairs, known.apart))
    agreed = [NO_PAIRS]
    for level in np.unique(weak_level).tolist():
        here = weak_level == level
        equal = here & (strong_level == level)
        joined.add(np.column_stack([weak[equal], strong[equal]]), np.full(int(equal.sum()), level))
        unequal = here & ~equal
        agreed.append(_join_level(known, joined, weak[unequal], strong[unequal], level))
    model = without(known.model, known.apart)
    joined.add(model, np.full(len(model), MODEL))
    customer = _within_limits(known, joined)
    held = np.concatenate(agreed)
    return Clusters(customer, unique_pairs(held[customer[held[:, 0]] == customer[held[:, 1]]]))


def weak_and_strong(
    known: Known, pairs: Pairs
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Of each pair the weaker identifier, the stronger, and the priorities of both; of equal ones the first is weak."""
    priority = priorities(known)
    one, other = pairs[:, 0], pairs[:, 1]
    first = priority[one] >= priority[other]
    weak, strong = np.where(first, one, other), np.where(first, other, one)
    return weak, strong, priority[weak], priority[strong]


def priorities(known: Known) -> NDArray[np.int64]:
    """The priority of each identifier's kind, by place; 0 is the strongest."""
    found: NDArray[np.int64] = np.array([kind.priority for kind in known.kinds], np.int64)[known.kind]
    return found


class _Joined:
    """The links taken so far, with their levels, and what hangs together by them."""

    def __init__(self, places: int) -> None:
        self.places = places
        self.links: list[Pairs] = [NO_PAIRS]
        self.levels: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
        self.of = np.arange(places)

    def add(self, links: Pairs, levels: NDArray[np.int64]) -> None:
        """Take these links."""
        if len(links):
            self.links.append(links)
            self.levels.append(levels)
            join(np.ascontiguousarray(links[:, 0]), np.ascontiguousarray(links[:, 1]), self.of)


def _join_level(known: Known, joined: _Joined, weak: NDArray[np.int64], strong: NDArray[np.int64], level: int) -> Pairs:
    """Join the identifiers of one strength to the customers of stronger ones they were met with; returns the pairs of
    identifiers whose customers were made one because they agree.
    """
    _attach(joined, weak, strong, level)
    most = np.array([kind.most_shared for kind in known.kinds], np.int64)[known.kind]
    met = unique_pairs(np.column_stack([weak, joined.of[strong]]))
    begins, counts = runs(met[:, 0])
    contested = (counts > 1) & (counts <= most[met[begins, 0]])
    candidates = _pairs_within(met[:, 1], begins[contested], counts[contested])
    candidates = unique_pairs(candidates)
    agree = candidates[agreeing(candidates, known.described, joined.of[known.described_at])]
    strongest = _strongest(known, joined.of, agree)
    joined.add(agree, np.full(len(agree), level))
    _attach(joined, weak, strong, level)
    return np.column_stack([strongest[agree[:, 0]], strongest[agree[:, 1]]])


def _strongest(known: Known, customer: NDArray[np.int64], asked: Pairs) -> NDArray[np.int64]:
    """By place of customers: the strongest identifier of each that is asked for, by which people know it."""
    wanted = np.zeros(len(customer), np.bool_)
    wanted[asked.ravel()] = True
    places = np.flatnonzero(wanted[customer])
    order = np.lexsort((places, priorities(known)[places], customer[places]))
    begins, _ = runs(customer[places][order])
    result = np.arange(len(known.kind))
    result[customer[places][order][begins]] = places[order][begins]
    return result


def _attach(joined: _Joined, weak: NDArray[np.int64], strong: NDArray[np.int64], level: int) -> None:
    """Join each identifier to the customer it was met with, where that is only one."""
    met = unique_pairs(np.column_stack([weak, joined.of[strong]]))
    begins, counts = runs(met[:, 0])
    single = np.isin(weak, met[begins[counts == 1], 0])
    joined.add(np.column_stack([weak[single], strong[single]]), np.full(int(single.sum()), level))


def unique_pairs(pairs: Pairs) -> Pairs:
    """The different pairs in order; sorts one number a pair, which is many times as fast as sorting lines."""
    if not len(pairs):
        return pairs
    width = pairs[:, 1].max() + 1
    keys = np.sort(pairs[:, 0] * width + pairs[:, 1])
    keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))]
    return np.column_stack([keys // width, keys % width])


def runs(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each run of equal values begins, and how long it is."""
    begins = (
        np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))) if len(values) else np.zeros(0, np.int64)
    )
    return begins, np.diff(np.append(begins, len(values)))


def _pairs_within(values: NDArray[np.int64], begins: NDArray[np.int64], counts: NDArray[np.int64]) -> Pairs:
    """All pairs of the values of each run."""
    pieces = [NO_PAIRS]
    for size in np.unique(counts).tolist():
        i, j = np.triu_indices(size, 1)
        first = begins[counts == size]
        pieces.append(np.column_stack([values[first[:, None] + i].ravel(), values[first[:, None] + j].ravel()]))
    return np.concatenate(pieces)


def without(pairs: Pairs, apart: Pairs) -> Pairs:
    """The pairs less those that a person has kept apart."""
    if not len(apart) or not len(pairs):
        return pairs
    kept = ~_among(np.sort(pairs, axis=1), np.sort(apart, axis=1))
    return pairs[kept]


def _among(pairs: Pairs, others: Pairs) -> NDArray[np.bool_]:
    width = np.int64(max(int(pairs.max(initial=0)), int(others.max(initial=0))) + 1)
    found: NDArray[np.bool_] = np.isin(pairs[:, 0] * width + pairs[:, 1], others[:, 0] * width + others[:, 1])
    return found


def _within_limits(known: Known, joined: _Joined) -> NDArray[np.int64]:
    """The customers, where those that cannot be one person have lost their weakest links."""
    links, levels = np.concatenate(joined.links), np.concatenate(joined.levels)
    most = np.array([kind.most_per_customer for kind in known.kinds], np.int64)
    of = joined.of
    while True:
        wrong = _too_large(of, known.kind, most) | _not_apart(of, known.apart, joined.places)
        weakest = np.full(joined.places, PERSON, np.int64)
        at = of[links[:, 0]]
        np.maximum.at(weakest, at, levels)
        cut = wrong[at] & (levels == weakest[at]) & (levels > PERSON)
        if not cut.any():
            return of
        links, levels = links[~cut], levels[~cut]
        of = np.arange(joined.places)
        join(np.ascontiguousarray(links[:, 0]), np.ascontiguousarray(links[:, 1]), of)


def _too_large(of: NDArray[np.int64], kind: NDArray[np.uint16], most: NDArray[np.int64]) -> NDArray[np.bool_]:
    """By place of customers: whether one has more identifiers of a kind than one person can have."""
    result = np.zeros(len(of), np.bool_)
    if len(of):
        keys = np.sort(of * len(most) + kind)
        begins, counts = runs(keys)
        key = keys[begins]
        result[key[counts > most[key % len(most)]] // len(most)] = True
    return result


def _not_apart(of: NDArray[np.int64], apart: Pairs, places: int) -> NDArray[np.bool_]:
    """By place of customers: whether two identifiers hang together that a person has kept apart."""
    result = np.zeros(places, np.bool_)
    together = of[apart[:, 0]] == of[apart[:, 1]]
    result[of[apart[together, 0]]] = True
    return result
