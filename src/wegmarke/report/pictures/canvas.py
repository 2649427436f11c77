"""What all pictures share: size, colours that colour-blind eyes tell apart, and the sentence on top."""

from __future__ import annotations

import io
import textwrap
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from wegmarke.model.finding import Finding
from wegmarke.report.explanation import explain
from wegmarke.report.presentation import Presentation

BLUE, ORANGE, GREY, INK, PALE = "#1f5fa8", "#d9730d", "#9aa3ad", "#1d2733", "#e8edf3"
LONGEST_LABEL = 34
WIDTH_INCHES = 9.5


class Picture(Figure):
    """A figure that notebooks show without further ado."""

    def _repr_png_(self) -> bytes:
        out = io.BytesIO()
        self.savefig(out, format="png", dpi=150)
        return out.getvalue()


def canvas(
    finding: Finding[Any], presentation: Presentation, heights: list[float], width: float = WIDTH_INCHES
) -> tuple[Figure, list[Axes]]:
    """A figure with the finding's sentence on top, and parts of these heights in inches from top to bottom."""
    said = textwrap.fill(explain(finding, presentation.language).headline[0], int(width * 11))
    size = (width, sum(heights) + 0.25 * (said.count("\n") + 1) + 0.2)
    figure = Picture(figsize=size, layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)  # can be saved without a window system
    figure.suptitle(said, x=0.01, ha="left", fontsize=11, color=INK, parse_math=False)
    axes = figure.subplots(len(heights), 1, squeeze=False, height_ratios=heights)[:, 0]
    for one in axes:
        one.tick_params(length=0, labelsize=9, colors=INK)
        one.spines[["top", "right", "left"]].set_visible(False)
        one.spines["bottom"].set_color(GREY)
    return figure, list(axes)


def short(label: str, longest: int = LONGEST_LABEL) -> str:
    """A label that fits beside a bar. Its dollar signs are no formulas."""
    text = label if len(label) <= longest else f"{label[: longest - 1]}…"
    return text.replace("$", r"\$")


def rows(axes: Axes, labels: list[str], longest: int = LONGEST_LABEL) -> None:
    """Name the lines of a picture, the first on top."""
    axes.set_yticks(range(len(labels)), [short(label, longest) for label in labels])
    axes.set_ylim(len(labels) - 0.4, -0.6)


def percent_axis(axes: Axes, presentation: Presentation) -> None:
    """Write the horizontal axis in percent, as the language does."""
    space = "\u202f" if presentation.language == "de" else ""
    axes.xaxis.set_major_formatter(lambda value, _: f"{value * 100:.0f}{space}%".replace("-", "\u2212"))
    axes.grid(axis="x", color=PALE)
    axes.set_axisbelow(b=True)
