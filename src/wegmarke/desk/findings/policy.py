"""Who may see what of a finding: which question needs which permission, and which counts are too small for whom.

Who may not see customers sees no count of fewer than ten journeys either: a small count can be a person. Nobody else's
counts change, so that within a role all numbers agree (DESIGN D8).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from wegmarke.desk.accounts.policy import Permission, may
from wegmarke.model.finding import CannotSay, Column, Finding, Table

OF_PERSONS = frozenset(
    {"audience", "coding", "coming", "customers", "late_changes", "lost_customers", "reasons", "timeline", "value"}
)
"""Questions that answer with persons."""

FEWEST_SHOWN = 10
"""Below this many journeys a number is not shown to who may not see customers."""

FIGURES = frozenset({"count", "share", "difference", "seconds", "minor_units", "score", "mean"})

COUNTED_BY: dict[str, tuple[str, ...]] = {
    "share_of_won": ("won",),
    "share_of_lost": ("lost",),
    "won_share": ("won",),
    "won_low": ("won",),
    "won_high": ("won",),
    "share_a": ("journeys_a",),
    "share_b": ("journeys_b",),
    "elapsed_mean_a": ("journeys_a",),
    "elapsed_mean_b": ("journeys_b",),
    "share_won": ("journeys_won",),
    "share_lost": ("journeys_lost",),
    "share_last": ("counted_last",),
    "share_before": ("counted_before",),
    "per_100_last": ("counted_last",),
    "per_100_before": ("counted_before",),
    "per_100_difference": ("counted_last", "counted_before"),
    "wait_": ("lost",),
    "kept": ("journeys_kept",),
    "late": ("journeys_late",),
    "broken": ("journeys_broken",),
    "open": ("journeys_open",),
    "overdue": ("journeys_broken",),
    "effort": ("journeys_with",),
    "arose": ("journeys_with",),
    "bad": ("bad",),
    "stayed": ("customers_left",),
    "bought_again": ("customers_bought",),
}
"""Which count a number without evidence of its own was made from, by how its key begins; else all journeys of the row.
"""

VISITS = frozenset(
    (
        *(("moments", key) for key in ("visits", "bad", "left_after")),
        *(("proxies_periods", key) for key in ("customers_left", "customers_bought")),
        *(
            (table, key)
            for table in ("drift_shares", "drift_incidents")
            for key in ("counted_last", "of_last", "counted_before", "of_before")
        ),
        *(("won_lost_refused", key) for key in ("journeys_won", "journeys_lost")),
        *(("won_lost_shares", key) for key in ("of_won", "of_lost")),
        ("won_lost_reasons", "journeys_lost"),
    )
)
"""Counts without a list of their own that can be persons all the same: table and column."""

NAMING = frozenset({"proxies_customers"})
"""Tables that name customers, of questions that otherwise count."""

COMPARED = (
    ("won", "lost"),
    ("journeys_a", "journeys_b"),
    ("journeys_won", "journeys_lost"),
    ("counted_last", "counted_before"),
)
"""The counts of two groups from which a difference, and what is said of it, was made."""


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
    tables = (table for table in finding.result.tables() if table.key not in NAMING)
    return replace(finding, result=Shown(tuple(without_small(table) for table in tables)))


def is_small(count: object) -> bool:
    """Whether a count is too small to be shown to everybody; none at all is no person."""
    return isinstance(count, int | float) and 0 < count < FEWEST_SHOWN


def without_small(table: Table) -> Table:
    """The table without counts below ten and without what was made from them; in rows of so few journeys without any
    number.
    """
    counted = {
        column.key: column
        for column in table.columns
        if column.unit == "count" and (column.evidence is not None or (table.key, column.key) in VISITS)
    }
    return Table(table.key, tuple(_without_small(column, _rests_on(column, counted)) for column in table.columns))


def _rests_on(column: Column, counted: dict[str, Column]) -> list[Column]:
    """The counts from which the numbers of a column were made, the journeys of its rows among them."""
    keys = {"journeys", column.key}
    keys.update(*(counts for stem, counts in COUNTED_BY.items() if column.key.startswith(stem)))
    if column.key.startswith("difference") or column.key == "q":
        keys.update(*COMPARED)
    return [counted[key] for key in sorted(keys) if key in counted]


def _without_small(column: Column, rests_on: list[Column]) -> Column:
    if column.unit not in FIGURES and column.key not in {"q", "open_since"}:
        return column
    values = [
        None if any(is_small(count.values[row]) for count in rests_on) else value
        for row, value in enumerate(column.values)
    ]
    return replace(column, values=values)
