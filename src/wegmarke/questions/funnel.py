"""How many get from one stage to the next, how long does it take, and where do the others go?

Stages are ordered; a stage is one touchpoint or any of several. A journey reaches stage s when it holds stages 1 … s
in this order (others may lie between), all within the window, which runs from the first stage; of several beginnings
the latest that still leads on counts, and an interaction serves one stage of a chain. Shares with Wilson's interval.
Elapsed time: from the stage before to the moment the stage was first reached.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.kernels.funnels import MOST_STAGES
from wegmarke.index.selection import stages_of
from wegmarke.index.stages import Stages
from wegmarke.index.summaries.funnels import CountFunnel
from wegmarke.index.summaries.journeys import CountTotals
from wegmarke.index.summaries.together import Together
from wegmarke.model.filter import Visited, combine, resolve
from wegmarke.model.filter.grammar import MOST_SECONDS
from wegmarke.model.filter.values import duration_of
from wegmarke.model.finding import CannotSay, Column, Estimate, Finding, Interval, Sentence, Table
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.questions.few import too_few
from wegmarke.stats.order_statistics import quantile
from wegmarke.stats.wilson import wilson

MOST_EXITS = 5
"""For each drop-off the commonest last touchpoints that are named."""

FEWEST_STAGES = 2

_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]+)\s*")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: how many reached it, of the first and of the one before, how long it took, and who stopped here.

    ended: last touchpoints of the journeys that reached this stage and not the next, with how many, the commonest
    first.
    """

    touchpoints: tuple[Touchpoint, ...]
    journeys: int
    customers: int
    of_first: Estimate
    of_previous: Estimate
    elapsed_median: Estimate
    elapsed_p90: Estimate
    stopped: int
    ended: tuple[tuple[Touchpoint, int], ...]


@dataclass(frozen=True, slots=True)
class Funnel:
    """The stages in order; `began` is how many journeys were asked for, `window_seconds` None is "any time"."""

    stages: tuple[Stage, ...]
    window_seconds: int | None
    asked_for: int
    filter: str

    @property
    def text(self) -> str:
        """The stages and the window as the filter language writes them."""
        return _text(
            [[touchpoint.key for touchpoint in stage.touchpoints] for stage in self.stages], self.window_seconds
        )

    def tables(self) -> tuple[Table, ...]:
        """One line a stage; then where journeys that stopped ended."""
        numbers = range(1, len(self.stages) + 1)
        reached = [combine(self.filter, f"reached({i}, {self.text})") for i in numbers]
        stopped = [
            combine(self.filter, f"reached_without({i}, {self.text})") if i < len(self.stages) else None
            for i in numbers
        ]
        columns = [
            Column("stage", "text", [" | ".join(t.label for t in stage.touchpoints) for stage in self.stages]),
            Column("journeys", "count", [stage.journeys for stage in self.stages], reached),
            Column("customers", "count", [stage.customers for stage in self.stages], reached, "customers"),
        ]
        for name in ("of_first", "of_previous"):
            columns += _estimate_columns(name, [getattr(stage, name) for stage in self.stages], "share")
        columns.append(
            Column(
                "stopped",
                "count",
                [stage.stopped if i < len(self.stages) else None for i, stage in enumerate(self.stages, 1)],
                stopped,
            )
        )
        columns += _estimate_columns("elapsed_median", [stage.elapsed_median for stage in self.stages], "seconds")
        columns.append(Column("elapsed_p90", "seconds", [_value(stage.elapsed_p90) for stage in self.stages]))
        lines = [
            (
                " | ".join(t.label for t in stage.touchpoints),
                last.key,
                n,
                combine(str(stopped[i]), f"ended({last.key})"),
            )
            for i, stage in enumerate(self.stages[:-1])
            for last, n in stage.ended
        ]
        after = Table(
            "after_drop_off",
            (
                Column("stage", "text", [line[0] for line in lines]),
                Column("last_touchpoint", "touchpoint", [line[1] for line in lines]),
                Column("journeys", "count", [line[2] for line in lines], [line[3] for line in lines]),
            ),
        )
        return (Table("funnel", tuple(columns)), after)


def _value(estimate: Estimate) -> float | None:
    return estimate.value if isinstance(estimate, Interval) else None


def _estimate_columns(name: str, estimates: Sequence[Estimate], unit: str) -> list[Column]:
    """Value, low and high of an estimate as three columns."""
    result = []
    for suffix, attribute in (("", "value"), ("_low", "low"), ("_high", "high")):
        values = [getattr(one, attribute) if isinstance(one, Interval) else None for one in estimates]
        result.append(Column(f"{name}{suffix}", "share" if unit == "share" else "seconds", values))
    return result


@dataclass(frozen=True, slots=True)
class FunnelAsked:
    """A funnel as it was asked for: stages as permanent keys, in codes, and as the filter language writes it."""

    keys: tuple[tuple[str, ...], ...]
    coded: Stages
    text: str


def funnel_of(asked: Asked, stages: Sequence[str | Sequence[str]], within: str | int | None) -> FunnelAsked:
    """The funnel that these stages and this window name; errors as in `funnel`."""
    if not FEWEST_STAGES <= len(stages) <= MOST_STAGES:
        raise WegmarkeError("question_argument", question="funnel", argument="stages", value=len(stages))
    named = [[stage] if isinstance(stage, str) else list(stage) for stage in stages]
    keys = tuple(_keys(tuple(stage), asked) for stage in named)
    window = _window(within)
    return FunnelAsked(keys, stages_of(keys, window, asked.index), _text(keys, window))


def _text(keys: Sequence[Sequence[str]], window: int | None) -> str:
    chain = " > ".join(" | ".join(stage) for stage in keys)
    return chain if window is None else f"{chain}, {window} seconds"


def funnel(
    asked: Asked, *, stages: Sequence[str | Sequence[str]], within: str | int | None = None, timed: bool = True
) -> Finding[Funnel]:
    """The funnel through these stages (keys or labels; a sequence of them is one stage) within a window ("30 days",
    seconds, or None).

    Errors: `question_argument` for fewer than two or more than sixteen stages or a window that is no duration,
    `filter_unknown_touchpoint`.
    """
    index = asked.index
    told = funnel_of(asked, stages, within)
    keys, window, coded = told.keys, told.coded.window_seconds, told.coded
    count = Together((CountTotals(asked.selection, outcomes=False), CountFunnel(asked.selection, coded, timed)))
    totals, found = asked.run(count)
    basis = asked.basis(totals)
    if totals.journeys == 0:
        return Finding("funnel", (Sentence("funnel.empty"),), CannotSay("empty_group", 0, 1), basis, "funnel")
    reached = found.journeys[::-1].cumsum()[::-1]
    customers = found.customers[::-1].cumsum()[::-1]
    by_key = {touchpoint.key: touchpoint for touchpoint in index.touchpoints}
    made = []
    for i, stage in enumerate(keys, 1):
        n, before, first = int(reached[i]), int(reached[i - 1]), int(reached[1])
        seconds = (
            np.concatenate(found.seconds[i - 1]) if timed and i > 1 and found.seconds[i - 1] else np.zeros(0, np.uint32)
        )
        made.append(
            Stage(
                touchpoints=tuple(by_key[key] for key in stage),
                journeys=n,
                customers=int(customers[i]),
                of_first=too_few(first) or wilson(n, first),
                of_previous=too_few(of := totals.journeys if i == 1 else before) or wilson(n, of),
                elapsed_median=quantile(seconds, 0.5),
                elapsed_p90=quantile(seconds, 0.9),
                stopped=int(found.journeys[i]),
                ended=_ended(found.ended[i], index.touchpoints) if i < len(keys) else (),
            )
        )
    result = Funnel(tuple(made), window, totals.journeys, asked.selection.text)
    assumptions = ("independent_journeys",) if totals.journeys != totals.customers else ()
    return Finding("funnel", _headline(result), result, basis, "funnel", assumptions=assumptions)


def _window(within: str | int | None) -> int | None:
    return None if within is None else window_seconds("funnel", "within", within)


def window_seconds(question: str, argument: str, given: str | int) -> int:
    """A duration that a question is told, in seconds; as in the filter language a window of no time is none at all.

    Errors: `question_argument`.
    """
    found = None if isinstance(given, int) else _DURATION.fullmatch(given)
    seconds = given if isinstance(given, int) else duration_of(found[1], found[2], argument).seconds if found else 0
    if not 0 < seconds <= MOST_SECONDS:
        raise WegmarkeError("question_argument", question=question, argument=argument, value=given)
    return seconds


def _keys(names: tuple[str, ...], asked: Asked) -> tuple[str, ...]:
    """Permanent keys of touchpoints named by key or label."""
    resolved = resolve(Visited(names), asked.index.touchpoints)
    return resolved.touchpoints if isinstance(resolved, Visited) else names


def _ended(counts: NDArray[np.int64], touchpoints: tuple[Touchpoint, ...]) -> tuple[tuple[Touchpoint, int], ...]:
    order = np.argsort(-counts, kind="stable")[:MOST_EXITS]
    return tuple((touchpoints[int(code)], int(counts[code])) for code in order if counts[code])


def _headline(result: Funnel) -> tuple[Sentence, ...]:
    first, last = result.stages[0], result.stages[-1]
    values: dict[str, object] = {"first": first.journeys, "last": last.journeys, "stages": len(result.stages)}
    if not first.journeys:
        return (Sentence("funnel.nobody", {"touchpoint": first.touchpoints[0].label}),)
    if isinstance(last.of_first, Interval):
        values |= {"share": last.of_first.value, "low": last.of_first.low, "high": last.of_first.high}
    sentences = [Sentence("funnel.through", values)]
    worst = max(range(len(result.stages) - 1), key=lambda i: result.stages[i].stopped)
    drop = result.stages[worst]
    if drop.stopped:
        sentences.append(
            Sentence(
                "funnel.drop_off",
                {
                    "touchpoint": " | ".join(t.label for t in drop.touchpoints),
                    "stopped": drop.stopped,
                    "n": drop.journeys,
                },
            )
        )
    return tuple(sentences)
