"""How many of those who left did so because of what is on record, and how many of those who gave a certain reason.

With aᵢ = 1 − h₀(xᵢ)/h(xᵢ) of everybody who left (`attributable`), the share of them is the mean of aᵢ. It is the
expected share of customers who would not have left in that period without the exposures, if these bring leaving about.

What somebody says depends on why they leave: with p₁ of those who left because of an exposure and p₀ of the others,

    P(says it | x) = p₀ + (p₁ − p₀) a(x)

is a straight line in a(x), fitted by least squares (p₀, p₁ kept within 0 and 1). Among those who say it the share is
p₁ · mean(a) / P(says it). Assumption: given why somebody leaves, what they say depends on nothing else in x.

The interval is the estimate ± z · σ, σ from draws: coefficients from the normal distribution of the fit, customers
resampled (Poisson weights) where p₀ and p₁ are learnt, and chance: who left because of it is, given x, as if drawn with
the probability aᵢ, which adds Σ aᵢ(1 − aᵢ)/n² (coefficients alone would leave this out: in a table of two by two the
variance of the number of exposed who would have left anyway is R₁h₀(1 + R₁/R₀); that of the odds ratio gives all of it
but this part).

Sources: S. Greenland, J. M. Robins (1988), as in `attributable`; the line is that of a mixture of two kinds of leavers
whose shares are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.attributable import attributable
from wegmarke.stats.hazard import Hazard
from wegmarke.stats.intervals import LEVEL, normal_quantile

Floats = NDArray[np.float64]

DRAWS: Final = 300
FEWEST_SAID: Final = 20
"""A share among those who said something is told of so many."""

_SAME: Final = 1e-9


def caused_shares(
    model: Hazard,
    columns: Floats,
    exposures: Sequence[int],
    said: NDArray[np.bool_],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = LEVEL,
) -> tuple[Estimate, ...]:
    """The share among all of these who left, then among those who said each of J things.

    columns: of those who left, as the model knows them, shape (n, k). exposures: the columns that can be taken away.
    said: shape (n, J). `CannotSay("too_few")` below FEWEST_SAID rows; `CannotSay("no_variation")` without exposures, or
    where nobody met one.
    """
    z = normal_quantile(level)
    counts = [len(columns), *(int(one) for one in said.sum(axis=0))]
    if not len(exposures) or not (columns[:, list(exposures)] != 0).any():
        return tuple(CannotSay("no_variation", n) for n in counts)
    if len(columns) < FEWEST_SAID:
        return tuple(CannotSay("too_few", n, FEWEST_SAID) for n in counts)
    rng = np.random.default_rng(seed)
    spoken = said.astype(np.float64)
    each = attributable(model, columns, exposures).sum(axis=1)
    value, by_saying = _shares(each, spoken, np.ones(len(each)))
    spread = np.empty((draws, len(counts)))
    for draw, coefficients in enumerate(model.drawn(rng, draws)):
        other = attributable(replace(model, coefficients=coefficients), columns, exposures).sum(axis=1)
        spread[draw] = _shares(other, spoken, rng.poisson(1.0, len(each)).astype(np.float64))[0]
        spread[draw, 0] = other.mean()
    chance = [_chance(each), *(_chance(by_saying[:, j], spoken[:, j] > 0) for j in range(spoken.shape[1]))]
    half = z * np.sqrt(spread.var(axis=0) + np.array(chance))
    return tuple(
        Interval(float(value[at]), float(value[at] - half[at]), float(value[at] + half[at]), n, level)
        if n >= FEWEST_SAID
        else CannotSay("too_few", n, FEWEST_SAID)
        for at, n in enumerate(counts)
    )


def _shares(each: Floats, said: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Shares among all and among those who said each thing; and of every row and thing, the share if it was said."""
    total = weight.sum()
    mean, often = float(weight @ each) / total, (weight @ said) / total
    apart = each - mean
    spread = float(weight @ np.square(apart))
    slope = (weight * apart) @ (said - often) / spread if spread > _SAME else np.zeros(said.shape[1])
    without, with_it = np.clip(often - slope * mean, 0, 1), np.clip(often + slope * (1 - mean), 0, 1)
    inside = np.clip(each, 0, 1)[:, None]
    either = inside * with_it + (1 - inside) * without
    rows = np.divide(inside * with_it, either, out=np.zeros_like(either), where=either > _SAME)
    shares = np.divide(with_it * mean, often, out=np.zeros_like(often), where=often > 0)
    return np.append(mean, np.minimum(shares, 1.0)), rows


def _chance(each: Floats, which: NDArray[np.bool_] | None = None) -> float:
    one = np.clip(each if which is None else each[which], 0, 1)
    return float((one * (1 - one)).sum()) / max(len(one), 1) ** 2
