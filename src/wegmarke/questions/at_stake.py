"""What is at stake with customers who may be lost, in money: customers × what one brings in a year.

What one brings is the evidence of the question levers: revenue (margin, where one is assumed) of a customer in 90 days,
× 365/90. The ends of both intervals are multiplied; where each holds at 95 percent, the product does at 90 at least
(Bonferroni). Whoever stays for longer than a year, or would have bought less and less, is worth another sum: this ranks
what is worth looking at, it is no forecast.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.questions.levers import PERIOD_DAYS
from wegmarke.questions.levers.found import LeversFound

_YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class AtStake:
    """money: minor units of `currency` a year. measured_in: margin, or revenue where no margin is assumed."""

    money: Interval
    measured_in: Literal["margin", "revenue"]
    currency: str


def at_stake(customers: Interval, levers: LeversFound | CannotSay | Any) -> AtStake | None:
    """What so many customers bring in a year; None where the question levers can say nothing."""
    if not isinstance(levers, LeversFound):
        return None
    brings = next((one.given for one in levers.inputs if one.name == levers.measured_in), None)
    if brings is None:
        return None
    periods = _YEAR_DAYS / PERIOD_DAYS
    ends = [count * one * periods for count in (customers.low, customers.high) for one in (brings.low, brings.high)]
    level = max(customers.level - 0.05, 0.0)
    money = Interval(customers.value * brings.value * periods, min(ends), max(ends), customers.n, level)
    return AtStake(money, levers.measured_in, levers.currency)
