"""Which share of a hazard goes back to which exposure: the evidenced part of why somebody left.

Of a row with the hazard h, and h₀ with all exposures taken away (their columns at 0, the rest as it is), the exposures
together account for 1 − h₀/h. It is shared out after Aumann and Shapley: all exposures are taken away together, bit by
bit, and each answers for what the hazard loses by its own part. For a logit that is in closed form

    a_k = β_k x_k · φ(Δ),   Δ = Σ_k β_k x_k,   φ(Δ) = (1 − h₀) · (1 − e^−Δ) / Δ    (1 − h₀ where Δ = 0)

so that Σ a_k = 1 − h₀/h exactly, equal exposures get equal shares, and no order has to be chosen. What protects has a
negative share. φ is always positive: a share has the sign of its coefficient.

A share of the hazard is not the probability that this exposure was the reason, nor what would be saved without it;
it says how much of the readiness to leave goes along with it, given the other columns.

The mean over many rows has an interval from coefficients drawn from the normal distribution of the fit (seeded), with
the rows as they are: it speaks of these customers, not of others.

Sources: R. J. Aumann, L. S. Shapley (1974), Values of Non-Atomic Games; E. J. Friedman (2004), Paths and consistency in
additive cost sharing, International Journal of Game Theory 32, 501-518; S. Greenland, J. M. Robins (1988), Conceptual
problems in the definition and interpretation of attributable fractions, American Journal of Epidemiology 128,
1185-1197; G. E. Eide, O. Gefeller (1995), Sequential and average attributable fractions as aids in the selection of
preventive strategies, Journal of Clinical Epidemiology 48, 645-655.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, exprel

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.alike_rows import Alike, alike
from wegmarke.stats.hazard import Hazard
from wegmarke.stats.intervals import LEVEL, check_level
from wegmarke.stats.tall_products import times

Floats = NDArray[np.float64]

DRAWS: Final = 1000
FEWEST_ROWS: Final = 5
"""A mean share is told of so many rows."""

_FAR: Final = 500.0


def attributable(model: Hazard, columns: Floats, exposures: Sequence[int]) -> Floats:
    """The share of each exposure in the hazard of each row: shape (n, number of exposures).

    columns: rows as the model knows them (n, k). exposures: which of the columns can be taken away.
    """
    return _shares(model.coefficients, columns, np.array(exposures, dtype=np.intp))


def mean_attributable(
    model: Hazard,
    columns: Floats,
    groups: Sequence[Sequence[int]],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = LEVEL,
) -> tuple[Estimate, ...]:
    """The mean share of each group of exposures over these rows (of those who left, say), with its interval.

    groups: exclusive groups of columns; all that stand in one are taken away together. An answer a group, then one for
    all of them. `CannotSay("too_few")` below FEWEST_ROWS rows; `CannotSay("no_variation")` where the group is 0 in all
    rows or its columns were constant in the model: its share is then not estimated. ValueError where groups overlap.
    """
    check_level(level)
    exposures = [column for group in groups for column in group]
    if len(set(exposures)) < len(exposures):
        raise ValueError("a column stands in two groups")
    if len(columns) < FEWEST_ROWS:
        return (CannotSay("too_few", len(columns), FEWEST_ROWS),) * (len(groups) + 1)
    member = np.zeros((len(exposures), len(groups) + 1))
    member[:, -1] = 1.0
    for place, group in enumerate(groups):
        member[[exposures.index(column) for column in group], place] = 1.0
    same = alike(columns)
    chosen = np.array(exposures, dtype=np.intp)
    value = _mean(model.coefficients, same, chosen) @ member
    others = model.drawn(np.random.default_rng(seed), draws)
    spread = np.array([_mean(one, same, chosen) for one in others]) @ member
    low, high = np.quantile(spread, [0.5 - level / 2, 0.5 + level / 2], axis=0)
    told = (model.varies[chosen] & (columns[:, chosen] != 0).any(axis=0)) @ member > 0
    return tuple(
        Interval(float(value[place]), float(low[place]), float(high[place]), len(columns), level)
        if told[place]
        else CannotSay("no_variation", len(columns))
        for place in range(len(groups) + 1)
    )


def _shares(coefficients: Floats, columns: Floats, exposures: NDArray[np.intp]) -> Floats:
    parts = columns[:, exposures] * coefficients[1 + exposures]
    together = parts.sum(axis=1)
    without = expit(coefficients[0] + times(columns, coefficients[1:]) - together)
    # Beyond this, eˣ ends: such coefficients are drawn only where a column tells the outcome perfectly.
    found: Floats = parts * ((1 - without) * exprel(np.clip(-together, -_FAR, _FAR)))[:, None]
    return found


def _mean(coefficients: Floats, same: Alike, exposures: NDArray[np.intp]) -> Floats:
    counts = np.bincount(same.own, minlength=len(same.rows))
    found: Floats = np.einsum("i,ij->j", counts, _shares(coefficients, same.rows, exposures)) / len(same.own)
    return found
