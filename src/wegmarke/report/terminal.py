"""A finding in the terminal: the answer, its tables as far as they fit, what it rests on."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid
from rich.text import Text

from wegmarke.model.finding import Column, Finding, Table
from wegmarke.report.cells import is_text
from wegmarke.report.explanation import explain
from wegmarke.report.presentation import Presentation, tables_of
from wegmarke.text import number

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
        console.print(grid(table, presentation, rows))
    console.print()
    for part, line in said.lines()[len(said.headline) :]:
        console.print(Text.assemble((f"{part}: ", "bold") if part else ("", ""), (line, "dim")))


def grid(table: Table, presentation: Presentation, rows: int | None = None) -> Grid:
    """A table as rich draws it. Bounds of an interval stand behind their value, which saves two columns."""
    shown = len(table) if rows is None else min(rows, len(table))
    title = escape(presentation.title(table))
    if shown < len(table):
        title += (
            f" ({number(shown, 'count', presentation.language)} / {number(len(table), 'count', presentation.language)})"
        )
    made = Grid(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    columns = [column for column in table.columns if not _is_bound(table, column)]
    for column in columns:
        text = is_text(column)
        made.add_column(
            escape(presentation.header(column)), justify="left" if text else "right", overflow="fold", min_width=4
        )
    for row in range(shown):
        made.add_row(*[Text(_cell(table, column, row, presentation)) for column in columns])
    return made


def _is_bound(table: Table, column: Column) -> bool:
    stem, _, end = column.key.rpartition("_")
    return end in {"low", "high"} and _has(table, stem if _has(table, stem) else f"{stem}_share")


def _has(table: Table, key: str) -> bool:
    return any(column.key == key for column in table.columns)


def _cell(table: Table, column: Column, row: int, presentation: Presentation) -> str:
    text = presentation.text(table, column, row)
    for stem in (column.key, column.key.removesuffix("_share")):
        if _has(table, f"{stem}_low") and _has(table, f"{stem}_high"):
            low, high = table.column(f"{stem}_low"), table.column(f"{stem}_high")
            if low.values[row] is not None:
                bounds = (presentation.text(table, low, row), presentation.text(table, high, row))
                return f"{text} ({bounds[0]} … {bounds[1]})"
            return text
    return text
