"""The newest row of every record in the sources that keep contact data or next steps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow.compute as pc

from wegmarke.identity.customers import Customers
from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.record import Record
from wegmarke.record.reading import live_batches
from wegmarke.workspace.backlog.fields import CONTACT_DATA, NEXT, Field, field_of
from wegmarke.workspace.backlog.who import numbers_of

_COLUMNS = ("file", "row", "part", "customer_kind", "customer", "identifiers", "time", "rest")
_LEAST_FIELDS = 2


@dataclass(frozen=True, slots=True)
class RecordRow:
    """The newest row of one record of a source: where it stands, and its contact data by field (column and value)."""

    source: str
    file: int
    row: int
    seconds: float
    cells: dict[Field, tuple[str, str]]


@dataclass(slots=True)
class SourceRows:
    """A source's records by customer and identifier, and under which names its fields stand."""

    source: str
    columns: dict[Field, str] = field(default_factory=dict)
    records: dict[int, dict[tuple[str, str], RecordRow]] = field(default_factory=dict)

    @property
    def is_kept_by_people(self) -> bool:
        """Whether the source is one that people keep up: it holds contact data, or what is to happen next."""
        contact = sum(one in self.columns for one in CONTACT_DATA)
        return contact >= _LEAST_FIELDS or any(one in self.columns for one in NEXT)


def rows_by_source(record: Record, customers: Customers, wanted: frozenset[int]) -> Iterator[SourceRows]:
    """Read the sources one after the other; of the wanted customers only."""
    assert set(_COLUMNS) <= set(INTERACTION_SCHEMA.names)  # noqa: S101 - a renamed column is a mistake of ours
    parts = record.parts()
    for source in dict.fromkeys(part.file.source for part in parts):
        found = SourceRows(source)
        for batch in live_batches([part for part in parts if part.file.source == source], _COLUMNS):
            first = batch.filter(pc.equal(batch.column("part"), 0))
            for number, row in zip(numbers_of(customers, first).tolist(), first.to_pylist(), strict=True):
                who = (row["customer_kind"], row["customer"])
                cells = _cells(row)
                for name, (column, _) in cells.items():
                    found.columns.setdefault(name, column)
                if number in wanted:
                    _note(found, number, who, row, cells)
        if found.is_kept_by_people:
            yield found


def _note(
    found: SourceRows, number: int, who: tuple[str, str], row: dict[str, object], cells: dict[Field, tuple[str, str]]
) -> None:
    records = found.records.setdefault(number, {})
    seconds = row["time"].timestamp()  # type: ignore[attr-defined] # a column of times
    before = records.get(who)
    if before is None or (before.seconds, before.file, before.row) <= (seconds, row["file"], row["row"]):
        place = int(str(row["file"])), int(str(row["row"]))
        records[who] = RecordRow(found.source, *place, seconds, cells)


def _cells(row: dict[str, object]) -> dict[Field, tuple[str, str]]:
    """What a row says of contact data: its identifiers by kind, then its remaining columns."""
    said: list[tuple[str, str]] = [(str(row["customer_kind"]), str(row["customer"]))]
    said += row["identifiers"] or []  # type: ignore[arg-type] # a map of texts
    rest = row["rest"]
    said += [(name, str(value)) for name, value in json.loads(rest).items()] if isinstance(rest, str) else []
    cells: dict[Field, tuple[str, str]] = {}
    for column, value in said:
        name = field_of(column)
        if name is not None and value.strip():
            cells.setdefault(name, (column, value.strip()))
    return cells
