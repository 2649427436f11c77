"""A finding as a small piece of HTML for notebooks: the answer, the first lines of each table, what it rests on."""

from __future__ import annotations

from html import escape
from typing import Any

from wegmarke.model.finding import Finding, Table
from wegmarke.report.cells import is_text
from wegmarke.report.explanation import explain
from wegmarke.report.presentation import Presentation, tables_of
from wegmarke.text import number, word

ROWS_SHOWN = 15


def html_text(finding: Finding[Any], presentation: Presentation, rows: int = ROWS_SHOWN) -> str:
    """The finding as HTML without script or style sheet; all that comes from the data is escaped."""
    said = explain(finding, presentation.language)
    headline = "".join(f"<p><strong>{escape(line)}</strong></p>" for line in said.headline)
    tables = "".join(_table(table, presentation, rows) for table in tables_of(finding))
    rest = "".join(
        f"<dt>{escape(part)}</dt><dd>{escape(line)}</dd>" if part else f"<dd>{escape(line)}</dd>"
        for part, line in said.lines()[len(said.headline) :]
    )
    summary = escape(word("part:basis", presentation.language))
    return f"<div>{headline}{tables}<details><summary>{summary}</summary><dl>{rest}</dl></details></div>"


def _table(table: Table, presentation: Presentation, rows: int) -> str:
    head = "".join(
        f'<th title="{escape(presentation.formula(column) or "")}">{escape(presentation.header(column))}</th>'
        for column in table.columns
    )
    body = "".join(f"<tr>{_row(table, presentation, row)}</tr>" for row in range(min(rows, len(table))))
    title = escape(presentation.title(table))
    if len(table) > rows:
        shown = number(rows, "count", presentation.language), number(len(table), "count", presentation.language)
        title += f" ({' / '.join(shown)})"
    return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(table: Table, presentation: Presentation, row: int) -> str:
    return "".join(
        f'<td align="{"left" if is_text(column) else "right"}">{escape(presentation.text(table, column, row))}</td>'
        for column in table.columns
    )
