"""Who ever bought, how often, when and for how much: the histories that the value of customers is told from."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.partition import Partition
from wegmarke.index.summaries.journeys import ChosenJourneys, Found
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.questions.asked import Asked
from wegmarke.questions.relation import RELATIONS, relations_in

LEAST_GAPS = 3
"""A rhythm needs this many gaps between purchases."""

_DAY_SECONDS = 86_400
_WON = OUTCOME_NAMES.index("won")
_FORMER = RELATIONS.index("former")

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Buyers:
    """All who ever bought, by their whole history; arrays of one length.

    A purchase is a journey won, at the time of the outcome where that is an interaction, else of the last contact;
    those of one day (UTC) are one purchase. partition, place: where the customer stands in the index. first, last: days
    since 1970; last_seconds: the last purchase itself. longest: the longest gap between two purchases in days, 0 where
    there is one purchase only. priced, money: how many purchases have an amount above zero in the currency of the
    settings, and their sum in minor units. left: known to have left since. end: the day at which the data end.
    """

    partition: Whole
    place: Whole
    number: Whole
    purchases: Whole
    first: Whole
    last: Whole
    last_seconds: Whole
    longest: Whole
    priced: Whole
    money: Whole
    left: NDArray[np.bool_]
    end: int

    def __len__(self) -> int:
        return len(self.number)

    @property
    def silent(self) -> Whole:
        """Days since the last purchase."""
        return self.end - self.last

    @property
    def has_rhythm(self) -> NDArray[np.bool_]:
        """Who bought often enough for a rhythm, and is not known to have left."""
        return (self.purchases > LEAST_GAPS) & ~self.left

    @property
    def lacks_attention(self) -> NDArray[np.bool_]:
        """Who is silent for longer than ever before."""
        return self.has_rhythm & (self.silent > self.longest)

    @property
    def by_chance(self) -> float:
        """How many would be silent for longer than ever if all bought at random at a rate that does not change.

        The k gaps and the silence after them are then exchangeable: it is the longest of them with probability 1/(k+1).
        """
        return float(np.sum(1 / self.purchases[self.has_rhythm]))


def buyers(asked: Asked) -> Buyers:
    """Those who ever bought among the customers who have a journey that the filter leaves."""
    place = {name: number for number, name in enumerate(asked.index.names)}
    found: Found = asked.run(ChosenJourneys(asked.selection))
    end = asked.index.last_seconds // _DAY_SECONDS
    parts = [
        _of_partition(place[name], asked.index.partitions[place[name]], journeys, end)
        for name, journeys in sorted(found, key=lambda part: place[part[0]])
    ]
    columns = [one.name for one in fields(Buyers) if one.name != "end"]
    return Buyers(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in columns}, end=end)


def _of_partition(number: int, partition: Partition, chosen: Whole, end: int) -> Buyers:
    """The buyers of one partition among the customers of these journeys."""
    of, seconds, amount = _purchases(partition, chosen)
    day = seconds // _DAY_SECONDS
    begin = np.flatnonzero(_changes(of))
    purchases = np.diff(np.append(begin, len(of)))
    last = begin + purchases - 1
    gaps = np.diff(day, prepend=day[:1])
    gaps[begin] = 0
    return Buyers(
        partition=np.full(len(begin), number),
        place=of[begin],
        number=partition.number[of[begin]].astype(np.int64),
        purchases=purchases,
        first=day[begin],
        last=day[last],
        last_seconds=seconds[last],
        longest=np.maximum.reduceat(gaps, begin),
        priced=np.add.reduceat((amount > 0).astype(np.int64), begin),
        money=np.add.reduceat(np.maximum(amount, 0), begin),
        left=relations_in(partition)[of[begin]] == _FORMER,
        end=end,
    )


def _purchases(partition: Partition, chosen: Whole) -> tuple[Whole, Whole, Whole]:
    """All purchases of the customers of these journeys in order: customer's place, when (seconds), amount."""
    among = np.zeros(len(partition.number), np.bool_)
    among[np.searchsorted(partition.journeys, chosen, side="right") - 1] = True
    won = np.flatnonzero((partition.outcome == _WON) & among[partition.customer_of_journey])
    if partition.live is not None:
        won = won[partition.live[won]]
    last, outcome = partition.start[won + 1] - 1, partition.start[won] + partition.decided[won]
    seconds = partition.seconds[np.where(partition.outcome_happened[won], outcome, last)].astype(np.int64)
    amount = np.zeros(len(won), np.int64) if partition.value is None else partition.value[won]
    of = partition.customer_of_journey[won]
    order = np.lexsort((seconds, of))  # journeys with numbers of their own may overlap
    of, seconds, amount = of[order], seconds[order], amount[order]
    begin = np.flatnonzero(_changes(of) | _changes(seconds // _DAY_SECONDS))
    latest = begin + np.diff(np.append(begin, len(of))) - 1
    return of[begin], seconds[latest], np.add.reduceat(amount, begin)


def _changes(values: Whole) -> NDArray[np.bool_]:
    """Where a value is another than the one before; the first is."""
    return np.append(np.ones(min(len(values), 1), np.bool_), values[1:] != values[:-1])
