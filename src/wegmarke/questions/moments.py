"""Which touchpoints decide whether customers stay? Touchpoint × experience → what comes after.

For each touchpoint two comparisons are made. *A visit*: customers who have just been there against customers who have
just been elsewhere, drawn at random from all visits. *A bad experience*: visits with a critical event against visits
without. What is compared is the share that left within the horizon (and behind a lead: whoever leaves at once had
decided before), adjusted for what the history looked like before the visit (of a bad experience: before the matter
began in which it was made), doubly robust (`stats.aipw`, effect on those who had it). All comparisons of an answer are
corrected together after Benjamini and Hochberg.

A moment *matters* when its interval leaves out 0 after that correction, and a hidden cause would have to be at least
half as strong as everything the history tells to explain it away: strength = |nearer end of the interval| /
|unadjusted − adjusted difference| ≥ ½. What the history explains is a measure of what else may lie behind it.

Source of the strength: J. Altonji, T. Elder, C. Taber (2005), Selection on observed and unobserved variables, Journal
of Political Economy 113, 151-184.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from wegmarke.errors import WegmarkeError
from wegmarke.index.summaries.snapshots import Snapshots
from wegmarke.model.evidence import Behind
from wegmarke.model.finding import CannotSay, Column, Estimate, Finding, Interval, Sentence, Table
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.questions.histories import FEWEST_LOSSES, Ground, ground, sample, together
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.stats.aipw import Design, Effect, aipw
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg
from wegmarke.stats.wilson import wilson

HORIZON_DAYS: Final = 180
SHORTEST_DAYS: Final = 30
LONGEST_DAYS: Final = 730
STRONG_ENOUGH: Final = 0.5
"""So strong, by what the history explains, must a hidden cause be at least to explain a moment away."""
FALSE_DISCOVERIES: Final = 0.05

_MOST_VISITS = 3_000
_FEWEST_VISITS = 30
_FOLDS = 3
_Z95: Final = 1.959963984540054
Experience = Literal["bad", "visit"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison. exposed, others: rows compared. adjusted: the difference in the share that left, adjusted;
    unadjusted: as it is. q: after correction for all comparisons of the answer, NaN where none was made. strength: see
    above; infinite where the history explains nothing, NaN where nothing was compared.
    """

    exposed: int
    others: int
    adjusted: Estimate
    unadjusted: Estimate
    q: float = float("nan")
    strength: float = float("nan")

    @property
    def stands(self) -> bool:
        """Whether it is more than chance, and more than what a weak hidden cause could make."""
        return self.q <= FALSE_DISCOVERIES and self.strength >= STRONG_ENOUGH


@dataclass(frozen=True, slots=True)
class Moment:
    """One touchpoint.

    journeys: that came here, of all asked for. visits, customers: looked at (with the whole horizon watched; a second
    visit within a month is none of its own). bad: of them with a critical event; bad_share with its interval. left:
    after how many visits the customer left. visit, experience: the two comparisons.
    """

    touchpoint: Touchpoint
    journeys: int
    visits: int
    customers: int
    bad: int
    bad_share: Estimate
    left: int
    visit: Compared
    experience: Compared

    @property
    def matters(self) -> Experience | None:
        """What of it decides: the bad experience, the visit itself, or neither."""
        if self.experience.stands:
            return "bad"
        return "visit" if self.visit.stands else None

    @property
    def decisive(self) -> Compared:
        """The comparison that is told first."""
        return (
            self.visit
            if self.matters == "visit" or isinstance(self.experience.adjusted, CannotSay)
            else self.experience
        )

    @property
    def lost(self) -> Estimate:
        """How many customers the moment costs (negative: keeps), of the visits looked at: exposed × effect."""
        found = self.decisive
        exposed = self.bad if found is self.experience else self.visits
        if isinstance(found.adjusted, CannotSay):
            return found.adjusted
        one = found.adjusted
        return replace(one, value=one.value * exposed, low=one.low * exposed, high=one.high * exposed, n=exposed)


@dataclass(frozen=True, slots=True)
class MomentsFound:
    """All touchpoints, those that matter first, then by what they cost. lost: customers who left. drawn: visits
    drawn at random that others are compared with. share: of the customers who take part.
    """

    lines: tuple[Moment, ...]
    horizon_days: int
    lost: int
    drawn: int
    share: float
    left_is: str
    filter: str

    def tables(self) -> tuple[Table, ...]:
        """One line a touchpoint."""
        lines = self.lines
        behind = [f"visited({one.touchpoint.key})" for one in lines]
        return (
            Table(
                "moments",
                (
                    Column("touchpoint", "touchpoint", [one.touchpoint.key for one in lines]),
                    Column("matters", "text", [one.matters or "" for one in lines]),
                    *interval_columns("customers_lost", "score", [one.lost for one in lines]),
                    Column("journeys", "count", [one.journeys for one in lines], Behind(self.filter, behind)),
                    Column("visits", "count", [one.visits for one in lines]),
                    Column("customers", "count", [one.customers for one in lines]),
                    Column("bad", "count", [one.bad for one in lines]),
                    *interval_columns("bad_share", "share", [one.bad_share for one in lines]),
                    Column("left_after", "count", [one.left for one in lines]),
                    *interval_columns("bad_effect", "difference", [one.experience.adjusted for one in lines]),
                    *interval_columns("bad_unadjusted", "difference", [one.experience.unadjusted for one in lines]),
                    *interval_columns("visit_effect", "difference", [one.visit.adjusted for one in lines]),
                    *interval_columns("visit_unadjusted", "difference", [one.visit.unadjusted for one in lines]),
                    Column("q", "score", [_number(one.decisive.q) for one in lines]),
                    Column("strength", "score", [_number(one.decisive.strength) for one in lines]),
                ),
            ),
        )


def moments(asked: Asked, *, days: int = HORIZON_DAYS) -> Finding[MomentsFound]:
    """The moments that matter among the journeys that the filter leaves. days: how far to look ahead of each.

    Errors: `question_argument` unless 30 ≤ days ≤ 730.
    """
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        raise WegmarkeError("question_argument", question="moments", argument="days", value=days)
    basis = asked.basis(asked.totals())
    found = ground(asked, horizon_days=float(days))
    if isinstance(found, CannotSay):
        said: dict[str, object] = {"lost": found.n, "needed": found.needed or FEWEST_LOSSES}
        code = "moments.no_outcomes" if found.reason == "no_outcomes" else "moments.too_few"
        return Finding("moments", (Sentence(code, said),), found, basis, "moments_counted")
    codes = found.moments.touchpoints
    both = [code for code in codes if _has_both(found.visits.of(found.visits.touchpoint == code))]
    before = found.taken(asked, tuple(both))
    lines = [_moment(asked, found, code, before.of(before.touchpoint == code)) for code in codes]
    judged = _judged([one for one in lines if one.visits])
    result = MomentsFound(
        lines=tuple(sorted(judged, key=_order)),
        horizon_days=days,
        lost=found.lost,
        drawn=len(found.drawn),
        share=found.share,
        left_is=found.left_is,
        filter=asked.selection.text,
    )
    assumed = ("history_tells_enough", "one_customer_does_not_move_another")
    return Finding(
        "moments", tuple(_headline(result)), result, basis, "moments", "association", assumed, _caveats(result)
    )


def _has_both(visits: Snapshots) -> bool:
    """Whether enough visits had a critical event, and enough had none."""
    bad = int(np.count_nonzero(visits.bad))
    return min(bad, len(visits) - bad) >= _FEWEST_VISITS


def _moment(asked: Asked, found: Ground, code: int, before: Snapshots) -> Moment:
    """before: the same visits with the history before their matter, where both sorts of visits are there."""
    visits = found.visits.of(found.visits.touchpoint == code)
    touchpoint, bad = asked.index.touchpoints[code], int(np.count_nonzero(visits.bad))
    few, elsewhere = sample(visits, _MOST_VISITS), found.drawn.of(found.drawn.touchpoint != code)
    return Moment(
        touchpoint=touchpoint,
        journeys=asked.where(f"visited({touchpoint.key})").totals().journeys if len(visits) else 0,
        visits=len(visits),
        customers=len(np.unique(visits.customer)),
        bad=bad,
        bad_share=wilson(bad, len(visits)),
        left=int(np.count_nonzero(visits.left)),
        visit=_compared(found, together(few, elsewhere), np.arange(len(few) + len(elsewhere)) < len(few)),
        experience=_compared(found, *_with_and_without(before)),
    )


def _with_and_without(visits: Snapshots) -> tuple[Snapshots, NDArray[np.bool_]]:
    """Visits with a critical event, and others to compare them with."""
    with_it, without = sample(visits.of(visits.bad), _MOST_VISITS), sample(visits.of(~visits.bad), 2 * _MOST_VISITS)
    both = together(with_it, without)
    return both, both.bad


def _compared(found: Ground, rows: Snapshots, exposed: NDArray[np.bool_]) -> Compared:
    count = int(np.count_nonzero(exposed))
    if min(count, len(rows) - count) < _FEWEST_VISITS:
        few = CannotSay("too_few", min(count, len(rows) - count), _FEWEST_VISITS)
        return Compared(count, len(rows) - count, few, few)
    design = Design(found.covariates(rows), exposed, rows.left.astype(np.float64), rows.customer.astype(np.int64))
    effect: Effect | CannotSay = aipw(design, folds=_FOLDS)
    if isinstance(effect, CannotSay):
        return Compared(count, len(rows) - count, effect, effect)
    return Compared(count, len(rows) - count, effect.on_exposed, effect.unadjusted)


def _judged(lines: list[Moment]) -> list[Moment]:
    """All comparisons corrected together, and how strong a hidden cause would have to be for each."""
    every = [one for line in lines for one in (line.visit, line.experience)]
    q = benjamini_hochberg([_p_value(one.adjusted) for one in every])
    judged = iter([replace(one, q=float(q[i]), strength=_strength(one)) for i, one in enumerate(every)])
    return [replace(line, visit=next(judged), experience=next(judged)) for line in lines]


def _p_value(estimate: Estimate) -> float:
    if isinstance(estimate, CannotSay) or estimate.high <= estimate.low:
        return float("nan")
    error = (estimate.high - estimate.low) / (2 * _Z95)
    return float(2 * ndtr(-abs(estimate.value) / error))


def _strength(one: Compared) -> float:
    if isinstance(one.adjusted, CannotSay) or isinstance(one.unadjusted, CannotSay):
        return float("nan")
    near = max(one.adjusted.low, -one.adjusted.high, 0.0)
    explained = abs(one.unadjusted.value - one.adjusted.value)
    return near / explained if explained > 0 else float("inf")


def _order(one: Moment) -> tuple[bool, float]:
    lost = one.lost
    return one.matters is None, -abs(lost.value) if isinstance(lost, Interval) else float("inf")


def _headline(result: MomentsFound) -> Iterator[Sentence]:
    said: dict[str, object] = {"days": result.horizon_days, "lost": result.lost, "touchpoints": len(result.lines)}
    mattering = [one for one in result.lines if one.matters]
    if not mattering:
        yield Sentence("moments.nothing", said)
        return
    yield Sentence("moments.found", {**said, "n": len(mattering)})
    yield from filter(None, map(told, mattering[:3]))


def told(one: Moment) -> Sentence | None:
    """What one touchpoint decides, or that it cannot be told from chance; None where nothing could be compared."""
    found = one.decisive
    effect = found.adjusted
    if isinstance(effect, CannotSay):
        return None
    said: dict[str, object] = {"touchpoint": one.touchpoint.label, "bad": one.bad, "n": one.visits}
    said |= {"difference": effect.value, "low": effect.low, "high": effect.high}
    compared = one.matters or ("bad" if found is one.experience else "visit")
    way = "unclear" if one.matters is None else "more" if effect.value > 0 else "fewer"
    return Sentence(f"moments.{compared}_{way}", said)


def _caveats(result: MomentsFound) -> tuple[Sentence, ...]:
    weak = sum(
        one.matters is None
        and min((c.q for c in (one.visit, one.experience) if c.q == c.q), default=1.0) <= FALSE_DISCOVERIES
        for one in result.lines
    )
    return (
        Sentence("caveat.association"),
        *([Sentence("caveat.moments_sample", {"share": result.share})] if result.share < 1 else []),
        *([Sentence("caveat.moments_weak", {"n": weak})] if weak else []),
    )


def _number(value: float) -> float | None:
    return None if not np.isfinite(value) else value
