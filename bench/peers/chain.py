"""Markov attribution from transition counts, for the peers that count but do not solve: one inverse for all removals.

The same algebra that Wegmarke uses, so that no peer loses time by solving the chain once for each touchpoint.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bench.log_words import TOUCHPOINTS


def counts_table(
    steps: list[tuple[str, str, int]], starts: dict[str, int], ends: list[tuple[str, str, int]]
) -> NDArray[np.float64]:
    """Counts of shape (K+1, K+2) from steps (from, to, n), starts and ends (touchpoint, outcome, n)."""
    number = {touchpoint: position for position, touchpoint in enumerate(TOUCHPOINTS)}
    size = len(TOUCHPOINTS)
    table = np.zeros((size + 1, size + 2))
    for before, after, n in steps:
        table[number[before], number[after]] += n
    for touchpoint, n in starts.items():
        table[size, number[touchpoint]] += n
    for touchpoint, outcome, n in ends:
        table[number[touchpoint], size if outcome == "won" else size + 1] += n
    return table


def attributed(table: NDArray[np.float64]) -> list[tuple[str, float]]:
    """(touchpoint, conversions)."""
    size = len(TOUCHPOINTS)
    shares = table / np.maximum(table.sum(axis=1), 1)[:, None]
    steps = np.linalg.inv(np.eye(size) - shares[:size, :size])
    effect = shares[size, :size] @ steps / np.diag(steps) * (steps @ shares[:size, size])
    conversions = effect / effect.sum() * table[:, size].sum()
    return list(zip(TOUCHPOINTS, conversions.tolist(), strict=True))
