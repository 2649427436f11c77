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

from wegmarke.index.summaries.journeys import Place, WaitPieces, Waits
from wegmarke.model.evidence import Behind
from wegmarke.model.finding import CannotSay, Column, Finding, Interval, Sentence, Table
from wegmarke.model.settings import OUTCOME_NAMES, OutcomeName
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.questions.few import FEWEST, too_few
from wegmarke.questions.shares import (
    ShareDifferences,
    Shares,
    differences,
    differences_of_counts,
    presence,
    shares,
    shares_of_counts,
)
from wegmarke.questions.waiting import Waited, waited, waited_for
from wegmarke.stats.wilson import wilson

PLACES: tuple[Place, ...] = ("entry", "exit", "before")
WORD = {"entry": "began", "exit": "ended", "before": "decided_after"}
"""The filter word of each place."""

CLEAR_AT = 0.05
"""A difference counts as found when its false-discovery rate is at most this."""


@dataclass(frozen=True, slots=True)
class AtPlace:
    """Touchpoints (T) at one place of the journey, by falling journeys.

    touchpoint: places in `EntriesAndExits.touchpoints`. counts: shape (T, 5) in the order of OUTCOME_NAMES. won,
    lost: shares of all won (lost) journeys, or None where there are too few. difference: lost minus won. waited: the
    time until the outcome, None where no outcome is an interaction.
    """

    place: Place
    touchpoint: NDArray[np.int64]
    counts: NDArray[np.int64]
    won: Shares | None
    lost: Shares | None
    difference: ShareDifferences | None
    waited: Waited | None


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
        if at.waited is not None:
            columns.append(Column("wait_n", "count", at.waited.n.tolist()))
            for key, values in (
                ("wait_mean", at.waited.mean),
                ("wait_median", at.waited.median),
                ("wait_p90", at.waited.p90),
                ("wait_whole_median", at.waited.whole_median),
                ("wait_whole_p90", at.waited.whole_p90),
            ):
                columns.append(Column(key, "seconds", _cells(values)))
        return Table(f"{at.place}_points", tuple(columns))


def _cells(values: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def entries(asked: Asked) -> Finding[EntriesAndExits]:
    """Entries, exits and decisions by outcome, of the journeys asked for."""
    happened = asked.outcomes_happen()
    places: tuple[Place, ...] = PLACES if happened else ("entry", "exit")
    totals, counted = asked.totals_by(places)
    basis = asked.basis(totals)
    if totals.journeys == 0:
        return Finding("entries", (Sentence("entries.empty"),), CannotSay("empty_group", 0, 1), basis, "entries")
    index = asked.index
    width = len(index.touchpoints)
    once = totals.journeys == totals.customers
    waits = asked.run(Waits(asked.selection, width)) if happened else []
    found: dict[Place, AtPlace] = {}
    for place, counts in zip(places, counted, strict=True):
        found[place] = _at_place(asked, place, counts, totals.outcomes, waits if place == "before" else [], once=once)
    if not happened:
        found["before"] = _as_before(found["exit"])
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


def _as_before(at: AtPlace) -> AtPlace:
    """Where no outcome is an interaction, the last touchpoint before it is the last touchpoint."""
    return AtPlace("before", at.touchpoint, at.counts, at.won, at.lost, at.difference, None)


def _at_place(
    asked: Asked,
    place: Place,
    counts: NDArray[np.int64],
    outcomes: NDArray[np.int64],
    waits: WaitPieces,
    *,
    once: bool,
) -> AtPlace:
    every = counts.sum(axis=0)
    shown = np.flatnonzero(every)
    shown = shown[np.argsort(-every[shown], kind="stable")]
    won, lost, difference = _compared(asked, place, counts, outcomes, shown, once=once)
    told = waited(waits, waited_for(outcomes), counts.shape[1], shown) if waits else None
    return AtPlace(place, shown, counts[:, shown].T, won, lost, difference, told)


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
    won_told, lost_told = (too_few(n) is None for n in (won_n, lost_n))
    if once:
        won = shares_of_counts(counts[won_at, shown], won_n) if won_told else None
        lost = shares_of_counts(counts[lost_at, shown], lost_n) if lost_told else None
        if won is None or lost is None:
            return won, lost, None
        return won, lost, differences_of_counts(lost.counted, lost_n, won.counted, won_n)
    width = counts.shape[1]
    of_won = presence(asked.where("outcome = won"), place, width) if won_told else None
    of_lost = presence(asked.where("outcome = lost"), place, width) if lost_told else None
    of_won, of_lost = (None if found is None else found.only(shown) for found in (of_won, of_lost))
    won = shares(of_won) if of_won is not None else None
    lost = shares(of_lost) if of_lost is not None else None
    if of_won is None or of_lost is None:
        return won, lost, None
    return won, lost, differences(of_lost, of_won)


def _headline(result: EntriesAndExits, journeys: int) -> tuple[Sentence, ...]:
    """What was lost and who left, the more frequent first."""
    if not result.outcomes[1:].any():
        return (Sentence("entries.no_outcomes", {"journeys": journeys}),)
    lost, churned = (int(result.outcomes[OUTCOME_NAMES.index(name)]) for name in ("lost", "churned"))
    sentences = _lost(result, journeys)
    if churned:
        left = _ended_after(result, "churned", journeys)
        sentences = [left, *(sentences if lost else [])] if churned > lost else [*sentences, left]
    return tuple(sentences)


def _lost(result: EntriesAndExits, journeys: int) -> list[Sentence]:
    if not result.outcomes[OUTCOME_NAMES.index("lost")]:
        won = int(result.outcomes[OUTCOME_NAMES.index("won")])
        return [Sentence("entries.nothing_lost", {"journeys": journeys, "won": won})]
    sentences = [_ended_after(result, "lost", journeys)]
    told, worst = result.before.waited, worst_place(result, "lost")
    if worst is not None and told is not None and told.outcome == "lost" and told.n[worst] >= FEWEST:
        wait: dict[str, object] = {
            "n": int(told.n[worst]),
            "median": float(told.median[worst]),
            "p90": float(told.p90[worst]),
        }
        sentences.append(Sentence("entries.waited", wait))
        whole: dict[str, object] = {"n": told.all_n, "median": told.all_median, "p90": told.all_p90}
        sentences.append(Sentence("entries.waited_since_start", whole))
    return sentences


def worst_place(result: EntriesAndExits, outcome: OutcomeName) -> int | None:
    """The line, of those ahead of the outcome, with the most journeys of that outcome; None where there is none."""
    counts = result.before.counts[:, OUTCOME_NAMES.index(outcome)]
    return int(np.argmax(counts)) if counts.any() else None


def _ended_after(result: EntriesAndExits, outcome: OutcomeName, journeys: int) -> Sentence:
    """How many journeys ended so, and after which touchpoint most of them."""
    code = OUTCOME_NAMES.index(outcome)
    at = result.before if result.before.counts[:, code].any() else result.exit
    worst = int(np.argmax(at.counts[:, code]))
    ended, there = int(result.outcomes[code]), int(at.counts[worst, code])
    values: dict[str, object] = {
        outcome: ended,
        "journeys": journeys,
        "touchpoint": result.touchpoints[int(at.touchpoint[worst])].label,
        "n": there,
    }
    if outcome == "lost" and at.lost is not None:
        share, low, high = at.lost.share[worst], at.lost.low[worst], at.lost.high[worst]
        values |= {"share": float(share), "low": float(low), "high": float(high)}
    elif outcome == "churned" and not too_few(ended) and isinstance(share_of := wilson(there, ended), Interval):
        values |= {"share": share_of.value, "low": share_of.low, "high": share_of.high}
    return Sentence(f"entries.{outcome}_after", values)
