"""Pictures of findings, for notebooks, slides and files: one form a file, drawn with matplotlib."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matplotlib.figure import Figure

from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.report.pictures.attribution import draw_attribution
from wegmarke.report.pictures.comparison import draw_comparison
from wegmarke.report.pictures.entries import draw_entries
from wegmarke.report.pictures.funnel import draw_funnel
from wegmarke.report.pictures.journey_map import draw_map
from wegmarke.report.pictures.levers import draw_levers
from wegmarke.report.pictures.lines import DRAWN, draw_lines
from wegmarke.report.pictures.paths import draw_paths
from wegmarke.report.pictures.value import draw_value
from wegmarke.report.presentation import Presentation

_DRAW: dict[str, Callable[..., Figure]] = {
    "map": draw_map,
    "paths": draw_paths,
    "entries": draw_entries,
    "funnel": draw_funnel,
    "compare": draw_comparison,
    "attribution": draw_attribution,
    "levers": draw_levers,
    "value": draw_value,
    **dict.fromkeys(DRAWN, draw_lines),
}
PICTURED = tuple(_DRAW)
"""The questions whose answers can be drawn."""


def picture(finding: Finding[Any], presentation: Presentation, **options: Any) -> Figure:
    """The picture of a finding.

    Errors: `question_argument` where there is no picture of it, nothing to draw, or an option that it does not have.
    """
    draw = _DRAW.get(finding.question)
    if draw is None or isinstance(finding.result, CannotSay):
        raise WegmarkeError("question_argument", question=finding.question, argument="plot", value=None)
    known = draw.__kwdefaults__ or {}
    for name, value in options.items():
        if name not in known:
            raise WegmarkeError("question_argument", question=finding.question, argument=name, value=value)
    return draw(finding, presentation, **options)
