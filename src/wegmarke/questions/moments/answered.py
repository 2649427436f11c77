"""Which touchpoints decide whether customers stay? Touchpoint × experience → what comes after.

For each touchpoint two comparisons are made. *A visit*: customers who have just been there against customers who have
just been elsewhere, drawn at random from all visits. *A bad experience*: visits with a critical event against visits
without. What is compared is the share that left within the horizon (and behind a lead: whoever leaves at once had
decided before), adjusted for what the history looked like before the visit (of a bad experience: before the matter
began in which it was made), doubly robust (`stats.on_exposed`, effect on those who had it). All comparisons of an
answer are corrected together after Benjamini and Hochberg.

A moment *matters* when its interval leaves out 0 after that correction, a hidden cause would have to be at least half
as strong as everything the history tells to explain it away, and its negative control is silent where it would have
spoken (`questions.moments.compared`). Strength = |nearer end of the interval| / |unadjusted − adjusted difference| ≥ ½.
What the history explains is a measure of what else may lie behind it.

Source of the strength: J. Altonji, T. Elder, C. Taber (2005), Selection on observed and unobserved variables, Journal
of Political Economy 113, 151-184.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from wegmarke.errors import WegmarkeError
from wegmarke.index.summaries.snapshots import Snapshots
from wegmarke.model.evidence import Behind
from wegmarke.model.finding import CannotSay, Column, Estimate, Finding, Interval, Sentence, Table
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.questions.histories import FEWEST_LOSSES, Ground, ground
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.questions.moments.by_segment import BySegment, by_segment, doubts_by_segment, told_by_segment
from wegmarke.questions.moments.compared import (
    FALSE_DISCOVERIES,
    FEWEST_VISITS,
    Compared,
    compared,
    controlled,
    experiencing,
    p_value,
    visiting,
)
from wegmarke.questions.moments.super import SuperTouchpoints, super_touchpoints
from wegmarke.questions.setbacks import SETTLE_DAYS, Setback, setback
from wegmarke.questions.shares import visited
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg
from wegmarke.stats.wilson import wilson

HORIZON_DAYS: Final = 180
SHORTEST_DAYS: Final = 30
LONGEST_DAYS: Final = 730
_GROUND, _COMPARED, _CHECKED = 0.2, 0.6, 0.7
"""So much of the answer is there with the ground laid, touchpoints compared, and what would be named checked."""
Experience = Literal["bad", "visit"]


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
        """The comparison that is told first: what stands, else what had to be checked, else what could be made."""
        for one in (self.experience, self.visit):
            if one.stands:
                return one
        for one in (self.experience, self.visit):
            if one.candidate:
                return one
        return self.visit if isinstance(self.experience.adjusted, CannotSay) else self.experience

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
    drawn at random that others are compared with. share: of the customers who take part. setback: one bad event after
    many good ones. supers: where a good experience raises purchases, repurchases and recommendations. segments: for
    whom a bad experience decides.
    """

    lines: tuple[Moment, ...]
    horizon_days: int
    lost: int
    drawn: int
    share: float
    left_is: str
    filter: str
    setback: Setback
    supers: SuperTouchpoints
    segments: BySegment

    def tables(self) -> tuple[Table, ...]:
        """One line a touchpoint; then what one bad event does after many good ones, and what settling gives back; then
        what good experiences raise.
        """
        lines, supers = self.lines, {one.touchpoint.key for one in self.supers.named}
        behind = [f"visited({one.touchpoint.key})" for one in lines]
        return (
            Table(
                "moments",
                (
                    Column("touchpoint", "touchpoint", [one.touchpoint.key for one in lines]),
                    Column("matters", "text", [one.matters or "" for one in lines]),
                    Column("super", "text", ["super" if one.touchpoint.key in supers else "" for one in lines]),
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
                    *interval_columns("control", "difference", [_control(one) for one in lines]),
                    Column("checked", "text", [one.decisive.checked or "" for one in lines]),
                    Column("q", "score", [_number(one.decisive.q) for one in lines]),
                    Column("strength", "score", [_number(one.decisive.strength) for one in lines]),
                ),
            ),
            *self.segments.tables(),
            *self.setback.tables(),
            *self.supers.tables(),
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
    asked.went(_GROUND)
    codes = found.moments.touchpoints
    both = [code for code in codes if _has_both(found.visits.of(found.visits.touchpoint == code))]
    before = found.taken(asked, tuple(both))
    journeys = visited(asked)
    told = [
        _moment(asked, found, code, before.of(before.touchpoint == code), int(journeys[code]))
        for code in asked.went_through(codes, _GROUND, _COMPARED)
    ]
    lines = _judged([one for one in told if one.visits])
    judged = [_checked(asked, found, before, one) for one in asked.went_through(lines, _COMPARED, _CHECKED)]
    result = MomentsFound(
        lines=tuple(sorted(judged, key=_order)),
        horizon_days=days,
        lost=found.lost,
        drawn=len(found.drawn),
        share=found.share,
        left_is=found.left_is,
        filter=asked.selection.text,
        setback=setback(asked, found, before),
        supers=super_touchpoints(asked, found, before),
        segments=by_segment(asked, found, before, _pooled(asked, judged, both)),
    )
    assumed = ("history_tells_enough", "one_customer_does_not_move_another")
    return Finding(
        "moments", tuple(_headline(result)), result, basis, "moments", "association", assumed, _caveats(result)
    )


def _pooled(asked: Asked, lines: list[Moment], codes: list[int]) -> dict[int, Estimate]:
    """What a bad experience does to all customers together, by touchpoint."""
    effects = {one.touchpoint.key: one.experience.adjusted for one in lines}
    return {code: effects[asked.index.touchpoints[code].key] for code in codes}


def _has_both(visits: Snapshots) -> bool:
    """Whether enough visits had a critical event, and enough had none."""
    bad = int(np.count_nonzero(visits.bad))
    return min(bad, len(visits) - bad) >= FEWEST_VISITS


def _moment(asked: Asked, found: Ground, code: int, before: Snapshots, journeys: int) -> Moment:
    """before: the same visits with the history before their matter, where both sorts of visits are there. journeys: in
    which the touchpoint was visited.
    """
    visits = found.visits.of(found.visits.touchpoint == code)
    touchpoint, bad = asked.index.touchpoints[code], int(np.count_nonzero(visits.bad))
    return Moment(
        touchpoint=touchpoint,
        journeys=journeys if len(visits) else 0,
        visits=len(visits),
        customers=len(np.unique(visits.customer)),
        bad=bad,
        bad_share=wilson(bad, len(visits)),
        left=int(np.count_nonzero(visits.left)),
        visit=compared(found, visiting(found, code)),
        experience=compared(found, experiencing(before)),
    )


def _judged(lines: list[Moment]) -> list[Moment]:
    """All comparisons corrected together."""
    every = [one for line in lines for one in (line.visit, line.experience)]
    judged = iter(benjamini_hochberg([p_value(one.adjusted) for one in every]).tolist())
    return [
        replace(line, visit=replace(line.visit, q=next(judged)), experience=replace(line.experience, q=next(judged)))
        for line in lines
    ]


def _checked(asked: Asked, found: Ground, before: Snapshots, one: Moment) -> Moment:
    """With the negative control of what would be named."""
    code = asked.index.code(one.touchpoint.key)
    visit, experience = one.visit, one.experience
    if visit.candidate:
        visit = replace(visit, control=controlled(found, visiting(found, code)))
    if experience.candidate:
        groups = experiencing(before.of(before.touchpoint == code))
        experience = replace(experience, control=controlled(found, groups))
    return replace(one, visit=visit, experience=experience)


def _order(one: Moment) -> tuple[bool, float]:
    lost = one.lost
    return one.matters is None, -abs(lost.value) if isinstance(lost, Interval) else float("inf")


def _headline(result: MomentsFound) -> Iterator[Sentence]:
    said: dict[str, object] = {"days": result.horizon_days, "lost": result.lost, "touchpoints": len(result.lines)}
    mattering = [one for one in result.lines if one.matters]
    if mattering:
        yield Sentence("moments.found", {**said, "n": len(mattering)})
        yield from filter(None, map(told, mattering[:3]))
    elif not result.segments.named:
        yield Sentence("moments.nothing", said)
    yield from told_by_segment(result.segments)
    if result.segments.named and not mattering:  # what holds for a group comes first; of all together it cannot be told
        yield Sentence("moments.nothing_for_all", said)
    yield from result.supers.headline()
    yield from _of_setback(result.setback)


def _of_setback(one: Setback) -> Iterator[Sentence]:
    if isinstance(one.total, CannotSay):
        yield Sentence("setback.cannot", {"n": one.events, "others": one.others})
    said: dict[str, object] = {"n": one.events, "days": one.horizon_days, "until": one.lasts_days}
    if isinstance(one.total, Interval):
        way = "found" if one.total.low > 0 else "nothing"
        yield Sentence(f"setback.{way}", {**said, **_ends(one.total)})
        if one.total.low > 0 and one.lasts_days:
            yield Sentence("setback.lasts", said)
    said = {"n": one.settled + one.unsettled, "settled": one.settled, "within": SETTLE_DAYS}
    if isinstance(one.given_back, Interval):
        way = "found" if one.given_back.high < 0 else "nothing"
        yield Sentence(f"settling.{way}", {**said, **_ends(one.given_back)})


def _ends(one: Interval) -> dict[str, object]:
    return {"difference": one.value, "low": one.low, "high": one.high}


def told(one: Moment) -> Sentence | None:
    """What one touchpoint decides, or why that cannot be said; None where nothing could be compared."""
    found = one.decisive
    effect = found.adjusted
    if isinstance(effect, CannotSay):
        return None
    said: dict[str, object] = {"touchpoint": one.touchpoint.label, "bad": one.bad, "n": one.visits}
    said |= {"difference": effect.value, "low": effect.low, "high": effect.high}
    compared_in = "bad" if found is one.experience else "visit"
    way = "more" if effect.value > 0 else "fewer"
    if one.matters is None:
        way = f"{found.checked}" if found.candidate else "unclear"
        if isinstance(found.control, Interval):
            ends = {"control": "value", "control_low": "low", "control_high": "high"}
            said |= {name: getattr(found.control, end) for name, end in ends.items()}
    return Sentence(f"moments.{compared_in}_{way}", said)


def _caveats(result: MomentsFound) -> tuple[Sentence, ...]:
    unnamed = [one for one in result.lines if one.matters is None]
    doubted = sum(one.decisive.candidate for one in unnamed)
    weak = sum(
        not one.decisive.candidate
        and min((c.q for c in (one.visit, one.experience) if c.q == c.q), default=1.0) <= FALSE_DISCOVERIES
        for one in unnamed
    )
    return (
        Sentence("caveat.association"),
        *([Sentence("caveat.moments_sample", {"share": result.share})] if result.share < 1 else []),
        *([Sentence("caveat.moments_doubted", {"n": doubted})] if doubted else []),
        *([Sentence("caveat.moments_weak", {"n": weak})] if weak else []),
        *result.supers.caveats(),
        *doubts_by_segment(result.segments),
    )


def _control(one: Moment) -> Estimate:
    control = one.decisive.control
    return CannotSay("not_identified", 0) if control is None else control


def _number(value: float) -> float | None:
    return None if not np.isfinite(value) else value
