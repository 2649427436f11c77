"""How many customers, and how much margin, does a defect cost?

Visits with a critical event of one kind against comparable visits without it (`questions.effect.compared`). What is
compared is the share that left within half a year (and behind a lead of a week: whoever leaves at once had decided
before), adjusted for the history before the matter of the visit began, doubly robust (`stats.aipw`, effect on the
exposed). Customers lost = visits with the event × effect.

It is called an effect only where all checks are passed: enough comparable visits (`stats.overlap`), a negative control
and a placebo that show nothing. Where one finds something, nothing is multiplied by anybody. How strong a hidden cause
would have to be all the same says the E-value. Whoever else needs to know what a defect does asks here (`effect_of`),
so that there is one figure of it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.summaries.compact_histories import HISTORY
from wegmarke.index.summaries.snapshots import Snapshots
from wegmarke.model.finding import CannotSay, Estimate, Finding, Interval, Sentence
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentKind
from wegmarke.questions.asked import Asked
from wegmarke.questions.effect.by_segment import EffectBySegment, effect_by_segment
from wegmarke.questions.effect.compared import Groups, Made, compared, groups_of
from wegmarke.questions.effect.found import Check, EffectFound
from wegmarke.questions.effect.told import caveats, headline, holds_nothing
from wegmarke.questions.histories import FEWEST_LOSSES, ground
from wegmarke.questions.margin import Margin, Range, margin_of
from wegmarke.questions.priced import counted_together
from wegmarke.questions.remembered import Remembered
from wegmarke.stats.aipw import FEWEST_EXPOSED
from wegmarke.stats.clustered_mean import CustomerTotals, clustered_mean
from wegmarke.stats.e_value import e_value

HORIZON_DAYS: Final = 180

_MONEY = HISTORY.index("money")
_CENTS = 100.0
_GROUND, _GROUPED = 0.4, 0.6
"""How much of the answer is there when the ground is laid, and when it is known who is compared with whom."""
"""A history holds the logarithm of a hundredth of the minor units."""

Refused = tuple[CannotSay, int, int]
"""Why nothing can be said, of how many visits of how many customers with the event."""
_FOR_WHOM: Remembered[EffectBySegment] = Remembered(32)
_LAST: Remembered[EffectFound | Refused] = Remembered(32)
"""Another margin, another lever or another page asks for the same effect again."""


def effect(
    asked: Asked,
    *,
    incident: str,
    touchpoint: str | None = None,
    margin: Range | None = None,
    margin_groups: str | None = None,
    margin_by: str | None = None,
) -> Finding[EffectFound]:
    """What incidents of this kind do to leaving, among the journeys asked for; only those at one touchpoint, if given.

    margin: the share of revenue that is margin, or margin_groups by groups of products (`questions.margin`); margin_by:
    whose assumption that is. Errors: `question_argument`, `touchpoint_unknown`.
    """
    kind = next((one for one in INCIDENT_KINDS if one == incident), None)
    if kind is None:
        raise WegmarkeError("question_argument", question="effect", argument="incident", value=incident)
    assumed = margin_of("effect", margin, margin_groups, margin_by)
    only = None if touchpoint is None else asked.index.code(touchpoint)
    basis = asked.basis(asked.totals())
    found = _effect(asked, kind, only)
    if isinstance(found, tuple):
        return Finding("effect", (_refusal(kind, found),), found[0], basis, "effect_refused")
    result = _for_whom(asked, found, only)
    result = result if assumed is None else _with_margin(result, assumed)
    supposed = ("history_tells_enough", "one_customer_does_not_move_another", "everybody_had_a_chance")
    told = tuple(headline(result))
    return Finding(
        "effect",
        told,
        result,
        basis,
        "effect",
        result.claim,
        supposed,
        (*caveats(result), *counted_together(asked.index)),
    )


def effect_of(asked: Asked, kind: IncidentKind, margin: Margin | None = None) -> EffectFound | CannotSay:
    """What incidents of this kind do to leaving, wherever they came with a visit: the one figure for all questions.

    `CannotSay("no_outcomes")` where nobody ever left, `CannotSay("too_few")` where too few left or met it; what
    `EffectFound.identified` says is what may be calculated with.
    """
    found = _effect(asked, kind, None)
    if isinstance(found, tuple):
        return found[0]
    return found if margin is None else _with_margin(found, margin)


def effect_is_known(asked: Asked, kind: IncidentKind) -> bool:
    """Whether `effect_of` tells it without working it out."""
    return _LAST.get(effect_key(asked, kind)) is not None


def _for_whom(asked: Asked, found: EffectFound, only: int | None) -> EffectFound:
    """The same with the groups for whom it is another effect; only this question asks for them."""
    key = effect_key(asked, found.incident, only)
    told = _FOR_WHOM.get(key)
    if told is None:
        base = ground(asked, horizon_days=float(HORIZON_DAYS))
        if isinstance(base, CannotSay):
            return found
        told = effect_by_segment(asked.index, base, groups_of(asked, base, found.incident, only))
        _FOR_WHOM.put(key, told)
    return replace(found, segments=told)


def effect_key(asked: Asked, kind: IncidentKind, only: int | None = None) -> tuple[object, ...]:
    """Of what the effect of a kind of event depends."""
    index = asked.index
    return (index.version, index.level, asked.selection.text, repr(index.incident_rules), kind, only)


def _effect(asked: Asked, kind: IncidentKind, only: int | None) -> EffectFound | Refused:
    key = effect_key(asked, kind, only)
    found = _LAST.get(key)
    if found is None:
        found = _estimated(asked, kind, only)
        _LAST.put(key, found)
    return found


def _estimated(asked: Asked, kind: IncidentKind, only: int | None) -> EffectFound | Refused:
    found = ground(asked, horizon_days=float(HORIZON_DAYS))
    if isinstance(found, CannotSay):
        return found, 0, 0
    asked.went(_GROUND)
    groups = groups_of(asked, found, kind, only)
    asked.went(_GROUPED)
    if groups.fewest < FEWEST_EXPOSED:
        return CannotSay("too_few", groups.fewest, FEWEST_EXPOSED), len(groups.exposed), groups.customers
    made = compared(found, groups)
    if isinstance(made, CannotSay):
        return made, len(groups.exposed), groups.customers
    return _result(asked, kind, groups, made)


def _refusal(kind: IncidentKind, refused: Refused) -> Sentence:
    why, visits, customers = refused
    if why.reason == "no_outcomes":
        return Sentence("effect.no_outcomes")
    if not visits and why.needed == FEWEST_LOSSES:
        return Sentence("effect.too_few_lost", {"lost": why.n, "needed": FEWEST_LOSSES})
    said: dict[str, object] = {"n": visits, "customers": customers, "needed": FEWEST_EXPOSED, "incident": kind}
    return Sentence("effect.too_few", said)


def _result(asked: Asked, kind: IncidentKind, groups: Groups, made: Made) -> EffectFound:
    exposed, effect = groups.exposed, made.effect
    failed = _failed(made)
    lost: Estimate = CannotSay("not_identified", len(exposed))
    if isinstance(effect.on_exposed, Interval) and not failed:
        lost = _times(effect.on_exposed, float(len(exposed)))
    ratio = effect.risk_ratio
    sound = isinstance(ratio, Interval) and ratio.low > 0
    return EffectFound(
        incident=kind,
        touchpoints=tuple(asked.index.touchpoints[code].key for code in np.unique(exposed.touchpoint).tolist()),
        compared=groups.compared,
        exposed=len(exposed),
        customers=groups.customers,
        others=len(groups.others),
        horizon_days=HORIZON_DAYS,
        adjusted=effect.on_exposed,
        unadjusted=effect.unadjusted,
        overlap=effect.overlap,
        control=made.control,
        verdict=made.verdict,
        placebo=made.placebo,
        failed=failed,
        strength=e_value(ratio) if sound and isinstance(ratio, Interval) else None,
        lost=lost,
        at_stake=_at_stake(lost, exposed),
        margin=None,
        margin_lost=None,
        currency=asked.index.settings.currency,
    )


def _failed(made: Made) -> tuple[Check, ...]:
    found: list[Check] = [*made.effect.overlap.failed_for_exposed]
    whole, placebo = made.effect.on_exposed, made.placebo
    if made.verdict == "refused":
        found.append("control")
    elif made.verdict == "says_nothing" and not (isinstance(whole, Interval) and holds_nothing(whole)):
        # Of a difference that may be none, no control has to say how large a bias would have to be.
        found.append("control_blind")
    if isinstance(placebo, Interval) and not holds_nothing(placebo):
        found.append("placebo")
    return tuple(found)


def _at_stake(lost: Estimate, exposed: Snapshots) -> Estimate | None:
    """Customers lost × what one of those the event met spent in the year before, on average; both are uncertain."""
    cents = np.round(np.expm1(exposed.told((_MONEY,))[:, 0]) * _CENTS).astype(np.int64)
    if not isinstance(lost, Interval) or not cents.any():
        return None
    year = clustered_mean(_totals(exposed, cents))
    if isinstance(year, CannotSay):
        return _times(lost, float(cents.mean()))
    return _product(lost, year)


def _totals(visits: Snapshots, cents: NDArray[np.int64]) -> CustomerTotals:
    _, own = np.unique(visits.customer, return_inverse=True)
    visited = [int(one) for one in np.bincount(own)]
    spent = [int(one) for one in np.bincount(own, cents)]
    return CustomerTotals(
        customers=len(visited),
        journeys=sum(visited),
        total=sum(spent),
        squares=sum(one * one for one in spent),
        products=sum(one * many for one, many in zip(spent, visited, strict=True)),
        journeys_squares=sum(one * one for one in visited),
    )


def _product(one: Interval, other: Interval) -> Interval:
    """Of two numbers that are uncertain for reasons of their own, to the first order."""
    value = one.value * other.value
    below, above = (
        math.hypot(getattr(one, end) * other.value - value, one.value * (getattr(other, end) - other.value))
        for end in ("low", "high")
    )
    return replace(one, value=value, low=value - below, high=value + above)


def _with_margin(found: EffectFound, margin: Margin) -> EffectFound:
    """The ends of the margin's range go with the ends of the interval, so that neither is lost."""
    revenue, share = found.at_stake, margin.share
    lost: Estimate | None = None
    if isinstance(revenue, Interval):
        low = revenue.low * (share.low if revenue.low >= 0 else share.high)
        high = revenue.high * (share.high if revenue.high >= 0 else share.low)
        lost = replace(revenue, value=revenue.value * share.value, low=low, high=high)
    return replace(found, margin=margin, margin_lost=lost)


def _times(one: Interval, by: float) -> Interval:
    return replace(one, value=one.value * by, low=one.low * by, high=one.high * by)
