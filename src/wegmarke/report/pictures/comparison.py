"""A comparison as dots: the share in A blue, in B orange, grey where the difference could be chance."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from wegmarke.model.finding import Finding
from wegmarke.questions.compare import Comparison
from wegmarke.report.pictures.canvas import BLUE, GREY, INK, ORANGE, canvas, percent_axis, rows, short
from wegmarke.report.presentation import Presentation
from wegmarke.text import number, word

_LONGEST_FILTER = 60


def draw_comparison(finding: Finding[Comparison], presentation: Presentation, *, top: int = 15) -> Figure:
    """The lines with the largest differences; beside each, A − B with its interval."""
    result = finding.result
    assert isinstance(result, Comparison)  # noqa: S101 - `picture` has turned all others away
    clear = result.clear
    order = np.lexsort((-np.nan_to_num(np.abs(result.difference.difference)), ~clear))[:top]
    figure, (axes,) = canvas(finding, presentation, [0.36 * len(order) + 1.1])
    # Of few there are no shares: then the journeys are drawn.
    has_shares = not np.isnan(result.first.share).all()
    first, second = (
        (made.share if has_shares else made.counted.astype(np.float64))[order] for made in (result.first, result.second)
    )
    places = np.arange(len(order))
    axes.hlines(places, np.minimum(first, second), np.maximum(first, second), color=GREY, linewidth=1.5)
    for shares, colour, name, text in (
        (first, BLUE, "A", result.first_filter),
        (second, ORANGE, "B", result.second_filter),
    ):
        colours = [colour if clear[line] or not has_shares else GREY for line in order]
        axes.scatter(shares, places, color=colours, s=40, zorder=3)
        axes.plot([], [], "o", color=colour, label=f"{name}: {short(text, _LONGEST_FILTER)}")
    right = float(np.nanmax([first, second], initial=0)) or 1.0
    for place, line in enumerate(order if has_shares else []):
        colour = INK if clear[line] else GREY
        told = _difference(result, int(line), presentation)
        axes.text(1.02, place, told, transform=axes.get_yaxis_transform(), va="center", fontsize=9, color=colour)
    rows(axes, [" → ".join(result.touchpoints[code].label for code in result.codes[line][:4]) for line in order])
    if has_shares:
        percent_axis(axes, presentation)
    axes.set_xlim(-0.02 * right, right * 1.04)
    title = f"A \u2212 B ({word('unit:difference', presentation.language)})" if has_shares else ""
    axes.text(1.02, -1.0, title, transform=axes.get_yaxis_transform(), fontsize=9, color=GREY)
    figure.legend(loc="outside lower left", frameon=False, fontsize=9, ncols=1)
    return figure


def _difference(result: Comparison, line: int, presentation: Presentation) -> str:
    """A − B of a line with its interval, in percentage points."""
    told = [
        number(float(part[line]), "difference", presentation.language, sign=False)
        for part in (result.difference.difference, result.difference.low, result.difference.high)
    ]
    return f"{told[0]} ({told[1]} … {told[2]})"
