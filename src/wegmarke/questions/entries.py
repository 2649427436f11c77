"""Where do customers come in, where do they leave, and after which step is it decided?

Three places of every journey: entry (first touchpoint), exit (last), and `before` (last touchpoint ahead of the
outcome, when the outcome is an interaction itself; else the last). For every touchpoint: journeys by outcome, the
share among won and among lost journeys with intervals (Wilson; cluster-robust by customer when customers have
several journeys), the difference lost minus won with its interval (Newcombe, or MOVER) and q, the false-discovery
rate over all touchpoints of that place (Benjamini–Hochberg). For `before`: the time that then passed until the outcome.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.summaries.journeys import CountByOutcome, Place, Waits
from wegmarke.model.evidence import Behind
from wegmarke.model.finding import CannotSay, Column, Finding, Sentence, Table
from wegmarke.model.settings import OUTCOME_NAMES, OutcomeName
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.questions.shares import (
    ShareDifferences,
    Shares,
    differences,
    differences_of_counts,
    presence,
    shares,
    shares_of_counts,
)

PLACES: tuple[Place, ...] = ("entry", "exit", "before")
WORD = {"entry": "began", "exit": "ended", "before": "decided_after"}
"""The filter word of each place."""

CLEAR_AT = 0.05
"""A difference counts as found when its false-discovery rate is at most this."""


@dataclass(frozen=True, slots=True)
class AtPlace:
    """Touchpoints (T) at one place of the journey, by falling journeys.

    touchpoint: places in `EntriesAndExits.touchpoints`. counts: shape (T, 5) in the order of OUTCOME_NAMES. won,
    lost: shares of all won (lost) journeys, or None where there is none. difference: lost minus won. wait_*: seconds
    from there to the outcome by touchpoint, for the outcome `wait_outcome`; n 0 and NaN where no outcome is an
    interaction.
    """

    place: Place
    touchpoint: NDArray[np.int64]
    counts: NDArray[np.int64]
    won: Shares | None
    lost: Shares | None
    difference: ShareDifferences | None
    wait_outcome: OutcomeName | None
    wait_n: NDArray[np.int64]
    wait_mean: NDArray[np.float64]
    wait_median: NDArray[np.float64]
    wait_p90: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EntriesAndExits:
    """Entries, exits and the touchpoints before the outcome. outcomes: journeys by outcome, shape (5,)."""

    touchpoints: tuple[Touchpoint, ...]
    outcomes: NDArray[np.int64]
    entry: AtPlace
    exit: AtPlace
    before: AtPlace
    filter: str

    def tables(self) -> tuple[Table, ...]:
        """What was lost after which step, then entries, then exits."""
        return tuple(self._table(place) for place in (self.before, self.entry, self.exit))

    def _table(self, at: AtPlace) -> Table:
        keys = [self.touchpoints[code].key for code in at.touchpoint]
        behind = Behind(self.filter, [f"{WORD[at.place]}({key})" for key in keys])
        columns = [
            Column("touchpoint", "touchpoint", keys),
            Column("journeys", "count", at.counts.sum(axis=1).tolist(), behind),
        ]
        for place, name in enumerate(OUTCOME_NAMES):
            if self.outcomes[place]:
                evidence = behind.also(f"outcome = {name}")
                columns.append(Column(name, "count", at.counts[:, place].tolist(), evidence))
        for name, made in (("won", at.won), ("lost", at.lost)):
            if made is not None:
                columns.append(Column(f"share_of_{name}", "share", _cells(made.share)))
                columns.append(Column(f"share_of_{name}_low", "share", _cells(made.low)))
                columns.append(Column(f"share_of_{name}_high", "share", _cells(made.high)))
        if at.difference is not None:
            columns.append(Column("difference", "difference", _cells(at.difference.difference)))
            columns.append(Column("difference_low", "difference", _cells(at.difference.low)))
            columns.append(Column("difference_high", "difference", _cells(at.difference.high)))
            columns.append(Column("q", "share", _cells(at.difference.q)))
        if at.wait_outcome is not None:
            columns.append(Column("wait_n", "count", at.wait_n.tolist()))
            columns.append(Column("wait_mean", "seconds", _cells(at.wait_mean)))
            columns.append(Column("wait_median", "seconds", _cells(at.wait_median)))
            columns.append(Column("wait_p90", "seconds", _cells(at.wait_p90)))
        return Table(f"{at.place}_points", tuple(columns))


def _cells(values: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def entries(asked: Asked) -> Finding[EntriesAndExits]:
    """Entries, exits and decisions by outcome, of the journeys asked for."""
    totals = asked.totals()
    basis = asked.basis(totals)
    if totals.journeys == 0:
        return Finding("entries", (Sentence("entries.empty"),), CannotSay("empty_group", 0, 1), basis, "entries")
    index = asked.index
    width = len(index.touchpoints)
    once = totals.journeys == totals.customers
    happened = _any_outcome_happened(asked)
    waits = asked.run(Waits(asked.selection, width)) if happened else []
    found: dict[Place, AtPlace] = {}
    for place in PLACES:
        if place == "before" and not happened:
            found[place] = _as_before(found["exit"])
            continue
        counts = asked.run(CountByOutcome(asked.selection, place, width))
        found[place] = _at_place(asked, place, counts, totals.outcomes, waits if place == "before" else [], once=once)
    result = EntriesAndExits(
        index.touchpoints, totals.outcomes, found["entry"], found["exit"], found["before"], asked.selection.text
    )
    assumptions = () if once else ("customers_independent",)
    return Finding(
        "entries",
        _headline(result, totals.journeys),
        result,
        basis,
        "entries",
        claim="association",
        assumptions=("simple_wilson",) if once else assumptions,
    )


def _any_outcome_happened(asked: Asked) -> bool:
    return any(bool(partition.outcome_happened.any()) for partition in asked.index.partitions)


def _as_before(at: AtPlace) -> AtPlace:
    """Where no outcome is an interaction, the last touchpoint before it is the last touchpoint."""
    empty = np.full(len(at.touchpoint), np.nan)
    return AtPlace(
        "before", at.touchpoint, at.counts, at.won, at.lost, at.difference, None, at.wait_n, empty, empty, empty
    )


def _at_place(
    asked: Asked,
    place: Place,
    counts: NDArray[np.int64],
    outcomes: NDArray[np.int64],
    waits: list[tuple[NDArray[np.int64], NDArray[np.uint32]]],
    *,
    once: bool,
) -> AtPlace:
    every = counts.sum(axis=0)
    shown = np.flatnonzero(every)
    shown = shown[np.argsort(-every[shown], kind="stable")]
    won, lost, difference = _compared(asked, place, counts, outcomes, shown, once=once)
    wait_outcome: OutcomeName | None = None
    n, mean, median, p90 = np.zeros(len(shown), np.int64), *(np.full(len(shown), np.nan) for _ in range(3))
    if waits:
        wait_outcome = _waited_for(outcomes)
        n, mean, median, p90 = _wait_numbers(waits, OUTCOME_NAMES.index(wait_outcome), counts.shape[1], shown)
    return AtPlace(place, shown, counts[:, shown].T, won, lost, difference, wait_outcome, n, mean, median, p90)


def _waited_for(outcomes: NDArray[np.int64]) -> OutcomeName:
    """Waits are told for lost journeys; where nothing was lost, for the commonest outcome."""
    if outcomes[OUTCOME_NAMES.index("lost")]:
        return "lost"
    return OUTCOME_NAMES[1 + int(np.argmax(outcomes[1:]))]


def _compared(
    asked: Asked,
    place: Place,
    counts: NDArray[np.int64],
    outcomes: NDArray[np.int64],
    shown: NDArray[np.int64],
    *,
    once: bool,
) -> tuple[Shares | None, Shares | None, ShareDifferences | None]:
    won_at, lost_at = OUTCOME_NAMES.index("won"), OUTCOME_NAMES.index("lost")
    won_n, lost_n = int(outcomes[won_at]), int(outcomes[lost_at])
    if once:
        won = shares_of_counts(counts[won_at, shown], won_n) if won_n else None
        lost = shares_of_counts(counts[lost_at, shown], lost_n) if lost_n else None
        if won is None or lost is None:
            return won, lost, None
        return won, lost, differences_of_counts(lost.counted, lost_n, won.counted, won_n)
    width = counts.shape[1]
    of_won = presence(asked.where("outcome = won"), place, width) if won_n else None
    of_lost = presence(asked.where("outcome = lost"), place, width) if lost_n else None
    of_won, of_lost = (None if found is None else found.only(shown) for found in (of_won, of_lost))
    won = shares(of_won) if of_won is not None else None
    lost = shares(of_lost) if of_lost is not None else None
    if of_won is None or of_lost is None:
        return won, lost, None
    return won, lost, differences(of_lost, of_won)


def _wait_numbers(
    waits: list[tuple[NDArray[np.int64], NDArray[np.uint32]]], outcome: int, width: int, shown: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    codes = np.concatenate([code for code, _ in waits])
    seconds = np.concatenate([value for _, value in waits])
    order = np.lexsort((seconds, codes))
    codes, seconds = codes[order], seconds[order].astype(np.float64)
    wanted = outcome * width + shown
    begins, ends = np.searchsorted(codes, wanted), np.searchsorted(codes, wanted, side="right")
    n = (ends - begins).astype(np.int64)
    mean, median, p90 = (np.full(len(shown), np.nan) for _ in range(3))
    for i, (a, b) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        if b > a:
            mean[i] = seconds[a:b].mean()
            median[i], p90[i] = np.quantile(seconds[a:b], (0.5, 0.9))
    return n, mean, median, p90


def _headline(result: EntriesAndExits, journeys: int) -> tuple[Sentence, ...]:
    lost_at = OUTCOME_NAMES.index("lost")
    lost = int(result.outcomes[lost_at])
    if not result.outcomes[1:].any():
        return (Sentence("entries.no_outcomes", {"journeys": journeys}),)
    if not lost:
        return (
            Sentence(
                "entries.nothing_lost", {"journeys": journeys, "won": int(result.outcomes[OUTCOME_NAMES.index("won")])}
            ),
        )
    at = result.before
    worst = int(np.argmax(at.counts[:, lost_at]))
    values: dict[str, object] = {
        "lost": lost,
        "journeys": journeys,
        "touchpoint": result.touchpoints[int(at.touchpoint[worst])].label,
        "n": int(at.counts[worst, lost_at]),
    }
    if at.lost is not None:
        values |= {
            "share": float(at.lost.share[worst]),
            "low": float(at.lost.low[worst]),
            "high": float(at.lost.high[worst]),
        }
    sentences = [Sentence("entries.lost_after", values)]
    if at.wait_outcome == "lost" and at.wait_n[worst]:
        wait: dict[str, object] = {
            "n": int(at.wait_n[worst]),
            "median": float(at.wait_median[worst]),
            "p90": float(at.wait_p90[worst]),
        }
        sentences.append(Sentence("entries.waited", wait))
    return tuple(sentences)
