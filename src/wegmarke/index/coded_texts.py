"""Texts that people coded by hand, at the contacts where they stand: they count where stated reasons do.

The index on disk knows no texts. A workspace names those that are coded (`workspace.placing`); they are put beside the
stated reasons of a partition by whoever opens it, here or on a worker of a cluster. Whoever looks for what was stated
asks `Partition.said`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.model.coding_schemes import SchemeName

if TYPE_CHECKING:
    from wegmarke.index.partition import Partition

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PlacedTexts:
    """Of a partition: at which contacts a text stands that is coded to the scheme of leaving, or to that of coming, in
    rising order, and what was said of it, as a code beyond those of `Index.reasons` (`Index.said`). They are few.
    """

    leaving: tuple[tuple[int, int], ...] = ()
    coming: tuple[tuple[int, int], ...] = ()

    def of(self, scheme: SchemeName) -> tuple[Integers, Integers]:
        """Where, and what."""
        pairs = self.leaving if scheme == "leaving" else self.coming
        at, said = np.array(pairs, np.int64).reshape(-1, 2).T
        return at, said


NO_TEXTS: Final = PlacedTexts()


@dataclass(frozen=True, slots=True)
class NamedText:
    """A text that is coded: of which customer, at which contact (`Partition.origin`), and what was said, as a code."""

    scheme: SchemeName
    customer: int
    origin: int
    code: int


@dataclass(frozen=True)
class NamedTexts:
    """All texts of an index that are coded, wherever they stand. digest: tells them from others."""

    digest: str
    texts: tuple[NamedText, ...] = field(compare=False)

    def beside(self, partition: Partition) -> Partition:
        """The partition with those that stand in it; itself where none does, so that what was found in it is known."""
        of_customer = self._of_customer
        found: dict[SchemeName, list[tuple[int, int]]] = {"leaving": [], "coming": []}
        for at in np.flatnonzero(np.isin(partition.number, np.array([*of_customer], np.uint64))).tolist():
            begin, end = partition.start[partition.journeys[at : at + 2]].tolist()
            origins = partition.origin[begin:end]
            for one in of_customer[int(partition.number[at])]:
                found[one.scheme] += [(begin + int(i), one.code) for i in np.flatnonzero(origins == one.origin)]
        if not any(found.values()):
            return partition
        texts = PlacedTexts(tuple(sorted(found["leaving"])), tuple(sorted(found["coming"])))
        place = None if partition.place is None else replace(partition.place, texts=self)
        return replace(partition, texts=texts, place=place)

    def __reduce__(self) -> tuple[type[NamedTexts], tuple[str, tuple[NamedText, ...]]]:
        return NamedTexts, (self.digest, self.texts)  # what was looked up is not sent

    @cached_property
    def _of_customer(self) -> dict[int, list[NamedText]]:
        found: defaultdict[int, list[NamedText]] = defaultdict(list)
        for one in self.texts:
            found[one.customer].append(one)
        return dict(found)
