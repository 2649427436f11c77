"""What the first rows of a file will mean under a mapping: for the guided mapping of browser and command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from wegmarke.model.mapping import Mapping
from wegmarke.model.quarantine import Unfit
from wegmarke.sources.batch import RawBatch
from wegmarke.sources.interactions import apply_mapping
from wegmarke.sources.mapping import check_columns
from wegmarke.sources.numbers import major_units
from wegmarke.sources.reading import open_source
from wegmarke.sources.settling import settle
from wegmarke.sources.staff import NO_TEAMS, Teams
from wegmarke.sources.texts import as_text

_SETTLED_BY = 5_000


@dataclass(frozen=True, slots=True)
class Meaning:
    """One interaction that a row will yield. `value` is in major units; `scores` are pairs of scale and value."""

    part: int
    customer: str
    customer_kind: str
    time: datetime
    touchpoint: str
    end: datetime | None
    channel: str | None
    department: str | None
    lifecycle: str | None
    journey: str | None
    account: str | None
    outcome: str | None
    ends: bool
    value: float | None
    currency: str | None
    scores: tuple[tuple[str, float], ...]
    text: str | None
    stated_reason: str | None
    promise_due: datetime | None
    promise_kept: datetime | None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row: its number, its cells (in the order of the preview's columns), and what it means or why it is unfit."""

    row: int
    cells: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    unfit: Unfit | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows under a mapping; `mapping` is the one that is used, with date order and decimal sign settled."""

    columns: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    mapping: Mapping


def preview(
    path: Path | str, mapping: Mapping, rows: int = 20, *, time_zone: str = "UTC", teams: Teams = NO_TEAMS
) -> Preview:
    """Show what the first rows will mean.

    time_zone: that of times without one, if the mapping names none. Errors: those of reading, `mapping_column_missing`,
    `time_unreadable`.
    """
    place = Path(path)
    with open_source(place, mapping.read, mapping.format, batch_rows=_SETTLED_BY) as reader:
        check_columns(mapping, reader.columns, complete=reader.columns_complete, file=place.name)
        batch = next(reader.batches(), None)
        columns = reader.columns
    if batch is None:
        return Preview(columns, (), mapping)
    settled = settle(mapping, batch)
    shown = _first(batch, rows)
    mapped = apply_mapping(settled, shown, keep_rest=False, time_zone=time_zone, teams=teams)
    meanings: dict[int, list[Meaning]] = {}
    for interaction in mapped.interactions.to_pylist():
        meanings.setdefault(interaction["row"], []).append(_meaning(interaction))
    unfit = {one.row: one for one in mapped.unfit}
    cells = _cells(shown, columns)
    numbers = sorted({*cells, *unfit})[:rows]
    return Preview(
        columns,
        tuple(PreviewRow(row, cells.get(row, ()), tuple(meanings.get(row, ())), unfit.get(row)) for row in numbers),
        settled,
    )


def _first(batch: RawBatch, rows: int) -> RawBatch:
    """Cut a batch to its first rows; of the unreadable ones those that stand among them."""
    cut = batch.columns.slice(0, rows)
    numbers = batch.row_numbers[:rows]
    last = int(numbers[-1]) if len(numbers) == rows else None
    unreadable = tuple(one for one in batch.unreadable if last is None or one.row <= last)
    return RawBatch(cut, numbers, unreadable, batch.done)


def _cells(batch: RawBatch, columns: tuple[str, ...]) -> dict[int, tuple[str, ...]]:
    texts = {name: as_text(batch.columns.column(name)).to_pylist() for name in batch.columns.schema.names}
    empty = [None] * batch.columns.num_rows
    by_row = zip(*(texts.get(name, empty) for name in columns), strict=True)
    return {int(row): tuple(cell or "" for cell in cells) for row, cells in zip(batch.row_numbers, by_row, strict=True)}


def _meaning(row: dict[str, Any]) -> Meaning:
    minor, currency = row["value_minor"], row["currency"]
    return Meaning(
        part=row["part"],
        customer=row["customer"],
        customer_kind=row["customer_kind"],
        time=row["time"],
        touchpoint=row["touchpoint"],
        end=row["end"],
        channel=row["channel"],
        department=row["department"],
        lifecycle=row["lifecycle"],
        journey=row["journey"],
        account=row["account"],
        outcome=row["outcome"],
        ends=row["ends"],
        value=None if minor is None else major_units(minor, currency or ""),
        currency=currency,
        scores=tuple(row["scores"] or ()),
        text=row["text"],
        stated_reason=row["stated_reason"],
        promise_due=row["promise_due"],
        promise_kept=row["promise_kept"],
    )
