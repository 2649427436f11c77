"""The contacts of one order or one offer side by side, as systems keep them: a line a matter, a column a date."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.simulation.contacts import Place
from wegmarke.simulation.silos.silo import Scene
from wegmarke.simulation.silos.writing import in_order


@dataclass(frozen=True, slots=True)
class Matters:
    """Matters of a block; as `matters_of` gives them in order of person and matter.

    who: place of the person in the block, shape (n,). matter: its number, counted for each person, shape (n,).
    rows: for each touchpoint asked for the place of the matter's contact in the block, -1 where there is none.
    """

    scene: Scene
    who: NDArray[np.int64]
    matter: NDArray[np.int64]
    rows: dict[Place, NDArray[np.int64]]

    def __len__(self) -> int:
        return len(self.who)

    def in_order_of(self, place: Place) -> Matters:
        """The same matters in order of the time of their contacts at a touchpoint; equal times as they stand."""
        order = in_order(self.time(place))
        rows = {at: found[order] for at, found in self.rows.items()}
        return Matters(self.scene, self.who[order], self.matter[order], rows)

    def has(self, place: Place) -> NDArray[np.bool_]:
        """Which matters have this contact."""
        return self.rows[place] >= 0

    def time(self, place: Place) -> NDArray[np.int64]:
        """When it was, in seconds since 1970; 0 where it was not."""
        return self._field(place, "time")

    def due(self, place: Place) -> NDArray[np.int64]:
        """By when something was due, in seconds since 1970; 0 where nothing was."""
        return self._field(place, "due")

    def detail(self, place: Place) -> NDArray[np.int64]:
        """Its value in cents, or whatever else it carries; 0 where it was not."""
        return self._field(place, "detail")

    def _field(self, place: Place, name: str) -> NDArray[np.int64]:
        rows = self.rows[place]
        if not len(self.scene.block.contacts):
            return np.zeros(len(rows), np.int64)
        found = self.scene.block.contacts[name][rows].astype(np.int64)
        return np.where(rows >= 0, found, 0)


def matters_of(scene: Scene, first: Place, *others: Place) -> Matters:
    """The matters that begin with a contact at `first`, with their contacts at the other touchpoints.

    A matter has at most one contact at each of them.
    """
    contacts = scene.block.contacts
    key = (scene.who << 32) | contacts["matter"].astype(np.int64)
    keys = np.unique(key[contacts["place"] == first])
    rows = {}
    for place in (first, *others):
        here = np.flatnonzero(contacts["place"] == place)
        at = np.searchsorted(keys, key[here])
        known = at < len(keys)
        known[known] = keys[at[known]] == key[here][known]
        found = np.full(len(keys), -1, np.int64)
        found[at[known]] = here[known]
        rows[place] = found
    return Matters(scene, keys >> 32, keys & 0xFFFFFFFF, rows)
