"""A trial: a question put to many samples of a world whose truth is known, and how often its intervals cover it.

Adding a question to the trials takes one `Trial` in `trials/questions.py`: what to ask of a sample, and what is true.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.library.log import Log
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.simulation.parameters import Parameters

Answer = Interval | CannotSay
Source = Literal["counterfactual", "population", "parameters"]
"""Where the truth is from: the same people in a changed world, the whole population that
samples are drawn from, or the parameters of a model that people are drawn from.
"""

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Sample:
    """People of a world, with what became of them and all their contacts."""

    parameters: Parameters
    seed: int
    people: NDArray[np.void]
    fates: NDArray[np.void]
    contacts: NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Trial:
    """One question put to samples of a scenario.

    key, title: what is measured. scenarios: in which worlds. people: how many a sample has. log: the journeys that a
    sample is asked about. ask: the answers by line, each with an interval. truth: what is true of each line in the
    world of these parameters. source: where that truth is from.
    """

    key: str
    title: str
    scenarios: tuple[str, ...]
    people: int
    log: Callable[[Sample], Log]
    ask: Callable[[Log], Mapping[str, Answer]]
    truth: Callable[[Parameters], Mapping[str, float]]
    source: Source


@dataclass(frozen=True, slots=True)
class Line:
    """How one line of a trial fared in one world.

    asked: samples. said: how many had an interval; covered: how many of these held the truth. mean_value, mean_width:
    of the estimates and of the intervals. need_not: of a way that stands beside for comparison, which need not hold it.
    """

    trial: str
    title: str
    scenario: str
    line: str
    source: Source
    people: int
    truth: float
    asked: int
    said: int
    covered: int
    mean_value: float
    mean_width: float
    need_not: bool = False

    @property
    def coverage(self) -> float:
        """The share of intervals that hold the truth; NaN where there was none."""
        return self.covered / self.said if self.said else float("nan")

    @property
    def chance(self) -> tuple[float, float]:
        """Between which shares coverage stays by chance alone if the intervals keep their word: 99 of 100 times."""
        spread = 2.576 * (LEVEL * (1 - LEVEL) / max(self.said, 1)) ** 0.5
        return max(0.0, LEVEL - spread - 0.5 / max(self.said, 1)), 1.0


def tally(trial: Trial, scenario: str, line: str, truth: float, answers: list[Answer]) -> Line:
    """How the answers to one line fared."""
    return tally_of((trial.key, trial.title, trial.source, trial.people), scenario, line, truth, answers)


def tally_of(
    trial: tuple[str, str, Source, int], scenario: str, line: str, truth: float, answers: list[Answer]
) -> Line:
    """The same of a trial by its key, title, source of truth, and people a sample."""
    key, title, source, people = trial
    intervals = [one for one in answers if isinstance(one, Interval)]
    return Line(
        key,
        title,
        scenario,
        line,
        source,
        people,
        truth,
        len(answers),
        len(intervals),
        sum(one.low <= truth <= one.high for one in intervals),
        float(np.mean([one.value for one in intervals])) if intervals else float("nan"),
        float(np.mean([one.high - one.low for one in intervals])) if intervals else float("nan"),
    )
