"""A finding as a workbook: its tables with numbers as numbers, and beside the first what they rest on."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from wegmarke.model.finding import Column, Finding, Table
from wegmarke.report.cells import header_of, is_text, moment_of, number_of, text_of
from wegmarke.report.explanation import Explanation, explain
from wegmarke.report.presentation import Presentation, tables_of
from wegmarke.text import word

LONGEST_CELL = 32_767
"""What Excel takes in one cell."""

_LONGEST_NAME = 31
_WIDEST = 60
_SECONDS_A_DAY = 86_400
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def write_excel(finding: Finding[Any], presentation: Presentation, target: Path | str | BinaryIO) -> None:
    """Write the workbook: the first table, what it rests on, then the other tables."""
    explanation = explain(finding, presentation.language)
    book = xlsxwriter.Workbook(
        str(target) if isinstance(target, Path | str) else target,
        {
            "in_memory": not isinstance(target, Path | str),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
        },
    )
    try:
        book.set_properties({"title": explanation.question, "comments": "Wegmarke"})
        formats = formats_of(book, presentation)
        tables = tables_of(finding)
        names: set[str] = set()
        for place, table in enumerate(tables):
            _table_sheet(book.add_worksheet(sheet_name(presentation.title(table), names)), table, presentation, formats)
            if place == 0:
                _basis_sheet(book, explanation, finding, formats, names)
        if not tables:
            _basis_sheet(book, explanation, finding, formats, names)
    finally:
        book.close()


def excel_bytes(finding: Finding[Any], presentation: Presentation) -> bytes:
    """The workbook as bytes, for a download."""
    out = io.BytesIO()
    write_excel(finding, presentation, out)
    return out.getvalue()


def table_bytes(table: Table, presentation: Presentation) -> bytes:
    """One table that is no finding, as a workbook of one sheet, for a download."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(out, options) as book:
        title = presentation.title(table)
        book.set_properties({"title": title, "comments": "Wegmarke"})
        _table_sheet(book.add_worksheet(sheet_name(title, set())), table, presentation, formats_of(book, presentation))
    return out.getvalue()


def formats_of(book: Any, presentation: Presentation) -> dict[str, Any]:
    """How each unit of a column is shown, by the unit's name; header, text, wrapped and label besides."""
    day = "dd.mm.yyyy hh:mm:ss" if presentation.language == "de" else "yyyy-mm-dd hh:mm:ss"
    shapes = {
        "header": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
        "text": {"num_format": "@"},
        "wrapped": {"num_format": "@", "text_wrap": True, "valign": "top"},
        "label": {"bold": True, "valign": "top"},
        "count": {"num_format": "#,##0"},
        "share": {"num_format": "0.0%"},
        "difference": {"num_format": "+0.0;-0.0;0.0"},
        "clock": {"num_format": "[h]:mm:ss"},
        "seconds": {"num_format": "#,##0"},
        "minor_units": {"num_format": "#,##0.00"},
        "score": {"num_format": "#,##0.0"},
        "mean": {"num_format": "#,##0.00"},
        "time": {"num_format": day},
    }
    return {name: book.add_format(shape) for name, shape in shapes.items()}


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes for a sheet, and that no other sheet has; it is noted as taken."""
    base = _FORBIDDEN.sub(" ", wanted).strip()[:_LONGEST_NAME] or "1"
    name, number = base, 2
    while name.lower() in taken:
        suffix = f" {number}"
        name, number = base[: _LONGEST_NAME - len(suffix)] + suffix, number + 1
    taken.add(name.lower())
    return name


def _table_sheet(sheet: Any, table: Table, presentation: Presentation, formats: dict[str, Any]) -> None:
    for place, width in enumerate(write_table(sheet, table, presentation, formats)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 1)
    if len(table):
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)


def write_table(
    sheet: Any, table: Table, presentation: Presentation, formats: dict[str, Any], top: int = 0
) -> list[int]:
    """Write header and rows from row `top` on; returns how wide each column should be, in signs."""
    widths = []
    for place, column in enumerate(table.columns):
        clock = _is_clock(column)
        header = _header(column, presentation, clock=clock)
        sheet.write_string(top, place, header, formats["header"])
        formula = presentation.formula(column)
        if formula:
            sheet.write_comment(top, place, formula)
        width = 9
        for row in range(len(table)):
            at = top + row + 1
            width = max(width, _write(sheet, at, place, table, column, row, presentation, formats, clock=clock))
        widths.append(min(max(width, len(header) // 2 + 2) + 1, _WIDEST))
    return widths


def _is_clock(column: Column) -> bool:
    """Elapsed times are shown as h:mm:ss; Excel cannot show negative ones, so differences stay in seconds."""
    return column.unit == "seconds" and "difference" not in column.key


def _header(column: Column, presentation: Presentation, *, clock: bool) -> str:
    if column.unit == "share":
        return presentation.header(column)  # the cells carry their percent sign
    if clock:
        return f"{presentation.header(column)} ({word('unit:in_clock', presentation.language)})"
    return header_of(column, presentation)


def _write(  # noqa: PLR0913 - a place, a cell, and how it is shown
    sheet: Any,
    at_row: int,
    at_column: int,
    table: Table,
    column: Column,
    row: int,
    presentation: Presentation,
    formats: dict[str, Any],
    *,
    clock: bool,
) -> int:
    """Write one cell and say how wide it is. Text is written as text, whatever it begins with."""
    value: Any = column.values[row]
    if is_text(column):
        text = text_of(table, column, row, presentation)
        text = text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
        if text:
            sheet.write_string(at_row, at_column, text, formats["text"])
        return len(text)
    if value is None:
        return 0
    if column.unit == "time":
        sheet.write_datetime(at_row, at_column, moment_of(value, presentation), formats["time"])
        return 19
    if column.unit == "share":
        sheet.write_number(at_row, at_column, value, formats["share"])
    elif clock:
        sheet.write_number(at_row, at_column, value / _SECONDS_A_DAY, formats["clock"])
    else:
        sheet.write_number(at_row, at_column, number_of(value, column, presentation), formats[column.unit])
    return 10


def _basis_sheet(
    book: Any, explanation: Explanation, finding: Finding[Any], formats: dict[str, Any], names: set[str]
) -> None:
    sheet = book.add_worksheet(sheet_name(word("part:basis", explanation.language), names))
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 110)
    lines = [(explanation.question, ""), *explanation.lines()]
    if finding.basis.filter:
        lines.append((word("unit:filter", explanation.language), finding.basis.filter))
    for row, (part, said) in enumerate(lines):
        sheet.write_string(row, 0, part, formats["label"])
        sheet.write_string(row, 1, said[:LONGEST_CELL], formats["wrapped"])
