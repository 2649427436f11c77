"""The two dictionaries of the whole index: steps (touchpoint before → touchpoint) and variants (paths).

A stored step code makes counting steps one pass over two columns, a stored variant code makes counting paths one
pass over one. Codes are given by falling frequency, so the counters in use lie together; an overlay appends to both
and changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels.arranging import PATH_PRIME, PATH_SEED

START = -1


@dataclass(frozen=True, slots=True)
class Steps:
    """source (E) is a touchpoint code or START, target (E) a touchpoint code; the place is the step's code."""

    source: NDArray[np.int32]
    target: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.source)

    @property
    def code_type(self) -> type[np.uint16 | np.uint32]:
        """Two bytes as long as they will do, else four."""
        return np.uint16 if len(self) <= 0xFFFF else np.uint32

    def code(self, source: int, target: int) -> int | None:
        """The code of that step, or None when nobody took it."""
        found = np.flatnonzero((self.source == source) & (self.target == target))
        return int(found[0]) if len(found) else None


@dataclass(frozen=True, slots=True)
class Variants:
    """path (V): hash of the path; partition, journey (V): where one journey on it lies, to read the path from; count
    is not kept here.
    """

    path: NDArray[np.uint64]
    partition: NDArray[np.uint32]
    journey: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.path)

    def code(self, path: int) -> int | None:
        """The code of the path with that hash, or None when nobody took it."""
        found = np.flatnonzero(self.path == np.uint64(path))
        return int(found[0]) if len(found) else None


NO_STEPS = Steps(np.zeros(0, np.int32), np.zeros(0, np.int32))
NO_VARIANTS = Variants(np.zeros(0, np.uint64), np.zeros(0, np.uint32), np.zeros(0, np.uint32))


def make_steps(
    pairs: Sequence[NDArray[np.int64]], counts: Sequence[NDArray[np.int64]], width: int, known: Steps = NO_STEPS
) -> Steps:
    """The steps that occur, by falling frequency, behind those already known. Pairs are row × width + code, row 0
    the start.
    """
    every = np.concatenate([np.zeros(0, np.int64), *pairs])
    weight = np.concatenate([np.zeros(0, np.int64), *counts])
    unique, place = np.unique(every, return_inverse=True)
    total = np.bincount(place, weights=weight, minlength=len(unique)).astype(np.int64)
    old = (known.source.astype(np.int64) + 1) * width + known.target
    fresh = ~np.isin(unique, old)
    unique, total = unique[fresh], total[fresh]
    ranked = unique[np.lexsort((unique, -total))]
    source = (ranked // width - 1).astype(np.int32)
    target = (ranked % width).astype(np.int32)
    return Steps(np.concatenate([known.source, source]), np.concatenate([known.target, target]))


@dataclass(frozen=True, slots=True)
class StepTable:
    """From pairs (row × width + code) to step codes: `pairs` sorted, `step` the code of each."""

    pairs: NDArray[np.int64]
    step: NDArray[np.int64]
    width: int

    @staticmethod
    def of(steps: Steps, width: int) -> StepTable:
        """The table of these steps."""
        pairs = (steps.source.astype(np.int64) + 1) * width + steps.target
        order = np.argsort(pairs)
        return StepTable(pairs[order], order, width)

    def dense(self, kind: type[Any]) -> NDArray[Any]:
        """The code of every possible pair, 0 for those that nobody took."""
        table = np.zeros((self.width + 1) * self.width, kind)
        table[self.pairs] = self.step.astype(kind)
        return table

    def codes(self, pairs: NDArray[np.int64], kind: type[Any]) -> NDArray[Any]:
        """The code of each of these pairs, all of which are in the table."""
        if (self.width + 1) * self.width <= 1 << 22:
            found: NDArray[Any] = self.dense(kind)[pairs]
            return found
        return self.step[np.searchsorted(self.pairs, pairs)].astype(kind)


@dataclass(frozen=True, slots=True)
class LocalVariants:
    """The distinct paths of one partition: hash, count, a journey on it; and for every journey which of them it
    took.
    """

    path: NDArray[np.uint64]
    count: NDArray[np.int64]
    journey: NDArray[np.uint32]
    of_journey: NDArray[np.int32]


def local_variants(path: NDArray[np.uint64]) -> LocalVariants:
    """The distinct paths among the journeys' hashes (J)."""
    order = np.argsort(path, kind="stable")
    ranked = path[order]
    first = np.concatenate(([True], ranked[1:] != ranked[:-1]))
    starts = np.flatnonzero(first)
    of_journey = np.empty(len(path), np.int32)
    of_journey[order] = (np.cumsum(first) - 1).astype(np.int32)
    count = np.diff(np.concatenate((starts, [len(path)])))
    return LocalVariants(ranked[starts], count, order[starts].astype(np.uint32), of_journey)


def make_variants(
    parts: Sequence[LocalVariants], first_partition: int = 0, known: Variants = NO_VARIANTS
) -> tuple[Variants, list[NDArray[np.uint32]]]:
    """Every path of the index by falling frequency, behind those already known; and for each partition the codes of
    its local variants.
    """
    path = np.concatenate([known.path, *(part.path for part in parts)])
    count = np.concatenate([np.zeros(len(known), np.int64), *(part.count for part in parts)])
    partition = np.concatenate(
        [known.partition, *(np.full(len(part.path), first_partition + i, np.uint32) for i, part in enumerate(parts))]
    )
    journey = np.concatenate([known.journey, *(part.journey for part in parts)])
    order = np.argsort(path, kind="stable")
    ranked = path[order]
    new = np.concatenate(([True], ranked[1:] != ranked[:-1])) if len(ranked) else np.zeros(0, np.bool_)
    groups = np.cumsum(new) - 1
    starts = order[np.flatnonzero(new)]  # the first of each group in order of arrival: a known one where there is one
    total = np.bincount(groups, weights=count[order], minlength=len(starts)).astype(np.int64)
    is_known = starts < len(known)
    rank = np.empty(len(starts), np.int64)
    rank[is_known] = starts[is_known]
    fresh = np.flatnonzero(~is_known)
    fresh = fresh[np.lexsort((path[starts[fresh]], -total[fresh]))]
    rank[fresh] = np.arange(len(known), len(known) + len(fresh))
    chosen = np.concatenate([np.arange(len(known)), starts[fresh]]).astype(np.int64)
    variants = Variants(path[chosen], partition[chosen], journey[chosen])
    code = np.empty(len(path), np.uint32)
    code[order] = rank[groups].astype(np.uint32)
    splits = np.cumsum([len(known), *(len(part.path) for part in parts)])
    return variants, [code[a:b] for a, b in pairwise(splits)]


def hash_path(codes: Sequence[int]) -> int:
    """The hash of a path of touchpoint codes, as the index build makes it."""
    mask = (1 << 64) - 1
    x = int(PATH_SEED)
    for code in codes:
        x = ((x ^ (code + 1)) * int(PATH_PRIME)) & mask
        x ^= x >> 32
    return x
