"""Answers weighted so that who answered looks like those one wants to speak of, and what the weighting costs.

Raking: every answer gets a weight, the product of a factor for each trait (age, region, …), such that for each trait
the weighted shares of its categories are those that are known. The factors are found by fitting one trait after the
other until none changes. Weights are scaled to the mean 1. Kish's design effect says what unequal weights cost,

    deff = n Σw² / (Σw)²,   effective n = n / deff

and counts scaled to the effective n go into the methods for counts (`wegmarke.stats.nps`). It takes the weights as
given and unrelated to the answers: where the traits explain the answers, the interval is wider than it need be.
Weighting mends nothing that the traits do not show.

Sources: W. E. Deming, F. F. Stephan (1940), On a least squares adjustment of a sampled frequency table, Annals of
Mathematical Statistics 11, 427-444; L. Kish (1965), Survey Sampling, 11.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegmarke.model.finding import CannotSay

_ROUNDS: Final = 1000
_NEAR: Final = 1e-10
"""So near every weighted share must come to the known one."""


@dataclass(frozen=True, slots=True)
class Trait:
    """What is known of a trait: of each answer the category, shape (n,), coded from 0, and the known share of each of K
    categories, shape (K,); the shares sum to 1.
    """

    category: NDArray[np.int64]
    share: NDArray[np.float64]


def raking(traits: Sequence[Trait]) -> NDArray[np.float64] | CannotSay:
    """A weight for each answer, shape (n,), with the mean 1.

    `CannotSay("empty_group")` where nobody of a category answered that there is (n: answers): leave it out of what is
    spoken of, or join it to another. `CannotSay("not_identified")` where no weights fit all traits. ValueError for
    shapes, codes and shares that cannot be.
    """
    n = _checked(traits)
    if n == 0:
        return CannotSay("empty_group", 0)
    for trait in traits:
        answered = np.bincount(trait.category, minlength=len(trait.share))
        if bool(np.any((answered == 0) & (trait.share > 0))):
            return CannotSay("empty_group", n)
    weights = np.full(n, 1 / n)
    for _ in range(_ROUNDS):
        for trait in traits:
            found = np.bincount(trait.category, weights, len(trait.share))
            factor = np.divide(trait.share, found, out=np.zeros_like(found), where=found > 0)
            weights = weights * factor[trait.category]
        if all(_apart(trait, weights) < _NEAR for trait in traits):
            return weights * n
    return CannotSay("not_identified", n)


def design_effect(weights: ArrayLike) -> float:
    """Kish's: 1 for equal weights, 2 where the weighting costs half of the answers. ValueError unless some are positive
    and none is negative.
    """
    each = np.asarray(weights, dtype=np.float64)
    if not (bool(np.all((each >= 0) & np.isfinite(each))) and each.sum() > 0):
        raise ValueError("weights must be finite, none negative and some positive")
    return float(each.size * np.square(each).sum() / each.sum() ** 2)


def effective_counts(category: ArrayLike, weights: ArrayLike, categories: int) -> NDArray[np.float64]:
    """How many answers of each category the weighted ones are worth: shape (categories,), summing to the effective n.

    category: of each answer, coded from 0.
    """
    each = np.asarray(weights, dtype=np.float64)
    counted = np.bincount(np.asarray(category, dtype=np.int64), each, categories)
    return np.asarray(counted / counted.sum() * (each.size / design_effect(each)), dtype=np.float64)


def _apart(trait: Trait, weights: NDArray[np.float64]) -> float:
    return float(np.abs(np.bincount(trait.category, weights, len(trait.share)) - trait.share).max())


def _checked(traits: Sequence[Trait]) -> int:
    """How many answers there are."""
    if not traits:
        raise ValueError("raking needs a trait")
    n = len(traits[0].category)
    for trait in traits:
        if len(trait.category) != n:
            raise ValueError("every trait needs a category for each answer")
        if n and not 0 <= trait.category.min() <= trait.category.max() < len(trait.share):
            raise ValueError("categories must be codes of the known shares")
        if not bool(np.all(trait.share >= 0)) or abs(float(trait.share.sum()) - 1) > _NEAR:
            raise ValueError("known shares must sum to 1")
    return n
