"""What followed critical events: losses after contacts with one, beside those after other contacts there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.kernels import following as k
from wegmarke.index.summaries.incidents import IncidentSummary
from wegmarke.model.finding import CannotSay, Estimate
from wegmarke.questions.few import FEWEST
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg
from wegmarke.stats.intervals import Difference
from wegmarke.stats.ratio import CustomerSums, SharedSums, ratio, ratio_difference

LEAST_LOSSES = FEWEST
"""With fewer losses in sum nothing is said in shares: they would be told of a handful of customers."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Of one kind at one touchpoint. rate: the share of the journeys that visited with such an incident. after,
    otherwise: the share of contacts with it, and of the others there, after which the customer was lost within the
    window; difference: the first minus the second.
    """

    rate: Estimate
    after: Estimate
    otherwise: Estimate
    difference: Difference | CannotSay


def followed(found: IncidentSummary, line: int, touchpoint: int) -> Followed:
    """The estimates of a line; customers are the independent unit. `CannotSay` for all of them where too few were
    lost, and for a group of which there is nobody.
    """
    if found.losses < LEAST_LOSSES:
        few = CannotSay("too_few", found.losses, LEAST_LOSSES)
        return Followed(few, few, few, few)
    at, of = found.visits[touchpoint], found.followed[line]
    journeys = CustomerSums(
        customers=int(at[k.AT_VISITORS]),
        counted=int(of[k.JOURNEYS]),
        journeys=int(at[k.AT_VISITED]),
        counted_squares=int(of[k.JOURNEY_SQUARES]),
        products=int(of[k.JOURNEY_PRODUCTS]),
        journeys_squares=int(at[k.AT_VISITED_SQUARES]),
    )
    with_it = _sums(of[k.CUSTOMERS : k.SQUARES + 1])
    others = _sums(at[k.AT_CUSTOMERS : k.AT_SQUARES + 1] + of[k.LESS_CUSTOMERS : k.LESS_SQUARES + 1])
    shared = SharedSums(*(int(one) for one in of[k.BOTH_LOST : k.BOTH_CONTACTS + 1]))
    return Followed(ratio(journeys), ratio(with_it), ratio(others), ratio_difference(with_it, others, shared))


def false_discoveries(lines: list[Followed]) -> list[float | None]:
    """The q of each difference (Benjamini and Hochberg over all that can be told); None where there is none."""
    values = np.array([_p_value(one.difference) for one in lines], np.float64)
    known = ~np.isnan(values)
    result: list[float | None] = [None] * len(lines)
    if known.any():
        for place, q in zip(np.flatnonzero(known).tolist(), benjamini_hochberg(values[known]).tolist(), strict=True):
            result[place] = q
    return result


def _p_value(difference: Difference | CannotSay) -> float:
    if isinstance(difference, CannotSay) or isinstance(difference.p_value, CannotSay):
        return np.nan
    return difference.p_value


def _sums(of: NDArray[np.int64]) -> CustomerSums:
    return CustomerSums(*(int(one) for one in of))
