"""For whom? The groups of customers by which a difference is told apart: customer attributes, and the channel in which
a customer was first met.

Only what was known first counts (`index.attributes`): what became of somebody later ("former customer") would tell of
the outcome, not of who it happened to. A group is tried where it and all others have lost enough customers each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.index import Index
from wegmarke.index.partition import Partition
from wegmarke.index.summaries.snapshots import Snapshots
from wegmarke.model.filter import HadAttribute, write
from wegmarke.questions.few import FEWEST

FIRST_CHANNEL: Final = "first_channel"
"""Stands in the place of an attribute's name, where groups are told by the channel of the first contact."""
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Segment:
    """One group. attribute: its name, or FIRST_CHANNEL. word: what it says of the group."""

    attribute: str
    word: str

    @property
    def filter(self) -> str | None:
        """The filter whose journeys are those of the group; None where the language has no word for it."""
        return None if self.attribute == FIRST_CHANNEL else write(HadAttribute(self.attribute, (self.word,)))


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Into which group of one attribute customers fall. number: customers, in order; code: their places in `words` from
    1, 0 where nothing is known.
    """

    attribute: str
    words: tuple[str, ...]
    number: NDArray[np.uint64]
    code: NDArray[np.uint8]

    def of(self, customers: NDArray[np.uint64]) -> NDArray[np.uint8]:
        """The code of each customer."""
        if not len(self.number):
            return np.zeros(len(customers), np.uint8)
        at = np.minimum(np.searchsorted(self.number, customers), len(self.number) - 1)
        found: NDArray[np.uint8] = np.where(self.number[at] == customers, self.code[at], 0).astype(np.uint8)
        return found

    @property
    def present(self) -> int:
        """How many groups somebody is in."""
        return len(np.unique(self.code[self.code > 0]))

    def tried(self, visits: Snapshots) -> tuple[int, ...]:
        """The codes of the groups that have lost enough customers, and beside whom enough others were lost."""
        gone = np.unique(visits.customer[visits.left])
        lost = np.bincount(self.of(gone), minlength=len(self.words) + 1)
        known = int(lost[1:].sum())
        return tuple(code for code in range(1, len(lost)) if min(lost[code], known - lost[code]) >= FEWEST)


def groupings(index: Index) -> tuple[Grouping, ...]:
    """By what customers can be told apart in this index; what has a single word tells nobody apart."""
    return tuple(one for one in _groupings(index) if one.present > 1)


def _groupings(index: Index) -> Iterator[Grouping]:
    for place, attribute in enumerate(index.attributes):
        if attribute.words:
            codes = [partition.attribute(place, "first") for partition in index.partitions]
            yield _grouping(index, attribute.name, attribute.words, codes)
    if 1 < len(index.channels) < np.iinfo(np.uint8).max:
        codes = [_first_channel(partition) for partition in index.partitions]
        yield _grouping(index, FIRST_CHANNEL, index.channels, codes)


def _grouping(index: Index, name: str, words: tuple[str, ...], codes: list[NDArray[np.uint8]]) -> Grouping:
    """Whoever stands whole in a later partition (an overlay) is told by that."""
    numbers = np.concatenate([np.zeros(0, np.uint64), *(partition.number for partition in index.partitions)])
    every = np.concatenate([np.zeros(0, np.uint8), *codes])
    unique, last = np.unique(numbers[::-1], return_index=True)
    return Grouping(name, words, unique, every[::-1][last])


def _first_channel(partition: Partition) -> NDArray[np.uint8]:
    """The channel of each customer's first contact; 0 where it has none."""
    if partition.channel is None:
        return np.zeros(len(partition.number), np.uint8)
    return partition.channel[partition.start[partition.journeys[:-1]]].astype(np.uint8)
