"""The ways to the outcome, by touchpoint, channel or department: all that attribution rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kept import Kept
from wegmarke.index.kernels.ways import count_ways
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.summaries.steps import NOBODY_CHOSEN
from wegmarke.model.hashing import hash_strings

Of = Literal["touchpoint", "channel", "department"]


@dataclass(slots=True)
class Ways:
    """Sums over journeys; K places (touchpoints, or code 0 "none" and the channels or departments behind it).

    chain: int64 (G, K + 1, K + 2), steps of the ways of each group of customers; row K is the start, column K won,
    column K + 1 not won. Of won journeys, shape (K,): won_with (journeys with this place at all), first (where they
    begin), last (where the way to the outcome ends), linear, decay, position (one win a way, shared out; float64).
    """

    chain: NDArray[np.int64]
    won_with: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    linear: NDArray[np.float64]
    decay: NDArray[np.float64]
    position: NDArray[np.float64]


_KEPT: Final[Kept[NDArray[np.uint8]]] = Kept(128 << 20)
"""One byte a customer."""


def dealt(partition: Partition, groups: int) -> NDArray[np.uint8]:
    """The group of each customer, by the hash of their identifier; kept, since to hash takes as long as to count."""
    known = _KEPT.get(partition, groups)
    if known is None:
        known = (hash_strings(partition.identifier) % groups).astype(np.uint8)
        known.setflags(write=False)
        _KEPT.put(partition, groups, known, known.nbytes)
    return known


@dataclass(frozen=True, slots=True)
class CountWays:
    """Count the ways of the journeys chosen over `places` places of the column `of`, customers in `groups` groups.

    groups: at most 256. Customers are dealt by the hash of their identifier, not of their number: numbers depend on
    the order in which an index was built, and an answer must not.
    """

    selection: Selection
    of: Of
    places: int
    groups: int

    def zero(self) -> Ways:
        """Nothing counted."""
        k = self.places
        return Ways(
            np.zeros((self.groups, k + 1, k + 2), np.int64),
            np.zeros(k, np.int64),
            np.zeros(k, np.int64),
            np.zeros(k, np.int64),
            np.zeros(k),
            np.zeros(k),
            np.zeros(k),
        )

    def add(self, summary: Ways, partition: Partition) -> Ways:
        """Count one partition."""
        codes = {
            "touchpoint": partition.touchpoint,
            "channel": partition.channel,
            "department": partition.department,
        }[self.of]
        if codes is None:
            codes = np.zeros(len(partition.seconds), np.uint16)
        chosen = self.selection.choose(partition)
        count_ways(
            codes,
            partition.seconds,
            partition.start,
            partition.decided,
            partition.outcome,
            partition.journeys,
            dealt(partition, self.groups),
            NOBODY_CHOSEN if chosen is None else chosen,
            summary.chain,
            summary.won_with,
            summary.first,
            summary.last,
            summary.linear,
            summary.decay,
            summary.position,
        )
        return summary

    def merge(self, first: Ways, second: Ways) -> Ways:
        """Add two summaries."""
        return Ways(
            first.chain + second.chain,
            first.won_with + second.won_with,
            first.first + second.first,
            first.last + second.last,
            first.linear + second.linear,
            first.decay + second.decay,
            first.position + second.position,
        )
