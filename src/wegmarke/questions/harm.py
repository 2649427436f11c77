"""What one kind of critical event does: by how much more of those who met it leave, adjusted for their history.

Visits to touchpoints where such an event sometimes comes with the visit and sometimes does not are compared with each
other; where most such events happen at touchpoints that consist of nothing else (a complaint), with visits elsewhere,
drawn at random. The history ends before the matter of the visit began. Method and limits: `stats.aipw`, and
`questions.histories`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.summaries.snapshots import Snapshots, TakeSnapshots
from wegmarke.model.finding import CannotSay, Estimate
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentKind
from wegmarke.questions.asked import Asked
from wegmarke.questions.histories import Ground, ground, sample, together
from wegmarke.stats.aipw import Design, aipw

Truth = NDArray[np.bool_]

AFTER_DAYS = 180
"""So long after an event leaving counts as its doing."""

_MOST_HIT = 6_000
_FEWEST_VISITS = 30
_FOLDS = 3


@dataclass(frozen=True, slots=True)
class Harm:
    """added_loss: the share of those hit who leave within AFTER_DAYS, minus the share that would have without. hit,
    others: visits compared. beside: whether with others at the same touchpoints, or elsewhere.
    """

    added_loss: Estimate
    hit: int
    others: int
    beside: Literal["same_touchpoints", "elsewhere"]


def harm_of(asked: Asked, kind: IncidentKind) -> Harm:
    """The harm of events of this kind. `CannotSay` as in `ground` and `aipw`; `too_few` with fewer than 30 visits."""
    found = ground(asked, horizon_days=float(AFTER_DAYS))
    if isinstance(found, CannotSay):
        return Harm(found, 0, 0, "same_touchpoints")
    hit = _hit(asked, found, kind)
    at = found.visits.touchpoint
    both = tuple(
        code
        for code in found.moments.touchpoints
        if min(np.count_nonzero(hit & (at == code)), np.count_nonzero(~hit & (at == code))) >= _FEWEST_VISITS
    )
    inside = np.isin(at, both)
    if 2 * np.count_nonzero(hit & inside) >= np.count_nonzero(hit) and both:
        return _compared(found, found.taken(asked, both), hit[inside], both)
    here = tuple(np.unique(at[hit]).tolist())
    before = found.taken(asked, here)
    those = before.of(hit[np.isin(at, here)])
    drawn = found.drawn.of(~np.isin(found.drawn.touchpoint, here))
    rows = together(those, drawn)
    return _compared(found, rows, np.arange(len(rows)) < len(those), ())


def _hit(asked: Asked, found: Ground, kind: IncidentKind) -> Truth:
    """With which of the visits such an event came."""
    limits = found.marks.limits.copy()
    limits[4] &= 1 << INCIDENT_KINDS.index(kind)
    return asked.run(TakeSnapshots(asked.selection, replace(found.marks, limits=limits), found.moments)).bad


def _compared(found: Ground, visits: Snapshots, hit: Truth, touchpoints: tuple[int, ...]) -> Harm:
    those, others = sample(visits.of(hit), _MOST_HIT), sample(visits.of(~hit), 2 * _MOST_HIT)
    beside: Literal["same_touchpoints", "elsewhere"] = "same_touchpoints" if touchpoints else "elsewhere"
    if min(len(those), len(others)) < _FEWEST_VISITS:
        few = CannotSay("too_few", min(len(those), len(others)), _FEWEST_VISITS)
        return Harm(few, len(those), len(others), beside)
    rows = together(those, others)
    at = (rows.touchpoint[:, None] == np.array(touchpoints[1:], np.int64)).astype(np.float64)
    told = np.hstack([found.covariates(rows), at])
    exposed = np.arange(len(rows)) < len(those)
    effect = aipw(Design(told, exposed, rows.left.astype(np.float64), rows.customer.astype(np.int64)), folds=_FOLDS)
    added = effect if isinstance(effect, CannotSay) else effect.on_exposed
    return Harm(added, len(those), len(others), beside)
