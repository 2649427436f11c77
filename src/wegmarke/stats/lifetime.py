"""What a customer is worth who stays with the same probability every period, and how much it moves with each part.

With a margin m a period, a retention r (the share that stays from one period to the next) and a discount i a period,

    V = Σ m rᵗ/(1+i)ᵗ  for t = 1, 2, …  =  m r / (1+i−r)

so retention is compounded: who stays with r a month stays a year with r¹², never with 12 r. One percent more of each
part moves V by its elasticity in percent: retention (1+i)/(1+i−r), margin 1, discount −i/(1+i−r).

Assumptions: retention and margin are the same in every period and for all; a margin comes at the end of a period, of
who is still there. Customers who differ stay longer than this says (`stats/contracts.py`).

Source: S. Gupta, D. Lehmann, J. Stuart (2004), Valuing customers, Journal of Marketing Research 41(1), 7-18.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def lifetime_value(margin: float, retention: float, discount: float) -> float:
    """V without end, in the unit of the margin. ValueError unless 0 ≤ retention ≤ 1, discount ≥ 0 and not both ends."""
    _check(retention, discount)
    return margin * retention / (1 + discount - retention)


def elasticity_to_retention(retention: float, discount: float) -> float:
    """By how many percent V rises with one percent (not one point) more retention."""
    _check(retention, discount)
    return (1 + discount) / (1 + discount - retention)


def elasticity_to_margin() -> float:
    """By how many percent V rises with one percent more margin: one, whatever the rest."""
    return 1.0


def elasticity_to_discount(retention: float, discount: float) -> float:
    """By how many percent V changes with one percent (not one point) more discount: below zero."""
    _check(retention, discount)
    return -discount / (1 + discount - retention)


def margins_ahead(retention: ArrayLike, discount: float, periods: int) -> NDArray[np.float64]:
    """How many margins of today a customer brings within `periods`: Σ rᵗ/(1+i)ᵗ for t = 1 … periods; an array's shape.

    ValueError unless every retention lies in 0 … 1, discount ≥ 0 and periods ≥ 0.
    """
    stays = np.asarray(retention, dtype=np.float64)
    if not bool(np.all((stays >= 0) & (stays <= 1))) or discount < 0 or periods < 0:
        raise ValueError("retention must lie between 0 and 1; discount and periods must not be negative")
    q = stays / (1 + discount)
    certain = q == 1
    with np.errstate(divide="ignore"):
        # 1 − qᵀ without the loss of digits near q = 1.
        gone = -np.expm1(periods * np.log(q)) if periods else np.zeros_like(q)
    return np.where(certain, float(periods), q * gone / np.where(certain, 1.0, 1 - q))


def _check(retention: float, discount: float) -> None:
    if not 0 <= retention <= 1 or discount < 0 or retention == 1 + discount:
        raise ValueError("retention must lie between 0 and 1, discount must not be negative, and one must be inside")
