"""A log: interactions of customers in memory, and the questions to them."""

from __future__ import annotations

from wegmarke.library.asking import Asking
from wegmarke.library.set_aside import SetAside
from wegmarke.model.filter import combine, from_keywords, write
from wegmarke.questions import Asked


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
