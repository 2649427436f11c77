"""The report as a workbook: the statements, then a sheet for each question with all its rows, numbers as numbers."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from wegmarke.report.board.document import charge_sentence, facts, notes, rests
from wegmarke.report.board.gathered import BoardReport, Chapter
from wegmarke.report.excel import LONGEST_CELL, formats_of, sheet_name, write_table
from wegmarke.text import minor_digits, sentence, word

_LABEL_WIDTH, _TEXT_WIDTH = 24, 90
_BETWEEN = 2


def workbook_bytes(report: BoardReport) -> bytes:
    """The workbook, for a download. Text is written as text, whatever it begins with."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(out, options) as book:
        title = word("board:title", report.language)
        book.set_properties({"title": f"{report.company}: {title}", "comments": "Wegmarke"})
        formats = formats_of(book, report.presentation) | {"said": book.add_format({"num_format": "@"})}
        names: set[str] = set()
        _summary(book.add_worksheet(sheet_name(word("board:summary", report.language), names)), report, formats)
        for chapter in report.chapters:
            _question(book.add_worksheet(sheet_name(chapter.explanation.question, names)), chapter, report, formats)
    return out.getvalue()


def _summary(sheet: Any, report: BoardReport, formats: dict[str, Any]) -> None:
    """The facts, then a row for each statement with what is at stake as numbers."""
    language, row = report.language, 0
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 1, _TEXT_WIDTH)
    sheet.set_column(2, 7, _LABEL_WIDTH)
    for row, (name, told) in enumerate((("", f"{report.company}: {word('board:title', language)}"), *facts(report))):
        sheet.write_string(row, 0, name, formats["label"])
        sheet.write_string(row, 1, told[:LONGEST_CELL], formats["wrapped"])
    row += _BETWEEN
    stake = f"{word('board:at_stake', language)} ({report.presentation.currency})"
    ends = [f"{stake}, {word(f'board:{end}', language)}" for end in ("low", "high")]
    names = ("topic", "statement", "in_charge")
    headers = [*(word(f"board:{name}", language) for name in names), stake, *ends]
    for place, header in enumerate(headers):
        sheet.write_string(row, place, header, formats["header"])
    for one in report.said:
        row += 1
        charge = charge_sentence(one)
        texts = (word(f"board:{one.topic}", language), one.text, sentence(charge, language) if charge else "")
        for place, told in enumerate(texts):
            sheet.write_string(row, place, told[:LONGEST_CELL], formats["wrapped"])
        if one.at_stake is not None and one.topic != "worth":
            money, minor = one.at_stake.money, 10 ** minor_digits(one.at_stake.currency)
            for place, amount in enumerate((money.value, money.low, money.high), len(texts)):
                sheet.write_number(row, place, round(amount) / minor, formats["minor_units"])
    for note in (*notes(report), *rests(report)):
        row += 1
        sheet.write_string(row + 1, 1, note, formats["wrapped"])


def _question(sheet: Any, chapter: Chapter, report: BoardReport, formats: dict[str, Any]) -> None:
    """What is said, how it was made, and below each other the tables."""
    row, widths = 0, [_LABEL_WIDTH]
    for row, (part, told) in enumerate(chapter.explanation.lines()):
        sheet.write_string(row, 0, part or ("" if row else chapter.explanation.question), formats["label"])
        sheet.write_string(row, 1, told[:LONGEST_CELL], formats["said"])
    for table in chapter.tables:
        row += _BETWEEN
        sheet.write_string(row, 0, report.presentation.title(table), formats["label"])
        found = write_table(sheet, table, report.presentation, formats, row + 1)
        widths = [max(pair) for pair in zip(_padded(widths, found), _padded(found, widths), strict=True)]
        row += len(table) + 1
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)


def _padded(widths: list[int], beside: list[int]) -> list[int]:
    return widths + [0] * (len(beside) - len(widths))
