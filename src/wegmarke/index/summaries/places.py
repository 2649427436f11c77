"""Where in the histories of customers touchpoints stand: early or late."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """By touchpoint: contacts, and the sum of their places in the histories of their customers, from 0 to 1."""

    contacts: NDArray[np.int64]
    places: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TakePlaces:
    """The place of each contact among all contacts of its customer, of the journeys chosen. touchpoints: how many."""

    selection: Selection
    touchpoints: int

    def zero(self) -> Places:
        """None."""
        return Places(np.zeros(self.touchpoints, np.int64), np.zeros(self.touchpoints))

    def add(self, summary: Places, partition: Partition) -> Places:
        """Those of one partition."""
        lengths = np.diff(partition.start)
        owner = np.repeat(partition.customer_of_journey, lengths)
        of_customer = np.bincount(owner, minlength=len(partition.number))
        first = np.concatenate(([0], np.cumsum(of_customer)[:-1]))
        place = (np.arange(len(owner)) - first[owner] + 0.5) / of_customer[owner]
        chosen = self.selection.choose(partition)
        counts = np.ones(len(owner), np.bool_) if chosen is None else np.repeat(np.asarray(chosen, np.bool_), lengths)
        codes = partition.touchpoint[counts]
        contacts = np.bincount(codes, minlength=self.touchpoints)
        places = np.bincount(codes, weights=place[counts], minlength=self.touchpoints).astype(np.float64)
        return self.merge(summary, Places(contacts, places))

    def merge(self, first: Places, second: Places) -> Places:
        """All together."""
        return Places(first.contacts + second.contacts, first.places + second.places)
