"""Cells for spreadsheets: numbers in the unit their header names, and text that no program takes for a formula."""

from __future__ import annotations

import datetime as dt
from typing import cast

from wegmarke.clock import from_seconds
from wegmarke.model.finding import Column, Table
from wegmarke.report.presentation import Presentation
from wegmarke.text import minor_digits, word

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet takes a CSV cell that begins with one of these for a formula or a command, or may be led to."""


def harmless(text: str) -> str:
    """The text as a spreadsheet may open it from CSV: an apostrophe before what would be a formula (OWASP)."""
    return f"'{text}" if text.lstrip(" \u00a0\u3000\ufeff").startswith(FORMULA_SIGNS) else text


def number_of(value: object, column: Column, presentation: Presentation) -> float | None:
    """A number in the unit of the header: shares in percent, amounts in major units, times in seconds."""
    if value is None:
        return None
    number: float = cast("float", value)
    if column.unit in {"share", "difference"}:
        return float(f"{number * 100:.12g}")
    if column.unit == "minor_units":
        return float(number / 10 ** minor_digits(presentation.currency))
    return number


def moment_of(value: object, presentation: Presentation) -> dt.datetime:
    """Seconds since 1970 as wall-clock time in the zone that the header names."""
    return from_seconds(int(cast("int", value)), presentation.time_zone).replace(tzinfo=None)


def unit_of(column: Column, presentation: Presentation) -> str | None:
    """The unit that stands in a header behind the name; None for counts and text."""
    match column.unit:
        case "share" | "difference":
            return word(f"unit:{column.unit}", presentation.language)
        case "seconds":
            return word("unit:in_seconds", presentation.language)
        case "minor_units":
            return presentation.currency
        case "time":
            return presentation.time_zone
        case _:
            return None


def header_of(column: Column, presentation: Presentation) -> str:
    """Name and unit of a column."""
    unit = unit_of(column, presentation)
    return presentation.header(column) + (f" ({unit})" if unit else "")


def is_text(column: Column) -> bool:
    """Say whether a column holds text, and not numbers or times."""
    return column.unit in {"text", "touchpoint", "outcome", "filter"}


def text_of(table: Table, column: Column, row: int, presentation: Presentation) -> str:
    """A cell of a text column; empty where there is nothing."""
    value = presentation.value(table, column, row)
    return "" if value is None else str(value)
