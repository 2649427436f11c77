"""One partition of the index: the whole journeys of a share of the customers, as NumPy views."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.index.attributes import BothCodes, codes_in
from wegmarke.index.coded_texts import NO_TEXTS, NamedTexts, PlacedTexts
from wegmarke.index.layout import PartitionEntry, read_arrow, view
from wegmarke.index.noted import NOTHING_NOTED, TABLES, Noted
from wegmarke.model.coding_schemes import SchemeName

NO_TOUCHPOINT_8 = 0xFF
NO_TOUCHPOINT_16 = 0xFFFF


@dataclass(frozen=True, slots=True)
class Place:
    """Where a partition lies, for whoever opens it elsewhere: the index's folder, and what the manifest says; with the
    texts of the index that people coded, which lie in no file of it.
    """

    folder: str
    entry: PartitionEntry
    texts: NamedTexts | None = None


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Partition:
    """Arrays of N interactions, J journeys and C customers; interactions lie in order of customer, journey, time.

    touchpoint: uint8 or uint16 (N), code in `Index.touchpoints`. seconds: uint32 (N), since 1970. step: uint16 or
    uint32 (N), code of (touchpoint before, touchpoint) in `Index.steps`; the first interaction of a journey has a
    step from the start. origin: uint64 (N), source file, row, part. start: int64 (J + 1), where journeys begin.
    outcome: uint8 (J), place in OUTCOME_NAMES. decided: uint32 (J), how many interactions lie before the outcome.
    outcome_happened: bool (J), the outcome is an interaction of the journey (at `decided`). entry, exit, before:
    touchpoint codes (J); before is the last one ahead of the outcome, all ones where there is none. visited: uint64
    (J), bit `code % 64` of every touchpoint visited. variant: uint32 (J), code in `Index.variants`. value: int64 (J)
    in minor units, or None. journeys: int64 (C + 1), where the journeys of a customer begin. number: uint64 (C).
    channel, department: uint16 (N), 0 where the interaction has none, or None where no interaction has. matter: uint32
    (N), likewise; equal within a customer where it is the same matter. noted: promises, scores, stated reasons and
    amounts, by place. attributes: of each of `Index.attributes` two columns uint8 (C), the code known first and the one
    known last, 0 where none is; an attribute that came later may be missing. live: bool (J) or None; journeys
    that still count. place: where it lies, or None in memory. texts: those that people coded by hand, by place.
    """

    name: str
    touchpoint: NDArray[np.unsignedinteger]
    seconds: NDArray[np.uint32]
    step: NDArray[np.unsignedinteger]
    origin: NDArray[np.uint64]
    start: NDArray[np.int64]
    outcome: NDArray[np.uint8]
    decided: NDArray[np.uint32]
    outcome_happened: NDArray[np.bool_]
    entry: NDArray[np.unsignedinteger]
    exit: NDArray[np.unsignedinteger]
    before: NDArray[np.unsignedinteger]
    visited: NDArray[np.uint64]
    variant: NDArray[np.uint32]
    journeys: NDArray[np.int64]
    number: NDArray[np.uint64]
    identifier: pa.StringArray
    value: NDArray[np.int64] | None = None
    journey_label: pa.StringArray | None = None
    channel: NDArray[np.uint16] | None = None
    department: NDArray[np.uint16] | None = None
    matter: NDArray[np.uint32] | None = None
    noted: Noted = NOTHING_NOTED
    attributes: tuple[BothCodes, ...] = ()
    live: NDArray[np.bool_] | None = None
    place: Place | None = None
    texts: PlacedTexts = NO_TEXTS

    @property
    def no_touchpoint(self) -> int:
        """The code in `before` that means: nothing came before the outcome."""
        return NO_TOUCHPOINT_8 if self.touchpoint.dtype == np.uint8 else NO_TOUCHPOINT_16

    @property
    def one_journey_each(self) -> bool:
        """Whether every customer here has exactly one journey (nobody has none)."""
        return len(self.number) == len(self.outcome)

    def attribute(self, place: int, which: Literal["first", "last"]) -> NDArray[np.uint8]:
        """The codes of an attribute of all customers (C), as known first or last."""
        if place >= len(self.attributes):
            return np.zeros(len(self.number), np.uint8)
        return self.attributes[place][which == "last"]

    def said(self, scheme: SchemeName) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """At which contacts a reason for leaving (or coming) is stated, in rising order, and which: reasons that were
        noted as such, and texts that people coded to this scheme.
        """
        at, said = self.noted.reason_at.astype(np.int64), self.noted.reason.astype(np.int64)
        texts_at, texts = self.texts.of(scheme)
        if not len(texts_at):
            return at, said
        at, said = np.concatenate((at, texts_at)), np.concatenate((said, texts))
        order = np.lexsort((said, at))
        return at[order], said[order]

    @property
    def first_seconds(self) -> NDArray[np.uint32]:
        """When each journey began (J)."""
        return self.seconds[self.start[:-1]]

    @property
    def last_seconds(self) -> NDArray[np.uint32]:
        """When each journey's last interaction was (J)."""
        return self.seconds[self.start[1:] - 1]

    @property
    def customer_of_journey(self) -> NDArray[np.int64]:
        """The customer's place in this partition for each journey (J)."""
        return np.repeat(np.arange(len(self.number)), np.diff(self.journeys))


def open_partition(folder: Path, entry: PartitionEntry) -> Partition:
    """Map a partition into memory; nothing is read until it is used."""
    place = folder / "parts" / entry.name
    interactions = read_arrow(place / "interactions.arrow")
    journeys = read_arrow(place / "journeys.arrow")
    offsets = read_arrow(place / "offsets.arrow")
    customers = read_arrow(place / "customers.arrow")
    customer_offsets = read_arrow(place / "customer-offsets.arrow")
    have = set(interactions.schema.names)
    journeys_have = set(journeys.schema.names)
    live = None
    if entry.live is not None:
        live = view(read_arrow(place / entry.live), "live").view(np.bool_)
    return Partition(
        name=entry.name,
        touchpoint=view(interactions, "touchpoint"),
        seconds=view(interactions, "seconds"),
        step=view(read_arrow(place / entry.codes), "step"),
        origin=view(interactions, "origin"),
        start=view(offsets, "start"),
        outcome=view(journeys, "outcome"),
        decided=view(journeys, "decided"),
        outcome_happened=view(journeys, "outcome_happened").view(np.bool_),
        entry=view(journeys, "entry"),
        exit=view(journeys, "exit"),
        before=view(journeys, "before"),
        visited=view(journeys, "visited"),
        variant=view(read_arrow(place / entry.variants), "variant"),
        journeys=view(customer_offsets, "journeys"),
        number=view(customers, "number"),
        identifier=customers.column("identifier"),
        value=view(journeys, "value") if "value" in journeys_have else None,
        journey_label=journeys.column("label") if "label" in journeys_have else None,
        channel=view(interactions, "channel") if "channel" in have else None,
        department=view(interactions, "department") if "department" in have else None,
        matter=view(interactions, "matter") if "matter" in have else None,
        noted=_open_noted(place),
        attributes=_open_attributes(place, entry),
        live=live,
        place=Place(str(folder.absolute()), entry),
    )


def _open_attributes(place: Path, entry: PartitionEntry) -> tuple[BothCodes, ...]:
    """None where the partition was written without any; an index of before there were facts does not say."""
    path = place / "attributes.arrow"
    if not path.exists() and not (entry.facts is not None and entry.facts.attributes):
        return ()
    batch = read_arrow(path)
    return codes_in({name: view(batch, name) for name in batch.schema.names})


def _open_noted(place: Path) -> Noted:
    columns: dict[str, NDArray[Any]] = {}
    for name, of in TABLES.items():
        batch = read_arrow(place / f"{name}.arrow")
        columns |= {column: view(batch, column) for column in of}
    return Noted(**columns)
