"""What goes into the question of the levers: evidence from the histories, assumptions of whoever asks, each named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from wegmarke.errors import WegmarkeError
from wegmarke.index.summaries.standing import Standing
from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentKind
from wegmarke.model.settings import JourneySettings
from wegmarke.questions.margin import Margin, Range
from wegmarke.stats.clustered_mean import clustered_mean
from wegmarke.stats.levers import InputName, PriceLever, ProcessLever, Today, stated
from wegmarke.stats.ratio import ratio
from wegmarke.stats.share_and_mean import correlation
from wegmarke.stats.uncertain import Uncertain
from wegmarke.text import minor_digits

Measure = Literal["money", "share", "number"]

MEASURES: dict[InputName, Measure] = {
    "revenue": "money",
    "cost": "money",
    "running_cost": "money",
    "spent_less": "money",
    "loss_elasticity": "number",
    "quantity_elasticity": "number",
}
_LIMITS: dict[str, tuple[float, float]] = {
    "price": (-0.9, 1.0),
    "reduction": (0.0, 1.0),
    "cost": (0.0, 1e12),
    "running_cost": (0.0, 1e12),
    "loss_elasticity": (-20.0, 20.0),
    "quantity_elasticity": (-20.0, 20.0),
    "added_loss": (-1.0, 1.0),
    "premium": (0.0, 1.0),
    "days": (90, 3650),
    "discount": (0.0, 1.0),
}
_YEAR_DAYS = 365
ALL_REVENUE = Uncertain.exactly(1.0, "evidence")
"""The margin where none is assumed."""


@dataclass(frozen=True, slots=True)
class LeverInput:
    """An input as stated. n: observations behind evidence, else None. measure: money is in minor units."""

    name: InputName
    given: Uncertain
    n: int | None
    measure: Measure


@dataclass(frozen=True, slots=True)
class Assumed:
    """What whoever asks assumes. cost, running_cost: minor units, once and a year. None: not assumed."""

    price: float
    reduction: float
    cost: int
    running_cost: int
    margin: Margin | None
    loss_elasticity: Uncertain
    quantity_elasticity: Uncertain
    added_loss: Uncertain | None
    premium: Uncertain | None
    days: int
    discount: float

    @classmethod
    def checked(
        cls,
        price: float,
        reduction: float,
        costs: tuple[float, float],
        margin: Margin | None,
        ranges: tuple[Range, Range, Range | None, Range | None],
        ahead: tuple[int, float],
        settings: JourneySettings,
    ) -> Assumed:
        """As asked for; costs in major units. `question_argument` for what cannot be."""
        names = ("loss_elasticity", "quantity_elasticity", "added_loss", "premium")
        alone = {"price": price, "reduction": reduction, "cost": costs[0], "running_cost": costs[1]}
        for name, value in {**alone, "days": ahead[0], "discount": ahead[1]}.items():
            _within(name, value, value)
        loss, quantity, added, premium = (_range(*one) for one in zip(names, ranges, strict=True))
        if loss is None or quantity is None:  # a default stands behind both
            raise WegmarkeError("question_argument", question="levers", argument="loss_elasticity", value=None)
        minor = 10 ** minor_digits(settings.currency)
        once, yearly = (round(one * minor) for one in costs)
        return cls(price, reduction, once, yearly, margin, loss, quantity, added, premium, *ahead)


def today_of(standing: Standing, assumed: Assumed, period_days: int) -> Today | CannotSay:
    """What is. Where no margin is assumed, all revenue counts. Who is lost pays less: both are counted among the same
    customers, and what is known of them goes together.
    """
    loss = ratio(standing.lost)
    if isinstance(loss, CannotSay):
        return loss
    revenue = _evidence(clustered_mean(standing.revenue), standing.revenue.total / standing.revenue.journeys)
    return Today(
        customers=standing.now,
        margin=ALL_REVENUE if assumed.margin is None else assumed.margin.share,
        revenue=replace(revenue, low=max(revenue.low, 0.0)),
        loss=Uncertain.found(loss),
        periods=max(round(assumed.days / period_days), 1),
        discount=(1 + assumed.discount) ** (period_days / _YEAR_DAYS) - 1,
        together=correlation(standing.lost, standing.revenue, standing.lost_revenue),
    )


def lever_price(assumed: Assumed) -> PriceLever:
    """The price lever: both elasticities are assumptions, since a history holds no other price."""
    return PriceLever(assumed.price, assumed.loss_elasticity, assumed.quantity_elasticity)


def lever_process(
    standing: Standing, assumed: Assumed, harm: Estimate, less: Estimate, kind: IncidentKind, period_days: int
) -> ProcessLever:
    """The process lever; harm that nobody can tell and nobody assumes is none. less: what those hit spend less, which
    counts where no premium is assumed.
    """
    hit = standing.hit[INCIDENT_KINDS.index(kind)]
    added = assumed.added_loss
    if added is None:
        added = _bounded(_evidence(harm, 0.0))
    return ProcessLever(
        reduction=assumed.reduction,
        rate=_evidence(ratio(hit), hit.counted / hit.journeys),
        added_loss=added,
        cost=Uncertain.exactly(float(assumed.cost)),
        running_cost=Uncertain.exactly(assumed.running_cost * period_days / _YEAR_DAYS),
        premium=assumed.premium,
        spent_less=Uncertain.found(less) if assumed.premium is None and isinstance(less, Interval) else None,
    )


def inputs_of(
    today: Today,
    price: PriceLever,
    process: ProcessLever,
    standing: Standing,
    evidence: tuple[Estimate, Estimate],
    kind: IncidentKind,
    *,
    is_known: bool,
) -> tuple[LeverInput, ...]:
    """All inputs with their origin; harm and margin only where they are known or assumed, what an event costs in margin
    never (it is 0). evidence: of the harm, and of what those hit spend less.
    """
    left_out = {"lost_margin", *(() if is_known else ("added_loss",))}
    if today.margin == ALL_REVENUE:
        left_out.add("margin")
    behind: dict[InputName, int] = {
        "revenue": standing.revenue.journeys,
        "loss": standing.lost.journeys,
        "rate": standing.hit[INCIDENT_KINDS.index(kind)].journeys,
    }
    of_evidence: tuple[InputName, InputName] = ("added_loss", "spent_less")
    behind |= {name: one.n for name, one in zip(of_evidence, evidence, strict=True) if isinstance(one, Interval)}
    return tuple(
        LeverInput(name, one, behind.get(name) if one.origin == "evidence" else None, MEASURES.get(name, "share"))
        for name, one in stated(today, price, process).items()
        if name not in left_out
    )


def _evidence(estimate: Estimate, otherwise: float) -> Uncertain:
    """An estimate as evidence; where it has no interval, the number as it is."""
    if isinstance(estimate, Interval):
        return Uncertain.found(estimate)
    return Uncertain.exactly(otherwise, "evidence")


def _bounded(one: Uncertain) -> Uncertain:
    return Uncertain(one.value, max(one.low, -1.0), min(one.high, 1.0), one.origin)


def _range(name: str, given: Range | None) -> Uncertain | None:
    if given is None:
        return None
    low, high = given if isinstance(given, tuple) else (given, given)
    _within(name, low, high)
    return Uncertain.within(low, high)


def refuse_impossible(arguments: Mapping[str, object]) -> None:
    """`question_argument` for a number or a range that cannot be, before anything is counted."""
    for name, value in arguments.items():
        if name in _LIMITS and isinstance(value, int | float | tuple):
            low, high = value if isinstance(value, tuple) else (value, value)
            _within(name, low, high)


def _within(name: str, low: float, high: float) -> None:
    least, most = _LIMITS[name]
    if not least <= low <= high <= most:
        shown = low if low == high else f"{low:g}..{high:g}"
        raise WegmarkeError("question_argument", question="levers", argument=name, value=shown)
