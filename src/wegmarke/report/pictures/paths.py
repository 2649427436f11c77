"""Paths as bars: how many journeys took each, and how they ended."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from wegmarke.model.finding import Finding
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.questions.paths import Paths
from wegmarke.report.pictures.canvas import BLUE, GREY, INK, ORANGE, canvas, rows
from wegmarke.report.presentation import Presentation
from wegmarke.text import number, word

_COLOURS = {"won": BLUE, "lost": ORANGE}
_MOST_WORDS = 4
_LONGEST_PATH = 72


def draw_paths(finding: Finding[Paths], presentation: Presentation, *, top: int = 15) -> Figure:
    """The commonest paths, the bar in the colours of outcomes: won blue, lost orange, all others grey."""
    result = finding.result
    assert isinstance(result, Paths)  # noqa: S101 - `picture` has turned all others away
    shown = min(top, len(result.paths))
    figure, (axes,) = canvas(finding, presentation, [0.34 * shown + 0.9])
    left = np.zeros(shown)
    for name in ("won", "lost", None):
        if name is None:
            counts = result.journeys[:shown] - left
        else:
            counts = result.outcomes[:shown, OUTCOME_NAMES.index(name)].astype(float)
        label = word(f"outcome:{name}", presentation.language) if name else None
        axes.barh(range(shown), counts, left=left, height=0.66, color=_COLOURS.get(name or "", GREY), label=label)
        left += counts
    for row in range(shown):
        count = number(int(result.journeys[row]), "count", presentation.language)
        share = number(float(result.share[row]), "share", presentation.language)
        axes.text(left[row], row, f"  {count} · {share}", va="center", fontsize=9, color=INK)
    rows(axes, [_label(result, path) for path in result.paths[:shown]], _LONGEST_PATH)
    axes.set_xlim(0, float(left.max()) * 1.28)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    if result.outcomes[:, 1:].any():
        axes.legend(loc="lower right", frameon=False, fontsize=9)
    return figure


def _label(result: Paths, path: tuple[int, ...]) -> str:
    """First and last touchpoints of a long path; repeats in a row are counted."""
    names: list[tuple[str, int]] = []
    for code in path:
        label = result.touchpoints[code].label
        if names and names[-1][0] == label:
            names[-1] = (label, names[-1][1] + 1)
        else:
            names.append((label, 1))
    words = [label if times == 1 else f"{label} ×{times}" for label, times in names]
    if len(words) > _MOST_WORDS:
        words = [words[0], f"… {len(words) - 3} …", *words[-2:]]
    return " → ".join(words)
