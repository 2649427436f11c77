"""Super-touchpoints: where a good experience makes customers buy, buy again *and* recommend.

A good experience is a visit without a critical event, beside visits to the same touchpoint with one. Three things are
compared, each within the horizon of the question, adjusted as in `questions.moments.compared` (the history before the
matter, and the chance of just this outcome that it foretells), doubly robust on those whose experience was bad:

- *purchase*: of those who had not bought yet, the share that buys;
- *repurchase*: of those who had, the share that buys again;
- *recommendation*: of those who had, the share that says it would recommend (`index.summaries.deeds`). Who gives no
  score recommends nothing, so that it does not matter who answers.

A super-touchpoint raises all three: an intersection of hypotheses, which is tested by the weakest of the three
(intersection-union test: the largest of the three p-values is one of "not all three", without further correction), and
these p-values are corrected over all touchpoints after Benjamini and Hochberg. Each of the three must be as strong as a
moment that matters, repurchase and recommendation must pass its negative control, and purchase must not be refused by
it: who has not bought yet seldom has a history long enough for the control to be made.

Source: R. Berger (1982), Multiparameter hypothesis testing and acceptance sampling, Technometrics 24, 295-300.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.moments import LEFT
from wegmarke.index.summaries.deeds import RECOMMENDS, Deeds, TakeDeeds
from wegmarke.index.summaries.snapshots import Snapshots
from wegmarke.model.finding import CannotSay, Column, Estimate, Interval, Sentence, Table
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.questions.design_table import design_table
from wegmarke.questions.histories import Ground, foretelling
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.questions.moments.compared import (
    FALSE_DISCOVERIES,
    FEWEST_VISITS,
    STRONG_ENOUGH,
    Compared,
    compared,
    controlled,
    experiencing,
    p_value,
)
from wegmarke.questions.remembered import Remembered
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg

Aim = Literal["purchase", "repurchase", "recommendation"]
AIMS: Final[tuple[Aim, ...]] = ("purchase", "repurchase", "recommendation")
MOST_TOLD: Final = 3

_DAY = 86_400
_SHARES = 0.75, 0.9
"""Of the answer of which this is a part."""
_FEW: Final = CannotSay("too_few", 0, FEWEST_VISITS)
_NOT_COMPARED: Final = Compared(0, 0, _FEW, _FEW)


@dataclass(frozen=True, slots=True)
class Raising:
    """What a good experience at one touchpoint raises. by_aim: in the order of AIMS, what a *bad* one does to each.
    q: of "not all three", corrected over all touchpoints; NaN where one of them could not be compared.
    """

    touchpoint: Touchpoint
    by_aim: tuple[Compared, Compared, Compared]
    q: float = float("nan")

    def raised(self, aim: Aim) -> Estimate:
        """By how much a good experience raises the share, beside a bad one."""
        one = self.of(aim).adjusted
        return one if isinstance(one, CannotSay) else replace(one, value=-one.value, low=-one.high, high=-one.low)

    def of(self, aim: Aim) -> Compared:
        """The comparison for this aim."""
        return self.by_aim[AIMS.index(aim)]

    @property
    def p_value(self) -> float:
        """Of "not all three are raised": the largest; 1 where one of them falls; NaN where one is not known."""
        found = [self.raised(aim) for aim in AIMS]
        every = [p_value(one) if isinstance(one, CannotSay) or one.value > 0 else 1.0 for one in found]
        return float(np.max(every))  # NaN where one of them is

    @property
    def candidate(self) -> bool:
        """Whether all three are more than chance, and more than what a weak hidden cause could make."""
        return self.q <= FALSE_DISCOVERIES and all(one.strength >= STRONG_ENOUGH for one in self.by_aim)

    @property
    def is_super(self) -> bool:
        """Whether it may be named: a candidate whose negative controls are silent."""
        checked = dict(zip(AIMS, (one.checked for one in self.by_aim), strict=True))
        silent = checked["repurchase"] == checked["recommendation"] == "passed"
        return self.candidate and silent and checked["purchase"] != "refused"


@dataclass(frozen=True, slots=True)
class SuperTouchpoints:
    """lines: what a good experience raises, super-touchpoints first. cannot: why nothing is compared, or None."""

    lines: tuple[Raising, ...]
    cannot: CannotSay | None = None

    @property
    def named(self) -> tuple[Raising, ...]:
        """The super-touchpoints."""
        return tuple(one for one in self.lines if one.is_super)

    def tables(self) -> tuple[Table, ...]:
        """One line a touchpoint; nothing where nothing is compared."""
        if not self.lines:
            return ()
        lines = self.lines
        compared_with = [
            Column(f"{aim}_visits", "count", [one.of(aim).exposed + one.of(aim).others for one in lines])
            for aim in AIMS
        ]
        raised = [interval_columns(f"{aim}_raised", "difference", [one.raised(aim) for one in lines]) for aim in AIMS]
        return (
            Table(
                "super_touchpoints",
                (
                    Column("touchpoint", "touchpoint", [one.touchpoint.key for one in lines]),
                    Column("super", "text", ["super" if one.is_super else "" for one in lines]),
                    *(column for many, three in zip(compared_with, raised, strict=True) for column in (many, *three)),
                    Column("q", "score", [None if np.isnan(one.q) else one.q for one in lines]),
                ),
            ),
        )

    def headline(self) -> Iterator[Sentence]:
        """The super-touchpoints by name, each with what it raises."""
        for one in self.named[:MOST_TOLD]:
            said: dict[str, object] = {"touchpoint": one.touchpoint.label}
            for aim in AIMS:
                raised = one.raised(aim)
                if isinstance(raised, Interval):
                    said |= {aim: raised.value, f"{aim}_low": raised.low, f"{aim}_high": raised.high}
            yield Sentence("moments.super", said)

    def caveats(self) -> Iterator[Sentence]:
        """Why none is named."""
        if self.cannot is not None:
            yield Sentence("caveat.super_cannot")
        elif not self.named:
            told = sum(not np.isnan(one.p_value) for one in self.lines)
            yield Sentence("caveat.super_none" if told else "caveat.super_apart", {"n": told, "of": len(self.lines)})


def super_touchpoints(asked: Asked, found: Ground, before: Snapshots) -> SuperTouchpoints:
    """before: customers' visits to touchpoints where experiences differ, their history as before the matter.

    `CannotSay("no_recommendations")` where nobody was ever asked how likely they are to recommend.
    """
    scales = tuple(code for code, name in enumerate(asked.index.scales) if name.casefold() == RECOMMENDS)
    deeds = _deeds(asked, found, scales) if scales else None
    if deeds is None or not len(deeds.at):
        return SuperTouchpoints((), CannotSay("no_recommendations", 0, 1))
    days = found.moments.horizon_days
    visits = found.visits
    prospects = _prospects(asked, found, deeds)
    ways = (
        _Way.of(found, prospects, prospects),
        _Way.of(found, _towards(visits, visits.won), _towards(before, before.won)),
        _Way.of(
            found,
            _towards(visits, recommended(visits, deeds, days)),
            _towards(before, recommended(before, deeds, days)),
        ),
    )
    codes = sorted({code for way in ways for code in way.codes})
    lines = [Raising(asked.index.touchpoints[code], _three(ways, code)) for code in asked.went_through(codes, *_SHARES)]
    q = benjamini_hochberg([one.p_value for one in lines]).tolist()
    judged = [replace(one, q=rate) for one, rate in zip(lines, q, strict=True)]
    checked = [_checked(ways, code, one) if one.candidate else one for code, one in zip(codes, judged, strict=True)]
    return SuperTouchpoints(tuple(sorted(checked, key=_order)))


_DEEDS: Final[Remembered[Deeds]] = Remembered(4, most_size=128 << 20, size=lambda one: one.nbytes)
"""Of all customers, whoever is asked for: 16 bytes a buyer and a recommendation."""


def _deeds(asked: Asked, found: Ground, scales: tuple[int, ...]) -> Deeds:
    key = (asked.index.version, found.marks.key, found.moments.key, scales)
    deeds = _DEEDS.get(key)
    if deeds is None:
        deeds = asked.run(TakeDeeds(found.marks, found.moments, scales))
        _DEEDS.put(key, deeds)
    return deeds


def recommended(rows: Snapshots, deeds: Deeds, days: float) -> NDArray[np.bool_]:
    """Whether the customer recommends within so many days after each visit."""
    _, own = np.unique(np.concatenate((deeds.recommend, rows.customer)), return_inverse=True)
    own = own.reshape(-1).astype(np.int64) << 33  # seconds need 32 bits
    known = own[: len(deeds.at)] + deeds.at
    after = own[len(deeds.at) :] + rows.seconds
    until = after + round(days * _DAY)
    found: NDArray[np.bool_] = np.searchsorted(known, until, "right") > np.searchsorted(known, after, "right")
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    """One aim: on what ground it is compared, which visits are, and the touchpoints at which experiences differ. The
    outcome stands in `left`.
    """

    ground: Ground | None
    rows: Snapshots
    codes: frozenset[int]

    @classmethod
    def of(cls, found: Ground, visits: Snapshots, rows: Snapshots) -> _Way:
        """visits: those by which the chance is told; rows: those that are compared."""
        bad = np.bincount(rows.touchpoint[rows.bad], minlength=1)
        good = np.bincount(rows.touchpoint[~rows.bad], minlength=len(bad))
        both = np.minimum(np.pad(bad, (0, len(good) - len(bad))), good) >= FEWEST_VISITS
        codes = frozenset(np.flatnonzero(both).tolist())
        varies = len(visits) > 0 and 0 < int(np.count_nonzero(visits.left)) < len(visits)
        return cls(foretelling(found, visits) if codes and varies else None, rows, codes)

    def compared(self, code: int) -> Compared:
        """The bad experiences at this touchpoint beside the good ones."""
        if self.ground is None or code not in self.codes:
            return _NOT_COMPARED
        return compared(self.ground, experiencing(self.rows.of(self.rows.touchpoint == code)))

    def controlled(self, code: int, one: Compared) -> Compared:
        """With the negative control."""
        if self.ground is None:
            return one
        groups = experiencing(self.rows.of(self.rows.touchpoint == code))
        return replace(one, control=controlled(self.ground, groups))


def _three(ways: tuple[_Way, _Way, _Way], code: int) -> tuple[Compared, Compared, Compared]:
    return ways[0].compared(code), ways[1].compared(code), ways[2].compared(code)


def _checked(ways: tuple[_Way, _Way, _Way], code: int, one: Raising) -> Raising:
    first, second, third = (way.controlled(code, made) for way, made in zip(ways, one.by_aim, strict=True))
    return replace(one, by_aim=(first, second, third))


def _prospects(asked: Asked, found: Ground, deeds: Deeds) -> Snapshots:
    """Visits of those who had not bought yet, and whether they bought within the horizon. Nobody leaves before."""
    outcomes = found.moments.outcomes & ~np.uint8(LEFT)
    moments = replace(found.moments, outcomes=outcomes, leaves=(), lead_days=0.0, bought_once=False, before_matter=True)
    visits = design_table(asked, found.marks, moments)
    place = np.minimum(np.searchsorted(deeds.bought, visits.customer), max(len(deeds.bought) - 1, 0))
    if not len(deeds.bought):
        return _towards(visits, visits.won)
    buys = deeds.bought[place] == visits.customer
    not_yet = ~buys | (visits.seconds < deeds.since[place])
    return _towards(visits, visits.won).of(not_yet)


def _towards(visits: Snapshots, outcome: NDArray[np.bool_]) -> Snapshots:
    """The same visits with this outcome in the place of leaving."""
    return replace(visits, left=outcome)


def _order(one: Raising) -> tuple[bool, float, str]:
    return not one.is_super, 2.0 if np.isnan(one.q) else one.q, one.touchpoint.label
