"""Which moments of customers' lives a question looks at, and what a contact is: a purchase, leaving, an answer."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.kernels.incidents import ASKING, COMPLAINT
from wegmarke.index.kernels.leaving import tell_roles
from wegmarke.index.partition import Partition
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.model.settings import OUTCOME_NAMES

WON, LEFT, SETTLED, ASKED = 1, 2, 4, 8
"""Bits of what a contact is."""


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Which moments to look at.

    touchpoints: codes whose visits are moments; none: moments drawn, one every `every_days`. horizon_days: how far to
    look ahead. lead_days: see above. washout_days: a visit so soon after another to the same touchpoint is no moment of
    its own. bought_once: only who once bought is a customer, from then on; else everybody is from the first contact.
    outcomes: of each touchpoint what a contact there is (bits). leaves: codes of the outcomes of journeys (places in
    OUTCOME_NAMES) that are leaving. per_million: of a million customers how many take part, chosen by their numbers, so
    that the same take part however the index is divided. before_matter: the history ends before the first contact about
    the matter of the visit, not before the visit. kinds: of the incidents that are told as coming with a visit. even:
    moments drawn lie evenly from the day on which somebody became a customer, so that nobody leaves twice or never.
    stayed_per_million: of a million moments drawn after which nobody left, how many are taken.
    """

    touchpoints: tuple[int, ...]
    outcomes: NDArray[np.uint8]
    leaves: tuple[int, ...]
    horizon_days: float = 180.0
    lead_days: float = 7.0
    washout_days: float = 30.0
    every_days: float = 90.0
    bought_once: bool = True
    per_million: int = 1_000_000
    before_matter: bool = False
    kinds: tuple[int, ...] = tuple(range(len(INCIDENT_KINDS)))
    even: bool = False
    stayed_per_million: int = 1_000_000

    @property
    def key(self) -> Hashable:
        """The same for the same moments."""
        told = (getattr(self, field.name) for field in fields(self))
        return tuple(one.tobytes() if isinstance(one, np.ndarray) else one for one in told)


def contact_roles(partition: Partition, moments: Moments, marks: IncidentMarks) -> NDArray[np.uint8]:
    """What every contact is: won, left, settles a complaint, asked; by its touchpoint, or as the outcome of its
    journey.
    """
    asked = np.where(marks.roles & (ASKING | COMPLAINT), ASKED, 0).astype(np.uint8)
    ends = np.zeros(len(OUTCOME_NAMES), np.uint8)
    ends[list(moments.leaves)] |= np.uint8(LEFT)
    ends[OUTCOME_NAMES.index("won")] |= np.uint8(WON)
    roles = np.empty(len(partition.touchpoint), np.uint8)
    told = (partition.touchpoint.astype(np.uint16, copy=False), partition.start, partition.outcome, partition.decided)
    tell_roles(*told, partition.outcome_happened, moments.outcomes | asked, ends, roles)
    return roles
