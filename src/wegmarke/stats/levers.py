"""What a change of price and a change of a process gain in contribution margin over a horizon, against doing nothing.

Today's customers N bring a revenue p each in a period, and of it the share g as margin, m = g p; the share h of them is
lost from one period to the next. What they bring within T periods, with a discount i a period, the margin at the end of
each,

    W(h, m) = N · m · Σ (1−h)ᵗ/(1+i)ᵗ  for t = 1 … T

*Price* by the share x (0.03: three percent up): loss and bought quantity answer with the elasticities η and ε,

    h' = h (1+x)^η,   m' = (1+x)^ε (m + x p)

for what a unit costs does not change. *Process*: a defect hits the share d of customers in a period; whoever is hit
leaves with a probability higher by δ and costs μ of margin. If its rate falls by the share y, for z now and w a period,

    h' = h − y d δ,   m' = m + y d μ,   gain − z − w Σ (1+i)⁻ᵗ

*Premium*: customers pay more for a better experience: m' grows besides, as assumed by y π p (they would pay the share π
of their revenue more if the defect were gone), or as seen by y d g s (who is hit spends s less, as long as they stay).

Numbers go in with their uncertainty (`stats/uncertain.py`), drawn independently of each other but for the loss and the
revenue, which are counted among the same customers and drawn as they go together (`stats/share_and_mean.py`); a gain is
the distribution over the draws. Where an input has no interval, its uncertainty is missing from the result.

Assumptions: all customers are alike and every period is like the others; a change works from the first period on; the
defect's effect falls into the period of the defect; whom the changes win newly, and what competitors answer, is left
out.

Source: S. Gupta, D. Lehmann, J. Stuart (2004), Valuing customers, Journal of Marketing Research 41(1), 7-18, for the
compounded value; the elasticities are the usual ones at constant elasticity.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.stats.lifetime import margins_ahead
from wegmarke.stats.uncertain import Uncertain, along, normals

Floats = NDArray[np.float64]

InputName = Literal[
    "margin",
    "revenue",
    "loss",
    "loss_elasticity",
    "quantity_elasticity",
    "rate",
    "added_loss",
    "lost_margin",
    "cost",
    "running_cost",
    "premium",
    "spent_less",
]

DRAWS: Final = 20_000
QUANTILES: Final = np.arange(1, 100) / 100
"""The levels of the quantiles that a gain holds, for drawing."""

_NONE: Final = Uncertain.exactly(0.0)
_BOUNDS: Final[dict[InputName, tuple[float, float]]] = {
    "margin": (0.0, 1.0),
    "revenue": (0.0, np.inf),
    "loss": (0.0, 1.0),
    "rate": (0.0, 1.0),
    "added_loss": (-1.0, 1.0),
    "cost": (0.0, np.inf),
    "running_cost": (0.0, np.inf),
}


@dataclass(frozen=True, slots=True)
class Today:
    """What is.

    customers: how many now. margin: the share of revenue that is margin. revenue: of one customer in one period. loss:
    the share of customers lost from one period to the next. periods: the horizon. discount: a period. together: the
    correlation of what is known of loss and revenue. ValueError where one of them cannot be.
    """

    customers: float
    margin: Uncertain
    revenue: Uncertain
    loss: Uncertain
    periods: int
    discount: float
    together: float = 0.0

    def __post_init__(self) -> None:
        if self.customers < 0 or self.periods < 1 or self.discount < 0:
            raise ValueError("customers and discount must not be negative, and there must be a period")
        if not 0 <= self.loss.value <= 1 or self.revenue.value < 0:
            raise ValueError("loss must lie between 0 and 1, and revenue must not be negative")
        if not -1 <= self.together <= 1:
            raise ValueError("a correlation must lie between -1 and 1")


@dataclass(frozen=True, slots=True)
class PriceLever:
    """Another price.

    change: of the price, as a share (x). loss_elasticity: by how many percent the loss of a period grows with one
    percent more price (η). quantity_elasticity: the same of the quantity that who stays buys (ε, below zero as a rule).
    ValueError unless the price stays above nothing.
    """

    change: float
    loss_elasticity: Uncertain
    quantity_elasticity: Uncertain = _NONE

    def __post_init__(self) -> None:
        if self.change <= -1:
            raise ValueError("a price cannot fall by all of itself")


@dataclass(frozen=True, slots=True)
class ProcessLever:
    """A defect that comes less often.

    reduction: by which share its rate falls (y). rate: share of customers hit in a period (d). added_loss: by how much
    more of those who are hit are lost in the period (δ, a difference of shares). lost_margin: what one who is hit costs
    in margin (μ). cost: once, now; running_cost: at the end of every period. premium: the share of revenue more that
    all would pay if the defect were gone (π); spent_less: what one who is hit and stays spends less (s); None: not
    considered, and at most one of both is. ValueError where one of them cannot be.
    """

    reduction: float
    rate: Uncertain
    added_loss: Uncertain
    lost_margin: Uncertain = _NONE
    cost: Uncertain = _NONE
    running_cost: Uncertain = _NONE
    premium: Uncertain | None = None
    spent_less: Uncertain | None = None

    @property
    def has_premium(self) -> bool:
        """Whether a premium is assumed or seen."""
        return self.premium is not None or self.spent_less is not None

    def __post_init__(self) -> None:
        if self.premium is not None and self.spent_less is not None:
            raise ValueError("a premium is assumed or seen, not both")
        if not 0 <= self.reduction <= 1 or not 0 <= self.rate.value <= 1 or not -1 <= self.added_loss.value <= 1:
            raise ValueError("reduction and rate must lie between 0 and 1, the added loss between -1 and 1")
        if self.cost.value < 0 or self.running_cost.value < 0:
            raise ValueError("costs must not be negative")


@dataclass(frozen=True, slots=True)
class Gain:
    """A gain over the draws, in the unit of the margin.

    low, high: the 2.5th and 97.5th percentile; low_5, high_95: the 5th and the 95th. pays: the share of draws above 0.
    quantiles: at QUANTILES.
    """

    mean: float
    median: float
    low: float
    high: float
    low_5: float
    high_95: float
    pays: float
    quantiles: Floats

    @classmethod
    def of(cls, draws: Floats) -> Gain:
        """What these draws say."""
        low, low_5, median, high_95, high = np.quantile(draws, [0.025, 0.05, 0.5, 0.95, 0.975]).tolist()
        pays = float(np.mean(draws > 0))
        return cls(float(draws.mean()), median, low, high, low_5, high_95, pays, np.quantile(draws, QUANTILES))


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that goes in by name, each as draws of one length."""

    values: dict[InputName, Floats]

    def __getitem__(self, name: InputName) -> Floats:
        return self.values[name]

    def with_(self, name: InputName, value: float) -> Inputs:
        """The same with one of them fixed."""
        return Inputs({**self.values, name: np.full_like(self.values[name], value)})


def stated(today: Today, price: PriceLever, process: ProcessLever) -> dict[InputName, Uncertain]:
    """The inputs by name, in the order in which they are asked for."""
    found: dict[InputName, Uncertain] = {
        "margin": today.margin,
        "revenue": today.revenue,
        "loss": today.loss,
        "loss_elasticity": price.loss_elasticity,
        "quantity_elasticity": price.quantity_elasticity,
        "rate": process.rate,
        "added_loss": process.added_loss,
        "lost_margin": process.lost_margin,
        "cost": process.cost,
        "running_cost": process.running_cost,
    }
    if process.premium is not None:
        found["premium"] = process.premium
    if process.spent_less is not None:
        found["spent_less"] = process.spent_less
    return found


def drawn(given: dict[InputName, Uncertain], draws: int = DRAWS, seed: int = 0, *, together: float = 0.0) -> Inputs:
    """Draws of all inputs within what is possible (a loss between 0 and 1), independent of each other but for loss and
    revenue where both are evidence: they have this correlation.
    """
    nothing = (-np.inf, np.inf)
    found = {name: one.drawn(name, draws, seed, *_BOUNDS.get(name, nothing)) for name, one in given.items()}
    revenue = given["revenue"]
    if together and not revenue.is_exact and {revenue.origin, given["loss"].origin} == {"evidence"}:
        of_loss, own = (normals(name, draws, seed) for name in ("loss", "revenue"))
        found["revenue"] = revenue.at(along(of_loss, own, together), *_BOUNDS["revenue"])
    return Inputs(found)


def ends(name: InputName, one: Uncertain) -> tuple[float, float]:
    """The ends of an input's interval, within what is possible."""
    least, most = _BOUNDS.get(name, (-np.inf, np.inf))
    return max(one.low, least), min(one.high, most)


def price_gain(today: Today, price: PriceLever, inputs: Inputs) -> Floats:
    """What the price lever gains, for each draw."""
    factor = 1 + price.change
    loss = np.minimum(inputs["loss"] * factor ** inputs["loss_elasticity"], 1.0)
    margin = inputs["revenue"] * factor ** inputs["quantity_elasticity"] * (inputs["margin"] + price.change)
    return _worth(today, loss, margin) - _worth(today, inputs["loss"], _margin(inputs))


def process_gain(today: Today, process: ProcessLever, inputs: Inputs, *, premium: bool = False) -> Floats:
    """What the process lever gains after its cost, for each draw; with the premium only where asked for, and there is
    one.
    """
    avoided = process.reduction * inputs["rate"]
    loss = np.clip(inputs["loss"] - avoided * inputs["added_loss"], 0.0, 1.0)
    margin = _margin(inputs) + avoided * inputs["lost_margin"]
    if premium and process.premium is not None:
        margin = margin + process.reduction * inputs["premium"] * inputs["revenue"]
    elif premium:
        margin = margin + avoided * inputs["margin"] * inputs["spent_less"]
    before = _worth(today, inputs["loss"], _margin(inputs))
    return _worth(today, loss, margin) - before - process_cost(today, inputs)


def process_cost(today: Today, inputs: Inputs) -> Floats:
    """What the process lever costs over the horizon, discounted to now, for each draw."""
    found: Floats = inputs["cost"] + inputs["running_cost"] * margins_ahead(1.0, today.discount, today.periods)
    return found


def same_money_in_price(today: Today, inputs: Inputs) -> float | None:
    """The price cut (a share above 0) that gives away, at today's loss, as much as the process lever costs on average.

    None where that costs nothing, or more than all revenue of the horizon.
    """
    cost = float(process_cost(today, inputs).mean())
    revenue = float(_worth(today, inputs["loss"], inputs["revenue"]).mean())
    return cost / revenue if 0 < cost < revenue else None


def density(quantiles: Floats, bins: int = 24) -> tuple[Floats, Floats]:
    """For drawing: the middles of bins of equal width from the first to the last of a gain's quantiles, and the density
    in each, so that the area is the share of draws between these two.
    """
    low, high = float(quantiles[0]), float(quantiles[-1])
    if high <= low:
        return np.array([low]), np.array([1.0])
    edges = np.linspace(low, high, bins + 1)
    shares: Floats = np.diff(np.interp(edges, quantiles, QUANTILES))
    return (edges[1:] + edges[:-1]) / 2, shares / np.diff(edges)


def without_cost(process: ProcessLever, reduction: float) -> ProcessLever:
    """The process lever at another reduction, free of charge."""
    return replace(process, reduction=reduction, cost=_NONE, running_cost=_NONE)


def _margin(inputs: Inputs) -> Floats:
    """Of one customer in one period."""
    found: Floats = inputs["margin"] * inputs["revenue"]
    return found


def _worth(today: Today, loss: Floats, margin: Floats) -> Floats:
    """What today's customers bring within the horizon."""
    found: Floats = today.customers * margin * margins_ahead(1 - loss, today.discount, today.periods)
    return found
