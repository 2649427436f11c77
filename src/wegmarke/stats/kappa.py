"""How far two coders agree beyond chance: Cohen's κ, with an interval that has width even where they always agree.

    κ = (pₒ − pₑ) / (1 − pₑ),   pₒ = Σ pᵢᵢ,   pₑ = Σ pᵢ. p.ᵢ

The variance v of κ is that of Fleiss, Cohen and Everitt. κ ± z√v fails near κ = 1 (no width where all codes agree) and
for rare categories. So v is read as the variance of a share: it says as how many independent codes the n count,
n' = pₒ(1 − pₒ) / (v (1 − pₑ)²), at most n; Wilson's limits of pₒ with n' are put into the formula of κ. Near κ = 0 with
a rare category it holds more than it claims.

Where an item may have several codes, every category is a question of its own (named or not).

Sources: J. Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20,
37-46; J. L. Fleiss, J. Cohen, B. S. Everitt (1969), Large sample standard errors of kappa and weighted kappa,
Psychological Bulletin 72, 323-327.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.intervals import LEVEL, normal_quantile
from wegmarke.stats.wilson import score_limits

FEWEST: Final = 30
"""With fewer items that both have coded, κ says nothing that one would act on."""

_NO_SPREAD: Final = 1e-12


def kappa(codes: ArrayLike, level: float = LEVEL) -> Estimate:
    """From counts of shape (K, K): how many items the first coder put into the row and the second into the column.

    `CannotSay("too_few")` below FEWEST items, `"no_variation"` where both put all into one category (chance agrees as
    often). ValueError for another shape and what are no counts.
    """
    z = normal_quantile(level)
    counts = np.asarray(codes, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or not bool(np.all((counts >= 0) & np.isfinite(counts))):
        raise ValueError(f"codes must be counts of the shape (K, K), not {counts.shape}")
    n = round(float(counts.sum()))
    if n < FEWEST:
        return CannotSay("too_few", n, FEWEST)
    shares = counts / n
    first, second = shares.sum(axis=1), shares.sum(axis=0)
    agreed, by_chance = float(np.trace(shares)), float(first @ second)
    beyond = 1 - by_chance
    if beyond < _NO_SPREAD:
        return CannotSay("no_variation", n)
    value = (agreed - by_chance) / beyond
    spread = agreed * (1 - agreed)
    variance = kappa_variance(shares, value) * beyond**2 / n
    as_many = min(n, spread / variance) if variance > _NO_SPREAD * spread > 0 else n
    low, high = score_limits(np.array(agreed), np.array(float(as_many)), z)
    return Interval(value, max(-1.0, (float(low) - by_chance) / beyond), (float(high) - by_chance) / beyond, n, level)


def kappa_variance(shares: NDArray[np.float64], value: float) -> float:
    """The n-fold large-sample variance of κ, from the shares of the table (they sum to 1) and κ itself."""
    first, second = shares.sum(axis=1), shares.sum(axis=0)
    by_chance, apart = float(first @ second), 1 - value
    same = np.diag(shares)
    agreeing = float(same @ np.square(1 - (first + second) * apart))
    # Of an item in row i and column j: how often the second coder names i and the first names j.
    crossed = shares * np.square(second[:, None] + first[None, :])
    differing = apart**2 * float(crossed.sum() - np.trace(crossed))
    return (agreeing + differing - (value - by_chance * apart) ** 2) / (1 - by_chance) ** 2


def kappa_by_category(first: ArrayLike, second: ArrayLike, level: float = LEVEL) -> tuple[Estimate, ...]:
    """For items that may have several codes: κ of each of K categories, named or not.

    first, second: what each coder named, truth values of shape (items, K). `CannotSay` as `kappa`, so `"no_variation"`
    for a category that both never or always named. ValueError where the shapes differ.
    """
    named, again = np.asarray(first, dtype=bool), np.asarray(second, dtype=bool)
    if named.ndim != 2 or named.shape != again.shape:
        raise ValueError(f"both coders need the shape (items, K), not {named.shape} and {again.shape}")
    both = (named & again).sum(axis=0)
    only_first, only_second = named.sum(axis=0) - both, again.sum(axis=0) - both
    neither = len(named) - both - only_first - only_second
    tables = np.stack([both, only_first, only_second, neither], axis=1).reshape(-1, 2, 2)
    return tuple(kappa(table, level) for table in tables)
