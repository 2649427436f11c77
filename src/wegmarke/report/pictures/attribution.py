"""Attribution as bars: the removal effect of each touchpoint."""

from __future__ import annotations

from matplotlib.figure import Figure

from wegmarke.model.finding import Finding
from wegmarke.questions.attribution import Attribution
from wegmarke.report.pictures.canvas import BLUE, INK, canvas, percent_axis, rows
from wegmarke.report.presentation import Presentation
from wegmarke.text import number, word


def draw_attribution(finding: Finding[Attribution], presentation: Presentation, *, top: int = 15) -> Figure:
    """The touchpoints with the largest removal effects."""
    result = finding.result
    assert isinstance(result, Attribution)  # noqa: S101 - `picture` has turned all others away
    shown = min(top, len(result.touchpoints))
    figure, (axes,) = canvas(finding, presentation, [0.32 * shown + 0.9])
    effects = result.removal_effect[:shown]
    axes.barh(range(shown), effects, height=0.66, color=BLUE)
    for row, effect in enumerate(effects):
        text = number(float(effect), "share", presentation.language)
        axes.text(float(effect), row, f" {text}", va="center", fontsize=9, color=INK)
    rows(axes, [touchpoint.label for touchpoint in result.touchpoints[:shown]])
    percent_axis(axes, presentation)
    axes.set_xlim(0, max(float(effects.max(initial=0.0)) * 1.12, 0.01))
    axes.set_xlabel(word("column:removal_effect", presentation.language), fontsize=9, color=INK)
    return figure
