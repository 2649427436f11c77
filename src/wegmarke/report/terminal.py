"""A finding in the terminal: the answer, its tables as far as they fit, what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid
from rich.text import Text

from wegmarke.model.finding import Column, Finding, Table
from wegmarke.report.cells import header_of, is_text
from wegmarke.report.explanation import explain
from wegmarke.report.presentation import Presentation, tables_of
from wegmarke.text import number
from wegmarke.text.commands import told

ROWS_SHOWN = 20
_TEXT_WIDTH = 40
_BETWEEN = 3


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
    drawn = [_drawn(table, column, shown, presentation) for column in table.columns if not _is_bound(table, column)]
    fitting = _fitting(drawn, width)
    made = Grid(title=title, title_justify="left", caption_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    if fitting < len(drawn):
        left_out = ", ".join(column.header for column in drawn[fitting:])
        made.caption = escape(told("table.left_out", language, columns=left_out))
    for column in drawn[:fitting]:
        made.add_column(escape(column.header), justify="left" if column.text else "right", overflow="fold")
    for row in range(shown):
        made.add_row(*[Text(column.cells[row]) for column in drawn[:fitting]])
    return made


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as it is drawn; `width` is how many signs it needs when its header is broken into words."""

    header: str
    cells: tuple[str, ...]
    text: bool

    @property
    def width(self) -> int:
        longest = max((len(cell) for cell in self.cells), default=0)
        if self.text:
            longest = min(longest, _TEXT_WIDTH)
        return max(longest, *(len(one) for one in self.header.split()), 1) + _BETWEEN


def _drawn(table: Table, column: Column, rows: int, presentation: Presentation) -> _Column:
    header = presentation.header(column)
    if column.unit == "difference":
        header = header_of(column, presentation)
    cells = tuple(_cell(table, column, row, presentation) for row in range(rows))
    return _Column(header, cells, is_text(column))


def _fitting(columns: list[_Column], width: int | None) -> int:
    """How many columns fit side by side, the first two always."""
    if width is None:
        return len(columns)
    used = 0
    for place, column in enumerate(columns):
        used += column.width
        if used > width and place >= 2:
            return place
    return len(columns)


def _is_bound(table: Table, column: Column) -> bool:
    stem, _, end = column.key.rpartition("_")
    return end in {"low", "high"} and _has(table, stem if _has(table, stem) else f"{stem}_share")


def _has(table: Table, key: str) -> bool:
    return any(column.key == key for column in table.columns)


def _cell(table: Table, column: Column, row: int, presentation: Presentation) -> str:
    text = _plain(table, column, row, presentation, sign=column.unit != "difference")
    for stem in (column.key, column.key.removesuffix("_share")):
        if _has(table, f"{stem}_low") and _has(table, f"{stem}_high"):
            low, high = table.column(f"{stem}_low"), table.column(f"{stem}_high")
            if low.values[row] is None:
                return text
            bounds = [_plain(table, bound, row, presentation, sign=False) for bound in (low, high)]
            return f"{text} ({bounds[0]} … {bounds[1]})"
    return text


def _plain(table: Table, column: Column, row: int, presentation: Presentation, *, sign: bool) -> str:
    """A cell; without its sign where the header or the value before it carries it."""
    value = column.values[row]
    if sign or value is None or is_text(column) or column.unit == "time":
        return presentation.text(table, column, row)
    return number(cast("float", value), column.unit, presentation.language, currency=presentation.currency, sign=False)
