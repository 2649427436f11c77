"""Answers in one form, so that all peers' can be compared exactly. Nothing but the standard library.

An answer is a list of rows of strings and integers, and, for attribution alone, floats. Mean times are compared as the
sum of seconds they came from (mean × n, rounded), which is exact; medians as twice the median, an integer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

Row = list[str | int | float]
Answer = list[Row]

RELATIVE = 1e-9
"""Only attribution is a solution of equations; two solvers may differ in the last digits."""


def of_map(steps: Iterable[tuple[str, str, int, float, float | None]]) -> Answer:
    """(from, to, n, mean seconds, median seconds or None) of each step."""
    return sorted(
        [a, b, int(n), round(mean * n), -1 if median is None else round(2 * median)] for a, b, n, mean, median in steps
    )


def of_paths(paths: Iterable[tuple[Sequence[str], int]], top: int) -> Answer:
    """The counts of the most frequent paths, and the paths down to the last count (there, ties decide who is in)."""
    ranked = sorted(((int(n), " > ".join(path)) for path, n in paths), reverse=True)[:top]
    last = ranked[-1][0] if ranked else 0
    counts: Answer = [["count", n] for n, _ in ranked]
    return counts + sorted([path, n] for n, path in ranked if n > last)


def of_entries(rows: Iterable[tuple[str, str, str, int]]) -> Answer:
    """("entry" or "exit", touchpoint, outcome, n)."""
    return sorted([kind, touchpoint, outcome, int(n)] for kind, touchpoint, outcome, n in rows if n)


def of_funnel(reached: Iterable[int]) -> Answer:
    """How many reached each step."""
    return [[int(n) for n in reached]]


def of_attribution(shares: Iterable[tuple[str, float]]) -> Answer:
    """(touchpoint, attributed conversions)."""
    return sorted([touchpoint, float(conversions)] for touchpoint, conversions in shares)


def difference(one: Answer, other: Answer) -> str | None:
    """None when both agree; else the first place where they do not."""
    if len(one) != len(other):
        return f"{len(one)} rows against {len(other)}"
    for mine, theirs in zip(one, other, strict=True):
        same = len(mine) == len(theirs) and all(_same(a, b) for a, b in zip(mine, theirs, strict=True))
        if not same:
            return f"{mine} against {theirs}"
    return None


def _same(one: str | float, other: str | float) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        return math.isclose(float(one), float(other), rel_tol=RELATIVE)
    return one == other
