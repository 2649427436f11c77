"""An answer: a finding, with the ways to hand it on."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Finding, Table
from wegmarke.questions import Asked
from wegmarke.report.arrow import arrow_table
from wegmarke.report.csv import csv_bytes
from wegmarke.report.excel import write_excel
from wegmarke.report.explanation import explain
from wegmarke.report.html import html_text
from wegmarke.report.presentation import Presentation, presentation_of, tables_of
from wegmarke.text import Language

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    from matplotlib.figure import Figure

    from wegmarke.library.log import Log


class Answer:
    """The answer to a question: `finding` is the plain data, everything else a way to hand it on.

    Shares are fractions (0.237), elapsed times seconds. Touchpoints carry the names their sources write; `keys=True`
    gives the permanent keys instead.
    """

    __slots__ = ("_asked", "finding")

    def __init__(self, finding: Finding[Any], asked: Asked) -> None:
        self.finding = finding
        self._asked = asked

    @property
    def result(self) -> Any:
        """The typed result of the question, or a `CannotSay` with its reason."""
        return self.finding.result

    @property
    def tables(self) -> tuple[Table, ...]:
        """The result as tables, the most important first; none when nothing can be said."""
        return tables_of(self.finding)

    def explain(self, language: Language = "en") -> str:
        """The answer in words: headline, what it rests on, method, assumptions, and what it is not."""
        return explain(self.finding, language).text()

    def evidence(self, row: int, column: str = "journeys", table: int | str = 0) -> Log:
        """The journeys behind a number: as many as it says.

        row: of the table, from 0. column: its key (`journeys`, `customers`, `lost`, …). table: its place or key.
        Returns a log with just these journeys; `.customers()` lists them, `.map()` draws them.
        Errors: `question_argument` where there is no such number, or one that counts no journeys.
        """
        from wegmarke.library.log import Log  # noqa: PLC0415 - a log gives answers, and an answer opens a log

        found = self._table(table)
        for one in found.columns:
            if one.key == column:
                if one.evidence is None or not 0 <= row < len(found) or one.evidence[row] is None:
                    break
                whole = Asked(self._asked.index, self._asked.runner)
                return Log(whole.where(str(one.evidence[row])))
        argument = "row" if any(one.key == column for one in found.columns) else "column"
        value = row if argument == "row" else column
        raise WegmarkeError("question_argument", question=self.finding.question, argument=argument, value=value)

    def to_arrow(self, table: int | str = 0, *, keys: bool = False) -> pa.Table:
        """One table as Arrow, columns named by their keys."""
        place = self._place(table)
        return arrow_table(self.finding, place, None if keys else self._labels())

    def to_pandas(self, table: int | str = 0, *, keys: bool = False) -> pd.DataFrame:
        """One table as a pandas dataframe; `package_missing` without pandas."""
        _package("pandas")
        frame: pd.DataFrame = self.to_arrow(table, keys=keys).to_pandas()
        return frame

    def to_polars(self, table: int | str = 0, *, keys: bool = False) -> pl.DataFrame:
        """One table as a Polars dataframe; `package_missing` without Polars."""
        frame: pl.DataFrame = _package("polars").from_arrow(self.to_arrow(table, keys=keys))
        return frame

    def to_csv(self, path: str | Path, table: int | str = 0, *, language: Language = "en") -> None:
        """Write one table as CSV that a spreadsheet opens: German with semicolons and decimal commas."""
        content = csv_bytes(self.finding, self.presentation(language), self._place(table))
        Path(path).write_bytes(content)

    def to_excel(self, path: str | Path, *, language: Language = "en") -> None:
        """Write a workbook: every table, and what the numbers rest on."""
        write_excel(self.finding, self.presentation(language), Path(path))

    def plot(self, *, language: Language = "en", **options: Any) -> Figure:
        """A picture of the answer, as a matplotlib figure.

        A map takes `touchpoints` (how many are drawn) and `show` ("frequency" or "time"); the others take `top` (how
        many lines). `question_argument` for other options and for answers of which there is no picture.
        """
        from wegmarke.report.pictures import picture  # noqa: PLC0415 - matplotlib is loaded when something is drawn

        return picture(self.finding, self.presentation(language), **options)

    def presentation(self, language: Language = "en") -> Presentation:
        """Names, currency and time zone as this answer is put before somebody."""
        index = self._asked.index
        return presentation_of(self.finding, index.touchpoints, language, index.settings.currency)

    def _labels(self) -> dict[str, str]:
        return {touchpoint.key: touchpoint.label for touchpoint in self._asked.index.touchpoints}

    def _place(self, table: int | str) -> int:
        if not self.tables:
            return 0
        if isinstance(table, int) and -len(self.tables) <= table < len(self.tables):
            return table
        for place, one in enumerate(self.tables):
            if one.key == table:
                return place
        raise WegmarkeError("question_argument", question=self.finding.question, argument="table", value=table)

    def _table(self, table: int | str) -> Table:
        if not self.tables:
            raise WegmarkeError("question_argument", question=self.finding.question, argument="table", value=table)
        return self.tables[self._place(table)]

    def _repr_html_(self) -> str:
        return html_text(self.finding, self.presentation())

    def __repr__(self) -> str:
        headline = " ".join(explain(self.finding, "en").headline)
        if isinstance(self.result, CannotSay):
            return f"<Answer {self.finding.question}: {headline}>"
        tables = ", ".join(f"{table.key} ({len(table):,})" for table in self.tables)
        return f"<Answer {self.finding.question}: {headline} Tables: {tables}>"


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise WegmarkeError("package_missing", package=name) from error
