"""Price against process: which lever gains more, how surely, and what one would have to believe for the other.

Both levers (`stats/levers.py`) are worked out on the same draws, so that what they share (margin, loss) does not blur
the difference. Beside the change asked for they are compared at *equal percent* (price by x percent, the defect's rate
by the same percent, costs aside) and at *equal cost* (a price cut that gives away as much as the process costs).

*Turning points*: the value of one input, all others as they are drawn, at which both levers gain the same on average;
and the cost and the reduction at which the process gains nothing. *Weight* of an input: its squared rank correlation
with the difference of the gains, as a share of all of these; *swing*: that difference with the input at the ends of its
interval and all others at their middle. An input turns the answer where the better lever is another at either end.

Source: A. Saltelli et al. (2008), Global sensitivity analysis: the primer, for the rank correlation and its limits: it
sees what rises or falls throughout, and where inputs work together the shares are an approximation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.stats.levers import (
    DRAWS,
    Gain,
    InputName,
    Inputs,
    PriceLever,
    ProcessLever,
    Today,
    drawn,
    ends,
    price_gain,
    process_cost,
    process_gain,
    same_money_in_price,
    stated,
    without_cost,
)
from wegmarke.stats.uncertain import Uncertain

Floats = NDArray[np.float64]
LeverName = Literal["price", "process"]

_SEARCHED: Final[dict[InputName, tuple[float, float]]] = {
    "loss_elasticity": (0.0, 20.0),
    "added_loss": (0.0, 1.0),
    "rate": (0.0, 1.0),
}
"""Where a turning point is looked for: further out nobody believes it."""
_OF_PREMIUM: Final[tuple[InputName, ...]] = ("premium", "spent_less")


@dataclass(frozen=True, slots=True)
class Compared:
    """Both levers side by side. amount: the share by which both change (equal percent), or the price cut (equal cost).

    process_ahead: the share of draws in which the process gains more.
    """

    amount: float
    price: Gain
    process: Gain
    process_ahead: float


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """What one would have to believe for the other lever. now: the input as stated.

    value: where both gain the same on average, None where one is ahead throughout. above: the lever that is ahead where
    the input is greater than that, or throughout.
    """

    input: InputName
    now: float
    value: float | None
    above: LeverName


@dataclass(frozen=True, slots=True)
class Leverage:
    """How much an input moves the answer.

    at_low, at_high: the gain of process minus price with this input at the ends of its interval. weight: the share of
    the spread that comes with it.
    """

    input: InputName
    at_low: float
    at_high: float
    weight: float

    @property
    def turns(self) -> bool:
        """Whether the better lever is another at either end."""
        return self.at_low * self.at_high < 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """Price against process.

    difference: process minus price. with_premium: the process with the premium, None where there is none. price_best,
    process_best, nothing_best: how often each gains most (nothing: neither gains); where both gain the same, neither is
    best. cost_limit: the cost, once and now, at which the process gains nothing on average, None where it gains nothing
    even for free. least_reduction: the share by which the defect's rate must fall at least for the process to gain on
    average, None where even all of it does not. leverage: inputs with an interval, the weightiest first. exact: inputs
    taken as they are.
    """

    price: Gain
    process: Gain
    with_premium: Gain | None
    difference: Gain
    price_best: float
    process_best: float
    nothing_best: float
    equal_percent: Compared | None
    equal_cost: Compared | None
    cost_limit: float | None
    least_reduction: float | None
    turning: tuple[TurningPoint, ...]
    leverage: tuple[Leverage, ...]
    exact: tuple[InputName, ...]
    draws: int
    seed: int


def weigh(today: Today, price: PriceLever, process: ProcessLever, *, draws: int = DRAWS, seed: int = 0) -> Weighed:
    """Work out both levers; the same seed gives the same answer. ValueError with fewer than 100 draws."""
    if draws < 100:
        raise ValueError("there must be at least 100 draws")
    given = stated(today, price, process)
    inputs = drawn(given, draws, seed, together=today.together)
    by_price, by_process = price_gain(today, price, inputs), process_gain(today, process, inputs)
    price_best = float(np.mean(by_price > np.maximum(by_process, 0)))
    process_best = float(np.mean(by_process > np.maximum(by_price, 0)))
    premium = Gain.of(process_gain(today, process, inputs, premium=True)) if process.has_premium else None
    return Weighed(
        price=Gain.of(by_price),
        process=Gain.of(by_process),
        with_premium=premium,
        difference=Gain.of(by_process - by_price),
        price_best=price_best,
        process_best=process_best,
        nothing_best=float(np.mean((by_price <= 0) & (by_process <= 0))),
        equal_percent=_equal_percent(today, price, process, inputs),
        equal_cost=_equal_cost(today, price, process, inputs),
        cost_limit=_cost_limit(today, by_process, inputs),
        least_reduction=_least_reduction(today, process, inputs),
        turning=tuple(_turning(today, price, process, given, inputs)),
        leverage=_leverage(today, price, process, given, inputs),
        exact=tuple(name for name, one in given.items() if one.is_exact),
        draws=draws,
        seed=seed,
    )


def _difference(today: Today, price: PriceLever, process: ProcessLever, inputs: Inputs) -> Floats:
    return process_gain(today, process, inputs) - price_gain(today, price, inputs)


def _compared(amount: float, by_price: Floats, by_process: Floats) -> Compared:
    return Compared(amount, Gain.of(by_price), Gain.of(by_process), float(np.mean(by_process > by_price)))


def _equal_percent(today: Today, price: PriceLever, process: ProcessLever, inputs: Inputs) -> Compared | None:
    amount = abs(price.change)
    if not 0 < amount <= 1:
        return None
    free = without_cost(process, amount)
    costless = inputs.with_("cost", 0.0).with_("running_cost", 0.0)
    return _compared(amount, price_gain(today, price, inputs), process_gain(today, free, costless))


def _equal_cost(today: Today, price: PriceLever, process: ProcessLever, inputs: Inputs) -> Compared | None:
    cut = same_money_in_price(today, inputs)
    if cut is None:
        return None
    return _compared(cut, price_gain(today, replace(price, change=-cut), inputs), process_gain(today, process, inputs))


def _cost_limit(today: Today, by_process: Floats, inputs: Inputs) -> float | None:
    before_cost = float((by_process + process_cost(today, inputs)).mean())
    return before_cost if before_cost > 0 else None


def _least_reduction(today: Today, process: ProcessLever, inputs: Inputs) -> float | None:
    def gained(reduction: float) -> float:
        return float(process_gain(today, replace(process, reduction=reduction), inputs).mean())

    if gained(1.0) <= 0:
        return None
    return 0.0 if gained(0.0) >= 0 else _root(gained, 0.0, 1.0)


def _turning(
    today: Today, price: PriceLever, process: ProcessLever, given: dict[InputName, Uncertain], inputs: Inputs
) -> Iterator[TurningPoint]:
    for name, (low, high) in _SEARCHED.items():

        def ahead(value: float, name: InputName = name) -> float:
            return float(_difference(today, price, process, inputs.with_(name, value)).mean())

        at_low, at_high = ahead(low), ahead(high)
        if at_low == at_high:
            continue  # The input plays no part: no change, or nothing to change.
        value = _root(ahead, low, high) if at_low * at_high < 0 else None
        yield TurningPoint(name, given[name].value, value, "process" if at_high > 0 else "price")


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    from scipy.optimize import brentq  # noqa: PLC0415 - loads half of scipy; only who weighs waits for it

    return float(brentq(function, low, high, xtol=1e-9, rtol=1e-9))


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The places in order, from 1; equal values share the middle of theirs."""
    _, own, many = np.unique(values, return_inverse=True, return_counts=True)
    middles = np.cumsum(many) - (many - 1) / 2
    found: NDArray[np.float64] = middles[own]
    return found


def _leverage(
    today: Today, price: PriceLever, process: ProcessLever, given: dict[InputName, Uncertain], inputs: Inputs
) -> tuple[Leverage, ...]:
    """The premium plays no part in the comparison of the two, and has no weight in it."""
    uncertain = [name for name, one in given.items() if not one.is_exact and name not in _OF_PREMIUM]
    ranks = _ranks(_difference(today, price, process, inputs))
    squared = [_correlation(_ranks(inputs[name]), ranks) ** 2 for name in uncertain]
    total = sum(squared)
    middle = Inputs({name: np.array([one.value]) for name, one in given.items()})

    def at(name: InputName, value: float) -> float:
        return float(_difference(today, price, process, middle.with_(name, value))[0])

    found = []
    for name, one in zip(uncertain, squared, strict=True):
        low, high = ends(name, given[name])
        found.append(Leverage(name, at(name, low), at(name, high), one / total if total else 0.0))
    return tuple(sorted(found, key=lambda one: -one.weight))


def _correlation(first: Floats, second: Floats) -> float:
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])
