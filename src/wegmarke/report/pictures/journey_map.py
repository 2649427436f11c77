"""The journey map: touchpoints as boxes, steps as lines from top to bottom, steps back dashed."""

from __future__ import annotations

import itertools
import textwrap
from dataclasses import dataclass
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import Finding, Sentence
from wegmarke.questions.map import MEDIAN, JourneyMap
from wegmarke.report.pictures.canvas import BLUE, GREY, INK, ORANGE, PALE, WIDTH_INCHES, canvas, short
from wegmarke.report.pictures.layers import Layout, flow_order, lay_out
from wegmarke.report.presentation import Presentation
from wegmarke.text import number, sentence, word

Show = Literal["frequency", "time"]
START, END = "\x00start", "\x00end"
_BOX = (0.86, 0.44)
_BACK_ASIDE = 0.14
_LABEL = (0.32, 0.17)
_MOST_ORDERED = 60
_INCHES_ACROSS = 1.75
_WIDEST_INCHES = 24.0
_STEPS_A_TOUCHPOINT = 2.2


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is drawn of a map. order: all nodes, as journeys mostly go. counts: of each line, falling."""

    touchpoints: list[int]
    order: list[str]
    counts: dict[tuple[str, str], int]
    seconds: dict[tuple[str, str], float]
    loops: dict[str, int]
    shown_steps: int
    all_steps: int


def draw_map(
    finding: Finding[JourneyMap], presentation: Presentation, *, touchpoints: int = 12, show: Show = "frequency"
) -> Figure:
    """The commonest touchpoints and the steps between them; what is left out is said below the picture.

    touchpoints: how many are drawn. show: what stands on the lines, how often or the median elapsed time.
    """
    result = finding.result
    assert isinstance(result, JourneyMap)  # noqa: S101 - `picture` has turned all others away
    if show not in {"frequency", "time"}:
        raise WegmarkeError("question_argument", question="map", argument="show", value=show)
    drawn = _drawn(result, max(touchpoints, 1))
    layout = lay_out(drawn.order, drawn.counts)
    width = min(max((layout.width + 1.4) * _INCHES_ACROSS, WIDTH_INCHES), _WIDEST_INCHES)
    figure, (axes,) = canvas(finding, presentation, [0.95 * layout.layers + 0.6], width)
    axes.set_axis_off()
    _lines(axes, layout, drawn)
    _line_labels(axes, layout, drawn, presentation, show)
    _boxes(axes, layout, result, drawn, presentation)
    xs = [x for x, _ in layout.places.values()] + [x for way in layout.ways.values() for x, _ in way]
    axes.set_xlim(min(xs) - 0.7, max(xs) + 0.7)
    axes.set_ylim(layout.layers - 0.5, -0.5)
    values: dict[str, object] = {
        "shown": len(drawn.touchpoints),
        "touchpoints": len(result.touchpoints),
        "share": drawn.shown_steps / drawn.all_steps if drawn.all_steps else 1.0,
    }
    said = sentence(Sentence("picture.map_shown", values), presentation.language)
    figure.supxlabel(said, x=0.01, ha="left", fontsize=9, color=GREY)
    return figure


def _drawn(result: JourneyMap, most: int) -> _Drawn:
    """The commonest touchpoints and the commonest steps between them; each keeps its best way in and out."""
    chosen = list(range(min(most, len(result.touchpoints))))
    keys = [touchpoint.key for touchpoint in result.touchpoints]
    middle = result.quantiles.index(MEDIAN) if MEDIAN in result.quantiles else None
    elapsed = result.mean_seconds if middle is None else result.quantile_seconds[middle]
    counts: dict[tuple[str, str], int] = {}
    seconds: dict[tuple[str, str], float] = {}
    loops: dict[str, int] = {}
    for place, (a, b, n) in enumerate(zip(result.source, result.target, result.steps, strict=True)):
        if a == b and a < most:
            loops[keys[a]] = int(n)
        elif a < most and b < most:
            counts[keys[a], keys[b]] = int(n)
            seconds[keys[a], keys[b]] = float(elapsed[place])
    for place in chosen:
        for edge, n in (((START, keys[place]), result.starts[place]), ((keys[place], END), result.ends[place])):
            if n:
                counts[edge] = int(n)
    names = {START, END, *(keys[place] for place in chosen)}
    order = [key for key in _whole_order(result, max(most, _MOST_ORDERED)) if key in names]
    kept = _kept(counts, order, int(_STEPS_A_TOUCHPOINT * len(chosen)))
    steps = sum(n for (a, b), n in kept.items() if a != START and b != END) + sum(loops.values())
    return _Drawn(chosen, order, kept, seconds, loops, steps, int(result.steps.sum()))


def _whole_order(result: JourneyMap, most: int) -> list[str]:
    """The order in which journeys mostly go, judged by the touchpoints that are not drawn as well."""
    keys = [touchpoint.key for touchpoint in result.touchpoints[:most]]
    weights: dict[tuple[str, str], float] = {}
    for a, b, n in zip(result.source.tolist(), result.target.tolist(), result.steps.tolist(), strict=True):
        if a != b and a < most and b < most:
            weights[keys[a], keys[b]] = n
    for place, key in enumerate(keys):
        weights[START, key], weights[key, END] = float(result.starts[place]), float(result.ends[place])
    return flow_order(keys, weights, START, END)


def _kept(counts: dict[tuple[str, str], int], order: list[str], most: int) -> dict[tuple[str, str], int]:
    """The commonest lines, and for each node its commonest way down to it and down from it."""
    rank = {key: place for place, key in enumerate(order)}
    ranked = sorted(counts, key=lambda edge: (-counts[edge], edge))
    kept = set(ranked[:most])
    for side in (0, 1):
        seen: set[str] = set()
        for edge in ranked:
            if edge[side] not in seen and rank[edge[0]] < rank[edge[1]]:
                seen.add(edge[side])
                kept.add(edge)
    return {edge: counts[edge] for edge in ranked if edge in kept}


def _lines(axes: Axes, layout: Layout, drawn: _Drawn) -> None:
    most = max(drawn.counts.values(), default=1)
    for edge, count in reversed(drawn.counts.items()):
        way = layout.ways[edge]
        down = way[-1][1] > way[0][1]
        width = 0.7 + 5.0 * count / most
        edges = START in edge or END in edge
        line = FancyArrowPatch(
            path=_curve(way, down=down),
            arrowstyle="-|>",
            mutation_scale=7 + width,
            linewidth=width,
            linestyle="solid" if down else (0, (3, 1.5)),
            color=GREY if edges else BLUE if down else ORANGE,
            alpha=0.55,
            capstyle="butt",
            zorder=1,
        )
        axes.add_patch(line)


def _line_labels(axes: Axes, layout: Layout, drawn: _Drawn, presentation: Presentation, show: Show) -> None:
    """A label on every line, where it covers no box and no other label; a line without room has none."""
    taken = [(x, float(y), *_BOX) for x, y in layout.places.values()]
    box = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
    for edge, count in drawn.counts.items():
        way = layout.ways[edge]
        along = _along(_curve(way, down=way[-1][1] > way[0][1]))
        for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
            x, y = along[int(share * (len(along) - 1))]
            if all(
                abs(x - other_x) > (width + _LABEL[0]) / 2 or abs(y - other_y) > (height + _LABEL[1]) / 2
                for other_x, other_y, width, height in taken
            ):
                taken.append((x, y, *_LABEL))
                told = _told(edge, count, drawn, presentation, show)
                axes.text(x, y, told, ha="center", va="center", fontsize=7.5, color=INK, bbox=box, zorder=2)
                break


def _along(path: Path) -> list[tuple[float, float]]:
    """Points along a curve, evenly spread over its pieces."""
    vertices = np.asarray(path.vertices, np.float64)
    found: list[tuple[float, float]] = []
    for first in range(0, len(vertices) - 1, 3):
        a, b, c, d = vertices[first : first + 4]
        for t in np.linspace(0, 1, 9):
            x, y = a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t**2 * (1 - t) + d * t**3
            found.append((float(x), float(y)))
    return found


def _told(edge: tuple[str, str], count: int, drawn: _Drawn, presentation: Presentation, show: Show) -> str:
    seconds = drawn.seconds.get(edge)
    if show == "time" and seconds is not None:
        return number(seconds, "seconds", presentation.language)
    return number(count, "count", presentation.language)


def _curve(way: list[tuple[float, int]], *, down: bool) -> Path:
    """A smooth way from box to box; it leaves and enters bends straight down (or up)."""
    half = _BOX[1] / 2 * (1 if down else -1)
    aside = 0.0 if down else _BACK_ASIDE
    points = [(x + aside, float(y)) for x, y in way]
    points[0] = (points[0][0], points[0][1] + half)
    points[-1] = (points[-1][0], points[-1][1] - half)
    vertices, codes = [points[0]], [Path.MOVETO]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        middle = (y0 + y1) / 2
        vertices += [(x0, middle), (x1, middle), (x1, y1)]
        codes += [Path.CURVE4] * 3
    return Path(np.array(vertices), np.array(codes, np.uint8))


def _boxes(axes: Axes, layout: Layout, result: JourneyMap, drawn: _Drawn, presentation: Presentation) -> None:
    for key, name in ((START, "start"), (END, "end")):
        x, y = layout.places[key]
        axes.text(x, y, word(f"place:{name}", presentation.language), ha="center", va="center", fontsize=9, color=INK)
    most = int(result.interactions[0])
    for place in drawn.touchpoints:
        touchpoint = result.touchpoints[place]
        x, y = layout.places[touchpoint.key]
        width, height = _BOX
        strength = int(result.interactions[place]) / most
        box = FancyBboxPatch(
            (x - width / 2 + 0.04, y - height / 2 + 0.04),
            width - 0.08,
            height - 0.08,
            boxstyle="round,pad=0.04",
            facecolor=PALE,
            edgecolor=BLUE,
            linewidth=0.8 + 2.2 * strength,
            zorder=3,
        )
        axes.add_patch(box)
        lines = textwrap.wrap(short(touchpoint.label, 40), 20)[:2]
        count = number(int(result.interactions[place]), "count", presentation.language)
        if touchpoint.key in drawn.loops:
            count += f"  ↻ {number(drawn.loops[touchpoint.key], 'count', presentation.language)}"
        axes.text(x, y - 0.06, "\n".join(lines), ha="center", va="center", fontsize=8, color=INK, zorder=4)
        axes.text(x, y + 0.15, count, ha="center", va="center", fontsize=7, color=INK, zorder=4)
