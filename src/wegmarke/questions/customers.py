"""Who are they? The customers and journeys behind a number: as many as the number says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.partition import Partition
from wegmarke.index.summaries.journeys import ChosenJourneys, CountTotals, Found
from wegmarke.index.summaries.together import Together
from wegmarke.model.finding import CannotSay, Column, Finding, Sentence, Table
from wegmarke.model.settings import OUTCOME_NAMES, OutcomeName
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked

DEFAULT_LIMIT = 50
MOST_LISTED = 100_000
Order = Literal["latest", "earliest", "longest", "slowest", "identifier"]


@dataclass(frozen=True, slots=True)
class JourneyLine:
    """One journey of one customer: who, when (whole seconds UTC), how it ended, and the touchpoints in order."""

    customer: int
    kind: str
    identifier: str
    journey: str | None
    started: int
    finished: int
    outcome: OutcomeName
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Customers:
    """A page of the journeys asked for. journeys, customers: how many there are in all."""

    touchpoints: tuple[Touchpoint, ...]
    lines: tuple[JourneyLine, ...]
    offset: int
    journeys: int
    customers: int
    filter: str

    def tables(self) -> tuple[Table, ...]:
        """One line a journey."""
        lines = self.lines
        return (
            Table(
                "customers",
                (
                    Column("customer", "text", [line.identifier for line in lines]),
                    Column("customer_number", "text", [line.customer for line in lines]),
                    Column("journey", "text", [line.journey for line in lines]),
                    Column("outcome", "outcome", [line.outcome for line in lines]),
                    Column("started", "time", [line.started for line in lines]),
                    Column("finished", "time", [line.finished for line in lines]),
                    Column("duration", "seconds", [line.finished - line.started for line in lines]),
                    Column("length", "count", [len(line.path) for line in lines]),
                    Column(
                        "path",
                        "text",
                        [" → ".join(self.touchpoints[code].label for code in line.path) for line in lines],
                    ),
                ),
            ),
        )


def customers(
    asked: Asked, *, offset: int = 0, limit: int = DEFAULT_LIMIT, order: Order = "latest"
) -> Finding[Customers]:
    """The journeys asked for, a page at a time. order: by last contact, first contact, number of interactions,
    duration, or identifier.

    Errors: `question_argument` for a negative offset, a limit above 100,000 or an unknown order.
    """
    if offset < 0 or not 0 < limit <= MOST_LISTED:
        raise WegmarkeError("question_argument", question="customers", argument="limit", value=limit)
    if order not in {"latest", "earliest", "longest", "slowest", "identifier"}:
        raise WegmarkeError("question_argument", question="customers", argument="order", value=order)
    totals, chosen = asked.run(Together((CountTotals(asked.selection), ChosenJourneys(asked.selection))))
    basis = asked.basis(totals)
    if not totals.journeys:
        return Finding("customers", (Sentence("customers.nobody"),), CannotSay("empty_group", 0, 1), basis, "customers")
    place = {name: number for number, name in enumerate(asked.index.names)}
    found: Found = sorted(chosen, key=lambda part: place[part[0]])
    partitions = [asked.index.partitions[place[name]] for name, _ in found]
    of_partition = np.concatenate([np.full(len(journeys), i) for i, (_, journeys) in enumerate(found)])
    journey = np.concatenate([journeys for _, journeys in found])
    ranked = _rank(partitions, found, order, offset + limit)[offset : offset + limit]
    lines = tuple(_line(partitions[int(of_partition[i])], int(journey[i])) for i in ranked)
    result = Customers(asked.index.touchpoints, lines, offset, totals.journeys, totals.customers, asked.selection.text)
    headline = Sentence("customers.extent", {"customers": totals.customers, "journeys": totals.journeys})
    return Finding("customers", (headline,), result, basis, "customers")


def _rank(
    partitions: list[Partition], found: list[tuple[str, NDArray[np.int64]]], order: Order, needed: int
) -> NDArray[np.int64]:
    """Places of the journeys in order, at least the first `needed`; equal ones by identifier, then as the customer
    went them, so that the order does not depend on how the index is partitioned.
    """
    keys = np.concatenate(
        [_key(partition, journeys, order) for partition, (_, journeys) in zip(partitions, found, strict=True)]
    )
    candidates = np.arange(len(keys))
    if order != "identifier" and needed < len(keys) // 4:
        candidates = np.flatnonzero(keys <= np.partition(keys, needed)[needed])
    table = pa.table({"key": keys[candidates], "identifier": _identifiers(partitions, found, candidates)})
    ranked = pc.sort_indices(table, [("key", "ascending"), ("identifier", "ascending")])  # a stable sort
    places: NDArray[np.int64] = candidates[ranked.to_numpy()]
    return places


def _key(partition: Partition, journeys: NDArray[np.int64], order: Order) -> NDArray[np.int64]:
    """What the journeys are ordered by, the least first."""
    begin, end = partition.start[journeys], partition.start[journeys + 1]
    first, last = partition.seconds[begin].astype(np.int64), partition.seconds[end - 1].astype(np.int64)
    match order:
        case "latest":
            return -last
        case "earliest":
            return first
        case "longest":
            return begin - end
        case "slowest":
            return first - last
        case "identifier":
            return np.zeros(len(journeys), np.int64)


def _identifiers(
    partitions: list[Partition], found: list[tuple[str, NDArray[np.int64]]], candidates: NDArray[np.int64]
) -> pa.ChunkedArray:
    """The identifiers of the customers of the journeys at these rising places."""
    ends = np.cumsum([len(journeys) for _, journeys in found])
    cuts = np.searchsorted(candidates, ends)
    pieces = []
    for i, (partition, (_, journeys)) in enumerate(zip(partitions, found, strict=True)):
        here = candidates[(cuts[i - 1] if i else 0) : cuts[i]] - (ends[i - 1] if i else 0)
        customer = np.searchsorted(partition.journeys, journeys[here], side="right") - 1
        pieces.append(partition.identifier.take(pa.array(customer)))
    return pa.chunked_array(pieces, pa.string())


def _line(partition: Partition, journey: int) -> JourneyLine:
    a, b = int(partition.start[journey]), int(partition.start[journey + 1])
    customer = int(np.searchsorted(partition.journeys, journey, side="right")) - 1
    kind, _, identifier = partition.identifier[customer].as_py().partition("\x1f")
    return JourneyLine(
        customer=int(partition.number[customer]),
        kind=kind,
        identifier=identifier,
        journey=None if partition.journey_label is None else partition.journey_label[journey].as_py(),
        started=int(partition.seconds[a]),
        finished=int(partition.seconds[b - 1]),
        outcome=OUTCOME_NAMES[int(partition.outcome[journey])],
        path=tuple(partition.touchpoint[a:b].tolist()),
    )
