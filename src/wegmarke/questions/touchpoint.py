"""What is this touchpoint? Its reach, where customers come from and go to, how long that takes, and how journeys
with it end.

Reach = journeys that visited it / all journeys asked for. Steps in and out with their elapsed times as in the map.
The share of journeys won (lost) among visitors minus that among the others is an association, not an effect: who
visits a touchpoint may differ in other ways.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.model.evidence import Behind
from wegmarke.model.finding import CannotSay, Column, Estimate, Finding, Interval, Sentence, Table
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.questions.few import too_few
from wegmarke.questions.map import JourneyMap, journey_map
from wegmarke.stats.intervals import Difference
from wegmarke.stats.newcombe import newcombe
from wegmarke.stats.wilson import wilson


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A step into or out of the touchpoint; None is the start or the end of the journey.

    steps: how often it was taken; journeys: in how many journeys at least once.
    """

    touchpoint: Touchpoint | None
    steps: int
    journeys: int
    share: float
    elapsed_mean: float | None
    elapsed_median: float | None
    elapsed_p90: float | None


@dataclass(frozen=True, slots=True)
class TouchpointFacts:
    """What the journeys say of one touchpoint. won, lost: shares among the journeys with it; *_without: among the
    others; differences.
    """

    touchpoint: Touchpoint
    interactions: int
    journeys: int
    customers: int
    reach: Estimate
    won: Estimate
    won_without: Estimate
    won_difference: Difference | CannotSay
    lost: Estimate
    lost_without: Estimate
    lost_difference: Difference | CannotSay
    came_from: tuple[Neighbour, ...]
    went_to: tuple[Neighbour, ...]
    filter: str

    def tables(self) -> tuple[Table, ...]:
        """Where customers came from, and where they went."""
        return (self._neighbours("came_from", self.came_from), self._neighbours("went_to", self.went_to))

    def _neighbours(self, name: str, neighbours: tuple[Neighbour, ...]) -> Table:
        key = self.touchpoint.key
        conditions = []
        for neighbour in neighbours:
            other = neighbour.touchpoint
            if other is None:
                condition = f"began({key})" if name == "came_from" else f"ended({key})"
            else:
                condition = f"step({other.key}, {key})" if name == "came_from" else f"step({key}, {other.key})"
            conditions.append(condition)
        return Table(
            name,
            (
                Column(
                    "touchpoint", "touchpoint", [None if n.touchpoint is None else n.touchpoint.key for n in neighbours]
                ),
                Column("steps", "count", [n.steps for n in neighbours]),
                Column("journeys", "count", [n.journeys for n in neighbours], Behind(self.filter, conditions)),
                Column("share", "share", [n.share for n in neighbours]),
                Column("elapsed_mean", "seconds", [n.elapsed_mean for n in neighbours]),
                Column("elapsed_median", "seconds", [n.elapsed_median for n in neighbours]),
                Column("elapsed_p90", "seconds", [n.elapsed_p90 for n in neighbours]),
            ),
        )


def touchpoint_facts(asked: Asked, *, touchpoint: str) -> Finding[TouchpointFacts]:
    """The facts of the touchpoint with that permanent key. `touchpoint_unknown` when there is none."""
    index = asked.index
    named = index.touchpoints[index.code(touchpoint)]
    whole = journey_map(asked)
    if isinstance(whole.result, CannotSay):
        return Finding("touchpoint", (Sentence("map.empty"),), whole.result, whole.basis, "touchpoint")
    result = whole.result
    place = next((i for i, other in enumerate(result.touchpoints) if other.key == touchpoint), None)
    if place is None or result.journeys is None or result.customers is None or result.step_journeys is None:
        return Finding(
            "touchpoint",
            (Sentence("touchpoint.not_visited", {"touchpoint": named.label}),),
            CannotSay("empty_group", 0, 1),
            whole.basis,
            "touchpoint",
        )
    totals, with_it = asked.totals(), asked.where(f"visited({touchpoint})").totals()
    if with_it.journeys != int(result.journeys[place]):
        raise WegmarkeError("index_broken", file=index.version)
    ways = {}
    for name in ("won", "lost"):
        n = int(with_it.outcomes[OUTCOME_NAMES.index(name)])
        others = int(totals.outcomes[OUTCOME_NAMES.index(name)]) - n
        rest = totals.journeys - with_it.journeys
        # About how journeys end: so many of them must have ended so, and each group must be large enough.
        ended = too_few(n + others)
        here, elsewhere = (ended or too_few(of) for of in (with_it.journeys, rest))
        ways[name] = (
            here or wilson(n, with_it.journeys),
            elsewhere or wilson(others, rest),
            here or elsewhere or newcombe(n, with_it.journeys, others, rest),
        )
    facts = TouchpointFacts(
        named,
        int(result.interactions[place]),
        int(result.journeys[place]),
        int(result.customers[place]),
        too_few(totals.journeys) or wilson(with_it.journeys, totals.journeys),
        *ways["won"],
        *ways["lost"],
        _neighbours(result, result.step_journeys, place, incoming=True),
        _neighbours(result, result.step_journeys, place, incoming=False),
        asked.selection.text,
    )
    assumptions = ("independent_journeys",) if totals.journeys != totals.customers else ()
    return Finding(
        "touchpoint",
        _headline(facts, totals.journeys),
        facts,
        whole.basis,
        "touchpoint",
        claim="association",
        assumptions=assumptions,
        caveats=(Sentence("caveat.association"),),
    )


def _neighbours(
    result: JourneyMap, step_journeys: NDArray[np.int64], place: int, *, incoming: bool
) -> tuple[Neighbour, ...]:
    here, there = (result.target, result.source) if incoming else (result.source, result.target)
    share = result.share_in if incoming else result.share_out
    found = [
        Neighbour(
            result.touchpoints[int(there[i])],
            int(result.steps[i]),
            int(step_journeys[i]),
            float(share[i]),
            float(result.mean_seconds[i]),
            *(float(result.quantile_seconds[q, i]) for q in range(2)),
        )
        for i in range(len(result.steps))
        if here[i] == place
    ]
    edge = int((result.starts if incoming else result.ends)[place])
    if edge:
        found.append(Neighbour(None, edge, edge, edge / int(result.interactions[place]), None, None, None))
    return tuple(sorted(found, key=lambda neighbour: -neighbour.steps))


def _headline(facts: TouchpointFacts, journeys: int) -> tuple[Sentence, ...]:
    values: dict[str, object] = {"touchpoint": facts.touchpoint.label, "n": facts.journeys, "journeys": journeys}
    if isinstance(facts.reach, Interval):
        values["share"] = facts.reach.value
    sentences = [Sentence("touchpoint.reach", values)]
    difference = facts.lost_difference
    if (
        isinstance(difference, Difference)
        and isinstance(facts.lost, Interval)
        and isinstance(facts.lost_without, Interval)
    ):
        clear = difference.interval.low > 0 or difference.interval.high < 0
        told: dict[str, object] = {
            "with": facts.lost.value,
            "without": facts.lost_without.value,
            "difference": difference.interval.value,
            "low": difference.interval.low,
            "high": difference.interval.high,
        }
        sentences.append(Sentence("touchpoint.lost_differs" if clear else "touchpoint.lost_alike", told))
    return tuple(sentences)
