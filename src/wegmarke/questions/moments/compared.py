"""One comparison of the question `moments`: those who had an experience beside others with a like history.

What is told of everybody is the history (`questions.histories`); where visits are compared with visits elsewhere, also
how often somebody had been here before: who gets a newsletter at all, or ever goes to a help page, is another kind of
customer, and only part of that shows anywhere else.

A comparison that would be named is put to a *negative control*: the same groups, compared in what the visit cannot have
moved, critical events that lay 90 to 365 days before it, adjusted for what is no event. Where the groups differ there,
something else than the visit tells them apart (Lipsitch, Tchetgen Tchetgen, Cohen 2010; verdicts as in
`stats.placebo`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from wegmarke.index.summaries.compact_histories import HISTORY
from wegmarke.index.summaries.snapshots import Snapshots
from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.questions.histories import Ground, sample, together, without_rare
from wegmarke.stats.on_exposed import OnExposed, compared_groups
from wegmarke.stats.placebo import ControlResult, Verdict, verdict

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]

FALSE_DISCOVERIES: Final = 0.05
STRONG_ENOUGH: Final = 0.5
"""So strong, by what the history explains, must a hidden cause be at least to explain a moment away."""
FEWEST_VISITS: Final = 30

_MOST_VISITS = 3_000
_Z95: Final = 1.959963984540054
_DAY = 86_400
_YEAR, _MONTH = 365 * _DAY, 30 * _DAY
_QUARTER = 91 * _DAY
_PLAIN = tuple(range(HISTORY.index("settled")))
_EARLIER = tuple(
    at for at, name in enumerate(HISTORY) if name.endswith(" 365") and not name.startswith(("complaint", "bad_score"))
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison. exposed, others: rows compared. adjusted: the difference in the share that left, adjusted;
    unadjusted: as it is. q: after correction for all comparisons of the answer, NaN where none was made. strength: how
    strong a hidden cause would have to be (see `questions.moments`); infinite where the history explains nothing, NaN
    where nothing was compared. control: what the negative control found, None where there is nothing to be checked.
    """

    exposed: int
    others: int
    adjusted: Estimate
    unadjusted: Estimate
    q: float = float("nan")
    strength: float = float("nan")
    control: Estimate | None = None

    @property
    def candidate(self) -> bool:
        """Whether it is more than chance, and more than what a weak hidden cause could make."""
        return self.q <= FALSE_DISCOVERIES and self.strength >= STRONG_ENOUGH

    @property
    def checked(self) -> Verdict | None:
        """What the negative control says; None where none was asked."""
        if self.control is None or not isinstance(self.adjusted, Interval):
            return None
        return verdict(self.adjusted, [ControlResult("earlier", self.control)])

    @property
    def stands(self) -> bool:
        """Whether it may be named: a candidate whose control is silent, and would have spoken."""
        return self.candidate and self.checked == "passed"


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Rows, which of them had the experience, and what else is told of them beside their history: (n, any)."""

    rows: Snapshots
    exposed: Truth
    besides: Floats

    @property
    def customers(self) -> NDArray[np.int64]:
        """Whose rows they are."""
        return self.rows.customer.astype(np.int64)


def visiting(found: Ground, code: int) -> Groups:
    """Visits to this touchpoint beside visits elsewhere, drawn at random."""
    here = sample(found.visits.of(found.visits.touchpoint == code), _MOST_VISITS)
    rows = together(here, found.drawn.of(found.drawn.touchpoint != code))
    before = visits_before(found.visits, code, rows)
    besides = np.column_stack([np.log1p(before), before > 0])
    return Groups(rows, np.arange(len(rows)) < len(here), besides)


def experiencing(before: Snapshots) -> Groups:
    """Visits with a critical event beside visits without to the same touchpoint."""
    rows = together(sample(before.of(before.bad), _MOST_VISITS), sample(before.of(~before.bad), 2 * _MOST_VISITS))
    return Groups(rows, rows.bad, np.zeros((len(rows), 0)))


def visits_before(visits: Snapshots, code: int, rows: Snapshots) -> NDArray[np.int64]:
    """How often each row's customer had come to this touchpoint in the year before; the last month, in which a visit is
    none of its own, is left out for everybody.
    """
    here = visits.of(visits.touchpoint == code)
    _, own = np.unique(np.concatenate((here.customer, rows.customer)), return_inverse=True)
    own = own.reshape(-1).astype(np.int64) << 33  # seconds need 32 bits
    known = np.sort(own[: len(here)] + here.seconds)
    of = own[len(here) :]
    until, since = (of + np.maximum(rows.seconds - back, 0) for back in (_MONTH, _YEAR))
    found: NDArray[np.int64] = np.searchsorted(known, until) - np.searchsorted(known, since)
    return found


def compared(found: Ground, groups: Groups) -> Compared:
    """The share that left, of those who had the experience beside the others."""
    exposed = int(np.count_nonzero(groups.exposed))
    others = len(groups.rows) - exposed
    if min(exposed, others) < FEWEST_VISITS:
        few = CannotSay("too_few", min(exposed, others), FEWEST_VISITS)
        return Compared(exposed, others, few, few)
    told = np.hstack([without_rare(found.covariates(groups.rows)), groups.besides])
    ready = compared_groups(told, groups.exposed, groups.customers)
    if isinstance(ready, CannotSay):
        return Compared(exposed, others, ready, ready)
    effect = ready.effect(groups.rows.left.astype(np.float64))
    return replace(Compared(exposed, others, effect.adjusted, effect.unadjusted), strength=_strength(effect))


def controlled(found: Ground, groups: Groups) -> Estimate:
    """The negative control: earlier critical events, which the visit cannot have moved."""
    rows = groups.rows
    quarters = (rows.seconds[:, None] // _QUARTER == found.quarters).astype(np.float64)
    plain = np.hstack([rows.told(_PLAIN), quarters, groups.besides])
    ready = compared_groups(plain, groups.exposed, groups.customers)
    if isinstance(ready, CannotSay):
        return ready
    return ready.effect((rows.told(_EARLIER).sum(axis=1) > 0).astype(np.float64)).adjusted


def p_value(estimate: Estimate) -> float:
    """Of "no difference", from the interval; NaN where there is none."""
    if isinstance(estimate, CannotSay) or estimate.high <= estimate.low:
        return float("nan")
    error = (estimate.high - estimate.low) / (2 * _Z95)
    return float(2 * ndtr(-abs(estimate.value) / error))


def _strength(of: OnExposed) -> float:
    if isinstance(of.adjusted, CannotSay) or isinstance(of.unadjusted, CannotSay):
        return float("nan")
    near = max(of.adjusted.low, -of.adjusted.high, 0.0)
    explained = abs(of.unadjusted.value - of.adjusted.value)
    return near / explained if explained > 0 else float("inf")
