"""Where the value of customers lies: what is to be expected of each tenth of them, and how much of it with the silent.

Where nothing is forecast: how long ago they bought last.
"""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wegmarke.model.finding import Column, Finding, Table
from wegmarke.questions.value import Value
from wegmarke.report.pictures.canvas import BLUE, INK, ORANGE, PALE, canvas, rows
from wegmarke.report.presentation import Presentation, tables_of
from wegmarke.text import cell, number

ATTENTION = "silent_longer"


def draw_value(finding: Finding[Value], presentation: Presentation) -> Figure:
    """The tenths with their intervals, or the counts."""
    table = next(one for one in tables_of(finding) if one.key in {"value_tenths", "value_since"})
    figure, (axes,) = canvas(finding, presentation, [0.34 * len(table) + 1.1])
    axes.grid(axis="x", color=PALE)
    axes.set_axisbelow(b=True)
    if table.key == "value_since":
        _counts(axes, table, presentation)
    else:
        _tenths(axes, table, presentation)
    axes.set_xlim(left=0)
    axes.legend(loc="lower right", fontsize=9, frameon=False, labelcolor=INK)
    return figure


def _tenths(axes: Axes, table: Table, presentation: Presentation) -> None:
    keys = [column.key for column in table.columns if column.key in {"value_ahead", "purchases_ahead"}]
    for colour, key in ((BLUE, keys[0]), (ORANGE, f"silent_{keys[0]}")):
        column, low, high = (table.column(f"{key}{end}") for end in ("", "_low", "_high"))
        scale = 100 if column.unit == "minor_units" else 1
        for place in range(len(table)):
            first, last = (_number(one, place, scale) for one in (low, high))
            axes.hlines(place, first, last, color=colour, linewidth=2.5, alpha=0.5)
        values = [_number(column, place, scale) for place in range(len(table))]
        axes.plot(values, range(len(table)), "o", color=colour, label=presentation.header(column))
    figure, language = table.column(keys[0]), presentation.language
    axes.xaxis.set_major_formatter(lambda value, _: number(value, "count", language))
    axes.set_xlabel(_with_currency(figure, presentation), fontsize=9, color=INK)
    for place in range(len(table)):
        told = cell(figure.values[place], figure.unit, language, currency=presentation.currency)
        axes.text(1.01, place, told, transform=axes.get_yaxis_transform(), va="center", fontsize=9, color=INK)
    tenth, customers = table.column("tenth"), table.column("customers")
    rows(
        axes,
        [
            f"{presentation.header(tenth)} {tenth.values[place]} "
            f"({presentation.text(table, customers, place)} {presentation.header(customers)})"
            for place in range(len(table))
        ],
    )


def _with_currency(column: Column, presentation: Presentation) -> str:
    header = presentation.header(column)
    return f"{header} ({presentation.currency})" if column.unit == "minor_units" else header


def _counts(axes: Axes, table: Table, presentation: Presentation) -> None:
    for colour, key in ((BLUE, "customers"), (ORANGE, ATTENTION)):
        column = table.column(key)
        values = [_number(column, place) for place in range(len(table))]
        axes.barh(range(len(table)), values, height=0.66, color=colour, label=presentation.header(column))
    rows(axes, [presentation.text(table, table.column("bought_last"), place) for place in range(len(table))])


def _number(column: Column, row: int, scale: int = 1) -> float:
    """A value to draw; what nobody stands for is not drawn."""
    value = column.values[row]
    return float("nan") if value is None else float(str(value)) / scale
