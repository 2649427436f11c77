"""A finding in the terminal: the answer, its tables as far as they fit, what it rests on."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid
from rich.text import Text

from wegmarke.model.finding import Finding, Table
from wegmarke.report.drawn import drawn, fitting
from wegmarke.report.explanation import explain
from wegmarke.report.presentation import Presentation, tables_of
from wegmarke.text import number
from wegmarke.text.commands import told

ROWS_SHOWN = 20


def print_finding(
    finding: Finding[Any], presentation: Presentation, console: Console, rows: int | None = ROWS_SHOWN
) -> None:
    """Print it; `rows` of each table at most, None all. Text from the data is printed as it is, never as markup."""
    said = explain(finding, presentation.language)
    for line in said.headline:
        console.print(Text(line, style="bold"))
    for table in tables_of(finding):
        console.print()
        console.print(grid(table, presentation, rows, console.width))
    console.print()
    for part, line in said.lines()[len(said.headline) :]:
        console.print(Text.assemble((f"{part}: ", "bold") if part else ("", ""), (line, "dim")))


def grid(table: Table, presentation: Presentation, rows: int | None = None, width: int | None = None) -> Grid:
    """A table as rich draws it, at most `width` signs wide: columns that do not fit are named below it.

    Bounds of an interval stand behind their value, which saves two columns.
    """
    language = presentation.language
    shown = len(table) if rows is None else min(rows, len(table))
    title = escape(presentation.title(table))
    if shown < len(table):
        title += f" ({number(shown, 'count', language)} / {number(len(table), 'count', language)})"
    columns = drawn(table, shown, presentation)
    fit = fitting(columns, width)
    made = Grid(title=title, title_justify="left", caption_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    if fit < len(columns):
        left_out = ", ".join(column.header for column in columns[fit:])
        made.caption = escape(told("table.left_out", language, columns=left_out))
    for column in columns[:fit]:
        made.add_column(escape(column.header), justify="left" if column.text else "right", overflow="fold")
    for row in range(shown):
        made.add_row(*[Text(column.cells[row]) for column in columns[:fit]])
    return made
