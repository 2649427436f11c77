"""A table as faces of limited width draw it: an interval stands behind its value, what does not fit is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from wegmarke.model.finding import Column, Table
from wegmarke.report.cells import header_of, is_text
from wegmarke.report.presentation import Presentation
from wegmarke.text import number

TEXT_WIDTH = 40
"""Text is broken into lines of so many signs."""
_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """A column as it is drawn. bounded: whether its values carry intervals. evidence: for each cell the filter of the
    journeys that it counts, or None.
    """

    header: str
    cells: tuple[str, ...]
    text: bool
    bounded: bool
    evidence: tuple[str | None, ...]

    @property
    def width(self) -> int:
        """How many signs it needs when its header is broken into words, with the space beside it."""
        longest = max((len(cell) for cell in self.cells), default=0)
        if self.text:
            longest = min(longest, TEXT_WIDTH)
        return max(longest, *(len(one) for one in self.header.split()), 1) + _BETWEEN


def drawn(table: Table, rows: int, presentation: Presentation) -> list[Drawn]:
    """The first rows of all columns, bounds of intervals in the column of their value."""
    return [_drawn(table, column, rows, presentation) for column in table.columns if not _is_bound(table, column)]


def fitting(columns: list[Drawn], width: int | None) -> int:
    """How many columns fit side by side, the first two always."""
    if width is None:
        return len(columns)
    used = 0
    for place, column in enumerate(columns):
        used += column.width
        if used > width and place >= 2:
            return place
    return len(columns)


def telling(columns: list[Drawn], width: int) -> list[Drawn]:
    """The columns that tell most, in their order, as many as fit: what a row is about, then estimates with intervals,
    then counts that open, then others.
    """
    ranks = sorted(range(len(columns)), key=lambda at: _rank(columns[at], at))
    kept: set[int] = set()
    for at in ranks:
        if not kept or sum(columns[one].width for one in (*kept, at)) <= width:
            kept.add(at)
    return [columns[at] for at in sorted(kept)]


def _rank(column: Drawn, at: int) -> tuple[bool, bool, bool, int]:
    return not column.text, not column.bounded, not any(column.evidence), at


def _drawn(table: Table, column: Column, rows: int, presentation: Presentation) -> Drawn:
    header = presentation.header(column)
    if column.unit == "difference":
        header = header_of(column, presentation)
    cells = tuple(_cell(table, column, row, presentation) for row in range(rows))
    evidence = tuple(None if column.evidence is None else column.evidence[row] for row in range(rows))
    return Drawn(header, cells, is_text(column), _is_bounded(table, column), evidence)


def _is_bounded(table: Table, column: Column) -> bool:
    stems = (column.key, column.key.removesuffix("_share"))
    return any(_has(table, f"{stem}_low") and _has(table, f"{stem}_high") for stem in stems)


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
