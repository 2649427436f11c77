"""The partitions of an index on disk: each opened when somebody looks into it, and what is known of it before.

Where a cluster answers, the machine that asks looks into few or none: of a thousand partitions it would otherwise map
twelve thousand files for every version of the index.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.coded_texts import NamedTexts
from wegmarke.index.kept import Kept
from wegmarke.index.layout import PartitionEntry, PartitionFacts, read_manifest
from wegmarke.index.noted import Noted
from wegmarke.index.partition import Partition, Place, open_partition
from wegmarke.model.settings import OUTCOME_NAMES

_KEPT_BYTES = 4 << 20
_FACT_BYTES = 1024
_facts: Kept[PartitionFacts] = Kept(_KEPT_BYTES)


class Partitions(Sequence[Partition]):
    """Partitions in the order of the manifest. Whoever takes one has it opened, once. Errors: `index_broken` with the
    file that is missing or damaged, `index_replaced` where later builds have removed it.
    """

    def __init__(self, folder: Path, entries: Sequence[PartitionEntry], told: Told | None = None) -> None:
        self._folder = folder
        self._told = told
        where, texts = str(folder.absolute()), None if told is None else told.texts
        self.places = tuple(Place(where, entry, texts) for entry in entries)
        self._open: list[Partition | None] = [None] * len(entries)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, at: int) -> Partition: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Partition, ...]: ...
    def __getitem__(self, at: int | slice) -> Partition | tuple[Partition, ...]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self))))
        with self._lock:  # one object for all: what is kept of a partition is kept by object
            found = self._open[at]
            if found is None:
                found = self._open[at] = self._opened(at)
            return found

    def __iter__(self) -> Iterator[Partition]:
        return (self[place] for place in range(len(self)))

    def with_texts(self, texts: NamedTexts) -> Partitions:
        """The same, each with the texts that stand in it once it is opened."""
        return Partitions(self._folder, [place.entry for place in self.places], Told(self, texts))

    def _opened(self, at: int) -> Partition:
        if self._told is not None:
            return self._told.texts.beside(self._told.plain[at])
        try:
            return open_partition(self._folder, self.places[at].entry)
        except WegmarkeError as error:
            if replaced(self):
                raise WegmarkeError("index_replaced") from error
            raise

    @property
    def opened(self) -> int:
        """How many were opened."""
        return sum(one is not None for one in self._open)


@dataclass(frozen=True, slots=True)
class Told:
    """Partitions, and texts that are to be put into them."""

    plain: Partitions
    texts: NamedTexts


def replaced(partitions: Sequence[Partition]) -> bool:
    """Whether the index in the folder is made of others now. Builds leave the files of the version before; those of
    the version before that are gone.
    """
    places = [place for place in places_of(partitions) if place is not None]
    if not places:
        return False
    try:
        named = {entry.name: entry.live for entry in read_manifest(Path(places[0].folder)).partitions}
    except WegmarkeError:
        return False
    return any(named.get(place.entry.name, "") != place.entry.live for place in places)


def places_of(partitions: Sequence[Partition]) -> list[Place | None]:
    """Where each lies, None in memory; none is opened for it."""
    return list(partitions.places) if isinstance(partitions, Partitions) else [one.place for one in partitions]


def names_of(partitions: Sequence[Partition]) -> tuple[str, ...]:
    """Their names."""
    if isinstance(partitions, Partitions):
        return tuple(place.entry.name for place in partitions.places)
    return tuple(one.name for one in partitions)


def sizes_of(partitions: Sequence[Partition]) -> list[tuple[int, int, int]]:
    """Interactions, journeys and customers of each, those included that count no longer."""
    if isinstance(partitions, Partitions):
        entries = (place.entry for place in partitions.places)
        return [(entry.interactions, entry.journeys, entry.customers) for entry in entries]
    return [(len(one.seconds), len(one.outcome), len(one.number)) for one in partitions]


def facts_of(partitions: Sequence[Partition]) -> list[PartitionFacts]:
    """What is known of each: as the manifest tells; where it does not, the partition is opened and looked through."""
    return [
        _looked_up(partitions[at]) if place is None or place.entry.facts is None else place.entry.facts
        for at, place in enumerate(places_of(partitions))
    ]


def _looked_up(partition: Partition) -> PartitionFacts:
    known = _facts.get(partition, None)
    if known is None:
        names = ("touchpoint", "seconds", "outcome", "outcome_happened")
        columns = {name: getattr(partition, name) for name in names}
        known = facts_in(
            columns,
            partition.noted,
            valued=partition.value is not None,
            attributes=bool(partition.attributes),
        )
        _facts.put(partition, None, known, _FACT_BYTES)
    return known


def facts_in(columns: Mapping[str, NDArray[Any]], noted: Noted, *, valued: bool, attributes: bool) -> PartitionFacts:
    """The facts of a partition with these columns: touchpoint, seconds, outcome, outcome_happened."""
    seconds = columns["seconds"]
    return PartitionFacts(
        first_seconds=int(seconds.min()) if len(seconds) else None,
        last_seconds=int(seconds.max()) if len(seconds) else None,
        outcomes=tuple(np.bincount(columns["outcome"], minlength=len(OUTCOME_NAMES)).tolist()),
        outcome_happened=bool(columns["outcome_happened"].any()),
        valued=valued,
        priced=tuple(np.unique(columns["touchpoint"][noted.amount_at]).tolist()),
        attributes=attributes,
    )
