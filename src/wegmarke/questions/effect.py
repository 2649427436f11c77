"""How many customers does a defect cost?

Visits with a critical event of one kind against comparable visits without it: to the same touchpoints, where both are
there, else visits drawn at random from all others. What is compared is the share that left within half a year (and
behind a lead of a week: whoever leaves at once had decided before), adjusted for the history before the matter of the
visit began, doubly robust (`stats.aipw`, effect on the exposed). Customers lost = visits with the event × effect.

It is called an effect only where two checks are passed: enough comparable visits (`stats.overlap`), and a negative
control: the same comparison with an outcome that the event cannot have moved, earlier critical events (90 to 365 days
before), adjusted for what is no event. Whom one event meets more often than chance and the columns explain, with him
something else is going on. Where the control finds something, nothing is multiplied by anybody. How strong a hidden
cause would have to be all the same says the E-value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.summaries.snapshots import HISTORY, NO_SNAPSHOTS, Snapshots, TakeSnapshots
from wegmarke.model.finding import CannotSay, Claim, Column, Estimate, Finding, Interval, Sentence, Table
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentKind
from wegmarke.questions.asked import Asked
from wegmarke.questions.histories import FEWEST_LOSSES, Ground, ground, sample, together
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.stats.aipw import FEWEST_EXPOSED, Design, Effect, aipw
from wegmarke.stats.e_value import EValue, e_value
from wegmarke.stats.overlap import OverlapCheck
from wegmarke.stats.placebo import ControlResult, Verdict, verdict

HORIZON_DAYS: Final = 180

_MOST_EXPOSED = 4_000
_MOST_OTHERS = 12_000
_FOLDS = 3
_RARE = 0.02
_MONTH = 30 * 86_400
_CENTS = 100.0
_MONEY = HISTORY.index("money")
_PLAIN = tuple(at for at, name in enumerate(HISTORY[: HISTORY.index("settled")]))
_EARLIER = tuple(
    at for at, name in enumerate(HISTORY) if name.endswith(" 365") and not name.startswith(("complaint", "bad_score"))
)
Comparison = Literal["same", "elsewhere"]
Check = Literal[OverlapCheck, "control", "control_blind"]


@dataclass(frozen=True, slots=True)
class EffectFound:
    """What an incident does to leaving.

    touchpoints: keys of where it came with a visit. compared: with visits to the same touchpoints, or elsewhere.
    exposed, customers: visits with it whose horizon was watched, and whose they are; others: visits compared with.
    adjusted, unadjusted: difference in the share that left. control: what the negative control showed; verdict: on it,
    None where nothing was found to judge. failed: the checks that were not passed. strength: E-value, None without one.
    lost: customers lost; at_stake: their revenue of a year in minor units, None without amounts.
    """

    incident: IncidentKind
    touchpoints: tuple[str, ...]
    compared: Comparison
    exposed: int
    customers: int
    others: int
    horizon_days: int
    adjusted: Estimate
    unadjusted: Estimate
    control: Estimate
    verdict: Verdict | None
    failed: tuple[Check, ...]
    strength: EValue | None
    lost: Estimate
    at_stake: Estimate | None
    currency: str

    @property
    def claim(self) -> Claim:
        """An effect only where every check was passed."""
        return "effect" if self.verdict == "passed" and not self.failed else "association"

    def tables(self) -> tuple[Table, ...]:
        """One line for the incident, then where it came with a visit."""
        one = (
            Column("incident", "text", [self.incident]),
            Column("compared_with", "text", [self.compared]),
            Column("exposed_visits", "count", [self.exposed]),
            Column("exposed_customers", "count", [self.customers]),
            Column("other_visits", "count", [self.others]),
            *interval_columns("leaving_adjusted", "difference", [self.adjusted]),
            *interval_columns("leaving_unadjusted", "difference", [self.unadjusted]),
            *interval_columns("control", "difference", [self.control]),
            Column("checks_failed", "text", [", ".join(self.failed) or None]),
            Column("e_value", "score", [None if self.strength is None else self.strength.estimate]),
            Column("e_value_limit", "score", [None if self.strength is None else self.strength.limit]),
            *interval_columns("lost_by_it", "score", [self.lost]),
            *(() if self.at_stake is None else interval_columns("at_stake", "minor_units", [self.at_stake])),
        )
        return (Table("effect", one), Table("effect_places", (Column("touchpoint", "touchpoint", self.touchpoints),)))


def effect(asked: Asked, *, incident: str, touchpoint: str | None = None) -> Finding[EffectFound]:
    """What incidents of this kind do to leaving, among the journeys asked for; only those at one touchpoint, if given.

    Errors: `question_argument` for an unknown kind, `touchpoint_unknown`.
    """
    kind = next((one for one in INCIDENT_KINDS if one == incident), None)
    if kind is None:
        raise WegmarkeError("question_argument", question="effect", argument="incident", value=incident)
    only = None if touchpoint is None else asked.index.code(touchpoint)
    basis = asked.basis(asked.totals())
    found = ground(asked, horizon_days=float(HORIZON_DAYS))
    if isinstance(found, CannotSay):
        code = "effect.no_outcomes" if found.reason == "no_outcomes" else "effect.too_few_lost"
        said: dict[str, object] = {"lost": found.n, "needed": FEWEST_LOSSES}
        return Finding("effect", (Sentence(code, said),), found, basis, "effect_refused")
    exposed, others, compared = _groups(asked, found, kind, only)
    customers = len(np.unique(exposed.customer))
    if min(customers, len(np.unique(others.customer))) < FEWEST_EXPOSED:
        few = CannotSay("too_few", customers, FEWEST_EXPOSED)
        said = {"n": len(exposed), "customers": customers, "needed": FEWEST_EXPOSED, "incident": kind}
        return Finding("effect", (Sentence("effect.too_few", said),), few, basis, "effect_refused")
    result = _estimated(asked, found, kind, (exposed, others, compared))
    if isinstance(result, CannotSay):
        said = {"n": len(exposed), "customers": customers, "incident": kind}
        return Finding("effect", (Sentence("effect.too_few", said),), result, basis, "effect_refused")
    assumed = ("history_tells_enough", "one_customer_does_not_move_another", "everybody_had_a_chance")
    headline, caveats = tuple(_headline(result)), tuple(_caveats(result))
    return Finding("effect", headline, result, basis, "effect", result.claim, assumed, caveats)


def _groups(
    asked: Asked, found: Ground, kind: IncidentKind, only: int | None
) -> tuple[Snapshots, Snapshots, Comparison]:
    """Visits with the incident, and those they are compared with."""
    places = found.moments.touchpoints if only is None else (only,)
    moments = replace(found.moments, touchpoints=places, before_matter=True, kinds=(INCIDENT_KINDS.index(kind),))
    visits = asked.run(TakeSnapshots(asked.selection, found.marks, moments))
    if kind == "repeated":
        # It is the visit soon after another: the ground leaves these out.
        every = asked.run(TakeSnapshots(asked.selection, found.marks, replace(moments, washout_days=0.0)))
        repeated = _first_of_a_month(every.of(every.bad))
        visits = together(repeated, _not_soon_before(visits.of(~visits.bad), repeated))
    with_it = visits.of(visits.bad)
    where = [code for code in np.unique(with_it.touchpoint).tolist() if _has_both(visits, code)]
    here = np.isin(with_it.touchpoint, where)
    if 2 * np.count_nonzero(here) >= len(with_it) > 0:
        return with_it.of(here), visits.of(~visits.bad & np.isin(visits.touchpoint, where)), "same"
    elsewhere = found.drawn.of(~np.isin(found.drawn.touchpoint, np.unique(with_it.touchpoint)))
    return with_it, elsewhere if len(with_it) else NO_SNAPSHOTS, "elsewhere"


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


def _estimated(
    asked: Asked, found: Ground, kind: IncidentKind, groups: tuple[Snapshots, Snapshots, Comparison]
) -> EffectFound | CannotSay:
    exposed, others, compared = groups
    few, many = sample(exposed, _MOST_EXPOSED), sample(others, _MOST_OTHERS)
    rows = together(few, many)
    met = np.arange(len(rows)) < len(few)
    places = _places(rows.touchpoint) if compared == "same" else np.zeros((len(rows), 0))
    owners = rows.customer.astype(np.int64)
    covariates = np.hstack([_without_rare(found.covariates(rows)), places])
    made = aipw(Design(covariates, met, rows.left.astype(np.float64), owners), folds=_FOLDS)
    if isinstance(made, CannotSay):
        return made
    quarters = (rows.seconds[:, None] // (91 * 86_400) == found.quarters).astype(np.float64)
    plain = np.hstack([rows.history[:, list(_PLAIN)], quarters, places])
    before = (rows.history[:, list(_EARLIER)].sum(axis=1) > 0).astype(np.float64)
    control = aipw(Design(plain, met, before, owners), folds=_FOLDS)
    checked = control if isinstance(control, CannotSay) else control.on_exposed
    whole = made.on_exposed
    judged = verdict(whole, [ControlResult("earlier", checked)]) if isinstance(whole, Interval) else None
    return _result(asked, kind, groups, made, checked, judged)


def _without_rare(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """What hardly anybody's history holds, as one column: whether it holds any of it. A handful of rows would be given
    any weight at all.
    """
    rare = np.count_nonzero(columns, axis=0) < _RARE * len(columns)
    any_rare = (columns[:, rare] != 0).any(axis=1, keepdims=True).astype(np.float64)
    found: NDArray[np.float64] = np.hstack([columns[:, ~rare], any_rare])
    return found


def _places(touchpoint: NDArray[np.int64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = (touchpoint[:, None] == np.unique(touchpoint)[1:]).astype(np.float64)
    return found


def _result(
    asked: Asked,
    kind: IncidentKind,
    groups: tuple[Snapshots, Snapshots, Comparison],
    made: Effect,
    control: Estimate,
    judged: Verdict | None,
) -> EffectFound:
    exposed, others, compared = groups
    failed: list[Check] = [*made.overlap.failed_for_exposed]
    if judged == "refused":
        failed.append("control")
    elif judged == "says_nothing" and not _holds_nothing(made.on_exposed):
        failed.append("control_blind")
    lost: Estimate = CannotSay("not_identified", len(exposed))
    if isinstance(made.on_exposed, Interval) and judged == "passed" and not failed:
        lost = _times(made.on_exposed, float(len(exposed)), len(exposed))
    year = float(np.expm1(exposed.history[:, _MONEY]).mean() * _CENTS)
    worth = _times(lost, year, len(exposed)) if isinstance(lost, Interval) and year > 0 else None
    ratio = made.risk_ratio
    sound = isinstance(ratio, Interval) and ratio.low > 0
    return EffectFound(
        incident=kind,
        touchpoints=tuple(asked.index.touchpoints[code].key for code in np.unique(exposed.touchpoint).tolist()),
        compared=compared,
        exposed=len(exposed),
        customers=len(np.unique(exposed.customer)),
        others=len(others),
        horizon_days=HORIZON_DAYS,
        adjusted=made.on_exposed,
        unadjusted=made.unadjusted,
        control=control,
        verdict=judged,
        failed=tuple(failed),
        strength=e_value(ratio) if sound and isinstance(ratio, Interval) else None,
        lost=lost,
        at_stake=worth,
        currency=asked.index.settings.currency,
    )


def _holds_nothing(found: Estimate) -> bool:
    """Whether there may be no difference at all: no control then says how large a bias would have to be."""
    return isinstance(found, Interval) and found.low <= 0 <= found.high


def _times(one: Interval, by: float, n: int) -> Interval:
    return replace(one, value=one.value * by, low=one.low * by, high=one.high * by, n=n)


def _headline(result: EffectFound) -> Iterator[Sentence]:
    said: dict[str, object] = {
        "incident": result.incident,
        "n": result.exposed,
        "customers": result.customers,
        "others": result.others,
        "days": result.horizon_days,
        "currency": result.currency,
    }
    found = result.adjusted
    if isinstance(found, CannotSay):
        yield Sentence("effect.refused", said)
    elif _holds_nothing(found):
        yield Sentence("effect.nothing", {**said, **_ends(found)})
    else:
        code = "effect.found" if result.claim == "effect" else "effect.association"
        yield Sentence(code, {**said, **_ends(found)})
    for check in result.failed:
        yield Sentence(f"effect.failed_{check}", said)
    if isinstance(result.lost, Interval):
        lost = {end: round(getattr(result.lost, end)) for end in ("value", "low", "high")}
        yield Sentence("effect.lost", {**said, **lost})
    if isinstance(result.at_stake, Interval):
        money = {end: round(getattr(result.at_stake, end)) for end in ("value", "low", "high")}
        yield Sentence("effect.at_stake", {**said, **money})


def _ends(found: Interval) -> dict[str, object]:
    return {"value": found.value, "low": found.low, "high": found.high}


def _caveats(result: EffectFound) -> Iterator[Sentence]:
    if result.claim == "association":
        yield Sentence("caveat.association")
    if isinstance(result.unadjusted, Interval):
        yield Sentence("caveat.effect_unadjusted", _ends(result.unadjusted))
    if result.strength is not None:
        yield Sentence("caveat.effect_strength", {"value": result.strength.estimate, "limit": result.strength.limit})
    if result.compared == "elsewhere":
        yield Sentence("caveat.effect_elsewhere")
    if result.at_stake is not None:
        yield Sentence("caveat.value_is_revenue")
