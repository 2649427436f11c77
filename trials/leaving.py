"""Customers who leave in the simulated company: do the shares of the question `reasons` hold what is true?

Whoever left in a world is followed into the same world without defects: who would have stayed left because of them.
Each sample has a truth of its own, the share among its own leavers; estimates and intervals are told less that truth,
so that the truth of each line is 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from tests.worlds import told_sample
from trials.trial import Answer, Line
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.simulation.contacts import Cause, Reason
from wegmarke.simulation.scenarios import scenario

KEY = "reasons"
TITLE = "Reasons: the share of leaving that goes back to critical events, minus the truth of the sample"
WORLDS = ("process", "price")
PEOPLE = 3000
FIRST_SEED = 2000
"""The method was made on earlier seeds."""

SAID: Mapping[str, tuple[Reason, ...]] = {
    "all who left": tuple(Reason),
    "who said price": (Reason.PRICE,),
    "who stated nothing": (Reason.NONE_GIVEN,),
}


def measured_leaving(seeds: int) -> Iterator[Line]:
    """The three shares in each world."""
    for world in WORLDS:
        answers: dict[str, list[Answer]] = {line: [] for line in SAID}
        for seed in range(FIRST_SEED, FIRST_SEED + seeds):
            for line, answer in answers_of(world, seed).items():
                answers[line].append(answer)
        for line, of in answers.items():
            yield line_of(world, line, of)


def answers_of(world: str, seed: int) -> Mapping[str, Answer]:
    """What one sample is told, less what is true of it."""
    log, fates = told_sample(scenario(world), PEOPLE, seed)
    result = log.ask("reasons").finding.result
    if isinstance(result, CannotSay):
        return dict.fromkeys(SAID, result)
    gone = fates[fates["left_day"] >= 0]
    price, unsaid = result.of("pricing"), result.of("none_stated")
    none = CannotSay("too_few", 0)
    found = (result.evidenced, none if price is None else price.evidenced, none if unsaid is None else unsaid.evidenced)
    return {
        line: _less(answer, driven(gone, *reasons)) for (line, reasons), answer in zip(SAID.items(), found, strict=True)
    }


def driven(gone: NDArray[np.void], *said: Reason) -> float:
    """The share of those who said it that would have stayed without what went wrong."""
    those = gone[np.isin(gone["stated"], said)]
    return float(np.isin(those["cause"], (Cause.DEFECT, Cause.BOTH)).mean())


def _less(answer: Answer, truth: float) -> Answer:
    if isinstance(answer, CannotSay):
        return answer
    return Interval(answer.value - truth, answer.low - truth, answer.high - truth, answer.n)


def line_of(world: str, line: str, answers: list[Answer]) -> Line:
    """How one line fared."""
    said = [one for one in answers if isinstance(one, Interval)]
    return Line(
        trial=KEY,
        title=TITLE,
        scenario=world,
        line=line,
        source="counterfactual",
        people=PEOPLE,
        truth=0.0,
        asked=len(answers),
        said=len(said),
        covered=sum(one.low <= 0 <= one.high for one in said),
        mean_value=float(np.mean([one.value for one in said])) if said else float("nan"),
        mean_width=float(np.mean([one.high - one.low for one in said])) if said else float("nan"),
    )
