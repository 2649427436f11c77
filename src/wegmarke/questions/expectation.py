"""What is to be expected of customers who bought: each, and all together with an interval."""

from __future__ import annotations

from dataclasses import dataclass, fields
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.questions.buyers import Buyers
from wegmarke.questions.remembered import Remembered
from wegmarke.questions.value_parts import TENTHS, ValueParts, parts_of, sums_of, value_parts
from wegmarke.stats.bg_nbd import BgNbd, Purchases, bg_nbd
from wegmarke.stats.gamma_gamma import GammaGamma, gamma_gamma

MOST_FITTED = 20_000
"""Of more buyers a sample is fitted; what is told is of all."""

_REMEMBERED = 4
_DRAWS = 200
_SEED = 1
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Expectation:
    """Arrays of shape (buyers,), NaN where nothing is said; then the sums, with the interval of the expectation.

    alive: of those who bought again and are not known to have left. purchases, worth (minor units): within the horizon;
    0 for who is known to have left. fitted: to how many buyers the models were fitted. parts: where it lies, None where
    nothing is expected.
    """

    alive: Floats
    purchases: Floats
    worth: Floats
    all_alive: Estimate
    all_purchases: Estimate
    all_worth: Estimate
    fitted: int
    parts: ValueParts | None = None


_LAST: Remembered[Expectation] = Remembered(_REMEMBERED)
"""Another page or order of a list asks the same again."""


def expectation(buyers: Buyers, days: int) -> Expectation:
    """Fit the models, and look `days` ahead. Where none can be fitted, all three sums say why not."""
    key = _digest(buyers, days)
    found = _LAST.get(key)
    if found is None:
        found = _worked_out(buyers, days)
        _LAST.put(key, found)
    return found


def _digest(buyers: Buyers, days: int) -> bytes:
    """Of all that the answer is told from, in its order."""
    digest = blake2b(f"{len(buyers)} {days} {buyers.end} {MOST_FITTED}".encode())
    for one in fields(Buyers):
        if one.name != "end":
            digest.update(np.ascontiguousarray(getattr(buyers, one.name)).data)
    return digest.digest()


def _worked_out(buyers: Buyers, days: int) -> Expectation:
    history = Purchases(
        (buyers.purchases - 1).astype(np.float64),
        (buyers.last - buyers.first).astype(np.float64),
        (buyers.end - buyers.first).astype(np.float64),
    )
    rng = np.random.default_rng(_SEED)
    sample = np.arange(len(buyers))
    if len(buyers) > MOST_FITTED:
        sample = np.sort(rng.choice(sample, MOST_FITTED, replace=False))
    model = bg_nbd(history.of(sample))
    nothing = np.full(len(buyers), np.nan)
    if isinstance(model, CannotSay):
        return Expectation(nothing, nothing, nothing, model, model, model, len(sample))
    priced, mean = buyers.priced.astype(np.float64), buyers.money / np.maximum(buyers.priced, 1)
    amounts = gamma_gamma(priced[sample], mean[sample])
    alive = np.where((buyers.purchases > 1) & ~buyers.left, model.alive(history), np.nan)
    purchases = np.where(buyers.left, 0.0, model.expected(history, float(days)))
    worth = nothing if isinstance(amounts, CannotSay) else purchases * amounts.expected(priced, mean)
    is_money = not isinstance(amounts, CannotSay)
    expected = worth if is_money else purchases
    part = parts_of(buyers, expected)
    draws = _Draws(rng, history.of(sample), float(days), part[sample], priced[sample], mean[sample])
    sums, by_part = draws.of(model, amounts)
    totals = [float(np.nansum(alive)), float(purchases.sum()), float(worth.sum())]
    there = [float(np.nansum(alive[sample])), float(purchases[sample].sum()), float(worth[sample].sum())]
    all_alive, all_purchases, all_worth = (
        _with_interval(total, spread * (total / here if here else 1.0), len(buyers))
        for total, here, spread in zip(totals, there, sums, strict=True)
    )
    told = amounts if isinstance(amounts, CannotSay) else all_worth
    parts = value_parts(
        part, sums_of(part, expected), sums_of(part[sample], expected[sample]), by_part, is_money=is_money
    )
    return Expectation(alive, purchases, worth, all_alive, all_purchases, told, len(sample), parts)


@dataclass(frozen=True, slots=True)
class _Draws:
    """The sums under other parameters that the data would hardly tell from the best ones, over a sample of buyers."""

    rng: np.random.Generator
    history: Purchases
    days: float
    part: NDArray[np.int64]
    priced: Floats
    mean: Floats

    def of(self, model: BgNbd, amounts: GammaGamma | CannotSay) -> tuple[Floats, Floats]:
        """Still customers, purchases and worth, shape (3, draws); then worth (else purchases) by part."""
        histories, own = self.history.alike()
        stays = self.part >= 0
        stay = np.bincount(own[stays], minlength=len(histories)).astype(np.float64)
        again = stay * (histories.repeats > 0)
        found, by_part = np.full((3, _DRAWS), np.nan), np.empty((2 * TENTHS, _DRAWS))
        prices: list[GammaGamma] = [] if isinstance(amounts, CannotSay) else amounts.drawn(self.rng, _DRAWS)
        for place, other in enumerate(model.drawn(self.rng, _DRAWS)):
            ahead = other.expected(histories, self.days)
            found[0, place], found[1, place] = again @ other.alive(histories), stay @ ahead
            each = ahead[own]
            if prices:
                each = each * prices[place].expected(self.priced, self.mean)
                found[2, place] = each @ stays
            by_part[:, place] = sums_of(self.part, each)
        return found, by_part


def _with_interval(total: float, draws: Floats, n: int) -> Interval:
    low, high = np.quantile(draws, (0.025, 0.975)).tolist()
    return Interval(total, low, high, n)
