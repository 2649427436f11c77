"""What could not be taken in from a table: how many rows, why, and the first of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from wegmarke.model.quarantine import Unfit, UnfitReason
from wegmarke.text import Language, number, unfit

FIRST_KEPT = 1000
"""So many rows are kept to be looked at; all are counted."""


@dataclass(slots=True)
class SetAside:
    """Rows that were read and are not among the interactions.

    rows_read: of the whole table. reasons: how many rows for each reason. first: the first thousand, each with its row
    number, the column and value at fault, and the row as read.
    """

    rows_read: int = 0
    reasons: Counter[UnfitReason] = field(default_factory=Counter)
    first: list[Unfit] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(self.reasons.values())

    def add(self, rows: int, unfit_rows: tuple[Unfit, ...]) -> None:
        """Count a batch."""
        self.rows_read += rows
        self.reasons.update(one.reason for one in unfit_rows)
        self.first.extend(unfit_rows[: FIRST_KEPT - len(self.first)])

    def explain(self, language: Language = "en") -> str:
        """How many rows were set aside, and why, one line a reason."""
        read, away = number(self.rows_read, "count", language), number(len(self), "count", language)
        told = f"{away} von {read} Zeilen beiseitegelegt" if language == "de" else f"{away} of {read} rows set aside"
        lines = [
            f"  {number(n, 'count', language)} × {unfit(reason, language)}" for reason, n in self.reasons.most_common()
        ]
        return "\n".join([f"{told}." if not lines else f"{told}:", *lines])

    def __repr__(self) -> str:
        return self.explain()
