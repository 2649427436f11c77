"""Spreadsheets (.xlsx, .xls, .xlsb, .ods): one sheet, its stored values.

Before anything is parsed, the archive's own table of contents is held against the limits: parts, sizes, ratio, cells.
Formulas are not evaluated: a cell counts with the value that was stored with it, and text that begins with = stays
text. Numbers become text as one would write them (12345, not 12345.0), dates and times ISO text. Empty rows are no
rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

import python_calamine

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import ReadOptions
from wegmarke.model.quarantine import Unfit
from wegmarke.sources.batch import RawBatch, broken, column_names, text_batch
from wegmarke.sources.limits import MAX_WORKBOOK_CELLS, ROWS_A_BATCH
from wegmarke.sources.workbook import check_workbook

_HEADER_LOOKED_AT = 50

_Value = int | float | str | bool | time | date | datetime | timedelta


class ExcelReader:
    """An open sheet: the one the mapping names, else the first that holds anything.

    A row's number is the row of the sheet.

    Errors: `file_unreadable`, `zip_bomb`, `file_too_large`, `too_many_cells`, `too_many_columns`, `sheet_missing`,
    `header_missing`, `file_empty`.
    """

    columns_complete = True

    def __init__(self, path: Path, options: ReadOptions, *, batch_rows: int = ROWS_A_BATCH) -> None:
        self._path = path
        self._batch_rows = batch_rows
        check_workbook(path)
        try:
            self._book = python_calamine.CalamineWorkbook.from_path(str(path))
        except BaseException as error:  # noqa: BLE001 - the parser's panics have no base but this
            self._unreadable(error)
        self.sheets = tuple(self._book.sheet_names)
        self._sheet = self._open_sheet(options.sheet)
        self._header_row, names = self._header(options.header_row)
        self.columns = column_names(names, path.name)

    def batches(self, after_row: int = 0, columns: Collection[str] | None = None) -> Iterator[RawBatch]:
        """Yield the rows behind `after_row`; a row with filled cells to the right of the header is set aside."""
        wanted = self.columns if columns is None else tuple(name for name in self.columns if name in columns)
        places = [self.columns.index(name) for name in wanted]
        width = len(self.columns)
        rows: list[list[str | None]] = []
        numbers: list[int] = []
        unreadable: list[Unfit] = []
        total = max(1, self._sheet.total_height)
        for number, row in enumerate(self._sheet.iter_rows(), start=1):
            if number <= max(self._header_row, after_row):
                continue
            cells = [_text(value) for value in row]
            if any(cells[width:]):
                shown = [cell or "" for cell in cells]
                beside = " ".join(filter(None, cells[width:]))
                unreadable.append(broken(number, "row_broken", self.columns, shown, beside))
            elif any(cells):
                cells += [None] * (width - len(cells))
                rows.append([cells[place] for place in places])
                numbers.append(number)
            if len(rows) + len(unreadable) >= self._batch_rows:
                yield _batch(wanted, rows, numbers, unreadable, number / total)
                rows, numbers, unreadable = [], [], []
        if rows or unreadable:
            yield _batch(wanted, rows, numbers, unreadable, 1.0)

    def _unreadable(self, error: BaseException) -> NoReturn:
        if isinstance(error, KeyboardInterrupt | SystemExit | WegmarkeError):
            raise error
        reason = "password" if isinstance(error, python_calamine.PasswordError) else str(error)[:200]
        raise WegmarkeError("file_unreadable", file=self._path.name, reason=reason) from error

    def _open_sheet(self, name: str | None) -> python_calamine.CalamineSheet:
        if name is not None and name not in self.sheets:
            raise WegmarkeError("sheet_missing", file=self._path.name, sheet=name, sheets=list(self.sheets))
        for candidate in self.sheets if name is None else (name,):
            try:
                sheet = self._book.get_sheet_by_name(candidate)
            except BaseException as error:  # noqa: BLE001 - as above
                self._unreadable(error)
            cells = sheet.total_height * sheet.total_width
            if cells > MAX_WORKBOOK_CELLS:
                raise WegmarkeError("too_many_cells", file=self._path.name, cells=cells, limit=MAX_WORKBOOK_CELLS)
            if sheet.height:
                return sheet
        raise WegmarkeError("file_empty", file=self._path.name)

    def _header(self, header_row: int | None) -> tuple[int, list[str]]:
        """Find the header: the row given, else the first with more than half as many filled cells as the fullest."""
        found: list[tuple[int, list[str]]] = []
        for number, row in enumerate(self._sheet.iter_rows(), start=1):
            if len(found) >= _HEADER_LOOKED_AT or (header_row is not None and number > header_row):
                break
            cells = [_text(value) or "" for value in row]
            while cells and not cells[-1]:
                cells.pop()
            if cells and header_row in {None, number}:
                found.append((number, cells))
        if not found:
            raise WegmarkeError("header_missing", file=self._path.name, row=header_row or 1)
        fullest = max(sum(map(bool, cells)) for _, cells in found)
        return next((number, cells) for number, cells in found if sum(map(bool, cells)) * 2 > fullest)

    def close(self) -> None:
        """Close the file."""
        self._book.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _batch(
    columns: tuple[str, ...], rows: list[list[str | None]], numbers: list[int], unreadable: list[Unfit], done: float
) -> RawBatch:
    batch = text_batch(columns, rows, numbers)
    return RawBatch(batch.columns, batch.row_numbers, tuple(unreadable), min(1.0, done))


def _text(value: _Value | None) -> str | None:
    """Write a cell as text; empty is None."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value.total_seconds())
    return str(value)
