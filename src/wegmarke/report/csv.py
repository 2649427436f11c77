"""A table as CSV that a spreadsheet of the reader's country opens with a double click.

English: commas and decimal points; German: semicolons and decimal commas. UTF-8 with its mark, so that umlauts survive.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from wegmarke.model.finding import Column, Finding, Table
from wegmarke.report.cells import harmless, header_of, is_text, moment_of, number_of, text_of
from wegmarke.report.explanation import explain
from wegmarke.report.presentation import Presentation, tables_of


def csv_text(table: Table, presentation: Presentation) -> str:
    """The table as text, one line a row, without the mark."""
    german = presentation.language == "de"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if german else ",", lineterminator="\r\n")
    writer.writerow([harmless(header_of(column, presentation)) for column in table.columns])
    for row in range(len(table)):
        writer.writerow([_cell(table, column, row, presentation, german=german) for column in table.columns])
    return out.getvalue()


def csv_bytes(finding: Finding[Any], presentation: Presentation, table: int = 0) -> bytes:
    """One table of a finding as a file; where nothing can be said, the sentence that says so."""
    tables = tables_of(finding)
    if not tables:
        text = "".join(f'"{harmless(said)}"\r\n' for said in explain(finding, presentation.language).headline)
    else:
        text = csv_text(tables[table], presentation)
    return text.encode("utf-8-sig")


def _cell(table: Table, column: Column, row: int, presentation: Presentation, *, german: bool) -> str:
    value = column.values[row]
    if is_text(column):
        return harmless(text_of(table, column, row, presentation))
    if value is None:
        return ""
    if column.unit == "time":
        return moment_of(value, presentation).isoformat(" ", "seconds")
    number = repr(number_of(value, column, presentation))
    number = number.removesuffix(".0")
    return number.replace(".", ",") if german else number
