"""Contacts around leaving, or around the first purchase, of which a text may tell why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.layout import ORIGIN_PART_BITS, ORIGIN_ROW_BITS
from wegmarke.index.moments import Moments
from wegmarke.index.partition import Partition
from wegmarke.index.summaries.comings import came_at, coming_contacts, owners, stated_around
from wegmarke.index.summaries.losses import leaving_contacts, said_around
from wegmarke.model.coding_schemes import SchemeName

if TYPE_CHECKING:  # a condition of the filter language is made of the summaries that this reads
    from wegmarke.index.selection import Selection

_FILE_BITS: Final = np.uint64(ORIGIN_PART_BITS + ORIGIN_ROW_BITS)


@dataclass(frozen=True, slots=True, eq=False)
class ContactsAround:
    """One line a contact, in order of where it stands. origin: file, row and part. customer: permanent number."""

    origin: NDArray[np.uint64]
    customer: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.origin)


@dataclass(frozen=True, slots=True)
class TakeContactsAround:
    """Contacts of these files so near to leaving, or to the first purchase, that a reason noted there counts. moments:
    what leaving is, or a purchase. refusing: of each touchpoint whether a reason noted there is one for not coming.
    """

    selection: Selection
    marks: IncidentMarks
    moments: Moments
    refusing: NDArray[np.bool_]
    scheme: SchemeName
    files: tuple[int, ...]

    def zero(self) -> ContactsAround:
        """None."""
        return ContactsAround(np.zeros(0, np.uint64), np.zeros(0, np.uint64))

    def add(self, summary: ContactsAround, partition: Partition) -> ContactsAround:
        """Those of one partition."""
        if not len(partition.seconds):
            return summary
        at, of = self._around(partition), owners(partition)
        at = at[np.isin((partition.origin[at] >> _FILE_BITS).astype(np.int64), self.files)]
        chosen = self.selection.choose(partition)
        if chosen is not None:
            at = at[chosen[np.searchsorted(partition.start, at, side="right") - 1]]
        return self.merge(summary, ContactsAround(partition.origin[at], partition.number[of[at]]))

    def merge(self, first: ContactsAround, second: ContactsAround) -> ContactsAround:
        """All together, in order."""
        origin = np.concatenate((first.origin, second.origin))
        order = np.argsort(origin, kind="stable")
        return ContactsAround(origin[order], np.concatenate((first.customer, second.customer))[order])

    def _around(self, partition: Partition) -> NDArray[np.int64]:
        of, everywhere = owners(partition), np.arange(len(partition.seconds))
        if self.scheme == "leaving":
            gone = came_at(partition, leaving_contacts(partition, self.moments, self.marks), of)
            return np.flatnonzero(said_around(partition, everywhere, of, gone))
        came = came_at(partition, coming_contacts(partition, self.moments, self.marks), of)
        return np.flatnonzero(stated_around(partition, everywhere, of, came, self.refusing))
