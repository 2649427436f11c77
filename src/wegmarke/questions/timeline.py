"""What happened to this customer? Every interaction in order, with its journey, its lane and the source row it came
from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wegmarke.errors import WegmarkeError
from wegmarke.index.layout import ORIGIN_PART_BITS, ORIGIN_ROW_BITS
from wegmarke.index.partition import Partition
from wegmarke.model.finding import Column, Finding, Sentence, Table
from wegmarke.model.settings import OUTCOME_NAMES, OutcomeName
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked


@dataclass(frozen=True, slots=True)
class Moment:
    """One interaction: place of its journey, touchpoint, time (whole seconds UTC), seconds since the one before
    (None: first of its journey), channel and department if known, and the source file, row and part of the row.
    """

    journey: int
    touchpoint: Touchpoint
    seconds: int
    elapsed: int | None
    channel: str | None
    department: str | None
    file: int
    row: int
    part: int


@dataclass(frozen=True, slots=True)
class TimelineJourney:
    """A journey of the customer: its id if it has one, when, how it ended, and what it was worth (minor units of the
    currency of the settings; None: no money is known).
    """

    label: str | None
    started: int
    finished: int
    outcome: OutcomeName
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """One customer's history."""

    customer: int
    kind: str
    identifier: str
    journeys: tuple[TimelineJourney, ...]
    moments: tuple[Moment, ...]

    @property
    def departments(self) -> tuple[str | None, ...]:
        """The lanes, in order of first appearance; None for interactions of no known department."""
        return tuple(dict.fromkeys(moment.department for moment in self.moments))

    def tables(self) -> tuple[Table, ...]:
        """One line an interaction."""
        return (
            Table(
                "timeline",
                (
                    Column("journey", "text", [str(moment.journey + 1) for moment in self.moments]),
                    Column("time", "time", [moment.seconds for moment in self.moments]),
                    Column("touchpoint", "touchpoint", [moment.touchpoint.key for moment in self.moments]),
                    Column("department", "text", [moment.department for moment in self.moments]),
                    Column("channel", "text", [moment.channel for moment in self.moments]),
                    Column("elapsed", "seconds", [moment.elapsed for moment in self.moments]),
                    Column("file", "count", [moment.file for moment in self.moments]),
                    Column("row", "count", [moment.row for moment in self.moments]),
                ),
            ),
        )


def timeline(asked: Asked, *, customer: int) -> Finding[Timeline]:
    """The whole history of the customer with that number, whatever is filtered. `customer_unknown` when there is
    none.
    """
    numbered = 0 <= customer < 1 << 64
    for partition in asked.index.partitions if numbered else ():
        for place in np.flatnonzero(partition.number == np.uint64(customer)).tolist():
            first = int(partition.journeys[place])
            if partition.live is not None and not partition.live[first]:
                continue
            result = _history(asked, partition, place)
            values: dict[str, object] = {
                "interactions": len(result.moments),
                "journeys": len(result.journeys),
                "departments": sum(lane is not None for lane in result.departments) or None,
            }
            return Finding(
                "timeline", (Sentence("timeline.extent", values),), result, asked.basis(asked.totals()), "timeline"
            )
    raise WegmarkeError("customer_unknown", customer=customer)


def _history(asked: Asked, partition: Partition, place: int) -> Timeline:
    index = asked.index
    journeys, moments = [], []
    for number, j in enumerate(range(int(partition.journeys[place]), int(partition.journeys[place + 1]))):
        a, b = int(partition.start[j]), int(partition.start[j + 1])
        label = None if partition.journey_label is None else partition.journey_label[j].as_py()
        outcome = OUTCOME_NAMES[int(partition.outcome[j])]
        value = None if partition.value is None else int(partition.value[j])
        began, ended = int(partition.seconds[a]), int(partition.seconds[b - 1])
        journeys.append(TimelineJourney(label, began, ended, outcome, value))
        for i in range(a, b):
            origin = int(partition.origin[i])
            moments.append(
                Moment(
                    journey=number,
                    touchpoint=index.touchpoints[int(partition.touchpoint[i])],
                    seconds=int(partition.seconds[i]),
                    elapsed=int(partition.seconds[i]) - int(partition.seconds[i - 1]) if i > a else None,
                    channel=_word(partition.channel, i, index.channels),
                    department=_word(partition.department, i, index.departments),
                    file=origin >> (ORIGIN_PART_BITS + ORIGIN_ROW_BITS),
                    row=(origin >> ORIGIN_PART_BITS) & ((1 << ORIGIN_ROW_BITS) - 1),
                    part=origin & ((1 << ORIGIN_PART_BITS) - 1),
                )
            )
    kind, _, identifier = partition.identifier[place].as_py().partition("\x1f")
    return Timeline(int(partition.number[place]), kind, identifier, tuple(journeys), tuple(moments))


def _word(column: object, place: int, words: tuple[str, ...]) -> str | None:
    if not isinstance(column, np.ndarray) or column[place] == 0:
        return None
    return words[int(column[place]) - 1]
