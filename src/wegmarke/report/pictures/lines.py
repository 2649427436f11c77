"""The lines of a finding's table as dots with intervals, or as bars of counts where nothing was estimated.

One form for all questions whose answer is such a table: it draws the figure that the first sentence speaks of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import Column, Finding, Table
from wegmarke.report.pictures.canvas import BLUE, GREY, INK, ORANGE, PALE, canvas, percent_axis, rows
from wegmarke.report.presentation import Presentation, tables_of
from wegmarke.text import NOTHING, cell

CLEAR_AT: Final = 0.05


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn of a table. labels: the columns that name a line. figure: the estimate; "" where there is none.
    count: what is drawn where nothing is estimated. left_out: lines of another unit, by their first label.
    """

    table: str
    labels: tuple[str, ...]
    figure: str
    count: str
    left_out: frozenset[str] = frozenset()


DRAWN: Final[dict[str, Drawn]] = {
    "promises": Drawn("promises_by_giver", ("giver",), "share_kept", "kept"),
    "friction": Drawn("friction", ("measure",), "effort_mean", "effort", frozenset({"waited"})),
    "incidents": Drawn("incident_kinds", ("incident",), "", "incidents"),
    "won_lost": Drawn("won_lost_shares", ("feature", "what"), "difference", "journeys_lost"),
    "reasons": Drawn("reasons", ("stated",), "said", "customers"),
    "drift": Drawn("drift_shares", ("changed", "what"), "difference", "counted_last"),
    "lost_customers": Drawn("lost_by_year", ("year",), "", "customers_left"),
    "moments": Drawn("moments", ("touchpoint",), "customers_lost", "bad"),
}


def draw_lines(finding: Finding[Any], presentation: Presentation, *, top: int = 15) -> Figure:
    """The first lines of the table. Errors: `question_argument` where it has none."""
    drawn = DRAWN[finding.question]
    table = next(one for one in tables_of(finding) if one.key == drawn.table)
    # Where all is only counted, there is no such column.
    figured = next((column for column in table.columns if column.key == drawn.figure), None)
    if figured is None or all(value is None for value in figured.values):
        column, low, high = table.column(drawn.count), None, None
    else:
        column = figured
        low, high = (table.column(f"{drawn.figure}{end}") for end in ("_low", "_high"))
    names = table.column(drawn.labels[0]).values
    known = (row for row, value in enumerate(column.values) if value is not None)
    lines = [row for row in known if str(names[row]) not in drawn.left_out][:top]
    if not lines:
        raise WegmarkeError("question_argument", question=finding.question, argument="plot", value=None)
    figure, (axes,) = canvas(finding, presentation, [0.34 * len(lines) + 0.9])
    if low is None or high is None:
        _bars(axes, column, lines, presentation)
    else:
        _dots(axes, table, (column, low, high), lines, presentation)
    rows(axes, [_label(table, drawn.labels, row, presentation) for row in lines])
    if column.unit in {"share", "difference"}:
        percent_axis(axes, presentation)
    axes.grid(axis="x", color=PALE)
    axes.set_axisbelow(b=True)
    axes.set_xlabel(presentation.header(column), fontsize=9, color=INK)
    return figure


def _bars(axes: Axes, column: Column, lines: list[int], presentation: Presentation) -> None:
    values = [_number(column, row) for row in lines]
    axes.barh(range(len(lines)), values, height=0.66, color=BLUE)
    for place, (row, value) in enumerate(zip(lines, values, strict=True)):
        axes.text(value, place, f" {_said(column, row, presentation)}", va="center", fontsize=9, color=INK)
    axes.set_xlim(0, max([*values, 1.0]) * 1.12)


def _dots(
    axes: Axes, table: Table, columns: tuple[Column, Column, Column], lines: list[int], presentation: Presentation
) -> None:
    """A dot a line with its interval; grey where chance could explain it."""
    column, low, high = columns
    keys = {one.key for one in table.columns}
    signed = column.unit == "difference" or column.key == "customers_lost"
    for place, row in enumerate(lines):
        value = _number(column, row)
        colour = BLUE
        if "q" in keys and signed:
            q = table.column("q").values[row]
            is_clear = q is not None and float(str(q)) <= CLEAR_AT
            colour = GREY if not is_clear else BLUE if value > 0 else ORANGE
        ends = [one.values[row] for one in (low, high)]
        if None not in ends:
            axes.hlines(place, float(str(ends[0])), float(str(ends[1])), color=colour, linewidth=2.5, alpha=0.5)
        axes.plot(value, place, "o", color=colour)
        told = _said(column, row, presentation)
        axes.text(1.01, place, told, transform=axes.get_yaxis_transform(), va="center", fontsize=9, color=INK)
    if signed:
        axes.axvline(0, color=INK, linewidth=0.8)
    else:
        axes.set_xlim(left=0)


def _label(table: Table, keys: tuple[str, ...], row: int, presentation: Presentation) -> str:
    """The names of a line; what the second says alone is not said twice."""
    parts = [presentation.text(table, table.column(key), row) for key in keys]
    told = [part for part in parts if part and part != NOTHING]
    return ": ".join(told) or NOTHING


def _number(column: Column, row: int) -> float:
    return float(str(column.values[row]))


def _said(column: Column, row: int, presentation: Presentation) -> str:
    return cell(column.values[row], column.unit, presentation.language, currency=presentation.currency)
