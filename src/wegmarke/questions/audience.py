"""Whom would we reach? The customers of a segment, each with what is known of the whole history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.partition import Partition
from wegmarke.index.summaries.journeys import ChosenJourneys, Found
from wegmarke.model.attributes import Attribute
from wegmarke.model.finding import CannotSay, Column, Finding, Sentence, Table
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.questions.asked import Asked
from wegmarke.questions.customers import DEFAULT_LIMIT, MOST_LISTED
from wegmarke.questions.relation import RELATIONS, Relation, relations_in

SILENT_DAYS = 90
"""Customers without any contact for so long before the data end are counted in the headline."""

AudienceOrder = Literal["value", "latest", "earliest", "contacts", "identifier"]
AUDIENCE_ORDERS: tuple[AudienceOrder, ...] = ("value", "latest", "contacts", "earliest", "identifier")
COLUMNS = ("relation", "value", "interactions", "journeys", "won", "started", "finished")
"""The columns one can choose from; the customer stands before them."""
ATTRIBUTE = "attribute:"
"""So begins the column of a customer attribute, before its name."""

_DAY_SECONDS = 86_400
_WON = OUTCOME_NAMES.index("won")


@dataclass(frozen=True, slots=True)
class Member:
    """One customer. value: of all journeys, in minor units of the currency of the settings, None where no money is
    known. first, last: the first and the last contact (whole seconds UTC). attributes: the words told last of those
    asked for, None where none was told.
    """

    customer: int
    kind: str
    identifier: str
    relation: Relation
    value: int | None
    contacts: int
    journeys: int
    won: int
    first: int
    last: int
    attributes: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Audience:
    """A page of the customers who have a journey that the filter leaves; the figures are of their whole history.

    customers: how many there are in all. value: of all of them. silent: how many had no contact for 90 days before the
    data end.
    """

    members: tuple[Member, ...]
    columns: tuple[str, ...]
    offset: int
    customers: int
    value: int | None
    silent: int
    currency: str
    filter: str

    def tables(self) -> tuple[Table, ...]:
        """One line a customer."""
        members = self.members
        told = (
            Column("relation", "text", [one.relation for one in members]),
            Column("value", "minor_units", [one.value for one in members]),
            Column("interactions", "count", [one.contacts for one in members]),
            Column("journeys", "count", [one.journeys for one in members]),
            Column("won", "count", [one.won for one in members]),
            Column("started", "time", [one.first for one in members]),
            Column("finished", "time", [one.last for one in members]),
        )
        who = (
            Column("customer", "text", [one.identifier for one in members]),
            Column("kind", "text", [one.kind for one in members]),
            Column("customer_number", "text", [one.customer for one in members]),
        )
        named = [key for key in self.columns if key.startswith(ATTRIBUTE)]
        grouped = [Column(key, "text", [one.attributes[at] for one in members]) for at, key in enumerate(named)]
        return (Table("audience", (*who, *grouped, *(column for column in told if column.key in self.columns))),)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The customers of one partition who were chosen: their places, and what their whole history tells."""

    partition: Partition
    place: NDArray[np.int64]
    contacts: NDArray[np.int64]
    journeys: NDArray[np.int64]
    won: NDArray[np.int64]
    value: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    relation: NDArray[np.uint8]


def audience(
    asked: Asked,
    *,
    offset: int = 0,
    limit: int = DEFAULT_LIMIT,
    order: AudienceOrder = "value",
    columns: Sequence[str] = COLUMNS,
) -> Finding[Audience]:
    """The customers who have a journey that the filter leaves, a page at a time, by value, by last contact, by number
    of contacts, by first contact or by identifier.

    columns: of `COLUMNS`, and `attribute:NAME` for what was told last of a customer attribute.

    Errors: `question_argument` for a negative offset, a limit above 100,000, an unknown order or column;
    `attribute_unknown`, `attribute_too_many`.
    """
    _check(offset, limit, order, columns)
    places = {asked.index.attribute(key.removeprefix(ATTRIBUTE)): key for key in columns if key.startswith(ATTRIBUTE)}
    told = {place: asked.index.attributes[place] for place in sorted(places)}
    totals = asked.totals()
    basis = asked.basis(totals)
    if not totals.journeys:
        return Finding("audience", (Sentence("customers.nobody"),), CannotSay("empty_group", 0, 1), basis, "audience")
    chosen = _chosen(asked)
    end = asked.index.last_seconds
    last = np.concatenate([one.last for one in chosen])
    has_money = any(one.valued for one in asked.index.facts)
    result = Audience(
        members=tuple(_members(chosen, order, offset, limit, told, has_money=has_money)),
        columns=(
            *(f"{ATTRIBUTE}{attribute.name}" for attribute in told.values()),
            *(column for column in COLUMNS if column in columns),
        ),
        offset=offset,
        customers=len(last),
        value=int(sum(one.value.sum() for one in chosen)) if has_money else None,
        silent=int(np.count_nonzero(end - last >= SILENT_DAYS * _DAY_SECONDS)),
        currency=asked.index.settings.currency,
        filter=asked.selection.text,
    )
    values: dict[str, object] = {
        "customers": result.customers,
        "value": result.value or None,
        "currency": result.currency,
        "silent": result.silent or None,
        "days": SILENT_DAYS,
    }
    return Finding("audience", (Sentence("audience.extent", values),), result, basis, "audience")


def _check(offset: int, limit: int, order: str, columns: Sequence[str]) -> None:
    wrong: tuple[str, object] | None = None
    if offset < 0 or not 0 < limit <= MOST_LISTED:
        wrong = ("limit", limit)
    elif order not in AUDIENCE_ORDERS:
        wrong = ("order", order)
    elif unknown := [one for one in columns if one not in COLUMNS and not one.startswith(ATTRIBUTE)]:
        wrong = ("columns", unknown[0])
    if wrong is not None:
        raise WegmarkeError("question_argument", question="audience", argument=wrong[0], value=wrong[1])


def _chosen(asked: Asked) -> list[_Chosen]:
    place = {name: number for number, name in enumerate(asked.index.names)}
    found: Found = asked.run(ChosenJourneys(asked.selection))
    return [
        _of_partition(asked.index.partitions[place[name]], journeys)
        for name, journeys in sorted(found, key=lambda part: place[part[0]])
    ]


def _of_partition(partition: Partition, journeys: NDArray[np.int64]) -> _Chosen:
    place = np.unique(np.searchsorted(partition.journeys, journeys, side="right") - 1)
    begin, end = partition.journeys[place], partition.journeys[place + 1]
    first, after = partition.start[begin], partition.start[end]
    won = np.concatenate(([0], np.cumsum(partition.outcome == _WON)))
    value = np.zeros(len(partition.outcome), np.int64) if partition.value is None else partition.value
    worth = np.concatenate(([0], np.cumsum(value)))
    return _Chosen(
        partition=partition,
        place=place,
        contacts=after - first,
        journeys=end - begin,
        won=won[end] - won[begin],
        value=worth[end] - worth[begin],
        first=partition.seconds[first].astype(np.int64),
        last=partition.seconds[after - 1].astype(np.int64),
        relation=relations_in(partition)[place],
    )


def _members(
    chosen: list[_Chosen],
    order: AudienceOrder,
    offset: int,
    limit: int,
    told: Mapping[int, Attribute],
    *,
    has_money: bool,
) -> list[Member]:
    """The customers of one page; equal ones by identifier, so that the order does not depend on the partitions."""
    keys = np.concatenate([_key(one, order) for one in chosen])
    candidates = np.arange(len(keys))
    needed = offset + limit
    if order != "identifier" and needed < len(keys) // 4:
        candidates = np.flatnonzero(keys <= np.partition(keys, needed)[needed])
    bounds = np.concatenate(([0], np.cumsum([len(one.place) for one in chosen])))
    of = np.searchsorted(bounds, candidates, side="right") - 1
    identifiers = pa.chunked_array(
        [
            one.partition.identifier.take(pa.array(one.place[candidates[of == number] - bounds[number]]))
            for number, one in enumerate(chosen)
        ],
        pa.string(),
    )
    table = pa.table({"key": keys[candidates], "identifier": identifiers})
    ranked = pc.sort_indices(table, [("key", "ascending"), ("identifier", "ascending")]).to_numpy()
    page = ranked[offset : offset + limit]
    return [
        _member(chosen[int(of[at])], int(candidates[at] - bounds[of[at]]), told, has_money=has_money)
        for at in page.tolist()
    ]


def _key(one: _Chosen, order: AudienceOrder) -> NDArray[Any]:
    """What the customers are ordered by, the least first."""
    match order:
        case "value":
            return -one.value
        case "latest":
            return -one.last
        case "contacts":
            return -one.contacts
        case "earliest":
            return one.first
        case "identifier":
            return np.zeros(len(one.place), np.int64)


def _member(one: _Chosen, at: int, told: Mapping[int, Attribute], *, has_money: bool) -> Member:
    """One customer. told: the attributes asked for, by their places in the index."""
    place = int(one.place[at])
    kind, _, identifier = one.partition.identifier[place].as_py().partition("\x1f")
    return Member(
        customer=int(one.partition.number[place]),
        kind=kind,
        identifier=identifier,
        relation=RELATIONS[int(one.relation[at])],
        value=int(one.value[at]) if has_money else None,
        contacts=int(one.contacts[at]),
        journeys=int(one.journeys[at]),
        won=int(one.won[at]),
        first=int(one.first[at]),
        last=int(one.last[at]),
        attributes=tuple(
            attribute.words[code - 1] if (code := int(one.partition.attribute(which, "last")[place])) else None
            for which, attribute in told.items()
        ),
    )
