"""Contacts that a source told otherwise later on, found again in the index; and of how many it could have been so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.layout import ORIGIN_PART_BITS, ORIGIN_ROW_BITS
from wegmarke.index.moments import Moments
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.summaries.losses import leaving_contacts
from wegmarke.model.changes import CHANGED_FIELDS, Change, ChangedField, Origin

NOT_LEFT: Final = -1


@dataclass(frozen=True, slots=True)
class Changed:
    """One contact of which something changed. customer: permanent number; identifier: kind and value. touchpoint,
    department: codes, 0 for no department. seconds: of the contact. left: when the customer left, NOT_LEFT otherwise.
    """

    customer: int
    identifier: str
    touchpoint: int
    department: int
    seconds: int
    left: int
    origin: Origin
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ChangedContacts:
    """contacts: in order of customer and time. noted: how many reasons, dates and statuses stand in the journeys, int64
    (fields, departments).
    """

    contacts: tuple[Changed, ...]
    noted: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TakeChanged:
    """The changed contacts of the journeys chosen. of: changes by contact. departments: how many codes there are, with
    0. moments: what leaving is; None where nobody leaves. end: until when the data tell.
    """

    selection: Selection
    of: Mapping[Origin, tuple[Change, ...]]
    departments: int
    moments: Moments | None
    marks: IncidentMarks
    end: int

    def zero(self) -> ChangedContacts:
        """Nothing."""
        return ChangedContacts((), np.zeros((len(CHANGED_FIELDS), self.departments), np.int64))

    def add(self, summary: ChangedContacts, partition: Partition) -> ChangedContacts:
        """Those of one partition."""
        return self.merge(summary, ChangedContacts(self._contacts(partition), self._noted(partition)))

    def merge(self, first: ChangedContacts, second: ChangedContacts) -> ChangedContacts:
        """All together, in order."""
        together = sorted((*first.contacts, *second.contacts), key=lambda one: (one.customer, one.seconds, one.origin))
        return ChangedContacts(tuple(together), first.noted + second.noted)

    def _contacts(self, partition: Partition) -> tuple[Changed, ...]:
        wanted = np.array(sorted(_packed(one) for one in self.of), np.uint64)
        at = np.flatnonzero(np.isin(partition.origin, wanted) & _chosen(partition, self.selection))
        if not len(at):
            return ()
        of = np.repeat(np.arange(len(partition.number)), np.diff(partition.start[partition.journeys]))
        gone = np.full(len(partition.number), NOT_LEFT, np.int64)
        if self.moments is not None:
            left = leaving_contacts(partition, self.moments, self.marks)
            gone[of[left]] = partition.seconds[left]
        found = []
        for place in at.tolist():
            owner, origin = int(of[place]), unpacked(int(partition.origin[place]))
            found.append(
                Changed(
                    int(partition.number[owner]),
                    str(partition.identifier[owner].as_py()),
                    int(partition.touchpoint[place]),
                    0 if partition.department is None else int(partition.department[place]),
                    int(partition.seconds[place]),
                    int(gone[owner]),
                    origin,
                    self.of[origin],
                )
            )
        return tuple(found)

    def _noted(self, partition: Partition) -> NDArray[np.int64]:
        """Reasons; promises whose day has come; contacts that are an outcome."""
        counts = np.zeros((len(CHANGED_FIELDS), self.departments), np.int64)
        if not len(partition.seconds):
            return counts
        chosen, noted = _chosen(partition, self.selection), partition.noted
        department = np.zeros(len(partition.seconds), np.int64)
        if partition.department is not None:
            department = partition.department.astype(np.int64)
        due = noted.promise_at[noted.promise_due <= self.end].astype(np.int64)
        ends = np.flatnonzero(partition.outcome_happened)
        outcomes = partition.start[ends] + partition.decided[ends]
        places: Mapping[ChangedField, NDArray[np.int64]] = {
            "stated_reason": noted.reason_at.astype(np.int64),
            "promise_due": due,
            "promise_kept": due,
            "status": outcomes,
        }
        for row, field in enumerate(CHANGED_FIELDS):
            at = places[field]
            counts[row] = np.bincount(department[at[chosen[at]]], minlength=self.departments)
        return counts


def _chosen(partition: Partition, selection: Selection) -> NDArray[np.bool_]:
    """The contacts of the journeys chosen."""
    chosen = selection.choose(partition)
    if chosen is None:
        return np.ones(len(partition.seconds), np.bool_)
    return np.repeat(chosen, np.diff(partition.start))


def _packed(origin: Origin) -> int:
    file, row, part = origin
    return (file << (ORIGIN_PART_BITS + ORIGIN_ROW_BITS)) | (row << ORIGIN_PART_BITS) | part


def unpacked(packed: int) -> Origin:
    """File, row and part of an interaction as the index stores them."""
    row = (packed >> ORIGIN_PART_BITS) & ((1 << ORIGIN_ROW_BITS) - 1)
    return packed >> (ORIGIN_PART_BITS + ORIGIN_ROW_BITS), row, packed & ((1 << ORIGIN_PART_BITS) - 1)
