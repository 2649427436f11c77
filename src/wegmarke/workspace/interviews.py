"""Who of the customers may be contacted with a question: nobody on the suppression list, nobody who objected."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.identity.customers import Customers
from wegmarke.identity.households import Households
from wegmarke.index.index import Index
from wegmarke.model.consent import Purpose
from wegmarke.workspace.suppression import RecordedObjections, load_suppression, suppressed

PURPOSES: Final[tuple[Purpose, ...]] = ("advertising", "analysis")
"""Who objects to one of these is not asked: a question to a customer counts as advertising, its answer is analysed."""


def may_be_asked(folder: Path, index: Index, customers: Customers, numbers: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Of each of these customers whether they may be contacted, as rules and objections are now."""
    objections, rules = RecordedObjections(folder, customers), load_suppression(folder)
    by_household = any(rule.on and rule.by == "household" for rule in rules.rules)
    kept = suppressed(index, rules, objections, Households(customers).numbers() if by_household else None)
    objects = [any(objections.objects(number, purpose) for purpose in PURPOSES) for number in numbers.tolist()]
    free: NDArray[np.bool_] = ~np.isin(numbers, kept.numbers) & ~np.array(objects, np.bool_)
    return free
