"""Customer satisfaction: the share of answers in the top two boxes, with Wilson's interval, and the difference of two.

The formulas are those of `wegmarke.stats.wilson` and `wegmarke.stats.newcombe`; here scores of few answers are
suppressed.
"""

from __future__ import annotations

from wegmarke.model.finding import CannotSay, Estimate
from wegmarke.stats.intervals import FEWEST_ANSWERS, LEVEL, Difference
from wegmarke.stats.newcombe import newcombe
from wegmarke.stats.wilson import wilson


def csat(satisfied: int, n: int, level: float = LEVEL) -> Estimate:
    """The share satisfied / n; `CannotSay("too_few")` below FEWEST_ANSWERS. ValueError unless 0 ≤ satisfied ≤ n."""
    told = wilson(satisfied, n, level)
    return CannotSay("too_few", n, FEWEST_ANSWERS) if n < FEWEST_ANSWERS else told


def csat_difference(
    first_satisfied: int, first_n: int, second_satisfied: int, second_n: int, level: float = LEVEL
) -> Difference | CannotSay:
    """First share minus second share of independent groups; `CannotSay("too_few")` where a group has less than
    FEWEST_ANSWERS (n is the smaller group).
    """
    told = newcombe(first_satisfied, first_n, second_satisfied, second_n, level)
    fewer = min(first_n, second_n)
    return CannotSay("too_few", fewer, FEWEST_ANSWERS) if fewer < FEWEST_ANSWERS else told
