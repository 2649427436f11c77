"""Is it different there? One question asked of two groups of journeys, side by side and as a difference A − B with
intervals.

For every touchpoint, step, path, entry, exit or stage: the share of each group's journeys that have it, and the
difference with its interval (Newcombe; MOVER with customers as clusters when they have several journeys or stand in
both groups) and q over all lines. For steps also the difference of mean elapsed time (Welch). Journeys may stand in
both groups (one touchpoint against all): shares then take their correlation into account and the headline says how
many; the difference of elapsed times is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.dictionaries import START
from wegmarke.index.selection import intersect
from wegmarke.index.stages import Stages
from wegmarke.index.summaries.codes import What
from wegmarke.index.summaries.journeys import CountTotals, CountVariants
from wegmarke.index.summaries.shared import CountShared
from wegmarke.index.summaries.steps import CountSteps, Presence
from wegmarke.model.evidence import Behind
from wegmarke.model.finding import CannotSay, Column, Finding, Sentence, Table
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.questions.few import FEWEST, too_few
from wegmarke.questions.funnel import FunnelAsked, funnel_of
from wegmarke.questions.shares import ShareDifferences, Shares, differences, presence, shares
from wegmarke.stats.ratio import SharedSums
from wegmarke.stats.welch import Moments, welch

CLEAR_AT = 0.05
"""A difference counts as found when its false-discovery rate is at most this."""

Compared = Literal["touchpoints", "steps", "paths", "entries", "exits", "decided_after", "funnel"]
COMPARED: tuple[Compared, ...] = ("touchpoints", "steps", "paths", "entries", "exits", "decided_after")
_COLUMN: dict[Compared, What] = {
    "touchpoints": "touchpoint",
    "steps": "step",
    "paths": "variant",
    "entries": "entry",
    "exits": "exit",
    "decided_after": "before",
    "funnel": "stage",
}


@dataclass(frozen=True, slots=True)
class ElapsedDifference:
    """Mean elapsed seconds of the steps in A and in B, and A − B with its interval; NaN where nothing can be said."""

    first: NDArray[np.float64]
    second: NDArray[np.float64]
    difference: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Lines (L), those with the largest difference first.

    codes: what each line is, touchpoint codes (one; two for a step; the path; those of a funnel's stage, and then lines
    lie in the order of the stages, `funnel` as the filter language writes it). first, second: shares of the journeys
    of A and of B.
    difference: A − B. elapsed only for steps. journeys, customers of A and B; the texts of their filters.
    """

    compared: Compared
    touchpoints: tuple[Touchpoint, ...]
    codes: tuple[tuple[int, ...], ...]
    first: Shares
    second: Shares
    difference: ShareDifferences
    elapsed: ElapsedDifference | None
    first_filter: str
    second_filter: str
    funnel: str = ""

    @property
    def clear(self) -> NDArray[np.bool_]:
        """Which lines differ by more than chance explains, at a false-discovery rate of 5 percent; shape (L,)."""
        return np.nan_to_num(self.difference.q, nan=1.0) <= CLEAR_AT

    def tables(self) -> tuple[Table, ...]:
        """One line for each thing compared."""
        joined = " | " if self.compared == "funnel" else " → "
        labels = [joined.join(self.touchpoints[code].label for code in codes) for codes in self.codes]
        if self.compared == "funnel":
            conditions = [f"reached({stage}, {self.funnel})" for stage in range(1, len(self.codes) + 1)]
        else:
            conditions = [self.condition(codes) for codes in self.codes]
        columns = [Column("what", "text", labels)]
        for name, made, text in (("a", self.first, self.first_filter), ("b", self.second, self.second_filter)):
            behind = Behind(text, conditions)
            columns.append(Column(f"journeys_{name}", "count", made.counted.tolist(), behind))
            columns.append(Column(f"share_{name}", "share", _cells(made.share)))
        for key, values in (
            ("difference", self.difference.difference),
            ("difference_low", self.difference.low),
            ("difference_high", self.difference.high),
        ):
            columns.append(Column(key, "difference", _cells(values)))
        columns.append(Column("q", "share", _cells(self.difference.q)))
        if self.elapsed is not None:
            for key, values in (
                ("elapsed_mean_a", self.elapsed.first),
                ("elapsed_mean_b", self.elapsed.second),
                ("elapsed_difference", self.elapsed.difference),
                ("elapsed_difference_low", self.elapsed.low),
                ("elapsed_difference_high", self.elapsed.high),
            ):
                columns.append(Column(key, "seconds", _cells(values)))
        return (Table(f"compare_{self.compared}", tuple(columns)),)

    def condition(self, codes: tuple[int, ...]) -> str:
        """The filter expression of a line."""
        keys = [self.touchpoints[code].key for code in codes]
        word = {
            "touchpoints": "visited",
            "steps": "step",
            "paths": "path",
            "entries": "began",
            "exits": "ended",
            "decided_after": "decided_after",
        }[self.compared]
        return f"{word}({', '.join(keys)})"


def _cells(values: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def compare(
    asked: Asked,
    *,
    a: str,
    b: str,
    what: Compared = "touchpoints",
    top: int = 200,
    stages: Sequence[str | Sequence[str]] | None = None,
    within: str | int | None = None,
) -> Finding[Comparison]:
    """Compare the journeys that satisfy filter `a` with those that satisfy `b`, both within the journeys asked for.

    top: at most so many lines, those with the most journeys. stages, within: the funnel, for what = "funnel" alone.
    Errors: `question_argument` for an unknown `what` and for a funnel without stages, and those of the filters.
    """
    if what not in (*COMPARED, "funnel") or (what == "funnel") != (stages is not None):
        raise WegmarkeError("question_argument", question="compare", argument="what", value=what)
    first, second = asked.where(a), asked.where(b)
    first_totals, second_totals = first.totals(), second.totals()
    totals = asked.totals()
    basis = asked.basis(totals)
    extent: dict[str, object] = {
        "a": first_totals.journeys,
        "b": second_totals.journeys,
        "a_filter": first.selection.text,
        "b_filter": second.selection.text,
    }
    if not first_totals.journeys or not second_totals.journeys:
        return Finding(
            "compare", (Sentence("compare.empty_group", extent),), CannotSay("empty_group", 0, 1), basis, "compare"
        )
    both = asked.run(CountTotals(intersect(first.selection, second.selection)))
    if stages is None:
        result = _compared(asked, first, second, what, top, overlap=both.journeys > 0)
    else:
        result = _stages_compared(asked, first, second, funnel_of(asked, stages, within))
    if too_few(first_totals.journeys, second_totals.journeys):
        counted = _only_counted(result)
        few = Sentence("compare.few", extent | {"needed": FEWEST})
        return Finding("compare", (few,), counted, basis, "compare_counted")
    clear = int(result.clear.sum())
    sentences = [Sentence("compare.extent", extent | {"lines": len(result.codes), "clear": clear})]
    if clear:
        line = int(np.flatnonzero(result.clear)[0])
        values: dict[str, object] = {
            "what": " → ".join(result.touchpoints[code].label for code in result.codes[line]),
            "a": float(result.first.share[line]),
            "b": float(result.second.share[line]),
            "difference": float(result.difference.difference[line]),
            "low": float(result.difference.low[line]),
            "high": float(result.difference.high[line]),
        }
        sentences.append(Sentence("compare.largest", values))
    if both.journeys:
        sentences.append(Sentence("compare.overlap", {"both": both.journeys}))
    return Finding(
        "compare",
        tuple(sentences),
        result,
        basis,
        "compare",
        claim="association",
        caveats=(Sentence("caveat.association"),),
    )


def _only_counted(result: Comparison) -> Comparison:
    """The same lines without rates, those with the most journeys first; stages stay in their order."""
    size = len(result.codes)
    order = np.arange(size)
    if result.compared != "funnel":
        order = np.argsort(-(result.first.counted + result.second.counted), kind="stable")
    nothing = np.full(size, np.nan)
    first, second = (
        Shares(made.counted[order], made.of, nothing, nothing, nothing) for made in (result.first, result.second)
    )
    return replace(
        result,
        codes=tuple(result.codes[line] for line in order.tolist()),
        first=first,
        second=second,
        difference=ShareDifferences(nothing, nothing, nothing, nothing),
        elapsed=None,
    )


@dataclass(frozen=True, slots=True)
class Lines:
    """What is compared: these codes of a column that has `size` of them, or the stages of a funnel."""

    what: What
    size: int
    codes: NDArray[np.int64]
    stages: Stages | None = None

    def presence(self, asked: Asked) -> Presence:
        """In how many of the journeys asked for each line stands."""
        return presence(asked, self.what, self.size, self.stages).only(self.codes)

    def shared(self, first: Asked, second: Asked, one: Presence, two: Presence) -> list[SharedSums] | None:
        """What customers in both groups add to the variance; None where all have one journey, in one group."""
        repeated = one.totals[0] != one.totals[2] or two.totals[0] != two.totals[2]
        in_both = first.run(CountShared(first.selection, second.selection, self.what, self.size, self.stages))
        if not repeated and not in_both.totals:
            return None
        columns = (part[self.codes] for part in (in_both.both, in_both.first_all, in_both.all_second))
        return [SharedSums(int(x), int(y), int(z), int(in_both.totals)) for x, y, z in zip(*columns, strict=True)]


def _stages_compared(asked: Asked, first: Asked, second: Asked, funnel: FunnelAsked) -> Comparison:
    """The shares of each group's journeys that reached each stage, in the order of the stages."""
    size = len(funnel.coded.codes)
    lines = Lines("stage", size, np.arange(size), funnel.coded)
    one, two = lines.presence(first), lines.presence(second)
    return Comparison(
        compared="funnel",
        touchpoints=asked.index.touchpoints,
        codes=funnel.coded.codes,
        first=shares(one),
        second=shares(two),
        difference=differences(one, two, lines.shared(first, second, one, two)),
        elapsed=None,
        first_filter=first.selection.text,
        second_filter=second.selection.text,
        funnel=funnel.text,
    )


def _compared(asked: Asked, first: Asked, second: Asked, what: Compared, top: int, *, overlap: bool) -> Comparison:
    lines = _lines(asked, what, top)
    one, two = lines.presence(first), lines.presence(second)
    difference = differences(one, two, lines.shared(first, second, one, two))
    order = np.lexsort((-np.abs(np.nan_to_num(difference.difference)), np.nan_to_num(difference.q, nan=1.0) > CLEAR_AT))
    codes = lines.codes[order]
    return Comparison(
        compared=what,
        touchpoints=asked.index.touchpoints,
        codes=tuple(_codes(asked, what, int(line)) for line in codes),
        first=_ordered(shares(one), order),
        second=_ordered(shares(two), order),
        difference=ShareDifferences(*(getattr(difference, name)[order] for name in ShareDifferences.__slots__)),
        elapsed=_elapsed(first, second, codes) if what == "steps" and not overlap else None,
        first_filter=first.selection.text,
        second_filter=second.selection.text,
    )


def _ordered(made: Shares, order: NDArray[np.int64]) -> Shares:
    return Shares(made.counted[order], made.of, made.share[order], made.low[order], made.high[order])


def _lines(asked: Asked, what: Compared, top: int) -> Lines:
    """The codes to compare: those with most journeys."""
    index = asked.index
    if what == "paths":
        size = len(index.variants)
        counts = asked.run(CountVariants(asked.selection, size))
    else:
        size = len(index.steps) if what == "steps" else len(index.touchpoints)
        counts = presence(asked, _COLUMN[what], size).journeys.copy()
        if what == "steps":
            counts[index.steps.source == START] = 0
    found = np.flatnonzero(counts)
    return Lines(_COLUMN[what], size, found[np.argsort(-counts[found], kind="stable")][:top])


def _codes(asked: Asked, what: Compared, line: int) -> tuple[int, ...]:
    index = asked.index
    if what == "paths":
        return tuple(index.path(line).tolist())
    if what == "steps":
        return (int(index.steps.source[line]), int(index.steps.target[line]))
    return (line,)


def _elapsed(first: Asked, second: Asked, lines: NDArray[np.int64]) -> ElapsedDifference:
    size = len(first.index.steps)
    sums = [asked.run(CountSteps(asked.selection, size, squares=True)) for asked in (first, second)]
    arrays = {name: np.full(len(lines), np.nan) for name in ElapsedDifference.__slots__}
    for i, line in enumerate(lines.tolist()):
        moments = [Moments(int(s.counts[line]), float(s.seconds[line]), float(s.squares[line])) for s in sums]
        for name, part in zip(("first", "second"), moments, strict=True):
            if part.n:
                arrays[name][i] = part.mean
        made = welch(moments[0], moments[1])
        if not isinstance(made, CannotSay):
            arrays["difference"][i], arrays["low"][i], arrays["high"][i] = (
                made.interval.value,
                made.interval.low,
                made.interval.high,
            )
    return ElapsedDifference(**arrays)
