"""Which touchpoints take part in winning? Exact Markov removal effects, with the usual heuristics beside them.

The journeys are read as an absorbing Markov chain of order one: start → touchpoints → won or not. The removal effect
of a touchpoint is the share of conversions that would be missing if every way through it ended in nothing, solved
exactly (`stats.markov`), not simulated. Where the outcome is an interaction itself (the order, the cancellation), the
way ends before it: what is won does not take part in winning it. First touchpoint and last before the outcome are
counted beside it. This describes the journeys that were observed; it does not say what would have been won without a
touchpoint.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.dictionaries import START
from wegmarke.index.runner import Kernel
from wegmarke.index.summaries.steps import CountSteps, CountStepsUntilOutcome
from wegmarke.model.evidence import Behind
from wegmarke.model.finding import CannotSay, Column, Finding, Sentence, Table
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.stats.markov import Attribution as Solved
from wegmarke.stats.markov import markov

WON = OUTCOME_NAMES.index("won")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Touchpoints (T) by falling removal effect.

    base_rate: won journeys by journey. removal_effect, share, conversions: shape (T,). first, last: journeys won
    that began there, or whose last contact before the outcome was there.
    """

    touchpoints: tuple[Touchpoint, ...]
    base_rate: float
    removal_effect: NDArray[np.float64]
    share: NDArray[np.float64]
    conversions: NDArray[np.float64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    journeys: int
    won: int
    filter: str

    def tables(self) -> tuple[Table, ...]:
        """One line a touchpoint."""
        keys = [touchpoint.key for touchpoint in self.touchpoints]
        first = Behind(self.filter, [f"began({key}) and outcome = won" for key in keys])
        last = Behind(self.filter, [f"decided_after({key}) and outcome = won" for key in keys])
        return (
            Table(
                "attribution",
                (
                    Column("touchpoint", "touchpoint", keys),
                    Column("removal_effect", "share", self.removal_effect.tolist()),
                    Column("attribution_share", "share", self.share.tolist()),
                    Column("attributed_wins", "score", self.conversions.tolist()),
                    Column("first_touch", "count", self.first.tolist(), first),
                    Column("last_touch", "count", self.last.tolist(), last),
                ),
            ),
        )


def attribution(asked: Asked) -> Finding[Attribution]:
    """Removal effects of all touchpoints on winning, over the journeys asked for."""
    index = asked.index
    width = len(index.touchpoints)
    happened = asked.outcomes_happen()
    steps: Kernel[Any]
    if happened:
        steps = CountStepsUntilOutcome(asked.selection, len(index.steps))
    else:
        steps = CountSteps(asked.selection, len(index.steps), elapsed=False)
    totals, (entries, lasts), counted = asked.totals_by(("entry", "before" if happened else "exit"), steps)
    basis = asked.basis(totals)
    if totals.journeys == 0:
        nobody = CannotSay("empty_group", 0, 1)
        return Finding(
            "attribution", (Sentence("attribution.empty_group"),), nobody, basis, "attribution", claim="association"
        )
    transitions = np.zeros((width + 1, width + 2))
    source = np.where(index.steps.source == START, width, index.steps.source)
    transitions[source, index.steps.target] = counted if happened else counted.counts
    transitions[:width, width] = lasts[WON]
    transitions[:width, width + 1] = lasts.sum(axis=0) - lasts[WON]
    at_once = totals.outcomes - lasts.sum(axis=1)  # the first interaction was the outcome
    transitions[width, width] = at_once[WON]
    transitions[width, width + 1] = at_once.sum() - at_once[WON]
    made = _solved(transitions, index.keys)
    if isinstance(made, CannotSay):
        return Finding(
            "attribution", (Sentence(f"attribution.{made.reason}"),), made, basis, "attribution", claim="association"
        )
    order = np.lexsort((np.array(index.keys), -made.removal_effect))
    order = order[made.removal_effect[order] > 0]
    result = Attribution(
        touchpoints=tuple(index.touchpoints[int(code)] for code in order),
        base_rate=made.base_rate,
        removal_effect=made.removal_effect[order],
        share=made.share[order],
        conversions=made.conversions[order],
        first=entries[WON][order],
        last=lasts[WON][order],
        journeys=totals.journeys,
        won=int(totals.outcomes[WON]),
        filter=asked.selection.text,
    )
    values: dict[str, object] = {
        "touchpoint": result.touchpoints[0].label,
        "effect": float(result.removal_effect[0]),
        "won": result.won,
        "journeys": result.journeys,
    }
    caveats = (Sentence("caveat.not_incremental"),)
    return Finding(
        "attribution",
        (Sentence("attribution.largest", values),),
        result,
        basis,
        "attribution",
        claim="association",
        assumptions=("first_order", "redirect_to_null"),
        caveats=caveats,
    )


def _solved(transitions: NDArray[np.float64], keys: tuple[str, ...]) -> Solved | CannotSay:
    """The chain solved with touchpoints in the order of their keys, so that rounding does not depend on their codes."""
    order = np.argsort(np.array(keys))
    size = len(order)
    rows, columns = np.append(order, size), np.append(order, (size, size + 1))
    made = markov(transitions[np.ix_(rows, columns)])
    if isinstance(made, CannotSay):
        return made
    back = np.empty(size, np.int64)
    back[order] = np.arange(size)
    return replace(
        made,
        removal_effect=made.removal_effect[back],
        share=made.share[back],
        conversions=made.conversions[back],
    )
