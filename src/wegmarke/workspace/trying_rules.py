"""What other rules of identity would change, shown before they are switched on. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wegmarke.identity.customers import Customers
from wegmarke.identity.ledger import LinkLedger
from wegmarke.identity.numbers import CustomerNumbers, split_identifiers
from wegmarke.identity.rules import IdentityRules
from wegmarke.identity.sightings import look
from wegmarke.model.progress import Watcher
from wegmarke.record import Record
from wegmarke.workspace.resolving import IDENTITY, read_customers, with_sources

EXAMPLES = 20
Identifier = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RulesEffect:
    """How many customers there are now and would be, how many would be merged into others and how many parted.

    merged, parted: some of them, each as the identifiers by which those concerned are or would be shown.
    """

    customers_now: int
    customers_then: int
    merged_count: int
    parted_count: int
    merged: tuple[tuple[Identifier, ...], ...]
    parted: tuple[tuple[Identifier, ...], ...]


def effect_of(folder: Path, record: Record, rules: IdentityRules, watcher: Watcher) -> RulesEffect:
    """What these rules would make of everything that is in the record, compared with the customers as they are."""
    now = read_customers(folder)
    numbers = CustomerNumbers.load(folder / IDENTITY)  # what is minted on it here is not saved
    sightings = look(with_sources(record.parts(), watcher), numbers, rules)
    then = Customers(numbers, sightings, LinkLedger.load(folder / IDENTITY), rules)
    both = np.intersect1d(now.sightings.seen["number"].to_numpy(), sightings.seen["number"].to_numpy())
    pairs = np.unique(np.column_stack([now.customers_of(both), then.customers_of(both)]), axis=0)
    merged, parted = _several(pairs[:, 1], pairs[:, 0]), _several(pairs[:, 0], pairs[:, 1])
    return RulesEffect(
        customers_now=len(np.unique(pairs[:, 0])),
        customers_then=len(np.unique(pairs[:, 1])),
        merged_count=len(merged),
        parted_count=len(parted),
        merged=tuple(_shown(now, group) for group in merged[:EXAMPLES]),
        parted=tuple(_shown(then, group) for group in parted[:EXAMPLES]),
    )


def _several(of: NDArray[np.uint64], numbers: NDArray[np.uint64]) -> list[NDArray[np.uint64]]:
    """The groups of numbers that belong to one of these, where they are more than one."""
    order = np.argsort(of, kind="stable")
    cuts = np.flatnonzero(np.diff(of[order])) + 1
    return [group for group in np.split(numbers[order], cuts) if len(group) > 1]


def _shown(customers: Customers, group: NDArray[np.uint64]) -> tuple[Identifier, ...]:
    shown = customers.shown[customers.places.of_numbers(group)]
    texts: list[str] = customers.numbers.identifiers(customers.all_numbers[shown]).to_pylist()
    return tuple(split_identifiers(texts))
