"""The row of a file that a contact came from: what stood there, column by column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wegmarke import text
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.index.index import Index
from wegmarke.questions.timeline import Timeline

NOT_CONTENT = frozenset({"file", "row", "part", "row_hash", "rest", "ends", "customer_kind"})
"""Columns that say where the row stands, not what stood in it."""


@dataclass(frozen=True, slots=True)
class SourceRowView:
    """A row: the file, when it was taken in, what was understood of it (one list a contact), and the other columns."""

    file: str
    source: str
    row: str
    imported_at: datetime
    current: bool
    understood: tuple[tuple[tuple[str, str], ...], ...]
    rest: tuple[tuple[str, str], ...]


def rows_of(timeline: Timeline, index: Index) -> frozenset[tuple[int, int]]:
    """The rows that tell of this customer's contacts: those that count, and those that told them otherwise before."""
    changes = index.beside.changes().of
    rows = {(one.file, one.row) for one in timeline.moments}
    earlier = (changes.get((one.file, one.row, one.part), ()) for one in timeline.moments)
    return frozenset(rows | {change.earlier for of_contact in earlier for change in of_contact})


def source_row(file: int, row: int, *, may_read: bool) -> SourceRowView:
    """The row, which the caller knows to be one of the customer. may_read: what was said or noted, and the
    columns of which nobody has said what they mean, are shown to those who may read it.
    """
    language = reader_language()
    opened = workspace()
    zone = opened.settings.journeys.time_zone
    found = opened.record.source_rows([(file, row)])[0]
    lines = found.interactions.to_pylist()
    understood = tuple(
        tuple(
            (name, _written(value, zone))
            for name, value in line.items()
            if name not in NOT_CONTENT and value not in (None, [], "") and (may_read or name != "text")
        )
        for line in lines
    )
    return SourceRowView(
        file=found.file.name,
        source=found.file.source,
        row=text.number(row, "count", language),
        imported_at=datetime.fromisoformat(found.file.imported_at),
        current=found.current,
        understood=understood,
        rest=found.rest if may_read else (),
    )


def _written(value: object, zone: str) -> str:
    language = reader_language()
    if isinstance(value, datetime):
        return text.time(value, language, zone, seconds=True)
    if isinstance(value, list):
        return ", ".join(
            f"{name} {text.decimal(given, 1, language) if isinstance(given, float) else given}" for name, given in value
        )
    return str(value)
