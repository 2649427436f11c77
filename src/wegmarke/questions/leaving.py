"""Which share of the readiness to leave goes along with incidents on record, learnt from all customers of the index.

One row is one customer in one month, from the day of becoming one: what the history held before it, and whether the
customer left in it (`stats.hazard`). Months in which nobody left are sampled where there are many; that moves the
intercept alone, which is put right. Incidents count by kind in the last 30 days, in the 60 before and in the rest of a
year. A complaint and a bad score are answers to what happened: they stand among what is adjusted for, and no share is
given to them.

Source of the sampling: R. Prentice, R. Pyke (1979), Logistic disease incidence models and case-control studies,
Biometrika 66, 403-411.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import incident_marks
from wegmarke.index.leaving import Leaving
from wegmarke.index.moments import Moments
from wegmarke.index.selection import EVERYTHING
from wegmarke.index.summaries.compact_histories import HISTORY
from wegmarke.index.summaries.losses import MET_BEFORE_DAYS, Losses, TakeLosses
from wegmarke.index.summaries.snapshots import Snapshots
from wegmarke.model.finding import CannotSay, Estimate
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentKind
from wegmarke.questions.asked import Asked
from wegmarke.questions.design_table import design_table
from wegmarke.stats.attributable import attributable, mean_attributable
from wegmarke.stats.caused_share import DRAWS, caused_shares
from wegmarke.stats.hazard import FEWEST_LEFT, FEWEST_LEFT_WITH, Hazard, PersonPeriods, hazard

Floats = NDArray[np.float64]

PERIOD_DAYS: Final = 30
ANSWERS: Final[tuple[IncidentKind, ...]] = ("complaint", "bad_score")
"""What customers do about what happened to them."""
MOST_MONTHS: Final = 60_000
"""About so many months in which nobody left are looked at."""
FEW_LEFT: Final = 300
"""With fewer who left, an incident counts as one whenever in the year it happened, and seasons are not told apart."""

_DAY = 86_400
_QUARTER = 91 * _DAY
_MOST_INCIDENTS = 4.0
_SPANS = ("30", "90", "365")
_PLAIN = tuple(HISTORY.index(name) for name in HISTORY[: HISTORY.index("asked_30")])


@dataclass(frozen=True, slots=True, eq=False)
class LeavingModel:
    """The fitted hazard, and the months in which somebody left. customers: whose month it is. columns: what it held.
    exposures: the kinds that a share can be given to, each with its columns.
    """

    model: Hazard
    customers: NDArray[np.uint64]
    columns: Floats
    exposures: tuple[tuple[IncidentKind, tuple[int, ...]], ...]

    @property
    def incidents(self) -> tuple[int, ...]:
        """The columns of all exposures."""
        return tuple(column for _, columns in self.exposures for column in columns)

    def of(self, customers: NDArray[np.uint64]) -> LeavingModel:
        """Only the months of these."""
        which = np.isin(self.customers, customers)
        return replace(self, customers=self.customers[which], columns=self.columns[which])

    def shares(self) -> Floats:
        """Of each month the share of each exposure: shape (n, exposures)."""
        each = attributable(self.model, self.columns, self.incidents)
        ends = np.cumsum([0, *(len(columns) for _, columns in self.exposures)])
        parts = [each[:, ends[at] : ends[at + 1]].sum(axis=1) for at in range(len(self.exposures))]
        return np.column_stack(parts) if parts else np.zeros((len(each), 0))

    def by_kind(self) -> dict[IncidentKind, Estimate]:
        """The mean share of each kind."""
        groups = [columns for _, columns in self.exposures]
        found = mean_attributable(self.model, self.columns, groups, draws=DRAWS)
        return {kind: one for (kind, _), one in zip(self.exposures, found[:-1], strict=True)}

    def by_saying(self, said: NDArray[np.bool_]) -> tuple[Estimate, ...]:
        """The share of all incidents together among all, then among those who said each thing (n, J)."""
        return caused_shares(self.model, self.columns, self.incidents, said)


def losses(asked: Asked, leaving: Leaving) -> Losses:
    """Who left in the journeys asked for."""
    marks = incident_marks(asked.index)
    return asked.run(TakeLosses(asked.selection, marks, _moments(leaving, 1_000_000), MET_BEFORE_DAYS)).table()


def leaving_model(asked: Asked, leaving: Leaving) -> LeavingModel | CannotSay:
    """The model of all customers of the index, whoever is asked for: a filter of how journeys ended must not choose
    whom the leavers are compared with. `CannotSay("too_few")` where too few left.
    """
    index = asked.index
    _, _, customers = index.sizes
    months = customers * max((index.last_seconds - index.first_seconds) / (PERIOD_DAYS * _DAY), 1.0) / 2
    share = min(1.0, MOST_MONTHS / max(months, 1.0))
    moments = _moments(leaving, max(round(share * 1_000_000), 1))
    rows = design_table(asked, incident_marks(index), moments, among=EVERYTHING)
    left = int(rows.left.sum())
    if left < FEWEST_LEFT:
        return CannotSay("too_few", left, FEWEST_LEFT)
    columns, exposures = _columns(rows, few=left < FEW_LEFT)
    fitted = hazard(PersonPeriods(columns, rows.left, rows.customer.astype(np.int64)))
    if isinstance(fitted, CannotSay):
        return fitted
    coefficients = fitted.coefficients.copy()
    coefficients[0] += math.log(moments.stayed_per_million / 1_000_000)
    model = replace(fitted, coefficients=coefficients)
    return LeavingModel(model, rows.customer[rows.left], columns[rows.left], exposures)


def _moments(leaving: Leaving, stayed_per_million: int) -> Moments:
    return Moments(
        touchpoints=(),
        outcomes=leaving.contacts,
        leaves=(leaving.outcome,),
        horizon_days=float(PERIOD_DAYS),
        lead_days=0.0,
        every_days=float(PERIOD_DAYS),
        bought_once=leaving.bought_once,
        even=True,
        stayed_per_million=stayed_per_million,
    )


def _columns(rows: Snapshots, *, few: bool) -> tuple[Floats, tuple[tuple[IncidentKind, tuple[int, ...]], ...]]:
    """The columns of the model, and where each kind stands. A column with which hardly anybody left is left out: what
    it does cannot be told, and what the fit makes of it would be given to everybody who has it.
    """
    history = rows.history
    parts = [history[:, one] for one in _PLAIN]
    found: list[tuple[IncidentKind, tuple[int, ...]]] = []
    for kind in INCIDENT_KINDS:
        counts = [history[:, HISTORY.index(f"{kind} {span}")] for span in _SPANS]
        counts = [np.minimum(one, _MOST_INCIDENTS) for one in ([np.sum(counts, axis=0)] if few else counts)]
        told = [one for one in counts if np.count_nonzero(one[rows.left]) >= FEWEST_LEFT_WITH]
        if told and kind not in ANSWERS:
            found.append((kind, tuple(range(len(parts), len(parts) + len(told)))))
        parts += told
    if not few:
        quarter = rows.seconds // _QUARTER
        parts += [(quarter == one).astype(np.float64) for one in np.unique(quarter)[1:]]
    return np.column_stack(parts), tuple(found)
