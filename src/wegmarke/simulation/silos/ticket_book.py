"""The workbook of the service desk: written row by row, with further files where a sheet is full."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter
from numpy.typing import NDArray

from wegmarke.simulation.silos.ticket_codes import CODES, CODES_SHEET

HEADER = (
    "Ticketnr",
    "Kundennummer",
    "E-Mail",
    "Eröffnet",
    "Zugesagt bis",
    "Rückfrage/Technikertermin am",
    "Gelöst am",
    "Status",
    "Grundcode",
    "Betreff",
    "Beschreibung",
    "Priorität",
    "Kanal",
    "Agent",
    "Team",
    "Erstlösung",
)
TITLE = "Musterhaus Service – Ticketauswertung, alle Teams"
TITLE_ROWS = 2
"""Rows above the header: the title and an empty one."""
ROWS_A_FILE = 1_000_000
"""A sheet holds 1,048,576 rows."""
NO_TIME = -1.0

_WIDTHS = (12, 13, 30, 16, 16, 18, 16, 14, 10, 32, 60, 9, 11, 18, 16, 10)
_FIRST_DAY = 25_569  # 1 January 1970, as spreadsheets count days
_MADE = datetime(2026, 7, 1, 8, 0)  # noqa: DTZ001 - a workbook's own time has no zone


def local_serials(seconds: NDArray[np.int64]) -> NDArray[np.float64]:
    """Seconds since 1970 as the day numbers of a spreadsheet, by German clocks; `NO_TIME` where there is none (0)."""
    times = pa.array(seconds, pa.timestamp("s", tz="UTC")).cast(pa.timestamp("s", tz="Europe/Berlin"))
    local = pc.local_timestamp(times).cast(pa.int64()).to_numpy()
    return np.where(seconds > 0, local / 86_400 + _FIRST_DAY, NO_TIME)


class TicketBook:
    """Workbooks with the sheets Tickets and Codes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: list[Path] = []
        self._tickets = 0
        self._begin()

    def _begin(self) -> None:
        number = len(self._paths) + 1
        name = "service_tickets.xlsx" if number == 1 else f"service_tickets_{number}.xlsx"
        self._paths.append(self._folder / name)
        self._book = xlsxwriter.Workbook(str(self._paths[-1]), {"constant_memory": True})
        self._book.set_properties({"title": TITLE, "company": "Musterhaus GmbH", "created": _MADE})
        bold = self._book.add_format({"bold": True, "bg_color": "#D9E2EC", "border": 1})
        self._moment = self._book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        self._sheet = self._book.add_worksheet("Tickets")
        codes = self._book.add_worksheet("Codes")
        for column, width in enumerate(_WIDTHS):
            self._sheet.set_column(column, column, width)
        self._sheet.freeze_panes(TITLE_ROWS + 1, 0)
        self._sheet.write_string(0, 0, TITLE, self._book.add_format({"bold": True, "font_size": 14}))
        self._sheet.write_row(TITLE_ROWS, 0, HEADER, bold)
        codes.set_column(1, 1, 36)
        codes.write_row(0, 0, CODES_SHEET, bold)
        for row, code in enumerate(CODES, 1):
            codes.write_row(row, 0, code)
        self._next = TITLE_ROWS + 1

    def add(self, columns: list[list[object]]) -> None:
        """Write rows, given column by column in the order of the header; None and `NO_TIME` are empty cells."""
        for cells in zip(*columns, strict=True):
            if self._next >= ROWS_A_FILE:
                self._book.close()
                self._begin()
            row, write = self._next, self._sheet.write_string
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    write(row, column, cell)
                elif isinstance(cell, float):
                    if cell > 0:
                        self._sheet.write_number(row, column, cell, self._moment)
                elif isinstance(cell, int):
                    self._sheet.write_number(row, column, cell)
            self._next += 1
            self._tickets += 1

    def close(self) -> tuple[Path, ...]:
        """Complete the files; below the last ticket stands how many there are, which is no ticket."""
        self._sheet.write_string(self._next + 1, 0, f"Anzahl Tickets: {self._tickets}")
        self._book.close()
        return tuple(self._paths)
