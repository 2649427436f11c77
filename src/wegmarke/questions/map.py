"""How do customers really travel? Touchpoints, and the steps between them.

A step a → b: an interaction at b directly follows one at a in the same journey. share_out = steps a → b /
interactions at a (what is missing to 1 ended there). share_in = steps a → b / interactions at b (what is missing to
1 began there). Elapsed time runs from one interaction's time to the next one's; it is called elapsed, not waiting,
because the end of a contact is not known. Mean, median and 90th percentile are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.dictionaries import START
from wegmarke.index.summaries.steps import (
    MOST_KEPT,
    CountPresence,
    CountSteps,
    KeptRows,
    MeasureSteps,
    StepMeasures,
    StepSummary,
)
from wegmarke.model.evidence import Behind
from wegmarke.model.finding import CannotSay, Column, Finding, Sentence, Table
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.questions.quantiles import step_quantiles

MEDIAN, NINTH_DECILE = 0.5, 0.9
DEFAULT_QUANTILES = (MEDIAN, NINTH_DECILE)


@dataclass(frozen=True, slots=True)
class JourneyMap:
    """Touchpoints (K) by falling interactions and steps (E) by falling count.

    interactions, journeys, customers, starts, ends: shape (K,); journeys and customers are None where they were not
    asked for. source, target (E,): places in `touchpoints`. steps, step_journeys, step_customers, share_out,
    share_in, mean_seconds: shape (E,).
    quantile_seconds: shape (quantiles, E).
    """

    touchpoints: tuple[Touchpoint, ...]
    interactions: NDArray[np.int64]
    journeys: NDArray[np.int64] | None
    customers: NDArray[np.int64] | None
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    steps: NDArray[np.int64]
    step_journeys: NDArray[np.int64] | None
    step_customers: NDArray[np.int64] | None
    share_out: NDArray[np.float64]
    share_in: NDArray[np.float64]
    mean_seconds: NDArray[np.float64]
    quantiles: tuple[float, ...]
    quantile_seconds: NDArray[np.float64]
    filter: str

    def tables(self) -> tuple[Table, ...]:
        """The steps, then the touchpoints."""
        return (self._step_table(), self._touchpoint_table())

    def _step_table(self) -> Table:
        keys = [touchpoint.key for touchpoint in self.touchpoints]
        sources, targets = [keys[i] for i in self.source], [keys[i] for i in self.target]
        behind = Behind(self.filter, [f"step({a}, {b})" for a, b in zip(sources, targets, strict=True)])
        columns = [
            Column("source", "touchpoint", sources),
            Column("target", "touchpoint", targets),
            Column("steps", "count", self.steps.tolist()),
        ]
        if self.step_journeys is not None and self.step_customers is not None:
            columns.append(Column("journeys", "count", self.step_journeys.tolist(), behind))
            columns.append(Column("customers", "count", self.step_customers.tolist(), behind, "customers"))
        columns += [
            Column("share_out", "share", self.share_out.tolist()),
            Column("share_in", "share", self.share_in.tolist()),
            Column("elapsed_mean", "seconds", _without_nan(self.mean_seconds)),
        ]
        columns += [
            Column(quantile_key(q), "seconds", _without_nan(self.quantile_seconds[i]))
            for i, q in enumerate(self.quantiles)
        ]
        return Table("steps", tuple(columns))

    def _touchpoint_table(self) -> Table:
        keys = [touchpoint.key for touchpoint in self.touchpoints]
        columns = [
            Column("touchpoint", "touchpoint", keys),
            Column("interactions", "count", self.interactions.tolist()),
        ]
        if self.journeys is not None and self.customers is not None:
            behind = Behind(self.filter, [f"visited({key})" for key in keys])
            columns.append(Column("journeys", "count", self.journeys.tolist(), behind))
            columns.append(Column("customers", "count", self.customers.tolist(), behind, "customers"))
        columns.append(
            Column("starts", "count", self.starts.tolist(), Behind(self.filter, [f"began({key})" for key in keys]))
        )
        columns.append(
            Column("ends", "count", self.ends.tolist(), Behind(self.filter, [f"ended({key})" for key in keys]))
        )
        return Table("touchpoints", tuple(columns))


def quantile_key(quantile: float) -> str:
    """The column of a quantile: elapsed_median, elapsed_p90."""
    return "elapsed_median" if quantile == MEDIAN else f"elapsed_p{quantile * 100:g}"


def _without_nan(values: NDArray[np.float64]) -> Sequence[float | None]:
    return [None if value != value else value for value in values.tolist()]  # noqa: PLR0124 - NaN is what differs from itself


def journey_map(
    asked: Asked, *, quantiles: tuple[float, ...] = DEFAULT_QUANTILES, customers: bool = True
) -> Finding[JourneyMap]:
    """The map of the journeys asked for.

    quantiles: of elapsed time, from 0 to 1; `customers=False` leaves out the counts of journeys and customers,
    which saves a pass. `question_argument` for a quantile outside.
    """
    for quantile in quantiles:
        if not 0 <= quantile <= 1:
            raise WegmarkeError("question_argument", question="map", argument="quantiles", value=quantile)
    index = asked.index
    width, size = len(index.touchpoints), len(index.steps)
    totals, exits = asked.totals_by(("exit",))
    basis = asked.basis(totals)
    if totals.journeys == 0:
        return Finding("map", (Sentence("map.empty"),), CannotSay("empty_group", 0, 1), basis, "map")
    kept: KeptRows | None = {} if totals.interactions <= MOST_KEPT else None
    counted: StepSummary | StepMeasures
    if quantiles:
        counted = asked.run(MeasureSteps(asked.selection, size, kept))
    else:
        counted = asked.run(CountSteps(asked.selection, size))
    counts = counted.counts() if isinstance(counted, StepMeasures) else counted.counts
    ends = exits[0].sum(axis=0)
    begins = index.steps.source == START
    starts = np.zeros(width, np.int64)
    np.add.at(starts, index.steps.target[begins], counts[begins])
    interactions = np.zeros(width, np.int64)
    np.add.at(interactions, index.steps.target, counts)
    shown = np.flatnonzero(interactions)
    shown = shown[np.argsort(-interactions[shown], kind="stable")]
    place = np.full(width, -1, np.int32)
    place[shown] = np.arange(len(shown), dtype=np.int32)
    taken = np.flatnonzero((counts > 0) & ~begins)
    taken = taken[np.lexsort((place[index.steps.target[taken]], place[index.steps.source[taken]], -counts[taken]))]
    of_steps: Any = asked.run(CountPresence(asked.selection, "step", size)) if customers else None
    of_touchpoints: Any = asked.run(CountPresence(asked.selection, "touchpoint", width)) if customers else None
    steps = counts[taken]
    source, target = index.steps.source[taken], index.steps.target[taken]
    result = JourneyMap(
        touchpoints=tuple(index.touchpoints[i] for i in shown),
        interactions=interactions[shown],
        journeys=of_touchpoints.journeys[shown] if customers else None,
        customers=of_touchpoints.customers[shown] if customers else None,
        starts=starts[shown],
        ends=ends[shown],
        source=place[source],
        target=place[target],
        steps=steps,
        step_journeys=of_steps.journeys[taken] if customers else None,
        step_customers=of_steps.customers[taken] if customers else None,
        share_out=steps / interactions[source],
        share_in=steps / interactions[target],
        mean_seconds=counted.seconds[taken] / steps,
        quantiles=quantiles,
        quantile_seconds=step_quantiles(asked, quantiles, taken, steps, counted, kept)
        if isinstance(counted, StepMeasures)
        else np.zeros((0, len(taken))),
        filter=asked.selection.text,
    )
    return Finding("map", _headline(result, totals.journeys, totals.customers), result, basis, "map")


def _headline(result: JourneyMap, journeys: int, customers: int) -> tuple[Sentence, ...]:
    sentences = [
        Sentence(
            "map.extent",
            {
                "journeys": journeys,
                "customers": customers,
                "touchpoints": len(result.touchpoints),
                "steps": len(result.steps),
            },
        )
    ]
    if len(result.steps):
        values: dict[str, object] = {
            "source": result.touchpoints[int(result.source[0])].label,
            "target": result.touchpoints[int(result.target[0])].label,
            "steps": int(result.steps[0]),
            "share": float(result.share_out[0]),
        }
        sentences.append(Sentence("map.commonest_step", values))
    return tuple(sentences)
