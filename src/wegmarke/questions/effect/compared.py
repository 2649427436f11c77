"""Visits with a critical event of one kind, the visits they are compared with, and what the comparison shows.

To the same touchpoints where both sorts are there, else drawn at random from all others. Beside the difference itself
stand two comparisons that must show nothing. The *negative control* asks for an outcome that the event cannot have
moved: earlier critical events (90 to 365 days before), adjusted for what is no event; whom one event meets more often
than chance and the columns explain, with him something else is going on. The *placebo* asks for an event that never
was: of the visits without it some are drawn, the more likely the more their history looks like one with it, and are
compared with the rest; what is found there comes of the columns or of the model, not of the event.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.summaries.compact_histories import HISTORY
from wegmarke.index.summaries.snapshots import NO_SNAPSHOTS, Snapshots
from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentKind
from wegmarke.questions.asked import Asked
from wegmarke.questions.design_table import design_table
from wegmarke.questions.histories import Ground, mixed, sample, together, without_rare
from wegmarke.stats.aipw import FEWEST_EXPOSED, Design, Effect, aipw
from wegmarke.stats.logistic import RIDGE, logistic, probabilities, standardised
from wegmarke.stats.placebo import ControlResult, Verdict, verdict

Floats = NDArray[np.float64]
Comparison = Literal["same", "elsewhere"]

PLACEBO_LEVEL: Final = 0.99
"""At 99 %, so that two checks together refuse a sound comparison in hardly more cases than one at 95 % would."""

_MOST_EXPOSED = 4_000
_MOST_OTHERS = 12_000
_FOLDS = 3
_MONTH = 30 * 86_400
_PRETENDED, _MOST_LIKELY = 0.2, 0.5
"""About so many of the visits without the event are drawn for the placebo, none more likely than that."""
_PLAIN = tuple(at for at, name in enumerate(HISTORY[: HISTORY.index("settled")]))
_EARLIER = tuple(
    at for at, name in enumerate(HISTORY) if name.endswith(" 365") and not name.startswith(("complaint", "bad_score"))
)


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Visits with the event, those they are compared with, and whether these are to the same touchpoints."""

    exposed: Snapshots
    others: Snapshots
    compared: Comparison

    @property
    def customers(self) -> int:
        """Whose visits with the event they are."""
        return len(np.unique(self.exposed.customer))

    @property
    def fewest(self) -> int:
        """Customers in the smaller group."""
        return min(self.customers, len(np.unique(self.others.customer)))


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """What the comparison shows. control, placebo: what must be 0. verdict: on the control; None where the effect has
    no interval that it could be judged by.
    """

    effect: Effect
    control: Estimate
    placebo: Estimate
    verdict: Verdict | None


def groups_of(asked: Asked, found: Ground, kind: IncidentKind, only: int | None) -> Groups:
    """Visits with the event, at one touchpoint if given, and those they are compared with."""
    places = found.moments.touchpoints if only is None else (only,)
    moments = replace(found.moments, touchpoints=places, before_matter=True, kinds=(INCIDENT_KINDS.index(kind),))
    visits = design_table(asked, found.marks, moments)
    if kind == "repeated":
        # It is the visit soon after another: the ground leaves these out.
        every = design_table(asked, found.marks, replace(moments, washout_days=0.0))
        repeated = _first_of_a_month(every.of(every.bad))
        visits = together(repeated, _not_soon_before(visits.of(~visits.bad), repeated))
    with_it = visits.of(visits.bad)
    where = [code for code in np.unique(with_it.touchpoint).tolist() if _has_both(visits, code)]
    here = np.isin(with_it.touchpoint, where)
    if 2 * np.count_nonzero(here) >= len(with_it) > 0:
        return Groups(with_it.of(here), visits.of(~visits.bad & np.isin(visits.touchpoint, where)), "same")
    elsewhere = found.drawn.of(~np.isin(found.drawn.touchpoint, np.unique(with_it.touchpoint)))
    return Groups(with_it, elsewhere if len(with_it) else NO_SNAPSHOTS, "elsewhere")


def _first_of_a_month(visits: Snapshots) -> Snapshots:
    """Without those of the same customer soon after another: one matter counts once."""
    first = np.ones(len(visits), np.bool_)
    first[1:] = (visits.customer[1:] != visits.customer[:-1]) | (np.diff(visits.seconds) > _MONTH)
    return visits.of(first)


def _not_soon_before(visits: Snapshots, repeated: Snapshots) -> Snapshots:
    """Without the visits that began what was then repeated."""
    when: dict[int, list[int]] = {}
    for customer, seconds in zip(repeated.customer.tolist(), repeated.seconds.tolist(), strict=True):
        when.setdefault(customer, []).append(seconds)
    alone = [
        all(not 0 <= later - seconds <= _MONTH for later in when.get(customer, ()))
        for customer, seconds in zip(visits.customer.tolist(), visits.seconds.tolist(), strict=True)
    ]
    return visits.of(np.array(alone, np.bool_))


def _has_both(visits: Snapshots, code: int) -> bool:
    bad = visits.bad[visits.touchpoint == code]
    count = int(np.count_nonzero(bad))
    return min(count, len(bad) - count) >= FEWEST_EXPOSED


def compared(found: Ground, groups: Groups) -> Made | CannotSay:
    """The difference in leaving, and both checks. `CannotSay` as in `aipw`."""
    made = leaving_of(found, groups)
    if isinstance(made, CannotSay):
        return made
    control, whole = control_of(found, groups), made.on_exposed
    judged = verdict(whole, [ControlResult("earlier", control)]) if isinstance(whole, Interval) else None
    return Made(made, control, _placebo(*_design(found, groups)), judged)


def leaving_of(found: Ground, groups: Groups) -> Effect | CannotSay:
    """The difference in leaving alone. `CannotSay` as in `aipw`."""
    return aipw(_design(found, groups)[0], folds=_FOLDS)


def spending_of(
    found: Ground, groups: Groups, paid: Callable[[Snapshots], Floats]
) -> tuple[Interval, Estimate] | CannotSay:
    """The difference in what was paid after the visit among customers who stayed, and the placebo of it. paid: what the
    customer of each visit paid. `CannotSay` as in `aipw`, and "no_variation" where nobody paid.
    """
    staying = replace(groups, exposed=_stayed(groups.exposed), others=_stayed(groups.others))
    if staying.fewest < FEWEST_EXPOSED:
        return CannotSay("too_few", staying.fewest, FEWEST_EXPOSED)
    design, rows = _design(found, staying)
    outcome = paid(rows)
    if not outcome.any():
        return CannotSay("no_variation", len(rows))
    made = _on_exposed(aipw(replace(design, outcome=outcome), folds=_FOLDS))
    if isinstance(made, CannotSay):
        return made
    return made, _placebo(replace(design, outcome=outcome), rows)


def _stayed(visits: Snapshots) -> Snapshots:
    return visits.of(~visits.left)


def control_of(found: Ground, groups: Groups) -> Estimate:
    """The negative control: earlier critical events, adjusted for what is no event."""
    rows, met, places = _rows(groups)
    quarters = (rows.seconds[:, None] // (91 * 86_400) == found.quarters).astype(np.float64)
    plain = np.hstack([rows.told(_PLAIN), quarters, places])
    before = (rows.told(_EARLIER).sum(axis=1) > 0).astype(np.float64)
    return _on_exposed(aipw(Design(plain, met, before, rows.customer.astype(np.int64)), folds=_FOLDS))


def _rows(groups: Groups) -> tuple[Snapshots, NDArray[np.bool_], Floats]:
    """The visits compared, which of them met the event, and where they were if that is compared within."""
    few, many = sample(groups.exposed, _MOST_EXPOSED), sample(groups.others, _MOST_OTHERS)
    rows = together(few, many)
    places = _places(rows.touchpoint) if groups.compared == "same" else np.zeros((len(rows), 0))
    return rows, np.arange(len(rows)) < len(few), places


def _design(found: Ground, groups: Groups) -> tuple[Design, Snapshots]:
    rows, met, places = _rows(groups)
    covariates = np.hstack([without_rare(found.covariates(rows)), places])
    return Design(covariates, met, rows.left.astype(np.float64), rows.customer.astype(np.int64)), rows


def _placebo(design: Design, rows: Snapshots) -> Estimate:
    """What an event that never was shows among the visits without one."""
    others = ~design.exposed
    pretended = _pretended(design.covariates, design.exposed, rows)[others]
    owners = rows.customer[others].astype(np.int64)
    never = Design(design.covariates[others], pretended, design.outcome[others], owners)
    return _on_exposed(aipw(never, folds=_FOLDS, level=PLACEBO_LEVEL))


def _on_exposed(found: Effect | CannotSay) -> Estimate:
    return found if isinstance(found, CannotSay) else found.on_exposed


def _pretended(covariates: Floats, met: NDArray[np.bool_], rows: Snapshots) -> NDArray[np.bool_]:
    """Which visits are taken as if they had met the event: those like the visits that did, the same every time."""
    standard = standardised(covariates)
    fitted = logistic(standard.rows, met.astype(np.float64), standard.penalty(RIDGE))
    likely = np.ones(len(rows)) if fitted is None else probabilities(standard.rows, fitted.coefficients)
    likely = np.minimum(likely * _PRETENDED / likely[~met].mean(), _MOST_LIKELY)
    drawn = (mixed(rows.customer, rows.seconds) >> np.uint64(11)).astype(np.float64) / 2.0**53
    pretended: NDArray[np.bool_] = drawn < likely
    return pretended


def _places(touchpoint: NDArray[np.int64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = (touchpoint[:, None] == np.unique(touchpoint)[1:]).astype(np.float64)
    return found
