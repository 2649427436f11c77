"""Which ways did customers take? The paths (variants): journeys with exactly the same touchpoints in the same order.

The share of a path is taken of all journeys asked for, those on paths not shown included. Outcome rate = journeys won /
journeys decided (all but the open ones), with Wilson's interval, which takes the journeys of a path as independent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.summaries.journeys import CountVariants, DescribeVariants, lines_of
from wegmarke.model.evidence import Behind
from wegmarke.model.finding import CannotSay, Column, Finding, Sentence, Table
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.questions.few import where_enough
from wegmarke.stats.wilson import wilson_array

DEFAULT_TOP = 100
MANY = 1 << 16
"""Paths with more journeys than this are few enough to be sorted."""
LONGEST_WRITTEN = 900
MOST_WRITTEN = 8_000
"""A path of more touchpoints, or of more characters, does not fit into a filter expression beside other conditions
(`model.filter` limits both), so its number has no link.
"""
OPEN, WON = OUTCOME_NAMES.index("open"), OUTCOME_NAMES.index("won")


@dataclass(frozen=True, slots=True)
class Paths:
    """The commonest paths (P) by falling journeys.

    paths: touchpoint codes of each. journeys, customers: shape (P,). share of all journeys. outcomes: shape (P, 5)
    in the order of OUTCOME_NAMES. won_share, won_low, won_high: of the decided journeys, NaN where too few are.
    all_paths, all_journeys: shown and hidden.
    """

    touchpoints: tuple[Touchpoint, ...]
    paths: tuple[tuple[int, ...], ...]
    journeys: NDArray[np.int64]
    customers: NDArray[np.int64]
    share: NDArray[np.float64]
    outcomes: NDArray[np.int64]
    won_share: NDArray[np.float64]
    won_low: NDArray[np.float64]
    won_high: NDArray[np.float64]
    all_paths: int
    all_journeys: int
    filter: str

    @property
    def hidden_journeys(self) -> int:
        """How many journeys took paths that are not shown."""
        return self.all_journeys - int(self.journeys.sum())

    def tables(self) -> tuple[Table, ...]:
        """One line a path."""
        keys = [touchpoint.key for touchpoint in self.touchpoints]
        behind = Behind(self.filter, [_condition(path, keys) for path in self.paths])
        columns = [
            Column("path", "text", [" → ".join(self.touchpoints[code].label for code in path) for path in self.paths]),
            Column("length", "count", [len(path) for path in self.paths]),
            Column("journeys", "count", self.journeys.tolist(), behind),
            Column("customers", "count", self.customers.tolist(), behind, "customers"),
            Column("share", "share", self.share.tolist()),
        ]
        for name, place in (("won", WON), ("lost", OUTCOME_NAMES.index("lost")), ("open", OPEN)):
            evidence = behind.also(f"outcome = {name}")
            columns.append(Column(name, "count", self.outcomes[:, place].tolist(), evidence))
        for key, values in (("won_share", self.won_share), ("won_low", self.won_low), ("won_high", self.won_high)):
            columns.append(Column(key, "share", [None if np.isnan(value) else float(value) for value in values]))
        return (Table("paths", tuple(columns)),)


def _condition(path: tuple[int, ...], keys: list[str]) -> str | None:
    """The path as a condition; None for one too long to be written in the filter language."""
    if len(path) > LONGEST_WRITTEN:
        return None
    text = f"path({', '.join(keys[code] for code in path)})"
    return text if len(text) <= MOST_WRITTEN else None


def paths(asked: Asked, *, top: int = DEFAULT_TOP) -> Finding[Paths]:
    """The `top` commonest paths of the journeys asked for; ties by the path's place in the index, which does not
    depend on threads.
    """
    totals = asked.totals()
    basis = asked.basis(totals)
    if totals.journeys == 0:
        return Finding("paths", (Sentence("paths.empty"),), CannotSay("empty_group", 0, 1), basis, "paths")
    index = asked.index
    counts = asked.run(CountVariants(asked.selection, len(index.variants)))
    chosen = _largest(counts, top, index.variants.path)
    described = asked.run(DescribeVariants(asked.selection, lines_of(chosen, len(index.variants)), len(chosen)))
    decided = described.outcomes.sum(axis=1) - described.outcomes[:, OPEN]
    won = wilson_array(described.outcomes[:, WON], decided)
    result = Paths(
        touchpoints=index.touchpoints,
        paths=tuple(tuple(index.path(int(code)).tolist()) for code in chosen),
        journeys=counts[chosen],
        customers=described.customers,
        share=counts[chosen] / totals.journeys,
        outcomes=described.outcomes,
        won_share=where_enough(won.value, decided),
        won_low=where_enough(won.low, decided),
        won_high=where_enough(won.high, decided),
        all_paths=int(np.count_nonzero(counts)),
        all_journeys=totals.journeys,
        filter=asked.selection.text,
    )
    first: dict[str, object] = {
        "paths": result.all_paths,
        "journeys": totals.journeys,
        "share": float(result.share[0]),
        "first": int(result.journeys[0]),
        "path": " → ".join(index.touchpoints[code].label for code in result.paths[0][:6])
        + (" …" if len(result.paths[0]) > 6 else ""),
    }
    shown = Sentence(
        "paths.shown", {"shown": len(chosen), "share": float(result.share.sum()), "hidden": result.hidden_journeys}
    )
    assumptions = ("independent_journeys",) if totals.journeys != totals.customers else ()
    return Finding("paths", (Sentence("paths.extent", first), shown), result, basis, "paths", assumptions=assumptions)


def _largest(counts: NDArray[np.int64], top: int, path: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The codes of the `top` largest counts above zero, falling; equal ones by the hash of their path."""
    top = max(top, 1)
    # How many paths have 0, 1, 2, … journeys tells from which count on they are among the top; a partial sort of so
    # many equal counts would take fifty times as long.
    by_count = np.bincount(np.minimum(counts, MANY), minlength=2)
    at_least = by_count[::-1].cumsum()[::-1]
    least = max(int(np.count_nonzero(at_least >= top)) - 1, 1)
    candidates = np.flatnonzero(counts >= least)
    order = np.lexsort((path[candidates], -counts[candidates]))
    return candidates[order][:top].astype(np.int64)
