"""What customers' histories foretell: the ground on which what comes after a moment is compared.

Visits to all touchpoints, drawn at random, stand for "as usual": whoever is compared has just been in contact, as those
have with whom they are compared. A logit on them tells from the history how likely a customer is to leave; this risk,
learnt from other customers than those it is told of, is given to every comparison beside the history itself, in pieces,
so that what depends on trouble as a whole (a customer in trouble looks for help) is seen even where no single column
tells of it (prognostic score).

Source: B. Hansen (2008), The prognostic analogue of the propensity score, Biometrika 95, 481-488.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks, incident_marks
from wegmarke.index.leaving import leaving_in
from wegmarke.index.moments import LEFT, Moments
from wegmarke.index.summaries.snapshots import NO_SNAPSHOTS, Snapshots
from wegmarke.model.finding import CannotSay
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.questions.asked import Asked
from wegmarke.questions.design_table import design_table
from wegmarke.questions.few import FEWEST
from wegmarke.stats.logistic import RIDGE, logistic

Floats = NDArray[np.float64]

FEWEST_LOSSES: Final = FEWEST
"""Below so many customers lost nothing is estimated; they are counted and told one by one."""
MOST_DRAWN: Final = 8_000
"""So many visits drawn at random are compared with at most."""

_MOST_VISITS = 1_000_000
_QUARTER = 91 * 86_400
_CUTS = (0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98)
_USUAL = (0.002, 0.998)
"""What lies beyond what all but so few rows of a comparison have counts as that: a single odd history must not stand
for hundreds.
"""
_RARE = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What is compared with, and how. visits: to all touchpoints but those that are leaving. drawn: some of them, at
    random. lost: how many of the customers left after one of them. share: of the customers who take part. left_is: the
    outcome that is leaving ("churned", or "lost" where nobody ever churned).
    """

    visits: Snapshots
    drawn: Snapshots
    marks: IncidentMarks
    moments: Moments
    lost: int
    share: float
    left_is: str
    columns: NDArray[np.int64]
    quarters: NDArray[np.int64]
    usual: tuple[Floats, Floats]
    centre: Floats
    scale: Floats
    learnt: tuple[Floats, Floats]
    cuts: Floats

    def covariates(self, of: Snapshots) -> Floats:
        """The history of each snapshot, the quarter in which it lies, and the risk of leaving it foretells; to compare
        these snapshots with each other.
        """
        known = np.clip(_columns(of, self.quarters)[:, self.columns], *self.usual)
        risk = self._risk(known, of.customer)
        table = np.hstack([known, risk[:, None], np.maximum(risk[:, None] - self.cuts, 0.0)])
        usual: Floats = np.clip(table, *np.quantile(table, _USUAL, axis=0))
        return usual

    def taken(self, asked: Asked, touchpoints: tuple[int, ...]) -> Snapshots:
        """The visits to these touchpoints once more, with the history before their matter began."""
        if not touchpoints:
            return NO_SNAPSHOTS
        moments = replace(self.moments, touchpoints=touchpoints, before_matter=True)
        return design_table(asked, self.marks, moments)

    def _risk(self, known: Floats, customers: NDArray[np.uint64]) -> Floats:
        rows = np.column_stack([np.ones(len(known)), (known - self.centre) / self.scale])
        return np.where(_half(customers) == 0, rows @ self.learnt[1], rows @ self.learnt[0])


def ground(asked: Asked, *, horizon_days: float, settled: tuple[str, ...] = ()) -> Ground | CannotSay:
    """The ground of comparison for the journeys asked for. `CannotSay("no_outcomes")` where nobody ever leaves,
    `CannotSay("too_few")` where less than FEWEST_LOSSES customers did.
    """
    index = asked.index
    leaving = leaving_in(index, settled)
    if leaving is None:
        return CannotSay("no_outcomes", 0, FEWEST_LOSSES)
    contacts = index.sizes[0]
    share = min(1.0, _MOST_VISITS / max(contacts, 1))
    moments = Moments(
        touchpoints=tuple(np.flatnonzero((leaving.contacts & LEFT) == 0).tolist()),
        outcomes=leaving.contacts,
        leaves=(leaving.outcome,),
        horizon_days=horizon_days,
        bought_once=leaving.bought_once,
        per_million=round(share * 1_000_000),
    )
    marks = incident_marks(index)
    visits = design_table(asked, marks, moments)
    lost = len(np.unique(visits.customer[visits.left]))
    if lost < FEWEST_LOSSES:
        return CannotSay("too_few", lost, FEWEST_LOSSES)
    return _learnt(visits, marks, moments, lost, share, OUTCOME_NAMES[leaving.outcome])


def foretelling(found: Ground, visits: Snapshots) -> Ground:
    """The same for another outcome than leaving, which stands in `left` of these visits, of which there are some."""
    return _learnt(visits, found.marks, found.moments, found.lost, found.share, found.left_is)


def sample(some: Snapshots, most: int) -> Snapshots:
    """At most so many of them, always the same."""
    if len(some) <= most:
        return some
    chosen = np.argsort(mixed(some.customer, some.seconds), kind="stable")[:most]
    return some.of(np.sort(chosen))


def mixed(customer: NDArray[np.uint64], seconds: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A number for each visit as good as drawn by lot, and the same every time."""
    found: NDArray[np.uint64] = (customer ^ (seconds.astype(np.uint64) << np.uint64(20))) * np.uint64(
        0x9E3779B97F4A7C15
    )
    found ^= found >> np.uint64(29)
    found *= np.uint64(0xBF58476D1CE4E5B9)
    return found


def together(first: Snapshots, second: Snapshots) -> Snapshots:
    """One behind the other."""
    return second.behind(first)


def without_rare(columns: Floats) -> Floats:
    """What hardly anybody's history holds, as one column: whether it holds any of it. A handful of rows would be given
    any weight at all.
    """
    rare = np.count_nonzero(columns, axis=0) < _RARE * len(columns)
    any_rare = (columns[:, rare] != 0).any(axis=1, keepdims=True).astype(np.float64)
    found: Floats = np.hstack([columns[:, ~rare], any_rare])
    return found


def _learnt(visits: Snapshots, marks: IncidentMarks, moments: Moments, lost: int, share: float, left_is: str) -> Ground:
    drawn = sample(visits, MOST_DRAWN)
    drawn = replace(drawn, histories=drawn.histories.together())  # laid out for each comparison
    quarter = drawn.seconds // _QUARTER
    quarters = np.unique(quarter)[1:]  # the first one is what the others are compared with
    table = _columns(drawn, quarters)
    low, high = np.quantile(table, _USUAL, axis=0)
    columns = np.flatnonzero(high > low)
    usual = low[columns], high[columns]
    known = np.clip(table[:, columns], *usual)
    centre, scale = known.mean(axis=0), known.std(axis=0)
    rows = np.column_stack([np.ones(len(known)), (known - centre) / scale])
    penalty = np.append(0.0, np.full(len(columns), RIDGE))
    half, left = _half(drawn.customer), drawn.left.astype(np.float64)
    found = [logistic(rows[half == one], left[half == one], penalty) for one in (0, 1)]
    learnt = tuple(np.zeros(rows.shape[1]) if one is None else one.coefficients for one in found)
    risk = np.where(half == 0, rows @ learnt[1], rows @ learnt[0])
    cuts = np.unique(np.quantile(risk, _CUTS))
    told = (columns, quarters, usual, centre, scale, (learnt[0], learnt[1]), cuts)
    return Ground(visits, drawn, marks, moments, lost, share, left_is, *told)


def _columns(of: Snapshots, quarters: NDArray[np.int64]) -> Floats:
    return np.hstack([of.history, (of.seconds[:, None] // _QUARTER == quarters).astype(np.float64)])


def _half(customers: NDArray[np.uint64]) -> NDArray[np.int64]:
    mixed = customers * np.uint64(0x9E3779B97F4A7C15)
    return ((mixed >> np.uint64(40)) & np.uint64(1)).astype(np.int64)
