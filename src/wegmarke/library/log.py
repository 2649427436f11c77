"""A log: interactions of customers in memory, and the questions to them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from wegmarke.library.asking import Asking
from wegmarke.library.set_aside import SetAside
from wegmarke.model.filter import combine, from_keywords, write
from wegmarke.questions import Asked
from wegmarke.sources.kpis import kpis_of, read_kpis
from wegmarke.workspace.kpis import with_kpis


class Log(Asking):
    """The journeys of a table that was read, or the part of them that a filter leaves.

    `len(log)` is how many interactions there are. Narrowing costs nothing: all logs of one table share one index.
    """

    __slots__ = ("_of", "unfit")

    def __init__(self, asked: Asked, unfit: SetAside | None = None) -> None:
        self._of = asked
        self.unfit = unfit if unfit is not None else SetAside()
        """The rows that could not be taken in, counted by reason."""

    def _asked(self) -> Asked:
        return self._of

    def where(self, text: str = "", **conditions: object) -> Log:
        """The journeys that satisfy this filter as well.

        text: an expression of the filter language, `outcome = lost and visited(hotline)`. Keywords are sugar for it:
        `where(outcome="lost", visited="hotline")`. Errors: `filter_syntax`, `filter_unknown_word`,
        `filter_unknown_touchpoint`, `filter_wrong_value`, `filter_too_long`.
        """
        return Log(narrowed(self._of, text, conditions), self.unfit)

    def with_kpis(self, path: str | Path) -> Log:
        """The same journeys with the figures that departments steer by, from a table (CSV or Excel), for `proxies`.

        Errors: those of reading a file, `column_missing`, `kpi_row`, `kpi_spans`.
        """
        index = with_kpis(self._of.index, kpis_of(read_kpis(Path(path))))
        return Log(replace(self._of, index=index), self.unfit)

    @property
    def filter(self) -> str:
        """The filter in its normal form; empty is all."""
        return self._of.selection.text

    def __len__(self) -> int:
        return self._totals().interactions

    def __repr__(self) -> str:
        totals = self._totals()
        where = f" where {self.filter}" if self.filter else ""
        return (
            f"<Log: {totals.interactions:,} interactions, {totals.journeys:,} journeys, "
            f"{totals.customers:,} customers, {len(self.touchpoints)} touchpoints{where}>"
        )


def narrowed(asked: Asked, text: str, conditions: dict[str, object]) -> Asked:
    """The journeys that satisfy the text and all keywords."""
    if conditions:
        text = combine(text, write(from_keywords(**conditions)))
    return asked.where(text) if text.strip() else asked
