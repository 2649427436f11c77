"""What somebody buys: everybody has a kind of appliance of their own, and orders it and what belongs to it.

The simulation knows how much an order is worth; which goods it was follows from the amount.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.silos.numbering import person_bits
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.words.picking import Bits, Weighted, below, derived, taken
from wegmarke.simulation.words.products import CATEGORIES, CONSUMABLES, MAKE, PRODUCTS

APPLIANCE_FROM_CENTS = 30_000
"""An order of at least so much is one of an appliance: consumables are never worth as much, appliances always."""

_KEYS = tuple(category.key for category in CATEGORIES)
_AT_HOME = Weighted(tuple(one.number for one in PRODUCTS), tuple(one.weight for one in PRODUCTS))
_CATEGORY_OF_PRODUCT: NDArray[np.int64] = np.array([_KEYS.index(one.category) for one in PRODUCTS], np.int64)
_MODELS = pa.array([one.name for one in PRODUCTS], pa.string())


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Goods one after the other, category by category: number, name, price; first and count of each category."""

    number: pa.StringArray
    name: pa.StringArray
    cents: NDArray[np.int64]
    first: NDArray[np.int64]
    count: NDArray[np.int64]


def _shelf(goods: list[tuple[str, str, str, int]]) -> _Shelf:
    """A shelf from category, number, name, price in cents."""
    goods = sorted(goods, key=lambda one: (_KEYS.index(one[0]), one[3], one[1]))
    count = np.array([sum(one[0] == key for one in goods) for key in _KEYS], np.int64)
    return _Shelf(
        pa.array([one[1] for one in goods], pa.string()),
        pa.array([one[2] for one in goods], pa.string()),
        np.array([one[3] for one in goods], np.int64),
        np.cumsum(count) - count,
        count,
    )


_APPLIANCES = _shelf([(one.category, one.number, f"{MAKE} {one.name}", one.price_cents) for one in PRODUCTS])
_CONSUMABLES = _shelf([(one.category, one.number, one.german, one.price_cents) for one in CONSUMABLES])


@dataclass(frozen=True, slots=True)
class Goods:
    """What was ordered: product number, name and how many."""

    number: pa.StringArray
    name: pa.StringArray
    pieces: NDArray[np.int64]


def appliances(scene: Scene) -> NDArray[np.int64]:
    """The appliance that each person of the block has or wants, a place in PRODUCTS."""
    return _AT_HOME.pick(person_bits(scene, p.PRODUCT))


def categories_of(scene: Scene) -> NDArray[np.int64]:
    """The kind of appliance of each person of the block, a place in CATEGORIES."""
    return _CATEGORY_OF_PRODUCT[appliances(scene)]


def models_of(scene: Scene) -> pa.StringArray:
    """The name of the appliance of each person of the block."""
    return taken(_MODELS, appliances(scene))


def goods_for(category: NDArray[np.int64], cents: NDArray[np.int64], bits: Bits) -> Goods:
    """Goods of these categories that are worth about so much: the appliance nearest in price, or some consumables."""
    appliance = cents >= APPLIANCE_FROM_CENTS
    shelf, at = _APPLIANCES, np.zeros(len(cents), np.int64)
    least = np.full(len(cents), np.iinfo(np.int64).max)
    for place in range(int(shelf.count.max())):
        there = shelf.first[category] + np.minimum(place, shelf.count[category] - 1)
        away = np.abs(shelf.cents[there] - cents)
        at, least = np.where(away < least, there, at), np.minimum(away, least)
    used = _CONSUMABLES
    drawn = np.zeros(len(cents), np.int64)
    for count in np.unique(used.count).tolist():
        drawn = np.where(used.count[category] == count, below(derived(bits, 0), count), drawn)
    small = used.first[category] + drawn
    price = np.where(appliance, shelf.cents[at], used.cents[small])
    mask = pa.array(appliance)
    return Goods(
        pc.if_else(mask, taken(shelf.number, at), taken(used.number, small)),
        pc.if_else(mask, taken(shelf.name, at), taken(used.name, small)),
        np.maximum((cents + price // 2) // price, 1),
    )
