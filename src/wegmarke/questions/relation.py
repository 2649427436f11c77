"""How a customer stands to the company, as the outcomes of the journeys tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.partition import Partition
from wegmarke.model.settings import OUTCOME_NAMES, OutcomeName

Relation = Literal["prospect", "customer", "former"]
"""Nothing won yet; won; won or not, and left since."""

RELATIONS: tuple[Relation, ...] = ("prospect", "customer", "former")
_WON, _CHURNED = OUTCOME_NAMES.index("won"), OUTCOME_NAMES.index("churned")


def relation_of(outcomes: Iterable[OutcomeName]) -> Relation:
    """From the outcomes of the journeys in order: the last that was won or ended with the customer leaving decides."""
    result: Relation = "prospect"
    for outcome in outcomes:
        if outcome == "won":
            result = "customer"
        elif outcome == "churned":
            result = "former"
    return result


def relations_in(partition: Partition) -> NDArray[np.uint8]:
    """The same for every customer of a partition: places in RELATIONS, shape (C,)."""
    outcome = partition.outcome
    deciding = np.where((outcome == _WON) | (outcome == _CHURNED), np.arange(len(outcome)), -1)
    last = np.maximum.reduceat(deciding, partition.journeys[:-1]) if len(outcome) else deciding
    stands = np.where(outcome[last] == _WON, 1, 2) if len(outcome) else last
    return np.where(last < 0, 0, stands).astype(np.uint8)
