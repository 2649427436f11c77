"""Where what is to be expected of customers lies: by tenths, the best first, and with those who lack attention."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay, Column, Estimate, Interval, Sentence, Table, Unit
from wegmarke.questions.buyers import Buyers
from wegmarke.questions.interval_columns import interval_columns

TENTHS = 10
BOUGHT_LAST = ("quarter", "half_year", "year", "two_years", "longer")
SINCE_DAYS = (0, 92, 184, 366, 731)
"""From how many days after the last purchase on a customer is counted in which of these groups."""
NOBODY = CannotSay("empty_group", 0, 1)

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ValueParts:
    """What is to be expected, by tenths of the customers who are not known to have left, in the order of the list.

    part: of each customer as `parts_of` gives it. customers, silent: how many there are in each tenth, and how many of
    them are silent for longer than ever; shapes (10,). ahead, silent_ahead: what is to be expected of both within the
    horizon, in minor units where `is_money`, else in purchases. attention: of all who are silent for longer than ever.
    """

    part: Whole
    customers: Whole
    silent: Whole
    ahead: tuple[Estimate, ...]
    silent_ahead: tuple[Estimate, ...]
    attention: Estimate
    is_money: bool

    def table(self) -> Table:
        """One line a tenth."""
        key = "value_ahead" if self.is_money else "purchases_ahead"
        unit: Unit = "minor_units" if self.is_money else "score"
        return Table(
            "value_tenths",
            (
                Column("tenth", "count", list(range(1, TENTHS + 1))),
                Column("customers", "count", self.customers.tolist()),
                *interval_columns(key, unit, list(self.ahead)),
                Column("silent_longer", "count", self.silent.tolist()),
                *interval_columns(f"silent_{key}", unit, list(self.silent_ahead)),
            ),
        )

    def sentences(self, currency: str) -> Iterator[Sentence]:
        """What lies with those who lack attention, where there is money in it."""
        if self.is_money and isinstance(self.attention, Interval):
            ends = {end: round(getattr(self.attention, end)) for end in ("value", "low", "high")}
            yield Sentence("value.attention", {**ends, "currency": currency})


def parts_of(buyers: Buyers, expected: Floats) -> Whole:
    """Of each customer the part: 2 × the tenth (from 0), one more for who is silent for longer than ever; -1 for who is
    known to have left. expected: of each, by which they are ranked.
    """
    ranked = np.lexsort((buyers.number, -expected))
    ranked = ranked[~buyers.left[ranked]]
    part = np.full(len(buyers), -1)
    part[ranked] = np.arange(len(ranked)) * TENTHS // max(len(ranked), 1) * 2
    return part + np.where(part >= 0, buyers.lacks_attention, 0)


def sums_of(part: Whole, amounts: Floats) -> Floats:
    """The sums of the amounts in each part."""
    there = part >= 0
    return np.bincount(part[there], amounts[there], minlength=2 * TENTHS).astype(np.float64)


def value_parts(part: Whole, totals: Floats, sampled: Floats, draws: Floats, *, is_money: bool) -> ValueParts:
    """The tenths with their intervals.

    part: as `parts_of` gives it. totals: of the parts, of all customers; sampled: of those to whom the model was
    fitted; draws: the latter under other parameters, shape (parts, draws).
    """
    counts = np.bincount(part[part >= 0], minlength=2 * TENTHS).reshape(TENTHS, 2)
    spread = draws.reshape(TENTHS, 2, -1)
    whole, fitted = totals.reshape(TENTHS, 2), sampled.reshape(TENTHS, 2)
    return ValueParts(
        part=part,
        customers=counts.sum(axis=1),
        silent=counts[:, 1],
        ahead=tuple(
            _estimate(int(counts[at].sum()), whole[at].sum(), fitted[at].sum(), spread[at].sum(axis=0))
            for at in range(TENTHS)
        ),
        silent_ahead=tuple(
            _estimate(int(counts[at, 1]), whole[at, 1], fitted[at, 1], spread[at, 1]) for at in range(TENTHS)
        ),
        attention=_estimate(int(counts[:, 1].sum()), whole[:, 1].sum(), fitted[:, 1].sum(), spread[:, 1].sum(axis=0)),
        is_money=is_money,
    )


def _estimate(customers: int, total: float, fitted: float, draws: Floats) -> Estimate:
    """The sum of a part with its interval; of a sample the spread is taken in proportion."""
    if not customers:
        return NOBODY
    if not fitted:
        return CannotSay("too_few", 0)
    low, high = (np.quantile(draws, (0.025, 0.975)) * (total / fitted)).tolist()
    return Interval(float(total), low, high, customers)


def since_table(buyers: Buyers) -> Table:
    """How long ago customers bought last, where nothing is forecast: those who are not known to have left."""
    stays = ~buyers.left
    group = np.searchsorted(SINCE_DAYS, buyers.silent, side="right") - 1
    counts, silent = (
        np.bincount(group[those], minlength=len(SINCE_DAYS)).tolist() for those in (stays, buyers.lacks_attention)
    )
    return Table(
        "value_since",
        (
            Column("bought_last", "text", list(BOUGHT_LAST)),
            Column("customers", "count", counts),
            Column("silent_longer", "count", silent),
        ),
    )
