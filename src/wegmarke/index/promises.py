"""The promises of a partition, each once: where it was given, who had to keep it, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import keepers_in
from wegmarke.index.kept import Kept
from wegmarke.index.partition import Partition
from wegmarke.model.filter.ast import PromiseIs

PROMISE_STATES: Final[tuple[PromiseIs, ...]] = get_args(PromiseIs)[1:]
"""What can become of a promise; the position is the code."""
KEPT, LATE, BROKEN, OPEN = (PROMISE_STATES.index(state) for state in ("kept", "late", "broken", "open"))

_NEVER = 1 << 40
_KEPT: Final[Kept[Promises]] = Kept(128 << 20)
"""Several questions look at the same promises; 57 bytes each."""


@dataclass(frozen=True, slots=True)
class Promises:
    """P promises, in order of the contacts with which they were given.

    at: int64, the place of that contact. journey: int64, its journey. customer: int64, whose (place in the partition).
    giver, keeper: int64, codes of departments; 0 where none is known: no contact is noted with which it was kept, or
    that contact names no department. state: uint8, place in `PROMISE_STATES`. due: int64, by which second. kept: int64,
    in which second, 0 where it was not.
    """

    at: NDArray[np.int64]
    journey: NDArray[np.int64]
    customer: NDArray[np.int64]
    giver: NDArray[np.int64]
    keeper: NDArray[np.int64]
    state: NDArray[np.uint8]
    due: NDArray[np.int64]
    kept: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.at)


def promises_in(partition: Partition, end: int) -> Promises:
    """All promises of a partition, those of journeys that an overlay has replaced included.

    end: until when the data tell (whole seconds since 1970). The same date promised about the same matter of a customer
    is one promise, with however many contacts it stands: given with the first of them, kept when the first of them says
    so. Where no matter is noted, every contact has a promise of its own. They are kept, and not to be written to.
    """
    known = _KEPT.get(partition, end)
    if known is None:
        known = _promises_in(partition, end)
        _KEPT.put_arrays(partition, end, known)
    return known


def _promises_in(partition: Partition, end: int) -> Promises:
    noted = partition.noted
    at = noted.promise_at.astype(np.int64)
    due, kept = noted.promise_due.astype(np.int64), noted.promise_kept.astype(np.int64)
    journey = np.searchsorted(partition.start, at, side="right") - 1
    customer = np.searchsorted(partition.journeys, journey, side="right") - 1
    matter = np.zeros(len(at), np.int64) if partition.matter is None else partition.matter[at].astype(np.int64)
    by = keepers_in(partition)
    known = (kept > 0) & (np.abs(partition.seconds[by].astype(np.int64) - kept) <= 1)
    keeper = np.where(known, _department(partition, by), 0)
    order, begins = _each_once(customer, matter, due, partition.seconds[at])
    kept, keeper = _first_kept(begins, kept[order], keeper[order])
    given = order[begins]
    back = np.argsort(given)  # in order of the contacts again
    first, kept, keeper = given[back], kept[back], keeper[back]
    at, due = at[first], due[first]
    state = np.where(kept == 0, np.where(due < end, BROKEN, OPEN), np.where(kept <= due, KEPT, LATE)).astype(np.uint8)
    return Promises(at, journey[first], customer[first], _department(partition, at), keeper, state, due, kept)


def _department(partition: Partition, at: NDArray[np.int64]) -> NDArray[np.int64]:
    if partition.department is None:
        return np.zeros(len(at), np.int64)
    return partition.department[at].astype(np.int64)


def _each_once(
    customer: NDArray[np.int64], matter: NDArray[np.int64], due: NDArray[np.int64], seconds: NDArray[np.uint32]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """An order in which what is one promise stands together, the first contact first, and where each promise begins."""
    alone = np.arange(len(customer))  # below every pair of a matter and a date
    about = np.where(matter == 0, alone, matter << 32 | due).view(np.uint64)  # a matter may fill its 32 bits
    order = np.lexsort((seconds, about, customer))
    begins = np.ones(len(order), np.bool_)
    customer, about = customer[order], about[order]
    begins[1:] = (customer[1:] != customer[:-1]) | (about[1:] != about[:-1])
    return order, begins


def _first_kept(
    begins: NDArray[np.bool_], kept: NDArray[np.int64], keeper: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """When each promise was kept and by whom, as the first contact says that says so; one that knows whom before one
    that does not.
    """
    if not len(begins):
        return kept, keeper
    rank = np.where(kept == 0, _NEVER, kept << 1 | (keeper == 0))
    promise = np.cumsum(begins) - 1
    best = np.flatnonzero(rank == np.minimum.reduceat(rank, np.flatnonzero(begins))[promise])
    of = promise[best]
    once = np.ones(len(of), np.bool_)
    once[1:] = of[1:] != of[:-1]
    return kept[best[once]], keeper[best[once]]
