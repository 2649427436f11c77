"""Who may see what of a finding: which question needs which permission, and which counts are too small for whom.

Who may not see customers sees no count of fewer than ten journeys either: a small count can be a person. Nobody else's
counts change, so that within a role all numbers agree (DESIGN D8).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from wegmarke.desk.accounts.policy import Permission, may
from wegmarke.model.finding import CannotSay, Column, Finding, Table

OF_PERSONS = frozenset({"customers", "timeline"})
"""Questions that answer with persons."""

FEWEST_SHOWN = 10
"""Below this many journeys a number is not shown to who may not see customers."""

FIGURES = frozenset({"count", "share", "difference", "seconds", "minor_units", "score"})


def permission_for(question: str) -> Permission:
    """What an account needs to ask this question, or 403."""
    return "see_customers" if question in OF_PERSONS else "see_journeys"


@dataclass(frozen=True, slots=True)
class Shown:
    """Tables that some numbers were taken out of."""

    made: tuple[Table, ...]

    def tables(self) -> tuple[Table, ...]:
        """The tables."""
        return self.made


def for_role(finding: Finding[Any], user: object) -> Finding[Any]:
    """The finding as this account may see its tables."""
    if isinstance(finding.result, CannotSay) or may(user, "see_customers"):
        return finding
    return replace(finding, result=Shown(tuple(without_small(table) for table in finding.result.tables())))


def is_small(count: object) -> bool:
    """Whether a count is too small to be shown to everybody; none at all is no person."""
    return isinstance(count, int | float) and 0 < count < FEWEST_SHOWN


def without_small(table: Table) -> Table:
    """The table without counts below ten, and in rows of so few journeys without any number."""
    counted = [column for column in table.columns if column.unit == "count" and column.evidence is not None]
    mains = [column for column in counted if column.key == "journeys"]
    hidden = {row for column in mains for row in range(len(table)) if is_small(column.values[row])}
    return Table(table.key, tuple(_without_small(column, hidden) for column in table.columns))


def _without_small(column: Column, hidden: set[int]) -> Column:
    if column.unit not in FIGURES:
        return column
    is_count = column.unit == "count" and column.evidence is not None
    values = [
        None if row in hidden or (is_count and is_small(value)) else value for row, value in enumerate(column.values)
    ]
    return replace(column, values=values)
