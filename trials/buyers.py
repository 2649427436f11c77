"""Buyers who buy, leave and spend as the models of the question `value` say: do its intervals hold what is true?

What is to be expected depends on the histories, so every sample has a truth of its own. Estimates and intervals are
divided by it; the truth of each line is 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from trials.trial import Answer, Line
from wegmarke.model.finding import Interval
from wegmarke.questions.buyers import Buyers
from wegmarke.questions.expectation import expectation
from wegmarke.questions.value_parts import ValueParts
from wegmarke.stats.bg_nbd import BgNbd, Purchases
from wegmarke.stats.gamma_gamma import GammaGamma

KEY, TITLE = "value", "Value of customers: what buyers together are expected to do within a year, ÷ the truth"
SIZES = (300, 1000)
LINES = {
    "alive": "alive",
    "purchases": "purchases",
    "worth": "worth",
    "best": "worth of the first tenth",
    "silent": "worth of those silent for longer than ever",
}
AHEAD = 365
_DATA_DAYS, _LATEST_FIRST = 1000, 700
_NOTHING = np.empty((0, 0))
RATES = BgNbd(0.8, 120.0, 0.8, 2.5, 0.0, 0, _NOTHING)
AMOUNTS = GammaGamma(6.0, 4.0, 1500.0, 0.0, 0, _NOTHING)


@dataclass(frozen=True, slots=True)
class _Truth:
    """Expected of all, given what they did."""

    alive: float
    purchases: float
    worth: float
    best: float
    silent: float


def measured_buyers(seeds: int) -> Iterator[Line]:
    """The sums for each size of sample: of all, of the best tenth, of those who are silent for longer than ever."""
    for size in SIZES:
        answers: dict[str, list[Answer]] = {}
        for seed in range(seeds):
            made = drawn(np.random.default_rng([seed, size]), size)
            found = expectation(made, AHEAD)
            truth = _truth(made, found.parts)
            parts = found.parts if found.parts is not None and found.parts.is_money else None
            for name, estimate in (
                ("alive", found.all_alive),
                ("purchases", found.all_purchases),
                ("worth", found.all_worth),
                ("best", found.all_worth if parts is None else parts.ahead[0]),
                ("silent", found.all_worth if parts is None else parts.attention),
            ):
                true = getattr(truth, name)
                if isinstance(estimate, Interval):
                    parts = estimate.value / true, estimate.low / true, estimate.high / true
                    estimate = Interval(*parts, estimate.n)  # noqa: PLW2901 - the same in another unit
                answers.setdefault(name, []).append(estimate)
        for name, line in answers.items():
            yield _line(f"{LINES[name]}, {size:,} buyers", line, size)


def drawn(rng: np.random.Generator, customers: int) -> Buyers:
    """Customers of the model, the first purchase at any day of the first 700 of 1,000."""
    rate, leaves = rng.gamma(RATES.r, 1 / RATES.alpha, customers), rng.beta(RATES.a, RATES.b, customers)
    first = rng.integers(0, _LATEST_FIRST, customers)
    repeats, last, at, longest = np.zeros(customers, np.int64), *np.zeros((3, customers))
    stays = np.ones(customers, bool)
    while stays.any():
        at += rng.exponential(1 / rate)
        stays &= at <= _DATA_DAYS - first
        repeats[stays] += 1
        longest[stays] = np.maximum(longest[stays], at[stays] - last[stays])
        last[stays] = at[stays]
        stays &= rng.random(customers) > leaves
    purchases = repeats + 1
    scale = rng.gamma(AMOUNTS.q, 1 / AMOUNTS.v, customers)
    money = np.round(rng.gamma(AMOUNTS.p * purchases, 1 / scale)).astype(np.int64)
    none = np.zeros(customers, np.int64)
    return Buyers(
        partition=none,
        place=none,
        number=np.arange(customers),
        purchases=purchases,
        first=first,
        last=first + np.round(last).astype(np.int64),
        last_seconds=none,
        longest=np.round(longest).astype(np.int64),
        priced=purchases,
        money=money,
        left=none > 0,
        end=_DATA_DAYS,
    )


def _truth(made: Buyers, parts: ValueParts | None) -> _Truth:
    """What is to be expected under the parameters themselves; of the parts as the answer divides them."""
    repeats = (made.purchases - 1).astype(np.float64)
    history = Purchases(repeats, (made.last - made.first) * 1.0, (made.end - made.first) * 1.0)
    ahead = RATES.expected(history, float(AHEAD))
    each = AMOUNTS.expected(made.priced * 1.0, made.money / made.priced)
    worth = ahead * each
    best, silent = (True, True) if parts is None else (parts.part // 2 == 0, parts.part % 2 == 1)
    return _Truth(
        alive=float(RATES.alive(history)[repeats > 0].sum()),
        purchases=float(ahead.sum()),
        worth=float(worth.sum()),
        best=float(worth.sum(where=best)),
        silent=float(worth.sum(where=silent)),
    )


def _line(name: str, answers: list[Answer], size: int) -> Line:
    said = [one for one in answers if isinstance(one, Interval)]
    return Line(
        trial=KEY,
        title=TITLE,
        scenario="buyers",
        line=name,
        source="parameters",
        people=size,
        truth=1.0,
        asked=len(answers),
        said=len(said),
        covered=sum(one.low <= 1 <= one.high for one in said),
        mean_value=float(np.mean([one.value for one in said])),
        mean_width=float(np.mean([one.high - one.low for one in said])),
    )
