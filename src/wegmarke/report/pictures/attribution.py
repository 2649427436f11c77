"""Attribution as dots: the share of the wins over the whole way, with its interval, and by the last contact alone."""

from __future__ import annotations

from matplotlib.figure import Figure

from wegmarke.model.finding import Finding, Interval
from wegmarke.questions.attribution import Attribution
from wegmarke.report.pictures.canvas import BLUE, GREY, INK, ORANGE, canvas, percent_axis, rows
from wegmarke.report.presentation import Presentation
from wegmarke.stats.intervals import IntervalArray
from wegmarke.text import word


def draw_attribution(finding: Finding[Attribution], presentation: Presentation, *, top: int = 15) -> Figure:
    """The touchpoints, channels or departments with the largest shares."""
    result = finding.result
    assert isinstance(result, Attribution)  # noqa: S101 - `picture` has turned all others away
    shown = min(top, len(result.keys))
    figure, (axes,) = canvas(finding, presentation, [0.32 * shown + 1.1])
    last = result.last_touch_share()
    if isinstance(result.share_interval, IntervalArray):
        for row in range(shown):
            estimate = result.share_interval.at(row)
            if isinstance(estimate, Interval):
                axes.plot((estimate.low, estimate.high), (row, row), color=GREY, linewidth=2, zorder=1)
    language = presentation.language
    axes.scatter(
        result.share[:shown], range(shown), s=44, color=BLUE, zorder=3, label=word("column:attribution_share", language)
    )
    axes.scatter(
        last[:shown],
        range(shown),
        s=36,
        marker="D",
        facecolor="none",
        edgecolor=ORANGE,
        zorder=2,
        label=word("column:last_touch_share", language),
    )
    axes.legend(loc="lower right", fontsize=9, frameon=False, labelcolor=INK)
    rows(axes, [label or word("filter:promise_unknown", language) for label in result.labels[:shown]])
    percent_axis(axes, presentation)
    axes.set_xlim(left=0)
    return figure
