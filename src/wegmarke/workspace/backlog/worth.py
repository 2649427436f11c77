"""What the index knows of each customer: value, last contact, what it was, and how the last journey ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.index import Index
from wegmarke.index.partition import Partition
from wegmarke.model.settings import OUTCOME_NAMES

_WON = OUTCOME_NAMES.index("won")


@dataclass(frozen=True, slots=True)
class Worth:
    """Customers by value, the most valuable first; all arrays have one entry a customer.

    value: minor units, of won journeys, or of all where none was ever won; the company's where there is one. last:
    seconds since 1970 of the newest contact, spoken: that of the company. touchpoint: code of the newest contact. won:
    whether the newest decided journey was won.
    """

    number: NDArray[np.uint64]
    identifier: tuple[str, ...]
    value: NDArray[np.int64]
    last: NDArray[np.int64]
    spoken: NDArray[np.int64]
    touchpoint: NDArray[np.int64]
    won: NDArray[np.bool_]
    customers: int


def worth_of(index: Index, accounts: Mapping[int, int], most: int) -> Worth:
    """Look at every customer, and keep the `most` valuable; of equal value those of the smaller number.

    Who belongs to a company (`accounts`, by number) counts with the value and the newest contact of all its people.
    """
    any_won = index.ended(_WON)
    pieces = [_of(partition, any_won=any_won) for partition in index.partitions]
    pieces = [piece for piece in pieces if len(piece[0])]
    if not pieces:
        none = np.zeros(0, np.int64)
        return Worth(none.astype(np.uint64), (), none, none, none, none, none.astype(np.bool_), 0)
    number, value, last, touchpoint, won, place = (np.concatenate(arrays) for arrays in zip(*pieces, strict=True))
    at = np.repeat(np.arange(len(pieces)), [len(piece[0]) for piece in pieces])
    partitions = [partition for partition in index.partitions if _live_customers(partition).any()]
    company = _companies(number, accounts)
    total = np.zeros(len(company), np.int64)
    np.add.at(total, company, value)
    newest = np.zeros(len(company), np.int64)
    np.maximum.at(newest, company, last)
    value, spoken = total[company], newest[company]
    order = np.lexsort((number, -value))[:most]
    names = tuple(partitions[at[one]].identifier[int(place[one])].as_py().partition("\x1f")[2] for one in order)
    return Worth(
        number[order],
        names,
        value[order],
        last[order],
        spoken[order],
        touchpoint[order],
        won[order],
        customers=len(number),
    )


def _companies(number: NDArray[np.uint64], accounts: Mapping[int, int]) -> NDArray[np.int64]:
    """Give each customer the place of the first of the same company; who has none stands alone."""
    first: dict[int, int] = {}
    found = np.arange(len(number))
    for place, one in enumerate(number.tolist()):
        account = accounts.get(one)
        if account is not None:
            found[place] = first.setdefault(account, place)
    return found


def _live_customers(partition: Partition) -> NDArray[np.bool_]:
    """Who of a partition counts: whoever has a journey that does."""
    found: NDArray[np.bool_] = np.zeros(len(partition.number), np.bool_)
    live = np.ones(len(partition.outcome), np.bool_) if partition.live is None else partition.live
    found[partition.customer_of_journey[live]] = True
    return found


def _of(partition: Partition, *, any_won: bool) -> tuple[NDArray[np.generic], ...]:
    here = _live_customers(partition)
    live = np.ones(len(partition.outcome), np.bool_) if partition.live is None else partition.live
    customer = partition.customer_of_journey
    value = np.zeros(len(partition.number), np.int64)
    if partition.value is not None:
        counted = live & ((partition.outcome == _WON) if any_won else True)
        np.add.at(value, customer[counted], partition.value[counted])
    # Journeys of a customer lie in order, so the last that counts is the newest.
    newest = np.zeros(len(partition.number), np.int64)
    newest[customer[live]] = np.flatnonzero(live)
    end = partition.start[newest + 1] - 1
    decided = live & (partition.outcome != 0)
    outcome = np.zeros(len(partition.number), np.int64)
    outcome[customer[decided]] = partition.outcome[decided]
    last = partition.seconds[end].astype(np.int64)
    arrays = (partition.number, value, last, partition.touchpoint[end].astype(np.int64), outcome == _WON)
    return tuple(array[here] for array in (*arrays, np.arange(len(here))))
