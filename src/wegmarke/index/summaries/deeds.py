"""What customers do for the company: when each bought first, and when they said that they would recommend it.

A recommendation is a score of a promoter on the scale of recommendation (NPS: 9 or 10 of 10). That somebody came by a
recommendation is another customer's deed, and stands with whoever came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.moments import WON, Moments, contact_roles
from wegmarke.index.partition import Partition

RECOMMENDS: Final = "nps"
"""The scale on which customers say how likely they are to recommend."""
PROMOTER_FROM: Final = 9.0
"""The lowest score of a promoter."""


@dataclass(frozen=True, slots=True, eq=False)
class Deeds:
    """bought: permanent numbers of customers who bought, in order, and since: second of the first time. recommend:
    numbers of customers by recommendation, in order of customer and second, and at: its second.
    """

    bought: NDArray[np.uint64]
    since: NDArray[np.int64]
    recommend: NDArray[np.uint64]
    at: NDArray[np.int64]

    @property
    def nbytes(self) -> int:
        """Their size."""
        return self.bought.nbytes + self.since.nbytes + self.recommend.nbytes + self.at.nbytes


NO_DEEDS: Final = Deeds(*(np.zeros(0, np.uint64), np.zeros(0, np.int64)) * 2)


@dataclass(frozen=True, slots=True, eq=False)
class TakeDeeds:
    """The deeds of all customers. moments: what buying is. scales: codes of the scales of recommendation."""

    marks: IncidentMarks
    moments: Moments
    scales: tuple[int, ...]

    def zero(self) -> Deeds:
        """None."""
        return NO_DEEDS

    def add(self, summary: Deeds, partition: Partition) -> Deeds:
        """Take those of one partition."""
        return self.merge(summary, self._of(partition)) if len(partition.seconds) else summary

    def merge(self, first: Deeds, second: Deeds) -> Deeds:
        """Put them together, in order. A customer stands in one partition alone."""
        bought, recommend = (
            np.concatenate((getattr(first, name), getattr(second, name))) for name in ("bought", "recommend")
        )
        since, at = (np.concatenate((getattr(first, name), getattr(second, name))) for name in ("since", "at"))
        by_customer, by_time = np.argsort(bought, kind="stable"), np.lexsort((at, recommend))
        return Deeds(bought[by_customer], since[by_customer], recommend[by_time], at[by_time])

    def _of(self, partition: Partition) -> Deeds:
        contacts = np.diff(partition.start[partition.journeys])
        owner = np.repeat(np.arange(len(partition.number)), contacts)
        seconds = partition.seconds.astype(np.int64)
        wins = np.flatnonzero(contact_roles(partition, self.moments, self.marks) & WON)
        first = np.full(len(partition.number), np.iinfo(np.int64).max)
        np.minimum.at(first, owner[wins], seconds[wins])
        buyers = np.unique(owner[wins])
        noted = partition.noted
        promoter = np.isin(noted.score_scale, self.scales) & (noted.score >= PROMOTER_FROM)
        places = noted.score_at[promoter].astype(np.int64)
        of = partition.number[owner[places]]
        order = np.lexsort((seconds[places], of))
        return Deeds(partition.number[buyers], first[buyers], of[order], seconds[places][order])
