"""What the picture of the map needs, and no more: touchpoints and steps with the few numbers that are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.journeys.departments import departments_of_touchpoints
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.finding import Finding
from wegmarke.model.settings import Level
from wegmarke.questions.compare import Comparison
from wegmarke.questions.map import JourneyMap

MOST_NODES = 120
MOST_EDGES = 800
"""A picture with more is a ball of wool; the table holds all."""


@dataclass(frozen=True, slots=True)
class MapNode:
    """A touchpoint. difference: A − B in the share of journeys, in compare mode; clear: more than chance explains."""

    id: str
    label: str
    customers: int
    customers_text: str
    interactions: int
    department: str
    difference: float | None = None
    difference_text: str = ""
    clear: bool = False


@dataclass(frozen=True, slots=True)
class MapEdge:
    """A step; kind "start" or "end" for where journeys begin and end."""

    id: str
    kind: str
    source: str
    target: str
    steps: int
    customers: int
    customers_text: str
    median: float | None
    median_text: str
    difference: float | None = None
    difference_text: str = ""
    clear: bool = False


@dataclass(frozen=True, slots=True)
class MapChart:
    """The map to draw. steps: of all journeys asked for, what is not drawn included."""

    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    steps: int
    touchpoints: int
    departments: tuple[str, ...]
    compared: bool


def map_chart(
    finding: Finding[JourneyMap],
    scope: Scope,
    steps: Comparison | None = None,
    touchpoints: Comparison | None = None,
    *,
    fewest: int = 0,
) -> MapChart:
    """The map of a finding; with the two comparisons, as the difference of two groups.

    fewest: touchpoints and steps of fewer customers are not drawn.
    """
    result = finding.result
    if not isinstance(result, JourneyMap) or result.customers is None or result.step_customers is None:
        return MapChart((), (), 0, 0, (), compared=False)
    language = reader_language()
    count = len(result.touchpoints)
    departments = departments_of_touchpoints(scope)
    of_touchpoints = _differences(touchpoints)
    of_steps = _differences(steps)
    keys = [touchpoint.key for touchpoint in result.touchpoints]
    nodes = tuple(
        MapNode(
            keys[i],
            result.touchpoints[i].label,
            int(result.customers[i]),
            text.number(int(result.customers[i]), "count", language),
            int(result.interactions[i]),
            departments.get(keys[i], ""),
            *of_touchpoints.get((keys[i],), (None, "", False)),
        )
        for i in range(min(count, MOST_NODES))
        if result.customers[i] >= fewest
    )
    drawn = {node.id for node in nodes}
    edges: list[MapEdge] = []
    for e in range(len(result.steps)):
        a, b = keys[int(result.source[e])], keys[int(result.target[e])]
        if {a, b} <= drawn and len(edges) < MOST_EDGES and result.step_customers[e] >= fewest:
            median = float(result.quantile_seconds[0, e])
            edges.append(
                MapEdge(
                    f"{a}>{b}",
                    "step",
                    a,
                    b,
                    int(result.steps[e]),
                    int(result.step_customers[e]),
                    text.number(int(result.step_customers[e]), "count", language),
                    median,
                    text.duration(median, language),
                    *of_steps.get((a, b), (None, "", False)),
                )
            )
    edges += _far_ends(result, drawn, max(fewest, 1))
    named = tuple(sorted({node.department for node in nodes if node.department}))
    return MapChart(nodes, tuple(edges), int(result.steps.sum()), count, named, compared=steps is not None)


def _far_ends(result: JourneyMap, drawn: set[str], fewest: int) -> list[MapEdge]:
    """Where journeys begin and end."""
    language = reader_language()
    edges = []
    for kind, counts in (("start", result.starts), ("end", result.ends)):
        for i, touchpoint in enumerate(result.touchpoints):
            n = int(counts[i])
            if n >= fewest and touchpoint.key in drawn:
                source, target = ("<", touchpoint.key) if kind == "start" else (touchpoint.key, ">")
                shown = text.number(n, "count", language)
                edges.append(MapEdge(f"{source}>{target}", kind, source, target, n, n, shown, None, ""))
    return edges


def _differences(comparison: Comparison | None) -> dict[tuple[str, ...], tuple[float, str, bool]]:
    """By key or keys: A − B, in words, and whether it is more than chance explains."""
    if comparison is None:
        return {}
    language = reader_language()
    clear = comparison.clear
    return {
        tuple(comparison.touchpoints[code].key for code in codes): (
            float(difference),
            text.number(float(difference), "difference", language, sign=False),
            bool(clear[i]),
        )
        for i, (codes, difference) in enumerate(zip(comparison.codes, comparison.difference.difference, strict=True))
        if difference == difference  # noqa: PLR0124 - NaN is what differs from itself
    }


def words(level: Level) -> dict[str, str]:
    """The few words that the picture writes by itself. level: whose journeys it draws."""
    of_accounts = level == "account"
    return {
        "start": _("Start"),
        "end": _("End"),
        "shown": _("Shown: %(nodes)s touchpoints, %(share)s of all steps"),
        "customers": _("The numbers are accounts.") if of_accounts else _("The numbers are customers."),
        "time": _("The numbers on the lines are elapsed times (half took no longer), those in the boxes accounts.")
        if of_accounts
        else _("The numbers on the lines are elapsed times (half took no longer), those in the boxes customers."),
        "compared": _(
            "The numbers are A − B in percentage points of the journeys. "
            "Blue: more often in A, orange: more often in B, grey: could be chance."
        ),
        "failed": _("The map could not be drawn. The table below says the same."),
    }
