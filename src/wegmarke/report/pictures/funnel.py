"""A funnel as bars: how many reached each stage, of the first and of the one before, and how long it took."""

from __future__ import annotations

from matplotlib.figure import Figure

from wegmarke.model.finding import Finding, Interval
from wegmarke.questions.funnel import Funnel, Stage
from wegmarke.report.pictures.canvas import BLUE, INK, ORANGE, PALE, canvas, rows
from wegmarke.report.presentation import Presentation
from wegmarke.text import number, word


def draw_funnel(finding: Finding[Funnel], presentation: Presentation) -> Figure:
    """One bar a stage; what is missing to the stage before is drawn pale."""
    result = finding.result
    assert isinstance(result, Funnel)  # noqa: S101 - `picture` has turned all others away
    figure, (axes,) = canvas(finding, presentation, [0.62 * len(result.stages) + 0.4])
    most = max(stage.journeys for stage in result.stages) or 1
    for row, stage in enumerate(result.stages):
        if row:
            axes.barh(row, result.stages[row - 1].journeys, height=0.6, color=PALE)
        axes.barh(row, stage.journeys, height=0.6, color=BLUE)
        axes.text(most * 1.02, row, _numbers(stage, presentation, first=row == 0), va="center", fontsize=9, color=INK)
        if row and result.stages[row - 1].stopped:
            lost = number(result.stages[row - 1].stopped, "count", presentation.language)
            end = max(result.stages[row - 1].journeys, most * 0.12)
            axes.text(end * 0.99, row, f"\u2212{lost}", va="center", ha="right", fontsize=9, color=ORANGE)
    rows(axes, [" | ".join(touchpoint.label for touchpoint in stage.touchpoints) for stage in result.stages])
    axes.set_xlim(0, most * 1.6)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    return figure


def _numbers(stage: Stage, presentation: Presentation, *, first: bool) -> str:
    language = presentation.language
    parts = [number(stage.journeys, "count", language)]
    if not first and isinstance(stage.of_first, Interval):
        share = number(stage.of_first.value, "share", language)
        parts.append(f"{word('column:of_first', language)}: {share}")
    lines = [" · ".join(parts)]
    if not first and isinstance(stage.elapsed_median, Interval):
        median = number(stage.elapsed_median.value, "seconds", language)
        lines.append(f"{word('column:elapsed_median', language)}: {median}")
    return "\n".join(lines)
